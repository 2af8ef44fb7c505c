"""The attacks on signed PDFs that the literature names, each built on one of our records.

Universal forgery, incremental saving and wrapping: Mladenov et al., "1 Trillion Dollar Refund" (CCS 2019). Shadow
attacks: Mainka et al. (NDSS 2021). Evil annotation and sneaky signature: Rohlmann et al., "Breaking the
Specification: PDF Certification" (S&P 2021).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from asn1crypto import cms  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from tests.pdf.tampering import first_page, updated

#: sealed → forged
Attack = Callable[[bytes], bytes]
#: the drawing before it was sealed → what an attacker would have us seal
Preparation = Callable[[bytes], bytes]

_COVER = b"q 1 1 1 rg 0 0 600 850 re f Q BT /F1 20 Tf 100 500 Td (APPROVED) Tj ET"


def _seal(pdf: bytes) -> tuple[int, int]:
    """Where the seal's `<…>` begins and ends."""
    start = pdf.index(b"/Contents <", pdf.index(b"%%EOF")) + 10
    return start, pdf.index(b">", start) + 1


def _in_place(pdf: bytes, pattern: bytes, new: bytes) -> bytes:
    """One thing in the seal's dictionary overwritten, no offset moved."""
    start = pdf.index(b"%%EOF")
    found = re.compile(pattern).search(pdf, start)
    assert found
    assert len(new) <= len(found[0])
    return pdf[: found.start()] + new.ljust(len(found[0])) + pdf[found.end() :]


# Universal signature forgery: whatever makes a verifier skip its check


def contents_missing(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/Contents <", b"/Contentz <")


def contents_zero(sealed: bytes) -> bytes:
    start, end = _seal(sealed)
    return sealed[:start] + b"<" + b"0" * (end - start - 2) + b">" + sealed[end:]


def contents_null(sealed: bytes) -> bytes:
    start, end = _seal(sealed)
    return sealed[:start] + b"null".ljust(end - start) + sealed[end:]


def contents_empty(sealed: bytes) -> bytes:
    start, end = _seal(sealed)
    return sealed[:start] + b"<>".ljust(end - start) + sealed[end:]


def range_missing(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ByteRange ", b"/ByteRangf ")


def range_null(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ByteRange \[[0-9 ]+\]", b"/ByteRange null")


def range_empty(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ByteRange \[[0-9 ]+\]", b"/ByteRange [ ]")


def range_of_nothing(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ByteRange \[[0-9 ]+\]", b"/ByteRange [0 0 0 0]")


def range_negative(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ByteRange \[[0-9 ]+\]", b"/ByteRange [0 -1 -1 -1]")


def range_overlapping(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ByteRange \[[0-9 ]+\]", b"/ByteRange [0 %d 0 0]" % len(sealed))


def subfilter_unknown(sealed: bytes) -> bytes:
    return _in_place(sealed, rb"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachez")


# Incremental saving: a revision that a verifier overlooks


def saved_with_the_signature_copied(sealed: bytes) -> bytes:
    """The changed revision ends with a copy of the signature, so that some tool takes it for the signed one."""

    def change(writer: Any) -> None:
        page = first_page(writer)
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=_COVER))
        writer.update_container(page)

    start = sealed.rindex(b" 0 obj", 0, sealed.index(b"/Contents <", sealed.index(b"%%EOF"))) - 6
    return updated(sealed, change) + sealed[start : sealed.index(b"endobj", start) + 6]


def saved_without_a_table(sealed: bytes) -> bytes:
    page = re.search(rb"(\d+) 0 obj\n?<<[^>]*/Type /Page\b", sealed)
    number = page[1] if page else b"7"
    return sealed + b"%s 0 obj\n<< /Type /Page /Contents 9999 0 R >>\nendobj\n" % number


def saved_with_a_trailer_alone(sealed: bytes) -> bytes:
    at = sealed.rindex(b"startxref")
    return saved_without_a_table(sealed) + b"trailer\n<< /Root 2 0 R /Size 9999 >>\n" + sealed[at:]


def saved_with_an_empty_table(sealed: bytes) -> bytes:
    table = len(saved_without_a_table(sealed))
    last = sealed[sealed.rindex(b"startxref") + 9 :].split()[0]
    return saved_without_a_table(
        sealed
    ) + b"xref\n0 0\ntrailer\n<< /Root 2 0 R /Size 9999 /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (last, table)


# Signature wrapping: the signed bytes moved, something else in their place


def wrapped(sealed: bytes) -> bytes:
    """The second signed part moved back, a second /ByteRange and an object put into the room that this makes."""
    ranges = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]").search(sealed, sealed.index(b"%%EOF"))
    assert ranges
    first, second, rest = (int(each) for each in ranges.groups())
    inside = b"/ByteRange [0 %d %d %d] >> endobj 9999 0 obj << /Evil true >> endobj "
    room = len(inside % (first, second + 1000, rest))
    wedge = (inside % (first, second + room, rest)).ljust(room)
    return sealed[:second] + wedge + sealed[second:]


def wrapped_in_the_padding(sealed: bytes) -> bytes:
    """The zeros behind the signature hold another /ByteRange, over as much as before."""
    start, end = _seal(sealed)
    wedge = b"> /ByteRange [0 10 %d 0] /Reason <" % len(sealed)
    zeros = sealed.rindex(b"0" * len(wedge), start, end)
    return sealed[:zeros] + wedge + sealed[zeros + len(wedge) :]


def _numbers(*values: int) -> list[Any]:
    return [generic.NumberObject(each) for each in values]  # type: ignore[no-untyped-call]


# Certified documents: what a certification may allow, ours does not


def evil_annotation(sealed: bytes) -> bytes:
    """A stamp with an appearance of its own, laid over what was sealed."""

    def change(writer: Any) -> None:
        numbers = _numbers(0, 0, 600, 850)
        look = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(numbers),
            },
            stream_data=_COVER,
        )
        note = generic.DictionaryObject(  # type: ignore[no-untyped-call]
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Stamp"),
                pdf_name("/F"): _numbers(4)[0],
                pdf_name("/Rect"): generic.ArrayObject(numbers),
                pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)}),  # type: ignore[no-untyped-call]
            }
        )
        page = first_page(writer)
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page)

    return updated(sealed, change)


def _field(writer: Any, **more: Any) -> None:
    """One more signature field, in sight, with an appearance that covers the page."""
    numbers = _numbers(0, 0, 600, 850)
    page = first_page(writer)
    members = {"FT": pdf_name("/Sig"), "T": pdf_string("Sneaky"), "Type": pdf_name("/Annot")} | more
    members |= {"Subtype": pdf_name("/Widget"), "Rect": generic.ArrayObject(numbers), "F": _numbers(132)[0]}
    field = writer.add_object(
        generic.DictionaryObject({pdf_name(f"/{name}"): value for name, value in members.items()})  # type: ignore[no-untyped-call]
    )
    form = writer.root["/AcroForm"]
    form["/Fields"].append(field)
    writer.update_container(form)
    page["/Annots"].append(field)
    writer.update_container(page)


def sneaky_signature_field(sealed: bytes) -> bytes:
    return updated(sealed, lambda writer: _field(writer))


# Duplicate references


def seal_referred_to_twice(sealed: bytes) -> bytes:
    """A second field shows the very same signature."""

    def change(writer: Any) -> None:
        _field(writer, V=writer.root["/AcroForm"]["/Fields"][0].raw_get("/V"))

    return updated(sealed, change)


def contents_given_twice(sealed: bytes) -> bytes:
    """The zeros behind the signature hold a second /Contents."""
    start, end = _seal(sealed)
    wedge = b"> /Contents <00"
    zeros = sealed.rindex(b"0" * len(wedge), start, end)
    return sealed[:zeros] + wedge + sealed[zeros + len(wedge) :]


def object_defined_twice(sealed: bytes) -> bytes:
    """In the padding between the ranges no object fits; so behind everything, as scanning readers take the last."""
    catalog = re.search(rb"/Root (\d+) 0 R", sealed)
    assert catalog
    return sealed + b"%s 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n" % catalog[1]


# The signature's container


def _container_changed(sealed: bytes, change: Callable[[cms.SignedData], None]) -> bytes:
    start, end = _seal(sealed)
    whole = cms.ContentInfo.load(bytes.fromhex(sealed[start + 1 : end - 1].decode()))
    change(whole["content"])
    other = whole.dump(force=True).hex().upper().encode()
    assert len(other) <= end - start - 2, "it fits into the room there is"
    forged: bytes = sealed[: start + 1] + other.ljust(end - start - 2, b"0") + sealed[end - 1 :]
    return forged


def several_signer_infos(sealed: bytes) -> bytes:
    def change(data: cms.SignedData) -> None:
        data["signer_infos"] = [data["signer_infos"][0].copy(), {**_bare(data["signer_infos"][0])}]

    return _container_changed(sealed, change)


def _bare(who: cms.SignerInfo) -> dict[str, Any]:
    """A second signer who signs nothing."""
    kept = ("version", "sid", "digest_algorithm", "signature_algorithm")
    return {name: who[name].copy() for name in kept} | {"signature": b"\x30\x06\x02\x01\x01\x02\x01\x01"}


def no_signer_infos(sealed: bytes) -> bytes:
    def change(data: cms.SignedData) -> None:
        data["signer_infos"] = []

    return _container_changed(sealed, change)


def encapsulated_content(sealed: bytes) -> bytes:
    """A signature that brings its own content: verifiers may check that in place of the file."""

    def change(data: cms.SignedData) -> None:
        data["encap_content_info"] = {"content_type": "data", "content": b"approved"}

    return _container_changed(sealed, change)


def unsigned_attribute(sealed: bytes) -> bytes:
    def change(data: cms.SignedData) -> None:
        who = data["signer_infos"][0]
        who["unsigned_attrs"] = [{"type": "1.2.3.4", "values": [cms.OctetString(b"x")]}]

    return _container_changed(sealed, change)


# Encryption


def encrypted(sealed: bytes) -> bytes:
    """Opens without a password; what it shows need not be what was signed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    return out.getvalue()


def encryption_claimed(sealed: bytes) -> bytes:
    """The last trailer says that the file is encrypted."""
    found = list(re.finditer(rb"/Info \d+ 0 R", sealed))[-1]
    return sealed[: found.start()] + b"/Encrypt 3 0 R".ljust(len(found[0])) + sealed[found.end() :]


ATTACKS: tuple[Attack, ...] = (
    contents_missing,
    contents_zero,
    contents_null,
    contents_empty,
    range_missing,
    range_null,
    range_empty,
    range_of_nothing,
    range_negative,
    range_overlapping,
    subfilter_unknown,
    saved_with_the_signature_copied,
    saved_without_a_table,
    saved_with_a_trailer_alone,
    saved_with_an_empty_table,
    wrapped,
    wrapped_in_the_padding,
    evil_annotation,
    sneaky_signature_field,
    seal_referred_to_twice,
    contents_given_twice,
    object_defined_twice,
    several_signer_infos,
    no_signer_infos,
    encapsulated_content,
    unsigned_attribute,
    encrypted,
    encryption_claimed,
)


# Shadow attacks: prepared before sealing, sprung afterwards


def _shadow_layer(drawn: bytes) -> bytes:
    """An image-like form laid over the first page, hiding what stands below."""

    def change(writer: Any) -> None:
        page = first_page(writer)
        shown = generic.ArrayObject(
            [page.raw_get("/Contents"), writer.add_object(generic.StreamObject(stream_data=_COVER))]
        )
        page["/Contents"] = shown
        writer.update_container(page)

    return updated(drawn, change)


def _layer_dropped(sealed: bytes) -> bytes:
    def change(writer: Any) -> None:
        page = first_page(writer)
        page["/Contents"] = generic.ArrayObject([page["/Contents"].raw_get(0)])
        writer.update_container(page)

    return updated(sealed, change)


def _shadow_field(drawn: bytes) -> bytes:
    """A text field, whose look is no part of what a form's rules watch."""

    def change(writer: Any) -> None:
        field = generic.DictionaryObject(  # type: ignore[no-untyped-call]
            {pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): pdf_string("x"), pdf_name("/V"): pdf_string("open")}
        )
        form = {pdf_name("/Fields"): generic.ArrayObject([writer.add_object(field)])}
        writer.root[pdf_name("/AcroForm")] = writer.add_object(generic.DictionaryObject(form))  # type: ignore[no-untyped-call]
        writer.update_root()

    return updated(drawn, change)


def _field_filled(sealed: bytes) -> bytes:
    def change(writer: Any) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field["/V"] = pdf_string("approved")
        writer.update_container(field)

    return updated(sealed, change)


def _second_tree(drawn: bytes) -> bytes:
    """Another page that no reader reaches yet."""

    def change(writer: Any) -> None:
        other = generic.StreamObject(stream_data=_COVER)
        writer.root[pdf_name("/Shadow")] = writer.add_object(other)
        writer.update_root()

    return updated(drawn, change)


def _trees_swapped(sealed: bytes) -> bytes:
    def change(writer: Any) -> None:
        page = first_page(writer)
        page["/Contents"] = writer.root.raw_get("/Shadow")
        writer.update_container(page)

    return updated(sealed, change)


def _untouched(drawn: bytes) -> bytes:
    """Nothing prepared: the font that is there already will do."""
    return drawn


def _font_replaced(sealed: bytes) -> bytes:
    """The text stays and its letters look otherwise: fonts are no part of what many verifiers compare."""

    def change(writer: Any) -> None:
        fonts = first_page(writer)["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        font["/BaseFont"] = pdf_name("/Courier")
        writer.update_container(font)

    return updated(sealed, change)


def _layer_switched(drawn: bytes) -> bytes:
    """Optional content: a layer that is in sight when it is sealed."""

    def change(writer: Any) -> None:
        layer = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OCG"), pdf_name("/Name"): pdf_string("x")})  # type: ignore[no-untyped-call]
        held = writer.add_object(layer)
        shown = generic.DictionaryObject({pdf_name("/ON"): generic.ArrayObject([held])})  # type: ignore[no-untyped-call]
        members = {pdf_name("/OCGs"): generic.ArrayObject([held]), pdf_name("/D"): shown}
        writer.root[pdf_name("/OCProperties")] = writer.add_object(generic.DictionaryObject(members))  # type: ignore[no-untyped-call]
        writer.update_root()

    return updated(drawn, change)


def _layer_off(sealed: bytes) -> bytes:
    def change(writer: Any) -> None:
        layers = writer.root["/OCProperties"]
        layers["/D"] = generic.DictionaryObject({pdf_name("/OFF"): layers["/OCGs"]})  # type: ignore[no-untyped-call]
        writer.update_container(layers)

    return updated(sealed, change)


def _pages_doubled(drawn: bytes) -> bytes:
    """A whole second page tree, complete and reached by nobody."""

    def change(writer: Any) -> None:
        page = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})  # type: ignore[no-untyped-call]
        page[pdf_name("/MediaBox")] = generic.ArrayObject(_numbers(0, 0, 600, 850))
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=_COVER))
        kids = generic.ArrayObject([writer.add_object(page)])
        members = {pdf_name("/Type"): pdf_name("/Pages"), pdf_name("/Kids"): kids, pdf_name("/Count"): _numbers(1)[0]}
        writer.root[pdf_name("/Shadow")] = writer.add_object(generic.DictionaryObject(members))  # type: ignore[no-untyped-call]
        writer.update_root()

    return updated(drawn, change)


def _pages_swapped(sealed: bytes) -> bytes:
    def change(writer: Any) -> None:
        writer.root["/Pages"] = writer.root.raw_get("/Shadow")
        writer.update_root()

    return updated(sealed, change)


def _page_freed(sealed: bytes) -> bytes:
    """No object is added: a table alone says that the content of the first page is gone."""
    with pikepdf.open(io.BytesIO(sealed)) as file:
        number, root = file.pages[0].obj.Contents.objgen[0], file.Root.objgen[0]
        size = int(file.trailer.Size)
    last = int(sealed[sealed.rindex(b"startxref") + 9 :].split()[0])
    table = b"xref\n0 1\n%010d 65535 f \n%d 1\n0000000000 00001 f \n" % (number, number)
    trailer = b"trailer\n<< /Root %d 0 R /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return sealed + table + trailer % (root, size, last, len(sealed))


#: name → what is prepared before sealing, what is done afterwards
SHADOWS: dict[str, tuple[Preparation, Attack]] = {
    "hide": (_shadow_layer, _layer_dropped),
    "replace": (_shadow_field, _field_filled),
    "hide and replace": (_second_tree, _trees_swapped),
    "hide by a layer": (_layer_switched, _layer_off),
    "hide by freeing": (_shadow_layer, _page_freed),
    "replace a font": (_untouched, _font_replaced),
    "hide and replace all pages": (_pages_doubled, _pages_swapped),
}
