"""From the command to the first page, on data that is there already."""

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
    environment = {**os.environ, "CERTFLOW_DATA": str(folder / "start"), "CERTFLOW_PORT": str(free_port())}
    subprocess.run(_certflow("migrate"), env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    seconds = [_start(environment) for _ in range(3)]
    table(
        "Start to first page (wall)",
        ("command", "fastest s", "slowest s", "budget s"),
        [("serve", min(seconds), max(seconds), 2)],
    )


def _start(environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    server = subprocess.Popen(_certflow("serve"), env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not _answers(f"http://127.0.0.1:{environment['CERTFLOW_PORT']}/sign-in"):
            if server.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit("certflow did not start")
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait(30)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def _certflow(command: str) -> list[str]:
    return [sys.executable, "-m", "certflow", command]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
