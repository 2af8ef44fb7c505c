"""Look through the whole ledger for the first place where it is not what was written.

Every entry is held against its own bytes, its chain, the tree and its openings; every checkpoint against the tree.
Whoever changes an entry and all hashes above it is found by a checkpoint that somebody else kept: hand in its key here,
or prove consistency with it (tree.prove_consistency).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from certflow.domain import ledger
from certflow.domain.checkpoint import read_checkpoint
from certflow.storage import checkpoints
from certflow.storage.entries import BATCH
from certflow.storage.tables import checkpoint, entry, node, opening

#: a signed note → its text; raises ValueError for a signature that does not fit
Open = Callable[[str], str]


@dataclass(frozen=True)
class Trouble:
    """seq: the first entry that is not as written, or that proves that something is."""

    seq: int
    what: str


def check(conn: Connection, open_note: Open | None = None) -> Trouble | None:
    """The first trouble of the ledger; None when everything fits.

    open_note   opens a checkpoint with the ledger's key; without it signatures are not looked at
    """
    return next(_troubles(conn, open_note), None)


def _troubles(conn: Connection, open_note: Open | None) -> Iterator[Trouble]:
    walk = _Walk()
    signed = {each.size: each.note for each in checkpoints.every(conn)}
    for rows in _batches(conn):
        beside = _Beside(conn, walk.size, rows[-1].seq)
        for row in rows:
            what = walk.take(row, beside)
            if what is None and row.seq in signed:
                what = _checkpoint_trouble(walk, signed[row.seq], open_note)
            if what is not None:
                yield Trouble(walk.size + 1 if row.seq != walk.size else row.seq, what)
    yield from _after_the_end(conn, walk.size)


def _batches(conn: Connection) -> Iterator[list[Row[Any]]]:
    after = None
    wanted = select(entry).order_by(entry.c.seq).limit(BATCH)
    while rows := list(conn.execute(wanted if after is None else wanted.where(entry.c.seq > after))):
        yield rows
        after = rows[-1].seq


class _Beside:
    """The nodes and openings of one batch of entries."""

    def __init__(self, conn: Connection, after: int, upto: int) -> None:
        self.nodes: dict[int, dict[int, bytes]] = {}
        for row in conn.execute(select(node).where(node.c.seq > after, node.c.seq <= upto)):
            self.nodes.setdefault(row.seq, {})[row.level] = row.hash
        self.openings: dict[int, dict[str, Row[Any]]] = {}
        for row in conn.execute(select(opening).where(opening.c.seq > after, opening.c.seq <= upto)):
            self.openings.setdefault(row.seq, {})[row.field] = row


class _Walk:
    """What every entry so far comes to: the ends of the chains and the right edge of the tree."""

    def __init__(self) -> None:
        self.size = 0
        self._ends: dict[str | None, tuple[int, str]] = {}
        self._edge: dict[tuple[int, int], bytes] = {}

    def hash_at(self, level: int, place: int) -> bytes:
        return self._edge[level, place]

    def take(self, row: Row[Any], beside: _Beside) -> str | None:
        """What is wrong with this entry, the next one in order; None and one step on when it fits."""
        if row.seq != self.size + 1:
            return "missing"
        self.size = row.seq
        try:
            body = json.loads(row.body)
            sound = ledger.canonical(body) == row.body
            return (
                self._entry_trouble(row, body)
                or self._tree_trouble(row, beside.nodes.get(row.seq, {}))
                or _opening_trouble(body["object"], beside.openings.get(row.seq, {}))
                or (None if sound else "not in canonical form")
            )
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return "unreadable"

    def _entry_trouble(self, row: Row[Any], body: Mapping[str, Any]) -> str | None:
        if ledger.leaf_hash(row.body) != row.leaf:
            return "its bytes do not give its hash"
        if any(body[name] != getattr(row, name) for name in ("seq", "dossier", "revision", "kind")):
            return "its columns do not say what its bytes say"
        revision, previous = self._ends.get(row.dossier, (0, None))
        if body["previous"] != previous:
            return "it does not follow the last entry of its chain"
        if row.dossier is not None and row.revision != revision + 1:
            return "its revision does not follow the last one"
        self._ends[row.dossier] = row.revision or 0, row.leaf.hex()
        return None

    def _tree_trouble(self, row: Row[Any], stored: Mapping[int, bytes]) -> str | None:
        grown = dict(enumerate(ledger.grow(row.seq - 1, row.leaf, self.hash_at)))
        if grown != stored:
            return "the tree holds other hashes"
        for level, each in grown.items():
            place = (row.seq >> level) - 1
            self._edge[level, place] = each
            if level:  # both halves are inside this subtree now
                del self._edge[level - 1, 2 * place], self._edge[level - 1, 2 * place + 1]
        return None


def _opening_trouble(body: Mapping[str, Any], opened: Mapping[str, Row[Any]]) -> str | None:
    for name, row in opened.items():
        if ledger.commitment(row.salt, json.loads(row.value)) != body[name]["committed"]:
            return f"what was typed as {name} is not what was committed to"
        if ledger.canonical(json.loads(row.value)) != row.value:
            return f"what was typed as {name} is not in canonical form"
    return None


def _checkpoint_trouble(walk: _Walk, note: str, open_note: Open | None) -> str | None:
    try:
        signed = read_checkpoint(open_note(note) if open_note else note.rpartition("\n\n")[0] + "\n")
    except ValueError:
        return "its checkpoint does not open with the ledger's key" if open_note else "its checkpoint is unreadable"
    if signed.size != walk.size or signed.root != ledger.root(walk.size, walk.hash_at):
        return "its checkpoint signs another ledger"
    return None


def _after_the_end(conn: Connection, size: int) -> Iterator[Trouble]:
    """Entries cut off at the end leave behind what spoke of them."""
    for table, column in ((node, node.c.seq), (opening, opening.c.seq), (checkpoint, checkpoint.c.size)):
        beyond = conn.scalar(select(column).where(column > size).order_by(column).limit(1))
        if beyond is not None:
            yield Trouble(size + 1, f"missing, though a row of {table.name} speaks of entry {beyond}")
