"""certflow verify FILE.pdf [--anchor FILE] [--json]: is this a record of ours, whole and unchanged?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from certflow.config import Misconfigured, read_config
from certflow.pdf.anchor import Anchor, KeyUnusable, read_anchor
from certflow.pdf.verdict import Outcome, Verdict
from certflow.pdf.verify import MAX_BYTES, CannotVerify, verify

PASSED, COULD_NOT_RUN, FAILED, INDETERMINATE = range(4)
EXIT = {Outcome.PASSED: PASSED, Outcome.FAILED: FAILED, Outcome.INDETERMINATE: INDETERMINATE}
CLOSING = {
    Outcome.PASSED: "Passed.",
    Outcome.FAILED: "FAILED. Do not rely on this file.",
    Outcome.INDETERMINATE: "Not settled. The reasons above say what is missing.",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """argparse would end with 2, which here means tampering."""
        self.print_usage(sys.stderr)
        self.exit(COULD_NOT_RUN, f"{message}\n")


def run(argv: Sequence[str]) -> int:
    """0 passed, 1 could not run, 2 failure or tampering found, 3 indeterminate."""
    parser = _Parser(prog="certflow verify", description=__doc__)
    parser.add_argument("file", type=Path, help="the sealed PDF")
    parser.add_argument(
        "--anchor", type=Path, help="trust anchor, from `certflow anchor --out FILE` where it was issued"
    )
    parser.add_argument("--json", action="store_true", help="the verdict as JSON")
    asked = parser.parse_args(argv)
    try:
        anchor = _anchor(asked.anchor)
        verdict = verify(_read(asked.file), anchor, datetime.now(UTC))
    except (KeyUnusable, CannotVerify, Misconfigured, OSError) as why:
        print(why, file=sys.stderr)
        return COULD_NOT_RUN
    print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) if asked.json else _told(verdict))
    return EXIT[verdict.outcome]


def _read(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(MAX_BYTES + 1)  # one more than a record may have is enough to say no


def _anchor(given: Path | None) -> Anchor:
    """The anchor asked for, else the one of this installation's data folder."""
    if given:
        return read_anchor(given)
    own = read_config().data / "keys" / "anchor.json"
    if not own.is_file():
        raise KeyUnusable(
            "keys.missing",
            "There is no trust anchor here. Get one from whoever issued the record (`certflow anchor --out FILE`), "
            "by a way you trust, and name it: certflow verify FILE.pdf --anchor FILE",
        )
    return read_anchor(own)


def _told(verdict: Verdict) -> str:
    named = verdict.named
    lines = (
        [f"Record {named.record_id} of {named.dossier_id}, revision {named.revision}: {named.title}"] if named else []
    )
    lines.append(f"SHA-256 {verdict.sha256}")
    for name in ("authentic", "identical", "complete", "current"):
        point = getattr(verdict, name)
        lines.append(
            f"{name:<10} {point.answer:<8} {point.reason}" + (f" [{point.indication}]" if point.indication else "")
        )
    return "\n".join([*lines, CLOSING[verdict.outcome]])
