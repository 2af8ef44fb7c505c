"""What can happen, in the past tense. Stored kinds are never renamed; a changed shape gets a new `v`.

A field marked COMMITTED holds what people typed. The ledger keeps only SHA-256(salt ‖ value) of it; salt and value
lie beside the ledger, so that it can be shown to a partner, or a person's words erased, and still verifies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


#: marks a field whose value the ledger only commits to
COMMITTED: Final = {"committed": True}


#: marks a field that was added later: left out of the entry while it says what its absence says, so that older
#: entries keep their bytes
LATER: Final = {"later": True}


#: the view of a record that leaves nothing out
FULL: Final = "full"


class Withheld:
    """Stands where a committed value is not to be had; its commitment remains."""


class Erased(Withheld):
    """The value was erased."""

    def __repr__(self) -> str:
        return "ERASED"


ERASED: Final = Erased()


@dataclass(frozen=True)
class Protected(Withheld):
    """The value belongs to an organisation that shows it to others than this reader. by: that organisation's name."""

    by: str


@dataclass(frozen=True)
class Fact:
    """Something that happened. The class name is the stored kind."""

    v: ClassVar[int] = 1

    @property
    def kind(self) -> str:
        return type(self).__name__


# The dossier


@dataclass(frozen=True)
class DossierOpened(Fact):
    """parties: organisation → the part it plays, one of the checklist's parties."""

    title: str = field(metadata=COMMITTED)
    checklist: str
    edition: str
    checklist_digest: str
    parties: Mapping[str, str]


@dataclass(frozen=True)
class AnswerGiven(Fact):
    question: str
    value: Json = field(metadata=COMMITTED)


@dataclass(frozen=True)
class AnswerWithdrawn(Fact):
    question: str


@dataclass(frozen=True)
class ItemAdded(Fact):
    """One more thing of a list of the checklist. `item` is its number there; every list has item 1 from the start."""

    list: str
    item: str
    name: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class ItemRenamed(Fact):
    list: str
    item: str
    name: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class ItemRemoved(Fact):
    """Taken out of the dossier: what was said of it is kept and counts for nothing, until it is put back."""

    list: str
    item: str


@dataclass(frozen=True)
class ItemPutBack(Fact):
    list: str
    item: str


@dataclass(frozen=True)
class EvidenceAttached(Fact):
    """sha256 names the content in the evidence store; size in bytes.

    kept: False where the file stays with its owner, who only named its SHA-256
    """

    evidence: str
    step: str
    sha256: str
    size: int
    media_type: str
    name: str = field(metadata=COMMITTED)
    kept: bool = field(default=True, metadata=LATER)


@dataclass(frozen=True)
class EvidenceMarked(Fact):
    """How a piece of evidence may be passed on, from now on (domain/marking.py)."""

    evidence: str
    step: str
    marking: Mapping[str, Json] = field(metadata=COMMITTED)


@dataclass(frozen=True)
class EvidenceWithdrawn(Fact):
    evidence: str
    reason: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class StepSubmitted(Fact):
    """covered: what a reviewer will be shown, digests in place of typed text (domain/review/covered.py)."""

    step: str
    covered: Mapping[str, Json]


@dataclass(frozen=True)
class StepTakenBack(Fact):
    """Whoever sent the step for review took it back before anybody had approved it."""

    step: str


@dataclass(frozen=True)
class StepReturned(Fact):
    step: str
    reason: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class StepApproved(Fact):
    """final: this vote completed what the review policy asks. meaning: why the person signs (21 CFR 11.50).

    unseen: the protected answers that the approval covers although this person may not see them.
    """

    step: str
    role: str
    meaning: str
    final: bool
    comment: str = field(default="", metadata=COMMITTED)
    unseen: Sequence[str] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class StepReopened(Fact):
    """A change voided what was submitted or approved; `because` lists each difference."""

    step: str
    because: Sequence[Mapping[str, Json]]


@dataclass(frozen=True)
class StepExpired(Fact):
    """The approval of a step came to its end: `until` is the last day on which it held.

    counted: what that day follows from (domain/review/validity.py).
    """

    step: str
    until: str
    counted: Mapping[str, Json]


@dataclass(frozen=True)
class ConditionSet(Fact):
    """The approval just given holds on this condition; written in the same turn."""

    condition: str
    step: str
    text: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class ConditionMet(Fact):
    """note: how it was met."""

    condition: str
    step: str
    note: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class TakenOver(Fact):
    """The answers and files just written came from another dossier, by a mapping's credit.

    source: dossier, edition, revision, from and to. answers, evidence: what → the person who gave it there.
    """

    step: str
    source: Mapping[str, Json]
    answers: Mapping[str, str]
    evidence: Mapping[str, str]


# Issues: what the parties have to settle about a step


@dataclass(frozen=True)
class IssueOpened(Fact):
    """sort: one of domain/review/issues.py."""

    issue: str
    sort: str
    step: str
    title: str = field(metadata=COMMITTED)
    text: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class PositionTaken(Fact):
    """What one party holds."""

    issue: str
    step: str
    party: str
    text: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class IssueDecided(Fact):
    """verdict: "accepted" or "not_accepted". effect: what follows for which requirements."""

    issue: str
    step: str
    role: str
    verdict: str
    decision: str = field(metadata=COMMITTED)
    effect: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class IssueWithdrawn(Fact):
    issue: str
    step: str
    reason: str = field(metadata=COMMITTED)


# Departures: a step that is set aside for a while, or met by another means than the usual one


@dataclass(frozen=True)
class DepartureAsked(Fact):
    """sort: "waiver" or "alternative". until: the last day asked for, None for as long as the requirement stands.

    instead: the compensating measure, or the other means. covered: what the step asked for then.
    """

    departure: str
    sort: str
    step: str
    until: str | None
    reason: str = field(metadata=COMMITTED)
    instead: str = field(metadata=COMMITTED)
    covered: Mapping[str, Json]


@dataclass(frozen=True)
class DepartureGranted(Fact):
    """final: this vote completed what the checklist asks for."""

    departure: str
    step: str
    role: str
    final: bool
    comment: str = field(default="", metadata=COMMITTED)


@dataclass(frozen=True)
class DepartureRefused(Fact):
    departure: str
    step: str
    reason: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class DepartureWithdrawn(Fact):
    """Taken back by those who asked for it, or by those who may grant it."""

    departure: str
    step: str
    reason: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class DepartureEnded(Fact):
    """Its last day is over, or what the step asks for changed; `because` lists each difference."""

    departure: str
    step: str
    because: Sequence[Mapping[str, Json]]


@dataclass(frozen=True)
class DossierClosed(Fact):
    statement: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class DossierReopened(Fact):
    reason: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class EditionMoved(Fact):
    """The dossier went over from one edition of its checklist (`before`) to a later one (`edition`).

    names       step → its id in the later edition, for those of the dossier that have another one; None: nothing
                follows it
    questions   question that was answered → its other id there
    aside       question → {"why", "visibility"}: an answer that does not count there; it is kept, and asked anew
    evidence    the same of evidence
    confirm     question → why its answer, which counts, should be looked at again
    carried     step → {"shown": the digest of what an approval covers there}, for each that was sent or approved and
                stands; with `covered` where its words changed and mean what they meant
    departures  departure → what its step asks for there, likewise
    """

    before: str
    before_digest: str
    edition: str
    checklist_digest: str
    names: Mapping[str, str | None]
    questions: Mapping[str, str]
    aside: Mapping[str, Mapping[str, Json]]
    evidence: Mapping[str, Mapping[str, Json]]
    confirm: Mapping[str, str]
    carried: Mapping[str, Mapping[str, Json]]
    departures: Mapping[str, Mapping[str, Json]]
    reason: str = field(metadata=COMMITTED)


# The record


@dataclass(frozen=True)
class RecordRequested(Fact):
    """language: the record's language. `RecordSealed` or `RecordFailed` ends it.

    audience: whom this view is for (domain/views.py)
    reason: why it is to take the place of the sealed one that its audience has; empty where there is none
    """

    record: str
    language: str
    audience: str = field(default=FULL, metadata=LATER)
    reason: str = field(default="", metadata={**COMMITTED, **LATER})


@dataclass(frozen=True)
class RecordDelayed(Fact):
    """Something outside keeps it waiting, such as the time-stamp service; it is tried again. No end: it still waits."""

    record: str
    reason: str


@dataclass(frozen=True)
class RecordSealed(Fact):
    """sha256 of the sealed file; certificate: SHA-256 of the sealing certificate; level: PAdES baseline level."""

    record: str
    sha256: str
    size: int
    certificate: str
    level: str


@dataclass(frozen=True)
class RecordFailed(Fact):
    record: str
    reason: str


@dataclass(frozen=True)
class RecordRenewed(Fact):
    """A sealed record with one more document time-stamp behind it: sha256 and size of the longer file."""

    record: str
    sha256: str
    size: int


@dataclass(frozen=True)
class RecordWithdrawn(Fact):
    record: str
    reason: str = field(metadata=COMMITTED)


# People


@dataclass(frozen=True)
class OrganisationAdded(Fact):
    organisation: str
    name: str
    country: str


@dataclass(frozen=True)
class PersonInvited(Fact):
    person: str
    name: str = field(metadata=COMMITTED)
    email: str = field(metadata=COMMITTED)
    organisation: str
    roles: Sequence[str]


@dataclass(frozen=True)
class PersonJoined(Fact):
    person: str


@dataclass(frozen=True)
class PasswordChanged(Fact):
    person: str


@dataclass(frozen=True)
class PersonDisabled(Fact):
    person: str
    reason: str = field(metadata=COMMITTED)


@dataclass(frozen=True)
class PersonEnabled(Fact):
    person: str


# The machine


@dataclass(frozen=True)
class ClockStepped(Fact):
    """The clock stood before the last entry's time; both moments as written."""

    last: str
    now: str


KINDS: Final[Mapping[str, type[Fact]]] = {
    kind.__name__: kind
    for kind in (
        DossierOpened,
        AnswerGiven,
        AnswerWithdrawn,
        ItemAdded,
        ItemRenamed,
        ItemRemoved,
        ItemPutBack,
        EvidenceAttached,
        EvidenceMarked,
        EvidenceWithdrawn,
        StepSubmitted,
        StepTakenBack,
        StepReturned,
        StepApproved,
        StepReopened,
        StepExpired,
        ConditionSet,
        ConditionMet,
        TakenOver,
        IssueOpened,
        PositionTaken,
        IssueDecided,
        IssueWithdrawn,
        DepartureAsked,
        DepartureGranted,
        DepartureRefused,
        DepartureWithdrawn,
        DepartureEnded,
        DossierClosed,
        DossierReopened,
        EditionMoved,
        RecordRequested,
        RecordDelayed,
        RecordSealed,
        RecordFailed,
        RecordRenewed,
        RecordWithdrawn,
        OrganisationAdded,
        PersonInvited,
        PersonJoined,
        PasswordChanged,
        PersonDisabled,
        PersonEnabled,
        ClockStepped,
    )
}


def committed_fields(kind: type[Fact]) -> tuple[str, ...]:
    """The names of the fields the ledger only commits to."""
    return tuple(each.name for each in fields(kind) if each.metadata.get("committed"))


def fact_fields(fact: Fact) -> dict[str, Any]:
    """A fact's fields by name, as they were given; one that was added later only where it says something."""
    return {
        each.name: getattr(fact, each.name)
        for each in fields(fact)
        if not (each.metadata.get("later") and getattr(fact, each.name) == each.default)
    }


def make_fact(kind: str, v: int, values: Mapping[str, Any]) -> Fact:
    """A fact read back from its stored fields.

    Raises RuntimeError for a kind or version this software does not know: a newer certflow wrote it.
    """
    known = KINDS.get(kind)
    if known is None or known.v != v:
        raise RuntimeError(f"fact {kind} v{v} is unknown to this version of certflow; update before opening this data")
    return known(**values)
