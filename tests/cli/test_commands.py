"""The way from a command line to a command and back: its words, its exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from certflow import cli
from certflow.config import ROOT


def certflow(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "certflow", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("asked", [(), ("--help",), ("-h",), ("help",)])
def test_help_lists_every_command(asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(asked) == 0

    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in cli.COMMANDS)


def test_a_slip_is_told_with_the_nearest_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sevre"]) == 2
    assert "Nearest: serve." in capsys.readouterr().err


def test_wrong_settings_end_a_command_with_all_of_them_and_no_traceback() -> None:
    done = certflow("migrate", CERTFLOW_PORT="eighty", CERTFLOW_WORKERS="none")

    assert done.returncode == 1
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["CERTFLOW_PORT", "CERTFLOW_WORKERS"]


def test_a_refusal_ends_a_command_with_its_sentence(tmp_path: Path) -> None:
    data = {"CERTFLOW_DATA": str(tmp_path)}
    assert certflow("migrate", **data).returncode == 0

    done = certflow("record", "get", "latest", "--out", str(tmp_path / "record.pdf"), **data)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith(".")


def test_migrating_twice_is_the_same_as_once(tmp_path: Path) -> None:
    first, second = (certflow("migrate", CERTFLOW_DATA=str(tmp_path)) for _ in range(2))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "coming from nothing" in first.stdout
    assert "already" in second.stdout


def test_tables_can_be_rebuilt_from_an_empty_ledger(tmp_path: Path) -> None:
    certflow("migrate", CERTFLOW_DATA=str(tmp_path))

    assert "from its 0 facts" in certflow("rebuild", CERTFLOW_DATA=str(tmp_path)).stdout


def test_the_anchor_needs_keys_and_is_written_whole(tmp_path: Path) -> None:
    data, out = {"CERTFLOW_DATA": str(tmp_path / "data")}, tmp_path / "anchor.json"
    early = certflow("anchor", "--out", str(out), **data)
    certflow("migrate", **data)
    late = certflow("anchor", "--out", str(out), **data)

    assert (early.returncode, late.returncode) == (1, 0)
    assert "certflow migrate" in early.stderr
    assert out.read_bytes() == (tmp_path / "data" / "keys" / "anchor.json").read_bytes()


def test_what_a_first_start_makes_is_for_our_eyes_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    certflow("migrate", CERTFLOW_DATA=str(data))

    assert data.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in data.rglob("*-key.pem"))


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "certflow", "help"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()  # type: ignore[union-attr]
        said = process.stderr.read()  # type: ignore[union-attr]

    assert said == b""
