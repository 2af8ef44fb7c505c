"""Erasing what people typed. The ledger keeps its commitments and still verifies; salt and value are gone.

SQLite overwrites the bytes (secure_delete); PostgreSQL frees them at its next vacuum. Backups are the operator's.
"""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Connection, delete, select, update

from certflow.storage import tables
from certflow.storage.tables import entry, opening


def erase_dossier(conn: Connection, dossier: str) -> int:
    """Erase every typed text of a dossier; how many there were."""
    seqs = select(entry.c.seq).where(entry.c.dossier == dossier)
    conn.execute(update(tables.dossier).where(tables.dossier.c.dossier == dossier).values(title=None))
    conn.execute(update(tables.record).where(*_withdrawn(dossier)).values(reason=None))
    return conn.execute(delete(opening).where(opening.c.seq.in_(seqs))).rowcount


def erase_person(conn: Connection, person: str) -> int:
    """Erase a person's name, address and the reasons given about them; how many texts there were.

    The name that stands beside each of their acts stays: entries are evidence of who decided.
    """
    about = select(entry.c.seq, entry.c.body).where(entry.c.kind.in_(["PersonInvited", "PersonDisabled"]))
    seqs = [row.seq for row in conn.execute(about) if json.loads(row.body)["object"]["person"] == person]
    gone = {"name": None, "email": None, "email_key": None}
    conn.execute(update(tables.person).where(tables.person.c.person == person).values(gone))
    return conn.execute(delete(opening).where(opening.c.seq.in_(seqs))).rowcount


def _withdrawn(dossier: str) -> tuple[ColumnElement[bool], ...]:
    return tables.record.c.dossier == dossier, tables.record.c.state == "withdrawn"
