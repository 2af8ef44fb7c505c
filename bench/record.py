"""What a record costs: drawn, sealed, verified. Prints ratios within this one run; machines differ, ratios less so.

python3 bench/record.py [STEPS …]     (30 and 120 unless told)
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pikepdf

sys.path.insert(0, str(Path(__file__).parents[1]))

from certflow.domain.record import RecordContent
from certflow.pdf.anchor import read_anchor
from certflow.pdf.draw import draw
from certflow.pdf.keys import Keyring, ledger_signer, make_keys
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Outcome
from certflow.pdf.verify import verify
from tests.pdf.sample import MADE_AT, proven, sample

Made = TypeVar("Made")

HEADS = "steps  pages  drawn s  pages/s  ms/step  sealed ms  verified ms  sealing:drawing  verifying:drawing  kB/page"


def timed(work: Callable[[], Made], times: int = 1) -> tuple[Made, float]:
    """The result and the seconds of the fastest run."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        made = work()
        best = min(best, time.perf_counter() - start)
    return made, best


def content_of(steps: int) -> RecordContent:
    """The sample's steps again and again, each under a name of its own."""
    whole = sample()
    many = (whole.steps[n % len(whole.steps)] for n in range(steps))
    return replace(whole, steps=tuple(replace(step, id=f"{step.id}-{n}") for n, step in enumerate(many)))


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        keys = Keyring(Path(folder) / "keys", "bench.example")
        make_keys(keys, MADE_AT)
        fonts = Path(folder) / "fonts"
        draw(content_of(1).as_json(), "en", fonts)  # fonts are unpacked once
        print(HEADS)
        for steps in sizes:
            _row(steps, keys, fonts)


def _row(steps: int, keys: Keyring, fonts: Path) -> None:
    content = proven(content_of(steps), *ledger_signer(keys))
    pdf, drawn_s = timed(lambda: draw(content.as_json(), "en", fonts))
    sealed, sealed_s = timed(lambda: seal(pdf, keys, MADE_AT), times=3)
    at, anchor = MADE_AT + timedelta(days=1), read_anchor(keys.anchor)
    verdict, verified_s = timed(lambda: verify(sealed, anchor, at), times=3)
    if verdict.outcome is not Outcome.PASSED:
        raise SystemExit(f"the record does not verify: {verdict}")
    with pikepdf.open(io.BytesIO(sealed)) as file:
        pages = len(file.pages)
    cells = (
        f"{steps:5}",
        f"{pages:5}",
        f"{drawn_s:7.2f}",
        f"{pages / drawn_s:7.1f}",
        f"{1000 * drawn_s / steps:7.0f}",
        f"{1000 * sealed_s:9.0f}",
        f"{1000 * verified_s:11.0f}",
        f"{sealed_s / drawn_s:15.3f}",
        f"{verified_s / drawn_s:17.3f}",
        f"{len(sealed) / pages / 1000:7.1f}",
    )
    print("  ".join(cells))


if __name__ == "__main__":
    main([int(given) for given in sys.argv[1:]] or [30, 120])
