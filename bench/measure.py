"""How long something takes: CPU for our own work, so that a busy machine matters less; the fastest of several runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence


def cpu_ms(work: Callable[[], object], times: int = 9) -> float:
    """Milliseconds of CPU of the fastest run."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return 1000 * best


def table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """One table on the terminal; numbers to the right."""
    cells = [heads, *(tuple(_cell(each) for each in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    print(f"\n{title}")
    for row in cells:
        first, *rest = (cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in _wide(row, widths))
        print("  ".join((first, *rest)).rstrip())


def _wide(row: tuple[str, ...], widths: list[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(row, widths, strict=True))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return str(value)
