"""What `serve` promises about its processes, shown on real ones."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from urllib.request import urlopen

import pytest

from certflow.config import ROOT

PATIENCE_S = 15


@dataclass(frozen=True)
class Service:
    process: subprocess.Popen[str]
    port: int

    def get(self, path: str = "/") -> int:
        """The process that answered."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE_S) as answer:
            return int(answer.read())

    def answers(self) -> int | None:
        try:
            return self.get()
        except (OSError, HTTPException):
            return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*arguments: str) -> Service:
    port = free_port()
    command = [sys.executable, "-m", "tests.serving.small_service", str(port), *arguments]
    return Service(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True), port)


@pytest.fixture
def service() -> Iterator[Service]:
    service = start()
    until(lambda: service.answers() is not None)
    yield service
    service.process.kill()
    service.process.communicate()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_that_dies_is_started_again(service: Service) -> None:
    first = service.get()
    with pytest.raises((OSError, HTTPException)):
        service.get("/die")

    until(lambda: service.answers() not in {None, first})


def test_told_to_end_it_finishes_the_answer_under_way(service: Service) -> None:
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(service.get, "/slow")
        time.sleep(0.3)
        service.process.send_signal(signal.SIGTERM)

        assert slow.result() > 0
        assert service.process.wait(PATIENCE_S) == 0


def test_no_process_outlives_a_parent_that_was_killed(service: Service) -> None:
    child = service.get()
    service.process.kill()

    until(lambda: not runs(child))


def test_a_process_that_cannot_ever_work_ends_the_service_with_its_reason() -> None:
    service = start("hopeless")

    _, said = service.process.communicate(timeout=PATIENCE_S)

    assert service.process.returncode == 1
    assert "the seal key is missing" in said


def test_a_taken_port_is_said_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        environment = {**os.environ, "CERTFLOW_PORT": str(other.getsockname()[1])}
        done = subprocess.run(
            [sys.executable, "-m", "certflow", "serve"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert "CERTFLOW_PORT" in done.stderr


@pytest.mark.parametrize("how", ["in turn", "lead dies"])
def test_the_others_start_once_the_first_is_ready_or_gone(how: str) -> None:
    service = start(how)
    assert service.process.stderr is not None

    said = [service.process.stderr.readline().split()[0] for _ in range(2 if how == "in turn" else 3)]
    service.process.terminate()

    assert said[0] == "first"
    assert "second" in said
    assert service.process.wait(PATIENCE_S) == 0
    service.process.communicate()
