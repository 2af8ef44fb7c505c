"""`certflow anchor --out FILE`: what a verifier needs to trust our records (root certificate and ledger key)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from certflow.config import read_config
from certflow.pdf.anchor import KeyUnusable, read_anchor, write_anchor


def run(arguments: list[str]) -> int:
    """Write the trust anchor. It holds nothing secret, but must reach the verifier by a way they trust."""
    parser = argparse.ArgumentParser(prog="certflow anchor", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    out: Path = parser.parse_args(arguments).out
    own = read_config().data / "keys" / "anchor.json"
    if not own.is_file():
        print("There are no keys here yet; make them first: python3 -m certflow migrate", file=sys.stderr)
        return 1
    try:
        write_anchor(read_anchor(own), out)
    except (KeyUnusable, OSError) as trouble:
        print(f"{out} was not written: {trouble}", file=sys.stderr)
        return 1
    print(f"{out}: give it to whoever verifies our records, by a way they trust")
    return 0
