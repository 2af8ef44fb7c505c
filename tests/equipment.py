"""What a test needs from the machine: found, or missed in the right voice.

On a desk a missing piece skips the test and says how to get it. On CI (`CI=true`) it fails: a journey nobody
ran proves nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import playwright
import pytest


def missing(what: str, remedy: str) -> NoReturn:
    """Skip the running test, or fail it on CI, because `what` is not on this machine."""
    told = f"{what} is missing. {remedy}"
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


def chromium() -> str:
    """Path of a Chromium that playwright can drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            _driver_must_start()
            return path
    missing("Chromium", "On Debian: apt-get install chromium")


@cache
def _driver_must_start() -> None:
    """Playwright drives a browser through a program of its own, which wants a library that small systems lack."""
    driver = Path(playwright.__file__).parent / "driver" / "node"
    done = subprocess.run([driver, "--version"], capture_output=True, text=True, check=False)
    if done.returncode:
        missing("What drives Chromium", f"On Debian: apt-get install libatomic1 ({done.stderr.strip()})")


def tracer() -> str:
    """Path of a strace that may trace: some containers have the program and forbid the act."""
    strace = program("strace", "strace")
    done = subprocess.run([strace, "-qq", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        missing("The right to trace a process", f"In a container: --cap-add SYS_PTRACE ({done.stderr.strip()})")
    return strace


def program(name: str, package: str) -> str:
    """Path of a program of Debian's `package`, such as `pdfsig` of poppler-utils."""
    return shutil.which(name) or missing(name, f"On Debian: apt-get install {package}")
