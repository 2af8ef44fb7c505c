"""A checkpoint: the root of the ledger at one size, as a signed note that anybody can check and compare.

Text forms: C2SP tlog-checkpoint and signed-note, https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note.
Signing and verifying are handed in; this file only knows what is signed and how it is written.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

_ED25519 = b"\x01"
_DASH = "\u2014 "
#: one checkpoint is four lines and a signature; anything much longer was not written by a ledger
_LONGEST = 16_384

#: message → signature
Sign = Callable[[bytes], bytes]
#: public key, signature, message → whether it fits
Verify = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True)
class Checkpoint:
    """origin names the ledger; root is its tree's root over the first `size` entries."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True)
class NoteKey:
    """The public half of the ledger's Ed25519 key, and the name it signs under."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(each.isspace() for each in self.name) or len(self.public) != 32:
            raise ValueError("a note key has a name without spaces or plus signs, and 32 bytes")

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(_ED25519 + self.public)}"


def read_key(text: str) -> NoteKey:
    """A verifier key as `str(NoteKey)` writes it. Raises ValueError."""
    name, key_id, key = text.split("+", 2)
    raw = _bytes(key)
    found = NoteKey(name, raw[1:])
    if raw[:1] != _ED25519 or found.id.hex() != key_id:
        raise ValueError("not an Ed25519 verifier key, or its id does not fit")
    return found


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the signed text of a note. Raises ValueError."""
    origin, size, root, *rest = text.split("\n")
    # Extension lines may follow and are part of what is signed; we write none and read past them.
    if not origin or not rest or rest[-1] or not size.isascii() or not size.isdecimal() or str(int(size)) != size:
        raise ValueError("not a checkpoint")
    raw = _bytes(root)
    if len(raw) != hashlib.sha256().digest_size:
        raise ValueError("not a checkpoint: the root is no SHA-256")
    return Checkpoint(origin, int(size), raw)


def sign_note(text: str, key: NoteKey, sign: Sign) -> str:
    """`text` (which ends its last line) with the signature of `key` below it."""
    if not text.endswith("\n"):
        raise ValueError("a note ends its last line")
    return f"{text}\n{_DASH}{key.name} {_base64(key.id + sign(text.encode()))}\n"


def open_note(note: str, key: NoteKey, verify: Verify) -> str:
    """The text of a note that `key` signed. Raises ValueError when it did not.

    Lines of other signers are passed over: a note may carry the signatures of witnesses too.
    """
    if len(note) > _LONGEST or "\n\n" not in note:
        raise ValueError("not a signed note")
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    found = [_bytes(line[2:].split(" ", 1)[1]) for line in lines.splitlines() if line.startswith(f"{_DASH}{key.name} ")]
    ours = [each[4:] for each in found if each[:4] == key.id]
    if not ours or not all(verify(key.public, signature, text.encode()) for signature in ours):
        raise ValueError(f"not signed by {key.name}")
    return text


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as why:
        raise ValueError("not base64") from why
    if _base64(raw) != text:  # one value, one spelling
        raise ValueError("not base64 in its usual spelling")
    return raw
