"""`certflow move`: the same act as on the page, under the same rules."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from certflow import cli
from tests.actions.office import PASSWORD, Office, email_of, open_office, size
from tests.actions.test_moving import POUNDS, REWORDED, half_approved


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = half_approved(open_office(f"sqlite:///{tmp_path / 'certflow.sqlite'}", tmp_path))
    office.approve("link", office.bruno)
    office.later_edition(REWORDED, POUNDS)
    config = office.desk.config
    for name, value in (
        ("DATA", config.data),
        ("CHECKLISTS", config.checklists),
        ("DATABASE_URL", config.database_url),
    ):
        monkeypatch.setenv(f"CERTFLOW_{name}", str(value))
    return office


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["move", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_dry_run_tells_everything_and_writes_nothing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    before = size(office.desk)

    code, out, _ = ask(capsys, office.dossier_id, "--to", "2", "--dry-run")

    assert code == 0
    assert "It would go over to glider@2, from 1." in out
    assert "Reviews: 0 carried, 0 carried in other words, 2 reopened." in out
    assert "reopened   mass  Mass  (Bruno)" in out
    assert "wording mass" in out
    assert "again      mass_kg  unit" in out
    assert size(office.desk) == before


def test_json_is_what_is_written_down(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, office.dossier_id, "--to", "2", "--dry-run", "--json")

    told: dict[str, Any] = json.loads(out)
    assert (code, told["moved"], told["after"]["edition"]) == (0, False, "2")
    assert {each["id"]: each["outcome"] for each in told["steps"]} == {
        "mass": "reopened",
        "link": "reopened",
        "tow": "undecided",
    }
    assert told["derived"]["heavy"] == {"before": True, "after": None}
    assert "200" not in out


def test_it_goes_over_in_the_name_of_whoever_signs_in(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))

    code, out, _ = ask(
        capsys, office.dossier_id, "--to", "2", "--by", email_of("Iryna"), "--reason", "It applies from May."
    )

    assert (code, "It stands now on glider@2, from 1." in out) == (0, True)
    [moved] = office.dossier.moves
    assert moved.by.person == office.iryna.id


@pytest.mark.parametrize(("who", "password"), [("Anna", PASSWORD), ("Iryna", "wrong password")])
def test_whoever_may_not_is_refused_here_too(
    office: Office, who: str, password: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    before = size(office.desk)

    code, out, err = ask(capsys, office.dossier_id, "--to", "2", "--by", email_of(who), "--reason", "Why not.")

    assert (code, out) == (1, "")
    assert err.strip().endswith(".")
    assert (size(office.desk), office.dossier.edition) == (before, "1")


def test_an_edition_that_does_not_follow_is_refused_with_its_sentence(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = ask(capsys, office.dossier_id, "--to", "1", "--dry-run")

    assert (code, err.strip()) == (1, "The dossier stands on edition 1 already.")
