"""Server-side sessions. Only the hash of a session's id is kept, so a stolen table opens no door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from certflow.storage.tables import web_session

#: asked by every request
_FIND = select(web_session).where(web_session.c.id_hash == bindparam("id_hash"))


@dataclass(frozen=True)
class Session:
    """ended: signed out, disabled, or the password was changed; it never comes back."""

    id_hash: str
    person: str
    created: datetime
    last_seen: datetime
    ended: datetime | None


def begin(conn: Connection, id_hash: str, person: str, at: datetime) -> Session:
    conn.execute(insert(web_session).values(id_hash=id_hash, person=person, created=at, last_seen=at))
    return Session(id_hash, person, at, at, None)


def find(conn: Connection, id_hash: str) -> Session | None:
    """The session, ended or not; how long it may live is the caller's rule."""
    row = conn.execute(_FIND, {"id_hash": id_hash}).one_or_none()
    if row is None:
        return None
    return Session(row.id_hash, row.person, row.created, row.last_seen, row.ended)


def touch(conn: Connection, id_hash: str, at: datetime) -> None:
    """Note that the session was used. Once a minute is enough: each touch is a synced write."""
    _change(conn, web_session.c.id_hash == id_hash, last_seen=at)


def end(conn: Connection, id_hash: str, at: datetime) -> None:
    _change(conn, web_session.c.id_hash == id_hash, ended=at)


def end_all_of(conn: Connection, person: str, at: datetime, but: str | None = None) -> None:
    """End every session of a person, except the one whose id hash is `but`."""
    _change(conn, (web_session.c.person == person) & (web_session.c.id_hash != (but or "")), ended=at)


def sweep(conn: Connection, unseen_since: datetime) -> int:
    """Forget sessions that nobody used since then; how many."""
    return conn.execute(delete(web_session).where(web_session.c.last_seen < unseen_since)).rowcount


def _change(conn: Connection, which: ColumnElement[bool], **values: Any) -> None:
    """Ended sessions stay as they ended."""
    conn.execute(update(web_session).where(which, web_session.c.ended.is_(None)).values(**values))
