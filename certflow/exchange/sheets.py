"""The child that reads a table from outside: a workbook or text in, JSON with its sheets out."""

from __future__ import annotations

from certflow.child import confine

if __name__ == "__main__":
    confine()

import csv
import io
import json
import sys

from certflow.domain.exchange.csv_in import decoded, tidy
from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.sheet import MAX_COLUMNS, MAX_ROWS, Sheet
from certflow.exchange.workbooks import sheets_of


def read_text(text: str) -> Sheet:
    """Rows of text, with whichever separator its first line has most. Raises NotImported: import.csv, import.rows"""
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(tuple(tidy(cell) for cell in row[:MAX_COLUMNS]))
            if len(rows) > MAX_ROWS:
                raise NotImported("import.rows", sheet="CSV", most=MAX_ROWS)
    except csv.Error as error:
        raise NotImported("import.csv", line=len(rows) + 1, said=str(error)) from error
    return Sheet("CSV", tuple(rows))


def main() -> None:
    raw = sys.stdin.buffer.read()
    try:
        sheets = sheets_of(raw) if raw.startswith(b"PK\x03\x04") else [read_text(decoded(raw))]
    except NotImported as refused:
        sys.stdout.write(json.dumps({"refused": refused.code, "facts": refused.facts}))
        return
    sys.stdout.write(json.dumps({"sheets": [[one.name, one.rows] for one in sheets]}))


if __name__ == "__main__":
    main()
