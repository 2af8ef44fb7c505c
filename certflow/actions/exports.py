"""Write a checklist in the format of others.

What does so is loaded when it is asked for: it is a fifth of all code, and the first page waits for none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certflow.domain.refusal import Refused
from certflow.storage.checklists import Library

if TYPE_CHECKING:
    from certflow.domain.exchange.exporting import Exported


def template() -> bytes:
    """The workbook to fill in."""
    from certflow.exchange import drawing

    return drawing.template()


def export_checklist(library: Library, id: str, edition: str, format: str) -> Exported:
    """One edition as a file. Raises Refused: checklist.unknown, checklist.unusable, export.format"""
    from certflow.domain.exchange.exporting import Format, export_file
    from certflow.exchange.drawing import workbook_of

    if format not in list(Format):
        raise Refused("export.format", given=format, known=tuple(one.value for one in Format))
    library.get(id, edition)
    return export_file(library.files(id, edition), Format(format), workbook_of)
