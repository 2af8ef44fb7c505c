"""Sheets as texts, and one of them read row by row by the names of its columns; what is wrong is told at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from certflow.domain.checklist.problems import nearest
from certflow.domain.exchange.columns import BY_NAME, COLUMNS, STEPS, Column, plainly
from certflow.domain.exchange.naming import is_language

MAX_ROWS = 20_000
MAX_COLUMNS = 200
#: so many problems are told; whoever has more mends these first
MAX_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as texts, row by row."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, order=True)
class CellProblem:
    """What is wrong in one cell; rows and columns are counted as people see them (row 2, column C)."""

    sheet: str
    row: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}, column {letters(self.column)}: {self.message} [{self.code}]"


def letters(column: int) -> str:
    """3 is C, 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


class Rows:
    """A table of steps. What it says is asked of the row that is being read.

    cells   leads from a part of the checklist to the cell that it came from: sheet, row, column
    """

    def __init__(self) -> None:
        self.sheet = STEPS
        #: as people count; 0 while no row is being read
        self.number = 0
        self.problems: list[CellProblem] = []
        self.cells: dict[tuple[str | int, ...], tuple[str, int, int]] = {}
        self.row: tuple[str, ...] = ()
        #: (column, language) → its place
        self._columns: dict[tuple[str, str], int] = {}
        self._left: Iterator[tuple[int, tuple[str, ...]]] = iter(())

    def problem(self, code: str, message: str, column: int = 1) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(CellProblem(self.sheet, self.number or 1, column, code, message))

    def begin(self, table: Sheet) -> bool:
        """Whether a row names the columns: the first that knows two of them. The next row is read first."""
        self.sheet = table.name
        place = next((at for at, row in enumerate(table.rows[:20], 1) if known_columns(row) >= 2), 0)
        if not place:
            self.problem("sheet.head", f"No row names the columns. They are: {', '.join(one.name for one in COLUMNS)}.")
            return False
        self.number = place
        for at, words in enumerate(table.rows[place - 1]):
            column, language = _column(words)
            if column is None:
                if words:
                    known = [one.name for one in COLUMNS]
                    self.problem("sheet.column", f"No column is called '{words[:80]}'.{nearest(words, known)}", at + 1)
            elif language and (not column.text or not is_language(language)):
                self.problem(
                    "sheet.language", f"'{words[:80]}': translations are for texts, as in 'Title (it)'.", at + 1
                )
            elif (column.name, language) in self._columns:
                self.problem("sheet.column-twice", f"The column '{words[:80]}' is here a second time.", at + 1)
            else:
                self._columns[column.name, language] = at
        for wanted in ("Section", "Title"):
            if (wanted, "") not in self._columns:
                self.problem("sheet.column-missing", f"A column '{wanted}' is needed.")
        self._left = iter(enumerate(table.rows[place:], place + 1))
        return True

    def each(self) -> Iterator[None]:
        """Goes on to one row after the other that says something."""
        for number, row in self._left:
            if any(row):
                self.number, self.row = number, row
                self._look_for_errors()
                yield
        self.number = 0

    def _look_for_errors(self) -> None:
        for at, said in enumerate(self.row):
            if re.fullmatch(r"#(REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL|GETTING_DATA)!?", said):
                self.problem("sheet.error", f"The formula here gives {said}: mend it, or write the value.", at + 1)

    @property
    def languages(self) -> list[str]:
        """Those of the translations."""
        return list(dict.fromkeys(language for _, language in self._columns if language))

    def cell(self, column: str, language: str = "") -> str:
        at = self._columns.get((column, language))
        return self.row[at] if at is not None and at < len(self.row) else ""

    def place(self, column: str, language: str = "") -> tuple[str, int, int]:
        return (self.sheet, self.number, self._columns.get((column, language), 0) + 1)

    def wrong(self, column: str, code: str, message: str) -> None:
        self.problem(code, message, self.place(column)[2])

    def came_from(self, path: tuple[str | int, ...], column: str) -> None:
        self.cells[path] = self.place(column)

    def text(self, column: str, path: tuple[str | int, ...]) -> dict[str, str]:
        """A text with its translations."""
        self.came_from(path, column)
        found = {"": self.cell(column)} if self.cell(column) else {}
        others = {language: self.cell(column, language) for language in self.languages}
        return found | {language: said for language, said in others.items() if said and found}

    def lines(self, column: str, path: tuple[str | int, ...]) -> list[dict[str, str]]:
        """Several texts, one a line; translations have as many lines."""
        self.came_from(path, column)
        whole = self.text(column, path)
        parts = {language: [one.strip() for one in said.split("\n") if one.strip()] for language, said in whole.items()}
        own = parts.get("", [])
        found = []
        for at, said in enumerate(own):
            more = {language: many[at] for language, many in parts.items() if language and len(many) == len(own)}
            found.append({"": said, **more})
        return found

    def yes_no(self, column: str) -> bool | None:
        said = self.cell(column).lower()
        if said in ("yes", "y", "true", "x", "1", "sì", "si", "так"):
            return True
        if said in ("no", "n", "false", "0", "ні"):
            return False
        if said:
            self.wrong(column, "sheet.yes-no", f"'{said[:40]}' is neither yes nor no.")
        return None

    def number_in(self, column: str) -> Decimal | None:
        said = self.cell(column).replace(",", ".").replace(" ", "")
        if not said:
            return None
        if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", said):
            self.wrong(column, "sheet.number", f"'{self.cell(column)[:40]}' is no number.")
            return None
        return Decimal(said)


def _column(words: str) -> tuple[Column | None, str]:
    """The column that a heading means, and the language of a translation: `Title (it)`."""
    found = re.fullmatch(r"(.*?)\s*[(\[]\s*([A-Za-z-]{2,20})\s*[)\]]\s*", words)
    if found and plainly(found[1]) in BY_NAME:
        return BY_NAME[plainly(found[1])], found[2].lower() if len(found[2]) == 2 else found[2]
    return BY_NAME.get(plainly(words)), ""


def known_columns(row: tuple[str, ...]) -> int:
    """How many of these cells name a column."""
    return sum(1 for words in row if words and _column(words)[0] is not None)
