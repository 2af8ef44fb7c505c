"""A dossier: one certification in progress, replayed from what happened.

`replay` is the only way a dossier comes about. It never fails on an entry once written down: rules are asked before a
fact is recorded, and what was recorded is what was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from certflow.domain import facts as f
from certflow.domain.checklist.items import called, parted
from certflow.domain.entry import By, Entry
from certflow.domain.facts import Erased, Json, Withheld
from certflow.domain.marking import NO_MARKING, Marking, marking_of


class State(StrEnum):
    #: nobody has sent it for review, or somebody has reopened it
    DRAFT = "draft"
    #: waiting for the quorum
    SUBMITTED = "submitted"
    #: approved by enough people who did not prepare it
    APPROVED = "approved"


class Stage(StrEnum):
    #: answers can change
    OPEN = "open"
    #: the accountable manager has closed it; a record may be made
    CLOSED = "closed"


class RecordState(StrEnum):
    #: asked for; being drawn and sealed
    PENDING = "pending"
    #: sealed; its digest is in the ledger
    SEALED = "sealed"
    #: could not be made; may be asked for again
    FAILED = "failed"
    #: a later record of the same dossier took its place
    SUPERSEDED = "superseded"
    #: taken back by the accountable manager, with a reason
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Answer:
    """seq: the entry that gave it; a form shows it so that a stale save is noticed."""

    question: str
    value: Json | Withheld
    commitment: str
    seq: int
    at: datetime
    by: By


@dataclass(frozen=True)
class Aside:
    """Why something does not count on the edition that the dossier has gone over to. It is kept, and shown.

    why         a code: "gone", "kind", "unit", "visibility", "held_by", "fit"
    visibility  who reads it: as on the edition on which it was given
    edition     that edition
    """

    why: str
    visibility: str
    edition: str


@dataclass(frozen=True)
class AnswerAside:
    """An answer that was given on an earlier edition and does not count on this one."""

    answer: Answer
    aside: Aside


@dataclass(frozen=True)
class DossierItem:
    """One thing of a list, such as one of several aircraft.

    name        as its people call it; empty where they gave it none
    commitment  of the name; None where it never had one
    seq         the entry that named it; a form shows it so that a stale name is noticed
    named_by    everybody who ever added, named, removed it or put it back
    """

    list: str
    id: str
    name: str | Erased = ""
    commitment: str | None = None
    seq: int = 0
    removed: bool = False
    named_by: frozenset[By] = frozenset()


@dataclass(frozen=True)
class Evidence:
    """kept: whether the file is here at all. marked: the ledger's commitment to the marking; None without one.

    aside   why it belongs to no step any more; None while it does
    """

    id: str
    step: str
    sha256: str
    size: int
    media_type: str
    name: str | Withheld
    at: datetime
    by: By
    kept: bool = True
    marking: Marking = NO_MARKING
    marked: str | None = None
    aside: Aside | None = None


@dataclass(frozen=True)
class Vote:
    """One approval: who, in which role, meaning what, of exactly what (`shown`).

    unseen   the protected answers it covers unread
    edition  the edition it was given on, where the dossier has gone over to another one since
    """

    by: By
    role: str
    meaning: str
    shown: str
    at: datetime
    seq: int
    comment: str | Erased = ""
    unseen: tuple[str, ...] = ()
    edition: str = ""


@dataclass(frozen=True)
class Remark:
    """Why a step went back to draft.

    kind   "returned" for a reviewer's reason, "reopened" by the differences that voided it, "withdrawn" by its authors,
           "expired" when its approval came to its end
    """

    kind: str
    by: By
    at: datetime
    reason: str | Erased = ""
    because: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True)
class Case:
    """Where one step stands in review.

    shown          digest of what was submitted; approvals must name it
    covered        what that digest covers (domain/review/covered.py)
    touched_by     everyone who prepared it since it was last approved
    touched_from   the organisations that did
    voided         how many approvals the last reopening voided
    """

    step: str
    state: State = State.DRAFT
    shown: str | None = None
    covered: Mapping[str, Json] | None = None
    touched_by: frozenset[str] = frozenset()
    touched_from: frozenset[str] = frozenset()
    submitted: Entry | None = None
    votes: tuple[Vote, ...] = ()
    remarks: tuple[Remark, ...] = ()
    voided: int = 0


@dataclass(frozen=True)
class Condition:
    """What an approval depends on. It falls with that approval.

    met   the act that closed it; None while it is open
    note  how it was met
    """

    id: str
    step: str
    text: str | Erased
    at: datetime
    by: By
    met: Entry | None = None
    note: str | Erased = ""


class IssueState(StrEnum):
    #: not settled; keeps the dossier from being closed
    OPEN = "open"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    #: taken back by those who opened it
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Position:
    """What one party holds in an issue."""

    party: str
    text: str | Erased
    at: datetime
    by: By


@dataclass(frozen=True)
class Issue:
    """Something the parties have to settle about a step.

    positions         party → what it holds now
    decision, effect  what was decided, and what follows for which requirements; or why it was taken back
    last              the act that brought it where it is
    """

    id: str
    sort: str
    step: str
    title: str | Erased
    text: str | Erased
    opened: Entry
    last: Entry
    state: IssueState = IssueState.OPEN
    positions: Mapping[str, Position] = field(default_factory=dict)
    decision: str | Erased = ""
    effect: str | Erased = ""


class DepartureState(StrEnum):
    #: waiting for those who may grant it
    ASKED = "asked"
    #: it stands
    GRANTED = "granted"
    REFUSED = "refused"
    #: taken back by those who asked, or by those who granted
    WITHDRAWN = "withdrawn"
    #: its last day is over, or the step no longer asks for what it asked for
    ENDED = "ended"


@dataclass(frozen=True)
class Departure:
    """A step that departs from what it asks, or somebody who asks that it may.

    sort     "waiver": set aside for a while; "alternative": met by another means
    until    the last day, as ISO words; None for as long as the requirement stands
    instead  the compensating measure, or the other means
    covered  what the step asked for when it was asked
    content  everything that those who grant it are shown, with typed words as their commitments
    last     the act that brought it where it is
    """

    id: str
    sort: str
    step: str
    until: str | None
    reason: str | Erased
    instead: str | Erased
    covered: Mapping[str, Json]
    content: Mapping[str, Json]
    asked: Entry
    last: Entry
    state: DepartureState = DepartureState.ASKED
    votes: tuple[Vote, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it waits or stands."""
        return self.state in (DepartureState.ASKED, DepartureState.GRANTED)


@dataclass(frozen=True)
class RecordLine:
    """One record of the dossier, from the request on.

    revision   the dossier's when it was asked for
    ended_at   when it was sealed, or failed
    reason     why it failed, was withdrawn or replaced; while it is pending, what keeps it waiting
    audience   whom this view is for (domain/views.py)
    asked_why  why it was to take the place of an earlier one
    edition    of the checklist, on which the dossier stood then
    """

    id: str
    revision: int
    language: str
    state: RecordState
    requested_at: datetime
    requested_by: By
    sha256: str | None = None
    ended_at: datetime | None = None
    reason: str | Erased = ""
    audience: str = f.FULL
    asked_why: str | Erased = ""
    edition: str = ""


@dataclass(frozen=True)
class Dossier:
    """One certification in progress at one revision. `revision` 0 is a dossier nobody has opened yet."""

    id: str
    title: str | Erased = ""
    checklist: str = ""
    edition: str = ""
    checklist_digest: str = ""
    parties: Mapping[str, str] = field(default_factory=dict)
    stage: Stage = Stage.OPEN
    revision: int = 0
    seq: int = 0
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    closed: Entry | None = None
    reopened: Entry | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    items: Mapping[tuple[str, str], DossierItem] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    records: Mapping[str, RecordLine] = field(default_factory=dict)
    departures: Mapping[str, Departure] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    #: question or evidence → whoever gave it in the dossier it was taken over from
    first_given_by: Mapping[str, str] = field(default_factory=dict)
    #: the acts by which it went over to later editions, oldest first
    moves: tuple[Entry, ...] = ()
    #: question → its answer on an earlier edition, which does not count on this one
    aside: Mapping[str, AnswerAside] = field(default_factory=dict)
    #: question → why its answer, given on an earlier edition, should be looked at again
    confirm: Mapping[str, str] = field(default_factory=dict)

    def case(self, step: str) -> Case:
        return self.cases.get(step) or Case(step)

    def item(self, list_: str, id: str) -> DossierItem:
        """One thing of a list; the first of each is there from the start."""
        return self.items.get((list_, id)) or DossierItem(list_, id)

    def values(self) -> dict[str, Any]:
        """Question → answer as stored, without what is withheld."""
        return {name: given.value for name, given in self.answers.items() if not isinstance(given.value, Withheld)}

    @cached_property
    def _evidence_by_step(self) -> Mapping[str, tuple[Evidence, ...]]:
        found: dict[str, tuple[Evidence, ...]] = {}
        for each in self.evidence.values():
            if each.aside is None:
                found[each.step] = (*found.get(each.step, ()), each)
        return found

    def evidence_of(self, step: str) -> tuple[Evidence, ...]:
        return self._evidence_by_step.get(step, ())

    def conditions_of(self, step: str) -> tuple[Condition, ...]:
        """The conditions of the approvals that stand, oldest first."""
        return tuple(each for each in self.conditions.values() if each.step == step)

    def issues_of(self, step: str) -> tuple[Issue, ...]:
        """Every issue that was ever opened on a step, oldest first."""
        return tuple(each for each in self.issues.values() if each.step == step)

    @property
    def open_issues(self) -> tuple[Issue, ...]:
        """The issues that are not settled."""
        return tuple(each for each in self.issues.values() if each.state is IssueState.OPEN)

    def departures_of(self, step: str) -> tuple[Departure, ...]:
        """Every departure that was ever asked for of a step, oldest first."""
        return tuple(each for each in self.departures.values() if each.step == step)

    def granted(self, step: str, sort: str) -> Departure | None:
        """The departure of this sort that stands; the newest, where a second one was granted before the first ended."""
        found = [each for each in self.departures_of(step) if each.sort == sort]
        return next((each for each in reversed(found) if each.state is DepartureState.GRANTED), None)

    def is_waived(self, step: str) -> bool:
        """Whether the step is set aside now."""
        return self.granted(step, "waiver") is not None

    def party_of(self, organisation: str) -> str | None:
        return self.parties.get(organisation)


def replay(dossier: Dossier, entries: Iterable[Entry], steps: Mapping[str, str]) -> Dossier:
    """The dossier after `entries`.

    steps: question → step as the checklist's file has them, so that whoever answers counts as having prepared the step.
    """
    after = _Draft(dossier)
    for entry in entries:
        after.take(entry, steps)
    return after.frozen()


def stretches(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """A dossier's entries in stretches of one edition each; an act that goes over to another one begins the next."""
    found: list[list[Entry]] = []
    for entry in entries:
        if not found or isinstance(entry.fact, f.EditionMoved):
            found.append([])
        found[-1].append(entry)
    return tuple(tuple(each) for each in found)


class _Draft:
    """A dossier while entries are being taken in: its maps are copied once, not once an entry."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.answers = dict(dossier.answers)
        self.items = dict(dossier.items)
        self.evidence = dict(dossier.evidence)
        self.cases = dict(dossier.cases)
        self.records = dict(dossier.records)
        self.departures = dict(dossier.departures)
        self.conditions = dict(dossier.conditions)
        self.issues = dict(dossier.issues)
        self.first_given_by = dict(dossier.first_given_by)
        self.aside = dict(dossier.aside)
        self.confirm = dict(dossier.confirm)

    def frozen(self) -> Dossier:
        return replace(
            self.dossier,
            answers=self.answers,
            items=self.items,
            evidence=self.evidence,
            cases=self.cases,
            records=self.records,
            departures=self.departures,
            conditions=self.conditions,
            issues=self.issues,
            first_given_by=self.first_given_by,
            aside=self.aside,
            confirm=self.confirm,
        )

    def case(self, step: str) -> Case:
        return self.cases.get(step) or Case(step)

    def touch(self, step: str, by: By) -> None:
        case = self.case(step)
        self.cases[step] = replace(
            case, touched_by=case.touched_by | {by.person}, touched_from=case.touched_from | {by.organisation}
        )

    def touch_asking(self, question: str, steps: Mapping[str, str], by: By) -> None:
        name, item = parted(question)
        if name in steps:
            self.touch(called(steps[name], item), by)

    def item(self, entry: Entry) -> None:
        fact = entry.fact
        assert isinstance(fact, f.ItemAdded | f.ItemRenamed | f.ItemRemoved | f.ItemPutBack)
        known = self.items.get((fact.list, fact.item)) or DossierItem(fact.list, fact.item)
        if isinstance(fact, f.ItemAdded | f.ItemRenamed):
            commitment = None if fact.name == "" else entry.commitments["name"]
            known = replace(known, name=fact.name, commitment=commitment, seq=entry.seq)
        removed = isinstance(fact, f.ItemRemoved) or (known.removed and isinstance(fact, f.ItemRenamed))
        named_by = known.named_by | {entry.by}
        self.items[fact.list, fact.item] = replace(known, removed=removed, named_by=named_by)

    def take(self, entry: Entry, steps: Mapping[str, str]) -> None:
        assert entry.revision is not None
        self.dossier = replace(self.dossier, revision=entry.revision, seq=entry.seq, changed_at=entry.at)
        match entry.fact:
            case f.DossierOpened() as fact:
                self.dossier = replace(
                    self.dossier,
                    title=fact.title,
                    checklist=fact.checklist,
                    edition=fact.edition,
                    checklist_digest=fact.checklist_digest,
                    parties=dict(fact.parties),
                    opened_at=entry.at,
                )
            case f.TakenOver() as fact:
                self.first_given_by |= {**fact.answers, **fact.evidence}
            case f.AnswerGiven() as fact:
                self.first_given_by.pop(fact.question, None)
                self.aside.pop(fact.question, None)
                self.confirm.pop(fact.question, None)
                self.answers[fact.question] = Answer(
                    fact.question, fact.value, entry.commitments["value"], entry.seq, entry.at, entry.by
                )
                self.touch_asking(fact.question, steps, entry.by)
            case f.AnswerWithdrawn() as fact:
                self.answers.pop(fact.question, None)
                self.confirm.pop(fact.question, None)
                self.touch_asking(fact.question, steps, entry.by)
            case f.ItemAdded() | f.ItemRenamed() | f.ItemRemoved() | f.ItemPutBack():
                self.item(entry)
            case f.EvidenceAttached() as fact:
                self.evidence[fact.evidence] = Evidence(
                    fact.evidence,
                    fact.step,
                    fact.sha256,
                    fact.size,
                    fact.media_type,
                    fact.name,
                    entry.at,
                    entry.by,
                    fact.kept,
                )
                self.touch(fact.step, entry.by)
            case f.EvidenceMarked() as fact:
                if fact.evidence in self.evidence:
                    self.evidence[fact.evidence] = replace(
                        self.evidence[fact.evidence],
                        marking=marking_of(fact.marking),
                        marked=entry.commitments["marking"],
                    )
                    self.touch(fact.step, entry.by)
            case f.EvidenceWithdrawn() as fact:
                gone = self.evidence.pop(fact.evidence, None)
                if gone:
                    self.touch(gone.step, entry.by)
            case (
                f.StepSubmitted()
                | f.StepTakenBack()
                | f.StepReturned()
                | f.StepApproved()
                | f.StepReopened()
                | f.StepExpired()
            ):
                self.review(entry)
                if isinstance(entry.fact, f.StepSubmitted):
                    self.confirmed(entry.fact.step, steps)
            case f.IssueOpened() | f.PositionTaken() | f.IssueDecided() | f.IssueWithdrawn():
                self.issue(entry)
            case f.ConditionSet() as fact:
                self.conditions[fact.condition] = Condition(fact.condition, fact.step, fact.text, entry.at, entry.by)
            case f.ConditionMet() as fact:
                known = self.conditions[fact.condition]
                self.conditions[fact.condition] = replace(known, met=entry, note=fact.note)
            case (
                f.DepartureAsked()
                | f.DepartureGranted()
                | f.DepartureRefused()
                | f.DepartureWithdrawn()
                | f.DepartureEnded()
            ):
                self.departure(entry)
            case f.DossierClosed():
                self.dossier = replace(self.dossier, stage=Stage.CLOSED, closed=entry)
            case f.DossierReopened():
                self.dossier = replace(self.dossier, stage=Stage.OPEN, closed=None, reopened=entry)
            case f.EditionMoved():
                self.move(entry)
            case f.RecordRequested() | f.RecordDelayed() | f.RecordSealed() | f.RecordFailed() | f.RecordWithdrawn():
                self.record(entry)

    def confirmed(self, step: str, steps: Mapping[str, str]) -> None:
        """Whoever sends a step for review has looked at its answers again."""
        if self.confirm:
            named = {each: parted(each) for each in self.confirm}
            here = {each for each, (name, item) in named.items() if called(steps.get(name, ""), item) == step}
            self.confirm = {each: why for each, why in self.confirm.items() if each not in here}

    def move(self, entry: Entry) -> None:
        """Go over to a later edition: names change, what does not count is put aside, and what stands keeps its votes.

        What falls is told by facts of its own, right after this one.
        """
        fact = entry.fact
        assert isinstance(fact, f.EditionMoved)
        moves = (*self.dossier.moves, entry)
        self.dossier = replace(self.dossier, edition=fact.edition, checklist_digest=fact.checklist_digest, moves=moves)
        given = list(self.answers.values())
        self.answers = {}
        for each in given:
            if each.question in fact.aside:
                self.aside[each.question] = AnswerAside(each, _aside(fact, fact.aside[each.question]))
            else:
                name = fact.questions.get(each.question, each.question)
                self.answers[name] = replace(each, question=name)
        self.first_given_by = {fact.questions.get(name, name): who for name, who in self.first_given_by.items()}
        self.confirm = dict(fact.confirm)
        self.evidence = {name: _moved_evidence(fact, each) for name, each in self.evidence.items()}
        cases, self.cases = list(self.cases.values()), {}
        for case in cases:
            if (step := fact.names.get(case.step, case.step)) is not None:
                self.cases[step] = _merged(self.cases.get(step), _moved_case(fact, case, step))
        self.departures = {
            each.id: _moved_departure(fact, each, step)
            for each in self.departures.values()
            if (step := fact.names.get(each.step, each.step)) is not None
        }
        self.conditions = {
            each.id: replace(each, step=step)
            for each in self.conditions.values()
            if (step := fact.names.get(each.step, each.step)) is not None
        }
        self.issues = {
            each.id: replace(each, step=step)
            for each in self.issues.values()
            if (step := fact.names.get(each.step, each.step)) is not None
        }

    def review(self, entry: Entry) -> None:
        match entry.fact:
            case f.StepSubmitted() as fact:
                case = self.case(fact.step)
                self.cases[fact.step] = replace(
                    case,
                    state=State.SUBMITTED,
                    shown=entry.shown,
                    covered=fact.covered,
                    submitted=entry,
                    votes=(),
                    touched_by=case.touched_by | {entry.by.person},
                    touched_from=case.touched_from | {entry.by.organisation},
                )
            case f.StepApproved() as fact:
                case = self.case(fact.step)
                shown, unseen = entry.shown or "", tuple(fact.unseen)
                vote = Vote(entry.by, fact.role, fact.meaning, shown, entry.at, entry.seq, fact.comment, unseen)
                self.cases[fact.step] = replace(
                    case,
                    votes=(*case.votes, vote),
                    state=State.APPROVED if fact.final else case.state,
                    touched_by=frozenset() if fact.final else case.touched_by,
                    touched_from=frozenset() if fact.final else case.touched_from,
                )
            case f.StepTakenBack() as fact:
                self.back_to_draft(fact.step, Remark("withdrawn", entry.by, entry.at))
            case f.StepReturned() as fact:
                self.back_to_draft(fact.step, Remark("returned", entry.by, entry.at, reason=fact.reason))
            case f.StepReopened() as fact:
                self.back_to_draft(fact.step, Remark("reopened", entry.by, entry.at, because=tuple(fact.because)))
            case f.StepExpired() as fact:
                because = ({"until": fact.until, **fact.counted},)
                self.back_to_draft(fact.step, Remark("expired", entry.by, entry.at, because=because))

    def back_to_draft(self, step: str, remark: Remark) -> None:
        case = self.case(step)
        self.conditions = {name: each for name, each in self.conditions.items() if each.step != step}
        self.cases[step] = replace(
            case,
            state=State.DRAFT,
            shown=None,
            submitted=None,
            votes=(),
            voided=len(case.votes),
            remarks=(*case.remarks, remark),
        )

    def issue(self, entry: Entry) -> None:
        match entry.fact:
            case f.IssueOpened() as fact:
                self.issues[fact.issue] = Issue(fact.issue, fact.sort, fact.step, fact.title, fact.text, entry, entry)
            case f.PositionTaken() as fact:
                known = self.issues[fact.issue]
                held = Position(fact.party, fact.text, entry.at, entry.by)
                self.issues[fact.issue] = replace(known, positions={**known.positions, fact.party: held}, last=entry)
            case f.IssueDecided() as fact:
                known, state = self.issues[fact.issue], IssueState(fact.verdict)
                self.issues[fact.issue] = replace(
                    known, state=state, decision=fact.decision, effect=fact.effect, last=entry
                )
            case f.IssueWithdrawn() as fact:
                known = self.issues[fact.issue]
                self.issues[fact.issue] = replace(known, state=IssueState.WITHDRAWN, decision=fact.reason, last=entry)

    def departure(self, entry: Entry) -> None:
        match entry.fact:
            case f.DepartureAsked() as fact:
                content: Mapping[str, Json] = {
                    "departure": fact.departure,
                    "sort": fact.sort,
                    "until": fact.until,
                    "reason": entry.commitments["reason"],
                    "instead": entry.commitments["instead"],
                    "covered": fact.covered,
                }
                self.departures[fact.departure] = Departure(
                    fact.departure,
                    fact.sort,
                    fact.step,
                    fact.until,
                    fact.reason,
                    fact.instead,
                    fact.covered,
                    content,
                    entry,
                    entry,
                )
            case f.DepartureGranted() as fact:
                vote = Vote(entry.by, fact.role, "approval", entry.shown or "", entry.at, entry.seq, fact.comment)
                votes = (*self.departures[fact.departure].votes, vote)
                state = DepartureState.GRANTED if fact.final else DepartureState.ASKED
                self.move_departure(fact.departure, entry, state, votes=votes)
            case f.DepartureRefused() as fact:
                self.move_departure(fact.departure, entry, DepartureState.REFUSED)
            case f.DepartureWithdrawn() as fact:
                self.move_departure(fact.departure, entry, DepartureState.WITHDRAWN)
            case f.DepartureEnded() as fact:
                self.move_departure(fact.departure, entry, DepartureState.ENDED)

    def move_departure(self, name: str, entry: Entry, state: DepartureState, **more: Any) -> None:
        self.departures[name] = replace(self.departures[name], state=state, last=entry, **more)

    def record(self, entry: Entry) -> None:
        match entry.fact:
            case f.RecordRequested() as fact:
                assert entry.revision is not None
                self.records[fact.record] = RecordLine(
                    fact.record,
                    entry.revision,
                    fact.language,
                    RecordState.PENDING,
                    entry.at,
                    entry.by,
                    audience=fact.audience,
                    asked_why=fact.reason,
                    edition=self.dossier.edition,
                )
            case f.RecordSealed() as fact:
                new = self.records[fact.record]
                for name, line in self.records.items():
                    # a view takes the place of an earlier one for the same audience, and of no other
                    if line.state is RecordState.SEALED and line.audience == new.audience:
                        self.records[name] = replace(line, state=RecordState.SUPERSEDED, reason=new.asked_why)
                self.end_record(fact.record, entry, RecordState.SEALED, sha256=fact.sha256, reason="")
            case f.RecordDelayed() as fact:
                self.records[fact.record] = replace(self.records[fact.record], reason=fact.reason)
            case f.RecordFailed() as fact:
                self.end_record(fact.record, entry, RecordState.FAILED, reason=fact.reason)
            case f.RecordWithdrawn() as fact:
                line = self.records[fact.record]
                self.records[fact.record] = replace(line, state=RecordState.WITHDRAWN, reason=fact.reason)

    def end_record(self, name: str, entry: Entry, state: RecordState, **more: Any) -> None:
        self.records[name] = replace(self.records[name], state=state, ended_at=entry.at, **more)


def _aside(fact: f.EditionMoved, told: Mapping[str, Json]) -> Aside:
    return Aside(str(told["why"]), str(told["visibility"]), fact.before)


def _moved_evidence(fact: f.EditionMoved, piece: Evidence) -> Evidence:
    if piece.aside is not None:
        return piece
    if piece.id in fact.evidence:
        return replace(piece, aside=_aside(fact, fact.evidence[piece.id]))
    return replace(piece, step=fact.names.get(piece.step) or piece.step)


def _moved_case(fact: f.EditionMoved, case: Case, step: str) -> Case:
    votes = tuple(replace(each, edition=each.edition or fact.before) for each in case.votes)
    case = replace(case, step=step, votes=votes)
    told = fact.carried.get(step)
    if told is None or "covered" not in told:
        return case
    return replace(case, shown=str(told["shown"]), covered=cast(Mapping[str, Json], told["covered"]))


def _merged(one: Case | None, other: Case) -> Case:
    """Two steps that became one: everybody who prepared either prepared it, and what was decided on either falls."""
    if one is None:
        return other
    first, second = (one, other) if one.state is not State.DRAFT else (other, one)
    return replace(
        first,
        touched_by=first.touched_by | second.touched_by,
        touched_from=first.touched_from | second.touched_from,
        votes=(*first.votes, *second.votes),
        remarks=(*first.remarks, *second.remarks),
    )


def _moved_departure(fact: f.EditionMoved, departure: Departure, step: str) -> Departure:
    departure = replace(departure, step=step)
    if (covered := fact.departures.get(departure.id)) is None:
        return departure
    return replace(departure, covered=covered, content={**departure.content, "covered": covered})
