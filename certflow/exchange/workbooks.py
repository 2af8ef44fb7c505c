"""Read a workbook (.xlsx) as texts, sheet by sheet."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from certflow.domain.exchange.csv_in import tidy
from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.sheet import MAX_COLUMNS, MAX_ROWS, Sheet

MAX_SHEETS = 20
MAX_PARTS = 2_000
#: bytes that a workbook unpacks to, and how many times its own size
MAX_UNPACKED = 96 << 20
MAX_RATIO = 200
MAX_CELL = 32_767


def sheets_of(raw: bytes) -> list[Sheet]:
    """The sheets of a workbook. Raises NotImported: import.workbook, import.bomb, import.rows"""
    _look(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = [one.name for one in book.sheets_metadata if "WorkSheet" in str(one.typ)][:MAX_SHEETS]
        return [_sheet(book.get_sheet_by_name(name)) for name in names]
    except CalamineError as error:
        raise NotImported("import.workbook", said=str(error)[:200]) from error


def _look(raw: bytes) -> None:
    """Whether it is a workbook of a sensible size, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotImported("import.workbook", said=str(error)[:200]) from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotImported("import.workbook", said="it is protected by a password")
    if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
        raise NotImported("import.workbook", said="it is a packed file of another kind")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > max(len(raw), 10_000) * MAX_RATIO:
        raise NotImported("import.bomb", bytes=unpacked, most=MAX_UNPACKED)


def _sheet(sheet: CalamineSheet) -> Sheet:
    if sheet.total_height > MAX_ROWS:
        raise NotImported("import.rows", sheet=sheet.name, most=MAX_ROWS)
    # rows are given from the first of the sheet, columns only from the first that is used; people count from A
    before = [""] * min((sheet.start or (0, 0))[1], MAX_COLUMNS)
    rows = [[*before, *(_text(cell) for cell in row[:MAX_COLUMNS])] for row in sheet.iter_rows()]
    for (row, column), (last, _) in sheet.merged_cell_ranges or []:
        _fill_down(rows, row, column, last)
    return Sheet(sheet.name, tuple(map(tuple, rows)))


def _fill_down(rows: list[list[str]], row: int, column: int, last: int) -> None:
    """A cell merged over several rows says the same in each."""
    if not 0 <= row < len(rows) or not 0 <= column < len(rows[row]):
        return
    for below in range(row + 1, min(last + 1, len(rows))):
        if column < len(rows[below]) and not rows[below][column]:
            rows[below][column] = rows[row][column]


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return tidy(str(cell))[:MAX_CELL]
