"""The table of a file says the same to our reader as to the library's, which reads it entry by entry."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from certflow.pdf.sign import Level, renew
from certflow.pdf.tables import Reader, _Entries
from tests.pdf.attacks import ATTACKS, Attack
from tests.pdf.authority import Authority
from tests.pdf.conftest import SEALED_AT
from tests.pdf.greedy import stream


def read_by_library(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(io.BytesIO(pdf), strict=True)


def told(read: Callable[[bytes], PdfFileReader], pdf: bytes) -> object:
    """All that the tables of a file say; why it is refused where it is."""
    try:
        reader = read(pdf)
    except Exception as refused:
        return type(refused), str(refused)
    return [_section(each) for each in reader.xrefs._xref_sections], str(reader.trailer_view)


def _section(section: Any) -> object:
    data, numbers = section.xref_data, range(1, section.meta_info.size + 3)
    found = {}
    for generation in (0, 1):
        for number in numbers:
            try:
                found[number, generation] = data.try_resolve(Reference(number, generation))
            except KeyError:
                continue
    named = set(data.explicit_refs_in_revision)
    assert len(named) == len(data.explicit_refs_in_revision)
    assert all(each in data.explicit_refs_in_revision for each in named)
    assert (1, 9) not in data.explicit_refs_in_revision
    lists = (dict(data.standard_xrefs), dict(data.xrefs_in_objstm), data.freed, data.obj_streams_used)
    return str(section.meta_info), found, named, *lists, len(data.xrefs_in_objstm), set(data.higher_generation_refs())


@pytest.fixture(scope="module")
def renewed(stamped: dict[Level, bytes], authority: Authority) -> bytes:
    """A record with a table for the drawing, the seal, its validation data and two time-stamps."""
    authority.now = later = SEALED_AT + timedelta(days=1)
    made = renew(stamped[Level.B_LTA], 2, authority.service(), later)
    authority.now = SEALED_AT
    return made


def test_a_record_is_read_without_unfolding_its_table(renewed: bytes) -> None:
    reader = Reader(renewed)

    first, *later = (each.xref_data for each in reader.xrefs._xref_sections)
    assert isinstance(first, _Entries)
    assert later
    assert told(Reader, renewed) == told(read_by_library, renewed)
    assert vars(reader).keys() == vars(read_by_library(renewed)).keys()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attacked_record_says_the_same(attack: Attack, renewed: bytes) -> None:
    forged = attack(renewed)

    assert told(Reader, forged) == told(read_by_library, forged)


#: the catalog, its pages, a stream of objects with one in it; then the table itself
_BODY = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[]/Count 0>>",
    stream(b"4 0 null", b"/Type/ObjStm/N 1/First 4"),
)
Rows = list[tuple[int, int, int]]


def a_table(
    change: Callable[[Rows], Rows] = lambda rows: rows,
    members: bytes = b"/Size 6",
    widths: tuple[int, int, int] = (1, 3, 1),
    way: bytes = b"/Filter/FlateDecode/DecodeParms<</Columns %d/Predictor 12>>",
    marks: int = 2,
    more: bytes = b"",
) -> bytes:
    """A small file with a table as our printer writes it, or as told."""
    out, rows = bytearray(b"%PDF-1.7\n"), [(0, 0, 0)]
    for number, body in enumerate(_BODY, 1):
        rows.append((1, len(out), 0))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = change([*rows, (2, 3, 0), (1, len(out), 0)])
    plain, before = b"", bytes(sum(widths))
    for row in rows:
        this = b"".join(n.to_bytes(width, "big") for n, width in zip(row, widths, strict=True))
        differs = bytes((a - b) % 256 for a, b in zip(this, before, strict=True)) if marks == 2 else this
        plain, before = plain + bytes([marks]) + differs, this
    entries = b"/Type/XRef/Root 1 0 R/W[%d %d %d]" % widths + members
    entries += way % sum(widths) if b"%d" in way else way
    table = stream(zlib.compress(plain + more), entries)
    return bytes(out) + b"5 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))


def freed(rows: Rows) -> Rows:
    return [*rows[:2], (0, 0, 1), *rows[3:]]


def of_no_kind(rows: Rows) -> Rows:
    return [*rows[:2], (3, 0, 0), *rows[3:]]


def of_a_later_generation(rows: Rows) -> Rows:
    return [*rows[:2], (1, rows[2][1], 1), *rows[3:]]


def first_in_a_stream(rows: Rows) -> Rows:
    return [(2, 3, 0), *rows[1:]]


OTHER_WAYS = {
    "ours": a_table(),
    "wide": a_table(widths=(1, 7, 2)),
    "too wide": a_table(widths=(1, 8, 2)),
    "generations of three bytes": a_table(widths=(1, 3, 3)),
    "no generations": a_table(widths=(1, 3, 0)),
    "no kinds": a_table(widths=(0, 3, 1), change=lambda rows: [(0, place, more) for _, place, more in rows]),
    "an object freed": a_table(freed),
    "an entry of no kind": a_table(of_no_kind),
    "an object of a later generation": a_table(of_a_later_generation),
    "number nought in a stream": a_table(first_in_a_stream),
    "one row too few": a_table(lambda rows: rows[:-1]),
    "one row too many": a_table(lambda rows: [*rows, (1, 0, 0)]),
    "half a row too many": a_table(more=b"\2\1"),
    "in sections": a_table(members=b"/Size 6/Index[0 6]"),
    "in sections that are not all": a_table(members=b"/Size 9/Index[0 3 5 3]"),
    "size told wrong": a_table(members=b"/Size 7"),
    "size of nought": a_table(members=b"/Size 0"),
    "size below nought": a_table(members=b"/Size -6"),
    "size no number": a_table(members=b"/Size 6.0"),
    "size elsewhere": a_table(members=b"/Size 1 0 R"),
    "another predictor": a_table(way=b"/Filter/FlateDecode/DecodeParms<</Columns %d/Predictor 15>>"),
    "columns told wrong": a_table(way=b"/Filter/FlateDecode/DecodeParms<</Columns 4/Predictor 12>>"),
    "no predictor": a_table(way=b"/Filter/FlateDecode"),
    "filters in a list": a_table(way=b"/Filter[/FlateDecode]/DecodeParms[<</Columns %d/Predictor 12>>]"),
    "rows as they are": a_table(marks=0),
    "rows of an unknown mark": a_table(marks=4),
    "not deflated": a_table(way=b"/Filter/ASCIIHexDecode"),
    "encrypted": a_table(members=b"/Size 6/Encrypt 2 0 R"),
    "before itself": a_table(members=b"/Size 6/Prev 9"),
    "before it no number": a_table(members=b"/Size 6/Prev/Nothing"),
}


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_a_table_written_in_another_way_says_the_same(way: str) -> None:
    pdf = OTHER_WAYS[way]

    assert told(Reader, pdf) == told(read_by_library, pdf)


def test_a_table_with_a_changed_byte_says_the_same() -> None:
    pdf, chance = a_table(), random.Random(7)
    start = pdf.index(b"5 0 obj")
    for _ in range(400):
        at, other = chance.randrange(start, len(pdf)), chance.randrange(256)
        changed = pdf[:at] + bytes([other]) + pdf[at + 1 :]

        assert told(Reader, changed) == told(read_by_library, changed), f"byte {at} is {other}"
