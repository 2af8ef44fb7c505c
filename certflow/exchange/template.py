"""An empty workbook with the heads that rows of a question have."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import xlsxwriter  # type: ignore[import-untyped]

from certflow.domain.checklist import Kind, Question
from certflow.domain.exchange.rows_of_question import heads_of

#: workbooks carry a day; a template is the same whenever it is made
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook_for(question: Question, language: str) -> bytes:
    """The workbook: heads in the first row, lists to choose from below them."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("Rows")
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    for at, (input_, head) in enumerate(heads_of(question)):
        column = next(one for one in question.columns if one.id == input_.partition(".")[0])
        sheet.write_string(0, at, head.in_language(language), bold)
        sheet.set_column(at, at, 24, None if column.kind is Kind.NUMBER else text)
        offered = [choice.title.in_language(language) for choice in column.choices]
        if column.kind is Kind.YES_NO:
            offered = ["yes", "no"]
        if offered and len(",".join(offered)) <= 255:
            sheet.data_validation(1, at, question.most, at, {"validate": "list", "source": offered})
    sheet.freeze_panes(1, 0)
    book.close()
    return memory.getvalue()
