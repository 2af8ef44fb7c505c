"""The doctor names what is wrong and what helps."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certflow.actions.desk import keyring_of
from certflow.cli import doctor
from certflow.config import ROOT, Config, read_config
from certflow.pdf.keys import Keyring, make_keys


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An installation that has started once, as far as folders and keys go."""
    config = read_config({"CERTFLOW_DATA": str(tmp_path / "data")})
    make_keys(Keyring(config.data_folder() / "keys", config.instance), datetime.now(UTC))
    return config


def test_a_sound_installation_passes(config: Config) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "certflow", "doctor"],
        cwd=ROOT,
        env={"CERTFLOW_DATA": str(config.data), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "Everything is right." in done.stdout


def test_wrong_settings_are_told_and_end_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CERTFLOW_PORT", "eighty")

    assert doctor.run([]) == 1
    assert "CERTFLOW_PORT is 'eighty'" in capsys.readouterr().out


def test_a_seal_key_that_others_can_read_is_named(config: Config) -> None:
    key = config.data / "keys" / "seal-key.pem"
    key.chmod(0o644)

    told = next(finding for finding in doctor.keys(config) if str(key) in finding.what)
    assert "0644" in told.said
    assert "chmod 600" in told.remedy


def test_keys_that_do_not_fit_are_named(config: Config) -> None:
    (config.data / "keys" / "seal-key.pem").unlink()

    assert any(finding.remedy for finding in doctor.keys(config))


def test_a_time_stamp_service_whose_authority_nobody_named_is_named(config: Config) -> None:
    assert not doctor.time_stamps(config).remedy

    asked = replace(config, tsa_url="http://stamps.example")
    assert "CERTFLOW_TSA_ROOTS_FILE" in doctor.time_stamps(asked).remedy

    # a root of any kind stands for the authority's
    given = replace(asked, tsa_roots=config.data / "keys" / "root.pem")
    assert doctor.time_stamps(given).remedy == "python3 -m certflow migrate"

    make_keys(keyring_of(given), datetime.now(UTC))
    assert not doctor.time_stamps(given).remedy
    assert not doctor.time_stamps(asked).remedy, "the anchor goes on naming it"


def test_roots_given_before_the_first_start_are_enough(tmp_path: Path) -> None:
    config = replace(read_config({"CERTFLOW_DATA": str(tmp_path)}), tsa_url="http://stamps.example")

    assert doctor.time_stamps(config).remedy
    assert not doctor.time_stamps(replace(config, tsa_roots=tmp_path / "roots.pem")).remedy


@pytest.fixture
def examples(config: Config) -> Config:
    """The folder says that the database holds the demonstration."""
    marker = {"database": config.database_url, "checklist": "", "loaded": True}
    (config.data / "demo.json").write_text(json.dumps(marker))
    return config


@pytest.mark.parametrize(
    ("host", "public_url", "sound"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("localhost", "http://localhost:8000", True),
        ("::1", "http://[::1]:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", False),
        ("::", "http://127.0.0.1:8000", False),
        ("192.0.2.7", "http://192.0.2.7:8000", False),
        ("127.0.0.1", "https://certflow.example", False),
    ],
)
def test_a_demonstration_that_others_reach_is_named(host: str, public_url: str, sound: bool, examples: Config) -> None:
    (told,) = doctor.demonstration(replace(examples, host=host, public_url=public_url))

    assert bool(told.remedy) is not sound


def test_data_of_our_own_may_be_reached(config: Config, examples: Config) -> None:
    other = replace(examples, host="0.0.0.0", database_url=f"sqlite:///{config.data / 'other.sqlite'}")

    assert list(doctor.demonstration(other)) == []


def test_a_data_folder_that_others_can_enter_is_named(config: Config) -> None:
    config.data.chmod(0o755)

    assert doctor.data_folder(config.data).remedy == f"chmod 700 {config.data}"


def test_a_data_folder_that_cannot_be_written_is_named() -> None:
    # not even root can write here
    assert "cannot be written" in doctor.data_folder(Path("/proc/self")).said


@pytest.mark.parametrize(
    ("version", "sound"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 0), True)]
)
def test_a_sqlite_without_the_repair_of_its_log_is_named(version: tuple[int, ...], sound: bool) -> None:
    assert bool(doctor.sqlite(version).remedy) is not sound
