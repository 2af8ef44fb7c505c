"""Units in a file: what is compared or added has one unit, and a derived value says the unit it comes out in."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist.conditions import place_of
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import Derived
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.unit_of import UnitsDiffer, unit_of


def note_units_that_differ(draft: Draft, questions: Mapping[str, Question], derived: Mapping[str, Derived]) -> None:
    """A problem for each place where two units meet, and for each derived value that says another unit or none."""
    units = {name: one.unit for name, one in questions.items() if one.unit}
    units |= {name: one.unit for name, one in derived.items() if one.unit}
    if not units:
        return
    for path, expression in draft.expressions:
        try:
            unit = unit_of(expression.tree, units)
        except UnitsDiffer as differ:
            draft.problem_within(path, place_of(differ.node, expression.text), "unit.differs", f"{differ}")
            continue
        if unit is not None and path[0] == "derived" and path[-1] == "value":
            _as_said(draft, path, expression, unit, derived.get(str(path[1])))


def _as_said(draft: Draft, path: Path, expression: Expression, unit: str, value: Derived | None) -> None:
    if value is not None and value.unit != unit:
        said = f"the value says '{value.unit}'" if value.unit else "the value says no unit"
        draft.problem(path, "unit.derived", f"'{expression.text}' comes out in '{unit}', but {said}.")
