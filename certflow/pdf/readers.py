"""Who reads a file that somebody brought: always a process that ends with the file, within limits.

For one file that is a child of its own. Where files come one after another, a warm child forks for each, which saves
loading the signature library: more than reading a file takes. It is started with the first file, never before, and let
go when nobody has asked for a while.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from certflow.child import ChildFailed, Limits, run_child
from certflow.pdf.crew import Child, Crew
from certflow.pdf.reading import READY

#: for one file; the longest record that we make takes a third of it. `wall_s` is generous: a busy machine must not turn
#: a good record into a bad one
READING = Limits(cpu_s=10, wall_s=60, memory_mb=256)
#: so long nobody asked, and the warm child is let go with its 60 MB
IDLE_S = 300.0

#: what was `asked`, and what the child tells. Raises ChildFailed where the file is why it tells nothing, CannotVerify
#: where we are
Read = Callable[[bytes], bytes]


class CannotVerify(Exception):
    """Our own house is not in order; says nothing about the file."""


def read_alone(job: bytes, limits: Limits = READING) -> bytes:
    """Read in a child that is started for this file."""
    try:
        return run_child("certflow.pdf.reading", [], job, limits)
    except ChildFailed as failed:
        raise _whose(failed) from failed


class Readers:
    """Warm children, for so many files at a time; who comes later waits."""

    def __init__(self, at_once: int, limits: Limits = READING, idle_s: float = IDLE_S) -> None:
        self._crew = Crew(at_once, lambda: Child("certflow.pdf.reading_room", [], limits, {}))
        self._places = threading.BoundedSemaphore(at_once)
        self._idle_s = idle_s
        self._clock = threading.Timer(0, self.rest)
        self._lock = threading.Lock()

    def read(self, job: bytes) -> bytes:
        """Read in a fork of a warm child."""
        with self._places:
            try:
                return self._crew.do(job)
            except ChildFailed as failed:
                raise _whose(failed) from failed
            finally:
                self._rest_later()

    @property
    def waiting(self) -> tuple[int, ...]:
        """The warm processes that have nothing to do."""
        return self._crew.waiting

    def rest(self) -> None:
        """Let go of whoever has nothing to do; the next file starts another."""
        self._crew.rest()

    def _rest_later(self) -> None:
        with self._lock:
            self._clock.cancel()
            self._clock = threading.Timer(self._idle_s, self.rest)
            self._clock.daemon = True
            self._clock.start()


def _whose(failed: ChildFailed) -> Exception:
    """The file's failure, or ours: what a warm child tells, and what goes wrong once one is ready, is the file's."""
    if failed.code == "told" or failed.said(READY):
        return failed
    return CannotVerify(f"The examination could not start. {failed.reason}")
