"""Read a table from a text file: whichever of the usual encodings and separators it has."""

from __future__ import annotations

import csv
import io
import re

from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.sheet import MAX_COLUMNS, MAX_ROWS, Sheet, known_columns

_SEPARATORS = (",", ";", "\t", "|")
_BLANKS = re.compile("[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, with a mark or without, or else Windows-1252 as spreadsheets write it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if raw[:200].count(0) > len(raw[:200]) // 4:
        return raw.decode("utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def tidy(text: str) -> str:
    """A cell as text: blanks are blanks, lines end alike, nothing hangs over."""
    return _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_csv(text: str, name: str) -> Sheet:
    """The rows of a text file. Raises NotImported: import.csv, import.rows"""
    best = max(_SEPARATORS, key=lambda one: _columns_with(text, one))
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=best):
            rows.append(tuple(_bare(tidy(cell)) for cell in row[:MAX_COLUMNS]))
            if len(rows) > MAX_ROWS:
                raise NotImported("import.rows", sheet=name, most=MAX_ROWS)
    except csv.Error as error:
        raise NotImported("import.csv", line=len(rows) + 1, said=str(error)) from error
    return Sheet(name, tuple(rows))


def _columns_with(text: str, separator: str) -> int:
    """How many known columns one of the first lines has, were this the separator."""
    try:
        rows = list(csv.reader(text[:20_000].splitlines()[:20], delimiter=separator))
    except csv.Error:
        return 0
    return max((known_columns(tuple(map(tidy, row))) for row in rows), default=0)


def _bare(cell: str) -> str:
    """Without the apostrophe that an export put before what a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
