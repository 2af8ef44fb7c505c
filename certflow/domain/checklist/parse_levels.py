"""The `levels` of a file: the printed table that gives steps their level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import (
    LevelsShape,
)
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import (
    Enumeration,
    LevelRow,
)
from certflow.domain.checklist.parse_questions import steps_of
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.values import ChoiceType


@dataclass(frozen=True, slots=True)
class Row:
    """A step's line in a `levels` block."""

    row: LevelRow
    order: Enumeration
    applies_from: str | None


def level_rows(draft: Draft, language: Language) -> dict[str, Row]:
    found: dict[str, Row] = {}
    steps = {step.id: step.each for _, step in steps_of(draft.shape.sections)}
    for at, shape in enumerate(draft.shape.levels):
        path: Path = ("levels", at)
        order = draft.enumeration((*path, "gives"), shape.gives)
        if order is None or not _columns_fit(draft, path, shape, language):
            continue
        applies_from = applies_from_of(draft, (*path, "applies_from"), shape.applies_from, order)
        title, source = draft.text(shape.title, (*path, "title")), draft.source(shape.source, (*path, "source"))
        of = language.of_items.get(shape.by)
        for step, cells in shape.rows.items():
            here: Path = (*path, "rows", step)
            if not draft.known(here, "levels.step", "step", step, steps, key=True):
                continue
            if of not in (None, steps[step]):
                message = f"Each item of '{of}' has its own '{shape.by}', but '{step}' is no step of each item."
                draft.problem(here, "levels.per-item", message, key=True)
            if step in found:
                draft.problem(here, "levels.twice", f"'{step}' has its levels in another block already.", key=True)
            if levels := _cells(draft, here, cells, shape.columns, order):
                found[step] = Row(LevelRow(shape.by, MappingProxyType(levels), title, source), order, applies_from)
    return found


def _columns_fit(draft: Draft, path: Path, shape: LevelsShape, language: Language) -> bool:
    if not draft.known((*path, "by"), "levels.by", "named value", shape.by, language.variables):
        return False
    type_ = language.variables[shape.by]
    if not isinstance(type_, ChoiceType) or set(shape.columns) != set(type_.values):
        values = ", ".join(getattr(type_, "values", ["it is no choice"]))
        message = f"The columns must be every value of '{shape.by}' once: {values}."
        draft.problem((*path, "columns"), "levels.columns", message)
        return False
    return True


def _cells(
    draft: Draft, path: Path, cells: Sequence[str], columns: Sequence[str], order: Enumeration
) -> dict[str, str]:
    if len(cells) != len(columns):
        draft.problem(path, "levels.width", f"{len(cells)} levels here for {len(columns)} columns.")
        return {}
    levels = {}
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        level = order.shorts.get(cell, cell)
        if draft.known((*path, at), "levels.value", f"value of '{order.name}'", level, [*order.values, *order.shorts]):
            levels[column] = level
    return levels if len(levels) == len(columns) else {}


def applies_from_of(draft: Draft, path: Path, level: str | None, order: Enumeration) -> str | None:
    if level is None or not draft.known(path, "level.unknown", f"value of '{order.name}'", level, order.values):
        return None
    return level
