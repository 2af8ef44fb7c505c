"""From a checklist file of ours to a file in the format of others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from certflow.domain.checklist.parse import whole_document
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.edition import File
from certflow.domain.exchange.ciso_out import library_of
from certflow.domain.exchange.foreign_yaml import write_foreign_yaml
from certflow.domain.exchange.imported import normal
from certflow.domain.exchange.oscal_out import catalog_of
from certflow.domain.exchange.profile import PROFILE, profile_of
from certflow.domain.exchange.rows_out import Table, as_csv, table_of


class Format(StrEnum):
    """The formats a checklist is written in."""

    #: OSCAL JSON: a catalog, or the profile that an edition was imported from
    OSCAL = "oscal"
    #: a library of CISO Assistant, YAML
    CISO = "ciso"
    #: a table as text
    CSV = "csv"
    #: a workbook
    XLSX = "xlsx"


#: format → ending of the file, and its media type
ENDINGS: Mapping[Format, tuple[str, str]] = {
    Format.OSCAL: ("json", "application/json"),
    Format.CISO: ("yaml", "application/yaml"),
    Format.CSV: ("csv", "text/csv; charset=utf-8"),
    Format.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file in another format; `left_out` says what that format has no room for."""

    name: str
    media_type: str
    content: bytes
    left_out: tuple[str, ...]


def export_file(line: tuple[File, ...], format_: Format, workbook_of: Callable[[Table], bytes]) -> Exported:
    """The checklist in another format.

    line         its file, and those it extends
    workbook_of  draws a workbook
    """
    data = normal_of(line)
    ending, media_type = ENDINGS[format_]
    name = f"{data['checklist']}-{data['edition']}.{ending}"
    match format_:
        case Format.OSCAL:
            said = _profile_of(line) or catalog_of(data)
            content = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")
            return Exported(name, media_type, content, tuple(_beyond_text(data)))
        case Format.CISO:
            text = write_foreign_yaml(library_of(data))
            return Exported(name, media_type, text.encode("utf-8", "surrogatepass"), tuple(_beyond_trees(data)))
        case Format.CSV:
            table = table_of(data)
            return Exported(name, media_type, as_csv(table).encode("utf-8-sig", "replace"), table.left_out)
        case Format.XLSX:
            table = table_of(data)
            return Exported(name, media_type, workbook_of(table), table.left_out)


def normal_of(line: tuple[File, ...]) -> dict[str, Any]:
    """The whole checklist in the long form of the language, what it extends put under it."""
    data = whole_document(line).data
    assert isinstance(data, dict)
    return normal(data)


def _profile_of(line: tuple[File, ...]) -> dict[str, Any] | None:
    """The profile, where the edition came from one."""
    if len(line) < 2:
        return None
    own = read_yaml(line[0].raw, file=line[0].name).data
    extra = own.get("extra") if isinstance(own, dict) else None
    if not isinstance(own, dict) or not isinstance(extra, dict) or PROFILE not in extra:
        return None
    return profile_of(own, normal_of(line[1:]))


def _beyond_text(data: Mapping[str, Any]) -> Iterator[str]:
    """What OSCAL catalogs cannot say."""
    questions = sum(len(step.get("questions", {})) for section in data["sections"] for step in section["steps"])
    if questions:
        yield f"{questions} questions"
    if data.get("mappings"):
        yield f"{len(data['mappings'])} mappings"
    yield from _beyond_trees(data)


def _beyond_trees(data: Mapping[str, Any]) -> Iterator[str]:
    """What neither format can say: everything that is worked out."""
    for part in ("derived", "tables", "levels", "tests", "reviews", "lists"):
        if data.get(part):
            yield f"{len(data[part])} {part}"
    steps = [step for section in data["sections"] for step in section["steps"]]
    for part in ("when", "level"):
        if count := sum(1 for step in steps if step.get(part)):
            yield f"'{part}' of {count} steps"
