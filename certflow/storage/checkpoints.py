"""Signed checkpoints of the ledger. The key is handed in; see certflow/domain/checkpoint.py for the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from certflow.domain.checkpoint import Checkpoint, NoteKey, Sign, sign_note
from certflow.storage import tree
from certflow.storage.tables import checkpoint


@dataclass(frozen=True)
class Signed:
    size: int
    note: str
    at: datetime


def sign(conn: Connection, key: NoteKey, signer: Sign, at: datetime) -> Signed:
    """Sign the ledger as it stands; the checkpoint that is there already when nothing was added since."""
    size = tree.size(conn)
    if not size:
        raise RuntimeError("an empty ledger has nothing to sign")
    found = last(conn)
    if found is not None and found.size == size:
        return found
    text = Checkpoint(key.name, size, tree.root(conn, size)).text
    signed = Signed(size, sign_note(text, key, signer), at)
    conn.execute(insert(checkpoint).values(size=size, note=signed.note, at=at))
    return signed


def last(conn: Connection) -> Signed | None:
    return next(iter(_read(conn, newest_first=True)), None)


def every(conn: Connection) -> list[Signed]:
    """All of them, smallest first."""
    return _read(conn)


def _read(conn: Connection, newest_first: bool = False) -> list[Signed]:
    order = checkpoint.c.size.desc() if newest_first else checkpoint.c.size
    wanted = select(checkpoint).order_by(order)
    rows = conn.execute(wanted.limit(1) if newest_first else wanted)
    return [Signed(row.size, row.note, row.at) for row in rows]
