"""How the decision tables of two editions differ, cell by cell.

Rows and columns are the same where they take in the same values, whatever they are called. A table that reads something
else is another table, whose cells cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from certflow.domain.checklist.changes import Change
from certflow.domain.checklist.model import Checklist
from certflow.domain.checklist.tables import Axis, Band, Result, Table
from certflow.domain.text import Text


@dataclass(frozen=True, slots=True)
class CellMove:
    """One cell that changed: `column` is the label of a column, or the name of a result."""

    row: Text
    column: Text | str
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class TableCompared:
    """One table in two editions.

    cells   those that changed
    new     labels of rows and columns that only the later one has; gone: that only the earlier one has
    """

    id: str
    change: Change
    cells: tuple[CellMove, ...] = ()
    new: tuple[Text, ...] = ()
    gone: tuple[Text, ...] = ()


def compare_tables(before: Checklist, after: Checklist) -> tuple[TableCompared, ...]:
    """Every table of the later edition in its order, then those that it has no more."""
    found = [_compare(before.tables.get(id), table) for id, table in after.tables.items()]
    return (*found, *(TableCompared(id, Change.WITHDRAWN) for id in before.tables if id not in after.tables))


def _compare(old: Table | None, new: Table) -> TableCompared:
    if old is None:
        return TableCompared(new.id, Change.NEW)
    if _reads(old) != _reads(new) or list(old.outputs) != list(new.outputs) or old.combine is not new.combine:
        return TableCompared(new.id, Change.MATERIAL)
    cells = tuple(_cells(old, new))
    added, gone = tuple(_only_in(new, old)), tuple(_only_in(old, new))
    same = not (cells or added or gone) and _order(old) == _order(new)
    return TableCompared(new.id, Change.UNCHANGED if same else Change.MATERIAL, cells, added, gone)


def _axes(table: Table) -> tuple[Axis, ...]:
    return (table.rows, table.columns) if table.columns else (table.rows,)


def _reads(table: Table) -> list[list[str]]:
    return [[read.text for read in axis.reads] for axis in _axes(table)]


def _order(table: Table) -> list[tuple[object, ...]]:
    """How each axis is read, and in which order its bands stand: the first that fits may count."""
    return [(axis.hit, [band.cells for band in axis.bands]) for axis in _axes(table)]


def _only_in(table: Table, other: Table) -> Iterator[Text]:
    for axis, beside in zip(_axes(table), _axes(other), strict=True):
        known = {band.cells for band in beside.bands}
        yield from (band.label for band in axis.bands if band.cells not in known)


def _cells(old: Table, new: Table) -> Iterator[CellMove]:
    rows = _places(old.rows)
    columns = _columns(new)
    was_column = {key: at for at, (key, _) in enumerate(_columns(old))}
    for band, results in zip(new.rows.bands, new.grid, strict=True):
        row = rows.get(band.cells)
        if row is None:
            continue
        for (key, label), result in zip(columns, results, strict=True):
            column = was_column.get(key)
            if column is not None and old.grid[row][column] != result:
                yield CellMove(band.label, label, old.grid[row][column], result)


def _columns(table: Table) -> list[tuple[object, Text | str]]:
    if table.columns is None:
        return [(output, output) for output in table.outputs]
    return [(band.cells, band.label) for band in table.columns.bands]


def _places(axis: Axis) -> dict[tuple[object, ...], int]:
    return {_key(band): at for at, band in enumerate(axis.bands)}


def _key(band: Band) -> tuple[object, ...]:
    return band.cells
