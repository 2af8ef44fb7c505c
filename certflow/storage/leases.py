"""Leases: one worker at a time on one piece of work, and another may take over when it falls silent.

Whoever holds one may say how far the work is. That is a hint for people who wait, and nothing goes by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from certflow.storage.tables import lease


@dataclass(frozen=True)
class Progress:
    done: int
    parts: int


def _fresh(holder: str, until: datetime) -> dict[str, object]:
    return {"holder": holder, "until": until, "done": None, "parts": None}


def take(conn: Connection, name: str, holder: str, at: datetime, until: datetime) -> bool:
    """Take the lease, or keep it longer; False while somebody else holds it."""
    free = or_(lease.c.until <= at, lease.c.holder == holder)
    if conn.execute(update(lease).where(lease.c.name == name, free).values(_fresh(holder, until))).rowcount:
        return True
    if conn.scalar(select(lease.c.holder).where(lease.c.name == name)) is not None:
        return False
    conn.execute(insert(lease).values(name=name, **_fresh(holder, until)))
    return True


def renew(conn: Connection, name: str, holder: str, until: datetime, progress: Progress | None = None) -> bool:
    """Keep a lease longer; False when it was lost meanwhile, and the work with it."""
    mine = lease.c.name == name, lease.c.holder == holder
    told = {"done": progress.done, "parts": progress.parts} if progress else {}
    return conn.execute(update(lease).where(*mine).values(until=until, **told)).rowcount == 1


def progress(conn: Connection, name: str) -> Progress | None:
    """How far the work under this lease is, where its holder said so."""
    row = conn.execute(select(lease.c.done, lease.c.parts).where(lease.c.name == name)).first()
    return Progress(row.done, row.parts) if row and row.parts else None


def release(conn: Connection, name: str, holder: str) -> None:
    conn.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))
