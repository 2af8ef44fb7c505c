"""The files that keys and certificates lie in: written whole and never over another, read only where they are ours
alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from certflow.pdf.anchor import KeyUnusable


def write_key(path: Path, key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> None:
    """A private key that only its owner can read."""
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write(path, pem, 0o600)


def write(path: Path, data: bytes, mode: int) -> None:
    """Whole or not at all, and never over a file that is there."""
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(half, path)
    finally:
        half.unlink()


def read(path: Path) -> bytes:
    """Raises KeyUnusable, as all below do."""
    try:
        return path.read_bytes()
    except OSError as why:
        raise KeyUnusable("keys.missing", f"{path} cannot be read: {why.strerror}. Restore it from a backup.") from why


def read_secret(path: Path) -> bytes:
    """The file, if nobody else on this machine can open it."""
    data = read(path)
    others = stat.S_IMODE(path.stat().st_mode) & 0o077
    if others and os.name == "posix":
        raise KeyUnusable(
            "keys.readable-by-others", f"Other people on this machine can open {path}. Run: chmod 600 {path}"
        )
    return data


def private_in(path: Path) -> object:
    """The private key, of whatever kind."""
    try:
        return serialization.load_pem_private_key(read_secret(path), password=None)
    except (ValueError, TypeError) as broken:
        raise KeyUnusable("keys.unreadable", f"{path} holds no private key. Restore it from a backup.") from broken


def certificate_in(path: Path) -> x509.Certificate:
    """The first certificate in a PEM file."""
    try:
        return x509.load_pem_x509_certificate(read(path))
    except ValueError as broken:
        raise KeyUnusable("keys.unreadable", f"{path} holds no certificate. Restore it from a backup.") from broken


def certificates_in(path: Path) -> list[x509.Certificate]:
    """All certificates in a PEM file, in its order. Raises KeyUnusable."""
    try:
        return x509.load_pem_x509_certificates(read(path))
    except ValueError as broken:
        raise KeyUnusable("keys.unreadable", f"{path} holds no certificates in PEM form.") from broken
