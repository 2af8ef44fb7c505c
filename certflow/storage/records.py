"""Lists of records and their states."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from certflow.domain.facts import FULL
from certflow.storage.tables import entry, record


@dataclass(frozen=True)
class RecordRow:
    """One asked-for record.

    revision   the dossier's revision that asked for it
    state      "pending", then "sealed" or "failed"; a sealed one may become "superseded" or "withdrawn"
    reason     why it failed, was withdrawn or replaced; while it is pending, what keeps it waiting
    sha256     of the sealed file, which also names it in the store; None until sealed
    audience   whom this view is for, as the entry that asked for it says
    """

    id: str
    dossier: str
    requested_seq: int
    revision: int
    language: str
    requested_at: datetime
    state: str
    ended_at: datetime | None
    sha256: str | None
    size: int | None
    level: str | None
    reason: str | None
    audience: str


def by_id(conn: Connection, name: str) -> RecordRow | None:
    return next(iter(_list(conn, record.c.record == name)), None)


def by_sha256(conn: Connection, sha256: str) -> RecordRow | None:
    """The record whose sealed file has this digest."""
    return next(iter(_list(conn, record.c.sha256 == sha256)), None)


def of_dossier(conn: Connection, dossier: str) -> tuple[RecordRow, ...]:
    """The dossier's records, oldest first."""
    return _list(conn, record.c.dossier == dossier)


def pending(conn: Connection) -> tuple[RecordRow, ...]:
    """The records that still have to be made, oldest first."""
    return _list(conn, record.c.state == "pending")


def every(conn: Connection) -> tuple[RecordRow, ...]:
    """All records, oldest first."""
    return _list(conn)


def _list(conn: Connection, *which: ColumnElement[bool]) -> tuple[RecordRow, ...]:
    asked = select(record, entry.c.body).join(entry, entry.c.seq == record.c.requested_seq)
    rows = conn.execute(asked.where(*which).order_by(record.c.requested_seq))
    return tuple(map(_record, rows))


def _record(row: Row[Any]) -> RecordRow:
    return RecordRow(
        row.record,
        row.dossier,
        row.requested_seq,
        row.revision,
        row.language,
        row.requested_at,
        row.state,
        row.ended_at,
        row.sha256,
        row.size,
        row.level,
        row.reason,
        json.loads(row.body)["object"].get("audience", FULL),
    )
