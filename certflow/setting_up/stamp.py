"""What is installed in `.venv`, as told by the files that set-up leaves there.

`unfinished` is there from the first change to the last; `ready` lists what was completed, one `name digest` a line.
"""

from __future__ import annotations

import hashlib
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
READY = os.path.join(VENV, "certflow-ready")
UNFINISHED = os.path.join(VENV, "certflow-unfinished")


def requirements(tools: bool) -> str:
    """Path of the file to install; the one with the test tools contains the other."""
    return os.path.join(ROOT, "requirements-test.txt" if tools else "requirements.txt")


def is_ready(tools: bool) -> bool:
    """Whether everything asked for is installed, at the versions named today."""
    return has_packages(tools) and "pango" in completed()


def has_packages(tools: bool) -> bool:
    """Whether the Python packages are there, at the versions named today."""
    there = os.access(PYTHON, os.X_OK) and not os.path.exists(UNFINISHED)
    return there and completed().get(_name(tools)) == digest(tools)


def is_unmarked() -> bool:
    """Whether set-up never touched this environment: somebody made it by hand."""
    return not os.path.exists(READY) and not os.path.exists(UNFINISHED)


def completed() -> dict[str, str]:
    """What was completed: name → digest."""
    try:
        with open(READY, encoding="ascii") as file:
            return dict(line.split() for line in file)
    except (OSError, ValueError):
        return {}


def complete(name: str, proof: str) -> None:
    """Note that one part is done; the file is replaced whole, so a reader never sees half of it."""
    done = completed() | {name: proof}
    with open(READY + ".new", "w", encoding="ascii") as file:
        file.writelines(f"{key} {value}\n" for key, value in done.items())
        file.flush()
        os.fsync(file.fileno())
    os.replace(READY + ".new", READY)


def complete_packages(tools: bool) -> None:
    """Note that the packages are installed."""
    complete(_name(tools), digest(tools))
    if tools:
        complete(_name(False), digest(False))
    if os.path.exists(UNFINISHED):
        os.unlink(UNFINISHED)


def digest(tools: bool) -> str:
    """Digest of the file that names the packages."""
    with open(requirements(tools), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _name(tools: bool) -> str:
    return os.path.basename(requirements(tools))
