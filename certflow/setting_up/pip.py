"""Finding a pip, driving it, and telling in plain words what it stumbled over."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from certflow.setting_up import stamp
from certflow.setting_up.voice import Progress, Stuck, say

#: `pip --python` appeared here
OLDEST_FOR_ANOTHER_PYTHON = (22, 3)

NO_PIP = (
    "this Python has no pip. On Debian or Ubuntu: apt-get install python3-pip; elsewhere: python3 -m ensurepip. "
    "Then run the same command again."
)

OPTIONS = (
    "--require-hashes",
    "--no-input",
    "--disable-pip-version-check",
    "--no-warn-script-location",
    "--progress-bar=off",
)

#: what pip's output says → what to do about it; the first that is found counts
REMEDIES = (
    (
        "DO NOT MATCH THE HASHES",
        "a package that arrived is not the one requirements.txt names, so it was not installed. A cut download or a "
        "proxy that changes files does this: run the same command again, and on another network if it stays. "
        "Do not install around it.",
    ),
    ("No space left on device", "the disk is full. Free about 1 GB and run the same command again."),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "the package index shows a certificate that this machine does not trust. Behind a company proxy, point "
        "PIP_CERT to its certificate file.",
    ),
    (
        r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|NameResolutionError|ConnectionResetError"
        r"|Temporary failure in name resolution|Name or service not known|Network is unreachable",
        "the package index cannot be reached. Check the network; behind a proxy set HTTPS_PROXY, for a mirror of your "
        "own PIP_INDEX_URL. Then run the same command again; it goes on from here.",
    ),
    (
        "Permission denied|Read-only file system",
        "the folder .venv cannot be written. Use a clone in a folder of your own, or run as its owner.",
    ),
    (
        "No matching distribution found|subprocess-exited-with-error|Failed building wheel|requires a different Python",
        "a package has no ready build for this machine. Linux on x86-64 with Python 3.11, 3.12 or 3.13 has them all.",
    ),
)


@dataclass(frozen=True)
class Pip:
    """A pip that installs into `.venv`.

    command  how it is called, up to its own first argument
    lock     the descriptor that keeps other starts waiting; lent to pip, so that one that outlives us still holds it
    """

    command: tuple[str, ...]
    lock: int

    def install(self, requirements: str, downloads: Path) -> None:
        """Install exactly what the file names. Raises Stuck with what to do."""
        said: list[str] = []
        with subprocess.Popen(
            [*self.command, "install", *OPTIONS, f"--cache-dir={downloads}", f"--requirement={requirements}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_quiet_environment(),
            text=True,
            errors="replace",
            pass_fds=(self.lock,),
        ) as process:
            progress = Progress(_count(requirements))
            for line in process.stdout or ():
                said.append(line)
                _show(line, progress)
        if process.returncode:
            _explain("".join(said))


def find(lock: int) -> Pip:
    """A pip for `.venv`: the one of this Python, else the one that Python carries for new environments."""
    if _own_version() >= OLDEST_FOR_ANOTHER_PYTHON:
        return Pip((sys.executable, "-m", "pip", "--python", stamp.PYTHON), lock)
    inside = Pip((stamp.PYTHON, "-m", "pip"), lock)
    if not _runs(*inside.command, "--version") and not _runs(stamp.PYTHON, "-m", "ensurepip", "--default-pip"):
        raise Stuck(NO_PIP)
    return inside


def _own_version() -> tuple[int, ...]:
    if importlib.util.find_spec("pip") is None:
        return ()
    asked = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    return tuple(map(int, found.groups())) if found else ()


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _quiet_environment() -> dict[str, str]:
    """Ours, less what would send the packages elsewhere or stop pip to ask."""
    loud = {"PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name not in loud}


def _count(requirements: str) -> int:
    with open(requirements, encoding="utf-8") as file:
        return sum(1 for line in file if line[:1].isalnum())


def _show(line: str, progress: Progress) -> None:
    if found := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
        progress.step(found[1])
    elif line.startswith("Installing collected packages"):
        progress.phase("installing what was fetched")


def _explain(said: str) -> None:
    say("\n" + "".join(said.splitlines(keepends=True)[-15:]))
    for sign, remedy in REMEDIES:
        if re.search(sign, said):
            raise Stuck(remedy)
    raise Stuck("pip failed; its last words are above. Put it right and run the same command again.")
