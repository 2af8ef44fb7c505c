"""certflow verify FILE.pdf|BUNDLE.zip [--anchor FILE] [--checkpoint FILE] [--disclosure FILE] [--json]: is this a
record of ours, whole and unchanged, and a value disclosed later the one it commits to?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from sqlalchemy.exc import DBAPIError

from certflow.actions.verification import known
from certflow.config import Misconfigured, read_config
from certflow.domain.bundle.archive import MOST_BYTES
from certflow.domain.facts import FULL
from certflow.domain.refusal import Refused
from certflow.opening import open_desk
from certflow.pdf.anchor import Anchor, KeyUnusable, read_anchor
from certflow.pdf.bundle import verify_bundle
from certflow.pdf.readers import CannotVerify
from certflow.pdf.verdict import LedgerView, Outcome, Verdict
from certflow.pdf.verify import verify, with_disclosure
from certflow.storage import database, schema

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
    parser.add_argument("file", type=Path, help="the sealed PDF, or a bundle")
    parser.add_argument(
        "--anchor", type=Path, help="trust anchor, from `certflow anchor --out FILE` where it was issued"
    )
    parser.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a checkpoint of the same ledger that came by another way; a bundle must continue it (may be repeated)",
    )
    parser.add_argument(
        "--disclosure", type=Path, metavar="FILE", help="an answer with its salt, which the file only commits to"
    )
    parser.add_argument("--json", action="store_true", help="the verdict as JSON")
    asked = parser.parse_args(argv)
    try:
        verdict = _verdict(asked.file, asked.anchor, asked.checkpoint)
        if asked.disclosure:
            verdict = with_disclosure(verdict, _read(asked.disclosure))
    except (KeyUnusable, CannotVerify, Misconfigured, OSError) as why:
        print(why, file=sys.stderr)
        return COULD_NOT_RUN
    print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) if asked.json else _told(verdict))
    return EXIT[verdict.outcome]


def _verdict(file: Path, anchor: Path | None, checkpoints: Sequence[Path]) -> Verdict:
    data, now = _read(file), datetime.now(UTC)
    if not (checkpoints or data.startswith(b"PK") or file.suffix.lower() == ".zip"):
        return verify(data, _anchor(anchor), now, None if anchor else _ledger())
    notes = [each.read_bytes().decode("utf-8", "replace") for each in checkpoints]
    return verify_bundle(data, _anchor_or_none(anchor), now, notes)


def _ledger() -> LedgerView | None:
    """What this installation's ledger knows of a file; None where it has none that can be asked."""
    config = read_config()
    desk = open_desk(config)
    try:
        with database.reading(desk.engine) as conn:
            schema.require_newest(conn)
    except (Refused, DBAPIError):
        return None
    return lambda sha256: known(desk, sha256)


def _read(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(MOST_BYTES + 1)  # one more than a bundle may have is enough to say no


def _anchor_or_none(given: Path | None) -> Anchor | None:
    """As below; but tampering with a bundle can be found without an anchor too."""
    try:
        return _anchor(given)
    except KeyUnusable as unusable:
        if given is None and unusable.code == "keys.missing":
            return None
        raise


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
    if named and named.audience != FULL:
        lines.append(f"View for {named.audience}")
    lines.append(f"SHA-256 {verdict.sha256}")
    if verdict.level:
        lines.append(f"Level PAdES {verdict.level}")
    asked = ("authentic", "identical", "complete", "current", "at_sealing", "today", "disclosed")
    for name, point in ((name, getattr(verdict, name)) for name in asked):
        if point is None:
            continue
        lines.append(
            f"{name.replace('_', ' '):<10} {point.answer:<8} {point.reason}"
            + (f" [{point.indication}]" if point.indication else "")
        )
    return "\n".join([*lines, CLOSING[verdict.outcome]])
