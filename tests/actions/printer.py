"""Makes one record, and is killed over it by the tests, or by itself at the place they ask for.

python -m tests.actions.printer MOMENT [--die-at "MODULE.FUNCTION call|return" | --die-after CALLS | --count]

(settings in the environment, as for certflow)
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from certflow.actions import printing
from certflow.config import read_config
from certflow.opening import open_desk


class Watch:
    """Follows every call of a function, and ends the process as a power cut would: no handler runs, nothing is flushed.

    spot    a function, and whether it is entered or left
    after   how many calls it may make
    """

    def __init__(self, spot: str = "", after: int | None = None) -> None:
        self.spot = spot
        self.after = after
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        self.calls += event == "call"
        if self.calls == self.after or (self.spot and self.spot == self._named(frame, event)):
            os.kill(os.getpid(), signal.SIGKILL)

    def _named(self, frame: FrameType, event: str) -> str:
        return f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name} {event}"


def main(moment: str, how: str = "", which: str = "") -> None:
    begun = time.monotonic()
    start = datetime.fromisoformat(moment)
    desk = open_desk(read_config())
    desk = replace(desk, now=lambda: start + timedelta(seconds=time.monotonic() - begun))
    watch = Watch(which if how == "--die-at" else "", int(which) if how == "--die-after" else None)
    if how:
        sys.setprofile(watch)
    printing.work_once(desk)
    sys.setprofile(None)
    if how == "--count":
        print(watch.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
