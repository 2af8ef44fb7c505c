"""Records: each request gets one end, whoever works, dies or races."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from certflow.actions import dossiers, printing, records, verification
from certflow.domain.dossier import RecordState
from certflow.domain.facts import RecordFailed, RecordRequested, RecordSealed, fact_fields
from certflow.domain.refusal import Refused
from certflow.pdf.typefaces import unpack_fonts
from certflow.pdf.verdict import Answer
from certflow.storage import database, leases, openings
from certflow.storage.tables import lease
from tests.actions.office import Office


@pytest.fixture
def office(closed_office: Office) -> Office:
    return closed_office


def states(office: Office) -> list[RecordState]:
    return [line.state for line in office.dossier.records.values()]


def test_a_record_is_drawn_sealed_and_written_down(office: Office) -> None:
    assert printing.work_once(office.desk) is True

    sealed = office.facts()[-1]
    assert isinstance(sealed, RecordSealed)
    row, content = records.fetch(office.desk, "latest")
    paper = b"".join(content)
    assert hashlib.sha256(paper).hexdigest() == sealed.sha256 == row.sha256
    assert paper.startswith(b"%PDF-")
    assert len(paper) == sealed.size
    assert printing.work_once(office.desk) is False


def test_two_workers_make_one_record(office: Office) -> None:
    with ThreadPoolExecutor(2) as pool:
        worked = list(pool.map(printing.work_once, [office.desk, office.with_new_desk()]))

    assert sorted(worked) == [False, True]
    assert [fact.kind for fact in office.facts()].count("RecordSealed") == 1


def test_a_dead_workers_record_is_made_by_another_when_its_lease_runs_out(office: Office) -> None:
    (record,) = office.dossier.records
    with database.writing(office.desk.engine) as conn:
        assert leases.take(conn, f"record:{record}", "dead", office.clock(), office.clock() + printing.LEASE)

    assert printing.work_once(office.desk) is False
    office.clock.pass_by(seconds=printing.LEASE.total_seconds())
    assert printing.work_once(office.desk) is True
    assert states(office) == [RecordState.SEALED]


def test_a_worker_that_lost_its_lease_writes_nothing(office: Office) -> None:
    """It took longer than its lease, and another one took over: only the holder of the lease may end the work."""
    (record,) = office.dossier.records
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(printing.work_once, office.desk)
        while not held(office, record):
            time.sleep(0.01)
        office.clock.pass_by(seconds=printing.LEASE.total_seconds())

        assert printing.work_once(office.with_new_desk()) is True
        assert slow.result() is True

    assert [fact.kind for fact in office.facts()].count("RecordSealed") == 1
    assert states(office) == [RecordState.SEALED]


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_a_worker_killed_at_any_point_of_the_drawing_leaves_one_record_in_the_end(office: Office, share: float) -> None:
    """Killed once it has drawn that share of the parts; people meanwhile see how far it is."""
    (record,) = office.dossier.records
    with subprocess.Popen(**printer(office)) as worker:
        while worker.poll() is None:
            far = records.see_record(office.desk, office.anna, record).progress
            if far and far.done >= share * far.parts:
                break
        worker.kill()

    office.clock.pass_by(seconds=2 * printing.LEASE.total_seconds())
    printing.work_once(office.desk)

    assert [fact.kind for fact in office.facts()].count("RecordSealed") == 1
    assert states(office) == [RecordState.SEALED]
    assert records.see_record(office.desk, office.anna, record).progress is None
    assert printing.work_once(office.desk) is False


def printer(office: Office) -> dict[str, Any]:
    """A process that makes the record that waits."""
    settings = {
        "CERTFLOW_DATABASE_URL": office.desk.config.database_url,
        "CERTFLOW_DATA": str(office.desk.config.data),
        "CERTFLOW_CHECKLISTS": str(office.desk.config.checklists),
    }
    command = [sys.executable, "-m", "tests.actions.printer", office.clock().isoformat()]
    return {"args": command, "cwd": Path(__file__).parents[2], "env": {**os.environ, **settings}}


def held(office: Office, record: str) -> bool:
    """Whether somebody works on this record."""
    with database.reading(office.desk.engine) as conn:
        return bool(conn.scalar(select(lease.c.holder).where(lease.c.name == f"record:{record}")))


def test_a_record_that_cannot_be_sealed_fails_with_its_reason_and_can_be_asked_for_again(office: Office) -> None:
    key = office.desk.config.data / "keys" / "seal-key.pem"
    key.chmod(0o644)

    assert printing.work_once(office.desk) is True

    failed = office.facts()[-1]
    assert isinstance(failed, RecordFailed)
    assert "seal-key.pem" in failed.reason
    key.chmod(0o600)
    again = records.request_again(office.desk, office.iryna, office.dossier_id, "uk")
    assert printing.work_once(office.desk) is True
    assert states(office) == [RecordState.FAILED, RecordState.SEALED]
    assert records.see_record(office.desk, office.anna, again).row.language == "uk"


def test_a_record_that_cannot_be_drawn_fails_with_its_reason(office: Office) -> None:
    """A damaged typeface would show empty boxes; such a paper is never sealed."""
    (office.desk.config.data / "fonts").unlink()
    for face in unpack_fonts(office.desk.config.data / "fonts").glob("*.ttf"):
        face.write_bytes(b"damaged")

    assert printing.work_once(office.desk) is True

    failed = office.facts()[-1]
    assert isinstance(failed, RecordFailed)
    assert failed.reason.startswith("The record could not be drawn.")
    assert states(office) == [RecordState.FAILED]


def test_to_strangers_a_record_does_not_exist(office: Office) -> None:
    (record,) = office.dossier.records

    for name in (record, "0" * 32):
        with pytest.raises(Refused) as refused:
            records.see_record(office.desk, office.zoe, name)
        assert refused.value.code == "record.unknown"


def test_what_is_not_sealed_yet_is_not_given_out(office: Office) -> None:
    (record,) = office.dossier.records

    with pytest.raises(Refused) as refused:
        records.download(office.desk, office.anna, record)

    assert refused.value.code == "record.not-ready"


def test_a_later_record_takes_the_place_of_the_first(office: Office) -> None:
    printing.work_once(office.desk)
    dossiers.reopen(office.desk, office.iryna, office.dossier_id, "The mass was wrong.")
    office.save(office.anna, mass_kg="6")
    office.submit("mass")
    office.approve("mass", office.bruno)
    office.close()

    printing.work_once(office.desk)

    assert states(office) == [RecordState.SUPERSEDED, RecordState.SEALED]
    first, second = (records.see_record(office.desk, office.anna, each).row for each in office.dossier.records)
    assert (first.reason, second.reason) == ("The mass was wrong.", None), "why it was reopened is why it was replaced"


def test_a_record_takes_the_place_of_a_current_one_only_with_a_reason(office: Office) -> None:
    printing.work_once(office.desk)
    (first,) = office.dossier.records

    for nothing in ("", " \n"):
        with pytest.raises(Refused) as refused:
            records.request_again(office.desk, office.iryna, office.dossier_id, "it", reason=nothing)
        assert refused.value.code == "record.replacing"
    assert states(office) == [RecordState.SEALED]
    again = records.request_again(office.desk, office.iryna, office.dossier_id, "it", reason=" For ENAC. ")
    assert states(office) == [RecordState.SEALED, RecordState.PENDING], "current until the new one is there"
    printing.work_once(office.desk)

    assert office.dossier.records[first].reason == "For ENAC."
    assert records.see_record(office.desk, office.anna, first).row.reason == "For ENAC."
    current = verification.verify_record(office.desk, first).current
    assert (current.answer, current.reason) == (Answer.NO, f"The record was replaced by {again}: For ENAC.")
    assert verification.verify_record(office.desk, again).current.answer is Answer.YES


def test_what_takes_no_place_keeps_no_reason(office: Office) -> None:
    """So the entry of a first record, or of one for another audience, is what it always was."""
    printing.work_once(office.desk)
    records.request_again(office.desk, office.iryna, office.dossier_id, "en", "public", reason="Not asked for.")

    asked = [fact for fact in office.facts() if isinstance(fact, RecordRequested)]
    assert [fact_fields(each).get("reason") for each in asked] == [None, None]


def test_the_words_of_a_replacement_are_erased_with_the_rest(office: Office) -> None:
    printing.work_once(office.desk)
    (first,) = office.dossier.records
    records.request_again(office.desk, office.iryna, office.dossier_id, "it", reason="A name was misspelt.")
    printing.work_once(office.desk)

    with database.writing(office.desk.engine) as conn:
        openings.erase_dossier(conn, office.dossier_id)

    assert records.find(office.desk, first).reason is None
    assert verification.verify_record(office.desk, first).current.answer is Answer.NO


def test_a_withdrawn_record_says_why(office: Office) -> None:
    printing.work_once(office.desk)
    (record,) = office.dossier.records

    records.withdraw(office.desk, office.iryna, office.dossier_id, record, "A reviewer had left.")

    row = records.see_record(office.desk, office.anna, record).row
    assert (row.state, row.reason) == ("withdrawn", "A reviewer had left.")
