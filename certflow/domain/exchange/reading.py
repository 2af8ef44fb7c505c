"""From the bytes of a file to a checklist file of ours, or to everything that stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from certflow.domain.checklist import Checklist, Editions, Problem, Problems, read_checklist
from certflow.domain.checklist.strict_yaml import Document, Path, read_yaml
from certflow.domain.edition import File
from certflow.domain.exchange.ciso_in import is_library, read_library
from certflow.domain.exchange.csv_in import decoded, read_csv
from certflow.domain.exchange.foreign_yaml import read_foreign_yaml
from certflow.domain.exchange.imported import NotImported, Telling
from certflow.domain.exchange.oscal_in import is_catalog, read_catalog, read_json
from certflow.domain.exchange.profile import is_profile, read_profile
from certflow.domain.exchange.report import MAX_BYTES, Report
from certflow.domain.exchange.rows_in import FromRows, read_rows
from certflow.domain.exchange.sheet import Sheet, letters
from certflow.domain.exchange.writing import write_yaml


def read_file(raw: bytes, file: str, sheets_of: Callable[[bytes], Sequence[Sheet]], over: File | None = None) -> Report:
    """What becomes of a file. Raises NotImported: import.*

    sheets_of  reads a workbook
    over       the checklist that a profile tailors
    """
    if len(raw) > MAX_BYTES:
        raise NotImported("import.too-large", bytes=len(raw), most=MAX_BYTES)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotImported("import.old-workbook")
    if raw.startswith(b"PK"):
        return _of_rows(read_rows(sheets_of(raw), file), "XLSX")
    text = decoded(raw)
    ending = file.lower().rpartition(".")[2]
    start = text.lstrip()[:1]
    if ending == "json" or (start in ("{", "[") and ending not in ("yaml", "yml", "csv")):
        return _of_json(read_json(text), over)
    if ending in ("yaml", "yml"):
        data = read_foreign_yaml(text)
        if is_library(data):
            imported = read_library(data)
            return _checked(imported.format, imported.data, imported.telling)
        raise NotImported("import.unknown", file=file)
    return _of_rows(read_rows([read_csv(text, file)], file), "CSV")


def _of_json(data: Any, over: File | None) -> Report:
    if is_catalog(data):
        imported = read_catalog(data)
        return _checked(imported.format, imported.data, imported.telling)
    if is_profile(data):
        if over is None:
            raise NotImported("import.profile")
        imported = read_profile(data, over)
        base = str(imported.data["extends"])
        return _checked(imported.format, imported.data, imported.telling, {base: over}.get)
    raise NotImported("import.unknown", file=next(iter(data), "") if isinstance(data, dict) else "")


def _checked(format_: str, data: dict[str, Any], telling: Telling, editions: Editions | None = None) -> Report:
    """The file as the language reads it: nothing is handed out that could not be used."""
    text = write_yaml(data)
    report = Report(
        format_,
        text,
        f"{data['checklist']}/{data['edition']}.yaml",
        tuple(sorted(telling.read.items())),
        tuple(sorted((what, count) for what, count in telling.kept.items() if count)),
        telling.sentences(),
    )
    try:
        _read(text, report.name, editions)
    except Problems as problems:
        return replace(report, problems=tuple(map(str, problems.found)))
    return report


def _read(text: str, name: str, editions: Editions | None) -> Checklist:
    raw = text.encode("utf-8", "surrogatepass")
    return read_checklist(raw, file=name) if editions is None else read_checklist(raw, file=name, editions=editions)


def _of_rows(found: FromRows, format_: str) -> Report:
    told = tuple(str(problem) for problem in found.problems)
    if found.data is None:
        return Report(format_, read=tuple(sorted(found.telling.read.items())), problems=told)
    text = write_yaml(found.data)
    name = f"{found.data['checklist']}/{found.data['edition']}.yaml"
    report = Report(format_, text, name, tuple(sorted(found.telling.read.items())), (), found.telling.sentences())
    try:
        read_checklist(text.encode(), file=name)
    except Problems as problems:
        document = read_yaml(text.encode(), file=name)
        at_cells = dict.fromkeys(_at_its_cell(found, document, problem) for problem in problems.found)
        return replace(report, text="", problems=tuple(at_cells))
    return report


def _at_its_cell(found: FromRows, document: Document, problem: Problem) -> str:
    """A problem of the checklist, told at the cell it came from."""
    sheet, row, column = found.cell_of(_data_path(document, _path_at(document, problem)))
    return f"{sheet}, row {row}, column {letters(column)}: {problem.message} [{problem.code}]"


def _path_at(document: Document, problem: Problem) -> Path:
    """The innermost part that begins at or before the place of a problem."""
    best: tuple[tuple[int, int], Path] = ((0, 0), ())
    for places in (document.places, document.keys):
        for path, place in places.items():
            here = (place.line, place.column)
            if here <= (problem.line, problem.column) and (here, len(path)) > (best[0], len(best[1])):
                best = (here, path)
    return best[1]


def _data_path(document: Document, path: Path) -> Path:
    return path if document.at(path) is not None else path[:-1]
