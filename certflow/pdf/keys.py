"""The keys of one installation: a local certificate authority, the seal, and the ledger's own key.

They lie in one folder that only its owner can enter (0700), each private key in a file only its owner can read
(0600). An installation with a certificate from somebody else points to its PKCS#12 file instead of the local seal.
What does not fit is refused with its reason; nothing is repaired in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12

from certflow.domain.checkpoint import NoteKey, Sign
from certflow.pdf.anchor import Anchor, KeyUnusable, read_anchor, write_anchor
from certflow.pdf.authority import make_authority, nothing_revoked
from certflow.pdf.keyfiles import certificate_in, certificates_in, private_in, read_secret, write_key

SealKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Pkcs11:
    """A seal key in a token that never gives it away.

    module         the maker's library
    token, key     labels of the token and of the key in it
    certificates   PEM: the seal's own first, then those above it, up to the root
    """

    module: Path
    token: str
    key: str
    certificates: Path
    pin: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Keyring:
    """Where the keys are. It holds none of them: only the sealing step opens the seal.

    folder      the `keys` folder of the data folder
    instance    names this installation in its certificates and its ledger; one word
    pkcs12      a seal from another authority; then the local seal is not used
    pkcs11      the same, in a token
    stampers    root certificates (PEM) of the time-stamp authorities that the anchor should name
    """

    folder: Path
    instance: str
    pkcs12: Path | None = None
    passphrase: str | None = field(default=None, repr=False)
    stampers: Path | None = None
    pkcs11: Pkcs11 | None = None

    @property
    def anchor(self) -> Path:
        return self.folder / "anchor.json"


@dataclass(frozen=True)
class Seal:
    """An opened seal. Short-lived: made when sealing starts, gone when it ends."""

    key: SealKey | Pkcs11 = field(repr=False)
    certificate: x509.Certificate
    intermediates: tuple[x509.Certificate, ...]


def make_keys(ring: Keyring, at: datetime) -> None:
    """First start: make whatever the folder lacks as a whole. Half a set is never completed, but refused by
    `check_keys`."""
    ring.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any((ring.folder / name).exists() for name in ("root.pem", "root-key.pem", "seal.pem", "seal-key.pem")):
        make_authority(ring.folder, ring.instance, at)
    if not (ring.folder / "ledger-key.pem").exists():
        write_key(ring.folder / "ledger-key.pem", ed25519.Ed25519PrivateKey.generate())
    if not ring.anchor.exists():
        write_anchor(Anchor(_root(ring), ledger_key(ring)), ring.anchor)
    _accept_stampers(ring)


def check_keys(ring: Keyring, at: datetime) -> None:
    """Raise KeyUnusable where a later seal or checkpoint would fail. Opened keys are dropped at once."""
    open_seal(ring, at)
    anchor = read_anchor(ring.anchor)
    if anchor.ledger != ledger_key(ring):
        raise KeyUnusable(
            "keys.mismatch", f"{ring.anchor} names another ledger key than {ring.folder / 'ledger-key.pem'} holds."
        )
    if anchor.root != _root(ring):
        raise KeyUnusable(
            "keys.mismatch",
            f"{ring.anchor} names another root certificate than this installation seals under. "
            "If that is meant, run: python3 -m certflow rotate",
        )


def open_seal(ring: Keyring, at: datetime) -> Seal:
    """The seal, checked: readable by us alone, a fitting pair, of a kind we seal with, issued by our root, valid at
    `at`."""
    seal = _open(ring)
    _check_kind(seal)
    # What a token holds shows only when it seals; the worker's self-test does so.
    if not isinstance(seal.key, Pkcs11) and _spki(seal.certificate.public_key()) != _spki(seal.key.public_key()):
        raise KeyUnusable(
            "keys.mismatch",
            "The seal's private key does not belong to the seal's certificate. Restore both from one backup.",
        )
    if not seal.certificate.not_valid_before_utc <= at <= seal.certificate.not_valid_after_utc:
        raise KeyUnusable(
            "keys.validity",
            f"The seal's certificate is valid from {seal.certificate.not_valid_before_utc:%Y-%m-%d} to "
            f"{seal.certificate.not_valid_after_utc:%Y-%m-%d}, not today. Check the clock, or renew the seal.",
        )
    return seal


def trusted_roots(ring: Keyring) -> tuple[x509.Certificate, ...]:
    """What our seals chain to."""
    return (_root(ring),)


def revocation_list(ring: Keyring, at: datetime) -> bytes | None:
    """What our own authority says at `at` about the seals it issued, DER; None where another authority issued ours.

    It revokes nothing: a seal that should count no longer is taken out of the anchor.
    """
    return None if ring.pkcs12 or ring.pkcs11 else nothing_revoked(ring.folder, at)


def ledger_key(ring: Keyring) -> NoteKey:
    """The public half of the ledger's key, with the name it signs checkpoints under."""
    return _note_key(ring, _ledger_private(ring))


def ledger_signer(ring: Keyring) -> tuple[NoteKey, Sign]:
    """The ledger's key and the function that signs with it, as `domain.checkpoint.sign_note` takes them."""
    private = _ledger_private(ring)
    return _note_key(ring, private), private.sign


# making


def _accept_stampers(ring: Keyring) -> None:
    """Name the configured time-stamp authorities in the anchor. None is ever taken out: old records need it."""
    if ring.stampers is None:
        return
    wanted, anchor = certificates_in(ring.stampers), read_anchor(ring.anchor)
    new = tuple(each for each in wanted if each not in anchor.time_stamping)
    if new:
        write_anchor(replace(anchor, time_stamping=(*anchor.time_stamping, *new)), ring.anchor)


# loading


def _open(ring: Keyring) -> Seal:
    if ring.pkcs11:
        own, *more = certificates_in(ring.pkcs11.certificates)
        return Seal(ring.pkcs11, own, tuple(each for each in more if each.subject != each.issuer))
    return _open_pkcs12(ring.pkcs12, ring.passphrase) if ring.pkcs12 else _open_local(ring)


def _open_local(ring: Keyring) -> Seal:
    certificate, root = certificate_in(ring.folder / "seal.pem"), certificate_in(ring.folder / "root.pem")
    key = private_in(ring.folder / "seal-key.pem")
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyUnusable("keys.kind", f"{ring.folder / 'seal-key.pem'} is no key on the curve P-256.")
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError) as broken:
        raise KeyUnusable(
            "keys.issuer",
            f"{ring.folder / 'seal.pem'} was not issued by {ring.folder / 'root.pem'}. Restore both from one backup.",
        ) from broken
    return Seal(key, certificate, ())


def _open_pkcs12(path: Path, passphrase: str | None) -> Seal:
    try:
        key, certificate, more = pkcs12.load_key_and_certificates(
            read_secret(path), passphrase.encode() if passphrase else None
        )
    except ValueError as broken:
        raise KeyUnusable(
            "keys.unreadable", f"{path} does not open. Check the passphrase and that it is a PKCS#12 file."
        ) from broken
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyUnusable("keys.kind", f"{path} needs one ECDSA or RSA key with its certificate.")
    return Seal(key, certificate, tuple(each for each in more if each.subject != each.issuer))


def _check_kind(seal: Seal) -> None:
    key = seal.certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise KeyUnusable("keys.kind", "The seal's key is neither of the ECDSA nor of the RSA kind.")
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < 3072:
        raise KeyUnusable("keys.kind", f"The seal's RSA key has {key.key_size} bits; 3072 is the least.")
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name != "secp256r1":
        raise KeyUnusable(
            "keys.kind", f"The seal's key is on the curve {key.curve.name}; P-256 is what viewers understand."
        )
    try:
        usage = seal.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as missing:
        raise KeyUnusable(
            "keys.kind", "The seal's certificate does not say what it may be used for (key usage)."
        ) from missing
    if not (usage.digital_signature or usage.content_commitment):
        raise KeyUnusable("keys.kind", "The seal's certificate may not be used for signatures (key usage).")


def _root(ring: Keyring) -> x509.Certificate:
    """The certificate that verifiers pin: our root, or that of the chain which came with another authority's seal."""
    if ring.pkcs11:
        return _self_issued(certificates_in(ring.pkcs11.certificates), ring.pkcs11.certificates)
    if ring.pkcs12 is None:
        return certificate_in(ring.folder / "root.pem")
    _, _, more = pkcs12.load_key_and_certificates(
        read_secret(ring.pkcs12), ring.passphrase.encode() if ring.passphrase else None
    )
    return _self_issued(more, ring.pkcs12)


def _self_issued(chain: list[x509.Certificate], file: Path) -> x509.Certificate:
    roots = [each for each in chain if each.subject == each.issuer]
    if not roots:
        raise KeyUnusable(
            "keys.issuer", f"{file} does not hold its root certificate. Export it again with the whole chain."
        )
    return roots[0]


def _ledger_private(ring: Keyring) -> ed25519.Ed25519PrivateKey:
    key = private_in(ring.folder / "ledger-key.pem")
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise KeyUnusable("keys.kind", f"{ring.folder / 'ledger-key.pem'} is no Ed25519 key.")
    return key


def _note_key(ring: Keyring, private: ed25519.Ed25519PrivateKey) -> NoteKey:
    return NoteKey(ring.instance, private.public_key().public_bytes_raw())


def _spki(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
