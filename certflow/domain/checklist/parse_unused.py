"""Parts of a file that nothing uses: left over, or meant for a name that was mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from certflow.domain.checklist.contract import FileShape, TableShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.parse_questions import steps_of

_OUTSIDE = re.compile(r"outside\(([a-z0-9_]+)\)")


def note_what_is_unused(draft: Draft) -> None:
    """A problem for each table, pattern, policy and way outside that stands in this file and that nothing names."""
    shape = draft.shape
    named: dict[str, tuple[Mapping[str, object], set[str | None]]] = {
        "tables": (shape.tables, set(_tables(shape))),
        "patterns": (shape.patterns, {step.pattern for _, step in steps_of(shape.sections)}),
        "reviews": (shape.reviews, set(_reviews(shape))),
        "waivers": (shape.waivers, {shape.waiver, *(step.waiver for _, step in steps_of(shape.sections))}),
        "alternatives": (
            shape.alternatives,
            {shape.alternative, *(step.alternative for _, step in steps_of(shape.sections))},
        ),
        "outside": (shape.outside, {*_routes(shape)}),
    }
    for part, (there, used) in named.items():
        for name in there:
            own = draft.document.place((part, name), key=True).file == draft.document.file
            if own and name not in used:
                message = f"Nothing here uses '{name}': name it where it belongs, or leave it out."
                draft.problem((part, name), "part.unused", message, key=True)


def _tables(shape: FileShape) -> Iterator[str | None]:
    for value in shape.derived.values():
        yield value.table
        yield from (case.table for case in value.cases or ())


def _reviews(shape: FileShape) -> Iterator[str | None]:
    yield shape.review
    for _, step in steps_of(shape.sections):
        yield from step.review.values() if isinstance(step.review, dict) else [step.review]


def _routes(shape: FileShape) -> Iterator[str | None]:
    for value in shape.derived.values():
        yield from (case.outside for case in value.cases or ())
    for table in shape.tables.values():
        yield from _OUTSIDE.findall(_cells(table))


def _cells(table: TableShape) -> str:
    return " ".join(str(cell) for band in table.rows.bands for cell in band.gives)
