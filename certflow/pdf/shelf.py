"""A shelf of parts drawn before, found again by all that decides how they come out.

Nothing here is needed: the folder may be deleted at any time, and what is damaged is drawn again. An entry begins with
the SHA-256 of its name and its bytes, so a file that was cut, mixed up or changed by accident is not believed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

#: what the shelf may hold, in bytes, and for how long after its last use: what it holds was typed by people
MOST_BYTES = 256_000_000
LONGEST_S = 30 * 24 * 3600.0


class Shelf:
    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, name: str) -> bytes | None:
        """What was put there under this name, if it is whole."""
        file = self._file(name)
        try:
            found = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        digest, kept = found[:32], found[32:]
        return kept if digest == _digest(name, kept) else None

    def put(self, name: str, kept: bytes) -> None:
        """The entry appears whole or not at all. A full disk costs nothing but time at the next print."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, half = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(_digest(name, kept) + kept)
                os.replace(half, self._file(name))
            except OSError:
                os.unlink(half)
                raise

    def tidy(self) -> None:
        """Throw away what was not used for long, and the longest unused where there is too much."""
        room, oldest = self._most_bytes, time.time() - LONGEST_S
        for used, size, file in sorted(self._entries(), reverse=True):
            room -= size
            if room < 0 or used < oldest:
                with suppress(OSError):
                    os.unlink(file)

    def _entries(self) -> list[tuple[float, int, str]]:
        entries = []
        with suppress(OSError):
            for each in os.scandir(self._folder):
                with suppress(OSError):
                    status = each.stat()
                    entries.append((status.st_mtime, status.st_size, each.path))
        return entries

    def _file(self, name: str) -> Path:
        return self._folder / name


def _digest(name: str, kept: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kept).digest()
