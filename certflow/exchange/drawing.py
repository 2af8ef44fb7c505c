"""Draw a workbook: a checklist as a table, or the empty table with its columns explained and an example beside it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from certflow.domain.exchange.columns import ABOUT, COLUMNS, EXAMPLE, FACTS, HELP, STEPS, Column
from certflow.domain.exchange.rows_out import Table, columns_of

#: rows that a drop-down reaches
LONG = 5_000

_INTRODUCTION = (
    "Write one row for each question, on the sheet Steps. What a section or a step says stands in its first row only.",
    "Say what the checklist is on the sheet About. The sheet Example shows a small one; it is not read.",
    "Texts can be translated: add a column such as 'Title (it)' or 'Asked (uk)'.",
    "Then: python3 -m certflow import FILE.xlsx. Whatever is wrong is told with its sheet, row and column.",
)

_EXAMPLE: tuple[Mapping[str, str], ...] = (
    {"Section": "Site", "Step": "1.1", "Title": "Place of flight", "Requirement": "The place is known and surveyed.",
     "Point": "1.1", "Evidence": "Map of the area", "Provided by": "Operator", "Review": "technical_reviewer",
     "Question": "people_km2", "Asked": "How many people live there per km²?", "Kind": "number", "Unit": "people/km²",
     "Min": "0"},
    {"Question": "ground", "Asked": "What is the ground like?", "Kind": "choice",
     "Options": "field = Fields\ntown = Town\nwater = Open water"},
    {"Step": "1.2", "Title": "Neighbours", "Requirement": "Neighbours are told before the flight.", "Point": "1.2",
     "Met when": "Each neighbour has signed the list", "Applies when": "people_km2 > 5", "Level": "low",
     "Provided by": "Operator", "Question": "told_on", "Asked": "When were they told?", "Kind": "date"},
    {"Section": "Aircraft", "Step": "2.1", "Title": "Condition", "Requirement": "The aircraft is fit to fly.",
     "Point": "2.1", "Evidence": "Log book\nPhotographs", "Provided by": "Operator, Maintainer",
     "Review": "technical_reviewer, safety_manager", "Approvals": "2",
     "Question": "fit", "Asked": "Is it fit to fly?", "Kind": "yes_no"},
)  # fmt: skip

_EXAMPLE_FACTS = {
    "Checklist": "site-survey",
    "Edition": "1",
    "Title": "Site survey",
    "Publisher": "Our team",
    "Authority": "Our accountable manager",
    "Licence": "CC-BY-4.0",
    "Language": "en",
    "Document": "Operations manual",
}


def workbook_of(table: Table) -> bytes:
    """The workbook of a checklist."""
    return _drawn(table, example=False)


def template() -> bytes:
    """The empty workbook, with everything that helps to fill it in."""
    heads = tuple(column.name for column in COLUMNS)
    return _drawn(Table(heads, (), dict.fromkeys(FACTS, ""), ()), example=True)


def _drawn(table: Table, *, example: bool) -> bytes:
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, settings)
    # the same table gives the same bytes
    book.set_properties({"title": table.facts.get("Title", ""), "created": datetime(2026, 1, 1, tzinfo=UTC)})
    looks = _Looks(book)
    _steps(book.add_worksheet(STEPS), table.heads, table.rows, looks)
    _about(book.add_worksheet(ABOUT), table.facts, looks)
    if example:
        rows = [tuple(row.get(column.name, "") for column in COLUMNS) for row in _EXAMPLE]
        _steps(book.add_worksheet(EXAMPLE), table.heads, rows, looks)
        _help(book.add_worksheet(HELP), looks)
    book.close()
    return out.getvalue()


class _Looks:
    def __init__(self, book: Workbook) -> None:
        self.head: Mapping[str, Format] = {
            of: book.add_format(
                {"bold": True, "bg_color": colour, "border": 1, "border_color": "#9aa5ab", "valign": "top"}
            )
            for of, colour in (("section", "#d5e3e8"), ("step", "#e4ecd6"), ("question", "#f3e6cf"))
        }
        self.cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.soft = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})


def _steps(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[str]], looks: _Looks) -> None:
    sheet.freeze_panes(1, 3)
    for at, (head, column) in enumerate(zip(heads, columns_of(heads), strict=True)):
        assert column is not None
        sheet.set_column(at, at, column.width, looks.cell)
        sheet.write_string(0, at, head, looks.head[column.of])
        sheet.write_comment(0, at, column.help, {"x_scale": 2, "author": "certflow"})
        if column.offered:
            _drop_down(sheet, at, column)
    for below, row in enumerate(rows, 1):
        for at, said in enumerate(row):
            if said:
                sheet.write_string(below, at, said[:32_767], looks.cell)


def _drop_down(sheet: Worksheet, at: int, column: Column) -> None:
    offered = {
        "validate": "list",
        "source": list(column.offered),
        # several roles, or the name of a calculated value, may be typed as well
        "error_type": "information" if column.name in ("Review", "Level") else "stop",
        "error_message": column.help[:250],
    }
    sheet.data_validation(1, at, LONG, at, offered)


def _about(sheet: Worksheet, facts: Mapping[str, str], looks: _Looks) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 48, looks.cell)
    sheet.set_column(2, 2, 60)
    for at, (fact, help_) in enumerate(FACTS.items()):
        sheet.write_string(at, 0, fact, looks.bold)
        sheet.write_string(at, 1, facts.get(fact, ""), looks.cell)
        sheet.write_string(at, 2, help_, looks.soft)


def _help(sheet: Worksheet, looks: _Looks) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90, looks.soft)
    sheet.set_column(2, 2, 60, looks.soft)
    for at, said in enumerate(_INTRODUCTION):
        sheet.write_string(at, 0, f"{at + 1}.", looks.bold)
        sheet.write_string(at, 1, said, looks.soft)
    for at, column in enumerate(COLUMNS, len(_INTRODUCTION) + 1):
        sheet.write_string(at, 0, column.name, looks.head[column.of])
        sheet.write_string(at, 1, column.help, looks.soft)
        if column.offered:
            sheet.write_string(at, 2, ", ".join(column.offered), looks.soft)


def example() -> bytes:
    """The example of the template as a workbook of its own."""
    heads = tuple(column.name for column in COLUMNS)
    rows = tuple(tuple(row.get(column.name, "") for column in COLUMNS) for row in _EXAMPLE)
    return _drawn(Table(heads, rows, _EXAMPLE_FACTS, ()), example=False)
