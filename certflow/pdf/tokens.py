"""A time-stamp token (RFC 3161): who says that what existed when. Read the same way when it is asked for and when it
is found in a file."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certflow.pdf.verdict import NotAuthentic, Reason, need

#: how far two clocks that are both right may stand apart
SKEW = timedelta(minutes=5)
DIGESTS = {"sha256", "sha384", "sha512"}

#: name of a digest → that digest of what the token must be about
Imprint = Callable[[str], bytes]


@dataclass(frozen=True)
class Stamp:
    """at: the moment the authority vouches for. certificate: the authority's own."""

    at: datetime
    certificate: x509.Certificate


def imprint_of(*pieces: bytes | memoryview) -> Imprint:
    """The digests of these bytes, of the kinds that we accept; each worked out once."""

    @cache
    def digest(name: str) -> bytes:
        if name not in DIGESTS:
            return b""
        made = hashlib.new(name)
        for piece in pieces:
            made.update(piece)
        return made.digest()

    return digest


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """A certificate as the signature library takes it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def context(
    roots: Sequence[x509.Certificate], at: datetime, store: DocumentSecurityStore | None = None, *, hard: bool = False
) -> ValidationContext:
    """What a chain is judged with: only the roots given, at the moment `at`, nothing fetched.

    store   certificates and revocation data that the file brings along
    hard    whether the revocation data must settle that nothing was revoked
    """
    settings: dict[str, Any] = {
        "trust_roots": [asn1(each) for each in roots],
        "moment": at,
        "allow_fetching": False,
        "revocation_mode": "hard-fail" if hard else "soft-fail",
        "time_tolerance": SKEW,
    }
    if store and hard:
        return store.as_validation_context(settings)
    # Old revocation data settle nothing about a later moment; at their own they were asked already.
    return ValidationContext(**settings, other_certs=list(store.load_certs()) if store else [])


def claimed_time(token: cms.ContentInfo) -> datetime:
    """The moment that a token names, whoever made it."""
    told: datetime = _info(token)["gen_time"].native
    return told


def check_form(token: cms.ContentInfo) -> None:
    """Raise NotAuthentic where a token carries what its authority did not sign: there is one spelling of it."""
    signed = token["content"]
    infos = signed["signer_infos"]
    alone = len(infos) == 1 and infos[0]["unsigned_attrs"].native is None and signed["crls"].native is None
    need(alone, Reason("stamp.extra", "A time-stamp carries more than one authority signed."), "FORMAT_FAILURE")
    need(
        type(token).load(token.dump()).dump(force=True) == token.dump(),
        Reason("stamp.form", "A time-stamp is not written in the one form there is (DER)."),
        "FORMAT_FAILURE",
    )


@dataclass(frozen=True)
class Judging:
    """What a chain is judged by: see `context`."""

    roots: tuple[x509.Certificate, ...]
    at: datetime
    store: DocumentSecurityStore | None = None
    hard: bool = False

    def context(self) -> ValidationContext:
        return context(self.roots, self.at, self.store, hard=self.hard)


def check_token(token: cms.ContentInfo, imprint: Imprint, judging: Judging) -> Stamp:
    """The time-stamp in a token, which must be about `imprint`. Raises NotAuthentic."""
    check_form(token)
    at, status = claimed_time(token), _status(token, imprint, judging)
    need(status.intact, Reason("stamp.other", "A time-stamp is about something else."), "HASH_FAILURE")
    need(status.valid, Reason("stamp.signature", "A time-stamp's signature does not fit."), "SIG_CRYPTO_FAILURE")
    need(
        status.md_algorithm in DIGESTS,
        Reason("stamp.digest", "A time-stamp uses a digest we do not accept."),
        "CRYPTO_CONSTRAINTS_FAILURE",
    )
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    if not status.trusted:
        # judged again when it was made: does only its age stand in the way?
        once = _status(token, imprint, replace(judging, at=at, hard=False))
        raise _untrusted(status, certificate, judging.at, once.trusted)
    return Stamp(at, certificate)


def _status(token: cms.ContentInfo, imprint: Imprint, judging: Judging) -> TimestampSignatureStatus:
    try:
        told = asyncio.run(validate_tst_signed_data(token["content"], judging.context(), imprint))
    except SignatureValidationError as broken:
        raise NotAuthentic(
            Reason("stamp.unusable", "A time-stamp cannot be used: {why}", why=str(broken)), "SIG_CONSTRAINTS_FAILURE"
        ) from broken
    return TimestampSignatureStatus(**told)


def _untrusted(
    status: TimestampSignatureStatus, certificate: x509.Certificate, at: datetime, once: bool
) -> NotAuthentic:
    if status.revoked:
        return NotAuthentic(Reason("stamp.revoked", "The authority of a time-stamp was revoked."), "REVOKED")
    if once and certificate.not_valid_after_utc < at:
        return NotAuthentic(
            Reason(
                "stamp.expired",
                "The proof of time ended on {day}, when the certificate of the time-stamp expired, and it was not "
                "renewed before. Ask the ledger that issued the record.",
                day=f"{certificate.not_valid_after_utc:%Y-%m-%d}",
            ),
            "OUT_OF_BOUNDS_NO_POE",
            settled=False,
        )
    if once:
        why = Reason(
            "stamp.revocation-unproven", "The file does not prove that the authority of a time-stamp was not revoked."
        )
        return NotAuthentic(why, "TRY_LATER", settled=False)
    return NotAuthentic(
        Reason("stamp.stranger", "A time-stamp comes from an authority that the trust anchor does not name."),
        "NO_CERTIFICATE_CHAIN_FOUND",
    )


def _info(token: cms.ContentInfo) -> tsp.TSTInfo:
    need(
        token["content_type"].native == "signed_data",
        Reason("stamp.content", "A time-stamp holds something else."),
        "FORMAT_FAILURE",
    )
    info = token["content"]["encap_content_info"]["content"].parsed
    need(isinstance(info, tsp.TSTInfo), Reason("stamp.content", "A time-stamp holds something else."), "FORMAT_FAILURE")
    return info
