"""`certflow demo [--exit]`: example dossiers, then the pages on this machine."""

from __future__ import annotations

import argparse
import os
import sys

from certflow.config import read_config


def run(arguments: list[str]) -> int:
    """Load what is not loaded yet, say how to sign in, and serve."""
    parser = argparse.ArgumentParser(prog="certflow demo", description=__doc__)
    parser.add_argument("--exit", action="store_true", help="do all but serving")
    leave: bool = parser.parse_args(arguments).exit
    _load()
    if leave:
        return 0
    sys.stdout.flush()
    # A process of its own: the one that serves forks, so it may hold no connections and no threads.
    os.execv(sys.executable, [sys.executable, "-m", "certflow", "serve"])


def _load() -> None:
    from certflow.actions import demo
    from certflow.cli.migrate import prepare
    from certflow.opening import open_desk

    config = read_config()
    prepare(config)
    desk = open_desk(config)
    if not demo.is_demo(desk):
        print("Loading the example dossiers: people answer, review and sign. About 20 seconds.", flush=True)
    print(demo.load(desk))
    desk.engine.dispose()
