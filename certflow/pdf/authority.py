"""The certificate authority of one installation: its root, and the seal certificates that it issues."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from certflow.pdf.anchor import KeyUnusable
from certflow.pdf.keyfiles import certificate_in, private_in, write, write_key

#: id-kp-documentSigning, RFC 9336
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
ROOT_YEARS, SEAL_YEARS = 20, 10


def make_authority(folder: Path, instance: str, at: datetime) -> None:
    """A new root with its first seal."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    # Two roots of one installation must not share a name: a chain is built by names.
    root_name = _name(f"certflow local root {at:%Y} – {instance}")
    root = _certificate(root_name, root_name, root_key, root_key, at, ROOT_YEARS, authority=True)
    write_key(folder / "root-key.pem", root_key)
    make_seal(folder, instance, root_name, root_key, at)
    write(folder / "root.pem", root.public_bytes(serialization.Encoding.PEM), 0o644)


def make_seal(
    folder: Path, instance: str, issuer: x509.Name, root_key: ec.EllipticCurvePrivateKey, at: datetime
) -> None:
    """A new seal key, and the certificate that the root's key issues for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    seal = _certificate(
        _name(f"certflow local seal – {instance}"), issuer, key, root_key, at, SEAL_YEARS, authority=False
    )
    write_key(folder / "seal-key.pem", key)
    write(folder / "seal.pem", seal.public_bytes(serialization.Encoding.PEM), 0o644)


def _name(common: str) -> x509.Name:
    # 64 characters is what X.520 allows a common name
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, common[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    years: int,
    *,
    authority: bool,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))  # other machines' clocks may be behind ours
        .not_valid_after(at + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(key_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return builder.sign(issuer_key, hashes.SHA256())


def key_usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def root_key_in(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The root's private key. Raises KeyUnusable."""
    key = private_in(folder / "root-key.pem")
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyUnusable("keys.kind", f"{folder / 'root-key.pem'} is no key on the curve P-256.")
    return key


def nothing_revoked(folder: Path, at: datetime) -> bytes:
    """A revocation list of the root at `at`, DER, with nothing on it."""
    key, root = root_key_in(folder), certificate_in(folder / "root.pem")
    told = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at)
        .next_update(at + timedelta(days=7))
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return told.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
