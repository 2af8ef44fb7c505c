"""The desk: what a person's acts are handed. A turn: one act as one transaction and one stretch of the ledger.

    with turn(desk, actor, dossier_id, Permission.STEP_REVIEW) as t:
        t.record(*review.approve(...))

A turn asks the permission table first, loads the dossier, and at its end records what follows from the acts (voided
approvals). A turn that records no fact changes nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from certflow.config import Config
from certflow.domain import items, visibility
from certflow.domain.checklist import Checklist
from certflow.domain.dossier import Dossier
from certflow.domain.entry import By, Entry, moment
from certflow.domain.facts import ClockStepped, DossierOpened, EditionMoved, EvidenceMarked, Fact
from certflow.domain.marking import Marking, marking_of
from certflow.domain.people import SYSTEM, Actor, Directory, Permission, role_for, sees
from certflow.domain.plan import Plan, make_plan
from certflow.domain.refusal import Refused
from certflow.domain.replay import replay, stretches
from certflow.domain.review import departures, validity, voiding
from certflow.domain.visibility import Reader
from certflow.pdf.keys import Keyring, Pkcs11
from certflow.storage import database, entries, people
from certflow.storage.checklists import Library
from certflow.storage.files import Files
from certflow.version import VERSION

#: dossiers a process remembers, so that a turn reads only what came after
REMEMBERED = 64

T = TypeVar("T")

SOFTWARE = f"certflow {VERSION}"


@dataclass(frozen=True)
class Desk:
    """What every act is handed.

    now      the moment, UTC and aware
    chance   so many unpredictable bytes
    """

    config: Config
    engine: Engine
    library: Library
    files: Files
    now: Callable[[], datetime]
    chance: Callable[[int], bytes]
    memory: Memory = field(default_factory=lambda: Memory())

    @property
    def keyring(self) -> Keyring:
        """Where the keys are; only sealing opens them."""
        return keyring_of(self.config)

    def new_id(self) -> str:
        """A name nobody can guess and nobody has used: 128 bits, hexadecimal."""
        return self.chance(16).hex()


def keyring_of(config: Config) -> Keyring:
    """Where the settings say that the keys are."""
    token = None
    if config.seal_pkcs11 and config.seal_certificates:
        token = Pkcs11(
            config.seal_pkcs11, config.seal_token, config.seal_key, config.seal_certificates, config.seal_pin
        )
    folder = config.data / "keys"
    return Keyring(folder, config.instance, config.seal_pkcs12, config.seal_passphrase, config.tsa_roots, token)


@dataclass(frozen=True)
class Sight:
    """A dossier at one revision, with its edition and its plan: what every page and every decision looks at.

    hidden     question → who holds its answer, by name: what was taken out of this sight for its reader
    protects   whether anything was taken out of it, answers or files
    earlier    the editions it stood on before, each with the last revision on it
    """

    dossier: Dossier
    checklist: Checklist
    plan: Plan
    hidden: Mapping[str, str] = field(default_factory=dict)
    protects: bool = False
    earlier: tuple[tuple[int, Checklist], ...] = ()
    _worked_out: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` makes of this sight and `key` alone; worked out once, for as long as the sight is remembered."""
        if key not in self._worked_out:
            self._worked_out[key] = work()
        found: T = self._worked_out[key]
        return found

    def edition_at(self, revision: int) -> Checklist:
        """The edition it stood on at a revision."""
        return next((edition for last, edition in self.earlier if revision <= last), self.checklist)


class Memory:
    """The dossiers this process looked at last. Only what is committed gets in, so it can be late but never wrong."""

    def __init__(self) -> None:
        self._sights: OrderedDict[str, Sight] = OrderedDict()
        self._directory: tuple[Hashable, Directory] | None = None
        self._lock = Lock()

    def recall(self, dossier: str) -> Sight | None:
        with self._lock:
            if dossier in self._sights:
                self._sights.move_to_end(dossier)
            return self._sights.get(dossier)

    def keep(self, sight: Sight) -> None:
        with self._lock:
            self._sights[sight.dossier.id] = sight
            self._sights.move_to_end(sight.dossier.id)
            while len(self._sights) > REMEMBERED:
                self._sights.popitem(last=False)

    def directory(self, mark: Hashable, read: Callable[[], Directory]) -> Directory:
        """Everybody certflow knows; read again where `mark` is not what it was."""
        known = self._directory
        if known is None or known[0] != mark:
            self._directory = known = (mark, read())
        return known[1]


def sight_of(
    edition: Checklist, dossier: Dossier, before: Plan | None = None, earlier: tuple[tuple[int, Checklist], ...] = ()
) -> Sight:
    """A dossier with its edition, as its items make it, and its plan. What `before` worked out is not done again."""
    checklist = items.checklist_of(edition, dossier)
    return Sight(dossier, checklist, _plan_of(checklist, dossier, before), earlier=earlier)


def replayed(desk: Desk, known: Sight | None, dossier: Dossier, newer: Iterable[Entry]) -> Sight:
    """A dossier brought along by entries, each stretch of them on the edition that it names.

    known   what `dossier` was seen as, whose plan is not made again; None where nothing was. Raises Refused:
    checklist.unknown, dossier.checklist
    """
    checklist, earlier = (known.checklist.file, known.earlier) if known else (None, ())
    for stretch in stretches(newer):
        first = stretch[0].fact
        if isinstance(first, DossierOpened | EditionMoved):
            if checklist is not None:
                earlier = (*earlier, (dossier.revision, checklist))
            id_ = first.checklist if isinstance(first, DossierOpened) else dossier.checklist
            checklist = edition_of(desk, id_, first.edition, first.checklist_digest)
        assert checklist is not None, "the first entry of a dossier names its edition"
        dossier = replay(dossier, stretch, checklist.steps_of_questions)
    assert checklist is not None
    return sight_of(checklist, dossier, known.plan if known else None, earlier)


def _plan_of(checklist: Checklist, dossier: Dossier, before: Plan | None) -> Plan:
    answers = {
        name: checklist.questions[name].from_json(value)
        for name, value in dossier.values().items()
        if name in checklist.questions
    }
    return make_plan(checklist, answers, before)


def look(desk: Desk, conn: Connection, dossier_id: str) -> Sight:
    """The dossier as it stands now. Raises Refused: dossier.unknown, dossier.checklist."""
    known = desk.memory.recall(dossier_id)
    return _as_of(desk, dossier_id, known, entries.of_dossier(conn, dossier_id, _revision(known)))


def look_many(desk: Desk, conn: Connection, newest: Mapping[str, int]) -> dict[str, Sight | Refused]:
    """The same of several at once. One that cannot be read is its refusal, and keeps no other from being seen.

    newest: dossier → its newest revision; one that is remembered at that revision is not asked for.
    """
    known = {each: desk.memory.recall(each) for each in newest}
    behind = {each: _revision(sight) for each, sight in known.items() if _revision(sight) < newest[each]}
    newer = entries.of_dossiers(conn, behind) if behind else {}
    found: dict[str, Sight | Refused] = {}
    for each, sight in known.items():
        try:
            found[each] = _as_of(desk, each, sight, newer.get(each, ()))
        except Refused as refused:
            found[each] = refused
    return found


def _revision(known: Sight | None) -> int:
    return known.dossier.revision if known else 0


def _as_of(desk: Desk, dossier_id: str, known: Sight | None, newer: Sequence[Entry]) -> Sight:
    """What was known of the dossier, brought along by its newer entries."""
    if known and not newer:
        return known
    if not known and not newer:
        raise Refused("dossier.unknown", dossier=dossier_id)
    sight = replayed(desk, known, known.dossier if known else Dossier(dossier_id), newer)
    desk.memory.keep(sight)
    return sight


def edition_of(desk: Desk, checklist: str, edition: str, digest: str) -> Checklist:
    """The very edition a dossier stands on, by digest: an edited file is another edition."""
    found = desk.library.get(checklist, edition)
    if found.digest != digest:
        raise Refused(
            "dossier.checklist",
            checklist=f"{checklist}@{edition}",
            why="the file was changed after the dossier was opened; put the original file back.",
        )
    return found


def see(desk: Desk, actor: Actor, dossier_id: str) -> Sight:
    """The dossier as somebody may see it; to whoever may see nothing of it, it does not exist."""
    with database.reading(desk.engine) as conn:
        sight = look(desk, conn, dossier_id)
        return through(conn, sight, _reader(actor, sight.dossier))


def see_many(desk: Desk, conn: Connection, actor: Actor, newest: Mapping[str, int]) -> dict[str, Sight | Refused]:
    """Several dossiers of a list that was made for the actor, each as `see` gives it."""
    return {
        each: sight if isinstance(sight, Refused) else through(conn, sight, Reader.of(actor, sight.dossier.parties))
        for each, sight in look_many(desk, conn, newest).items()
    }


def see_then(desk: Desk, actor: Actor, dossier_id: str, revision: int) -> Sight:
    """The dossier as it was at an earlier revision, as `see` gives it."""
    with database.reading(desk.engine) as conn:
        now = look(desk, conn, dossier_id)
        reader = _reader(actor, now.dossier)
        return through(conn, look_then(desk, conn, now, revision), reader)


def look_then(desk: Desk, conn: Connection, now: Sight, revision: int) -> Sight:
    """The dossier as it was at an earlier revision, on the edition of then."""
    then = [each for each in entries.of_dossier(conn, now.dossier.id) if (each.revision or 0) <= revision]
    return replayed(desk, None, Dossier(now.dossier.id), then)


def see_entries(desk: Desk, actor: Actor, dossier_id: str) -> tuple[Entry, ...]:
    """Everything that happened in a dossier, as somebody may read it."""
    with database.reading(desk.engine) as conn:
        sight = look(desk, conn, dossier_id)
        return entries_for(conn, entries.of_dossier(conn, dossier_id), sight, _reader(actor, sight.dossier))


def entries_for(conn: Connection, found: Iterable[Entry], sight: Sight, reader: Reader) -> tuple[Entry, ...]:
    """A dossier's entries as `reader` may read them."""
    names, told = people.organisation_names(conn), tuple(found)
    marks = [each.fact for each in told if isinstance(each.fact, EvidenceMarked)]
    markings = {fact.evidence: marking_of(fact.marking) for fact in marks}
    return tuple(_seen_entry(each, sight, reader, names, markings) for each in told)


def _seen_entry(
    entry: Entry, sight: Sight, reader: Reader, names: Mapping[str, str], markings: Mapping[str, Marking]
) -> Entry:
    """As the edition of then lets it be read, and the edition of now."""
    then = sight.edition_at(entry.revision or 0)
    seen = visibility.seen_entry(entry, then, reader, names, markings)
    return seen if then is sight.checklist else visibility.seen_entry(seen, sight.checklist, reader, names, markings)


def _reader(actor: Actor, dossier: Dossier) -> Reader:
    if not sees(actor, dossier.parties):
        raise Refused("dossier.unknown", dossier=dossier.id)
    return Reader.of(actor, dossier.parties)


def through(conn: Connection, sight: Sight, reader: Reader) -> Sight:
    """What `reader` may see of a dossier; worked out once for a reader, for as long as the sight is remembered."""
    narrowed = sight.once(("through", reader), lambda: _narrowed(conn, sight, reader))
    return sight if narrowed is None else narrowed


def _narrowed(conn: Connection, sight: Sight, reader: Reader) -> Sight | None:
    hidden = visibility.hidden_answers(sight.checklist, sight.dossier, reader)
    if (
        not hidden
        and not any(visibility.holds_back(sight.checklist, each, reader) for each in sight.dossier.evidence.values())
        and not any(visibility.hides(each, reader) for each in sight.dossier.aside.values())
    ):
        return None
    names = people.organisation_names(conn)
    held = {name: names.get(owner, owner) for name, owner in hidden.items()}
    return Sight(
        visibility.seen_dossier(sight.checklist, sight.dossier, reader, names),
        sight.checklist,
        visibility.seen_plan(sight.plan, held),
        held,
        protects=True,
        earlier=sight.earlier,
    )


class Turn:
    """One act under way: the dossier as of the last recorded fact, and the way to record another.

    after   once it is over: the dossier as the person who acted may see it
    """

    def __init__(self, desk: Desk, conn: Connection, by: By, sight: Sight) -> None:
        self.desk = desk
        self.conn = conn
        self.by = by
        self.sight = sight
        self.after = sight
        self.reopened: tuple[Fact, ...] = ()

    @property
    def dossier(self) -> Dossier:
        return self.sight.dossier

    @property
    def checklist(self) -> Checklist:
        return self.sight.checklist

    @property
    def plan(self) -> Plan:
        return self.sight.plan

    @property
    def reader(self) -> Reader:
        """Whose eyes the person who acts looks with."""
        return Reader(self.by.organisation, self.dossier.parties.get(self.by.organisation))

    def seen(self) -> Sight:
        """The dossier as the person who acts may see it; acts decide on the whole of it and answer with this."""
        return through(self.conn, self.sight, self.reader)

    def record(self, *facts: Fact, shown: str | None = None) -> tuple[Entry, ...]:
        """Write the facts down and see the dossier as it is then. Gives their entries."""
        return self._record(facts, self.by, shown=shown)

    def expire(self) -> None:
        """Record what came to its end before this act."""
        today, system = self.desk.now().date(), By.of(SYSTEM, "system")
        over = departures.ended(self.checklist, self.plan, self.dossier, today)
        self._record(over, system, rule=departures.RULE)
        # what was met by another means that ended is no longer what was approved
        self._record(voiding.reopened(self.checklist, self.plan, self.dossier), system, rule=voiding.RULE)
        expired = validity.expired(self.checklist, self.plan, self.dossier, today)
        self._record(expired, system, rule=validity.RULE)

    def follow(self, facts: tuple[Fact, ...], rule: str) -> None:
        """Record what follows from an act by a rule of its own."""
        self._record(facts, By.of(SYSTEM, "system"), rule=rule)

    def settle(self) -> None:
        """Record what follows from the acts: every approval whose content is no longer what it was (P4)."""
        self.reopened = voiding.reopened(self.checklist, self.plan, self.dossier)
        self._record(self.reopened, By.of(SYSTEM, "system"), rule=voiding.RULE)
        self.expire()

    def _record(
        self, facts: tuple[Fact, ...], by: By, shown: str | None = None, rule: str | None = None
    ) -> tuple[Entry, ...]:
        written = tuple(write(self.desk, self.conn, self.dossier.id, fact, by, shown, rule) for fact in facts)
        if written:
            self.sight = replayed(self.desk, self.sight, self.dossier, written)
        return written


def write(
    desk: Desk,
    conn: Connection,
    dossier: str | None,
    fact: Fact,
    by: By,
    shown: str | None = None,
    rule: str | None = None,
) -> Entry:
    """One fact into the ledger. A clock that went back is a fact of its own, written first."""
    now = desk.now()
    last = entries.last(conn)
    if last is not None and now < last.at and not isinstance(fact, ClockStepped):
        write(desk, conn, None, ClockStepped(last=moment(last.at), now=moment(now)), By.of(SYSTEM, "system"))
    return entries.append(
        conn,
        dossier=dossier,
        fact=fact,
        by=by,
        at=now,
        salt=lambda: desk.chance(32),
        shown=shown,
        rule=rule,
        software=SOFTWARE,
    )


@contextmanager
def turn(desk: Desk, actor: Actor, dossier_id: str, permission: Permission) -> Iterator[Turn]:
    """One act on one dossier, all or nothing.

    Raises Refused: people.not-allowed, dossier.unknown, storage.full, storage.busy, and what the act refuses.
    """
    by = By.of(actor, role_for(actor, permission))
    with database.writing(desk.engine) as conn:
        sight = look(desk, conn, dossier_id)
        if not sees(actor, sight.dossier.parties):
            raise Refused("dossier.unknown", dossier=dossier_id)
        taken = Turn(desk, conn, by, sight)
        taken.expire()
        yield taken
        taken.settle()
        taken.after = taken.seen()
    desk.memory.keep(taken.sight)


@contextmanager
def system_turn(desk: Desk, dossier_id: str) -> Iterator[Turn]:
    """A turn of certflow itself: the end of work that somebody asked for."""
    with database.writing(desk.engine) as conn:
        taken = Turn(desk, conn, By.of(SYSTEM, "system"), look(desk, conn, dossier_id))
        yield taken
    desk.memory.keep(taken.sight)


class PeopleTurn:
    """One act on people and organisations under way."""

    def __init__(self, desk: Desk, conn: Connection, by: By) -> None:
        self.desk = desk
        self.conn = conn
        self.by = by

    @property
    def directory(self) -> Directory:
        """Everybody certflow knows, the facts of this turn included."""
        return people.directory(self.conn)

    def record(self, *facts: Fact) -> None:
        for fact in facts:
            write(self.desk, self.conn, None, fact, self.by)


@contextmanager
def people_turn(desk: Desk, actor: Actor, role: str | None = None) -> Iterator[PeopleTurn]:
    """One act on people and organisations, all or nothing.

    role: the role used where a person acts for themselves; without one the table is asked for `people.manage`.
    Raises Refused: people.not-allowed, storage.full, storage.busy, and what the act refuses.
    """
    by = By.of(actor, role or role_for(actor, Permission.PEOPLE_MANAGE))
    with database.writing(desk.engine) as conn:
        yield PeopleTurn(desk, conn, by)
