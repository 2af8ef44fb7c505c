"""Files by their content: evidence and sealed records, each under its SHA-256.

- A file is whole and synced, with the folders that lead to it, before `put` ends: a fact may name it then.
- Putting the same content again changes nothing.
- Whatever a person called the file never becomes part of a path.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Protocol

import obstore
from obstore.store import ObjectStore, from_url

from certflow.domain.refusal import Refused

CHUNK: Final = 1 << 18
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Stored(NamedTuple):
    """size in bytes"""

    sha256: str
    size: int


class Files(Protocol):
    """A folder, or an object store shared by several machines."""

    def put(self, source: BinaryIO, limit: int) -> Stored:
        """Keep what `source` still gives. Raises Refused: evidence.too-large (over `limit` bytes), storage.full."""

    def get(self, sha256: str) -> Iterator[bytes]:
        """The content, chunk by chunk; the last chunk only comes when all of it fits its name.

        Raises Refused: file.missing at once, file.damaged in place of the last chunk.
        """

    def has(self, sha256: str) -> bool:
        """Whether such a file is kept."""

    def sweep(self, before: datetime) -> int:
        """Remove what interrupted puts left behind before that moment; how many files."""


def open_store(where: str | Path) -> Files:
    """The files in a folder, or at an address such as s3://bucket/folder."""
    if isinstance(where, str) and "://" in where:
        return Objects(from_url(where))
    return Folder(Path(where))


@dataclass(frozen=True)
class Folder:
    """A local folder; readable by nobody else."""

    path: Path

    def put(self, source: BinaryIO, limit: int) -> Stored:
        with _room():
            handle, name = tempfile.mkstemp(dir=_make(self.path / "incoming"))
            try:
                with os.fdopen(handle, "wb") as file:
                    stored = _copy(source, file, limit)
                    file.flush()
                    os.fsync(file.fileno())
                # Synced first and renamed then: no crash leaves a name with half its content. A file that is there
                # already has the same bytes, so to replace it is to leave it.
                place = self._place(stored.sha256)
                _make(place.parent)
                os.replace(name, place)
            except BaseException:
                with suppress(FileNotFoundError):
                    os.unlink(name)
                raise
            _sync(place.parent)
            _sync(place.parent.parent)  # another put may have made the folder and not have come to this line yet
        return stored

    def get(self, sha256: str) -> Iterator[bytes]:
        try:
            file = self._place(sha256).open("rb")
        except FileNotFoundError:
            raise Refused("file.missing", sha256=sha256) from None
        return _checked(_chunks(file), sha256)

    def has(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def sweep(self, before: datetime) -> int:
        incoming = self.path / "incoming"
        old = [each for each in incoming.iterdir() if _older(each, before)] if incoming.is_dir() else []
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)

    def _place(self, sha256: str) -> Path:
        return self.path / _name(sha256)


@dataclass(frozen=True)
class Objects:
    """An object store; it acknowledges only what it keeps, and leaves no half-written object."""

    store: ObjectStore

    def put(self, source: BinaryIO, limit: int) -> Stored:
        with _room(), tempfile.TemporaryFile() as file:
            stored = _copy(source, file, limit)
            if not self.has(stored.sha256):
                file.seek(0)
                obstore.put(self.store, _name(stored.sha256), file)
        return stored

    def get(self, sha256: str) -> Iterator[bytes]:
        try:
            found = obstore.get(self.store, _name(sha256))
        except FileNotFoundError:
            raise Refused("file.missing", sha256=sha256) from None
        return _checked((bytes(chunk) for chunk in found.stream(min_chunk_size=CHUNK)), sha256)

    def has(self, sha256: str) -> bool:
        try:
            obstore.head(self.store, _name(sha256))
        except FileNotFoundError:
            return False
        return True

    def sweep(self, before: datetime) -> int:
        return 0


def _name(sha256: str) -> str:
    if not _DIGEST.fullmatch(sha256):
        raise RuntimeError(f"{sha256!r} is no SHA-256 in small hex digits")
    return f"sha256/{sha256[:2]}/{sha256}"


def _copy(source: BinaryIO, target: BinaryIO, limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise Refused("evidence.too-large", most=f"{limit / 1_000_000:g} MB")
        digest.update(chunk)
        target.write(chunk)
    return Stored(digest.hexdigest(), size)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _checked(chunks: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    digest, held = hashlib.sha256(), b""
    for chunk in chunks:
        digest.update(chunk)
        if held:
            yield held
        held = chunk
    if digest.hexdigest() != sha256:
        raise Refused("file.damaged", sha256=sha256)
    if held:
        yield held


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        if trouble.errno in _NO_ROOM:
            raise Refused("storage.full") from trouble
        raise


def _make(folder: Path) -> Path:
    """The folder, made with all that lead to it, each synced into the one above."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(folder.parent)
    return folder


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False
