"""One cell of a decision table: which values it takes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    RowsType,
    Type,
    Value,
    YesNoType,
    as_words,
    read_day,
)

#: what compares along a line
Point = Decimal | date


class CellError(Exception):
    """A cell cannot be read for the type of value it looks at."""


@dataclass(frozen=True, slots=True)
class Anything:
    """`-`: takes in whatever comes, known or not."""

    def takes(self, value: Value) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some named values, or yes or no."""

    values: frozenset[str | bool]

    def takes(self, value: Value) -> bool:
        return value in self.values


@dataclass(frozen=True, slots=True)
class Span:
    """From one limit to another; None is no limit, `_in` says whether the limit itself belongs."""

    low: Point | None = None
    low_in: bool = False
    high: Point | None = None
    high_in: bool = False

    def takes(self, value: Value) -> bool:
        if self.low is not None and not (value > self.low or (self.low_in and value == self.low)):  # type: ignore[operator]
            return False
        return self.high is None or value < self.high or (self.high_in and value == self.high)  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Spans:
    """One or more stretches of a line."""

    spans: tuple[Span, ...]

    def takes(self, value: Value) -> bool:
        return any(span.takes(value) for span in self.spans)


Cell = Anything | AnyOf | Spans

_SIGNS = {"≤": "<=", "≥": ">="}
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}([.][0-9]{1,15})?")
_LIMIT = re.compile(r"(<=|>=|<|>)\s*(\S+)")
_RANGE = re.compile(r"([\[(])\s*([^\s,]+)\s*,\s*([^\s,]+)\s*([\])])")


def read_cell(written: object, type_: Type) -> Cell:
    """The cell an author wrote, for values of `type_`. Raises CellError."""
    if written == "-":
        return Anything()
    if isinstance(written, list):
        return _join([read_cell(one, type_) for one in written])
    text = str(written).strip() if not isinstance(written, bool) else ("yes" if written else "no")
    match type_:
        case NumberType() | DateType():
            return Spans((_span(text, type_),))
        case YesNoType():
            if text not in ("yes", "no"):
                raise CellError(f"'{text}' is neither yes nor no.")
            return AnyOf(frozenset([text == "yes"]))
        case ChoiceType():
            return AnyOf(frozenset(_named(text, type_)))
        case ManyType():
            raise CellError('A table cannot read a multi_choice: read `"word" in name` instead.')
        case RowsType():
            raise CellError("A table cannot read rows: read how many there are, or an aggregate of a column.")


def _join(cells: list[Cell]) -> Cell:
    if not cells:
        raise CellError("An empty list takes in nothing.")
    if any(isinstance(cell, Anything) for cell in cells):
        return Anything()
    if all(isinstance(cell, Spans) for cell in cells):
        return Spans(tuple(span for cell in cells if isinstance(cell, Spans) for span in cell.spans))
    return AnyOf(frozenset().union(*(cell.values for cell in cells if isinstance(cell, AnyOf))))


def _span(text: str, type_: NumberType | DateType) -> Span:
    for sign, ours in _SIGNS.items():
        text = text.replace(sign, ours)
    if limit := _LIMIT.fullmatch(text):
        point = _point(limit[2], type_)
        if limit[1] in ("<", "<="):
            return Span(high=point, high_in=limit[1] == "<=")
        return Span(low=point, low_in=limit[1] == ">=")
    if between := _RANGE.fullmatch(text):
        low, high = _point(between[2], type_), _point(between[3], type_)
        if low > high:  # type: ignore[operator]
            raise CellError(f"'{text}' ends before it starts.")
        return Span(low, between[1] == "[", high, between[4] == "]")
    point = _point(text, type_)
    return Span(point, True, point, True)


def _point(text: str, type_: NumberType | DateType) -> Point:
    if isinstance(type_, DateType):
        if (day := read_day(text)) is not None:
            return day
    elif _NUMBER.fullmatch(text):
        return Decimal(text)
    what = "a date" if isinstance(type_, DateType) else "a number"
    raise CellError(f"'{text}' is not {what} or a range such as '< 5', '≥ 5' or '[5, 50)'.")


def _named(text: str, type_: ChoiceType) -> tuple[str, ...]:
    for sign, ours in _SIGNS.items():
        text = text.replace(sign, ours)
    limit = _LIMIT.fullmatch(text)
    word = limit[2] if limit else text
    if word not in type_.values:
        raise CellError(f"'{word}' is not {type_}.{nearest(word, type_.values)}")
    if not limit:
        return (word,)
    if not type_.ordered:
        raise CellError(f"'{text}' needs an order; {type_} has none.")
    at = type_.values.index(word)
    return {
        "<": type_.values[:at],
        "<=": type_.values[: at + 1],
        ">": type_.values[at + 1 :],
        ">=": type_.values[at:],
    }[limit[1]]


def in_words(written: object) -> str:
    """A cell as it stands in the printed table."""
    if isinstance(written, list):
        return " or ".join(in_words(one) for one in written)
    if isinstance(written, (bool, Decimal, int)):
        return as_words(Decimal(written) if isinstance(written, int) and not isinstance(written, bool) else written)
    return str(written).replace("<=", "≤").replace(">=", "≥")
