"""Questions: what is asked, and how what people type becomes an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certflow.domain.checklist import composing, readers, restoring
from certflow.domain.checklist.composed import OUTCOMES
from certflow.domain.checklist.composing import MOST_ROWS, flattened, written
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.items import Item
from certflow.domain.checklist.readers import MAX_LINE
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    Type,
    Value,
    YesNoType,
    to_json,
)
from certflow.domain.refusal import Refused
from certflow.domain.text import Text

#: the party that reads what is for the authority alone
AUTHORITY = "authority"


class Kind(StrEnum):
    """The kinds of questions."""

    NUMBER = "number"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    YES_NO = "yes_no"
    #: yes, no, or not applicable with a reason
    YES_NO_NA = "yes_no_na"
    TEXT = "text"
    DATE = "date"
    #: a document and a page or chapter of it
    REFERENCE = "reference"
    #: a statement that a person makes by ticking it
    DECLARATION = "declaration"
    #: rows of a table with the columns that the question declares
    ROWS = "rows"
    #: pieces of evidence that are attached to the step
    EVIDENCE = "evidence"
    #: what was counted, such as flight hours, bound to one configuration
    COUNTER = "counter"
    #: what an authority or somebody else outside decided
    DECISION = "decision"
    #: until when something holds: a day, or an event
    EXPIRY = "expiry"
    #: how long something takes
    DURATION = "duration"
    #: one of the dossier's organisations
    PARTY = "party"
    #: a point on the earth, or a published part of the airspace
    PLACE = "place"
    #: nothing to answer: shows how a value was calculated
    CALCULATION = "calculation"


class Visibility(StrEnum):
    """Who may read an answer, or what is attached."""

    #: everybody, also in the public summary of a record
    PUBLIC = "public"
    #: every party of the dossier
    CONSORTIUM = "consortium"
    #: only the organisation that gave it
    OWNER = "owner"
    #: the organisation that gave it, and the party called `authority`
    AUTHORITY = "authority"

    @property
    def is_narrow(self) -> bool:
        """Whether some party of the dossier may not read it."""
        return self in (Visibility.OWNER, Visibility.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value on offer; `when` limits the offer to where it holds."""

    value: str
    title: Text
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number may be; `above` and `below` leave their own value out."""

    min: Decimal | None = None
    max: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that somebody could decide on to come to a better outcome, and the effort of getting there."""

    value: Value
    effort: Decimal


#: what a form, a file or a request hands over
Raw = str | Sequence[str] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked in a step.

    type       what conditions may read of it; None where they may not
    when       asked only where this holds; otherwise it counts as `otherwise`, or as not known
    criterion  the key of the criterion it was stamped for
    lever      what could be decided here to come to a better outcome; empty where nothing can
    item       the item of a list that it is about, where a dossier has several or gave it a name
    plainly    its title where its step stands beside it: without that item
    visibility who may read the answer (domain/visibility.py)
    held_by    the one party whose organisation gives it; None where any party may
    precision  of a date: day, month or year
    units      of a duration: first the one that conditions read, then the others on offer
    columns    of rows and counters, each a question of its own; `least` and `most` limit how many rows there are
    types      of evidence: the endings of the files that may be chosen; empty where any may
    symbol     stands for it in a formula
    shows      of a calculation: the derived value that it shows
    """

    id: str
    step: str
    kind: Kind
    title: Text
    help: Text | None = None
    unit: str | None = None
    optional: bool = False
    when: Expression | None = None
    otherwise: Value | None = None
    type: Type | None = None
    choices: tuple[Choice, ...] = ()
    limits: Limits = Limits()
    long: bool = False
    max_length: int = MAX_LINE
    pattern: str | None = None
    criterion: str | None = None
    lever: tuple[Candidate, ...] = ()
    item: Item | None = None
    plainly: Text | None = None
    visibility: Visibility = Visibility.CONSORTIUM
    held_by: str | None = None
    precision: str = "day"
    units: tuple[str, ...] = ()
    columns: tuple[Question, ...] = ()
    least: int = 1
    most: int = MOST_ROWS
    types: tuple[str, ...] = ()
    shows: str | None = None
    symbol: str = ""

    @property
    def title_in_step(self) -> Text:
        """Its title on a page that says which item it is about."""
        return self.plainly or self.title

    @property
    def titles(self) -> Mapping[str, Text]:
        """The title of each value on offer."""
        if self.kind is Kind.DECISION:
            return OUTCOMES
        return {choice.value: choice.title for choice in self.choices}

    def parse(self, raw: Raw) -> Value:
        """The answer somebody typed or chose.

        raw  text; a list for several words; else a map of the inputs: for `yes_no_na` {"answer", "reason"}, for rows
             {"1.mass_kg": …, "1.made_on": …, "2.mass_kg": …}. The readers name their inputs.
        Raises Refused: answer.required and the other `answer.` codes, with question= and what the sentence needs.
        """
        return _PARSERS[self.kind](self, raw)

    def to_json(self, value: Value) -> object:
        """The answer in its stored form."""
        return to_json(value)

    def from_json(self, stored: object) -> Value:
        """The answer from its stored form."""
        value = _RESTORERS[self.kind](self, stored)
        if value is None:
            raise RuntimeError(f"the stored answer to '{self.id}' is not a {self.kind}")
        return value

    def from_data(self, data: object) -> Value:
        """The answer as somebody wrote it into a file: numbers, words, true and false. Raises Refused like `parse`."""
        if self.kind in (Kind.ROWS, Kind.COUNTER):
            return self.parse(flattened(data))
        if isinstance(data, Mapping):
            return self.parse({str(name): written(value) for name, value in data.items()})
        if isinstance(data, list):
            return self.parse([written(one) for one in data])
        return self.parse(written(data))

    def refuse(self, code: str, **facts: object) -> Refused:
        """The refusal of an answer to this question."""
        return Refused(f"answer.{code}", question=self.id, **facts)


def type_of(question: Question, of: ChoiceType | None) -> Type | None:
    """What conditions may read of a question; `of` is the order or the choices its values come from."""
    offered = tuple(choice.value for choice in question.choices)
    match question.kind:
        case Kind.NUMBER:
            return _number_type(question.limits)
        case Kind.CHOICE:
            return ChoiceType(of.values, of.ordered, of.name, offered) if of else ChoiceType(offered)
        case Kind.MULTI_CHOICE:
            return ManyType(offered)
        case Kind.YES_NO | Kind.DECLARATION:
            return YesNoType()
        case Kind.YES_NO_NA:
            return ChoiceType(("yes", "no", "not_applicable"))
        case Kind.DATE:
            return DateType()
        case Kind.DURATION:
            return _number_type(question.limits)
        case Kind.COUNTER:
            return NumberType(Decimal(0))
        case Kind.DECISION:
            return ChoiceType(tuple(OUTCOMES))
        case Kind.EVIDENCE:
            return ManyType(())
        case _:
            return None


def _number_type(limits: Limits) -> NumberType:
    low, low_in = (limits.above, False) if limits.above is not None else (limits.min, True)
    high, high_in = (limits.below, False) if limits.below is not None else (limits.max, True)
    return NumberType(low, low_in, high, high_in, limits.whole)


_PARSERS: Mapping[Kind, Callable[[Question, Raw], Value]] = {
    Kind.NUMBER: readers.read_number,
    Kind.CHOICE: readers.read_choice,
    Kind.MULTI_CHOICE: readers.read_many,
    Kind.YES_NO: readers.read_yes_no,
    Kind.YES_NO_NA: readers.read_yes_no_na,
    Kind.TEXT: readers.read_text,
    Kind.DATE: readers.read_date,
    Kind.REFERENCE: readers.read_reference,
    Kind.DECLARATION: readers.read_declaration,
    Kind.ROWS: composing.read_rows,
    Kind.EVIDENCE: composing.read_evidence,
    Kind.COUNTER: composing.read_counter,
    Kind.DECISION: composing.read_decision,
    Kind.EXPIRY: composing.read_expiry,
    Kind.DURATION: composing.read_duration,
    Kind.PARTY: composing.read_party,
    Kind.PLACE: composing.read_place,
    Kind.CALCULATION: composing.refuse_calculation,
}

_RESTORERS: Mapping[Kind, Callable[[Question, object], Value | None]] = {
    Kind.NUMBER: restoring.number,
    Kind.CHOICE: restoring.word,
    Kind.MULTI_CHOICE: restoring.words,
    Kind.YES_NO: restoring.yes_no,
    Kind.YES_NO_NA: restoring.yes_no_na,
    Kind.TEXT: restoring.word,
    Kind.DATE: restoring.day,
    Kind.REFERENCE: restoring.reference,
    Kind.DECLARATION: restoring.yes_no,
    Kind.ROWS: restoring.rows,
    Kind.EVIDENCE: restoring.words,
    Kind.COUNTER: restoring.counter,
    Kind.DECISION: restoring.decision,
    Kind.EXPIRY: restoring.expiry,
    Kind.DURATION: restoring.duration,
    Kind.PARTY: restoring.word,
    Kind.PLACE: restoring.place,
    Kind.CALCULATION: restoring.nothing,
}
