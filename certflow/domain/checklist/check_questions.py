"""Which parts each kind of question has, and what must be among them."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist.composed import FAMILIES, family_of
from certflow.domain.checklist.contract import AskingShape, QuestionShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.questions import Kind
from certflow.domain.checklist.strict_yaml import Path

#: parts of a question that only some kinds have
PARTS: Mapping[str, tuple[Kind, ...]] = {
    "unit": (Kind.NUMBER, Kind.COUNTER, Kind.DURATION),
    "min": (Kind.NUMBER, Kind.DURATION),
    "max": (Kind.NUMBER, Kind.DURATION),
    "above": (Kind.NUMBER, Kind.DURATION),
    "below": (Kind.NUMBER, Kind.DURATION),
    "whole": (Kind.NUMBER, Kind.DURATION),
    "of": (Kind.CHOICE,),
    "options": (Kind.CHOICE, Kind.MULTI_CHOICE),
    "long": (Kind.TEXT,),
    "max_length": (Kind.TEXT,),
    "pattern": (Kind.TEXT,),
    "precision": (Kind.DATE,),
    "units": (Kind.DURATION,),
    "columns": (Kind.ROWS,),
    "least": (Kind.ROWS,),
    "most": (Kind.ROWS, Kind.COUNTER, Kind.EVIDENCE),
    "types": (Kind.EVIDENCE,),
    "shows": (Kind.CALCULATION,),
    "lever": (Kind.NUMBER, Kind.CHOICE, Kind.YES_NO),
}


def check_parts(draft: Draft, shape: AskingShape, path: Path, kind: Kind) -> None:
    """What a question or column has although its kind has none, or lacks although its kind needs it."""
    for part in sorted(shape.model_fields_set & PARTS.keys()):
        if kind not in PARTS[part]:
            kinds = " or ".join(PARTS[part])
            draft.problem((*path, part), "question.part", f"A {kind} question has no '{part}': it is for "
                          f"{kinds}.", key=True)  # fmt: skip
    low = [one for one in (shape.min, shape.above) if one is not None]
    high = [one for one in (shape.max, shape.below) if one is not None]
    if len(low) > 1 or len(high) > 1:
        draft.problem(path, "question.limits", "Use 'min' or 'above', and 'max' or 'below', not both.", key=True)
    elif low and high and (low[0] > high[0] or (low[0] == high[0] and None in (shape.min, shape.max))):
        draft.problem(path, "question.limits", "No number lies between these limits.", key=True)
    if kind is Kind.MULTI_CHOICE and not shape.options:
        draft.problem(path, "question.options", "A multi_choice needs 'options'.", key=True)
    if kind is Kind.CHOICE and not shape.options and not shape.of:
        draft.problem(path, "question.options", "A choice needs 'options', or 'of' with an order or choices.", key=True)


def check_kind(draft: Draft, shape: QuestionShape, path: Path, kind: Kind) -> None:
    """What only the kinds of several parts need."""
    if kind is Kind.ROWS and not shape.columns:
        draft.problem(path, "question.columns", "Rows need 'columns': what stands in each row.", key=True)
    if shape.least is not None and shape.most is not None and shape.least > shape.most:
        draft.problem((*path, "least"), "question.limits", "No number of rows lies between these limits.", key=True)
    if kind is Kind.DURATION:
        _check_units(draft, shape, path)
    if kind is Kind.CALCULATION:
        draft.known((*path, "shows"), "question.shows", "derived value", shape.shows or "", draft.shape.derived)
        if shape.otherwise is not None or shape.optional:
            message = "A calculation is shown, not answered: it has no 'otherwise' and no 'optional'."
            draft.problem(path, "question.shown-only", message, key=True)


def _check_units(draft: Draft, shape: QuestionShape, path: Path) -> None:
    every = [unit for family in FAMILIES for unit in family]
    unit = shape.unit or ""
    if not draft.known((*path, "unit"), "question.unit", "unit of time", unit, every):
        return
    for at, other in enumerate(shape.units):
        if other not in family_of(unit):
            message = f"'{other}' cannot be turned into {unit}: months and years have no fixed number of days."
            draft.problem((*path, "units", at), "question.units", message)
