"""The strict check of the seal: everything must hold, and every byte must be accounted for.

A signature library answers whether a signature verifies. A record asks more: one seal, by our authority, over the
whole file, with nothing beside it that the seal does not cover. So each condition is checked here by itself, and the
library's answer is only one.
"""

from __future__ import annotations

import hashlib
import io
import re
from datetime import datetime
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certflow.pdf.anchor import Anchor

#: as the seal is written: capital letters, so that there is one spelling of its bytes
_HEX = re.compile(rb"<([0-9A-F]+)>")
ALGORITHMS = {"sha256_ecdsa", "sha256_rsa"}


class NotAuthentic(Exception):
    """A condition does not hold. `settled` is False where only time or a missing proof stands in the way."""

    def __init__(self, reason: str, indication: str, *, settled: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.indication = indication
        self.settled = settled


def check_seal(pdf: bytes, anchor: Anchor, at: datetime) -> PdfFileReader:
    """The file, read strictly, once all conditions hold at the moment `at`. Raises NotAuthentic."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    _need(not reader.encrypted, "The file is encrypted; a record never is.", "FORMAT_FAILURE")
    seal = _the_seal(reader)
    container = _container(pdf, seal)
    _check_trust(seal, anchor, at)
    _check_container(container, seal)
    _check_attributes(container)
    return reader


def _need(holds: bool, reason: str, indication: str) -> None:
    if not holds:
        raise NotAuthentic(reason, indication)


def _the_seal(reader: PdfFileReader) -> EmbeddedPdfSignature:
    """The one signature. It must be certifying, and allow no change at all."""
    found: list[EmbeddedPdfSignature] = reader.embedded_signatures
    _need(bool(found), "The file carries no seal.", "NO_SIGNATURE_FOUND")
    # Further signatures may only be time-stamps of an accepted authority; the anchor names none so far.
    _need(
        len(found) == 1,
        "Something was added after sealing: the file carries more than one signature.",
        "FORMAT_FAILURE",
    )
    seal, fields = found[0], reader.root["/AcroForm"]["/Fields"]
    _need(len(fields) == 1, "The file carries form fields beside the seal.", "FORMAT_FAILURE")
    _need(seal.sig_object["/Type"] == "/Sig", "The signature is no seal.", "FORMAT_FAILURE")
    _need(
        seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached", "The seal is not of the PAdES kind.", "FORMAT_FAILURE"
    )
    _need(seal.docmdp_level is MDPPerm.NO_CHANGES, "The seal does not forbid changes.", "SIG_CONSTRAINTS_FAILURE")
    certifying = reader.root["/Perms"].raw_get("/DocMDP").reference
    _need(
        certifying == fields[0].raw_get("/V").reference,
        "The seal is not the certifying one.",
        "SIG_CONSTRAINTS_FAILURE",
    )
    _need(reader.xrefs.total_revisions == 2, "The file has parts from before or after sealing.", "FORMAT_FAILURE")
    return seal


def _container(pdf: bytes, seal: EmbeddedPdfSignature) -> bytes:
    """The bytes of the signature. All other bytes of the file must be signed, and the space left over be zero."""
    start, first, second, rest = (int(number) for number in seal.sig_object["/ByteRange"])
    covered = start == 0 and first < second and second + rest == len(pdf)
    _need(covered, "The seal does not cover the whole file: something was appended or cut off.", "HASH_FAILURE")
    gap = _HEX.fullmatch(pdf[first:second])
    _need(gap is not None, "The place of the signature holds something else.", "FORMAT_FAILURE")
    assert gap is not None
    raw = bytes.fromhex(gap[1].decode())
    parsed = cms.ContentInfo.load(raw)
    size = len(parsed.dump())
    _need(not raw[size:].strip(b"\0"), "The space behind the signature was written to.", "FORMAT_FAILURE")
    return raw[:size]


def _check_container(raw: bytes, seal: EmbeddedPdfSignature) -> None:
    """Write the signature anew from what it says, as we write it: any byte that differs has no business there.

    A signature does not cover all of its own container, and one value can be encoded in several ways; so a file could
    be changed without breaking its seal. Comparing the whole leaves exactly one form.
    """
    data, certificate = cms.ContentInfo.load(raw)["content"], seal.signer_cert
    who = data["signer_infos"][0]
    algorithm = who["signature_algorithm"]["algorithm"].native
    _need(algorithm in ALGORITHMS, "The seal uses an algorithm we never use.", "CRYPTO_CONSTRAINTS_FAILURE")
    issued = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": issued}),
        "digest_algorithm": {"algorithm": "sha256"},
        "signature_algorithm": {"algorithm": algorithm},
        "signed_attrs": who["signed_attrs"],
        "signature": who["signature"].native,
    }
    ours = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": data["certificates"],
        "signer_infos": [signer],
    }
    again = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(ours)})
    _need(again.dump() == raw, "The signature carries something that we never write.", "FORMAT_FAILURE")


def _check_attributes(raw: bytes) -> None:
    """PAdES: the certificate is named by its digest inside the signature; the time stands outside."""
    data = cms.ContentInfo.load(raw)["content"]
    attributes = {each["type"].native: each["values"] for each in data["signer_infos"][0]["signed_attrs"]}
    named = {"content_type", "message_digest", "signing_certificate_v2"} <= set(
        attributes
    ) and "signing_time" not in attributes
    _need(named, "The seal lacks the attributes that PAdES asks for.", "SIG_CONSTRAINTS_FAILURE")
    id_of = attributes["signing_certificate_v2"][0]["certs"][0]
    plain = id_of["hash_algorithm"]["algorithm"].native == "sha256"
    bound = plain and any(
        hashlib.sha256(each.dump()).digest() == id_of["cert_hash"].native for each in data["certificates"]
    )
    _need(bound, "The seal names another certificate than it carries.", "SIG_CONSTRAINTS_FAILURE")


def _check_trust(seal: EmbeddedPdfSignature, anchor: Anchor, at: datetime) -> None:
    """The library's part: digest, signature, chain to the pinned root, and no change since."""
    root = asn1_x509.Certificate.load(anchor.root.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=at, revocation_mode="soft-fail")
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    status: Any = validate_pdf_signature(seal, context, key_usage_settings=usage)
    _need(status.intact, "The content is not what was sealed: it was changed after sealing.", "HASH_FAILURE")
    _need(status.valid, "The signature does not fit the content.", "SIG_CRYPTO_FAILURE")
    _need(status.md_algorithm == "sha256", "The seal uses another digest than SHA-256.", "CRYPTO_CONSTRAINTS_FAILURE")
    whole = (
        status.coverage is SignatureCoverageLevel.ENTIRE_FILE and status.modification_level is ModificationLevel.NONE
    )
    _need(whole, "Something was changed or added after sealing.", "HASH_FAILURE")
    _need_trust(seal, anchor, status, at)
    used = {each.dump() for each in status.validation_path.iter_certs(include_root=True)}
    _need(
        all(each.dump() in used for each in seal.other_embedded_certs),
        "The seal carries certificates it has no use for.",
        "FORMAT_FAILURE",
    )
    _need(
        status.bottom_line and status.docmdp_ok is not False,
        "The signature does not stand up to all checks.",
        "SIG_CONSTRAINTS_FAILURE",
    )


def _need_trust(seal: EmbeddedPdfSignature, anchor: Anchor, status: Any, at: datetime) -> None:
    if status.trusted:
        return
    own = seal.signer_cert
    stranger = own.issuer.dump() != asn1_x509.Certificate.load(anchor.root.public_bytes(Encoding.DER)).subject.dump()
    expired = not own.not_valid_before <= at <= own.not_valid_after
    if expired and not stranger:
        span = f"{own.not_valid_before:%Y-%m-%d} to {own.not_valid_after:%Y-%m-%d}"
        raise NotAuthentic(
            f"The seal's certificate was valid from {span}, and nothing here proves that the record was sealed "
            "within that time. Ask the ledger that issued it.",
            "OUT_OF_BOUNDS_NO_POE",
            settled=False,
        )
    raise NotAuthentic(
        "The seal was made with a certificate that the trust anchor does not vouch for.", "NO_CERTIFICATE_CHAIN_FOUND"
    )
