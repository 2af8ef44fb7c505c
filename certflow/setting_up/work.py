"""The work of setting up, step by step, each of which may be interrupted and done again."""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certflow.setting_up import pango, pip, stamp
from certflow.setting_up.voice import Stuck, say

#: what was downloaded so far outlives an interruption, so that the next try goes on from there
DOWNLOADS = Path(stamp.VENV) / "downloads"


def set_up(tools: bool) -> None:
    """Install everything, or say what stands in the way and end the program with 1."""
    try:
        with _alone() as lock:
            if not stamp.has_packages(tools):
                _install(tools, lock)
            _check_pango()
    except Stuck as stuck:
        sys.exit(f"certflow could not be set up: {stuck}")
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on from here.")
        sys.exit(130)
    except OSError as error:
        sys.exit(f"certflow could not be set up: {_remedy(error)}")


@contextmanager
def _alone() -> Iterator[int]:
    """Let one start at a time work; yields the lock, which lasts as long as anybody we lend it to.

    The file that is locked is one that every clone has, so that nothing is left behind.
    """
    lock = os.open(stamp.requirements(tools=False), os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting up certflow; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def _install(tools: bool, lock: int) -> None:
    began = time.monotonic()
    what = "certflow and its test tools" if tools else "certflow"
    say(f"Setting up {what} in .venv with Python {platform.python_version()}. This happens once.")
    _make_environment()
    installer = pip.find(lock)
    Path(stamp.UNFINISHED).touch()
    installer.install(stamp.requirements(tools), DOWNLOADS)
    _make_command()
    stamp.complete_packages(tools)
    shutil.rmtree(DOWNLOADS, ignore_errors=True)
    say(f"Packages are ready after {time.monotonic() - began:.0f} s.")


def _make_environment() -> None:
    """A Python of our own, without pip: ours installs from outside, and ensurepip may be missing."""
    folder = Path(stamp.VENV)
    half_made = Path(stamp.UNFINISHED).exists() or not os.access(stamp.PYTHON, os.X_OK)
    if folder.exists() and not half_made:
        return
    for old in folder.iterdir() if folder.is_dir() else ():
        if old != DOWNLOADS:
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    folder.mkdir(exist_ok=True)
    Path(stamp.UNFINISHED).touch()
    venv.EnvBuilder(symlinks=True).create(folder)


def _make_command() -> None:
    """`.venv/bin/certflow`, which works from any folder."""
    site = next(Path(stamp.VENV).glob("lib/python3.*/site-packages"))
    (site / "certflow.pth").write_text(f"{stamp.ROOT}\n", encoding="utf-8")
    command = Path(stamp.VENV) / "bin" / "certflow"
    command.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m certflow "$@"\n', encoding="ascii")
    command.chmod(0o755)


def _check_pango() -> None:
    pango.make_loadable(stamp.PYTHON)
    stamp.complete("pango", "loads")


def _remedy(error: OSError) -> str:
    place = error.filename or stamp.ROOT
    if isinstance(error, PermissionError) or "Read-only" in str(error):
        return f"{place} cannot be written. Use a clone in a folder of your own, or run as its owner."
    return f"{error}. Put it right and run the same command again; it goes on from here."
