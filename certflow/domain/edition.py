"""The files of a checklist's edition as they are, before anybody reads them: the digest that names them all.

An edition that extends another is a few lines over it. Its digest covers the whole line of files, so that a change to
any of them makes another edition of it. Whoever verifies a record needs this and nothing else of a checklist.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A checklist file: its bytes, and how messages name it."""

    raw: bytes
    name: str = ""


def digest_of(line: tuple[File, ...]) -> str:
    """SHA-256 of a file that stands alone; otherwise of the digest of what it extends and its own."""
    *rest, root = (hashlib.sha256(file.raw).hexdigest() for file in line)
    digest = root
    for own in reversed(rest):
        digest = hashlib.sha256(f"certflow.extends {digest} {own}".encode()).hexdigest()
    return digest
