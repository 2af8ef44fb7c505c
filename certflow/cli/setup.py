"""`certflow setup`: everything is in place once we get here."""

from __future__ import annotations


def run(arguments: list[str]) -> int:
    """Say so."""
    print("certflow is ready: python3 -m certflow demo")
    return 0
