"""Set-up, shown on a clone small enough to be installed in a second: two packages made here, no network.

`weasyprint` stands in for the real one, which is what set-up asks whether Pango loads.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from certflow.config import ROOT

BARE_PYTHON = sys._base_executable  # type: ignore[attr-defined]
PANGO_MISSING = "raise OSError(\"cannot load library 'libpango-1.0-0'\")"


class Clone:
    """A clone with a command that says that it was reached, and a folder of packages to install from."""

    def __init__(self, folder: Path) -> None:
        self.root, self.index, self.programs = folder / "clone", folder / "index", folder / "programs"
        self.index.mkdir()
        self.programs.mkdir()
        shutil.copytree(ROOT / "certflow" / "setting_up", self.root / "certflow" / "setting_up")
        for name in ("__init__.py", "__main__.py"):
            shutil.copy(ROOT / "certflow" / name, self.root / "certflow" / name)
        (self.root / "certflow" / "cli.py").write_text(
            "def main(a):\n    import weasyprint\n    print('reached', *a)\n"
        )
        self.name({"weasyprint": "", "certflow_small": ""})

    def name(self, packages: dict[str, str]) -> None:
        """Write both requirements files: each package with its code."""
        pins = [f"{name}==1.0 --hash=sha256:{self._wheel(name, code)}\n" for name, code in packages.items()]
        for file in ("requirements.txt", "requirements-test.txt"):
            (self.root / file).write_text("".join(pins))

    def bring(self, program: str, does: str) -> None:
        """Put a program of the system before the real one."""
        file = self.programs / program
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)

    def _wheel(self, name: str, code: str) -> str:
        info = f"{name}-1.0.dist-info"
        files = {
            f"{name}.py": code,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = "".join(f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in files.items())
        wheel = self.index / f"{name}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for path, content in (files | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}).items():
                archive.writestr(path, content)
        return hashlib.sha256(wheel.read_bytes()).hexdigest()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        home = self.root.parent / "home"
        home.mkdir(exist_ok=True)
        return subprocess.Popen(
            [BARE_PYTHON, "-m", "certflow", *arguments],
            cwd=self.root,
            env={
                "PATH": f"{self.programs}:{os.defpath}",
                "HOME": str(home),
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.index),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        out, said = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, out, said)


def _digest(content: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_the_first_start_sets_up_and_the_second_says_nothing(clone: Clone) -> None:
    first, second = clone.run("demo", "--exit"), clone.run("demo", "--exit")

    assert first.stdout == second.stdout == "reached demo --exit\n"
    assert "Setting up certflow in .venv" in first.stderr
    assert second.stderr == ""


def test_nothing_is_written_outside_the_clone(clone: Clone) -> None:
    clone.run("demo")

    assert list((clone.root.parent / "home").iterdir()) == []


def test_asking_for_help_sets_up_nothing(clone: Clone) -> None:
    (clone.root / "certflow" / "cli.py").write_text("def main(a):\n    print('help')\n")

    assert clone.run("--help").stdout == "help\n"
    assert not (clone.root / ".venv").exists()


def test_changed_requirements_are_installed_at_the_next_start(clone: Clone) -> None:
    clone.run("demo")
    clone.name({"weasyprint": "", "certflow_small": "", "certflow_new": ""})

    assert "Setting up" in clone.run("demo").stderr
    assert list((clone.root / ".venv").rglob("certflow_new.py"))


def test_set_up_that_was_killed_is_redone(clone: Clone) -> None:
    process = clone.start("demo")
    while not (clone.root / ".venv" / "certflow-unfinished").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    assert clone.run("demo").stdout == "reached demo\n"


def test_an_environment_whose_python_is_gone_is_redone(clone: Clone) -> None:
    clone.run("demo")
    python = clone.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")

    assert clone.run("demo").stdout == "reached demo\n"


def test_two_starts_at_once_wait_for_one_another(clone: Clone) -> None:
    together = [clone.start("demo"), clone.start("demo")]
    said = [process.communicate(timeout=60) for process in together]

    assert [out for out, _ in said] == ["reached demo\n"] * 2
    assert sum("Setting up certflow" in err for _, err in said) == 1


def test_a_package_that_is_not_the_named_one_is_refused(clone: Clone) -> None:
    requirements = clone.root / "requirements.txt"
    requirements.write_text(requirements.read_text().replace("sha256:", "sha256:0000")[:-5] + "\n")

    done = clone.run("demo")

    assert done.returncode == 1
    assert "is not the one requirements.txt names" in done.stderr


def test_a_package_that_cannot_be_had_is_said_with_a_remedy(clone: Clone) -> None:
    for wheel in clone.index.iterdir():
        wheel.unlink()

    done = clone.run("demo")

    assert done.returncode == 1
    assert "has no ready build for this machine" in done.stderr


def test_missing_pango_that_cannot_be_installed_ends_with_the_line_that_would(clone: Clone) -> None:
    clone.name({"weasyprint": PANGO_MISSING, "certflow_small": ""})
    clone.bring("apt-get", "exit 100")

    done = clone.run("demo")

    assert done.returncode == 1
    assert "pango" in done.stderr.partition("could not be set up")[2]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages of the system")
def test_root_on_debian_installs_pango_and_says_so(clone: Clone) -> None:
    clone.name({"weasyprint": PANGO_MISSING, "certflow_small": ""})
    clone.bring(
        "apt-get", 'echo "$@" >> asked; for file in .venv/lib/*/site-packages/weasyprint.py; do : > "$file"; done'
    )

    done = clone.run("demo")

    assert done.stdout == "reached demo\n"
    assert "Running: apt-get update && apt-get install" in done.stderr
    assert "install -y --no-install-recommends libpango-1.0-0" in (clone.root / "asked").read_text()


def test_a_start_whose_pango_check_failed_is_checked_again(clone: Clone) -> None:
    clone.run("demo")
    ready = clone.root / ".venv" / "certflow-ready"
    ready.write_text("".join(line for line in ready.open() if not line.startswith("pango")))

    done = clone.run("demo")

    assert (done.returncode, done.stderr) == (0, "")
    assert "pango loads" in ready.read_text()


def test_the_command_works_from_any_folder(clone: Clone, tmp_path: Path) -> None:
    clone.run("demo")
    command = clone.root / ".venv" / "bin" / "certflow"

    done = subprocess.run([command, "plan"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == "reached plan\n"
