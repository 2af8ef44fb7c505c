"""Running heads and page numbers, written on finished pages: as artifacts, which no screen reader has to read."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.pdf.faces import Face

#: names of the two typefaces in the resources of a page
SANS, MONO = "/HeadSans", "/HeadMono"
SANS_SIZE, MONO_SIZE = 7.5, 7.0

MM = 72 / 25.4
LEFT, RIGHT = 22 * MM, 190 * MM
TOP, BOTTOM = 276.6 * MM, 14.4 * MM
GREY = "0.2 0.2 0.2 rg"
#: a head that is longer is cut
WIDEST = 84 * MM


@dataclass(frozen=True)
class Heads:
    """What stands at the edges of the pages, beside the chapter.

    dossier   top left     record   bottom left
    page, of  the words of “page 3 of 7”, bottom right
    """

    dossier: str
    record: str
    page: str
    of: str


class Setter:
    """Sets heads in two typefaces, and remembers which glyphs they need."""

    def __init__(self, heads: Heads, sans: Face, mono: Face) -> None:
        self._heads = heads
        self._sizes = {SANS: SANS_SIZE, MONO: MONO_SIZE}
        self.used: dict[str, tuple[Face, set[int]]] = {SANS: (sans, set()), MONO: (mono, set())}

    def page(self, number: int, total: int, chapter: str) -> bytes:
        """The content that goes below a page's own; the cover has no chapter, and no head at its top."""
        heads = self._heads
        lines = [
            self._line(MONO, heads.record, BOTTOM, LEFT),
            self._line(SANS, f"{heads.page} {number} {heads.of} {total}", BOTTOM, RIGHT, flush_right=True),
        ]
        if chapter:
            lines.append(self._line(SANS, heads.dossier, TOP, LEFT))
            lines.append(self._line(SANS, chapter, TOP, RIGHT, flush_right=True))
        return f"/Artifact BMC\nq\n{GREY}\nBT\n{''.join(lines)}ET\nQ\nEMC\n".encode()

    def _line(self, name: str, words: str, y: float, x: float, *, flush_right: bool = False) -> str:
        size = self._sizes[name]
        face, used = self.used[name]
        glyphs = [face.glyphs[letter] for letter in words]
        widths = [face.width(glyph) * size / 1000 for glyph in glyphs]
        while sum(widths) > WIDEST:
            glyphs[-2:], widths[-2:] = [face.glyphs["…"]], [face.width(face.glyphs["…"]) * size / 1000]
        used.update(glyphs)
        start = x - sum(widths) if flush_right else x
        shown = "".join(f"{glyph:04x}" for glyph in glyphs)
        return f"{name} {size:g} Tf\n1 0 0 1 {start:.2f} {y:.2f} Tm\n<{shown}> Tj\n"
