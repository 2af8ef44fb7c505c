"""The text of our own paper, read from the finished file.

It is taken from the structure tree, as a screen reader would, so running heads are no part of it and a lost tag is
found too. Nothing is asked of whoever drew it: what a page shows is read from its content, letter by letter.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf

from certflow.pdf.faces import Face, face_named
from certflow.pdf.lettering import bare

#: all that decides about text in the content of our pages: a mark with its number, where it begins and ends, the
#: typeface, and what is shown, which is always written in hexadecimal digits
_SAID = re.compile(
    rb"<</MCID (\d+)>>|\b(B[DM]C)\b|\b(EMC)\b|/(\w+) [-.\d]+ Tf\b|((?:\[[^\]]*\]|<[0-9A-Fa-f]*>) T[Jj])\b"
)
_MARK, _BEGIN, _END, _TYPE = 1, 2, 3, 4
_DIGITS = re.compile(rb"<([0-9A-Fa-f]*)>")
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")


class Foreign(ValueError):
    """A page that is not of our making, so that nobody can say what it shows."""


#: what the glyphs of a font object mean, by their numbers
Letters = Callable[[Any], Mapping[int, str]]


def read_text(pdf: bytes, letters: Letters | None = None) -> str:
    """All tagged text in reading order, without spaces.

    letters   what glyphs mean; by each font's own ToUnicode map unless told
    Raises Foreign.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        meaning = letters or by_its_own_map()
        marked = {page.obj.objgen: marked_text(page, meaning) for page in file.pages}
        return bare("".join(text_of(file.Root.StructTreeRoot.K, marked)))


def text_of(
    node: Any, marked: Mapping[tuple[int, int], Mapping[int, str]], page: tuple[int, int] = (0, 0)
) -> Iterator[str]:
    """What an element of the structure tree says, piece by piece. marked: the texts of each page's marks."""
    if isinstance(node, int):
        yield marked[page].get(node, "")
    elif isinstance(node, pikepdf.Array):
        for kid in node:
            yield from text_of(kid, marked, page)
    elif isinstance(node, pikepdf.Dictionary) and "/K" in node:
        yield from text_of(node.K, marked, node.Pg.objgen if "/Pg" in node else page)


def marked_text(page: pikepdf.Page, letters: Letters) -> dict[int, str]:
    """Marked-content id → its text, on one page."""
    content = _content(page)
    if b"(" in content:
        raise Foreign("The page shows text in a form that ours never have.")
    fonts: Any = page.obj.Resources.Font
    glyphs: Mapping[int, str] = {}
    found: dict[int, list[str]] = {}
    here: list[int | None] = []
    mark: int | None = None
    for said in _SAID.finditer(content):
        match said.lastindex:
            case 1:
                mark = int(said[_MARK])
            case 2:
                here.append(mark)
                mark = None
            case 3:
                here.pop()
            case 4:
                glyphs = letters(fonts[f"/{said[_TYPE].decode()}"])
            case _ if here and here[-1] is not None:
                digits = b"".join(_DIGITS.findall(said[0]))
                shown = struct.unpack(f">{len(digits) // 4}H", bytes.fromhex(digits.decode()))
                found.setdefault(here[-1], []).extend([glyphs[glyph] for glyph in shown])
    return {mcid: "".join(parts) for mcid, parts in found.items()}


def _content(page: pikepdf.Page) -> bytes:
    contents: Any = page.obj.Contents
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


class _Glyphs(dict[int, str]):
    """Glyph → text; U+FFFD for one without meaning: it can equal nothing that was meant."""

    def __missing__(self, _: int) -> str:
        return "\ufffd"


class _ByFace(dict[int, str]):
    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, glyph: int) -> str:
        self[glyph] = self._face.says(glyph)
        return self[glyph]


def by_its_own_map() -> Letters:
    maps: dict[tuple[int, int], _Glyphs] = {}

    def letters(font: Any) -> Mapping[int, str]:
        if font.objgen not in maps:
            pairs = _BFCHAR.findall(font.ToUnicode.read_bytes())
            maps[font.objgen] = _Glyphs(
                (int(code, 16), bytes.fromhex(text.decode()).decode("utf-16-be")) for code, text in pairs
            )
        return maps[font.objgen]

    return letters


def by_face(known: Mapping[str, Face]) -> Letters:
    """What glyphs mean by the typefaces themselves, whatever the PDF says."""
    maps: dict[str, _ByFace] = {}

    def letters(font: Any) -> Mapping[int, str]:
        name = str(font.BaseFont)
        if name not in maps:
            maps[name] = _ByFace(face_named(name, known))
        return maps[name]

    return letters
