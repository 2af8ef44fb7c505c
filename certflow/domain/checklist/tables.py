"""Decision tables: bands down the side, bands across the top where there are two sides, a result in each cell.

A band that cannot be decided yet leaves the table undecided only where its result could matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certflow.domain.checklist.cells import Anything, Cell
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.reckon import Lookup
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.values import Type, Unknown, Value
from certflow.domain.text import Text


class Hit(StrEnum):
    """Which band counts when several hold."""

    #: only one can hold; proven when the file is read
    UNIQUE = "unique"
    #: the first that holds, reading down or from left to right
    FIRST = "first"
    #: the last that holds
    LAST = "last"
    #: every one that holds; the results are combined
    COLLECT = "collect"


class Combine(StrEnum):
    """What becomes of the results that `collect` finds."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Outside:
    """A cell without a value: the method gives no answer here, and `route` says what is left."""

    route: str


Result = Value | Outside


@dataclass(frozen=True, slots=True)
class Band:
    """One row or column: a name and one cell for each thing its axis reads."""

    label: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or the columns of a table."""

    reads: tuple[Expression, ...]
    hit: Hit
    bands: tuple[Band, ...]

    def find(self, look: Lookup) -> tuple[int, ...] | Unknown:
        """The bands that hold, or what must be known first."""
        values = [expression.evaluate(look) for expression in self.reads]
        verdicts = [_holds(band, values) for band in self.bands]
        if self.hit is Hit.COLLECT:
            open_ = [one for one in verdicts if isinstance(one, Unknown)]
            return Unknown.join(open_) if open_ else tuple(at for at, one in enumerate(verdicts) if one is True)
        order = range(len(verdicts) - 1, -1, -1) if self.hit is Hit.LAST else range(len(verdicts))
        waiting: list[Unknown] = []
        for at in order:
            verdict = verdicts[at]
            if isinstance(verdict, Unknown):
                waiting.append(verdict)
            elif verdict and (self.hit is Hit.UNIQUE or not waiting):
                return (at,)
            elif verdict:
                break
        if not waiting:
            raise RuntimeError("a table that was proven complete has no band for these values")
        return Unknown.join(waiting)


def _holds(band: Band, values: Sequence[Value | Unknown]) -> bool | Unknown:
    waiting: list[Unknown] = []
    for cell, value in zip(band.cells, values, strict=True):
        if isinstance(cell, Anything):
            continue
        if isinstance(value, Unknown):
            waiting.append(value)
        elif not cell.takes(value):
            return False
    return Unknown.join(waiting) if waiting else True


@dataclass(frozen=True, slots=True)
class Found:
    """What a table gave: the result of one output and the cells it came from, as positions (row, column)."""

    result: Result | Unknown
    cells: tuple[tuple[int, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table of the regulation.

    outputs  name and type of each result; a table with one result calls it "value"
    grid     row → column → result; a table without columns has one column for each output
    each     the list whose items it is read for, one by one
    """

    id: str
    title: Text
    source: Source | None
    rows: Axis
    columns: Axis | None
    outputs: Mapping[str, Type]
    combine: Combine
    grid: tuple[tuple[Result, ...], ...]
    each: str | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        return (self.rows, self.columns) if self.columns else (self.rows,)

    @property
    def reads(self) -> tuple[str, ...]:
        """The questions and derived values that the table reads, each once."""
        return tuple(dict.fromkeys(name for axis in self.axes for one in axis.reads for name in one.reads))

    def look_up(self, output: str, look: Lookup) -> Found:
        """The result for what `look` gives."""
        rows = self.rows.find(look)
        if self.columns is None:
            column = list(self.outputs).index(output)
            if isinstance(rows, Unknown):
                return Found(rows)
            results = [self.grid[row][column] for row in rows]
            return Found(self._combined(results), tuple((row, None) for row in rows))
        columns = self.columns.find(look)
        if isinstance(rows, Unknown) or isinstance(columns, Unknown):
            return Found(Unknown.join(one for one in (rows, columns) if isinstance(one, Unknown)))
        return Found(self.grid[rows[0]][columns[0]], ((rows[0], columns[0]),))

    def _combined(self, results: list[Result]) -> Result:
        if self.rows.hit is not Hit.COLLECT:
            return results[0]
        for result in results:
            if isinstance(result, Outside):
                return result
        values = [result for result in results if not isinstance(result, Outside)]
        match self.combine:
            case Combine.SUM:
                return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
            case Combine.MIN | Combine.MAX:
                return (min if self.combine is Combine.MIN else max)(values, key=self._place)
            case Combine.LIST:
                return tuple(dict.fromkeys(str(value) for value in values))

    def _place(self, value: Value) -> Decimal:
        type_ = next(iter(self.outputs.values()))
        named = getattr(type_, "values", ())
        return Decimal(named.index(value)) if value in named else Decimal(str(value))
