"""The shape of a checklist file: which parts there are, and what each may hold.

These models only say what an author may write; `parse` gives it meaning. Short forms are brought to the long form
(`written.py`), so there is one shape behind both.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from certflow.domain.checklist.mappings import Credit, Rationale, Relationship
from certflow.domain.checklist.policies import Independence
from certflow.domain.checklist.spelling import STEP_ID
from certflow.domain.checklist.written import (
    Cel,
    Cells,
    Day,
    Edition,
    Extra,
    Language,
    Name,
    Named,
    OtherEdition,
    StepId,
    Symbol,
    Token,
    Word,
    Words,
    as_column,
    keyed,
    listed,
    pointed,
    titled,
)
from certflow.domain.people import Role


class Shape(BaseModel):
    """What every part of a file keeps: nothing unknown is let through, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DocumentShape(Shape):
    title: Named
    url: str | None = Field(default=None, pattern=r"^https?://")
    read_on: Word | None = None


class SourceShape(Shape):
    document: Word | None = None
    point: Named = ""
    url: str | None = Field(default=None, pattern=r"^https?://")
    read_on: Word | None = None


Source = Annotated[SourceShape, BeforeValidator(pointed)]


class ValueShape(Shape):
    title: Words
    short: Word | None = None
    score: Decimal | None = None


Values = Annotated[
    dict[Word, Annotated[ValueShape, BeforeValidator(titled)]], BeforeValidator(keyed), Field(min_length=1)
]


class OutsideShape(Shape):
    code: Word = "outside"
    message: Words


Months = Annotated[int, Field(ge=1, le=1200)]


class ValidityShape(Shape):
    """For how long an approval holds."""

    months: Months | None = None
    after: Name | None = None
    until: Name | None = None

    @model_validator(mode="after")
    def some_end(self) -> ValidityShape:
        if self.months is None and (self.after is not None or self.until is None):
            raise ValueError("say 'months', or 'until' and the date that ends it; 'after' goes with 'months'")
        return self


class DecidersShape(Shape):
    """Who decides: for an approval, a waiver, another means."""

    roles: list[Role] = Field(min_length=1)
    quorum: int = Field(default=1, ge=1, le=20)
    organisations: int = Field(default=1, ge=1, le=20)
    parties: list[Name] = []
    step_up: bool = False
    independence: Annotated[list[Independence], BeforeValidator(listed)] = []


class ReviewShape(DecidersShape):
    validity: ValidityShape | None = None
    shows: list[Name] = []


class WaiverShape(DecidersShape):
    months: Months
    measure: bool = True


class AlternativeShape(DecidersShape):
    months: Months | None = None


class OptionShape(Shape):
    title: Words
    when: Cel | None = None
    groups: Annotated[list[Token], BeforeValidator(listed)] = []
    score: Decimal | None = None
    extra: Extra = {}


Kind = Literal[
    "number", "choice", "multi_choice", "yes_no", "yes_no_na", "text", "date", "reference", "declaration",
    "rows", "evidence", "counter", "decision", "expiry", "duration", "party", "place", "calculation",
]  # fmt: skip
Unit = Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years"]
#: endings of the files that can be attached
Ending = Literal["pdf", "png", "jpg", "jpeg", "csv", "txt", "json", "kml", "docx", "xlsx", "zip"]


Seen = Literal["public", "consortium", "owner", "authority"]


class LeverShape(Shape):
    """Values that could be chosen to come to a better outcome, each with what getting there takes."""

    effort: dict[Word, Annotated[Decimal, Field(ge=0, le=1_000_000)]] = Field(min_length=1)


class AskingShape(Shape):
    """What a question and a column of rows have in common."""

    optional: bool = False
    unit: Word | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    whole: bool = False
    of: Name | None = None
    options: Annotated[dict[Word, Annotated[OptionShape, BeforeValidator(titled)]], BeforeValidator(keyed)] | None = (
        None
    )
    long: bool = False
    max_length: int | None = Field(default=None, ge=1, le=20_000)
    pattern: str | None = None


class InRowShape(AskingShape):
    """A column of rows: asked once in each of them."""

    kind: Literal["text", "number", "choice", "date", "yes_no", "reference"]
    title: Words


class QuestionShape(AskingShape):
    kind: Kind
    title: Words | None = None
    help: Words | None = None
    when: Cel | None = None
    otherwise: Any = None
    lever: LeverShape | None = None
    extra: Extra = {}
    visibility: Seen = "consortium"
    held_by: Name | None = None
    precision: Literal["day", "month", "year"] = "day"
    units: list[Unit] = []
    columns: dict[Name, InRowShape] = {}
    least: int | None = Field(default=None, ge=0, le=1000)
    most: int | None = Field(default=None, ge=1, le=1000)
    types: list[Ending] = []
    shows: Name | None = None
    symbol: Symbol | None = None


class PatternShape(Shape):
    per_step: dict[Name, QuestionShape] = {}
    per_criterion: dict[Name, QuestionShape] = {}


class AspectShape(Shape):
    integrity: Words | None = None
    assurance: Words | None = None


class CriterionShape(Shape):
    title: Words
    text: Words | None = None
    source: Source | None = None
    provided_by: list[Name] = []
    cumulative: bool = True
    levels: dict[Word, AspectShape] = {}
    acceptance: list[Words] = []
    extra: Extra = {}


class PartShape(Shape):
    kind: Word = "part"
    label: Word | None = None
    title: Words | None = None
    text: Words | None = None
    parts: dict[Token, PartShape] = {}
    extra: Extra = {}


class SelectShape(Shape):
    how_many: Literal["one", "one_or_more"] = "one"
    choices: list[Words] = Field(min_length=1)


class ParameterShape(Shape):
    title: Words
    values: Annotated[list[Words], BeforeValidator(listed)] = []
    select: SelectShape | None = None
    constraints: Annotated[list[Words], BeforeValidator(listed)] = []
    guidelines: Annotated[list[Words], BeforeValidator(listed)] = []
    extra: Extra = {}


class GroupShape(Shape):
    title: Words
    text: Words | None = None
    extra: Extra = {}


class StepShape(Shape):
    id: StepId
    title: Words
    source: Source
    text: Words
    under: StepId | None = None
    assessable: bool = True
    groups: Annotated[list[Token], BeforeValidator(listed)] = []
    guidance: Words | None = None
    parts: dict[Token, PartShape] = {}
    acceptance: list[Words] = []
    weight: Annotated[Decimal, Field(ge=0, le=1_000_000)] = Decimal(1)
    evidence: list[Words] = []
    each: Name | None = None
    evidence_visibility: Seen = "consortium"
    when: Cel | None = None
    level: Cel | None = None
    applies_from: Word | None = None
    pattern: Name | None = None
    provided_by: list[Name] = []
    shows: list[Name] = []
    review: Name | dict[Word, Name] | None = None
    waiver: Name | None = None
    alternative: Name | None = None
    criteria: dict[StepId, CriterionShape] = {}
    questions: dict[Name, QuestionShape] = {}
    extra: Extra = {}


class SectionShape(Shape):
    id: StepId
    title: Words
    intro: Words | None = None
    extra: Extra = {}
    steps: list[StepShape] = Field(min_length=1)


class ListShape(Shape):
    """Things of one kind of which a dossier may have several."""

    title: Words
    item: Words
    most: int = Field(default=20, ge=2, le=100)


class ColumnShape(Shape):
    label: Words | None = None
    when: Cells


class RowShape(ColumnShape):
    gives: Cells


Hit = Literal["unique", "first", "last", "collect"]


class ColumnsShape(Shape):
    read: Annotated[list[Cel], BeforeValidator(listed), Field(min_length=1)]
    hit: Hit = "unique"
    bands: list[ColumnShape] = Field(min_length=1)


class RowsShape(Shape):
    read: Annotated[list[Cel], BeforeValidator(listed), Field(min_length=1)]
    hit: Hit = "unique"
    combine: Literal["sum", "min", "max", "list"] | None = None
    bands: list[RowShape] = Field(min_length=1)


class TableShape(Shape):
    title: Words
    source: Source | None = None
    each: Name | None = None
    gives: Word | Annotated[dict[Name, Word], Field(min_length=1)]
    columns: ColumnsShape | None = None
    rows: RowsShape


class CaseShape(Shape):
    when: Cel | None = None
    source: Source | None = None
    is_: Any = Field(default=None, alias="is")
    value: Cel | None = None
    table: Name | None = None
    output: Name | None = None
    outside: Name | None = None

    @model_validator(mode="after")
    def one_result(self) -> CaseShape:
        if sum(one is not None for one in (self.is_, self.value, self.table, self.outside)) != 1:
            raise ValueError("a case has exactly one of 'is', 'value', 'table' and 'outside'")
        return self


class ScoreShape(Shape):
    """Scores of answers put together: those of the questions named, or of all that a pattern stamps under one name."""

    of: Annotated[list[Name], BeforeValidator(listed), Field(min_length=1)]
    combine: Literal["mean", "sum", "min", "max"] = "mean"
    otherwise: Decimal = Decimal(0)


class DerivedShape(Shape):
    title: Words
    help: Words | None = None
    source: Source | None = None
    each: Name | None = None
    unit: Word | None = None
    symbol: Symbol | None = None
    gives: Word | None = None
    value: Cel | None = None
    table: Name | None = None
    output: Name | None = None
    cases: list[CaseShape] | None = Field(default=None, min_length=1)
    score: ScoreShape | None = None

    @model_validator(mode="after")
    def one_rule(self) -> DerivedShape:
        if sum(one is not None for one in (self.value, self.table, self.cases, self.score)) != 1:
            raise ValueError("a derived value has exactly one of 'value', 'table', 'cases' and 'score'")
        return self


class LevelsShape(Shape):
    title: Words
    source: Source | None = None
    by: Name
    columns: list[Word] = Field(min_length=1)
    gives: Name
    applies_from: Word | None = None
    rows: dict[StepId, list[Word]]


class MatrixColumnShape(Shape):
    shows: Word
    title: Words | None = None


class MatrixShape(Shape):
    title: Words
    columns: (
        Literal["sora", "pdra"]
        | Annotated[
            list[
                Annotated[
                    MatrixColumnShape, BeforeValidator(as_column, json_schema_input_type=Word | MatrixColumnShape)
                ]
            ],
            Field(min_length=2, max_length=8),
        ]
    ) = "sora"
    rows: list[StepId] | None = None
    rows_of: Name | None = None
    ticks: dict[StepId, Annotated[list[Name], BeforeValidator(listed)]] = {}
    levels: dict[StepId, Annotated[list[Word], BeforeValidator(listed)]] = {}

    @model_validator(mode="after")
    def one_kind(self) -> MatrixShape:
        if (self.rows is None) == (self.rows_of is None):
            raise ValueError("a block of the matrix has either 'rows' (steps) or 'rows_of' (a question)")
        if self.rows_of is not None and isinstance(self.columns, str):
            raise ValueError("a block with 'rows_of' says which 'columns' of the question it prints")
        if (self.ticks or self.levels) and self.columns != "sora":
            raise ValueError("'ticks' and 'levels' stand in a block with the columns of 'sora'")
        return self


class MappedShape(Shape):
    from_: Word = Field(alias="from")
    to: Word
    relationship: Relationship
    rationale: Rationale | None = None
    strength: int | None = Field(default=None, ge=0, le=10)
    credit: Annotated[list[Credit], BeforeValidator(listed)] = []
    note: Words | None = None


class MappingShape(Shape):
    """What one edition of another checklist has to do with this one."""

    note: Words | None = None
    rows: list[MappedShape] = Field(min_length=1)


class GateShape(Shape):
    """A step that has to be approved before the steps and sections in `before`, once those in `after` are."""

    title: Words
    step: StepId
    before: list[StepId] = Field(min_length=1)
    after: list[StepId] = []


class TestShape(Shape):
    name: Word
    answers: dict[str, Any] = {}
    suppose: dict[str, Any] = {}
    expect: dict[str, Any] = {}
    vary: list[Word] = []
    cases: list[list[Any]] = []


class SuccessionShape(Shape):
    from_: Annotated[list[Word], BeforeValidator(listed)] = Field(default=[], alias="from")
    change: Literal["editorial", "material", "tightened", "relaxed", "new"]
    note: Words | None = None


class SupersessionShape(Shape):
    note: Words | None = None
    steps: dict[Word, SuccessionShape] = {}
    withdrawn: dict[Word, Words] = {}


class JurisdictionShape(Shape):
    effective: Day | None = None
    mandatory_by: Day | None = None
    accept_until: Day | None = None
    valid_until: Day | None = None
    note: Words | None = None


class FileShape(Shape):
    """A checklist file from its first line to its last."""

    checklist: Annotated[Word, Field(pattern=STEP_ID)]
    edition: Edition
    status: Literal["draft", "published"]
    title: Words
    publisher: Word
    authority: Word
    licence: Word
    effective: Day | None = None
    extends: str | None = None
    changes: Annotated[list[Words], BeforeValidator(listed)] = []
    supersedes: dict[Edition, SupersessionShape] = {}
    jurisdictions: dict[Word, JurisdictionShape] = {}
    language: Language = "en"
    languages: list[Language] = ["en"]
    source: Source | None = None
    documents: dict[StepId, DocumentShape] = Field(min_length=1)
    parties: dict[Name, Words] = {}
    orders: dict[Name, Values] = {}
    choices: dict[Name, Values] = {}
    outside: dict[Name, OutsideShape] = {}
    lists: dict[Name, ListShape] = {}
    reviews: dict[Name, ReviewShape] = Field(min_length=1)
    review: Name | None = None
    waivers: dict[Name, WaiverShape] = {}
    waiver: Name | None = None
    alternatives: dict[Name, AlternativeShape] = {}
    alternative: Name | None = None
    patterns: dict[Name, PatternShape] = {}
    parameters: dict[Token, ParameterShape] = {}
    groups: Annotated[dict[Token, Annotated[GroupShape, BeforeValidator(titled)]], BeforeValidator(keyed)] = {}
    sections: list[SectionShape] = Field(min_length=1)
    tables: dict[Name, TableShape] = {}
    derived: dict[Name, DerivedShape] = {}
    levels: list[LevelsShape] = []
    matrix: list[MatrixShape] = []
    gates: dict[StepId, GateShape] = {}
    mappings: dict[OtherEdition, MappingShape] = {}
    extra: Extra = {}
    tests: list[TestShape] = []
