"""Our typefaces as a joined file carries them: each once, with the letters that the record uses and what they mean."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from certflow.pdf.lettering import JOINED

#: lookups of OpenType's GSUB table: one glyph for another, one for several
_SINGLE, _LIGATURE = 1, 4


class Face:
    """One typeface; a glyph is named by its number, as in the content of a page."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @cached_property
    def _font(self) -> Any:
        return TTFont(self.file, lazy=True)

    @cached_property
    def glyphs(self) -> Mapping[str, int]:
        """Character → glyph."""
        number = self._font.getReverseGlyphMap()
        return {chr(code): number[name] for code, name in self._font.getBestCmap().items()}

    def says(self, glyph: int) -> str:
        """What a glyph means as text; U+FFFD where it means none, which can equal nothing that was meant."""
        return self._plain.get(glyph) or self._substituted.get(glyph, "\ufffd")

    @cached_property
    def _plain(self) -> Mapping[int, str]:
        return {glyph: letter.translate(JOINED) for letter, glyph in reversed(list(self.glyphs.items()))}

    @cached_property
    def _substituted(self) -> Mapping[int, str]:
        """Glyphs that stand for others: ligatures and variants."""
        number = self._font.getReverseGlyphMap()
        found: dict[int, str] = {}
        for lookup in self._font["GSUB"].table.LookupList.Lookup:
            for table in lookup.SubTable:
                table = getattr(table, "ExtSubTable", table)
                if table.LookupType == _SINGLE:
                    for name, other in table.mapping.items():
                        found.setdefault(number[other], self._plain.get(number[name], "\ufffd"))
                elif table.LookupType == _LIGATURE:
                    for name, ligatures in table.ligatures.items():
                        for ligature in ligatures:
                            parts = (self._plain.get(number[part], "\ufffd") for part in (name, *ligature.Component))
                            found.setdefault(number[ligature.LigGlyph], "".join(parts))
        return found

    def width(self, glyph: int) -> int:
        """In thousandths of the size of the type."""
        return self._widths[glyph]

    @cached_property
    def _widths(self) -> Sequence[int]:
        advances, whole = self._font["hmtx"].metrics, int(self._font["head"].unitsPerEm)
        return [round(1000 * advances[name][0] / whole) for name in self._font.getGlyphOrder()]

    def described(self) -> dict[str, Any]:
        """The members of a font descriptor (ISO 32000-1, 9.8), lengths in thousandths of the size of the type."""
        head, os2, post = self._font["head"], self._font["OS/2"], self._font["post"]
        scale = 1000 / head.unitsPerEm
        symbolic, fixed, italic = 1 << 2, (1 << 0) * bool(post.isFixedPitch), (1 << 6) * bool(post.italicAngle)
        return {
            "Flags": symbolic | fixed | italic,
            "FontBBox": [round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax)],
            "ItalicAngle": round(post.italicAngle),
            "Ascent": round(os2.sTypoAscender * scale),
            "Descent": round(os2.sTypoDescender * scale),
            "CapHeight": round(os2.sCapHeight * scale),
            "StemV": 80 if os2.usWeightClass < 600 else 120,
        }

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The typeface with these glyphs alone, each under the number that it has."""
        options = Options(retain_gids=True, hinting=False, layout_features=[], glyph_names=False, legacy_kern=False)
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "DSIG"]
        font = TTFont(self.file, lazy=True, recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(gids=sorted(glyphs))
        subsetter.subset(font)
        out = io.BytesIO()
        font.save(out, reorderTables=False)
        return out.getvalue()


def faces(folder: Path) -> Mapping[str, Face]:
    """Every face by the name that it has in a page's resources, without the six letters before it."""
    return {_family(file.stem): Face(file) for file in sorted(folder.glob("*.ttf"))}


def face_named(font: str, known: Mapping[str, Face]) -> Face:
    """The face of a font by the name that it has in a PDF, six letters and all."""
    return known[_family(font.split("+", 1)[1])]


def _family(name: str) -> str:
    return name.replace("-", "").removesuffix("Regular")
