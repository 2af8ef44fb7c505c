"""The content of a record: the dossier at the revision that asked for it, with the ledger's proof of that request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from certflow.actions.desk import SOFTWARE, Desk, Sight, entries_for, replayed, through
from certflow.domain import carried, ledger, recording
from certflow.domain.checklist import Checklist
from certflow.domain.closing import languages_of
from certflow.domain.dossier import Dossier
from certflow.domain.edition import digest_of
from certflow.domain.entry import Entry
from certflow.domain.record import LedgerProof, RecordContent
from certflow.domain.refusal import Refused
from certflow.domain.views import View, read_view
from certflow.pdf.keys import ledger_signer
from certflow.storage import checkpoints, database, entries, people, tree
from certflow.storage.records import RecordRow


def record_content(desk: Desk, row: RecordRow) -> RecordContent:
    """Everything the record says. The same request gives the same content, however often it is tried."""
    with database.reading(desk.engine) as conn:
        known = [entry for entry in entries.of_dossier(conn, row.dossier) if (entry.revision or 0) <= row.revision]
        whole = _sight(desk, row, known)
        view = view_of(row)
        reader = view.reader(whole.dossier.parties)
        sight = through(conn, whole, reader) if reader else whole
        told = entries_for(conn, known, whole, reader) if reader else known
        directory = people.directory(conn)
    return recording.make_content(
        sight.dossier,
        sight.checklist,
        sight.plan,
        directory,
        told,
        files=carried.listed(carried.schema_file(), checklist_files(desk, sight.checklist)),
        record_id=row.id,
        made_at=row.requested_at,
        languages=languages_of(row.language),
        software=SOFTWARE,
        verify_url=f"{desk.config.public_url}/verify",
        proof=_prove(desk, row),
        view=view,
    )


def view_of(row: RecordRow) -> View:
    """Whom a record is for."""
    view = read_view(row.audience)
    if view is None:
        raise RuntimeError(f"record {row.id} was asked for an audience that is none: {row.audience}")
    return view


def files_of(desk: Desk, content: RecordContent) -> dict[str, bytes]:
    """The files that the record carries beside its data, by name. Raises Refused: dossier.checklist."""
    edition = desk.library.get(content.checklist.id, content.checklist.edition)
    return {carried.SCHEMA: carried.schema_file(), **checklist_files(desk, edition)}


def checklist_files(desk: Desk, checklist: Checklist) -> dict[str, bytes]:
    """The edition exactly as it was followed: the files must still be the ones that were read."""
    line = desk.library.files(checklist.id, checklist.edition)
    if digest_of(line) != checklist.digest:
        name = f"{checklist.id}@{checklist.edition}"
        raise Refused("dossier.checklist", checklist=name, why="the file was changed since certflow started.")
    return carried.checklist_files(checklist.id, [(Path(file.name).stem, file.raw) for file in line])


def _sight(desk: Desk, row: RecordRow, known: Sequence[Entry]) -> Sight:
    """The dossier as it was when the record was asked for, whatever happened since."""
    return replayed(desk, None, Dossier(row.dossier), known)


def _prove(desk: Desk, row: RecordRow) -> LedgerProof:
    """That the request stands in the ledger, under a signed checkpoint; the first one there is that covers it."""
    with database.writing(desk.engine) as conn:
        covering = [signed for signed in checkpoints.every(conn) if signed.size >= row.requested_seq]
        signed = covering[0] if covering else checkpoints.sign(conn, *ledger_signer(desk.keyring), desk.now())
        entry = entries.one(conn, row.requested_seq)
        hashes = tree.prove_inclusion(conn, row.requested_seq, signed.size)
    if entry is None:
        raise RuntimeError(f"the request for record {row.id} is not in the ledger")
    return LedgerProof(
        entries=row.revision,
        checkpoint=signed.note,
        leaf_index=row.requested_seq - 1,
        tree_size=signed.size,
        hashes=tuple(each.hex() for each in hashes),
        entry=ledger.canonical(entry.as_json()).decode(),
    )
