"""`certflow rotate`: seal with another key from here on; what was sealed before stays verifiable."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from certflow.actions.desk import keyring_of
from certflow.config import read_config
from certflow.pdf.anchor import KeyUnusable
from certflow.pdf.rotation import rotate


def run(arguments: list[str]) -> int:
    """Make a new local seal key; or, after the settings name another authority's seal, take up its root."""
    argparse.ArgumentParser(prog="certflow rotate", description=__doc__).parse_args(arguments)
    try:
        changed = rotate(keyring_of(read_config()), datetime.now(UTC))
    except KeyUnusable as unusable:
        print(unusable, file=sys.stderr)
        return 1
    print("From here on records are sealed with the new key.")
    if changed:
        print("The trust anchor has a new root: give it to whoever verifies records (`certflow anchor --out FILE`).")
    return 0
