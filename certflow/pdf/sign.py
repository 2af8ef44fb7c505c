"""Seal a record: one certifying signature, after which any change at all breaks it.

PAdES, ETSI.CAdES.detached, SHA-256. Without a time-stamp service level B-B; with one B-LTA: the seal is time-stamped,
what its validation needs lies inside under the seal, and a document time-stamp covers the entire file. Later ones
renew it. The seal is the system's own; people's approvals are acts in the ledger. Only what `draw` gave may be sealed,
never a file that somebody brought.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfTimeStamper,
    SigDSSPlacementPreference,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certflow.pdf.anchor import KeyUnusable
from certflow.pdf.hardware import signing_in_token
from certflow.pdf.keys import Keyring, Pkcs11, Seal, open_seal, revocation_list, trusted_roots
from certflow.pdf.stamping import Stamper, StampFailed, TimeStampService
from certflow.pdf.tables import Reader
from certflow.pdf.tokens import SKEW, asn1

FIELD = "Seal"
STAMP_FIELD = "Time-stamp"


class Level(StrEnum):
    """Baseline levels of PAdES, EN 319 142-1; each holds the one before."""

    #: sealed; valid as long as the certificate
    B_B = "B-B"
    #: an authority vouches for the time of sealing
    B_T = "B-T"
    #: what validation needs lies inside
    B_LT = "B-LT"
    #: a document time-stamp covers it all, and can be renewed
    B_LTA = "B-LTA"


#: the levels that keep certificates and revocation data
_LONG = {Level.B_LT, Level.B_LTA}
# PDF/A wants an annotation that prints, PDF/UA one that nobody has to read: outside the page it is both.
UNSEEN = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


class _AtGivenTime(signers.PdfSigner):
    """Takes the time of sealing from its caller: below `actions` nobody asks a clock."""

    def __init__(self, at: datetime, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._at = at

    def init_signing_session(self, *given: Any, **named: Any) -> Any:
        session = super().init_signing_session(*given, **named)
        session.system_time = self._at
        return session


def seal(
    pdf: bytes,
    keys: Keyring,
    at: datetime,
    service: TimeStampService | None = None,
    level: Level | None = None,
    opened: Seal | None = None,
) -> bytes:
    """The sealed file, at exactly the level asked for: B-LTA where there is a service, else B-B.

    opened   the seal, where the caller has opened it at `at`
    Raises KeyUnusable. StampFailed where the service, or the revocation data that the level needs, is not to be had.
    """
    level = level or (Level.B_LTA if service else Level.B_B)
    if (level is Level.B_B) == (service is not None):
        raise ValueError(f"{level} and {'a' if service else 'no'} time-stamp service do not go together")
    opened = opened or open_seal(keys, at)
    stamper = Stamper(service, at) if service else None
    judging = _collecting(keys, service, at) if service and level in _LONG else None
    try:
        with _signer(opened) as own:
            signer = _AtGivenTime(at, _metadata(keys, opened, judging), own, timestamper=stamper, new_field_spec=_FIELD)
            sealed: bytes = signer.sign_pdf(IncrementalPdfFileWriter.from_reader(Reader(pdf))).getvalue()
    except _NO_PROOF as missing:
        if isinstance(missing.__cause__, RevokedError) and not isinstance(missing, RevokedError):
            said = (
                "The seal's certificate was revoked. Put another seal in the settings, then: python3 -m certflow rotate"
            )
            raise KeyUnusable("keys.revoked", said) from missing
        raise StampFailed(f"What the level {level} needs is not to be had: {missing}") from missing
    return _stamped(sealed, stamper, 1) if level is Level.B_LTA and stamper else sealed


#: what the library raises where a chain or its revocation data cannot be had
_NO_PROOF = (PathBuildingError, PathValidationError, ValidationError, SigningError)

_FIELD = SigFieldSpec(FIELD, invis_sig_settings=UNSEEN, readable_field_name="Seal of certflow")


def renew(pdf: bytes, generation: int, service: TimeStampService, at: datetime) -> bytes:
    """A sealed file of level B-LTA with one more document time-stamp over all of it, and with what validating the one
    before needs.

    generation   how many document time-stamps it has then
    Raises StampFailed.
    """
    stamper = Stamper(service, at)
    judging = ValidationContext(
        trust_roots=[asn1(each) for each in service.roots],
        moment=at,
        allow_fetching=True,
        revocation_mode="hard-fail",
        time_tolerance=SKEW,
    )
    newest = Reader(pdf).embedded_timestamp_signatures[-1]
    try:
        before = asyncio.run(_chain(newest.signed_data, judging))
        return _stamped(pdf, stamper, generation, judging, [before])
    except _NO_PROOF as missing:
        raise StampFailed(f"What renewing needs is not to be had: {missing}") from missing


async def _chain(signed: cms.SignedData, judging: ValidationContext) -> ValidationPath:
    """The chain of the authority that signed, with its revocation data fetched into `judging`."""
    certificates = extract_certs_for_validation(signed)
    judge = CertificateValidator(certificates.signer_cert, certificates.other_certs, judging)
    try:
        chain: ValidationPath = await judge.async_validate_usage(set(), {"time_stamping"})  # type: ignore[no-untyped-call]
        return chain
    finally:
        await judging.aclose()  # type: ignore[no-untyped-call]


def _metadata(keys: Keyring, opened: Seal, judging: ValidationContext | None) -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=f"certflow {keys.instance}",
        reason="Sealed as issued",
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_ORIGIN.asn1),
        validation_context=judging,
        embed_validation_info=judging is not None,
        signer_key_usage=_usage(opened),
        # The library's default writes these data behind the seal, where nothing covers them.
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )


def _usage(opened: Seal) -> set[str]:
    """One of the two uses that a seal may have, as its certificate allows: authorities give either, or both."""
    allowed = opened.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    return {"non_repudiation"} if allowed.content_commitment else {"digital_signature"}


def _collecting(keys: Keyring, service: TimeStampService, at: datetime) -> ValidationContext:
    """Judges the chains of seal and time-stamp, and keeps the revocation data that it went by."""
    own = revocation_list(keys, at)
    return ValidationContext(
        trust_roots=[asn1(each) for each in (*trusted_roots(keys), *service.roots)],
        crls=[asn1_crl.CertificateList.load(own)] if own else [],
        moment=at,
        allow_fetching=True,
        revocation_mode="hard-fail",
        time_tolerance=SKEW,
    )


def _stamped(
    pdf: bytes,
    stamper: Stamper,
    generation: int,
    judging: ValidationContext | None = None,
    chains: Sequence[ValidationPath] = (),
) -> bytes:
    """One document time-stamp over the entire file, and with it what validating the ones before needs."""
    name = f"{STAMP_FIELD} {generation}"
    writer = _NothingElse.from_reader(Reader(pdf))
    if judging is not None:
        DocumentSecurityStore.supply_dss_in_writer(
            writer, None, paths=chains, validation_context=judging, embed_roots=False
        )
    stamping = PdfTimeStamper(stamper, name, UNSEEN, readable_field_name=name)
    stamped: bytes = stamping.timestamp_pdf(writer, "sha256").getvalue()
    return stamped


class _NothingElse(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        """The library would write the day of the time-stamp into the document's metadata, which are sealed."""


@contextmanager
def _signer(opened: Seal) -> Iterator[signers.Signer]:
    """What signs with the opened seal, for as long as sealing takes."""
    if isinstance(opened.key, Pkcs11):
        with signing_in_token(opened.key, opened.certificate, opened.intermediates) as signer:
            yield signer
        return
    der = opened.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    yield signers.SimpleSigner(
        signing_cert=asn1(opened.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore.from_certs([asn1(each) for each in opened.intermediates]),  # type: ignore[no-untyped-call]
        # The root comes from the verifier's anchor. Left out, nothing in the signature is there without being covered.
        embed_roots=False,
    )
