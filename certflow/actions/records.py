"""Records: found, given out, asked for again, withdrawn. Making them is `printing.py`, verifying `verification.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from certflow.actions.desk import Desk, Sight, look, look_then, see, turn
from certflow.actions.snapshot import view_of
from certflow.domain import closing
from certflow.domain.facts import FULL
from certflow.domain.people import Actor, Permission
from certflow.domain.record import Audience
from certflow.domain.refusal import Refused
from certflow.domain.views import may_have
from certflow.domain.visibility import Reader
from certflow.storage import database, leases, people, records, renewals
from certflow.storage.leases import Progress
from certflow.storage.records import RecordRow


def lease_of(record_id: str) -> str:
    """The lease that whoever makes a record holds."""
    return f"record:{record_id}"


@dataclass(frozen=True)
class RecordView:
    """One record with the dossier it belongs to.

    whole      the reader may read all that it says, so they may have it
    progress   while it is drawn, where it is known
    """

    sight: Sight
    row: RecordRow
    whole: bool
    progress: Progress | None = None


def see_record(desk: Desk, actor: Actor, record_id: str) -> RecordView:
    """A record, for whoever may see its dossier. Raises Refused: record.unknown."""
    with database.reading(desk.engine) as conn:
        row = records.by_id(conn, record_id)
        progress = leases.progress(conn, lease_of(record_id)) if row and row.state == "pending" else None
    if row is None:
        raise Refused("record.unknown", record=record_id)
    try:
        return RecordView(see(desk, actor, row.dossier), row, _may_have(desk, actor, row), progress)
    except Refused as hidden:
        # to strangers the record must look as if it did not exist
        raise Refused("record.unknown", record=record_id) from hidden


def _may_have(desk: Desk, actor: Actor, row: RecordRow) -> bool:
    """Whether the table lets the actor have this view of the dossier as it was when the record was asked for."""
    with database.reading(desk.engine) as conn:
        now = look(desk, conn, row.dossier)
        then = look_then(desk, conn, now, row.revision)
    return may_have(view_of(row), then.checklist, then.dossier, Reader.of(actor, then.dossier.parties))


def download(desk: Desk, actor: Actor, record_id: str) -> tuple[RecordRow, Iterator[bytes]]:
    """The file as it was sealed; `newest` gives the renewed one.

    Raises Refused: record.unknown, record.protected, record.not-ready, file.missing.
    """
    view = see_record(desk, actor, record_id)
    if not view.whole:
        raise Refused("record.protected", record=record_id)
    return _file(desk, view.row)


@dataclass(frozen=True)
class NewestFile:
    """A sealed record's file with all its renewals."""

    sha256: str
    size: int
    content: Iterator[bytes]


def newest(desk: Desk, row: RecordRow) -> NewestFile:
    """The file that proves longest. Raises Refused: record.not-ready, file.missing."""
    with database.reading(desk.engine) as conn:
        renewed = renewals.newest(conn, row.id)
    if row.sha256 is None or row.size is None:
        raise Refused("record.not-ready", record=row.id)
    sha256, size = (renewed.sha256, renewed.size) if renewed else (row.sha256, row.size)
    return NewestFile(sha256, size, desk.files.get(sha256))


def every(desk: Desk) -> tuple[RecordRow, ...]:
    """All records, oldest first; for the operator's command line."""
    with database.reading(desk.engine) as conn:
        return records.every(conn)


def fetch(desk: Desk, record_id: str) -> tuple[RecordRow, Iterator[bytes]]:
    """A sealed file by record id or `latest`; for the operator's command line."""
    return _file(desk, find(desk, record_id))


def find(desk: Desk, record_id: str) -> RecordRow:
    """A record by id, or the one sealed last in full; for the operator's command line.

    Raises Refused: record.unknown.
    """
    with database.reading(desk.engine) as conn:
        sealed = [row for row in records.every(conn) if row.state == "sealed" and row.audience == FULL]
        row = (sealed[-1] if sealed else None) if record_id == "latest" else records.by_id(conn, record_id)
    if row is None:
        raise Refused("record.unknown", record=record_id)
    return row


def request_again(
    desk: Desk, actor: Actor, dossier_id: str, language: str, audience: str = FULL, reason: str = ""
) -> str:
    """Ask for another record of a closed dossier: after a failure, in another language, or for another audience.

    reason: for whoever verifies the record whose place it takes. Gives its id.
    """
    record = desk.new_id()
    with turn(desk, actor, dossier_id, Permission.RECORD_MAKE) as t:
        facts = closing.request_again(t.dossier, record, language, audience, reason)
        if audience == Audience.PUBLIC:
            # the summary carries this entry as its proof, and names no person
            t.by = replace(t.by, name=people.organisation_names(t.conn)[actor.organisation])
        t.record(*facts)
    return record


def withdraw(desk: Desk, actor: Actor, dossier_id: str, record_id: str, reason: str) -> None:
    """Take a sealed record back; whoever verifies it reads the reason."""
    with turn(desk, actor, dossier_id, Permission.RECORD_WITHDRAW) as t:
        t.record(*closing.withdraw_record(t.dossier, record_id, reason))


def _file(desk: Desk, row: RecordRow) -> tuple[RecordRow, Iterator[bytes]]:
    if row.sha256 is None:
        raise Refused("record.not-ready", record=row.id)
    return row, desk.files.get(row.sha256)
