"""`certflow check FILE…`: every problem of checklist files, and the tests they hold."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from certflow.domain.checklist import Checklist, Problem, Problems, read_checklist
from certflow.domain.checklist.changes import crosswalk_problems, stale_translations
from certflow.domain.checklist.parse_mappings import mapping_problems
from certflow.domain.checklist.schema import json_schema
from certflow.domain.checklist.trials import failing_trials
from certflow.domain.edition import File
from certflow.storage.checklists import editions_beside


def run(argv: list[str]) -> int:
    """0 where all files are clean, 1 where any has a problem."""
    parser = argparse.ArgumentParser(
        prog="certflow check",
        description="Show every problem of checklist files, with line and column, and run the tests they hold.",
    )
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path)
    parser.add_argument("--schema", action="store_true", help="write the JSON Schema for editors, and check nothing")
    asked = parser.parse_args(argv)
    if asked.schema:
        print(json.dumps(json_schema(), ensure_ascii=False, indent=1))
        return 0
    if not asked.files:
        parser.error("name at least one FILE")
    wrong = 0
    for path in asked.files:
        problems, summary = _check(path)
        for problem in problems:
            print(problem)
        wrong += len(problems)
        if not problems:
            print(summary)
    if wrong:
        print(f"{wrong} problem{'s' if wrong > 1 else ''}", file=sys.stderr)
    return 1 if wrong else 0


def _check(path: Path) -> tuple[tuple[Problem, ...], str]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return (Problem(1, 1, "file.unreadable", f"Cannot be read: {error.strerror}.", str(path)),), ""
    try:
        checklist = read_checklist(raw, file=str(path), editions=editions_beside(path))
    except Problems as problems:
        return problems.found, ""
    own = File(raw, str(path))
    found = (
        *failing_trials(checklist, file=str(path)),
        *_crosswalk(own, checklist, path),
        *_mapped(own, checklist, path),
    )
    parts = (
        f"{len(checklist.steps)} steps, {len(checklist.questions)} questions, {len(checklist.derived)} derived values"
    )
    clean = f"{path}: {checklist.id}@{checklist.edition} is clean: {parts}, {len(checklist.trials)} tests pass"
    return found, "\n".join([clean, *_lacking(checklist)])


def _crosswalk(file: File, checklist: Checklist, path: Path) -> Iterator[Problem]:
    """What `supersedes` says of an earlier edition that lies beside this one, held against it."""
    beside = editions_beside(path)
    for edition in checklist.supersedes:
        earlier = beside(edition)
        if earlier is None:
            continue
        try:
            before = read_checklist(earlier.raw, file=earlier.name, editions=beside)
        except Problems:
            continue  # told when that file is checked
        yield from crosswalk_problems(file, before, checklist)
        yield from stale_translations(file, before, checklist)


def _mapped(file: File, checklist: Checklist, path: Path) -> Iterator[Problem]:
    """What `mappings` say of other checklists that lie beside this one, held against them."""
    for mapping in checklist.mappings:
        other = path.resolve().parent.parent / mapping.checklist / f"{mapping.edition}.yaml"
        try:
            there = read_checklist(other.read_bytes(), file=str(other), editions=editions_beside(other))
        except (OSError, Problems):
            continue  # not at hand, or told when that file is checked
        yield from mapping_problems(file, mapping, there)


def _lacking(checklist: Checklist) -> Iterator[str]:
    """What a draft needs before it can be published: the first of each kind, and how many there are."""
    by_code: dict[str, list[Problem]] = {}
    for one in checklist.lacks:
        by_code.setdefault(one.code, []).append(one)
    for alike in by_code.values():
        more = f" And {len(alike) - 1} more." if len(alike) > 1 else ""
        yield f"  before it is published: {alike[0]}{more}"
