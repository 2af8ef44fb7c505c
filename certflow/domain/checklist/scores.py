"""Scores: what answers count, put together into one number.

- A number counts as itself, an option as its `score`; an option without one is left out, and so is what is not asked.
- What is asked and not answered yet leaves the whole undecided: unknown is not nought.
- Every score counts by the weight of its step. A mean is rounded to two places, halves to even.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.reckon import Lookup, Reckoning
from certflow.domain.checklist.syntax import Call, Name
from certflow.domain.checklist.values import NumberType, Unknown

_EXACT = Context(prec=50)


@dataclass(frozen=True, slots=True)
class Scored:
    """A question that counts: `scores` of its options (None for a number), and the weight of its step."""

    question: str
    scores: Mapping[str, Decimal] | None
    weight: Decimal


def score_of(text: str, questions: tuple[Scored, ...], combine: str, otherwise: Decimal) -> Expression:
    """A calculated value that puts the scores of these questions together; `text` says so to readers.

    otherwise  what it is where nothing counts
    """
    reads = tuple(one.question for one in questions)
    tree = Call(f"score_{combine}", tuple(Name(name, 0) for name in reads), 0)
    return Expression(text, reads, NumberType(), _reckoning(questions, combine, otherwise), tree)


def _reckoning(questions: tuple[Scored, ...], combine: str, otherwise: Decimal) -> Reckoning:
    def reckon(look: Lookup) -> Any:
        open_: list[Unknown] = []
        found: list[tuple[Decimal, Decimal]] = []
        for one in questions:
            value = look(one.question)
            if isinstance(value, Unknown):
                if value.waits_for or value.outside:
                    open_.append(value)
            elif (score := _score(one, value)) is not None:
                found.append((score, one.weight))
        if open_:
            return Unknown.join(open_)
        counting = [(score, weight) for score, weight in found if weight]
        return _together(counting, combine) if counting else otherwise

    return reckon


def _score(one: Scored, value: object) -> Decimal | None:
    if one.scores is None:
        return value if isinstance(value, Decimal) else None
    chosen = value if isinstance(value, tuple) else (str(value),)
    counting = [one.scores[word] for word in chosen if word in one.scores]
    return sum(counting, Decimal(0)) if counting else None


def _together(counting: list[tuple[Decimal, Decimal]], combine: str) -> Decimal:
    if combine in ("min", "max"):
        return (min if combine == "min" else max)(score for score, _ in counting)
    total = sum((_EXACT.multiply(score, weight) for score, weight in counting), Decimal(0))
    if combine == "sum":
        return total
    mean = _EXACT.divide(total, sum((weight for _, weight in counting), Decimal(0)))
    return mean.quantize(Decimal("0.01"), context=_EXACT).normalize(_EXACT)
