"""Makes one record, and is killed over it by the tests.

python -m tests.actions.printer MOMENT     (settings in the environment, as for certflow)
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta

from certflow.actions import printing
from certflow.config import read_config
from certflow.opening import open_desk


def main(moment: str) -> None:
    begun = time.monotonic()
    start = datetime.fromisoformat(moment)
    desk = open_desk(read_config())
    printing.work_once(replace(desk, now=lambda: start + timedelta(seconds=time.monotonic() - begun)))


if __name__ == "__main__":
    main(sys.argv[1])
