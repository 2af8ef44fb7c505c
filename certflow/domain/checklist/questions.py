"""Questions: what is asked, and how what people type becomes an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import re2

from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.items import Item
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    Reference,
    Type,
    Value,
    YesNoNa,
    YesNoType,
    plain,
    read_day,
    to_json,
)
from certflow.domain.refusal import Refused
from certflow.domain.text import Text

#: the party that reads what is for the authority alone
AUTHORITY = "authority"

MAX_DIGITS = 15
MAX_TEXT = 10_000
MAX_LINE = 300


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

    @property
    def title_in_step(self) -> Text:
        """Its title on a page that says which item it is about."""
        return self.plainly or self.title

    @property
    def titles(self) -> Mapping[str, Text]:
        """The title of each value on offer."""
        return {choice.value: choice.title for choice in self.choices}

    def parse(self, raw: Raw) -> Value:
        """The answer somebody typed or chose.

        raw  text; for a multi_choice a list; for `yes_no_na` {"answer", "reason"}; for a reference {"document", "page"}
        Raises Refused: answer.required and the other `answer.` codes, with question= and what the sentence needs.
        """
        return _PARSERS[self.kind](self, raw)

    def to_json(self, value: Value) -> object:
        """The answer in its stored form."""
        return to_json(value)

    def from_json(self, stored: object) -> Value:
        """The answer from its stored form."""
        match self.kind:
            case Kind.YES_NO | Kind.DECLARATION if isinstance(stored, bool):
                return stored
            case Kind.MULTI_CHOICE if isinstance(stored, (list, tuple)):
                return tuple(str(one) for one in stored)
            case Kind.REFERENCE if isinstance(stored, Mapping):
                return Reference(str(stored["document"]), str(stored["page"]))
            case Kind.YES_NO_NA if isinstance(stored, Mapping):
                reason = stored.get("reason")
                return YesNoNa(str(stored["answer"]), None if reason is None else str(reason))
            case Kind.NUMBER if isinstance(stored, str):
                return Decimal(stored)
            case Kind.DATE if isinstance(stored, str):
                return date.fromisoformat(stored)
            case Kind.CHOICE | Kind.TEXT if isinstance(stored, str):
                return stored
        raise RuntimeError(f"the stored answer to '{self.id}' is not a {self.kind}")

    def from_data(self, data: object) -> Value:
        """The answer as somebody wrote it into a file: numbers, words, true and false. Raises Refused like `parse`."""
        if isinstance(data, Mapping):
            return self.parse({str(name): _written(value) for name, value in data.items()})
        if isinstance(data, list):
            return self.parse([_written(one) for one in data])
        return self.parse(_written(data))

    def refuse(self, code: str, **facts: object) -> Refused:
        """The refusal of an answer to this question."""
        return Refused(f"answer.{code}", question=self.id, **facts)


def type_of(question: Question, of: ChoiceType | None) -> Type | None:
    """What conditions may read of a question; `of` is the order or the choices its values come from."""
    offered = tuple(choice.value for choice in question.choices)
    match question.kind:
        case Kind.NUMBER:
            limits = question.limits
            low, low_in = (limits.above, False) if limits.above is not None else (limits.min, True)
            high, high_in = (limits.below, False) if limits.below is not None else (limits.max, True)
            return NumberType(low, low_in, high, high_in, limits.whole)
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
        case _:
            return None


def _written(data: object) -> str:
    if isinstance(data, bool):
        return "yes" if data else "no"
    return "" if data is None else str(data)


def _line(question: Question, raw: object, *, long: bool = False) -> str:
    """Text that is safe to keep: no control characters, nothing that reorders what is shown."""
    if not isinstance(raw, str):
        raise question.refuse("required")
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise question.refuse("required")
    for character in text:
        allowed = (character == "\n" and long) or character == "\t"
        if not allowed and (unicodedata.category(character) in ("Cc", "Cs") or character in _REORDERING):
            raise question.refuse("character", given=f"U+{ord(character):04X}")
    return text


_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GROUPED = re.compile(r"[-−]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?")  # at most 40 characters are looked at
_PLAIN = re.compile(r"[-−+]?(\d+([.,]\d*)?|[.,]\d+)")


def _number(question: Question, raw: Raw) -> Decimal:
    text = _line(question, raw)
    given = text[:40]
    if len(text) > 40 or not (text.isascii() or _GROUPED.fullmatch(text) or "−" in text):
        raise question.refuse("number", given=given)
    if not (_GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)):
        raise question.refuse("number", given=given)
    # "1,500" is 1.5 in Rome and 1500 in London: ask rather than guess
    if re.fullmatch(r"[-−+]?[1-9]\d{0,2},\d{3}", text):
        raise question.refuse("ambiguous", given=given)
    bare = re.sub(r"\s", "", text).replace(",", ".").replace("−", "-")
    digits = bare.lstrip("+-").replace(".", "").strip("0")
    if not re.fullmatch(r"[-+]?[0-9.]+", bare):
        raise question.refuse("number", given=given)
    if len(digits) > MAX_DIGITS:
        raise question.refuse("digits", most=MAX_DIGITS, given=given)
    number = Decimal(plain(Decimal(bare)))
    _within(question, number, given)
    return number


def _within(question: Question, number: Decimal, given: str) -> None:
    limits = question.limits
    if limits.min is not None and number < limits.min:
        raise question.refuse("too-small", least=plain(limits.min), given=given)
    if limits.max is not None and number > limits.max:
        raise question.refuse("too-large", most=plain(limits.max), given=given)
    if limits.above is not None and number <= limits.above:
        raise question.refuse("not-above", limit=plain(limits.above), given=given)
    if limits.below is not None and number >= limits.below:
        raise question.refuse("not-below", limit=plain(limits.below), given=given)
    if limits.whole and number != number.to_integral_value():
        raise question.refuse("whole", given=given)


def _choice(question: Question, raw: Raw) -> str:
    word = _line(question, raw)
    if word not in question.titles:
        raise question.refuse("choice", given=word[:80], offered=tuple(question.titles))
    return word


def _many(question: Question, raw: Raw) -> tuple[str, ...]:
    if isinstance(raw, Mapping):
        raise question.refuse("required")
    words = {_choice(question, one) for one in ([raw] if isinstance(raw, str) else raw)}
    if not words:
        raise question.refuse("required")
    return tuple(value for value in question.titles if value in words)


_YES = frozenset({"yes", "true", "on", "1"})
_NO = frozenset({"no", "false", "off", "0"})


def _yes_no(question: Question, raw: Raw) -> bool:
    word = _line(question, raw).lower()
    if word not in _YES | _NO:
        raise question.refuse("choice", given=word[:80], offered=("yes", "no"))
    return word in _YES


def _yes_no_na(question: Question, raw: Raw) -> YesNoNa:
    parts = raw if isinstance(raw, Mapping) else {"answer": raw}
    answer = _line(question, parts.get("answer", "")).lower()
    if answer in _YES | _NO:
        return YesNoNa("yes" if answer in _YES else "no")
    if answer not in ("not_applicable", "na"):
        raise question.refuse("choice", given=answer[:80], offered=("yes", "no", "not_applicable"))
    if not str(parts.get("reason") or "").strip():
        raise question.refuse("reason")
    return YesNoNa("not_applicable", _shortened(question, _line(question, parts["reason"], long=True), MAX_TEXT))


def _text(question: Question, raw: Raw) -> str:
    text = _shortened(question, _line(question, raw, long=question.long), question.max_length)
    if question.pattern is not None and not re2.fullmatch(question.pattern, text):
        raise question.refuse("pattern", given=text[:80])
    return text


def _shortened(question: Question, text: str, most: int) -> str:
    if len(text) > most:
        raise question.refuse("text", most=most)
    return text


def _date(question: Question, raw: Raw) -> date:
    text = _line(question, raw)
    if (day := read_day(text)) is not None:
        return day
    raise question.refuse("date", given=text[:40])


def _reference(question: Question, raw: Raw) -> Reference:
    parts = raw if isinstance(raw, Mapping) else {"document": raw}
    if not str(parts.get("document") or "").strip():
        raise question.refuse("required" if not str(parts.get("page") or "").strip() else "reference")
    document = _shortened(question, _line(question, parts["document"]), MAX_LINE)
    page = str(parts.get("page") or "").strip()
    return Reference(document, _shortened(question, _line(question, page), MAX_LINE) if page else "")


def _declaration(question: Question, raw: Raw) -> bool:
    if not _yes_no(question, raw):
        raise question.refuse("required")
    return True


_PARSERS: Mapping[Kind, Callable[[Question, Raw], Value]] = {
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.MULTI_CHOICE: _many,
    Kind.YES_NO: _yes_no,
    Kind.YES_NO_NA: _yes_no_na,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.REFERENCE: _reference,
    Kind.DECLARATION: _declaration,
}
