"""A short-lived child process with limits: where untrusted text is drawn and untrusted files are read.

The child sets its limits before it imports anything heavy, refuses sockets and further processes, and gets an
environment that names nothing but what it needs. The parent waits no longer than `wall_s`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: what a child prints on its error stream when it knows why it stops
REASON = "reason: "


@dataclass(frozen=True)
class Limits:
    """cpu_s and wall_s in seconds, memory_mb of address space."""

    cpu_s: int
    wall_s: int
    memory_mb: int


class ChildFailed(Exception):
    """The child gave no result. `reason` is a sentence; `code` is one of told, timeout, died."""

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
    command = [sys.executable, "-s", "-m", module, json.dumps(asdict(limits)), *arguments]
    with tempfile.TemporaryDirectory(prefix="certflow-") as scratch:
        environment = {
            "HOME": scratch,
            "TMPDIR": scratch,
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
        }
        environment |= {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                timeout=limits.wall_s,
                env=environment | dict(settings or {}),
                cwd=scratch,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            errors = (late.stderr or b"").decode("utf-8", "replace")
            raise ChildFailed("timeout", f"It took longer than {limits.wall_s} s and was stopped.", errors) from late
    if done.returncode != 0:
        raise _why(done.returncode, done.stderr.decode("utf-8", "replace"), limits)
    return done.stdout


def _why(code: int, errors: str, limits: Limits) -> ChildFailed:
    told = [line.removeprefix(REASON) for line in errors.splitlines() if line.startswith(REASON)]
    if told:
        return ChildFailed("told", told[-1], errors)
    if "MemoryError" in errors:
        return ChildFailed("died", f"It needed more than {limits.memory_mb} MB of memory and was stopped.", errors)
    ended = f"by signal {-code}" if code < 0 else f"with code {code}"
    last = errors.strip().splitlines()[-1] if errors.strip() else "no message"
    return ChildFailed("died", f"The process ended {ended}: {last}", errors)


def confine() -> list[str]:
    """In the child, first of all: set the limits named by the parent; returns the remaining arguments."""
    limits = Limits(**json.loads(sys.argv[1]))
    try:
        import resource  # not on Windows, where the parent's clock is the only limit
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb << 20, limits.memory_mb << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)
    return sys.argv[2:]


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
