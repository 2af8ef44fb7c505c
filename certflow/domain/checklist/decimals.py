"""Roots, tangents and rounding in decimals: the same digits on every machine.

A machine's own floating point differs in its last digits from library to library, and a regulation's limit can lie just
there. Here everything is worked out with more digits than are kept, and then rounded once.
"""

from __future__ import annotations

from decimal import Context, Decimal

#: digits that are kept
_KEPT = Context(prec=40)
#: digits while working
_WORK = Context(prec=70)
#: wide enough that counting steps is exact
_COUNT = Context(prec=160)

_DEGREE = _WORK.divide(
    Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899"), 180
)


def square_root(number: Decimal) -> Decimal:
    """The root of a number that is not below 0; exact where it has an end."""
    return _plainly(_KEPT.sqrt(number)) if number > 0 else Decimal(0)


def tan_deg(degrees: Decimal) -> Decimal:
    """The tangent of an angle between -90 and 90 degrees."""
    angle = _WORK.multiply(degrees, _DEGREE)
    return _plainly(_KEPT.plus(_WORK.divide(_series(angle, angle, 1), _series(Decimal(1), angle, 0))))


def up_to(number: Decimal, step: Decimal) -> Decimal:
    """The least multiple of `step` that is not below the number."""
    count, rest = _COUNT.divmod(number, step)
    return _plainly(_COUNT.multiply(count + 1 if rest > 0 else count, step))


def _series(first: Decimal, angle: Decimal, order: int) -> Decimal:
    """Sine (from the angle, order 1) or cosine (from 1, order 0): each term is found from the one before."""
    total, term, square = Decimal(0), first, _WORK.multiply(angle, angle)
    while term and term.adjusted() > -75:
        total = _WORK.add(total, term)
        order += 2
        term = _WORK.minus(_WORK.divide(_WORK.multiply(term, square), order * (order - 1)))
    return total


def _plainly(number: Decimal) -> Decimal:
    """Without needless zeros, so that equal numbers look alike."""
    return number.normalize(_COUNT)
