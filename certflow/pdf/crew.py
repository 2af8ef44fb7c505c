"""Warm children that do one job after another, each within its limits; one that misbehaves is ended and replaced.

A job and its answer travel over the child's standard input and output: eight bytes of length, then the bytes. The first
byte of an answer says whether it is a result or the reason why there is none. Beside that the child prints nothing
there (`take_jobs`). Before the first job it tells what it is made of (`Child.about`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from certflow.child import ChildFailed, Limits, begin_job, command, environment, too_late, why_it_ended

RESULT, FAULT = b"+", b"-"


class Child:
    """One warm child. Raises ChildFailed where it gives no result; whether it still lives says `alive`."""

    def __init__(self, module: str, arguments: Sequence[str], limits: Limits, settings: Mapping[str, str]) -> None:
        self._limits = limits
        self._scratch = tempfile.TemporaryDirectory(prefix="certflow-")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child ends
        self._process = subprocess.Popen(
            command(module, arguments, limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment(self._scratch.name, settings),
            cwd=self._scratch.name,
        )
        try:
            self.about = self._within_limits(lambda: _read(self._out))
        except ChildFailed:
            self.end()
            raise

    def do(self, job: bytes) -> bytes:
        """What the child makes of one job."""

        def ask() -> bytes:
            _write(self._in, job)
            return _read(self._out)

        answer = self._within_limits(ask)
        if answer[:1] == FAULT:
            raise ChildFailed("told", answer[1:].decode("utf-8", "replace"))
        return answer[1:]

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self) -> None:
        """End it now, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError):  # what was still to be written
                pipe.close()
        self._errors.close()
        self._scratch.cleanup()

    @property
    def _in(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    @property
    def _out(self) -> IO[bytes]:
        assert self._process.stdout
        return self._process.stdout

    def _within_limits(self, work: Callable[[], bytes]) -> bytes:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        clock = threading.Timer(self._limits.wall_s, stop)
        clock.start()
        try:
            return work()
        except (OSError, EOFError) as gone:
            raise self._why(late.is_set()) from gone
        finally:
            clock.cancel()

    def _why(self, late: bool) -> ChildFailed:
        self._process.kill()
        code = self._process.wait()
        self._errors.seek(0)
        errors = self._errors.read().decode("utf-8", "replace")
        return too_late(self._limits, errors) if late else why_it_ended(code, errors, self._limits)


class Crew:
    """So many children at most, started when there is work and kept for the next."""

    def __init__(self, size: int, hire: Callable[[], Child]) -> None:
        self.size = size
        self._hire = hire
        self._idle: list[Child] = []
        self._lock = threading.Lock()

    def do(self, job: bytes) -> bytes:
        """What a child makes of one job; at most `size` threads may ask at a time.

        A child that somebody else killed costs nothing but a second try. Raises ChildFailed.
        """
        try:
            return self._try(job)
        except ChildFailed as failed:
            if failed.code != "killed":
                raise
            return self._try(job)

    def _try(self, job: bytes) -> bytes:
        with self._lent() as child:
            return child.do(job)

    @property
    def about(self) -> bytes:
        """What the children are made of."""
        with self._lent() as child:
            return child.about

    @property
    def waiting(self) -> tuple[int, ...]:
        """The processes that have nothing to do now."""
        with self._lock:
            return tuple(child.pid for child in self._idle)

    @contextmanager
    def _lent(self) -> Iterator[Child]:
        with self._lock:
            found = self._idle.pop() if self._idle else None
        child = found if found and found.alive else self._another(found)
        try:
            yield child
        except BaseException as trouble:
            if not (isinstance(trouble, ChildFailed) and trouble.code == "told"):
                child.end()
                raise
            self._back(child)
            raise
        else:
            self._back(child)

    def _another(self, dead: Child | None) -> Child:
        if dead:
            dead.end()
        return self._hire()

    def _back(self, child: Child) -> None:
        with self._lock:
            self._idle.append(child)

    def rest(self) -> None:
        """End every child that has nothing to do; the next job starts another."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()


def take_jobs(about: bytes, work: Callable[[bytes], bytes], limits: Limits) -> None:
    """In the child: do every job until the parent hangs up. `work` raises Fault where a job has no result."""
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    _write(answers, about)
    while True:
        try:
            job = _read(given)
        except EOFError:
            return
        begin_job(limits)
        try:
            answer = RESULT + work(job)
        except Fault as fault:
            answer = FAULT + str(fault).encode()
        _write(answers, answer)
        del job, answer  # a child that waits holds nothing of what it did


class Fault(Exception):
    """The job has no result; the text says why."""


def _write(pipe: IO[bytes], words: bytes) -> None:
    pipe.write(len(words).to_bytes(8, "big") + words)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    head = pipe.read(8)
    length = int.from_bytes(head, "big")
    words = pipe.read(length) if len(head) == 8 else b""
    if len(head) < 8 or len(words) < length:
        raise EOFError
    return words
