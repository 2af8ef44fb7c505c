"""A short-lived child process with limits: where untrusted text is drawn and untrusted files are read.

The child sets its limits before it imports anything heavy, refuses sockets and further processes, and gets an
environment that names nothing but what it needs. The parent waits no longer than `wall_s`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: what a child prints on its error stream when it knows why it stops
REASON = "reason: "


@dataclass(frozen=True)
class Limits:
    """cpu_s and wall_s in seconds, memory_mb of address space."""

    cpu_s: int
    wall_s: float
    memory_mb: int


class ChildFailed(Exception):
    """The child gave no result. `reason` is a sentence; `code` is one of told, timeout, killed, died.

    It was killed where somebody else ended it, so that another try may well succeed.
    """

    def __init__(self, code: str, reason: str, errors: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self._errors = errors

    def said(self, line: str) -> bool:
        """Whether the child printed this line on its error stream before it ended."""
        return line in self._errors.splitlines()


def run_child(
    module: str, arguments: Sequence[str], given: bytes, limits: Limits, settings: Mapping[str, str] | None = None
) -> bytes:
    """What `python -m module` prints when it is given `given`. Raises ChildFailed."""
    with tempfile.TemporaryDirectory(prefix="certflow-") as scratch:
        try:
            done = subprocess.run(
                command(module, arguments, limits),
                input=given,
                capture_output=True,
                timeout=limits.wall_s,
                env=environment(scratch, settings or {}),
                cwd=scratch,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise too_late(limits, (late.stderr or b"").decode("utf-8", "replace")) from late
    if done.returncode != 0:
        raise why_it_ended(done.returncode, done.stderr.decode("utf-8", "replace"), limits)
    return done.stdout


def command(module: str, arguments: Sequence[str], limits: Limits) -> list[str]:
    return [sys.executable, "-s", "-m", module, json.dumps(asdict(limits)), *arguments]


def environment(scratch: str, settings: Mapping[str, str]) -> dict[str, str]:
    """All that a child is told of the machine."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    own = {"HOME": scratch, "TMPDIR": scratch, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    return kept | own | dict(settings)


def too_late(limits: Limits, errors: str = "") -> ChildFailed:
    return ChildFailed("timeout", f"It took longer than {limits.wall_s} s and was stopped.", errors)


def why_it_ended(code: int, errors: str, limits: Limits) -> ChildFailed:
    """What a child's exit code and last words say."""
    told = [line.removeprefix(REASON) for line in errors.splitlines() if line.startswith(REASON)]
    if told:
        return ChildFailed("told", told[-1], errors)
    if "MemoryError" in errors:
        return ChildFailed("died", f"It needed more than {limits.memory_mb} MB of memory and was stopped.", errors)
    if code == -getattr(signal, "SIGXCPU", 0):
        return ChildFailed("timeout", f"It took longer than {limits.cpu_s} s of a processor and was stopped.", errors)
    ended = f"by signal {-code}" if code < 0 else f"with code {code}"
    last = errors.strip().splitlines()[-1] if errors.strip() else "no message"
    return ChildFailed("killed" if code == -9 else "died", f"The process ended {ended}: {last}", errors)


def confine() -> list[str]:
    """In the child, first of all: set the limits named by the parent; returns the remaining arguments."""
    limits, arguments = confine_for_jobs()
    with suppress(ImportError):
        import resource  # not on Windows, where the parent's clock is the only limit

        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
    return arguments


def confine_for_jobs() -> tuple[Limits, list[str]]:
    """The same for a child that does one job after another: it calls `begin_job` before each."""
    limits, arguments = confine_for_forks()
    reach_nobody()
    return limits, arguments


def confine_for_forks() -> tuple[Limits, list[str]]:
    """The same for a child that looks at no job itself, but leaves each to a fork (`pdf/forks.py`)."""
    limits = Limits(**json.loads(sys.argv[1]))
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb << 20, limits.memory_mb << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return limits, sys.argv[2:]


def reach_nobody() -> None:
    """In the child: from now on it opens no connection and starts no process."""
    sys.addaudithook(_refuse)


def give_way() -> None:
    """In the child: whoever waits for a page comes first, with thirty times our share, and is never interrupted by us.

    Not the lowest priority of all: on a machine that is busy for long it would get next to nothing.
    """
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(15)
    with suppress(AttributeError, OSError):  # Linux alone
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def begin_job(limits: Limits) -> None:
    """In the child: from now on it may use `cpu_s` of processor time, whatever it has used before."""
    with suppress(ImportError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        allowed = int(time.process_time()) + 1 + limits.cpu_s
        soft = allowed if most == resource.RLIM_INFINITY else min(allowed, most)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


#: making a socket pair is no harm, and asyncio does it; reaching anybody is
_FORBIDDEN = {
    *(
        f"socket.{name}"
        for name in ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr")
    ),
    *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "pty.spawn"),
    *("urllib.Request", "ftplib.connect", "http.client.connect", "smtplib.connect", "webbrowser.open"),
}


def _refuse(event: str, _: object) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not for this process")


def stop(reason: str) -> None:
    """In the child: end without a result and tell the parent why."""
    sys.stderr.write(f"\n{REASON}{' '.join(reason.split())}\n")
    sys.stderr.flush()
    raise SystemExit(3)
