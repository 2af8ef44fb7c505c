"""A checklist that a team wrote in a spreadsheet becomes a checked file, or every problem is told at its cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certflow.domain.checklist import read_checklist
from certflow.domain.edition import File
from certflow.domain.exchange.exporting import Format, export_file
from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.reading import read_file
from certflow.domain.exchange.report import Report
from certflow.domain.exchange.sheet import MAX_ROWS
from certflow.exchange import workbooks
from certflow.exchange.drawing import example, template, workbook_of
from certflow.exchange.workbooks import sheets_of

HEADS = ["Section", "Step", "Title", "Requirement", "Point", "Evidence", "Provided by", "Review", "Question", "Asked",
         "Kind", "Options", "Min", "Applies when"]  # fmt: skip
ROWS = [
    ["Site", "1.1", "Place", "It is known.", "S.1", "Map", "Operator", "", "people", "How many?", "number", "", "0",
     ""],
    ["", "", "", "", "", "", "", "", "ground", "What ground?", "choice", "field = Field\ntown", "", ""],
    ["", "1.2", "Neighbours", "They are told.", "S.2", "", "Operator", "safety_manager", "", "When?", "date", "", "",
     "people > 5"],
]  # fmt: skip


def as_text(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    quoted = ([f'"{cell}"' for cell in row] for row in rows)
    return "\n".join(separator.join(row) for row in quoted)


def read(raw: bytes, file: str = "site-survey.csv") -> Report:
    return read_file(raw, file, sheets_of)


def changed(row: int, head: str, said: str) -> Report:
    """The table with one cell changed; rows are counted from 0 below the heads."""
    rows = [list(one) for one in ROWS]
    rows[row][HEADS.index(head)] = said
    return read(as_text([HEADS, *rows]).encode())


def book(rows: Sequence[Sequence[object]], **more: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("Steps")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(at, column, cell)
        for part, arguments in more.items():
            getattr(sheet, part)(*arguments)
    return out.getvalue()


def test_a_table_becomes_a_checklist():
    report = read(as_text([HEADS, *ROWS]).encode())
    checklist = read_checklist(report.text.encode())

    assert (report.problems, report.name) == ((), "site-survey/1.yaml")
    assert list(checklist.steps) == ["s1-1", "s1-2"]
    step = checklist.step("s1-2")
    assert (step.when.text if step.when else "", step.policy().roles) == ("people > 5", ("safety_manager",))
    assert [choice.value for choice in checklist.question("ground").choices] == ["field", "town"]
    assert dict(report.read) == {"sections": 1, "steps": 2, "questions": 3}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_it_does_not_matter_how_a_text_file_was_saved(encoding: str, separator: str):
    rows = [list(one) for one in ROWS]
    rows[0][2] = "Città"
    report = read(as_text([HEADS, *rows], separator).encode(encoding))

    assert report.problems == ()
    assert "title: Città" in report.text or 'title: "Città"' in report.text


@pytest.mark.parametrize(
    ("row", "head", "said", "cell", "part"),
    [
        (0, "Kind", "numbr", "row 2, column K", "Nearest: 'number'"),
        (0, "Min", "none", "row 2, column M", "no number"),
        (2, "Applies when", "peple > 5", "row 4, column N", "Nearest: 'people'"),
        (2, "Applies when", "people >", "row 4, column N", "not a complete"),
        (2, "Review", "safty_manager", "row 4, column H", "Nearest: 'safety_manager'"),
        (1, "Question", "people", "row 3, column I", "asked already"),
        (1, "Question", "Ground type", "row 3, column I", "Nearest: 'ground_type'"),
        (1, "Options", "a\na", "row 3, column L", "twice"),
        (1, "Options", "", "row 3, column I", "options"),
        (2, "Step", "1.1 ", "row 4", "differs"),
        (0, "Title", "", "row 2, column C", "no title"),
        (1, "Requirement", "#REF!", "row 3, column D", "#REF!"),
    ],
)
def test_a_mistake_is_told_at_its_cell_with_the_nearest_fix(row: int, head: str, said: str, cell: str, part: str):
    report = changed(row, head, said)

    assert report.text == ""
    assert any(cell in one and part in one for one in report.problems), report.problems


def test_all_mistakes_are_told_at_once():
    rows = [list(one) for one in ROWS]
    rows[0][HEADS.index("Kind")], rows[1][HEADS.index("Kind")], rows[2][HEADS.index("Review")] = "x", "y", "z"
    report = read(as_text([[*HEADS[:-1], "Aplies when"], *rows]).encode())

    assert len(report.problems) == 4
    assert "Nearest: 'Applies when'" in report.problems[0]


def test_the_example_of_the_template_is_a_clean_checklist_and_the_empty_one_says_what_to_do():
    filled, empty = read(example(), "x.xlsx"), read(template(), "x.xlsx")

    assert (filled.problems, filled.name) == ((), "site-survey/1.yaml")
    assert read_checklist(filled.text.encode()).step("s1-2").level is not None
    assert ["sheet.empty" in one for one in empty.problems] == [True]


def test_numbers_days_and_blanks_are_read_as_people_see_them():
    rows = [HEADS, ["Site\u00a0", 1.0, " Place\u200b", "It is.", 3.5, "", "", "", "day", "When?", "date", "", "", ""]]
    checklist = read_checklist(read(book(rows), "x.xlsx").text.encode())

    assert (list(checklist.steps), str(checklist.step("s1").source.point)) == (["s1"], "3.5")
    assert (str(checklist.step("s1").title), str(checklist.sections[0].title)) == ("Place", "Site")


def test_merged_cells_say_the_same_in_each_row():
    rows = [[*one] for one in [HEADS, *ROWS]]
    report = read(book(rows, merge_range=(1, 1, 2, 1, "1.1")), "x.xlsx")

    assert report.problems == ()
    assert read_checklist(report.text.encode()).step("s1-1").questions == ("people", "ground")


def test_empty_rows_above_and_between_do_not_shift_the_rows_that_are_told():
    rows: list[Sequence[str]] = [[], ["Our survey"], HEADS, ROWS[0], [], [*ROWS[1][:10], "numbr", *ROWS[1][11:]]]
    below, beside = read(book(rows), "x.xlsx"), read(book([["", *row] for row in rows[2:]]), "x.xlsx")

    assert ["Steps, row 6, column K" in one for one in below.problems] == [True]
    assert ["Steps, row 4, column L" in one for one in beside.problems] == [True]


def test_a_formula_counts_as_its_value_and_is_never_worked_out():
    rows = [[*one] for one in [HEADS, *ROWS]]
    report = read(book(rows, write_formula=(1, 12, "=1+1", None, 2)), "x.xlsx")

    assert read_checklist(report.text.encode()).question("people").limits.min == 2


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (packed(xl__workbook_xml=b"<a/>", xl__big_xml=b" " * (workbooks.MAX_UNPACKED + 1)), "import.bomb"),
        (packed(xl__workbook_xml=b"<a/>", xl__big_xml=b" " * 5_000_000), "import.bomb"),
        (packed(word__document_xml=b"<a/>"), "import.workbook"),
        (packed(xl__workbook_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "import.workbook"),
        (b"PK\x03\x04 no archive", "import.workbook"),
        (b"\xd0\xcf\x11\xe0 old", "import.old-workbook"),
    ],
)
def test_a_workbook_that_is_none_or_would_burst_is_refused(raw: bytes, code: str):
    with pytest.raises(NotImported) as refused:
        read(raw, "x.xlsx")

    assert refused.value.code == code


def test_more_rows_than_anybody_reads_are_refused():
    text = as_text([HEADS, *ROWS]) + "\n," * (MAX_ROWS + 1)

    with pytest.raises(NotImported, match=r"import\.rows"):
        read(text.encode())


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX])
def test_a_checklist_goes_out_as_a_table_and_comes_back(format_: Format):
    text = read(as_text([HEADS, *ROWS]).encode()).text
    out = export_file((File(text.encode()),), format_, workbook_of)
    again = read(out.content, out.name)

    before, after = read_checklist(text.encode()), read_checklist(again.text.encode())
    assert out.left_out == ()
    assert list(after.questions) == list(before.questions)
    assert [(one.title, one.text, one.source.point) for one in after.steps.values()] == [
        (one.title, one.text, one.source.point) for one in before.steps.values()
    ]


def test_an_exported_cell_is_never_a_formula():
    text = read(as_text([HEADS, *ROWS]).encode()).text.replace("It is known.", "=1+1")
    out = export_file((File(text.encode()),), Format.CSV, workbook_of)

    assert b"'=1+1" in out.content
    assert "=1+1" in read(out.content).text


def test_what_has_no_column_is_told():
    from tests.domain.test_checklist_catalogue import CATALOGUE

    out = export_file((File(CATALOGUE.encode()),), Format.CSV, workbook_of)

    assert {"2 derived", "2 parameters", "'parts' of 1 steps"} <= set(out.left_out)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.sampled_from(["", "x", "1", "yes", "Site", "number", "a = b", "people > 5", "#REF!", "é\u00a0"])
                 | st.text(max_size=6), min_size=14, max_size=14),
        max_size=5,
    )
)  # fmt: skip
def test_whatever_stands_in_the_cells_there_is_a_clean_checklist_or_a_told_problem(rows: list[list[str]]):
    clean = [[cell.replace('"', "") for cell in row] for row in rows]
    report = read(as_text([HEADS, *clean]).encode("utf-8", "replace"))

    assert bool(report.text) != bool(report.problems)
    if report.text:
        read_checklist(report.text.encode())
