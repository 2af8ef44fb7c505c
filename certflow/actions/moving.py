"""Going over to a later edition: look at what it would do to a dossier, then agree to exactly that."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.actions.desk import Desk, Sight, look, through, turn
from certflow.domain.checklist import Checklist
from certflow.domain.checklist.following import line_to
from certflow.domain.impact import RULE, Impact, impact_of, move
from certflow.domain.people import Actor, Permission, sees
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader
from certflow.storage import database


@dataclass(frozen=True)
class Preview:
    """What an edition would do to a dossier.

    now, then   the dossier on either edition, as its reader may see it
    """

    now: Sight
    then: Sight
    impact: Impact


def newer(desk: Desk, sight: Sight) -> tuple[str, ...]:
    """The editions that a dossier could go over to; first those that nothing follows in turn."""
    return desk.library.followers(sight.dossier.checklist, sight.dossier.edition)


def newest(desk: Desk, sight: Sight) -> Checklist | None:
    """The newest of them that can be used."""
    for edition in newer(desk, sight):
        try:
            return desk.library.get(sight.dossier.checklist, edition)
        except Refused:
            continue
    return None


def look_ahead(desk: Desk, actor: Actor, dossier_id: str, edition: str) -> Preview:
    """What an edition would do to a dossier, for whoever may see it.

    Raises Refused: dossier.unknown, checklist.unknown, checklist.unusable, edition.same, edition.not-newer,
    edition.parties, edition.issues.
    """
    with database.reading(desk.engine) as conn:
        whole = look(desk, conn, dossier_id)
        if not sees(actor, whole.dossier.parties):
            raise Refused("dossier.unknown", dossier=dossier_id)
        reader, impact = Reader.of(actor, whole.dossier.parties), _impact(desk, whole, edition)
        then = whole.once(("then", impact.shown), lambda: _then(whole, impact))
        return Preview(through(conn, whole, reader), through(conn, then, reader), impact)


def fetch(desk: Desk, dossier_id: str, edition: str) -> tuple[Sight, Impact]:
    """The same for the operator's command line, with nothing left out."""
    with database.reading(desk.engine) as conn:
        whole = look(desk, conn, dossier_id)
        return whole, _impact(desk, whole, edition)


def go_over(desk: Desk, actor: Actor, dossier_id: str, edition: str, shown: str, reason: str) -> Impact:
    """Have the dossier go over to an edition, exactly as was shown.

    Raises Refused as `look_ahead` does, and: people.not-allowed, dossier.closed, edition.changed, edition.reason,
    edition.long.
    """
    with turn(desk, actor, dossier_id, Permission.DOSSIER_MOVE) as t:
        impact = _impact(desk, t.sight, edition)
        t.record(*move(impact, t.dossier, shown, reason), shown=impact.shown)
        t.follow(impact.falls, RULE)
    return impact


def _impact(desk: Desk, sight: Sight, edition: str) -> Impact:
    today = desk.now().date()
    return sight.once(
        ("impact", edition, today), lambda: impact_of(_line(desk, sight, edition), sight.plan, sight.dossier, today)
    )


def _line(desk: Desk, sight: Sight, edition: str) -> tuple[Checklist, ...]:
    checklist, present = sight.dossier.checklist, sight.dossier.edition
    if edition == present:
        raise Refused("edition.same", edition=edition)
    wanted = desk.library.get(checklist, edition)
    line = line_to(desk.library.follows(checklist), present, edition)
    if not line:
        raise Refused("edition.not-newer", edition=edition, present=present)
    return (sight.checklist.file, *(desk.library.get(checklist, each) for each in line[1:-1]), wanted)


def _then(now: Sight, impact: Impact) -> Sight:
    stands, earlier = impact.stands, (*now.earlier, (now.dossier.revision, now.checklist.file))
    return Sight(stands.dossier, stands.checklist, stands.plan, earlier=earlier)
