"""Ways to tamper with a sealed record. Each takes the sealed file and gives back a forged one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certflow.pdf.keys import Keyring, make_keys, open_seal
from certflow.pdf.sign import seal
from tests.pdf.sample import MADE_AT


def updated(sealed: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """An incremental update, the way every PDF editor saves."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(sealed))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"][0].get_object()


def one_byte(sealed: bytes) -> bytes:
    at = sealed.index(b"stream\n") + 40
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def comment_appended(sealed: bytes) -> bytes:
    return sealed + b"% approved\n"


def line_feed_appended(sealed: bytes) -> bytes:
    return sealed + b"\n"


def object_appended(sealed: bytes) -> bytes:
    return updated(sealed, lambda writer: writer.root.update({pdf_name("/Extra"): writer.add_object(pdf_string("x"))}))


def loose_object_appended(sealed: bytes) -> bytes:
    return sealed + b"99999 0 obj\n<< /Type /Catalog >>\nendobj\n"


def title_changed(sealed: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        info = writer.trailer["/Info"]
        info[pdf_name("/Title")] = pdf_string("Another dossier")
        writer.update_container(info)

    return updated(sealed, change)


def title_changed_in_place(sealed: bytes) -> bytes:
    at = sealed.index(b"/Author (certflow)")
    return sealed[:at] + b"/Author (certfl0w)" + sealed[at + 18 :]


def annotation_added(sealed: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        note = generic.DictionaryObject(  # type: ignore[no-untyped-call]
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 300, 200))),
                pdf_name("/Contents"): pdf_string("APPROVED"),
            }
        )
        page = first_page(writer)
        page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
        writer.update_container(page)

    return updated(sealed, change)


def attachment_added(sealed: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        held = embed.EmbeddedFileObject.from_file_data(writer, data=b'{"approved": true}', mime_type="application/json")
        embed.embed_file(writer, embed.FileSpec("more.json", embedded_data=held))

    return updated(sealed, change)


def page_replaced(sealed: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = first_page(writer)
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)

    return updated(sealed, change)


def rewritten(sealed: bytes) -> bytes:
    """Opened and saved whole by another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as file:
        file.save(out)
    return out.getvalue()


def signature_removed(sealed: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as file:
        del file.Root.AcroForm, file.Root.Perms, file.pages[0].obj["/Annots"]
        file.save(out)
    return out.getvalue()


def cut_to_the_drawing(sealed: bytes) -> bytes:
    return sealed[: sealed.index(b"%%EOF") + 6]


def cut_in_half(sealed: bytes) -> bytes:
    return sealed[: len(sealed) // 2]


def padding_written(sealed: bytes) -> bytes:
    end = sealed.index(b">", sealed.index(b"/Contents <", sealed.index(b"%%EOF")))
    return sealed[: end - 2] + b"AA" + sealed[end:]


def spelling_changed(sealed: bytes) -> bytes:
    """The same signature, one of its digits written small: another file with the same meaning."""
    start = sealed.index(b"/Contents <", sealed.index(b"%%EOF")) + 11
    letter = re.compile(rb"[A-F]").search(sealed, start)
    assert letter
    return sealed[: letter.start()] + letter[0].lower() + sealed[letter.end() :]


def gap_widened(sealed: bytes) -> bytes:
    """The signed ranges pulled apart, so that something unsigned fits between them."""
    ranges = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", sealed)
    assert ranges
    first, second, rest = (int(each) for each in ranges.groups())
    other = b"/ByteRange [0 %d %d %d]" % (first, second + 1, rest - 1)
    return sealed[: ranges.start()] + other.ljust(len(ranges[0])) + sealed[ranges.end() :]


TAMPERING = (
    one_byte,
    comment_appended,
    line_feed_appended,
    object_appended,
    loose_object_appended,
    title_changed,
    title_changed_in_place,
    annotation_added,
    attachment_added,
    page_replaced,
    rewritten,
    signature_removed,
    cut_to_the_drawing,
    cut_in_half,
    padding_written,
    spelling_changed,
    gap_widened,
)


class _Attacker(signers.PdfSigner):
    def _enforce_certification_constraints(self, reader: object) -> None:
        """The library would not sign what a seal has closed; an attacker does not ask."""


def signed_again(sealed: bytes, keys: Keyring) -> bytes:
    """A second signature, even by the very same key."""
    opened = open_seal(keys, MADE_AT)
    plain = serialization.NoEncryption()
    der = opened.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(opened.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    metadata = signers.PdfSignatureMetadata(field_name="Second", subfilter=SigSeedSubFilter.PADES)
    return bytes(_Attacker(metadata, signer).sign_pdf(writer).getvalue())


def sealed_by_a_look_alike(drawn: bytes, folder: Path, instance: str) -> bytes:
    """The same drawing under an authority that only has the same names."""
    ring = Keyring(folder, instance)
    make_keys(ring, MADE_AT)
    return seal(drawn, ring, MADE_AT)
