"""Verifying records, for anybody: of an uploaded file, or of the one we keep under an id."""

from __future__ import annotations

from certflow.actions.desk import Desk
from certflow.actions.records import newest
from certflow.domain.refusal import Refused
from certflow.pdf.anchor import read_anchor
from certflow.pdf.readers import Readers
from certflow.pdf.verdict import Known, Verdict
from certflow.pdf.verify import MAX_BYTES, verify, with_disclosure
from certflow.storage import database, records, renewals
from certflow.storage.records import RecordRow

__all__ = ["MAX_BYTES", "known", "verify_file", "verify_record", "with_disclosure"]

#: files at a time in this process: each holds a core, and more would let strangers starve everybody else
AT_ONCE = 2
READERS = Readers(AT_ONCE)


def verify_file(desk: Desk, pdf: bytes) -> Verdict:
    """All four answers on one file, with our ledger at hand.

    Raises Refused: verify.too-large. CannotVerify where our own house is not in order.
    """
    if len(pdf) > MAX_BYTES:
        raise Refused("verify.too-large", most=f"{MAX_BYTES // 1_000_000} MB")
    return verify(pdf, read_anchor(desk.keyring.anchor), desk.now(), lambda sha256: known(desk, sha256), READERS.read)


def verify_record(desk: Desk, record_id: str) -> Verdict:
    """The same for the file we keep. It tells nothing that the paper's reader does not know already.

    Raises Refused: record.unknown, file.missing.
    """
    with database.reading(desk.engine) as conn:
        row = records.by_id(conn, record_id.strip().lower())
    if row is None or row.sha256 is None:
        raise Refused("record.unknown", record=record_id)
    return verify_file(desk, b"".join(newest(desk, row).content))


def known(desk: Desk, sha256: str) -> Known | None:
    """What the ledger knows of a file with this SHA-256."""
    with database.reading(desk.engine) as conn:
        row, renewed = records.by_sha256(conn, sha256), None
        if row is None and (renewed := renewals.by_sha256(conn, sha256)) is not None:
            row = records.by_id(conn, renewed.record)
        later = () if row is None else records.of_dossier(conn, row.dossier)
    if row is None or row.ended_at is None:
        return None
    return Known(
        row.id,
        renewed.at if renewed else row.ended_at,
        replaced_by=_replacement(row, later),
        replaced_because=row.reason if row.state == "superseded" else None,
        withdrawn=_withdrawal(row),
    )


def _replacement(row: RecordRow, all_of_dossier: tuple[RecordRow, ...]) -> str | None:
    if row.state != "superseded":
        return None
    later = [each for each in all_of_dossier if each.requested_seq > row.requested_seq and each.sha256]
    sealed = [each.id for each in later if each.audience == row.audience]
    return sealed[-1] if sealed else "a later record"


def _withdrawal(row: RecordRow) -> str | None:
    return (row.reason or "no reason is kept any more") if row.state == "withdrawn" else None
