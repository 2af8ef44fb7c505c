"""`certflow compare OLD NEW`: what became of each requirement from one edition to another."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from certflow.cli.plan import SHIPPED, Unusable, open_checklist
from certflow.domain.checklist import Checklist
from certflow.domain.checklist.changes import Change, Compared, changed_values, compare_editions
from certflow.domain.checklist.table_changes import TableCompared, compare_tables
from certflow.domain.checklist.tables import Outside, Result
from certflow.domain.checklist.values import as_words, to_json


def run(argv: list[str]) -> int:
    """0 with the comparison, whatever it says; 2 where the input cannot be used."""
    parser = argparse.ArgumentParser(
        prog="certflow compare", description="Show what became of each requirement from one edition to another."
    )
    parser.add_argument("old", metavar="OLD", help="for example sora@2.0-easa")
    parser.add_argument("new", metavar="NEW", help="for example sora@2.5-easa")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--checklists", metavar="FOLDER", type=Path, default=SHIPPED, help="default: those of certflow")
    asked = parser.parse_args(argv)
    try:
        old, new = (open_checklist(asked.checklists, name) for name in (asked.old, asked.new))
        if old.id != new.id:
            raise Unusable(f"{asked.old} and {asked.new} are no editions of one checklist.")
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(as_json(old, new), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(old, new)))
    return 0


def as_json(old: Checklist, new: Checklist) -> dict[str, object]:
    """The comparison as other programs read it."""
    return {
        "checklist": new.id,
        "before": {"edition": old.edition, "digest": old.digest},
        "after": {"edition": new.edition, "digest": new.digest},
        "steps": [_compared_json(one) for one in compare_editions(old, new)],
        "derived": {name: change.value for name, change in changed_values(old, new).items()},
        "tables": [_table_json(one) for one in compare_tables(old, new)],
    }


def _compared_json(one: Compared) -> dict[str, object]:
    found: dict[str, object] = {"id": one.id, "change": one.change.value, "earlier": list(one.earlier)}
    if one.differs:
        found["differs"] = [part.value for part in one.differs]
    if one.levels:
        found["levels"] = [{"at": move.value, "before": move.before, "after": move.after} for move in one.levels]
    if one.note:
        found["note"] = str(one.note)
    if one.criteria:
        found["criteria"] = [_compared_json(each) for each in one.criteria]
    return found


def _table_json(one: TableCompared) -> dict[str, object]:
    return {
        "id": one.id,
        "change": one.change.value,
        "cells": [
            {"row": str(cell.row), "column": str(cell.column), "before": _json(cell.before), "after": _json(cell.after)}
            for cell in one.cells
        ],
        "new": [str(label) for label in one.new],
        "gone": [str(label) for label in one.gone],
    }


def _json(result: Result) -> object:
    return {"outside": result.route} if isinstance(result, Outside) else to_json(result)


def _lines(old: Checklist, new: Checklist) -> Iterator[str]:
    compared = compare_editions(old, new)
    yield f"{new.title} ({new.id}@{new.edition}), against {old.edition}"
    counts = Counter(one.change for one in compared)
    yield ", ".join(f"{counts[change]} {change}" for change in Change if counts[change])
    for one in compared:
        if one.change is not Change.UNCHANGED:
            yield from _told(one, old, new)
    for name, change in changed_values(old, new).items():
        yield f"{'derived value':<14} {change:<10} {name}"
    for table in compare_tables(old, new):
        if table.change is not Change.UNCHANGED:
            yield f"{'table':<14} {table.change:<10} {table.id}"
            yield from _cells(table)


def _told(one: Compared, old: Checklist, new: Checklist, indent: str = "") -> Iterator[str]:
    step = (new.steps if one.id in new.steps else old.steps).get(one.id)
    title = f"  {step.title}" if step else ""
    came = f" from {', '.join(one.earlier)}" if one.earlier and one.earlier != (one.id,) else ""
    yield f"{indent}{'criterion' if indent else 'step':<14} {one.change:<10} {one.id}{came}{title}"
    if one.differs:
        yield f"{indent}    differs in {', '.join(one.differs)}"
    for move in one.levels:
        yield f"{indent}    {move.value}: {move.before} → {move.after}"
    if one.note:
        yield f"{indent}    {one.note}"
    for each in one.criteria:
        if each.change is not Change.UNCHANGED:
            yield from _told(each, old, new, indent + "  ")


def _cells(table: TableCompared) -> Iterator[str]:
    for cell in table.cells:
        yield f"    {cell.row} · {cell.column}: {_said(cell.before)} → {_said(cell.after)}"
    yield from (f"    new: {label}" for label in table.new)
    yield from (f"    gone: {label}" for label in table.gone)


def _said(result: Result) -> str:
    return f"outside ({result.route})" if isinstance(result, Outside) else as_words(result)
