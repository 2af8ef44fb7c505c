"""Keeping processes alive: a parent that forks one child for each role and does nothing but watch.

The parent imports no web, no database and no PDF, so that every child starts from a clean slate: connections and
fonts do not survive a fork.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from threading import Thread
from types import FrameType

from certflow.config import Misconfigured

#: what a child ends with when starting it again would not help
HOPELESS = 78

#: how long a child may take to finish what it does
PATIENCE_S = 30

#: how long the others wait for the first to be ready
LEAD_S = 20

#: a child that lived shorter than this is not started again at once
SHORT_LIFE_S = 5

ENDS = {signal.SIGTERM, signal.SIGINT}


class Lead:
    """Lets the first role start alone: the others wait until it says that it is ready, or has ended.

    Loading is most of a start. Three processes that load side by side on two processors are all late.
    """

    def __init__(self) -> None:
        self._said: int | None
        self._heard, self._said = os.pipe()

    def ready(self) -> None:
        """In the first child: the others may start. Says nothing where it was started again later."""
        if self._said is not None:
            os.write(self._said, b".")

    def wait(self) -> None:
        """In the parent, once the first child is started."""
        if self._said is not None:
            os.close(self._said)  # now only the child holds it, and its end is heard too
            self._said = None
            select.select([self._heard], [], [], LEAD_S)


class Keeper:
    """Keeps one process for each role alive until told to end.

    roles  what each child does; it ends when told SIGTERM, by default at once
    lead   goes with the first role; without one all start at once
    """

    def __init__(self, roles: Mapping[str, Callable[[], None]], lead: Lead | None = None) -> None:
        self._roles = roles
        self._lead = lead
        self._running: dict[int, tuple[str, float]] = {}
        self._ending = False
        # Nobody writes to this pipe. Children read it: it closes when the parent is gone, whatever ended it.
        self._life, self._held = os.pipe()

    def keep(self) -> int:
        """Start everything and watch; the exit code once all have ended."""
        for end in (signal.SIGTERM, signal.SIGINT):
            signal.signal(end, self._end)
        for role in self._roles:
            if not self._ending:
                self._start(role)
                if self._lead:
                    self._lead.wait()
        code = 0
        while self._running:
            code = max(code, self._wait())
        return code

    def _start(self, role: str) -> None:
        # A signal between the fork and the next line would miss the child, or reach it while it still acts as parent.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        child = os.fork()
        if child == 0:
            os._exit(self._be(role))
        self._running[child] = (role, time.monotonic())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)

    def _be(self, role: str) -> int:
        os.close(self._held)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, who tells us
        signal.signal(signal.SIGTERM, _leave)
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
            _end_with_parent(self._life)
            self._roles[role]()
        except Misconfigured as problems:
            print(problems, file=sys.stderr)
            return HOPELESS
        except SystemExit:
            return 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
            return 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return 0

    def _wait(self) -> int:
        child, status = os.wait()
        role, since = self._running.pop(child, ("", 0.0))
        if not role or self._ending:
            return 0
        if os.waitstatus_to_exitcode(status) == HOPELESS:
            self._end(signal.SIGTERM, None)
            return 1
        print(f"certflow: the process for {role} ended ({_why(status)}); starting it again", file=sys.stderr)
        if time.monotonic() - since < SHORT_LIFE_S:
            time.sleep(1)
        if not self._ending:
            self._start(role)
        return 0

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        """Tell all to finish; the second time, or when patience is over, they have no say."""
        how = signal.SIGKILL if self._ending else signal.SIGTERM
        self._ending = True
        signal.signal(signal.SIGALRM, self._end)
        signal.alarm(PATIENCE_S)
        for child in list(self._running):
            os.kill(child, how)


def _end_with_parent(life: int) -> None:
    """Be told to end when the other side of this pipe is gone."""

    def watch() -> None:
        os.read(life, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="end-with-parent", daemon=True).start()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _why(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
