"""What an answer can be, and what a condition may know about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something is written: a document, and a page or chapter of it."""

    document: str
    page: str


@dataclass(frozen=True, slots=True)
class YesNoNa:
    """Yes, no, or not applicable with the reason why."""

    answer: str
    reason: str | None = None


class Composed:
    """An answer of several parts; each kind of it is a frozen dataclass in `composed.py`."""

    __slots__ = ()

    def stored(self) -> object:
        """The form that is stored and exchanged."""
        raise NotImplementedError

    def seen(self) -> Value:
        """What a condition sees of it."""
        return self

    def brief(self) -> str:
        """The answer in few words, for messages to authors."""
        raise NotImplementedError


#: an answer or a derived value; None never stands for "not known", that is `Unknown`
Value = Decimal | bool | str | date | tuple[str, ...] | Reference | YesNoNa | Composed


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be given yet, or at all.

    waits_for  the questions whose answers would help
    outside    the routes that are left where the method gives no answer; ids of the checklist's `outside`
    """

    waits_for: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    @staticmethod
    def join(unknowns: Iterable[Unknown]) -> Unknown:
        """Everything these wait for, together."""
        found = tuple(unknowns)
        return Unknown(
            frozenset().union(*(one.waits_for for one in found)), frozenset().union(*(one.outside for one in found))
        )


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number between two limits; None is no limit."""

    low: Decimal | None = None
    low_in: bool = True
    high: Decimal | None = None
    high_in: bool = True
    whole: bool = False

    def __str__(self) -> str:
        return "a number"


@dataclass(frozen=True, slots=True)
class YesNoType:
    """Yes or no."""

    def __str__(self) -> str:
        return "yes or no"


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One of some named values; `ordered` ones compare by their place.

    only  the values that can occur here, where that is fewer
    """

    values: tuple[str, ...]
    ordered: bool = False
    name: str | None = None
    only: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return f"a value of '{self.name}'" if self.name else "one of " + ", ".join(self.values)


@dataclass(frozen=True, slots=True)
class ManyType:
    """Any number of named values."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return "any of " + ", ".join(self.values)


@dataclass(frozen=True, slots=True)
class DateType:
    """A day."""

    def __str__(self) -> str:
        return "a date"


@dataclass(frozen=True, slots=True)
class RowsType:
    """Rows of a table; conditions read how many there are, and what stands in one of these columns."""

    columns: tuple[tuple[str, NumberType | YesNoType | ChoiceType | DateType], ...]

    def __str__(self) -> str:
        return "rows of a table"


#: what conditions and tables can read
Type = NumberType | YesNoType | ChoiceType | ManyType | DateType | RowsType


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date | None:
    """The day written as 2026-11-22; None for anything else, also for the other forms of ISO 8601."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def plain(number: Decimal) -> str:
    """A decimal as people write it: no exponent, no needless zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


#: so many digits are shown of a number that has more of them than anybody writes
SHOWN_DIGITS = 5
#: and so many are not yet too many
_MOST_DIGITS = 7
_ROUND = Context(prec=200, rounding=ROUND_HALF_EVEN)


def readable(number: Decimal) -> str:
    """A decimal for people: what a root or a division made endless is rounded to five digits, and says so by “≈”.

    It is rounded where it is shown and nowhere else: calculations use all of its digits. Units are never rounded away.
    """
    short = plain(number)
    if "." not in short or len(short.replace(".", "").strip("-0")) <= _MOST_DIGITS:
        return short
    last = min(0, number.adjusted() + 1 - SHOWN_DIGITS)
    return f"≈\u202f{number.quantize(Decimal(1).scaleb(last), context=_ROUND):f}"


def to_json(value: Value) -> object:
    """A value in the form that is stored and exchanged."""
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Reference():
            return {"document": value.document, "page": value.page}
        case YesNoNa():
            return {"answer": value.answer, "reason": value.reason}
        case Composed():
            return value.stored()
        case _:
            return value


def read_by_conditions(value: Value) -> Value:
    """The part of an answer that a condition sees: the answer without its reason, the total of a counter."""
    match value:
        case YesNoNa():
            return value.answer
        case Composed():
            return value.seen()
        case _:
            return value


def as_words(value: Value, titles: Mapping[str, str] | None = None) -> str:
    """A value in few words, for messages to authors."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return readable(value)
        case tuple():
            return ", ".join(value) or "none of them"
        case Reference():
            return f"{value.document}, {value.page}"
        case YesNoNa():
            return value.answer.replace("_", " ")
        case Composed():
            return value.brief()
        case _:
            return (titles or {}).get(str(value), str(value))
