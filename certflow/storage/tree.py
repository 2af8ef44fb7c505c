"""The stored half of the ledger's hash tree: complete subtrees, kept under the entry that completed them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, and_, func, insert, or_, select

from certflow.domain import ledger
from certflow.storage.tables import entry, node

#: subtrees asked for in one statement; databases limit how deep a condition nests
_AT_ONCE: Final = 100


def add(conn: Connection, seq: int, leaf: bytes) -> None:
    """Add the subtrees that entry `seq` completes: one row, now and then a few more."""
    place, level, needed = seq - 1, 0, []
    while place & 1:
        needed.append((level, place - 1))
        place, level = place >> 1, level + 1
    known = _fetch(conn, needed) if needed else {}
    grown = ledger.grow(seq - 1, leaf, lambda level, place: known[level, place])
    conn.execute(insert(node), [{"seq": seq, "level": level, "hash": each} for level, each in enumerate(grown)])


def hash_at(conn: Connection) -> ledger.Node:
    """How the functions of domain/ledger.py reach stored subtrees."""

    def look(level: int, place: int) -> bytes:
        return _fetch(conn, [(level, place)])[level, place]

    return look


def hashes(conn: Connection, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Many stored subtrees at once, by (level, place)."""
    found: dict[tuple[int, int], bytes] = {}
    for start in range(0, len(places), _AT_ONCE):
        found |= _fetch(conn, list(places[start : start + _AT_ONCE]))
    return found


def size(conn: Connection) -> int:
    return conn.scalar(select(func.max(entry.c.seq))) or 0


def root(conn: Connection, at_size: int) -> bytes:
    """The root over the first `at_size` entries."""
    return ledger.root(at_size, hash_at(conn))


def prove_inclusion(conn: Connection, seq: int, at_size: int) -> tuple[bytes, ...]:
    """The proof that entry `seq` is under the root over `at_size` entries; its leaf index is seq − 1."""
    return ledger.prove_inclusion(seq - 1, at_size, hash_at(conn))


def prove_consistency(conn: Connection, first: int, second: int) -> tuple[bytes, ...]:
    """The proof that the ledger of `second` entries continues the one of `first`."""
    return ledger.prove_consistency(first, second, hash_at(conn))


def _fetch(conn: Connection, places: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    wanted = or_(*(and_(node.c.seq == (place + 1) << level, node.c.level == level) for level, place in places))
    return {(row.level, (row.seq >> row.level) - 1): row.hash for row in conn.execute(select(node).where(wanted))}
