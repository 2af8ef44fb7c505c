"""What a bundle holds, by name, and the MANIFEST that lists it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from certflow.domain.bundle.trouble import Trouble

MANIFEST, README = "MANIFEST", "README.txt"
RECORD, SNAPSHOT = "record.pdf", "record.json"
#: the files of the edition; earlier bundles hold the one file of an edition that stands alone
CHECKLISTS, CHECKLIST = "checklist/", "checklist.yaml"
ANCHOR, LEDGER_KEY = "keys/anchor.json", "keys/ledger.pem"
ROOTS, STAMPING = "keys/roots.pem", "keys/time-stamping.pem"
ENTRIES, OPENINGS, CHECKPOINTS = "ledger/entries", "ledger/openings", "ledger/checkpoints/"

NAMES = frozenset((MANIFEST, README, RECORD, SNAPSHOT, ANCHOR, LEDGER_KEY, ROOTS, STAMPING, ENTRIES, OPENINGS))
_CHECKLIST = re.compile(re.escape(CHECKLISTS) + r"[1-9]-[a-z0-9-]+@[A-Za-z0-9.-]+\.yaml", re.ASCII)
_CHECKPOINT = re.compile(re.escape(CHECKPOINTS) + r"(?!0{12})[0-9]{12}", re.ASCII)


def checkpoint_name(size: int) -> str:
    """Where the checkpoint over `size` entries lies."""
    return f"{CHECKPOINTS}{size:012}"


def checklist_names(attached: Iterable[str]) -> tuple[str, ...]:
    """Where the files of an edition lie, given their names inside the record: what stands alone comes first."""
    return tuple(f"{CHECKLISTS}{number}-{name}" for number, name in enumerate(reversed([*attached]), 1))


def checklist_line(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of the checklist's files, each after the one that it extends. Raises Trouble."""
    line = tuple(sorted(name for name in files if name == CHECKLIST or _CHECKLIST.fullmatch(name)))
    if not line:
        raise Trouble(CHECKLISTS, "The checklist is missing.")
    for number, name in enumerate(line, 1):
        if line != (CHECKLIST,) and not name.startswith(f"{CHECKLISTS}{number}-"):
            raise Trouble(name, "It is one checklist too many, or one before it is missing.")
    return line


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a bundle and the MANIFEST over them, one line each, as sha256sum writes and reads it."""
    return {**files, MANIFEST: _manifest(files)}


def check_names(files: Mapping[str, bytes]) -> None:
    """Everything is there and nothing else. Raises Trouble."""
    for name in sorted(NAMES - set(files)):
        raise Trouble(name, "It is missing.")
    for name in set(files) - {*checklist_line(files)}:
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
