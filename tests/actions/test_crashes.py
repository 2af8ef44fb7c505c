"""One record for each request, whatever kills the workers over it, and however many of them race.

Each worker is a process of its own that is killed (kill -9) at a named boundary of the work, or at a moment that
chance picks from all function calls it makes. The record is then finished by another one, without anybody's doing.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from certflow.actions import printing, records
from certflow.domain.dossier import RecordState
from certflow.storage import database, rebuild
from certflow.storage.records import RecordRow
from certflow.storage.tables import entry, lease
from tests.actions.office import Office, picture

#: where the work passes from one room to the next, before the end is written down for good: the lease is written but
#: not committed; before and after drawing, sealing and keeping; the entry stands in a turn that never ends
BEFORE = (
    "certflow.storage.leases.take return",
    "certflow.actions.printing._make call",
    "certflow.actions.snapshot.record_content return",
    "certflow.pdf.sign.seal call",
    "certflow.pdf.sign.seal return",
    "certflow.storage.files.put return",
    "certflow.storage.entries._insert return",
    "certflow.storage.project._sealed return",
)
#: and after it: only the lease is still held
AFTER = ("certflow.actions.printing._write return", "certflow.actions.printing._let_go call")
MOMENTS = 12


@pytest.fixture
def office(closed_office: Office) -> Office:
    return closed_office


def worker(office: Office, *how: str) -> subprocess.Popen[str]:
    """A process that makes the record that waits."""
    config = office.desk.config
    settings = {
        "CERTFLOW_DATABASE_URL": config.database_url,
        "CERTFLOW_DATA": str(config.data),
        "CERTFLOW_CHECKLISTS": str(config.checklists),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.actions.printer", office.clock().isoformat(), *how],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
    )


def ended(work: subprocess.Popen[str]) -> tuple[int, str]:
    told = work.communicate()[0]
    return work.returncode, told


def row_of(office: Office) -> RecordRow:
    """The newest record. It is pending and has nothing yet, or it is sealed and its file is whole: no third state."""
    row = records.every(office.desk)[-1]
    if row.state == "pending":
        assert (row.sha256, row.ended_at) == (None, None)
    else:
        content = b"".join(records.fetch(office.desk, row.id)[1])
        assert (row.state, hashlib.sha256(content).hexdigest()) == ("sealed", row.sha256)
    return row


def finished(office: Office) -> None:
    """Another worker finishes what waits once the lease has run out; then there is one record, and nothing to do."""
    office.clock.pass_by(seconds=printing.LEASE.total_seconds() * 2)
    printing.work_once(office.desk)

    row = row_of(office)
    assert row.state == "sealed"
    sealed = [fact for fact in office.facts() if fact.kind == "RecordSealed"]
    requests = [fact for fact in office.facts() if fact.kind == "RecordRequested"]
    assert len(sealed) == len(requests) == len({fact.record for fact in sealed})
    assert [line.state for line in office.dossier.records.values()][-1] is RecordState.SEALED
    assert printing.work_once(office.desk) is False
    before = picture(office.desk)
    with database.writing(office.desk.engine) as conn:
        rebuild.rebuild(conn)
    assert picture(office.desk) == before


def again(office: Office) -> None:
    records.request_again(office.desk, office.iryna, office.dossier_id, "en", reason="Once more.")


def test_workers_killed_at_every_boundary_leave_one_record(office: Office) -> None:
    """One after the other dies over the same record; nothing of it is to be seen until one comes through."""
    for spot in BEFORE:
        code, _ = ended(worker(office, "--die-at", spot))

        assert code == -signal.SIGKILL, f"{spot} is no place that a worker comes by"
        assert row_of(office).state == "pending", spot
        office.clock.pass_by(seconds=printing.LEASE.total_seconds() * 2)
    finished(office)
    for spot in AFTER:
        again(office)
        code, _ = ended(worker(office, "--die-at", spot))

        assert code == -signal.SIGKILL, f"{spot} is no place that a worker comes by"
        assert row_of(office).state == "sealed", spot
        finished(office)


def test_workers_killed_at_many_moments_leave_one_record(office: Office) -> None:
    """Chance picks among all calls of functions that a worker makes; several die before one is left alone."""
    chance = random.Random(20261128)
    code, told = ended(worker(office, "--count"))
    calls = int(told)
    assert code == 0
    assert calls > 10_000
    finished(office)
    killed = 0
    for number in range(MOMENTS):
        if number % 4 == 0:
            again(office)
        killed += ended(worker(office, "--die-after", str(chance.randrange(calls))))[0] == -signal.SIGKILL
        row_of(office)
        office.clock.pass_by(seconds=printing.LEASE.total_seconds() * 2)
        if number % 4 == 3:
            finished(office)
    assert killed >= MOMENTS // 2, "most of them died at their work"


def test_two_processes_race_for_one_record(office: Office) -> None:
    for number in range(3):
        if number:
            again(office)
        racing = [worker(office) for _ in range(3)]

        assert [ended(each)[0] for each in racing] == [0, 0, 0]
        finished(office)


def test_no_two_entries_share_a_revision_of_a_dossier_even_past_all_leases(office: Office) -> None:
    """The key in the database: a request, and so a record, is one of its dossier's revision."""
    with database.reading(office.desk.engine) as conn:
        row = conn.execute(sa.select(entry).where(entry.c.kind == "RecordRequested")).one()

    with pytest.raises(sa.exc.IntegrityError), office.desk.engine.begin() as conn:
        conn.execute(sa.insert(entry).values(**{**row._mapping, "seq": row.seq + 1}))


def test_a_lease_is_held_by_one(office: Office) -> None:
    values = {"name": "record:x", "until": office.clock(), "done": None, "parts": None}

    with pytest.raises(sa.exc.IntegrityError), office.desk.engine.begin() as conn:
        conn.execute(sa.insert(lease), [{**values, "holder": "one"}, {**values, "holder": "two"}])
