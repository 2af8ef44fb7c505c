"""Renewing records: one more document time-stamp before the newest one stops proving anything. The worker's room.

The file as it was sealed stays; the renewed one is that file with more behind it, and a fact of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from certflow.actions.desk import Desk, system_turn
from certflow.actions.records import newest
from certflow.actions.time_stamps import time_stamp_service
from certflow.domain.facts import RecordRenewed
from certflow.pdf.aging import Age, age_of
from certflow.pdf.sign import renew
from certflow.pdf.stamping import StampFailed
from certflow.storage import database, leases, records
from certflow.storage.records import RecordRow

log = structlog.get_logger()

#: longer than a renewal may take, so a living worker never loses its lease
LEASE = timedelta(minutes=10)

#: how often the worker looks
EVERY = timedelta(hours=12)
#: the states of a record whose file may still be asked for
_KEPT = {"sealed", "superseded", "withdrawn"}


@dataclass(frozen=True)
class Renewed:
    """What became of one record that was due. trouble: why it was not renewed; it stays due."""

    record: str
    due: datetime
    trouble: str = ""


def renew_due(desk: Desk) -> Iterator[Renewed]:
    """Renew every record that is due, one after the other, and say so. Without a time-stamp service nothing is due."""
    if desk.config.tsa_url is None:
        return
    with database.reading(desk.engine) as conn:
        kept = [row for row in records.every(conn) if row.state in _KEPT and row.level == "PAdES B-LTA"]
    for row in kept:
        pdf = b"".join(newest(desk, row).content)
        age = age_of(pdf)
        if age is not None and age.due <= desk.now():
            yield _renew(desk, row, pdf, age)


def _renew(desk: Desk, row: RecordRow, pdf: bytes, age: Age) -> Renewed:
    name, holder = f"renewal:{row.id}", desk.new_id()
    with database.writing(desk.engine) as conn:
        if not leases.take(conn, name, holder, desk.now(), desk.now() + LEASE):
            return Renewed(row.id, age.due, "Another worker renews it.")
    try:
        service = time_stamp_service(desk)
        assert service is not None
        longer = renew(pdf, age.generations + 1, service, desk.now())
        kept = desk.files.put(io.BytesIO(longer), len(longer))
        with system_turn(desk, row.dossier) as t:
            if leases.renew(t.conn, name, holder, desk.now() + LEASE):
                t.record(RecordRenewed(record=row.id, sha256=kept.sha256, size=kept.size))
    except StampFailed as trouble:
        log.error("record not renewed", record=row.id, due=age.due.isoformat(), reason=trouble.reason)
        return Renewed(row.id, age.due, trouble.reason)
    finally:
        with database.writing(desk.engine) as conn:
            leases.release(conn, name, holder)
    log.info("record renewed", record=row.id)
    return Renewed(row.id, age.due)
