"""Between which limits a calculated number lies, found from the limits of what it is calculated from.

A division is allowed where its divisor cannot be 0, a root where nothing below 0 comes in. Limits are cautious: a
number may lie well inside them, never outside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import product

from certflow.domain.checklist.values import NumberType, plain

#: a limit, and whether the number may be just that
_End = tuple[Decimal, bool]

_ENDLESS = Decimal("Infinity")
_DOWN, _UP = Context(prec=30, rounding=ROUND_FLOOR), Context(prec=30, rounding=ROUND_CEILING)


def leaves_out_zero(number: NumberType) -> bool:
    """Whether the number can never be 0."""
    low, high = _ends(number)
    return low[0] > 0 or high[0] < 0 or (low[0] == 0 and not low[1]) or (high[0] == 0 and not high[1])


def is_never_negative(number: NumberType) -> bool:
    return _ends(number)[0][0] >= 0


def lies_between(number: NumberType, low: int, high: int) -> bool:
    """Whether the number always lies between these two and is never one of them."""
    (a, a_in), (b, b_in) = _ends(number)
    return (a > low or (a == low and not a_in)) and (b < high or (b == high and not b_in))


def in_words(number: NumberType) -> str:
    """The limits as an author reads them: "from 0, below 90"."""
    low, high = _ends(number)
    said = [] if low[0].is_infinite() else [f"{'from' if low[1] else 'above'} {plain(low[0])}"]
    said += [] if high[0].is_infinite() else [f"{'up to' if high[1] else 'below'} {plain(high[0])}"]
    return ", ".join(said) or "any number"


def added(one: NumberType, other: NumberType) -> NumberType:
    (a, a_in), (b, b_in) = _ends(one)
    (c, c_in), (d, d_in) = _ends(other)
    return _between((_DOWN.add(a, c), a_in and c_in), (_UP.add(b, d), b_in and d_in), one.whole and other.whole)


def turned(number: NumberType) -> NumberType:
    """The number with its sign turned."""
    (a, a_in), (b, b_in) = _ends(number)
    return _between((-b, b_in), (-a, a_in), number.whole)


def multiplied(one: NumberType, other: NumberType) -> NumberType:
    return _corners(one, other, lambda context, a, b: context.multiply(a, b), one.whole and other.whole)


def divided(one: NumberType, other: NumberType) -> NumberType:
    """The quotient; the divisor leaves out 0, so it lies on one side of it."""
    (c, c_in), (d, d_in) = _ends(other)
    if c < 0 < d:
        return NumberType()
    # 1 / (c … d): a limit of 0 becomes one without end, and the other way round
    low = (Decimal(0), False) if d.is_infinite() else (_DOWN.divide(1, d), d_in) if d else (-_ENDLESS, False)
    high = (Decimal(0), False) if c.is_infinite() else (_UP.divide(1, c), c_in) if c else (_ENDLESS, False)
    return _corners(one, _between(low, high), lambda context, a, b: context.multiply(a, b), whole=False)


def powered(number: NumberType, times: int) -> NumberType:
    found = number
    for _ in range(times - 1):
        found = multiplied(found, number)
    if times % 2 == 0 and _ends(found)[0][0] < 0:
        return _between((Decimal(0), True), _ends(found)[1], number.whole)
    return found


def largest(numbers: Sequence[NumberType]) -> NumberType:
    low = max((_ends(one)[0] for one in numbers), key=_from_outside)
    return _between(low, max(_ends(one)[1] for one in numbers), all(one.whole for one in numbers))


def smallest(numbers: Sequence[NumberType]) -> NumberType:
    low = min((_ends(one)[0] for one in numbers), key=_from_outside)
    return _between(low, min(_ends(one)[1] for one in numbers), all(one.whole for one in numbers))


def either(numbers: Sequence[NumberType]) -> NumberType:
    """The limits that hold for each of some numbers."""
    low = min((_ends(one)[0] for one in numbers), key=_from_outside)
    return _between(low, max(_ends(one)[1] for one in numbers), all(one.whole for one in numbers))


def through(number: NumberType, work: Callable[[Decimal], Decimal], below: int | None = None) -> NumberType:
    """The limits of what a rising function makes of a number; at `below`, on either side, it has no end."""

    def end(at: _End, endless: Decimal) -> _End:
        return (endless, False) if at[0].is_infinite() or abs(at[0]) == below else (work(at[0]), at[1])

    low, high = _ends(number)
    return _between(end(low, -_ENDLESS), end(high, _ENDLESS))


def _from_outside(end: _End) -> tuple[Decimal, bool]:
    """Lower ends in their order: one that does not belong lies a little above one that does."""
    return end[0], not end[1]


def _ends(number: NumberType) -> tuple[_End, _End]:
    low = (-_ENDLESS, False) if number.low is None else (number.low, number.low_in)
    return low, ((_ENDLESS, False) if number.high is None else (number.high, number.high_in))


def _between(low: _End, high: _End, whole: bool = False) -> NumberType:
    return NumberType(
        low=None if low[0].is_infinite() else low[0],
        low_in=low[1] or low[0].is_infinite(),
        high=None if high[0].is_infinite() else high[0],
        high_in=high[1] or high[0].is_infinite(),
        whole=whole,
    )


def _corners(
    one: NumberType, other: NumberType, work: Callable[[Context, Decimal, Decimal], Decimal], whole: bool
) -> NumberType:
    """The least and the most that comes of the ends of both."""
    lows: list[_End] = []
    highs: list[_End] = []
    for (a, a_in), (b, b_in) in product(_ends(one), _ends(other)):
        if not a or not b:
            reached = (a_in and not a) or (b_in and not b)
            lows.append((Decimal(0), reached))
            highs.append((Decimal(0), reached))
        else:
            lows.append((work(_DOWN, a, b), a_in and b_in))
            highs.append((work(_UP, a, b), a_in and b_in))
    return _between(min(lows, key=_from_outside), max(highs), whole)
