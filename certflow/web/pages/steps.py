"""A step with its questions, and two answers that collided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Flag, Link, Passage, Person
from certflow.web.pages.plan import Moved
from certflow.web.pages.questions import EvidenceShelf, Field, MarkingForm


@dataclass(frozen=True)
class Aspect:
    """What one aspect of a criterion (integrity, assurance) asks at the level in force."""

    label: str
    text: Passage


@dataclass(frozen=True)
class Criterion:
    key: str
    title: Passage
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True)
class PartShown:
    """A named piece of a step: `label` stands before it, `depth` says how far in."""

    label: str
    title: Passage | None
    text: Passage | None
    depth: int


@dataclass(frozen=True)
class StepHead:
    """What a step is, wherever it is shown. `source` cites document and point; `why` says why this level."""

    id: str
    code: str
    title: Passage
    level: str
    state: str
    source: str
    source_href: str = ""
    requirement: Passage = Passage("")
    parts: tuple[PartShown, ...] = ()
    acceptance: tuple[Passage, ...] = ()
    guidance: Passage | None = None
    criteria: tuple[Criterion, ...] = ()
    why: str = ""
    why_href: str = ""
    waits_for: tuple[Link, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What happened to a step in review. kind: submitted, approved, returned, reopened, withdrawn, expired.

    unseen   what an approval covers unread, in words
    carried  on which edition it was given, where it was carried to this one
    """

    kind: str
    who: Person
    when: str
    meaning: str = ""
    reason: str = ""
    digest: str = ""
    unseen: str = ""
    carried: str = ""


@dataclass(frozen=True)
class ConditionShown:
    """A condition of an approval. meet_action: where the reader may declare it met."""

    text: str
    who: Person
    when: str
    met: str = ""
    meet_action: str = ""


@dataclass(frozen=True)
class Needed:
    """One condition of the review policy and whether it is met; None where it is a rule that always holds."""

    text: str
    met: bool | None
    by: str = ""


@dataclass(frozen=True)
class Submitting:
    """Sending a step for review. Posts `csrf_token` and `shown`. `missing` says what must be there first."""

    action: str = ""
    shown: str = ""
    missing: tuple[str, ...] = ()
    withdraw_action: str = ""


@dataclass(frozen=True)
class StepPage:
    """The question page of one step.

    The form posts `csrf_token` and, for each question on it, what `Field` says; buttons post `then` = stay or next.
    With `Accept: application/json` the same POST answers:

        200 {"seen": {id: revision}, "moved": html, "level": html, "state": html, "answered": {id: words}, "errors": {}}
        401 {"sign_in": address}
        409 {"conflict": address}
        422 {"errors": {id: sentence}}

    read_only   why the reader may not answer here, empty when they may
    asking      where the reader can ask for what the checklist allows: a waiver, another means
    """

    dossier: DossierHead
    step: StepHead
    fields: tuple[Field, ...]
    action: str = ""
    read_only: str = ""
    evidence: EvidenceShelf = EvidenceShelf()
    needed: tuple[Needed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    conditions: tuple[ConditionShown, ...] = ()
    submitting: Submitting = Submitting()
    review_href: str = ""
    asking: tuple[Link, ...] = ()
    moved: Moved | None = None
    errors: tuple[Error, ...] = ()
    previous: Link | None = None
    next: Link | None = None

    template: ClassVar[str] = "dossiers/step.html"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `differs` where the other text does not have it."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Side:
    """One of two texts that collided. `pieces` is the text again with its differences; empty when nothing is alike."""

    text: str
    who: str
    when: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class ConflictPage:
    """Two people changed one answer. Posts `keep` = theirs, mine or merged, and for merged the inputs of `merged`.

    `mine_inputs` are the hidden inputs (name, value) that say again what the reader typed;
    `merged.seen` is the revision of *their* answer, so a third change is noticed too.
    """

    dossier: DossierHead
    question: Passage
    action: str
    theirs: Side
    mine: Side
    merged: Field
    before: str = ""
    mine_inputs: tuple[tuple[str, str], ...] = ()
    step: Link | None = None
    waiting: int = 0
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/conflict.html"


@dataclass(frozen=True)
class MarkPage:
    """Marking a piece of evidence anew."""

    dossier: DossierHead
    title: str
    action: str
    marking: MarkingForm
    back: Link
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "evidence/mark.html"


@dataclass(frozen=True)
class RowsPage:
    """Rows of a question from a spreadsheet. Posts multipart: `file` or `pasted`, `seen`, `csrf_token`.

    heads      the heads of the columns that are expected, as the template has them
    standing   rows stand there already, and are replaced
    """

    dossier: DossierHead
    question: Passage
    action: str
    template_href: str
    heads: tuple[str, ...]
    seen: str = "0"
    standing: bool = False
    pasted: str = ""
    step: Link | None = None
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/rows.html"
