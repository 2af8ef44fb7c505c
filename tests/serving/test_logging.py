"""What goes wrong is told in lines that a machine can read, whoever says it."""

from __future__ import annotations

import json
import subprocess
import sys

from certflow.config import ROOT

SAYING = """
import logging, structlog
from certflow.opening import log_in_lines
log_in_lines()
structlog.get_logger().error("ours", place="here")
logging.getLogger("some.library").warning("theirs\\nin two lines")
logging.getLogger("some.library").info("nothing of interest")
logging.getLogger("waitress.queue").warning("Task queue depth is 1")
"""


def test_ours_and_those_of_libraries_are_json_line_by_line() -> None:
    done = subprocess.run([sys.executable, "-c", SAYING], cwd=ROOT, capture_output=True, text=True, check=True)

    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(each["event"], each["level"]) for each in said] == [
        ("ours", "error"),
        ("theirs\nin two lines", "warning"),
    ]
    assert all(each["timestamp"].endswith("Z") for each in said)
