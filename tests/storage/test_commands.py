"""`certflow migrate`, `rebuild` and `anchor`, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from certflow.cli import main
from certflow.config import read_config
from certflow.domain.checkpoint import read_key
from certflow.pdf.keys import Keyring, ledger_signer
from certflow.storage import checkpoints
from certflow.storage.database import connect, reading, writing
from certflow.storage.tables import dossier, entry
from tests.storage.facts import story, tell
from tests.storage.test_check import remove_guards
from tests.storage.test_read_models import picture

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def certflow(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an empty installation; its exit code and all it said."""
    monkeypatch.setenv("CERTFLOW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CERTFLOW_DATABASE_URL", database)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_migrate_sets_up_and_then_has_nothing_to_do(certflow: Run):
    assert certflow("migrate") == (0, "The database is at 0003, coming from nothing.\n")
    assert certflow("migrate") == (0, "The database is at 0003 already.\n")


def test_rebuild_asks_for_migrate_first(certflow: Run):
    code, told = certflow("rebuild")

    assert code == 1
    assert "certflow migrate" in told


def test_rebuild_makes_lost_tables_again(certflow: Run, database: str):
    certflow("migrate")
    engine, config = connect(database), read_config()
    tell(engine)
    with writing(engine) as conn:
        key, sign = ledger_signer(Keyring(config.data / "keys", config.instance))
        checkpoints.sign(conn, key, sign, datetime.now(UTC))
        live = picture(conn)
    with writing(engine) as conn:
        conn.execute(update(dossier).values(stage="closed", title="spoiled"))

    code, told = certflow("rebuild")

    assert (code, told) == (
        0,
        f"The ledger is whole. All other tables are made again from its {len(story())} facts.\n",
    )
    with reading(engine) as conn:
        assert picture(conn) == live


def test_rebuild_makes_nothing_from_a_changed_ledger(certflow: Run, database: str):
    certflow("migrate")
    engine = connect(database)
    tell(engine)
    with writing(engine) as conn:
        remove_guards(conn)
        conn.execute(update(entry).where(entry.c.seq == 7).values(body=b"{}"))
        live = picture(conn)

    code, told = certflow("rebuild")

    assert code == 2
    assert "Entry 7 of the ledger" in told
    with reading(engine) as conn:
        assert picture(conn) == live


def test_the_anchor_names_the_ledgers_key(certflow: Run, tmp_path: Path):
    assert certflow("anchor", "--out", str(tmp_path / "a.json"))[0] == 1  # there are no keys yet
    certflow("migrate")

    code, _ = certflow("anchor", "--out", str(tmp_path / "a.json"))

    assert code == 0
    anchor = json.loads((tmp_path / "a.json").read_text())
    assert read_key(anchor["ledger"]).name == "certflow"
    assert "BEGIN CERTIFICATE" in anchor["root"]
    assert "PRIVATE" not in json.dumps(anchor)
