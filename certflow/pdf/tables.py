"""Opening a PDF: the library's reader, which finds an object in the file's table when somebody asks for it.

A tagged record of a thousand pages has 170,000 objects, and of them a seal needs thirty. The library unfolds the whole
table first, entry by entry: nine tenths of what sealing cost and two thirds of what verifying did. Here the table of
the one kind that our own printer writes stays as it is, in columns of bytes. Any other is the library's to read, or to
refuse.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from itertools import accumulate
from typing import Any

from pyhanko.pdf_utils import reader as library
from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.decode_limits import DecodeContext, DecodeLimits
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject
from pyhanko.pdf_utils.xref import (
    ObjStreamRef,
    XRefBuilder,
    XRefCache,
    XRefSection,
    XRefSectionData,
    XRefSectionMetaInfo,
    XRefSectionType,
)

#: objects; many times what the longest record has
MOST = 2_000_000
#: what the first column says: the object lies in the file, or in a stream of objects
_IN_FILE, _IN_STREAM = 1, 2
#: PNG's predictor, and the mark of a row that tells its difference to the row above
_PNG, _UP = 12, 2
#: what a table of ours says of itself
_MEMBERS = {"/Type", "/Length", "/Filter", "/DecodeParms", "/W", "/Size", "/Info", "/Root", "/ID", "/Prev"}


class Reader(library.PdfFileReader):
    """A PDF, read strictly."""

    def __init__(self, pdf: bytes) -> None:
        # as the library begins, but for who reads the tables; a test holds the two alike
        self._security_handler = None
        self.strict = True
        self._decode_context = DecodeContext(DecodeLimits(), input_size=len(pdf))
        self.resolved_objects = {}
        self._input_version = None
        self._historical_resolver_cache = {}
        self.stream = io.BytesIO(pdf)
        self._header_version = library._read_header_version(self.stream)
        self.stream.seek(-1, io.SEEK_END)
        tables = _Tables(self, self.stream, True, library.process_data_at_eof(self.stream))
        self.xrefs = XRefCache(self, tables.read_xrefs())  # type: ignore[no-untyped-call]
        self.last_startxref = tables.last_startxref
        self.trailer = tables.trailer
        self.has_xref_stream = tables.has_xref_stream
        self._embedded_signatures = None


class _Tables(XRefBuilder):
    """Reads one table after another, the newest first."""

    def _read_xref_stream(self, declared_startxref: int) -> Any:
        start = self.stream.tell()
        ref, held = self._read_xref_stream_object()  # type: ignore[no-untyped-call]
        written = _as_ours(held)
        entries = _entries(held.encoded_data, *written) if written else None
        if entries is None:
            self.stream.seek(start)
            return super()._read_xref_stream(declared_startxref)
        kind, size = XRefSectionType.STREAM, int(held.raw_get("/Size"))
        about = XRefSectionMetaInfo(kind, size, declared_startxref, start, self.stream.tell(), ref)
        self.sections.append(XRefSection(about, entries))
        self.trailer.add_trailer_revision(held)
        return xref._prev(held)


class _Entries(XRefSectionData):
    """One table: what the library asks of it, looked up in its columns. It is only ever read.

    kinds         what each object is
    places, more  the two numbers of each, a column of bytes for each digit, the highest first
    """

    def __init__(self, kinds: bytes, places: tuple[bytes, ...], more: tuple[bytes, ...]) -> None:
        super().__init__()
        in_file = (number for number, kind in enumerate(kinds) if kind == _IN_FILE and number)
        self.standard_xrefs = {number: (_number(more, number), _number(places, number)) for number in in_file}
        self.xrefs_in_objstm: Mapping[int, ObjStreamRef] = _InStreams(kinds, places, more)  # type: ignore[assignment]
        self.explicit_refs_in_revision: Set[tuple[int, int]] = _Named(self)  # type: ignore[assignment]
        used = {row[1:] for row in set(zip(kinds, *places, strict=True)) if row[0] == _IN_STREAM}
        self.obj_streams_used = {int.from_bytes(bytes(each)) for each in used}


class _InStreams(Mapping[int, ObjStreamRef]):
    """The objects that lie in streams of objects: number → which one, and where in it."""

    def __init__(self, kinds: bytes, places: tuple[bytes, ...], more: tuple[bytes, ...]) -> None:
        self._kinds, self._places, self._more = kinds, places, more

    def __getitem__(self, number: int) -> ObjStreamRef:
        if not 0 < number < len(self._kinds) or self._kinds[number] != _IN_STREAM:
            raise KeyError(number)
        return ObjStreamRef(_number(self._places, number), _number(self._more, number))

    def __iter__(self) -> Iterator[int]:
        return (number for number, kind in enumerate(self._kinds) if kind == _IN_STREAM and number)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Named(Set[tuple[int, int]]):
    """Every object of a table, as number and generation."""

    def __init__(self, entries: XRefSectionData) -> None:
        self._entries = entries

    def __contains__(self, named: object) -> bool:
        assert isinstance(named, tuple)
        number, generation = named
        if generation == 0 and number in self._entries.xrefs_in_objstm:
            return True
        found = self._entries.standard_xrefs.get(number)
        return found is not None and found[0] == generation

    def __iter__(self) -> Iterator[tuple[int, int]]:
        yield from ((number, 0) for number in self._entries.xrefs_in_objstm)
        yield from ((number, generation) for number, (generation, _) in self._entries.standard_xrefs.items())

    def __len__(self) -> int:
        return len(self._entries.xrefs_in_objstm) + len(self._entries.standard_xrefs)


def _number(columns: tuple[bytes, ...], row: int) -> int:
    return int.from_bytes(bytes(column[row] for column in columns))


def _as_ours(held: DictionaryObject) -> tuple[int, tuple[int, ...]] | None:
    """How many entries a table has, and how wide its columns are; None where it says that it is written otherwise than
    ours: one section of all objects, deflated, each row as its difference to the one above."""
    raw = {name: held.raw_get(name) for name in held}
    widths, size, way = _plain_numbers(raw.get("/W")), raw.get("/Size"), raw.get("/DecodeParms")
    if not isinstance(held, StreamObject) or not isinstance(size, NumberObject) or not 1 <= size <= MOST:
        return None
    if not raw.keys() <= _MEMBERS or raw.get("/Filter") != "/FlateDecode" or not isinstance(way, DictionaryObject):
        return None
    if len(widths) != 3 or widths[0] != 1 or not (1 <= widths[1] <= 7 and 1 <= widths[2] <= 2):
        return None
    return (int(size), widths) if dict(way) == {"/Columns": sum(widths), "/Predictor": _PNG} else None


@lru_cache(maxsize=2)  # every revision of a file begins with the table that it was drawn with
def _entries(deflated: bytes, size: int, widths: tuple[int, ...]) -> _Entries | None:
    """The table; None where its bytes are not what it says, or an object was freed."""
    row = sum(widths) + 1
    rows = _inflated(deflated, size * row)
    if rows is None or rows[::row].count(_UP) != size:
        return None
    kinds, *digits = (_summed(rows[at::row]) for at in range(1, row))
    if kinds[1:].strip(bytes((_IN_FILE, _IN_STREAM))):
        return None
    return _Entries(kinds, tuple(digits[: widths[1]]), tuple(digits[widths[1] :]))


def _plain_numbers(given: Any) -> tuple[int, ...]:
    found = [given.raw_get(at) for at in range(len(given))] if isinstance(given, ArrayObject) else []
    return tuple(int(each) for each in found) if all(isinstance(each, NumberObject) for each in found) else ()


def _inflated(data: bytes, length: int) -> bytes | None:
    """What was deflated; None where it is not exactly so long."""
    inflating = zlib.decompressobj()
    try:
        rows = inflating.decompress(data, length + 1)
    except zlib.error:
        return None
    return rows if inflating.eof and not inflating.unused_data and len(rows) == length else None


def _summed(differences: bytes) -> bytes:
    return bytes(each & 255 for each in accumulate(differences))
