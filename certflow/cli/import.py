"""`certflow import FILE`: a checklist that somebody made elsewhere becomes a checklist file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from certflow.actions.exports import template
from certflow.actions.imports import import_file
from certflow.domain.edition import File
from certflow.domain.exchange.report import Report


def run(argv: list[str]) -> int:
    """0 where a checklist came out; 1 where something has to be mended first."""
    parser = argparse.ArgumentParser(
        prog="certflow import",
        description="Read a spreadsheet (.xlsx, .csv), an OSCAL catalog or profile (.json) or a library of CISO "
        "Assistant (.yaml), say what was read, kept aside and not understood, and write a checklist file.",
    )
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path)
    parser.add_argument("--out", metavar="FILE.yaml", type=Path, help="where to write the checklist")
    parser.add_argument("--over", metavar="FILE.yaml", type=Path, help="the checklist that an OSCAL profile tailors")
    parser.add_argument("--template", metavar="FILE.xlsx", type=Path, help="write the spreadsheet to fill in, and stop")
    asked = parser.parse_args(argv)
    try:
        if asked.template:
            asked.template.write_bytes(template())
            print(f"{asked.template}: fill in the sheets Steps and About, then import it")
            return 0
        if asked.file is None:
            parser.error("name a FILE")
        over = File(asked.over.read_bytes(), str(asked.over)) if asked.over else None
        report = import_file(asked.file.read_bytes(), asked.file.name, over)
        if report.text and asked.out:
            asked.out.write_text(report.text, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    for line in told(report, asked.out):
        print(line)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return 1 if report.problems else 0


def told(report: Report, out: Path | None) -> Iterator[str]:
    """The report, a line for each thing."""
    yield report.format
    for title, counted in (("read", report.read), ("kept aside", report.kept)):
        if counted:
            yield f"  {title}: {', '.join(f'{count} {what}' for what, count in counted)}"
    for doubt in report.doubts:
        yield f"  {doubt}"
    if report.problems:
        yield f"  {len(report.problems)} to be mended first"
    elif out:
        yield f"{out}: keep it as {report.name} in the folder of checklists"
    else:
        yield f"would be {report.name}; --out FILE.yaml writes it"
