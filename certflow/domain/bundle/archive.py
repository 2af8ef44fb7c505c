"""The one ZIP form of a bundle: nothing compressed, no dates, no comments, names in order.

A ZIP says most things twice, and programs believe one place or the other. Here the second saying must be what we would
write for the first, byte for byte; so every program unpacks the same, and nothing unpacks to more than its own size.
Source: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping

from certflow.domain.bundle.trouble import Trouble

#: a record of the largest size we verify, and a ledger beside it
MOST_BYTES = 256 << 20
MOST_FILES = 20_000

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_HEAD = struct.Struct("<4s5H3L2H")
#: version 2.0, no flags, stored, at midnight of the first day a ZIP can name
_PLAIN = (20, 0, 0, 0, 0x0021)
#: written on Unix as a plain file that everybody may read
_MADE_BY, _MODE = 3 << 8 | 20, 0o100644 << 16
_ITSELF = "the ZIP file"


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files. Names are plain ASCII."""
    parts: list[bytes] = []
    for name in sorted(files):
        parts += (_local(name, files[name]), files[name])
    return b"".join((*parts, _tail((name, files[name]) for name in sorted(files))))


def unpack(data: bytes) -> dict[str, bytes]:
    """The files that `pack` packed. Raises Trouble for any other bytes, however close."""
    if len(data) > MOST_BYTES:
        raise Trouble(_ITSELF, f"It is larger than {MOST_BYTES >> 20} MiB, which no bundle is.")
    files: dict[str, bytes] = {}
    at, last = 0, ""
    while data[at : at + 4] == _LOCAL:
        name, content, at = _member(data, at)
        if name <= last:
            raise Trouble(name, "It stands twice in the ZIP file, or in the wrong place.")
        if len(files) == MOST_FILES:
            raise Trouble(_ITSELF, f"It holds more than {MOST_FILES} files, which no bundle does.")
        files[name], last = content, name
    if data[at:] != _tail(files.items()):
        raise Trouble(_ITSELF, "It was not written as a bundle: its directory or its end says something else.")
    return files


def _member(data: bytes, at: int) -> tuple[str, bytes, int]:
    """The name, the content, and where the next one starts."""
    fixed = data[at : at + _HEAD.size]
    if len(fixed) < _HEAD.size:
        raise Trouble(_ITSELF, "It was cut off.")
    size, name_size = _HEAD.unpack(fixed)[8:10]
    start = at + _HEAD.size + name_size
    name = data[at + _HEAD.size : start].decode("ascii", "replace")
    content = data[start : start + size]
    if not name.isascii() or data[at:start] != _local(name, content):
        raise Trouble(_shown(name), "It is not as a bundle stores its files: cut off, damaged, or packed otherwise.")
    return name, content, start + size


def _shown(name: str) -> str:
    """A name of unknown origin, safe to print."""
    return ascii(name[:80])[1:-1] or _ITSELF


def _local(name: str, content: bytes) -> bytes:
    size, raw = len(content), name.encode("ascii")
    return _HEAD.pack(_LOCAL, *_PLAIN, zlib.crc32(content), size, size, len(raw), 0) + raw


def _tail(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The directory of all files and the end of the archive."""
    lines: list[bytes] = []
    at = 0
    for name, content in files:
        size, raw = len(content), name.encode("ascii")
        line = struct.pack("<4s6H3L5H2L", _CENTRAL, _MADE_BY, *_PLAIN, zlib.crc32(content), size, size, len(raw),
                           0, 0, 0, 0, _MODE, at)  # fmt: skip
        lines.append(line + raw)
        at += _HEAD.size + len(raw) + size
    directory = b"".join(lines)
    return directory + struct.pack("<4s4H2LH", _END, 0, 0, len(lines), len(lines), len(directory), at, 0)
