"""What people typed, with its salt, and erasing it: the ledger keeps its commitments and still verifies.

SQLite overwrites the bytes (secure_delete); PostgreSQL frees them at its next vacuum. Backups are the operator's.
"""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Connection, delete, select, update

from certflow.domain.bundle.openings import Opening
from certflow.domain.facts import Json
from certflow.storage import tables
from certflow.storage.tables import entry, opening


def of_dossier(conn: Connection, dossier: str) -> tuple[Opening, ...]:
    """What was typed in a dossier and not erased since, in the order of entries and fields."""
    wanted = (
        select(opening)
        .join(entry, entry.c.seq == opening.c.seq)
        .where(entry.c.dossier == dossier)
        .order_by(opening.c.seq, opening.c.field)
    )
    return tuple(Opening(row.seq, row.field, row.salt, json.loads(row.value)) for row in conn.execute(wanted))


def erase_dossier(conn: Connection, dossier: str) -> int:
    """Erase every typed text of a dossier; how many there were."""
    seqs = select(entry.c.seq).where(entry.c.dossier == dossier)
    conn.execute(update(tables.dossier).where(tables.dossier.c.dossier == dossier).values(title=None))
    conn.execute(update(tables.record).where(*_ended_with_words(dossier)).values(reason=None))
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


def value(conn: Connection, seq: int, field: str) -> Json:
    """What was typed in one field of an entry; None when nothing was, or when it was erased."""
    found = conn.scalar(select(opening.c.value).where(opening.c.seq == seq, opening.c.field == field))
    return None if found is None else json.loads(found)


def _ended_with_words(dossier: str) -> tuple[ColumnElement[bool], ...]:
    return tables.record.c.dossier == dossier, tables.record.c.state.in_(["withdrawn", "superseded"])
