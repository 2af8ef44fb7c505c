"""The ledger as the lines of one file: the dossier's entries in full, all others folded away.

An entry is its canonical bytes. What lies between is cut into complete subtrees of the RFC 6962 tree, each written as
`WIDTH HASH`: how many entries it stands for, and its hash. Reading downwards gives the root at every size where a line
ends; lines end at every checkpoint, so one file proves every entry and that each checkpoint continues the one before.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from certflow.domain.ledger import node_hash

_FOLD = re.compile(rb"([1-9][0-9]{0,15}) ([0-9a-f]{64})")


@dataclass(frozen=True)
class Subtree:
    """A complete subtree: 2^level entries, `place` subtrees of that level to its left."""

    level: int
    place: int


def cover(own: Collection[int], sizes: Sequence[int]) -> Iterator[int | Subtree]:
    """The lines of a ledger: the seq of each own entry, and the subtrees between them.

    own    seqs of the entries to be shown, from 1
    sizes  the sizes where a line must end, smallest first; the last is the whole
    """
    shown, start = sorted(own), 0
    for size in sizes:
        while start < size:
            place = bisect_left(shown, start + 1)
            stop = min(shown[place] - 1 if place < len(shown) else size, size)
            if start == stop:
                yield start + 1
                start += 1
                continue
            level = 0
            while start % (2 << level) == 0 and start + (2 << level) <= stop:
                level += 1
            yield Subtree(level, start >> level)
            start += 1 << level


def fold_line(subtree: Subtree, found: bytes) -> bytes:
    """How a folded subtree is written."""
    return b"%d %s" % (1 << subtree.level, found.hex().encode())


def read_fold(line: bytes) -> tuple[int, bytes]:
    """The width and the hash. Raises ValueError."""
    found = _FOLD.fullmatch(line)
    if found is None:
        raise ValueError("neither an entry nor the hash of a subtree")
    return int(found[1]), bytes.fromhex(found[2].decode())


class Edge:
    """The right edge of the tree so far: its complete subtrees, widest first."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, width: int, found: bytes) -> None:
        """Raises ValueError for a width that no subtree has at this place."""
        if width & (width - 1) or self.size % width:
            raise ValueError(f"no subtree of {width} entries starts after entry {self.size}")
        self.size += width
        while self._peaks and self._peaks[-1][0] == width:
            found = node_hash(self._peaks.pop()[1], found)
            width *= 2
        self._peaks.append((width, found))

    def root(self) -> bytes:
        """The root over everything added."""
        if not self._peaks:
            return hashlib.sha256().digest()
        found = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            found = node_hash(left, found)
        return found
