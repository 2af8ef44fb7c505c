"""`certflow export CHECKLIST@EDITION --as FORMAT`: a checklist in the format of others."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from certflow.actions.exports import export_checklist
from certflow.config import ROOT
from certflow.domain.exchange.exporting import Format
from certflow.storage.checklists import read_checklists


def run(argv: list[str]) -> int:
    """0 when it was written; what the format has no room for is told."""
    parser = argparse.ArgumentParser(prog="certflow export", description="Write a checklist in the format of others.")
    parser.add_argument("checklist", metavar="CHECKLIST@EDITION", help="for example sora@2.5-easa")
    parser.add_argument("--as", dest="format", choices=list(map(str, Format)), required=True)
    parser.add_argument("--out", metavar="FILE", type=Path, help="default: named after the checklist, here")
    parser.add_argument("--checklists", metavar="FOLDER", type=Path, default=ROOT / "checklists")
    asked = parser.parse_args(argv)
    id_, _, edition = asked.checklist.partition("@")
    exported = export_checklist(read_checklists(asked.checklists), id_, edition, asked.format)
    out = asked.out or Path(exported.name)
    try:
        out.write_bytes(exported.content)
    except OSError as error:
        print(f"{out}: {error.strerror}", file=sys.stderr)
        return 1
    print(out)
    if exported.left_out:
        print(f"  left out, since the format has no room for it: {', '.join(exported.left_out)}")
    return 0
