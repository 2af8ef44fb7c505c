"""What a plan is made of: values, steps and questions with the verdict on each, and its reason.

A reason names what was read and which cell or condition it led to. Reasons of what was read are found by name in the
same plan, so that a reason stays small and moves only when its own inputs move.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certflow.domain.checklist.source import Source
from certflow.domain.checklist.values import Value, to_json
from certflow.domain.text import Text


class Verdict(StrEnum):
    """Whether something holds."""

    YES = "yes"
    NO = "no"
    #: an answer is missing that decides it
    UNDECIDED = "undecided"


class Ground(StrEnum):
    """What kind of reason it is."""

    #: nothing limits it
    ALWAYS = "always"
    #: a condition or calculation gave it
    EXPRESSION = "expression"
    #: it stands in a table
    TABLE = "table"
    #: the checklist simply says so in this case
    FIXED = "fixed"
    #: the level that the printed table gives is below the one from which the step applies
    LEVEL = "level"
    #: the method gives no value here
    OUTSIDE = "outside"
    #: something it reads is not known yet
    WAITS = "waits"
    #: its step, or its criterion at this level, does not apply
    STEP = "step"
    #: a test said so
    SUPPOSED = "supposed"
    #: the item that it is about was taken out of the dossier
    REMOVED = "removed"
    #: it would give away an answer that its reader may not see
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Input:
    """Something that was read: a question or derived value, and what it was; None where it is not known.

    held_by  the organisation that keeps it from this reader, by name; then `value` is None
    """

    name: str
    value: Value | None
    held_by: str = ""

    def as_json(self) -> object:
        """The value as plain data, or who holds it."""
        if self.held_by:
            return {"held_by": self.held_by}
        return None if self.value is None else to_json(self.value)


@dataclass(frozen=True, slots=True)
class CellUsed:
    """The cell of a table that gave a value, by the labels of its row and column; `at` is their places from 0."""

    table: str
    title: Text
    row: Text
    column: Text | None
    at: tuple[int, int | None] = (0, None)


@dataclass(frozen=True, slots=True)
class Because:
    """The reason for a value or verdict.

    rule       the text of the condition or calculation
    case       the condition that chose this rule among several
    step       the step that decides whether a question is asked
    waits_for  the questions that would decide it
    outside    the routes that are left, where the method ends
    decided    of several items whose values were read together, the values that made it what it is
    held_by    the organisation that keeps the value itself from this reader, by name
    """

    ground: Ground
    inputs: tuple[Input, ...] = ()
    rule: str = ""
    case: str = ""
    cells: tuple[CellUsed, ...] = ()
    source: Source | None = None
    step: str | None = None
    waits_for: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    held_by: str = ""

    def as_json(self) -> dict[str, object]:
        """The reason as plain data, without what is empty."""
        told: dict[str, object] = {
            "ground": self.ground.value,
            "inputs": {one.name: one.as_json() for one in self.inputs},
            "rule": self.rule,
            "case": self.case,
            "cells": [_cell_json(cell) for cell in self.cells],
            "source": None
            if self.source is None
            else {"document": str(self.source.document), "point": str(self.source.point)},
            "step": self.step,
            "waits_for": list(self.waits_for),
            "outside": list(self.outside),
            "decided": list(self.decided),
            "held_by": self.held_by,
        }
        return {name: value for name, value in told.items() if value}


def _cell_json(cell: CellUsed) -> dict[str, object]:
    column = {"column": str(cell.column)} if cell.column is not None else {}
    return {"table": cell.table, "row": str(cell.row), **column}


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A derived value; None where it cannot be given, and `because` says why."""

    name: str
    value: Value | None
    because: Because


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """Whether a step applies now, at which level, and which of its criteria."""

    id: str
    applies: Verdict
    level: str | None
    criteria: tuple[str, ...]
    because: Because
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """Whether a question is asked now, and which choices it offers."""

    id: str
    asked: Verdict
    choices: tuple[str, ...]
    because: Because


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Something the answers run into: the method ends, or an answer is no longer on offer."""

    code: str
    where: str
    message: Text
