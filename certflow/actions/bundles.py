"""Collecting the bundle of a record: all that an outsider needs to check it without us."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from sqlalchemy import Connection

from certflow.actions import records
from certflow.actions.desk import Desk, entries_for, look, look_then
from certflow.actions.snapshot import checklist_files, view_of
from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack
from certflow.domain.bundle.folded import Subtree, cover, fold_line
from certflow.domain.bundle.openings import write_openings
from certflow.domain.bundle.recipe import RECIPE
from certflow.domain.facts import Protected, fact_fields
from certflow.domain.people import Actor
from certflow.domain.record import Audience
from certflow.domain.refusal import Refused
from certflow.domain.views import View
from certflow.pdf.anchor import KeyUnusable, read_anchor
from certflow.pdf.bundle import data_of, key_files
from certflow.pdf.keys import ledger_signer
from certflow.storage import checkpoints, database, entries, openings, tree
from certflow.storage.records import RecordRow

log = structlog.get_logger()


def download(desk: Desk, actor: Actor, record_id: str) -> tuple[RecordRow, bytes]:
    """The bundle of a sealed record, for whoever may have the record.

    Raises as `fetch` does but for KeyUnusable, and Refused: record.protected, bundle.key.
    """
    try:
        return _collect(desk, *records.download(desk, actor, record_id))
    except KeyUnusable as unusable:
        log.error("no bundle", record=record_id, reason=unusable.reason)
        raise Refused("bundle.key") from unusable


def fetch(desk: Desk, record_id: str) -> tuple[RecordRow, bytes]:
    """The bundle of a sealed record by id or `latest`; for the operator's command line.

    Raises Refused: record.unknown, record.not-ready, file.missing, file.damaged, dossier.checklist. KeyUnusable.
    """
    return _collect(desk, *records.fetch(desk, record_id))


def _collect(desk: Desk, row: RecordRow, chunks: Iterable[bytes]) -> tuple[RecordRow, bytes]:
    """The same ledger gives the same bytes. Every entry up to now goes in; the ledger is signed where it has grown."""
    view = view_of(row)
    if view.audience is Audience.PUBLIC:
        raise Refused("record.no-bundle")
    pdf = b"".join(chunks)
    with database.writing(desk.engine) as conn:
        checkpoints.sign(conn, *ledger_signer(desk.keyring), desk.now())
    with database.reading(desk.engine) as conn:
        closed = _closed(desk, conn, row, view)
        files = _ledger_files(conn, row.dossier, closed) | _checklist_files(desk, conn, row)
    files |= key_files(read_anchor(desk.keyring.anchor))
    files |= {form.RECORD: pdf, form.SNAPSHOT: data_of(pdf), form.README: RECIPE.encode()}
    return row, pack(form.with_manifest(files))


def _closed(desk: Desk, conn: Connection, row: RecordRow, view: View) -> frozenset[tuple[int, str]]:
    """Entry and field of everything that this view's audience may not read: committed to, but not opened."""
    sight = look(desk, conn, row.dossier)
    reader = view.reader(sight.dossier.parties)
    if reader is None:
        return frozenset()
    told = entries_for(conn, entries.of_dossier(conn, row.dossier), sight, reader)
    return frozenset(
        (each.seq, name)
        for each in told
        for name, value in fact_fields(each.fact).items()
        if isinstance(value, Protected)
    )


def _ledger_files(conn: Connection, dossier: str, closed: frozenset[tuple[int, str]]) -> dict[str, bytes]:
    """The ledger up to its last checkpoint, as seen from one dossier. closed: what stays a commitment."""
    signed = checkpoints.every(conn)
    upto = signed[-1].size
    own = {seq: body for seq, body in entries.bodies(conn, dossier).items() if seq <= upto}
    lines = list(cover(own, [each.size for each in signed]))
    folded = [(each.level, each.place) for each in lines if isinstance(each, Subtree)]
    hashes = tree.hashes(conn, folded)
    written = (
        fold_line(each, hashes[each.level, each.place]) if isinstance(each, Subtree) else own[each] for each in lines
    )
    return {
        form.ENTRIES: b"".join(line + b"\n" for line in written),
        form.OPENINGS: write_openings(
            each
            for each in openings.of_dossier(conn, dossier)
            if each.seq <= upto and (each.seq, each.field) not in closed
        ),
        **{form.checkpoint_name(each.size): each.note.encode() for each in signed},
    }


def _checklist_files(desk: Desk, conn: Connection, row: RecordRow) -> dict[str, bytes]:
    """The files of the very edition the dossier stood on when the record was asked for."""
    then = look_then(desk, conn, look(desk, conn, row.dossier), row.revision)
    files = checklist_files(desk, then.checklist.file)
    return dict(zip(form.checklist_names(files), reversed(files.values()), strict=True))
