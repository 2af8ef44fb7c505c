"""Text that has to reach the next page without being saved: sealed into the address, so that no log can read it."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

#: how long a carried text can be opened
LASTS_S = 86_400

#: nothing longer is carried; addresses have limits on the way
MOST_BYTES = 48_000


def carry(secret: str, owner: str, what: Any) -> str:
    """`what`, as JSON, for one person only; empty when it is too long to travel."""
    sealed = _box(secret, owner).encrypt(zlib.compress(json.dumps(what).encode(), 9)).decode()
    return sealed if len(sealed) <= MOST_BYTES else ""


def unpack(secret: str, owner: str, sealed: str) -> Any:
    """What was carried; None when it is not ours, not this person's, too old, or empty."""
    try:
        opened = zlib.decompressobj().decompress(_box(secret, owner).decrypt(sealed.encode(), ttl=LASTS_S), 1_000_000)
        return json.loads(opened)
    except (InvalidToken, zlib.error, ValueError):
        return None


def _box(secret: str, owner: str) -> Fernet:
    key = hashlib.sha256(f"certflow carried text\n{owner}\n{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
