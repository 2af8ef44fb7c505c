"""`certflow verify` where the record was issued: our own ledger is asked too."""

from __future__ import annotations

from pathlib import Path

import pytest

from certflow.actions import printing, records
from certflow.cli import verify
from tests.actions.office import open_office


def test_where_a_record_was_issued_the_ledger_is_asked_too(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = open_office(database, tmp_path)
    office.finish()
    office.close()
    printing.work_once(office.desk)
    file = tmp_path / "record.pdf"
    file.write_bytes(b"".join(records.fetch(office.desk, "latest")[1]))
    monkeypatch.setenv("CERTFLOW_DATA", str(office.desk.config.data))
    monkeypatch.setenv("CERTFLOW_DATABASE_URL", database)

    assert verify.run([str(file)]) == verify.PASSED
    assert "The ledger sealed exactly this file" in capsys.readouterr().out

    records.withdraw(office.desk, office.iryna, office.dossier_id, next(iter(office.dossier.records)), "A wrong mass.")
    assert verify.run([str(file)]) == verify.FAILED
    assert "The record was withdrawn: A wrong mass." in capsys.readouterr().out

    anchor = str(office.desk.keyring.anchor)
    assert verify.run([str(file), "--anchor", anchor]) == verify.PASSED
    assert "the ledger that issued the record is not at hand" in capsys.readouterr().out
    office.desk.engine.dispose()
