"""What can be said of all items of a list together: the largest, the sum, whether any; and which items decided it.

Three-valued like everything: one yes decides `any`, one no decides `all`, a value that nothing can go beyond decides
`largest`, `smallest`, `worst` and `best`. Everything else waits for every item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from certflow.domain.checklist import reckon
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    Type,
    Unknown,
    Value,
    YesNoType,
)

#: what an aggregate may be made of, by what it reads
COMPARED = ("largest", "smallest")
ADDED = ("sum",)
JUDGED = ("worst", "best")
ASKED = ("any", "all", "how_many")
GATHERED = ("distinct",)

#: every aggregate with what it needs, for messages
NEEDS: Mapping[str, str] = {
    **dict.fromkeys(COMPARED, "numbers or dates (values of an order have 'worst' and 'best')"),
    **dict.fromkeys(ADDED, "numbers"),
    **dict.fromkeys(JUDGED, "values of an order (numbers and dates have 'largest' and 'smallest')"),
    **dict.fromkeys(ASKED, "yes or no"),
    **dict.fromkeys(GATHERED, "named values"),
}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`largest(max_speed_m_s)`: one name, read of every item of its list; `of` is the type of one value."""

    function: str
    name: str
    of: Type


@dataclass(frozen=True, slots=True)
class Several:
    """What a name stands for outside its list: a value of this type for each item."""

    of: Type
    list: str

    def __str__(self) -> str:
        return f"a value for each item of '{self.list}'"


def type_of_all(function: str, of: Type) -> Type | None:
    """What an aggregate of such values gives, with the limits they have; None where it cannot be made of them."""
    match of:
        case NumberType() if function in COMPARED:
            return of
        case DateType() if function in COMPARED:
            return of
        case NumberType(low, low_in, whole=whole) if function == "sum":
            # each item adds at least `low`, and there is at least one
            return NumberType(low, low_in, whole=whole) if low is not None and low >= 0 else NumberType(whole=whole)
        case ChoiceType(ordered=True) if function in JUDGED:
            return of
        case YesNoType() if function == "how_many":
            return NumberType(Decimal(0), whole=True)
        case YesNoType() if function in ASKED:
            return of
        case ChoiceType(values, only=only) if function == "distinct":
            return ManyType(only or values)
        case ManyType() if function == "distinct":
            return of
        case _:
            return None


def of_all(function: str, of: Type) -> Callable[[Sequence[Any]], Any]:
    """An aggregate made ready: the values of all items in, one value out."""
    match function:
        case "any" | "all":
            return _first(function == "any")
        case "sum":
            return _known(reckon.total)
        case "how_many":
            return _known(lambda values: Decimal(sum(values)))
        case "distinct":
            assert isinstance(of, (ChoiceType, ManyType))
            return _known(lambda values: _gathered(values, of.values))
        case _:
            up = function in ("largest", "worst")
            return _extreme(up, _key(of), _end(of, up))


def deciders(function: str, values: Sequence[Value | Unknown], result: Value | Unknown) -> tuple[int, ...]:
    """The places of the values that made the result what it is; none where it took all of them."""
    match function:
        case "any" if result is True:
            found = [at for at, value in enumerate(values) if value is True]
        case "all" if result is False:
            found = [at for at, value in enumerate(values) if value is False]
        case "largest" | "smallest" | "worst" | "best" if not isinstance(result, Unknown):
            found = [at for at, value in enumerate(values) if value == result]
        case _:
            found = []
    return tuple(found) if len(found) < len(values) else ()


_Work = Callable[[Sequence[Any]], Any]


def _first(decisive: bool) -> _Work:
    def work(values: Sequence[Any]) -> Any:
        return decisive if any(value is decisive for value in values) else _known(lambda _: not decisive)(values)

    return work


def _extreme(up: bool, key: Callable[[Any], Any], end: Value | None) -> _Work:
    pick: Callable[..., Any] = max if up else min

    def work(values: Sequence[Any]) -> Any:
        if end is not None and any(value == end for value in values):
            return end
        return _known(lambda known: pick(known, key=key))(values)

    return work


def _known(work: _Work) -> _Work:
    def wait_or_work(values: Sequence[Any]) -> Any:
        unknowns = [value for value in values if isinstance(value, Unknown)]
        return Unknown.join(unknowns) if unknowns else work(values)

    return wait_or_work


def _key(of: Type) -> Callable[[Any], Any]:
    if isinstance(of, ChoiceType):
        return {value: at for at, value in enumerate(of.values)}.__getitem__
    return lambda value: value


def _end(of: Type, up: bool) -> Value | None:
    """The value beyond which there is none."""
    match of:
        case ChoiceType(values):
            return values[-1] if up else values[0]
        case NumberType(low, low_in, high, high_in):
            return (high if high_in else None) if up else (low if low_in else None)
        case _:
            return None


def _gathered(values: Sequence[Any], order: Sequence[str]) -> tuple[str, ...]:
    found = {one for value in values for one in ([value] if isinstance(value, str) else value)}
    return tuple(one for one in order if one in found)
