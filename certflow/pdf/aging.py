"""How long the newest time-stamp of a record proves anything, and when it should get another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import cms  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from certflow.pdf.tables import Reader
from certflow.pdf.tokens import claimed_time

#: how long before its end a time-stamp is renewed; where it lives shorter, at half of its life
AHEAD = timedelta(days=180)
#: our own choice: an RSA key below 3072 bits is not relied on after this day
SHORT_RSA_UNTIL = datetime(2029, 1, 1, tzinfo=UTC)
SHORT_RSA_BITS = 3072


@dataclass(frozen=True)
class Age:
    """generations: how many document time-stamps the file has. made and ends: of the newest."""

    generations: int
    made: datetime
    ends: datetime

    @property
    def due(self) -> datetime:
        """When to renew."""
        return self.ends - min(AHEAD, (self.ends - self.made) / 2)


def age_of(pdf: bytes) -> Age | None:
    """The age of a sealed file that is ours; None where it has no document time-stamp to renew."""
    stamps = Reader(pdf).embedded_timestamp_signatures
    if not stamps:
        return None
    signer = x509.load_der_x509_certificate(stamps[-1].signer_cert.dump())
    made = claimed_time(cms.ContentInfo({"content_type": "signed_data", "content": stamps[-1].signed_data}))
    return Age(len(stamps), made, _end(signer))


def _end(signer: x509.Certificate) -> datetime:
    """When its certificate expires, or its algorithm does before."""
    key, expires = signer.public_key(), signer.not_valid_after_utc
    short = isinstance(key, rsa.RSAPublicKey) and key.key_size < SHORT_RSA_BITS
    return min(expires, SHORT_RSA_UNTIL) if short else expires
