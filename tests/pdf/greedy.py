"""Files made to eat whoever reads them: to inflate, to nest, to turn in circles. None of them is large."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

Make = Callable[[bytes], bytes]

_MB = 1 << 20


def built(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, 1 its catalog, with a plain table."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def bomb(megabytes: int, times: int = 1) -> bytes:
    """Zeros, deflated so many times over."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(_MB)) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


_FORM = b"/AcroForm<</SigFlags 3/Fields[%b]>>"
_PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def _catalog(more: bytes = b"", fields: bytes = b"9 0 R") -> bytes:
    return b"<</Type/Catalog/Pages 2 0 R" + _FORM % fields + more + b">>"


def object_stream_that_inflates(sealed: bytes) -> bytes:
    """The signature field lies in an object stream that inflates to 600 MB, more than the reader has."""
    body = stream(bomb(600), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    return _compressed({1: _catalog(), 2: _PAGES, 3: body}, {9: (3, 0)})


def object_stream_deflated_twice(sealed: bytes) -> bytes:
    """Some kilobytes; the first inflating gives half a megabyte, the second one 600."""
    body = stream(bomb(600, 2), b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]")
    return _compressed({1: _catalog(), 2: _PAGES, 3: body}, {9: (3, 0)})


def object_stream_of_too_many(sealed: bytes) -> bytes:
    """It says that it holds a thousand million objects."""
    body = stream(zlib.compress(b"9 0 <<>>"), b"/Type/ObjStm/N 1000000000/First 4/Filter/FlateDecode")
    return _compressed({1: _catalog(), 2: _PAGES, 3: body}, {9: (3, 0)})


def object_stream_in_itself(sealed: bytes) -> bytes:
    """To read the stream one has to read the stream."""
    return _compressed({1: _catalog(), 2: _PAGES}, {9: (3, 0), 3: (3, 0)})


def object_streams_extending_each_other(sealed: bytes) -> bytes:
    one, other = (stream(b"8 0 null", b"/Type/ObjStm/N 1/First 4/Extends %d 0 R" % to) for to in (4, 3))
    return _compressed({1: _catalog(), 2: _PAGES, 3: one, 4: other}, {9: (3, 5)})


def table_that_inflates(sealed: bytes) -> bytes:
    """The cross-reference stream itself inflates to 600 MB, more than the reader has."""
    out = b"%PDF-1.7\n"
    table = stream(bomb(600), b"/Type/XRef/W[1 8 2]/Size 190000000/Root 1 0 R/Filter/FlateDecode")
    return out + b"5 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def table_of_too_many(sealed: bytes) -> bytes:
    return built({1: _catalog(), 2: _PAGES}).replace(b"xref\n0 3\n", b"xref\n0 9999999999\n", 1)


def table_of_wide_entries(sealed: bytes) -> bytes:
    out = b"%PDF-1.7\n"
    table = stream(b"\0" * 64, b"/Type/XRef/W[1 2000000000 2000000000]/Size 3/Root 1 0 R")
    return out + b"5 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def tables_in_a_circle(sealed: bytes) -> bytes:
    """The table says that the one before it is itself."""
    start = sealed.rindex(b"startxref")
    last = int(sealed[start:].split()[1])
    return sealed[:start].rstrip() + b"\ntrailer\n<</Size 9/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (last, last)


def table_before_itself(sealed: bytes) -> bytes:
    plain = built({1: _catalog(), 2: _PAGES})
    start = plain.rindex(b"xref\n0 ")
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def two_tables_before_each_other(sealed: bytes) -> bytes:
    first = built({1: _catalog(), 2: _PAGES}, b"/Prev 0000000000")
    here, there = first.rindex(b"xref\n0 "), len(first)
    first = first.replace(b"/Prev 0000000000", b"/Prev %010d" % there)
    return first + b"xref\n0 0\ntrailer\n<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (here, there)


def thousands_of_revisions(sealed: bytes) -> bytes:
    out, before = bytearray(built({1: _catalog(), 2: _PAGES})), 0
    before = out.rindex(b"xref\n0 ")
    for _ in range(20_000):
        here = len(out)
        out += b"xref\n0 0\ntrailer\n<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, here)
        before = here
    return bytes(out)


def brackets(sealed: bytes) -> bytes:
    return built({1: _catalog(b"/Perms" + b"[" * 1_000_000), 2: _PAGES})


def dictionaries(sealed: bytes) -> bytes:
    return built({1: _catalog(b"/Perms" + b"<</A" * 500_000), 2: _PAGES})


def brackets_closed(sealed: bytes) -> bytes:
    return built({1: _catalog(b"/Perms" + b"[" * 900 + b"]" * 900), 2: _PAGES, 9: b"[" * 100_000 + b"]" * 100_000})


def references_in_a_circle(sealed: bytes) -> bytes:
    return built({1: _catalog(), 2: _PAGES, 9: b"10 0 R", 10: b"9 0 R"})


def length_that_is_its_own(sealed: bytes) -> bytes:
    return built({1: _catalog(), 2: _PAGES, 9: b"<</Length 9 0 R>>\nstream\nx\nendstream"})


def pages_in_a_circle(sealed: bytes) -> bytes:
    return built({1: _catalog(), 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R/Count 2000000000>>", 9: _SIGNED})


def fields_in_a_circle(sealed: bytes) -> bytes:
    return built({1: _catalog(), 2: _PAGES, 9: b"<</T(a)/Kids[9 0 R 9 0 R]/Parent 9 0 R>>"})


def fields_doubling(sealed: bytes) -> bytes:
    """Sixty levels, two children each that are one: 2^60 ways down."""
    levels = {each: b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (each + 1, each + 1) for each in range(9, 69)}
    return built({1: _catalog(), 2: _PAGES, **levels, 69: _SIGNED})


#: a field that claims a signature over nothing much
_SIGNED = (
    b"<</FT/Sig/T(Seal)/V<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
    b"/ByteRange[0 10 20 10]/Contents<%b>>>>>" % (b"30" * 1_000)
)


def thousands_of_signatures(sealed: bytes) -> bytes:
    fields = b" ".join(b"%d 0 R" % each for each in range(9, 5_009))
    return built({1: _catalog(fields=fields), 2: _PAGES, **dict.fromkeys(range(9, 5_009), _SIGNED)})


def range_of_enormous_numbers(sealed: bytes) -> bytes:
    huge = b"9" * 4_000
    return built({1: _catalog(), 2: _PAGES, 9: _SIGNED.replace(b"[0 10 20 10]", b"[0 %b %b 1]" % (huge, huge))})


def number_of_a_million_digits(sealed: bytes) -> bytes:
    return built({1: _catalog(b"/A " + b"9" * 1_000_000), 2: _PAGES, 9: _SIGNED})


def container_of_nothing_but_beginnings(sealed: bytes) -> bytes:
    """ASN.1 that opens a constructed value of no stated length, and another in it, and so on."""
    return built({1: _catalog(), 2: _PAGES, 9: _SIGNED.replace(b"30" * 1_000, b"3080" * 200_000)})


def attachment_that_inflates(sealed: bytes) -> bytes:
    """In a new revision the data are a bomb."""
    file = stream(bomb(600), b"/Type/EmbeddedFile/Filter/FlateDecode")
    names = b"/Names<</EmbeddedFiles<</Names[(record.json)<</F(record.json)/UF(record.json)/EF<</F 3 0 R>>>>]>>>>"
    return built({1: _catalog(names), 2: _PAGES, 3: file, 9: _SIGNED})


def run_lengths(sealed: bytes) -> bytes:
    """Two bytes give 128, and then are deflated."""
    data = zlib.compress(b"\x81\0" * (16 * _MB), 9)
    body = stream(data, b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/RunLengthDecode]")
    return _compressed({1: _catalog(), 2: _PAGES, 3: body}, {9: (3, 0)})


def predictor_of_enormous_rows(sealed: bytes) -> bytes:
    entries = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32>>"
    return _compressed({1: _catalog(), 2: _PAGES, 3: stream(bomb(300), entries)}, {9: (3, 0)})


def a_long_comment(sealed: bytes) -> bytes:
    return built({1: _catalog(), 2: _PAGES, 9: b"%" + b"x" * (64 * _MB)})


def nothing_but_headers(sealed: bytes) -> bytes:
    return b"%PDF-1.7\n" * 3_000_000


def _compressed(objects: Mapping[int, bytes], inside: Mapping[int, tuple[int, int]]) -> bytes:
    """The same with a cross-reference stream; inside: objects that lie in an object stream, and where."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size, start = 21, len(out)
    rows = bytearray()
    for number in range(size):
        if number in inside:
            rows += b"\2" + inside[number][0].to_bytes(6, "big") + inside[number][1].to_bytes(2, "big")
        elif number == 20 or number in places:
            rows += b"\1" + (start if number == 20 else places[number]).to_bytes(6, "big") + b"\0\0"
        else:
            rows += bytes(9)
    table = stream(bytes(rows), b"/Type/XRef/W[1 6 2]/Size %d/Root 1 0 R" % size)
    return bytes(out) + b"20 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


GREEDY: tuple[Make, ...] = (
    object_stream_that_inflates,
    object_stream_deflated_twice,
    object_stream_of_too_many,
    object_stream_in_itself,
    object_streams_extending_each_other,
    table_that_inflates,
    table_of_too_many,
    table_of_wide_entries,
    tables_in_a_circle,
    table_before_itself,
    two_tables_before_each_other,
    thousands_of_revisions,
    brackets,
    dictionaries,
    brackets_closed,
    references_in_a_circle,
    length_that_is_its_own,
    pages_in_a_circle,
    fields_in_a_circle,
    fields_doubling,
    thousands_of_signatures,
    range_of_enormous_numbers,
    number_of_a_million_digits,
    container_of_nothing_but_beginnings,
    attachment_that_inflates,
    run_lengths,
    predictor_of_enormous_rows,
    a_long_comment,
    nothing_but_headers,
)
