"""What a sealed record says: one dossier at one revision, as one frozen value.

The paper is drawn from it and carries it as an attachment, so whoever holds the PDF also holds the data. Texts of the
checklist are `Text` in every language there is; what people typed is `typed(...)` and never translated. The record says
what was claimed, by whom, and who looked at it. It never says that a method or we authorise anything: that is the
authority's.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from certflow.domain import record_form
from certflow.domain.record_form import SINCE_2, SINCE_3, SINCE_4, SINCE_5
from certflow.domain.text import Text

#: names of the shapes of the JSON, the first one first; a new shape gets a new name, and old ones stay readable
FORMS = ("certflow-record/1", "certflow-record/2", "certflow-record/3", "certflow-record/4", "certflow-record/5")
#: the shape in which records are made
FORM = FORMS[-1]


def typed(words: str) -> Text:
    """What a person typed, in whatever language that was."""
    return Text(words, language="und")


class Applies(StrEnum):
    #: the plan asks for this step
    YES = "yes"
    #: the plan has decided that this step is not needed, and says why
    NO = "no"
    #: an answer that would decide is missing
    UNDECIDED = "undecided"


class StepState(StrEnum):
    #: nobody has sent it for review, or somebody has reopened it
    DRAFT = "draft"
    #: waiting for the quorum
    SUBMITTED = "submitted"
    #: sent back with a reason
    RETURNED = "returned"
    #: approved by enough people who did not prepare it
    APPROVED = "approved"
    #: set aside with a reason by somebody who may
    WAIVED = "waived"
    #: nothing to review: the step does not apply, or asks for no proof at its level
    NOT_REQUIRED = "not_required"


class Outcome(StrEnum):
    #: every step that applies is approved and nothing is left open
    MET_AS_CLAIMED = "met_as_claimed"
    #: every step that applies is approved or set aside by a waiver; the waivers are listed
    MET_WITH_WAIVERS = "met_with_waivers"
    #: closed with points that are still open; they are listed
    OPEN_POINTS = "open_points"


class Audience(StrEnum):
    #: nothing is left out
    FULL = "full"
    #: one organisation: what others hold is replaced by its commitment
    PARTNER = "partner"
    #: anybody: only what is public
    PUBLIC = "public"


@dataclass(frozen=True)
class ViewOf:
    """Whom this record was made for. organisation, name: the partner's id and name; empty for the others."""

    audience: Audience = Audience.FULL
    organisation: str = ""
    name: str = ""

    @property
    def written(self) -> str:
        """As the entry that asked for the record names it."""
        return f"{self.audience.value}:{self.organisation}" if self.organisation else self.audience.value


@dataclass(frozen=True)
class Held:
    """What stands in the place of a value that its owner keeps.

    by          the owner's name
    commitment  SHA-256(salt ‖ value), as the ledger has it
    """

    by: str
    commitment: str


@dataclass(frozen=True)
class Identity:
    """Which record of which dossier; `verify_url` is where a reader may check it."""

    record_id: str
    dossier_id: str
    title: str
    revision: int
    made_at: datetime
    languages: tuple[str, ...]
    software: str
    verify_url: str


@dataclass(frozen=True)
class ChecklistEdition:
    """The edition that was followed; `digest` is the SHA-256 of its compiled form."""

    id: str
    edition: str
    digest: str
    title: Text
    publisher: str
    status: str
    #: the language that counts where the translations differ
    language: str = field(default="en", metadata=SINCE_2)


@dataclass(frozen=True)
class Party:
    organisation: str
    part: Text
    country: str


@dataclass(frozen=True)
class OpenPoint:
    step: str
    words: Text


@dataclass(frozen=True)
class Result:
    """accountable: the approvals of those who took responsibility for a statement, or answer for the organisation."""

    outcome: Outcome
    open_points: tuple[OpenPoint, ...]
    conditions: tuple[Text, ...]
    accountable: tuple[Approval, ...] = field(default=(), metadata=SINCE_4)


@dataclass(frozen=True)
class Tick:
    """One level that the regulator's form offers in a row."""

    label: Text
    ticked: bool


@dataclass(frozen=True)
class Reference:
    """Where the proof stands: document, and chapter or page in it."""

    document: str
    page: str


@dataclass(frozen=True)
class GridColumn:
    """wide: its share of the page beside those of the others; number: whether numbers stand in it."""

    title: Text
    wide: int
    number: bool


@dataclass(frozen=True)
class Grid:
    """Rows with columns of their own; the first column names each row.

    total  what stands below each column; empty where nothing is added up
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: tuple[Text, ...]


@dataclass(frozen=True)
class MatrixRow:
    """A row of the form with three columns: requirement, level of robustness, reference to documentation."""

    step: str
    requirement: Text
    levels: tuple[Tick, ...]
    references: tuple[Reference, ...]
    #: why nothing is asked for here, or why no box on offer holds
    why: Text | None = field(default=None, metadata=SINCE_5)


@dataclass(frozen=True)
class MatrixBlock:
    """A block of the authority's form: `rows` in its three columns, or a `grid` where it has columns of its own.

    held  whose it is, where this view does not say the rows
    """

    title: Text
    rows: tuple[MatrixRow, ...]
    grid: Grid | None = field(default=None, metadata=SINCE_4)
    held: Held | None = field(default=None, metadata=SINCE_4)


@dataclass(frozen=True)
class Derived:
    """A value that follows from answers. `value` is None where the method gives none; `because` then says why."""

    name: str
    title: Text
    value: Text | None
    because: Text
    cell: Text | None
    source: str
    #: id of the table it was read from
    table: str | None = field(default=None, metadata=SINCE_2)
    #: names of the answers and derived values that were read
    reads: tuple[str, ...] = field(default=(), metadata=SINCE_2)
    #: the source in every language that has a word for it
    cited: Text | None = field(default=None, metadata=SINCE_5)


@dataclass(frozen=True)
class TableRow:
    label: Text
    cells: tuple[Text, ...]


@dataclass(frozen=True)
class Mark:
    """The cell that decided `what`: a derived value by its name, or a step by its id. Places count from 0."""

    row: int
    column: int
    what: str


@dataclass(frozen=True)
class DecisionTable:
    """A table of the checklist that decided something, as it is printed.

    down, across  what the rows and the columns are read by
    """

    id: str
    title: Text
    source: str
    down: Text
    across: Text | None
    columns: tuple[Text, ...]
    rows: tuple[TableRow, ...]
    marks: tuple[Mark, ...]
    #: the source in every language that has a word for it
    cited: Text | None = field(default=None, metadata=SINCE_5)


@dataclass(frozen=True)
class CriterionText:
    key: str
    words: Text


@dataclass(frozen=True)
class Answer:
    """A question and what was answered, with its unit; None where nobody answered.

    grid  the answer's rows, where it has some; `value` then says how many, or what came of them
    """

    id: str
    question: Text
    value: Text | None
    #: whose it is, where this view does not say the value; it is None then
    held: Held | None = field(default=None, metadata=SINCE_3)
    grid: Grid | None = field(default=None, metadata=SINCE_4)


@dataclass(frozen=True)
class Approval:
    """One person's decision. `digest` covers everything this person was shown."""

    name: str
    organisation: str
    role: Text
    meaning: Text
    at: datetime
    digest: str
    signed_in: Text
    #: what was typed with the decision
    comment: Text | None = field(default=None, metadata=SINCE_2)
    #: the questions whose answers this person could not see; the digest covers their commitments
    unseen: tuple[Text, ...] = field(default=(), metadata=SINCE_3)


@dataclass(frozen=True)
class Step:
    """One step; `evidence` names entries of the evidence list by their SHA-256.

    valid_until  the last day on which its approvals hold; None where nothing ends them
    conditions   what its approvals depend on, each with who set it and whether it is met
    """

    id: str
    section: Text
    title: Text
    applies: Applies
    level: Text | None
    because: Text
    source: str
    requirement: Text
    criteria: tuple[CriterionText, ...]
    answers: tuple[Answer, ...]
    evidence: tuple[str, ...]
    approvals: tuple[Approval, ...]
    state: StepState
    valid_until: Text | None = field(default=None, metadata=SINCE_2)
    conditions: tuple[Text, ...] = field(default=(), metadata=SINCE_4)
    #: the source in every language that has a word for it
    cited: Text | None = field(default=None, metadata=SINCE_5)


@dataclass(frozen=True)
class Evidence:
    name: str
    size: int
    media_type: str
    sha256: str
    attached_by: str
    attached_at: datetime
    #: how it may be passed on, and how it is there: as a file, or attested by its owner alone
    marking: Text | None = field(default=None, metadata=SINCE_2)
    mode: Text | None = field(default=None, metadata=SINCE_2)
    #: the organisation that keeps the file and its name; `name` is empty then
    held_by: str | None = field(default=None, metadata=SINCE_3)


@dataclass(frozen=True)
class Waiver:
    """A step that is set aside for a while, or an issue that was agreed with the authority.

    kind     what it is called, such as waiver, deviation, equivalent safety
    expires  the day, or the event, with which it ends
    """

    id: str
    kind: Text
    steps: tuple[str, ...]
    title: str
    words: Text
    conditions: tuple[Text, ...]
    state: Text
    name: str
    organisation: str
    at: datetime
    expires: Text | None


@dataclass(frozen=True)
class Deed:
    """One act in full: who did what to which step, when, and what was said with it."""

    revision: int
    at: datetime
    name: str
    organisation: str
    role: Text
    what: Text
    step: str | None
    words: Text | None


@dataclass(frozen=True)
class Tally:
    """How often what was done to one step, between which two moments, and by whom."""

    step: str
    answered: int
    attached: int
    submitted: int
    approved: int
    returned: int
    reopened: int
    first: datetime
    last: datetime
    people: tuple[str, ...]


@dataclass(frozen=True)
class Attachment:
    """A file that the paper carries beside these data; relationship as PDF/A-3 names it."""

    name: str
    words: str
    media_type: str
    relationship: str
    size: int
    sha256: str


@dataclass(frozen=True)
class LedgerProof:
    """That the request for this record stands in the ledger.

    entries      how many entries the dossier has, the request itself the last of them
    checkpoint   the ledger's signed note over `tree_size` entries
    leaf_index   place of the `RecordRequested` entry, counted from 0
    hashes       inclusion proof (RFC 6962), lower-case hex
    entry        the canonical bytes of that entry, as text
    """

    entries: int
    checkpoint: str
    leaf_index: int
    tree_size: int
    hashes: tuple[str, ...]
    entry: str


@dataclass(frozen=True)
class RecordContent:
    identity: Identity
    checklist: ChecklistEdition
    parties: tuple[Party, ...]
    result: Result
    matrix: tuple[MatrixBlock, ...]
    derived: tuple[Derived, ...]
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    ledger: LedgerProof | None
    form: str = FORM
    tables: tuple[DecisionTable, ...] = field(default=(), metadata=SINCE_2)
    waivers: tuple[Waiver, ...] = field(default=(), metadata=SINCE_2)
    tallies: tuple[Tally, ...] = field(default=(), metadata=SINCE_2)
    deeds: tuple[Deed, ...] = field(default=(), metadata=SINCE_2)
    view: ViewOf = field(default=ViewOf(), metadata=SINCE_3)
    files: tuple[Attachment, ...] = field(default=(), metadata=SINCE_3)

    def as_json(self) -> bytes:
        """The one canonical form: what is embedded, hashed and compared."""
        return self._written

    @cached_property
    def _written(self) -> bytes:  # nothing in it ever changes, and a long one takes a while
        return record_form.to_bytes(self, _shape(self.form))

    def digest(self) -> str:
        """SHA-256 of everything but the ledger's proof, so that the ledger can name it before the proof exists."""
        return hashlib.sha256(dataclasses.replace(self, ledger=None).as_json()).hexdigest()


def read_content(data: bytes) -> RecordContent:
    """The value that `as_json` wrote. Raises record_form.Unreadable for anything else, however close."""
    content = record_form.from_bytes(RecordContent, data, _shape_of)
    vars(content)["_written"] = data  # they are known to be the same
    return content


def schema(form: str = FORM) -> dict[str, object]:
    """JSON Schema of the embedded file, for people who read it with other tools."""
    return record_form.schema(RecordContent, _shape(form))


def _shape(form: str) -> int:
    return FORMS.index(form) + 1


def _shape_of(raw: object) -> int:
    form = raw.get("form") if isinstance(raw, dict) else None
    if form not in FORMS:
        raise record_form.Unreadable(f"form: {form!r} is none of {', '.join(FORMS)}")
    return _shape(form)
