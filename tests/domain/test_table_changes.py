"""Tables of two editions are compared cell by cell, by what their rows and columns take in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.changes import Change
from certflow.domain.checklist.table_changes import TableCompared, compare_tables
from tests.domain.building import CHECKLIST

TABLE = """
tables:
  grid:
    title: Grid
    gives: number
    columns: {read: [towed], bands: [{label: free, when: no}, {label: towed, when: yes}]}
    rows:
      read: [mass_kg]
      bands:
        - {label: light, when: < 5, gives: [1, 2]}
        - {label: heavy, when: ≥ 5, gives: [3, 4]}
"""


#: the same checklist with a value that comes from the table
READER = CHECKLIST.replace("derived:\n", "derived:\n  from_grid: {title: From the grid, table: grid}\n").replace(
    "        text: Say what it weighs.\n", "        text: Say what it weighs.\n        shows: [from_grid]\n"
)


def edition(table: str = TABLE) -> Checklist:
    return read_checklist((READER + table).encode())


@pytest.fixture(scope="module")
def before() -> Checklist:
    return edition()


def of_grid(before: Checklist, table: str) -> TableCompared:
    return next(one for one in compare_tables(before, edition(table)) if one.id == "grid")


def test_a_table_with_other_labels_is_the_same(before: Checklist) -> None:
    assert of_grid(before, TABLE.replace("label: light", "label: small")).change is Change.UNCHANGED


def test_a_changed_cell_is_named_by_its_row_and_column(before: Checklist) -> None:
    found = of_grid(before, TABLE.replace("[3, 4]", "[3, 5]"))

    assert [(str(cell.row), str(cell.column), cell.before, cell.after) for cell in found.cells] == [
        ("heavy", "towed", Decimal(4), Decimal(5))
    ]


def test_a_row_that_takes_in_other_values_is_another_row(before: Checklist) -> None:
    found = of_grid(before, TABLE.replace("< 5", "< 6").replace("≥ 5", "≥ 6"))

    assert [str(label) for label in (*found.new, *found.gone)] == ["light", "heavy"] * 2
    assert found.change is Change.MATERIAL


def test_a_table_that_reads_something_else_is_another_table(before: Checklist) -> None:
    found = of_grid(before, TABLE.replace("read: [mass_kg]", "read: [mass_kg + 1]"))

    assert (found.change, found.cells) == (Change.MATERIAL, ())


def test_tables_come_and_go(before: Checklist) -> None:
    without = read_checklist(CHECKLIST.encode())

    assert ("grid", Change.WITHDRAWN) in [(one.id, one.change) for one in compare_tables(before, without)]
    assert ("grid", Change.NEW) in [(one.id, one.change) for one in compare_tables(without, before)]
