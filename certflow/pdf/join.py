"""Parts joined into one file: pages, tags, links and bookmarks; every typeface once; heads and page numbers.

The first part says what the file is (PDF/A-3a and PDF/UA-1, title, language, colours); the others give pages and tags.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from certflow.pdf.drawn import ELSEWHERE, Drawn
from certflow.pdf.faces import Face, face_named
from certflow.pdf.heads import Heads, Setter

#: longer flat lists of bookmarks break validators, and readers
MOST_BOOKMARKS = 25
PRINT = 4


@dataclass(frozen=True)
class Attached:
    """A file that travels inside."""

    name: str
    description: str
    relationship: str
    media_type: str
    at: datetime
    data: bytes


def join(parts: Sequence[Drawn], heads: Heads, attached: Sequence[Attached], known: Mapping[str, Face]) -> bytes:
    """The whole file. The same parts give the same bytes."""
    setter = Setter(heads, known["IBMPlexSans"], known["IBMPlexMono"])
    binding = _Binding(parts[0])
    for part in parts[1:]:
        binding.add(part)
    total = len(binding.pages)
    for number, (page, chapter) in enumerate(zip(binding.pages, _chapters(parts), strict=True), start=1):
        page.contents_add(binding.pdf.make_stream(setter.page(number, total, chapter)), prepend=True)
    binding.finish(known, setter.used)
    _close_links(binding.pages, parts, heads.page)
    _bookmark(binding.pdf, parts)
    for each in sorted(attached, key=lambda file: file.name):  # a tree of names is sorted
        _attach(binding.pdf, each)
    out = io.BytesIO()
    binding.pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return out.getvalue()


class _Binding:
    """The growing file."""

    def __init__(self, first: Drawn) -> None:
        self.pdf = Pdf.open(io.BytesIO(first.pdf))
        self.pages = list(self.pdf.pages)
        self._sources: list[Pdf] = []  # streams are read from them when the file is saved
        tags: Any = self.pdf.Root.StructTreeRoot
        self._tags, self._document = tags, tags.K[0]
        self._kids: list[Any] = list(tags.K[0].K)
        self._numbered: list[Any] = list(tags.ParentTree.Nums)
        self._type = _Type()
        self._type.take(self.pdf)
        self._type.give(self.pages)
        for name in ("/Outlines", "/Names"):
            if name in self.pdf.Root:
                del self.pdf.Root[name]

    def add(self, part: Drawn) -> None:
        """Pages and tags of one more part. What tags and pages call each other by is counted on."""
        source = Pdf.open(io.BytesIO(part.pdf))
        self._sources.append(source)
        self._type.take(source)
        before = len(self.pages)
        self.pdf.pages.extend(source.pages)
        added = [self.pdf.pages[number] for number in range(before, before + part.pages)]
        tags: Any = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        for kid in tags.K[0].K:
            kid.P = self._document
            self._kids.append(kid)
        shift = 1 + max(int(number) for number in self._numbered[::2])
        numbered = list(tags.ParentTree.Nums)
        for number, tag in zip(numbered[::2], numbered[1::2], strict=True):
            self._numbered += [int(number) + shift, tag]
        for page in added:
            page.obj.StructParents += shift
            for note in page.obj.get("/Annots", ()):
                note.StructParent += shift
        self._type.give(added)
        self.pages += added

    def finish(self, known: Mapping[str, Face], own: Mapping[str, tuple[Face, set[int]]]) -> None:
        self._document.K = Array(self._kids)
        self._tags.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self._numbered)))
        self._type.set(self.pdf, known, own)


class _Type:
    """The typefaces: taken from the parts, and put back once for all of them."""

    def __init__(self) -> None:
        #: name in the resources → the font's name, and the glyphs that are used of it
        self._fonts: dict[str, tuple[str, set[int]]] = {}
        #: the /Font dictionary of each part; all its pages share one
        self._resources: list[Any] = []

    def take(self, source: Pdf) -> None:
        """Leave the fonts of a part out, but for which glyphs it uses."""
        fonts: Any = source.pages[0].obj.Resources.Font
        for name, font in list(fonts.items()):
            _, used = self._fonts.setdefault(name, (str(font.BaseFont), set()))
            used.update(_glyphs(font.DescendantFonts[0].W))
            del fonts[name]

    def give(self, pages: Sequence[pikepdf.Page]) -> None:
        self._resources.append(pages[0].obj.Resources.Font)

    def set(self, pdf: Pdf, known: Mapping[str, Face], own: Mapping[str, tuple[Face, set[int]]]) -> None:
        """Every face once. `own` are those of the heads, under names of their own."""
        named = {name: (face_named(font, known), font, used) for name, (font, used) in self._fonts.items()}
        tags = {face: font for face, font, _ in named.values()}
        for name, (face, used) in own.items():
            named[name] = (face, tags.get(face, f"/AAAAAA+{face.file.stem}"), used)
        made = {
            face: _font(pdf, face, font, set().union(*(used for each, _, used in named.values() if each is face)))
            for face, font, _ in named.values()
        }
        for fonts in self._resources:
            for name, (face, _, _) in named.items():
                fonts[name] = made[face]


def _glyphs(widths: Any) -> Iterator[int]:
    """The glyphs that a /W array gives widths for: those that are used."""
    listed = list(widths)
    for first, run in zip(listed[::2], listed[1::2], strict=True):
        yield from range(int(first), int(first) + len(run))


def _font(pdf: Pdf, face: Face, name: str, used: set[int]) -> Any:
    file = face.subset(used)
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(name),
            **face.described(),
            FontFile2=pdf.make_stream(zlib.compress(file), Length1=len(file), Filter=Name.FlateDecode),
        )
    )
    widths = Array([each for glyph in sorted(used) for each in (glyph, Array([face.width(glyph)]))])
    descendant = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(name),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=Name.Identity,
            FontDescriptor=descriptor,
            W=widths,
        )
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]),
            ToUnicode=pdf.make_stream(_to_unicode(face, sorted(used))),
        )
    )


def _to_unicode(face: Face, glyphs: Sequence[int]) -> bytes:
    """The map from glyphs to text (ISO 32000-1, 9.10.3), a hundred at a time."""
    rows = [f"<{glyph:04x}> <{face.says(glyph).encode('utf-16-be').hex()}>\n" for glyph in glyphs]
    runs = (rows[n : n + 100] for n in range(0, len(rows), 100))
    mapped = "".join(f"{len(run)} beginbfchar\n{''.join(run)}endbfchar\n" for run in runs)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{mapped}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _chapters(parts: Sequence[Drawn]) -> list[str]:
    """The chapter that each page stands in: the first that begins on it, else that of the page before."""
    chapters: list[str] = []
    current = ""
    for part in parts:
        begun = {mark.page: mark.label for mark in reversed(part.bookmarks) if mark.level == 1}
        last = {mark.page: mark.label for mark in part.bookmarks if mark.level == 1}
        for page in range(part.pages):
            chapters.append(begun.get(page, current))
            current = last.get(page, current)
    return chapters


def _close_links(pages: Sequence[pikepdf.Page], parts: Sequence[Drawn], word: str) -> None:
    """Links were left open; now it is known where their ends are. What a link says is read out: “Page 7”."""
    places: dict[str, tuple[int, float]] = {}
    before = 0
    for part in parts:
        for name, (page, y) in part.anchors.items():
            places[name] = (before + page, y)
        before += part.pages
    for source in pages:
        for note in source.obj.get("/Annots", ()):
            number, y = places[str(note.A.URI).removeprefix(ELSEWHERE)]
            del note["/A"]
            note.Dest = Array([pages[number].obj, Name.XYZ, 0, y, 0])
            note.Contents = String(f"{word} {number + 1}")
            note.F = PRINT


def _bookmark(pdf: Pdf, parts: Sequence[Drawn]) -> None:
    """One tree of all bookmarks, in groups where there are many."""
    root: list[OutlineItem] = []
    above: list[tuple[int, list[OutlineItem]]] = [(0, root)]
    before = 0
    for part in parts:
        for mark in part.bookmarks:
            item = OutlineItem(mark.label, before + mark.page, "XYZ", left=0, top=mark.y, zoom=0)
            while above[-1][0] >= mark.level:
                above.pop()
            above[-1][1].append(item)
            above.append((mark.level, item.children))
        before += part.pages
    with pdf.open_outline() as outline:
        outline.root.extend(_grouped(root))


def _grouped(items: list[OutlineItem]) -> list[OutlineItem]:
    for item in items:
        item.children[:] = _grouped(item.children)
    while len(items) > MOST_BOOKMARKS:
        groups = [items[n : n + MOST_BOOKMARKS] for n in range(0, len(items), MOST_BOOKMARKS)]
        items = [_group(group) for group in groups]
    return items


def _group(items: list[OutlineItem]) -> OutlineItem:
    first, last = items[0], items[-1]
    made = OutlineItem(f"{first.title} … {last.title}", first.destination)
    made.children.extend(items)
    made.is_closed = True
    return made


def _attach(pdf: Pdf, file: Attached) -> None:
    """An associated file of the whole document (PDF/A-3), with the dates it is given."""
    at = String(file.at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"))
    checksum = String(hashlib.md5(file.data, usedforsecurity=False).digest())
    stream = pdf.make_stream(
        zlib.compress(file.data),
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{file.media_type}"),
        Filter=Name.FlateDecode,
        Params=Dictionary(CheckSum=checksum, Size=len(file.data), CreationDate=at, ModDate=at),
    )
    described = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(file.name),
            UF=String(file.name),
            Desc=String(file.description),
            AFRelationship=Name(f"/{file.relationship}"),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    root: Any = pdf.Root
    if "/Names" not in root:
        root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array()))
        root.AF = Array()
    root.Names.EmbeddedFiles.Names.extend([String(file.name), described])
    root.AF.append(described)
