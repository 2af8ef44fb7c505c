"""python3 -m bench: what the work costs, beside its budget. Nothing passes or fails; only the ratios say much."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import growth, imported, lists, pages, record, saving, starting
from bench.measure import table
from bench.opening import open_ms
from bench.thousand import many_steps
from bench.work import largest, sora, thousand


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reading()
        imported.measure()
        growth.measure()
        lists.measure()
        works = sora(folder / "sora"), thousand(folder / "thousand")
        saving.measure(works)
        pages.measure((*works, largest(folder / "largest")))
        starting.measure(folder)
    print("\nA record drawn, sealed and verified")
    record.main([30])


def reading() -> None:
    raw = many_steps(40, 25).encode()
    heads = ("file", "kB", "ms", "budget ms", "known ms", "budget ms")
    anew, known = open_ms(raw)
    table(
        "A checklist read, checked and compiled (CPU)", heads, [("1,000 steps", len(raw) / 1000, anew, 1000, known, 50)]
    )


main()
