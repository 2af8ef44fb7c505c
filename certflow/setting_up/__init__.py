"""Getting ready: from a fresh clone and a bare Python to an environment that can run certflow.

- Standard library only: nothing else is there yet. A house test holds us to it.
- Everything goes into `.venv` beside the code; deleting that folder undoes all of it.
- The stamp is written last, so whatever was interrupted is seen and redone.
- A second start only compares two digests; all slow work lives in the other modules, imported when needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from certflow.setting_up.stamp import PYTHON, VENV, is_ready, is_unmarked

#: these need the tools of `requirements-test.txt` too
TEST_COMMANDS = frozenset({"setup", "test"})

#: these only print what they know already
HELP = frozenset({"--help", "-h", "help"})


def enter(arguments: Sequence[str]) -> None:
    """Return when we run inside a ready `.venv`; else make it ready and start over inside it."""
    if not arguments or arguments[0] in HELP:
        return
    tools = arguments[0] in TEST_COMMANDS
    if _is_inside():
        # Somebody who made the folder by hand and runs its Python has chosen what is in it.
        if is_unmarked() or is_ready(tools):
            return
        _start_over(sys._base_executable)  # type: ignore[attr-defined]  # we may have to replace our own Python
    if not is_ready(tools):
        from certflow.setting_up.work import set_up

        set_up(tools)
    _start_over(PYTHON)


def _is_inside() -> bool:
    try:
        return os.path.samefile(sys.prefix, VENV)
    except OSError:
        return False


def _start_over(python: str) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(python, [python, *sys.orig_argv[1:]])
