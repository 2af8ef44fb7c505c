"""Write a checklist in the format of others."""

from __future__ import annotations

from certflow.domain.exchange.exporting import Exported, Format, export_file
from certflow.domain.refusal import Refused
from certflow.exchange.drawing import template, workbook_of
from certflow.storage.checklists import Library

__all__ = ["Exported", "Format", "export_checklist", "template"]


def export_checklist(library: Library, id: str, edition: str, format: str) -> Exported:
    """One edition as a file. Raises Refused: checklist.unknown, checklist.unusable, export.format"""
    if format not in list(Format):
        raise Refused("export.format", given=format, known=tuple(one.value for one in Format))
    library.get(id, edition)
    return export_file(library.files(id, edition), Format(format), workbook_of)
