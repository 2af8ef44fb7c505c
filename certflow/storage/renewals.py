"""Renewed records: the longer files that later time-stamps made. Read from the facts; there are few."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from certflow.domain.facts import RecordRenewed
from certflow.storage.entries import read_body
from certflow.storage.tables import entry


@dataclass(frozen=True)
class Renewal:
    """sha256 and size of the record's file with one more time-stamp behind it."""

    record: str
    sha256: str
    size: int
    at: datetime


def every(conn: Connection) -> tuple[Renewal, ...]:
    """All of them, oldest first."""
    found = conn.execute(select(entry.c.body).where(entry.c.kind == RecordRenewed.__name__).order_by(entry.c.seq))
    return tuple(_renewal(body) for (body,) in found)


def newest(conn: Connection, record: str) -> Renewal | None:
    """The newest of one record; None where it was never renewed."""
    return next((each for each in reversed(every(conn)) if each.record == record), None)


def by_sha256(conn: Connection, sha256: str) -> Renewal | None:
    """The one that made a file with this digest."""
    return next((each for each in every(conn) if each.sha256 == sha256), None)


def _renewal(body: bytes) -> Renewal:
    read = read_body(json.loads(body), {})
    fact = read.fact
    assert isinstance(fact, RecordRenewed)
    return Renewal(fact.record, fact.sha256, fact.size, read.at)
