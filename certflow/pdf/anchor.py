"""The trust anchor: all that somebody needs to know beforehand to check a record without us."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from certflow.domain.checkpoint import NoteKey, read_key

FORM = "certflow-anchor/1"


class KeyUnusable(Exception):
    """A key or certificate cannot be used.

    code  keys.missing, keys.readable-by-others, keys.unreadable, keys.kind, keys.mismatch, keys.issuer, keys.validity,
          keys.token
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Anchor:
    """root: certificate that seals chain to. ledger: the ledger's verifier key.

    earlier         roots that older seals chain to; they stay trusted after a rotation
    time_stamping   roots of the authorities whose time-stamps count
    """

    root: x509.Certificate
    ledger: NoteKey
    earlier: tuple[x509.Certificate, ...] = ()
    time_stamping: tuple[x509.Certificate, ...] = ()

    @property
    def roots(self) -> tuple[x509.Certificate, ...]:
        """All roots that a seal may chain to."""
        return (self.root, *self.earlier)


def verify_note(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature fits, as `domain.checkpoint.open_note` asks."""
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def write_anchor(anchor: Anchor, to: Path) -> None:
    """The trust anchor as JSON. It holds no secret: hand it to whoever should verify, by a way they trust."""
    to.write_bytes(anchor_json(anchor))


def anchor_json(anchor: Anchor) -> bytes:
    members: dict[str, object] = {"form": FORM, "ledger": str(anchor.ledger), "root": _pem(anchor.root)}
    for name, more in (("earlier", anchor.earlier), ("time_stamping", anchor.time_stamping)):
        if more:  # absent where there is none, so that an anchor of before reads the same
            members[name] = [_pem(each) for each in more]
    return json.dumps(members, indent=2).encode() + b"\n"


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _certificates(pems: list[str]) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificate(each.encode()) for each in pems)


def read_anchor(path: Path) -> Anchor:
    """The anchor in a file. Raises KeyUnusable."""
    try:
        return parse_anchor(path.read_bytes(), str(path))
    except OSError as why:
        raise KeyUnusable(
            "keys.missing", f"{path} cannot be read: {why.strerror}. Get it with `certflow anchor`."
        ) from why


def parse_anchor(data: bytes, name: str = "The anchor") -> Anchor:
    """The anchor that `anchor_json` wrote. Raises KeyUnusable."""
    try:
        members = json.loads(data)
        if members["form"] != FORM:
            raise ValueError(f"its form is {members['form']!r}")
        (root,) = _certificates([members["root"]])
        earlier, stamping = (_certificates(members.get(name, [])) for name in ("earlier", "time_stamping"))
        return Anchor(root, read_key(members["ledger"]), earlier, stamping)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise KeyUnusable(
            "keys.unreadable", f"{name} is no trust anchor of certflow: {broken}. Get it again with `certflow anchor`."
        ) from broken


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()
