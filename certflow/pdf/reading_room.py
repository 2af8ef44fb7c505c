"""The warm reading child: it has loaded everything once, and gives each file a fork of its own (`forks.py`)."""

from __future__ import annotations

import gc
import sys

from certflow.child import ChildFailed, confine_for_forks
from certflow.pdf.crew import Fault, take_jobs
from certflow.pdf.forks import in_a_fork
from certflow.pdf.reading import READY, examined, load


def main() -> None:
    limits, _ = confine_for_forks()
    load()
    gc.freeze()  # what is loaded is shared with the forks, and looking through it there would copy it

    def work(job: bytes) -> bytes:
        try:
            return in_a_fork(lambda: examined(job), limits)
        except ChildFailed as failed:
            raise Fault(failed.reason) from failed

    print(READY, file=sys.stderr, flush=True)
    take_jobs(b"", work, limits)


if __name__ == "__main__":
    main()
