"""Seal a record: one certifying signature, after which any change at all breaks it.

PAdES baseline B-B: ETSI.CAdES.detached, SHA-256. The seal is the system's own; people's approvals are acts in the
ledger. Only what `draw` gave may be sealed, never a file that somebody brought.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certflow.pdf.keys import Keyring, Seal, open_seal

FIELD = "Seal"
LEVEL = "B-B"


class _AtGivenTime(signers.PdfSigner):
    """Takes the time of sealing from its caller: below `actions` nobody asks a clock."""

    def __init__(self, at: datetime, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._at = at

    def init_signing_session(self, *given: Any, **named: Any) -> Any:
        session = super().init_signing_session(*given, **named)
        session.system_time = self._at
        return session


def seal(pdf: bytes, keys: Keyring, at: datetime, time_stamper: TimeStamper | None = None) -> bytes:
    """The sealed file. Raises KeyUnusable. `time_stamper` is for the levels above B-B."""
    opened = open_seal(keys, at)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=f"certflow {keys.instance}",
        reason="Sealed as issued",
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_ORIGIN.asn1),
    )
    field = SigFieldSpec(
        FIELD,
        # PDF/A wants an annotation that prints, PDF/UA one that nobody has to read: outside the page it is both.
        invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
        readable_field_name="Seal of certflow",
    )
    signer = _AtGivenTime(at, metadata, _signer(opened), timestamper=time_stamper, new_field_spec=field)
    sealed: bytes = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()
    return sealed


def _signer(opened: Seal) -> signers.SimpleSigner:
    der = opened.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=_asn1(opened.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore.from_certs([_asn1(each) for each in opened.intermediates]),  # type: ignore[no-untyped-call]
        # The root comes from the verifier's anchor. Left out, nothing in the signature is there without being covered.
        embed_roots=False,
    )


def _asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
