"""Leases: one worker at a time on one piece of work, and another may take over when it falls silent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from certflow.storage.tables import lease


def take(conn: Connection, name: str, holder: str, at: datetime, until: datetime) -> bool:
    """Take the lease, or keep it longer; False while somebody else holds it."""
    free = or_(lease.c.until <= at, lease.c.holder == holder)
    if conn.execute(update(lease).where(lease.c.name == name, free).values(holder=holder, until=until)).rowcount:
        return True
    if conn.scalar(select(lease.c.holder).where(lease.c.name == name)) is not None:
        return False
    conn.execute(insert(lease).values(name=name, holder=holder, until=until))
    return True


def renew(conn: Connection, name: str, holder: str, until: datetime) -> bool:
    """Keep a lease longer; False when it was lost meanwhile, and the work with it."""
    mine = lease.c.name == name, lease.c.holder == holder
    return conn.execute(update(lease).where(*mine).values(until=until)).rowcount == 1


def release(conn: Connection, name: str, holder: str) -> None:
    conn.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))
