"""Prove that a table has an answer for every input, and only one where it says so.

Along each thing an axis reads, its cells cut the possible values into a few pieces that no cell can tell apart. What
holds for one value of a piece holds for all of it, so a finite walk over the pieces proves the axis for every input.
The walk remembers which bands were still in the running, so it stays short for tables people print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import cast

from certflow.domain.checklist.cells import Span, Spans
from certflow.domain.checklist.tables import Axis, Hit
from certflow.domain.checklist.values import ChoiceType, DateType, NumberType, Type, Value, YesNoType, as_words

#: cells looked at in all walks of a file; tables that need more are too tangled to be read, and are refused
MAX_STEPS = 1_000_000


@dataclass(slots=True)
class Findings:
    """What is wrong with an axis; each example names the values of one input that shows it."""

    uncovered: str | None = None
    overlap: tuple[int, int, str] | None = None
    unreached: tuple[int, ...] = ()
    too_large: bool = False
    steps: int = 0


@dataclass(slots=True)
class _Walk:
    axis: Axis
    pieces: list[list[Value]]
    complete: bool
    most: int
    findings: Findings = field(default_factory=Findings)
    reached: set[int] = field(default_factory=set)
    seen: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    steps: int = 0

    def go(self, depth: int, alive: tuple[int, ...], path: list[Value]) -> None:
        if (depth, alive) in self.seen or self.steps > self.most:
            return
        self.seen.add((depth, alive))
        if not alive:
            if self.complete and self.findings.uncovered is None:
                rest = [values[0] for values in self.pieces[depth:]]
                self.findings.uncovered = self._example([*path, *rest])
            return
        if depth == len(self.pieces):
            self._arrive(alive, path)
            return
        for value in self.pieces[depth]:
            self.steps += len(alive)
            left = tuple(at for at in alive if self.axis.bands[at].cells[depth].takes(value))
            self.go(depth + 1, left, [*path, value])

    def _arrive(self, alive: tuple[int, ...], path: list[Value]) -> None:
        match self.axis.hit:
            case Hit.FIRST:
                self.reached.add(alive[0])
            case Hit.LAST:
                self.reached.add(alive[-1])
            case _:
                self.reached.update(alive)
        if self.axis.hit is Hit.UNIQUE and len(alive) > 1 and self.findings.overlap is None:
            self.findings.overlap = (alive[0], alive[1], self._example(path))

    def _example(self, path: Sequence[Value]) -> str:
        said = zip(self.axis.reads, path, strict=True)
        return ", ".join(f"{expression.text} = {as_words(value)}" for expression, value in said)


def examine(axis: Axis, *, complete: bool = True, most: int = MAX_STEPS) -> Findings:
    """What is wrong with an axis.

    complete  asks that every input has a band
    most      so many cells may be looked at
    """
    columns = [
        list(pieces(expression.type, [band.cells[at] for band in axis.bands]))
        for at, expression in enumerate(axis.reads)
    ]
    walk = _Walk(axis, columns, complete, most)
    walk.go(0, tuple(range(len(axis.bands))), [])
    findings = walk.findings
    findings.steps = walk.steps
    findings.too_large = walk.steps > most
    if not findings.too_large:
        findings.unreached = tuple(at for at in range(len(axis.bands)) if at not in walk.reached)
    return findings


def pieces(type_: Type, cells: Sequence[object]) -> Iterator[Value]:
    """One value for each piece that the cells of one column can tell apart."""
    match type_:
        case YesNoType():
            yield from (True, False)
        case ChoiceType():
            yield from type_.only or type_.values
        case NumberType() | DateType():
            spans = [span for cell in cells if isinstance(cell, Spans) for span in cell.spans]
            yield from _line(type_, spans)
        case _:
            raise RuntimeError(f"a table cannot read {type_}")


def _line(type_: NumberType | DateType, spans: Sequence[Span]) -> Iterator[Value]:
    number = type_ if isinstance(type_, NumberType) else NumberType(whole=True)
    limits = {_number(one) for span in spans for one in (span.low, span.high) if one is not None}
    limits |= {one for one in (number.low, number.high) if one is not None}
    domain = Span(number.low, number.low_in, number.high, number.high_in)
    for point in _candidates(sorted(limits)):
        at = _between(point, whole=number.whole)
        if at is not None and domain.takes(at):
            yield at if isinstance(type_, NumberType) else date.fromordinal(int(at))


def _candidates(limits: list[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    """Each limit itself and each open stretch beside and between them, as its two ends."""
    if not limits:
        yield Decimal(0), Decimal(2)
        return
    yield limits[0] - 2, limits[0]
    for at, limit in enumerate(limits):
        yield limit, limit
        yield limit, limits[at + 1] if at + 1 < len(limits) else limit + 2


def _between(ends: tuple[Decimal, Decimal], *, whole: bool) -> Decimal | None:
    """A value inside an open stretch, or the limit itself; None where no whole number lies inside."""
    low, high = ends
    if not whole:
        return low if low == high else (low + high) / 2
    if low == high:
        return low if low == low.to_integral_value() else None
    inside = low.to_integral_value(ROUND_FLOOR) + 1
    return inside if low < inside < high else None


def _number(point: object) -> Decimal:
    if isinstance(point, date):
        return Decimal(point.toordinal())
    return cast(Decimal, point)
