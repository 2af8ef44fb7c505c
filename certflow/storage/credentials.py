"""Password hashes. No entry holds one: the ledger only says that a password was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from certflow.storage.tables import credential


@dataclass(frozen=True)
class Credential:
    """hash: as argon2 writes it, with its own salt and costs."""

    person: str
    hash: str
    changed_at: datetime


def put(conn: Connection, person: str, hashed: str, at: datetime) -> None:
    """Set or replace a person's password hash."""
    remove(conn, person)
    conn.execute(insert(credential).values(person=person, hash=hashed, changed_at=at))


def remove(conn: Connection, person: str) -> None:
    conn.execute(delete(credential).where(credential.c.person == person))


def of_person(conn: Connection, person: str) -> Credential | None:
    row = conn.execute(select(credential).where(credential.c.person == person)).one_or_none()
    return None if row is None else Credential(row.person, row.hash, row.changed_at)
