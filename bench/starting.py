"""From the command to the first page, on data that is there already and code that was compiled before.

The seconds of CPU are those of all its processes up to the first page, and blur less where others use the machine.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.measure import table
from certflow.config import ROOT


def measure(folder: Path) -> None:
    # somebody who uses certflow has Python keep what it compiled; a machine that develops it may not
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {"CERTFLOW_DATA": str(folder / "start"), "CERTFLOW_PORT": str(free_port())}
    environment = {**kept, **own, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    subprocess.run(_certflow("migrate"), env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    _start(environment)
    seconds, cpu = zip(*(_start(environment) for _ in range(3)), strict=True)
    table(
        "Start to first page",
        ("command", "fastest s", "slowest s", "s of CPU", "budget s"),
        [("serve", min(seconds), max(seconds), min(cpu), 2)],
    )


def _start(environment: dict[str, str]) -> tuple[float, float]:
    """The seconds it took, and those of CPU."""
    begun = time.perf_counter()
    server = subprocess.Popen(_certflow("serve"), env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not _answers(f"http://127.0.0.1:{environment['CERTFLOW_PORT']}/sign-in"):
            if server.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit("certflow did not start")
            time.sleep(0.02)
        return time.perf_counter() - begun, sum(map(_cpu, _with_children(server.pid)))
    finally:
        server.terminate()
        server.wait(30)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def _with_children(pid: int) -> list[int]:
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def _cpu(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _certflow(command: str) -> list[str]:
    return [sys.executable, "-m", "certflow", command]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
