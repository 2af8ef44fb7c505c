"""Invitations: a link that works once and not for long. Only the hash of its token is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from certflow.storage.tables import invite


def put(conn: Connection, token_hash: str, person: str, expires: datetime) -> None:
    """The person's invitation; any earlier one that is still unused stops working."""
    conn.execute(delete(invite).where(invite.c.person == person, invite.c.used.is_(None)))
    conn.execute(insert(invite).values(token_hash=token_hash, person=person, expires=expires))


def person_of(conn: Connection, token_hash: str, at: datetime) -> str | None:
    """Whom a token that still works invites."""
    return conn.scalar(select(invite.c.person).where(*_usable(token_hash, at)))


def use(conn: Connection, token_hash: str, at: datetime) -> str | None:
    """Use the token up; the person it invites, or None when it was used, has expired or never was."""
    person = person_of(conn, token_hash, at)
    used = conn.execute(update(invite).where(*_usable(token_hash, at)).values(used=at))
    return person if used.rowcount == 1 else None


def _usable(token_hash: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return invite.c.token_hash == token_hash, invite.c.used.is_(None), invite.c.expires > at
