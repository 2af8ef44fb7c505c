"""Tables with columns of their own as they are set: which columns stand side by side, and how wide each is."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.domain.record import Grid, GridColumn
from certflow.domain.text import Text

#: a table with more columns is set in several runs, each with the column that names the rows
WIDEST = 8
#: titles of more letters do not stand above the rows again on every page: they might leave no place there
LONGEST_TITLE = 150


@dataclass(frozen=True)
class Run:
    """Columns that stand side by side, with their shares of the width in percent. places: theirs among all columns."""

    columns: tuple[GridColumn, ...]
    shares: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def repeats(self) -> bool:
        """Whether the titles stand above the rows on every page."""
        titles = (column.title for column in self.columns)
        return all(
            len(words) <= LONGEST_TITLE
            for each in titles
            for words in (each.authoritative, *each.translations.values())
        )

    def of(self, row: tuple[Text, ...]) -> tuple[Text, ...]:
        """What a row says in these columns."""
        return tuple(row[place] for place in self.places)

    def added_up(self, grid: Grid) -> tuple[Text, ...]:
        """What stands below these columns; empty where none of them is added up."""
        total = self.of(grid.total) if grid.total else ()
        return total if any(each.authoritative for each in total[1:]) else ()


def runs(grid: Grid) -> tuple[Run, ...]:
    """A table as it is set: one run where its columns fit a page, else as few of about one size as can be."""
    others = range(1, len(grid.columns))
    count = max(-(-len(others) // (WIDEST - 1)), 1)
    cut = [others[n * len(others) // count : (n + 1) * len(others) // count] for n in range(count)]
    return tuple(_run(grid, (0, *places)) for places in cut)


def _run(grid: Grid, places: tuple[int, ...]) -> Run:
    columns = tuple(grid.columns[place] for place in places)
    whole = sum(column.wide for column in columns)
    return Run(columns, tuple(f"{100 * column.wide / whole:.2f}" for column in columns), places)
