"""The strict check of the seal: everything must hold, and every byte must be accounted for.

A signature library answers whether a signature verifies. A record asks more: one seal, by our authority, over the
whole file, with nothing beside it but the time-stamps that renew it. So each condition is checked here by itself, and
the library's answer is only one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel

from certflow.pdf.anchor import Anchor
from certflow.pdf.renewals import check_renewal
from certflow.pdf.tables import Reader
from certflow.pdf.tokens import (
    SKEW,
    Imprint,
    Judging,
    asn1,
    check_form,
    check_token,
    claimed_time,
    imprint_of,
)
from certflow.pdf.verdict import NotAuthentic, Reason
from certflow.pdf.verdict import need as _need

#: as the seal is written: capital letters, so that there is one spelling of its bytes
_HEX = re.compile(rb"<([0-9A-F]+)>")
ALGORITHMS = {"sha256_ecdsa", "sha256_rsa"}


@dataclass(frozen=True)
class Token:
    """A time-stamp found in the file. store: the validation data that the file brings for it."""

    token: cms.ContentInfo
    imprint: Imprint
    store: DocumentSecurityStore | None


@dataclass(frozen=True)
class Sealed:
    """A file in the right form; whose seal it is, and since when, is not judged yet.

    reader   the file as it was sealed, before any renewal
    tokens   the seal's own time-stamp, then one for each document time-stamp
    store    the validation data under the seal
    """

    reader: Reader
    seal: EmbeddedPdfSignature
    tokens: tuple[Token, ...]
    store: DocumentSecurityStore | None

    @property
    def level(self) -> str:
        """Its level of PAdES."""
        if not self.tokens:
            return "B-B"
        if self.store is None:
            return "B-T"
        return "B-LT" if len(self.tokens) == 1 else "B-LTA"

    @property
    def stamped_at(self) -> datetime | None:
        """What the newest time-stamp says."""
        return claimed_time(self.tokens[-1].token) if self.tokens else None


def check_form_of(pdf: bytes) -> Sealed:
    """The file, read strictly, once its form is that of a record. Raises NotAuthentic."""
    whole = Reader(pdf)
    _need(not whole.encrypted, Reason("file.encrypted", "The file is encrypted; a record never is."), "FORMAT_FAILURE")
    found: list[EmbeddedPdfSignature] = whole.embedded_signatures
    _need(bool(found), Reason("seal.missing", "The file carries no seal."), "NO_SIGNATURE_FOUND")
    ends = [_end(each) for each in found]
    _need(
        ends == sorted(set(ends)),
        Reason("file.signatures-order", "The file's signatures do not follow one another."),
        "FORMAT_FAILURE",
    )
    _need(
        ends[-1] == len(pdf),
        Reason("seal.not-whole-file", "The seal does not cover the whole file: something was appended or cut off."),
        "HASH_FAILURE",
    )
    _need(
        whole.xrefs.total_revisions == 1 + len(found),
        Reason("file.other-parts", "The file has parts from before or after sealing."),
        "FORMAT_FAILURE",
    )
    for number, stamp in enumerate(found[1:], 2):
        check_renewal(whole, number, stamp)
    # The seal is judged in the file as it was then, so that nothing later can stand in its place.
    revisions = [*(Reader(pdf[:end]) for end in ends[:-1]), whole]
    reader = revisions[0]
    seal = _the_seal(reader)
    container = _container(pdf[: ends[0]], seal)
    own = _check_container(container, seal)
    _check_attributes(container)
    stores = [_store(revision) for revision in revisions]
    tokens = [] if own is None else [Token(own, imprint_of(_signature(container)), stores[min(1, len(ends) - 1)])]
    for at, (stamp, end) in enumerate(zip(found[1:], ends[1:], strict=True), 1):
        raw = cms.ContentInfo.load(_container(pdf[:end], stamp))
        check_form(raw)
        tokens.append(Token(raw, imprint_of(*_covered(pdf, stamp)), stores[min(at + 1, len(ends) - 1)]))
    sealed = Sealed(reader, seal, tuple(tokens), stores[0])
    _need(
        own is not None or len(found) == 1,
        Reason("seal.no-stamp", "The seal itself carries no time-stamp."),
        "FORMAT_FAILURE",
    )
    _need(
        len(found) == 1 or sealed.store is not None,
        Reason("file.no-validation-data", "The file lacks its validation data."),
        "FORMAT_FAILURE",
    )
    return sealed


def check_trust(sealed: Sealed, anchor: Anchor, at: datetime) -> datetime:
    """The moment from which on the seal is known to have stood, when all is judged at the moment `at`.

    Each time-stamp is judged when the next one was made, which proves that it was there by then; the last one at `at`;
    the seal itself at its own time-stamp. Raises NotAuthentic.
    """
    long, moment = sealed.store is not None, at
    for number, token in reversed(list(enumerate(sealed.tokens))):
        last = number == len(sealed.tokens) - 1
        judging = Judging(anchor.time_stamping, moment, token.store, hard=long and not last)
        before = check_token(token.token, token.imprint, judging).at
        _need(
            before <= moment + SKEW,
            Reason("stamp.future", "A time-stamp is from the future."),
            "TIMESTAMP_ORDER_FAILURE",
        )
        moment = before
    _check_seal(sealed, anchor, moment)
    return moment


def _end(found: EmbeddedPdfSignature) -> int:
    ranges = [int(number) for number in found.sig_object["/ByteRange"]]
    _need(
        len(ranges) == 4, Reason("file.signature-range", "A signature does not say what it covers."), "FORMAT_FAILURE"
    )
    return ranges[2] + ranges[3]


def _covered(pdf: bytes, found: EmbeddedPdfSignature) -> tuple[memoryview, memoryview]:
    start, first, second, rest = (int(number) for number in found.sig_object["/ByteRange"])
    whole = memoryview(pdf)
    return whole[start:first], whole[second : second + rest]


def _store(reader: Reader) -> DocumentSecurityStore | None:
    return DocumentSecurityStore.read_dss(reader) if "/DSS" in reader.root else None


def _signature(container: bytes) -> bytes:
    told: bytes = cms.ContentInfo.load(container)["content"]["signer_infos"][0]["signature"].native
    return told


def _the_seal(reader: Reader) -> EmbeddedPdfSignature:
    """The one signature. It must be certifying, and allow no change at all."""
    found: list[EmbeddedPdfSignature] = reader.embedded_signatures
    _need(len(found) == 1, Reason("file.signed-before", "The file was signed before it was sealed."), "FORMAT_FAILURE")
    seal, fields = found[0], reader.root["/AcroForm"]["/Fields"]
    _need(
        len(fields) == 1, Reason("file.form-fields", "The file carries form fields beside the seal."), "FORMAT_FAILURE"
    )
    _need(seal.sig_object["/Type"] == "/Sig", Reason("seal.no-seal", "The signature is no seal."), "FORMAT_FAILURE")
    _need(
        seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached",
        Reason("seal.not-pades", "The seal is not of the PAdES kind."),
        "FORMAT_FAILURE",
    )
    _need(
        seal.docmdp_level is MDPPerm.NO_CHANGES,
        Reason("seal.allows-changes", "The seal does not forbid changes."),
        "SIG_CONSTRAINTS_FAILURE",
    )
    certifying = reader.root["/Perms"].raw_get("/DocMDP").reference
    _need(
        certifying == fields[0].raw_get("/V").reference,
        Reason("seal.not-certifying", "The seal is not the certifying one."),
        "SIG_CONSTRAINTS_FAILURE",
    )
    _need(
        reader.xrefs.total_revisions == 2,
        Reason("file.other-parts", "The file has parts from before or after sealing."),
        "FORMAT_FAILURE",
    )
    return seal


def _container(pdf: bytes, seal: EmbeddedPdfSignature) -> bytes:
    """The bytes of the signature. All other bytes of the file must be signed, and the space left over be zero."""
    start, first, second, rest = (int(number) for number in seal.sig_object["/ByteRange"])
    covered = start == 0 and first < second and second + rest == len(pdf)
    _need(
        covered,
        Reason("seal.not-whole-file", "The seal does not cover the whole file: something was appended or cut off."),
        "HASH_FAILURE",
    )
    gap = _HEX.fullmatch(pdf[first:second])
    _need(gap is not None, Reason("seal.place", "The place of the signature holds something else."), "FORMAT_FAILURE")
    assert gap is not None
    raw = bytes.fromhex(gap[1].decode())
    parsed = cms.ContentInfo.load(raw)
    size = len(parsed.dump())
    _need(
        not raw[size:].strip(b"\0"),
        Reason("seal.space", "The space behind the signature was written to."),
        "FORMAT_FAILURE",
    )
    return raw[:size]


def _check_container(raw: bytes, seal: EmbeddedPdfSignature) -> cms.ContentInfo | None:
    """Write the signature anew from what it says, as we write it: any byte that differs has no business there.

    A signature does not cover all of its own container, and one value can be encoded in several ways; so a file could
    be changed without breaking its seal. Comparing the whole leaves exactly one form. Gives the time-stamp in it.
    """
    data, certificate = cms.ContentInfo.load(raw)["content"], seal.signer_cert
    who = data["signer_infos"][0]
    algorithm = who["signature_algorithm"]["algorithm"].native
    _need(
        algorithm in ALGORITHMS,
        Reason("seal.algorithm", "The seal uses an algorithm we never use."),
        "CRYPTO_CONSTRAINTS_FAILURE",
    )
    issued = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": issued}),
        "digest_algorithm": {"algorithm": "sha256"},
        "signature_algorithm": {"algorithm": algorithm},
        "signed_attrs": who["signed_attrs"],
        "signature": who["signature"].native,
    }
    token = _token(who["unsigned_attrs"])
    if token is not None:
        signer["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [token]}]
    ours = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": data["certificates"],
        "signer_infos": [signer],
    }
    again = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(ours)})
    _need(
        again.dump() == raw,
        Reason("seal.extra", "The signature carries something that we never write."),
        "FORMAT_FAILURE",
    )
    return token


def _token(unsigned: Any) -> cms.ContentInfo | None:
    if unsigned.native is None:
        return None
    plain = len(unsigned) == 1 and unsigned[0]["type"].native == "signature_time_stamp_token"
    _need(
        plain and len(unsigned[0]["values"]) == 1,
        Reason("seal.extra", "The signature carries something that we never write."),
        "FORMAT_FAILURE",
    )
    token = unsigned[0]["values"][0]
    check_form(token)
    return token


def _check_attributes(raw: bytes) -> None:
    """PAdES: the certificate is named by its digest inside the signature; the time stands outside."""
    data = cms.ContentInfo.load(raw)["content"]
    attributes = {each["type"].native: each["values"] for each in data["signer_infos"][0]["signed_attrs"]}
    named = {"content_type", "message_digest", "signing_certificate_v2"} <= set(
        attributes
    ) and "signing_time" not in attributes
    _need(
        named,
        Reason("seal.attributes", "The seal lacks the attributes that PAdES asks for."),
        "SIG_CONSTRAINTS_FAILURE",
    )
    id_of = attributes["signing_certificate_v2"][0]["certs"][0]
    plain = id_of["hash_algorithm"]["algorithm"].native == "sha256"
    bound = plain and any(
        hashlib.sha256(each.dump()).digest() == id_of["cert_hash"].native for each in data["certificates"]
    )
    _need(
        bound,
        Reason("seal.other-certificate", "The seal names another certificate than it carries."),
        "SIG_CONSTRAINTS_FAILURE",
    )


def _check_seal(sealed: Sealed, anchor: Anchor, moment: datetime) -> None:
    """The library's part: digest, signature, chain to a pinned root, and no change since."""
    seal, stamped = sealed.seal, bool(sealed.tokens)
    judging = Judging(anchor.roots, moment, sealed.store, hard=sealed.store is not None)
    # The seal's own time-stamp has been judged; what the library says of it decides nothing.
    stamps = Judging(anchor.time_stamping, moment, sealed.store).context() if stamped else None
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    status: Any = validate_pdf_signature(
        seal, judging.context(), ts_validation_context=stamps, key_usage_settings=usage
    )
    _need(
        status.intact,
        Reason("seal.content-changed", "The content is not what was sealed: it was changed after sealing."),
        "HASH_FAILURE",
    )
    _need(status.valid, Reason("seal.signature", "The signature does not fit the content."), "SIG_CRYPTO_FAILURE")
    _need(
        status.md_algorithm == "sha256",
        Reason("seal.digest", "The seal uses another digest than SHA-256."),
        "CRYPTO_CONSTRAINTS_FAILURE",
    )
    whole = (
        status.coverage is SignatureCoverageLevel.ENTIRE_FILE and status.modification_level is ModificationLevel.NONE
    )
    _need(whole, Reason("seal.changed-after", "Something was changed or added after sealing."), "HASH_FAILURE")
    _need_trust(sealed, anchor, status, moment)
    used = {each.dump() for each in status.validation_path.iter_certs(include_root=True)}
    _need(
        all(each.dump() in used for each in seal.other_embedded_certs),
        Reason("seal.useless-certificates", "The seal carries certificates it has no use for."),
        "FORMAT_FAILURE",
    )
    _need(
        status.bottom_line and status.docmdp_ok is not False,
        Reason("seal.checks", "The signature does not stand up to all checks."),
        "SIG_CONSTRAINTS_FAILURE",
    )


def _need_trust(sealed: Sealed, anchor: Anchor, status: Any, moment: datetime) -> None:
    if status.trusted:
        return
    _need(not status.revoked, Reason("seal.revoked", "The seal's certificate was revoked."), "REVOKED")
    own = sealed.seal.signer_cert
    stranger = own.issuer.dump() not in {asn1(root).subject.dump() for root in anchor.roots}
    expired = not own.not_valid_before <= moment <= own.not_valid_after
    if expired and not stranger:
        aged = Reason(
            "seal.expired",
            "The seal's certificate was valid from {first} to {last}, and nothing here proves that the record was "
            "sealed within that time. Ask the ledger that issued it.",
            first=f"{own.not_valid_before:%Y-%m-%d}",
            last=f"{own.not_valid_after:%Y-%m-%d}",
        )
        raise NotAuthentic(
            aged,
            "OUT_OF_BOUNDS_NO_POE",
            settled=False,
        )
    raise NotAuthentic(
        Reason("seal.stranger", "The seal was made with a certificate that the trust anchor does not vouch for."),
        "NO_CERTIFICATE_CHAIN_FOUND",
    )
