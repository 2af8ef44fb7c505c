"""Making records: drawn and sealed outside any turn, written down in one. The worker's room; no page waits here.

What is pending is visible in the facts (`RecordRequested` without an end), so that list is the queue: whoever takes
the lease works, and a dead worker's lease runs out. Where the time-stamp service fails, the record waits and says why
(`RecordDelayed`); it is never sealed at a weaker level instead, and is tried again until the service is back.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta

import structlog

from certflow.actions import sweeping
from certflow.actions.desk import Desk, system_turn
from certflow.actions.records import lease_of
from certflow.actions.renewing import EVERY, renew_due
from certflow.actions.self_test import self_test
from certflow.actions.snapshot import files_of, record_content
from certflow.actions.sweeping import Sweeper
from certflow.actions.time_stamps import time_stamp_service
from certflow.domain.dossier import RecordState
from certflow.domain.facts import Fact, RecordDelayed, RecordFailed, RecordSealed
from certflow.domain.refusal import Refused
from certflow.pdf.anchor import KeyUnusable, fingerprint
from certflow.pdf.draw import DrawingFailed, Press
from certflow.pdf.keys import open_seal
from certflow.pdf.shelf import Shelf
from certflow.pdf.sign import Level, seal
from certflow.pdf.stamping import StampFailed, try_service
from certflow.storage import database, leases, records
from certflow.storage.leases import Progress
from certflow.storage.records import RecordRow

log = structlog.get_logger()

#: longer than one part, joining or sealing may take (certflow/pdf/draw.py); it begins anew with every part that is
#: drawn, so a living worker never loses its lease
LEASE = timedelta(minutes=10)

#: how often at most people are told how far a record is
BEAT = timedelta(seconds=1)

#: how long an idle worker waits before it looks again
IDLE_S = 1.0

#: after so many looks without work the drawing children are sent away
TIRED = 60

#: and how long after trouble that an operator has to mend, such as a full disk
TROUBLE_S = 20.0

#: how long after a fault of the time-stamp service a record is tried again
RETRY = timedelta(seconds=30)

#: the largest sealed file kept
MOST_BYTES = 500_000_000


def work_forever(desk: Desk) -> None:
    """Make every record that is asked for, one after the other; renew what is due, and write down what has ended.

    Trouble with disk or database is waited out.
    """
    while not self_test(desk):
        time.sleep(TROUBLE_S)
    with at_the_press(desk) as press:
        _work(desk, press)


def _work(desk: Desk, press: Press) -> None:
    look_again = sweep_again = desk.now()
    sweeper = Sweeper(desk)
    idle = 0
    while True:
        try:
            idle = 0 if work_once(desk, press) else idle + 1
            if desk.now() >= sweep_again:
                sweep_again = desk.now() + sweeping.EVERY
                sweeper.sweep()
            if desk.now() >= look_again:
                look_again = desk.now() + EVERY
                for _ in renew_due(desk):
                    pass  # it tells the log itself
        except Refused as trouble:
            log.error("records wait", reason=trouble.code)
            time.sleep(TROUBLE_S)
        else:
            if idle == TIRED:
                press.rest()
            if idle:
                time.sleep(IDLE_S)


@contextmanager
def at_the_press(desk: Desk) -> Iterator[Press]:
    """What draws, for as long as there may be records to draw."""
    press = Press(desk.config.data / "fonts", Shelf(desk.config.data / "shelf"))
    try:
        yield press
    finally:
        press.rest()


def work_once(desk: Desk, press: Press | None = None) -> bool:
    """Make the record that waits longest and that nobody else is making. False when there is none.

    press   what draws; one of its own unless given, which takes a second longer
    Raises Refused: storage.full, storage.busy, storage.away; the record then still waits.
    """
    holder = desk.new_id()
    with database.reading(desk.engine) as conn:
        waiting = records.pending(conn)
    for row in waiting:
        with database.writing(desk.engine) as conn:
            taken = leases.take(conn, lease_of(row.id), holder, desk.now(), desk.now() + LEASE)
        if taken:
            waits = False
            try:
                with nullcontext(press) if press else at_the_press(desk) as ready:
                    waits = _make(desk, ready, row, holder)
            finally:
                _let_go(desk, row, holder, waits=waits)
            return True
    return False


def _let_go(desk: Desk, row: RecordRow, holder: str, *, waits: bool) -> None:
    """Give the lease back however the work ended, so that the next try need not wait for it to run out; but where the
    record waits for the time-stamp service, keep the next try off for a while."""
    with suppress(Refused), database.writing(desk.engine) as conn:
        if waits:
            leases.renew(conn, lease_of(row.id), holder, desk.now() + RETRY)
        else:
            leases.release(conn, lease_of(row.id), holder)


def _make(desk: Desk, press: Press, row: RecordRow, holder: str) -> bool:
    """Draw, seal, keep, and write down that it is sealed; or write down why not. True when it has to wait."""
    try:
        fact: Fact = _sealed(desk, press, row, _telling(desk, row, holder))
    except StampFailed as trouble:
        log.error("record waits for the time-stamp service", record=row.id, reason=trouble.reason)
        if row.reason != trouble.reason:  # told once, not at every try
            _write(desk, row, holder, RecordDelayed(record=row.id, reason=trouble.reason))
        return True
    except LeaseLost:
        log.error("record taken over by another worker", record=row.id)
        return False
    except (DrawingFailed, KeyUnusable) as trouble:
        log.error("record failed", record=row.id, reason=trouble.reason)
        fact = RecordFailed(record=row.id, reason=trouble.reason)
    _write(desk, row, holder, fact)
    return False


class LeaseLost(Exception):
    """Another worker took over, so there is nothing left to do here."""


def _telling(desk: Desk, row: RecordRow, holder: str) -> Callable[[int, int], None]:
    """Says under the lease how far the drawing is, and keeps the lease by it. Trouble with the disk waits for the end
    of the work, which meets it again."""
    last: datetime | None = None

    def tell(done: int, parts: int) -> None:
        nonlocal last
        at = desk.now()
        if last and last <= at < last + BEAT and done < parts:
            return
        last = at
        with suppress(Refused), database.writing(desk.engine) as conn:
            if not leases.renew(conn, lease_of(row.id), holder, at + LEASE, Progress(done, parts)):
                raise LeaseLost

    return tell


def _sealed(desk: Desk, press: Press, row: RecordRow, tell: Callable[[int, int], None]) -> RecordSealed:
    """The record drawn, sealed and kept. Raises StampFailed, DrawingFailed, KeyUnusable."""
    service = time_stamp_service(desk)
    if service:
        try_service(service, desk.now())  # before anything is drawn for nothing
    content = record_content(desk, row)
    paper = press.draw(content, row.language, tell, files_of(desk, content))
    at = desk.now()
    level = Level(desk.config.seal_level) if service else Level.B_B
    opened = open_seal(desk.keyring, at)
    sealed = seal(paper, desk.keyring, at, service, level, opened)
    certificate = fingerprint(opened.certificate)
    kept = desk.files.put(io.BytesIO(sealed), MOST_BYTES)
    return RecordSealed(
        record=row.id, sha256=kept.sha256, size=kept.size, certificate=certificate, level=f"PAdES {level}"
    )


def _write(desk: Desk, row: RecordRow, holder: str, fact: Fact) -> None:
    """One end for one record, whatever raced: only the holder of the lease, and only while it is pending."""
    with system_turn(desk, row.dossier) as t:
        pending = t.dossier.records[row.id].state is RecordState.PENDING
        if pending and leases.renew(t.conn, lease_of(row.id), holder, desk.now() + LEASE):
            t.record(fact)
