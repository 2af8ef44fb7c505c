"""Work out a checked expression: exact decimals, three-valued.

- What is not known stays unknown, and says which answers would help; what decides alone decides: `false && unknown`
  is false, `true || unknown` is true.
- Numbers are decimals. CEL's own runtime has binary doubles, where 0.1 + 0.2 passes a limit of 0.3.
- Values of an order compare by their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal
from functools import reduce
from typing import Any

from certflow.domain.checklist.decimals import square_root, tan_deg, up_to
from certflow.domain.checklist.values import Unknown, Value

#: wide enough that products of answers stay exact; beyond it results round half even
_EXACT = Context(prec=50)

#: calculated numbers have fewer digits than this before the point, and do not start further than this behind it
MAX_MAGNITUDE = 40

#: `pow` takes whole exponents up to this one
MAX_POWER = 6

#: gives the value of a variable
Lookup = Callable[[str], Value | Unknown]
#: an expression made ready: variables in, value out
Reckoning = Callable[[Lookup], Any]


def _bounded(number: Decimal) -> Decimal | Unknown:
    """A number no regulation speaks of is not known, so that a chain of products cannot grow without end."""
    return number if not number or abs(number.adjusted()) < MAX_MAGNITUDE else Unknown()


def divided(number: Decimal, by: Decimal) -> Decimal | Unknown:
    """The quotient. A divisor that cannot be 0 in a file still can be 0 in a test that supposes it."""
    return _bounded(_EXACT.divide(number, by)) if by else Unknown()


_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "_+_": lambda a, b: _bounded(_EXACT.add(a, b)),
    "_-_": lambda a, b: _bounded(_EXACT.subtract(a, b)),
    "_*_": lambda a, b: _bounded(_EXACT.multiply(a, b)),
    "_/_": divided,
    "_==_": lambda a, b: a == b,
    "_!=_": lambda a, b: a != b,
    "@in": lambda a, b: a in b,
}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "_<_": lambda a, b: a < b,
    "_<=_": lambda a, b: a <= b,
    "_>_": lambda a, b: a > b,
    "_>=_": lambda a, b: a >= b,
}
#: the operators that look at two known values
BINARY = frozenset(_ARITHMETIC) | frozenset(_COMPARISONS)


def constant(value: Value) -> Reckoning:
    return lambda _: value


def variable(name: str) -> Reckoning:
    return lambda look: look(name)


def both(left: Reckoning, right: Reckoning) -> Reckoning:
    """And: no as soon as one is no."""
    return _decided_by(False, left, right)


def either(left: Reckoning, right: Reckoning) -> Reckoning:
    """Or: yes as soon as one is yes."""
    return _decided_by(True, left, right)


def _decided_by(decisive: bool, left: Reckoning, right: Reckoning) -> Reckoning:
    def reckon(look: Lookup) -> Any:
        first = left(look)
        if first is decisive:
            return decisive
        second = right(look)
        if second is decisive:
            return decisive
        unknowns = [one for one in (first, second) if isinstance(one, Unknown)]
        return Unknown.join(unknowns) if unknowns else not decisive

    return reckon


def total(numbers: Sequence[Decimal]) -> Decimal | Unknown:
    """The sum of numbers that are known."""
    return _bounded(reduce(_EXACT.add, numbers))


def negation(of: Reckoning) -> Reckoning:
    return _known([of], lambda value: not value)


def minus(of: Reckoning) -> Reckoning:
    return _known([of], _EXACT.minus)


def count(of: Reckoning) -> Reckoning:
    return _known([of], lambda values: Decimal(len(values)))


def root(of: Reckoning) -> Reckoning:
    """The square root."""
    return _known([of], square_root)


def tangent(of: Reckoning) -> Reckoning:
    """The tangent of an angle in degrees."""
    return _known([of], lambda degrees: _bounded(tan_deg(degrees)) if abs(degrees) < 90 else Unknown())


def power(of: Reckoning, times: int) -> Reckoning:
    def work(number: Decimal) -> Decimal | Unknown:
        found: Decimal | Unknown = number
        for _ in range(times - 1):
            found = found if isinstance(found, Unknown) else _bounded(_EXACT.multiply(found, number))
        return found

    return _known([of], work)


def rounded_up(of: Reckoning, step: Decimal) -> Reckoning:
    """Up to the next multiple of `step`."""
    return _known([of], lambda number: up_to(number, step))


def whichever(condition: Reckoning, then: Reckoning, otherwise: Reckoning) -> Reckoning:
    """`condition ? then : otherwise`."""

    def reckon(look: Lookup) -> Any:
        decided = condition(look)
        if isinstance(decided, Unknown):
            return decided
        return then(look) if decided else otherwise(look)

    return reckon


def operator(function: str, left: Reckoning, right: Reckoning, order: Sequence[str] | None) -> Reckoning:
    """A binary operator; `order` has the values by whose place it compares."""
    if compare := _COMPARISONS.get(function):
        if order is None:
            return _known([left, right], compare)
        place = {value: at for at, value in enumerate(order)}
        return _known([left, right], lambda a, b: compare(place[a], place[b]))
    return _known([left, right], _ARITHMETIC[function])


def extreme(function: str, items: Sequence[Reckoning], order: Sequence[str] | None) -> Reckoning:
    """`min` or `max` of numbers, or of values of one order."""
    pick: Callable[..., Any] = max if function == "max" else min
    if order is None:
        return _known(items, lambda *values: pick(values))
    place = {value: at for at, value in enumerate(order)}
    return _known(items, lambda *values: pick(values, key=place.__getitem__))


def listing(items: Sequence[Reckoning]) -> Reckoning:
    return _known(items, lambda *values: values)


def _known(parts: Sequence[Reckoning], work: Callable[..., Any]) -> Reckoning:
    def reckon(look: Lookup) -> Any:
        values = [part(look) for part in parts]
        unknowns = [value for value in values if isinstance(value, Unknown)]
        return Unknown.join(unknowns) if unknowns else work(*values)

    return reckon
