"""`certflow test [PYTEST OPTIONS]`: all tests, over the processors of this machine."""

from __future__ import annotations

import os

from certflow.config import ROOT

#: a test file stays on one worker, so that what it sets up for all its tests is set up once
SPREAD = ("--numprocesses=2", "--dist=loadfile")


def run(arguments: list[str]) -> int:
    """Run pytest; what is skipped is listed with its reason at the end."""
    import pytest

    os.chdir(ROOT)
    return int(pytest.main([*SPREAD, *arguments]))
