"""What a bundle holds, by name, and the MANIFEST that lists it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from certflow.domain.bundle.trouble import Trouble

MANIFEST, README = "MANIFEST", "README.txt"
CHECKLIST, RECORD, SNAPSHOT = "checklist.yaml", "record.pdf", "record.json"
ANCHOR, LEDGER_KEY = "keys/anchor.json", "keys/ledger.pem"
ROOTS, STAMPING = "keys/roots.pem", "keys/time-stamping.pem"
ENTRIES, OPENINGS, CHECKPOINTS = "ledger/entries", "ledger/openings", "ledger/checkpoints/"

NAMES = frozenset(
    (MANIFEST, README, CHECKLIST, RECORD, SNAPSHOT, ANCHOR, LEDGER_KEY, ROOTS, STAMPING, ENTRIES, OPENINGS)
)
_CHECKPOINT = re.compile(re.escape(CHECKPOINTS) + r"(?!0{12})[0-9]{12}", re.ASCII)


def checkpoint_name(size: int) -> str:
    """Where the checkpoint over `size` entries lies."""
    return f"{CHECKPOINTS}{size:012}"


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a bundle and the MANIFEST over them, one line each, as sha256sum writes and reads it."""
    return {**files, MANIFEST: _manifest(files)}


def check_names(files: Mapping[str, bytes]) -> None:
    """Everything is there and nothing else. Raises Trouble."""
    for name in sorted(NAMES - set(files)):
        raise Trouble(name, "It is missing.")
    for name in files:
        if name not in NAMES and not _CHECKPOINT.fullmatch(name):
            raise Trouble(name, "A bundle holds no such file.")


def check_manifest(files: Mapping[str, bytes]) -> None:
    """Every file is the one that MANIFEST lists. Raises Trouble."""
    wanted = _manifest({name: files[name] for name in files if name != MANIFEST})
    if files[MANIFEST] == wanted:
        return
    for line in wanted.splitlines():
        if line not in files[MANIFEST].splitlines():
            raise Trouble(line[66:].decode(), "Its SHA-256 is not the one in MANIFEST.")
    raise Trouble(MANIFEST, "It does not list what the bundle holds, in order.")


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return b"".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n".encode() for name in sorted(files))
