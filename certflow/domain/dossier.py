"""A dossier: one certification in progress, as it stands after what happened (`replay.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from certflow.domain import facts as f
from certflow.domain.entry import By, Entry
from certflow.domain.facts import Erased, Json, Withheld
from certflow.domain.marking import NO_MARKING, Marking


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
