#!/usr/bin/env python3
"""Is a value that was disclosed later the one that a sealed copy of a record commits to?

    python verify_disclosure.py FILE.pdf DISCLOSURE.json --anchor ANCHOR.json

The copy is verified as verify_record.py does, which lies beside this program. Ends with 0: the value fits; 1: could not
run; 2: something is wrong; 3: what would settle it is missing.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from verify_record import COULD_NOT_RUN, HOLDS, WRONG, Anchor, Stop, canonical, check_record, digest, need, read_json


def check(pdf: bytes, anchor: Anchor, raw: bytes, now: datetime) -> None:
    """SHA-256 over salt and canonical value is what the copy names for this question."""
    said, _ = check_record(pdf, anchor, now)
    given = read_json(raw.strip(), "The disclosure")
    asked = {each["id"]: each.get("held") for step in said["steps"] for each in step["answers"]}
    about = given["form"], given["dossier"], len(given["salt"]), len(given), type(given["entry"])
    meant = "certflow-disclosure/1", said["identity"]["dossier_id"], 64, 6, int
    held = need(about == meant and asked.get(given["question"]), "The copy commits to no such answer.")
    found = digest(bytes.fromhex(given["salt"]), canonical(given["value"])).hex()
    need(found == held["commitment"], "The value is not the one that the copy commits to.")


def verify(pdf: bytes, anchor: Anchor, raw: bytes, now: datetime) -> tuple[int, str]:
    try:
        check(pdf, anchor, raw, now)
    except Stop as why:
        return why.args
    except Exception as broken:
        return WRONG, f"It cannot be read ({type(broken).__name__})."
    return HOLDS, "The value fits."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("disclosure", type=Path)
    parser.add_argument("--anchor", type=Path, required=True)
    try:
        asked = parser.parse_args()
        pdf, raw, anchor = asked.file.read_bytes(), asked.disclosure.read_bytes(), Anchor(asked.anchor.read_bytes())
    except SystemExit as done:
        return COULD_NOT_RUN if done.code else HOLDS  # 2 would mean tampering
    except (OSError, ValueError, LookupError, TypeError, Stop) as why:
        print(f"Could not run: {why}", file=sys.stderr)
        return COULD_NOT_RUN
    code, told = verify(pdf, anchor, raw, datetime.now(UTC))
    print(told)
    return code


if __name__ == "__main__":
    sys.exit(main())
