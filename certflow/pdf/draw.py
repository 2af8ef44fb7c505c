"""Draw a record: content in, an unsealed PDF out. Same content and language, same bytes."""

from __future__ import annotations

from pathlib import Path

from certflow.pdf.child import ChildFailed, Limits, run_child
from certflow.pdf.typefaces import prepare_fonts

#: room for some hundreds of steps
DRAWING = Limits(cpu_s=240, wall_s=300, memory_mb=2048)


class DrawingFailed(Exception):
    """No paper came out. `reason` is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def draw(content: bytes, language: str, fonts: Path, limits: Limits = DRAWING) -> bytes:
    """The PDF of one record (PDF/A-3a and PDF/UA-1), not yet sealed.

    content    the canonical JSON of a RecordContent
    language   en, it or uk: the fixed words of the paper and the translation of the checklist's texts
    fonts      a folder of ours where the typefaces are unpacked at first use
    Raises DrawingFailed: text too long, out of time or memory, a warning of the renderer, text lost on the way.
    """
    faces, configuration = prepare_fonts(fonts.absolute())
    try:
        return run_child(
            "certflow.pdf.press", [language, str(faces)], content, limits, {"FONTCONFIG_FILE": str(configuration)}
        )
    except ChildFailed as failed:
        raise DrawingFailed(f"The record could not be drawn. {failed.reason}") from failed
