"""The types of everything a condition may read, found before any condition is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from certflow.domain.checklist.blame import ConditionError
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import DerivedShape, TableShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.parse_questions import steps_of
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.values import ChoiceType, ManyType, NumberType, Type, YesNoType

_NAMES = re.compile(r"\"[^\"]*\"|'[^']*'|([A-Za-z_]\w*)", re.ASCII)
_OUTSIDE = re.compile(r"outside\(([a-z0-9_]+)\)")


def variable_types(draft: Draft, questions: Mapping[str, Question]) -> Language:
    """The variables of the checklist with their types: questions, then derived values as far as they say or show it."""
    types = {name: one.type for name, one in questions.items() if one.type is not None}
    of_items = of_items_in(draft, questions)
    lists = tuple(draft.shape.lists)
    unreadable = {name: one.kind.value for name, one in questions.items() if one.type is None}
    waiting: dict[str, DerivedShape] = {}
    for name, shape in draft.shape.derived.items():
        if name in questions:
            message = f"'{name}' is a question already; a derived value needs a name of its own."
            draft.problem(("derived", name), "derived.twice", message, key=True)
        elif (type_ := _said_type(draft, shape)) is not None:
            types[name] = type_
        else:
            waiting[name] = shape
    while waiting:
        ready = [name for name, shape in waiting.items() if not _names_in(shape) & waiting.keys()]
        if not ready:
            # a circle: `graph.arrange` names it; a number is as good a guess as any until then
            types |= dict.fromkeys(waiting, NumberType())
            break
        language = Language(types, unreadable, of_items, lists)
        types |= {name: _found_type(draft, waiting.pop(name), language) for name in ready}
    return Language(types, unreadable, of_items, lists)


def of_items_in(draft: Draft, questions: Mapping[str, Question]) -> dict[str, str]:
    """Question or derived value → the list each item of which has it."""
    each = {step.id: step.each for _, step in steps_of(draft.shape.sections)}
    found = {name: each.get(one.step) for name, one in questions.items()}
    found |= {name: shape.each for name, shape in draft.shape.derived.items() if name not in questions}
    return {name: list_ for name, list_ in found.items() if list_ in draft.shape.lists}


def _said_type(draft: Draft, shape: DerivedShape) -> Type | None:
    """The type that a derived value, or the table it comes from, says it has."""
    if shape.score is not None:
        return NumberType()
    if shape.gives is not None and shape.gives != "number":
        return type_called(draft, shape.gives)
    if shape.table is not None and (table := draft.shape.tables.get(shape.table)):
        return table_type(draft, table, shape.output)
    return None


def table_type(draft: Draft, table: TableShape, output: str | None) -> Type | None:
    """The type of one result of a table; a number is whole where every cell is."""
    gives = table.gives if isinstance(table.gives, str) else table.gives.get(output or "")
    type_ = type_called(draft, gives or "number")
    if table.rows.combine == "list" and isinstance(type_, ChoiceType):
        return ManyType(type_.values)
    if isinstance(type_, NumberType):
        at = 0 if isinstance(table.gives, str) else [*table.gives].index(output) if output in table.gives else 0
        cells = [cell for row in table.rows.bands for cell in (row.gives if table.columns else row.gives[at : at + 1])]
        return NumberType(whole=all(isinstance(cell, int) or _OUTSIDE.fullmatch(str(cell)) for cell in cells))
    return type_


def type_called(draft: Draft, name: str) -> Type | None:
    """The type that `gives: name` means; None where nothing is called that."""
    if name == "number":
        return NumberType()
    if name == "yes_no":
        return YesNoType()
    return draft.choice_type(name) if name in draft.enumerations else None


def _found_type(draft: Draft, shape: DerivedShape, language: Language) -> Type:
    """The type of what a derived value's expressions and tables give; a number where they cannot say."""
    language = language.within(shape.each if shape.each in language.lists else None)
    found: list[Type | None] = []
    for text in [shape.value, *(case.value for case in shape.cases or ())]:
        if text is not None:
            try:
                found.append(language.compile(text).type)
            except ConditionError:
                found.append(None)  # told where the value itself is read
    for case in shape.cases or ():
        if case.table is not None and case.table in draft.shape.tables:
            found.append(table_type(draft, draft.shape.tables[case.table], case.output))
        elif isinstance(case.is_, (int, Decimal)) and not isinstance(case.is_, bool):
            found.append(NumberType(whole=isinstance(case.is_, int)))
    kinds = [one for one in found if one is not None]
    if kinds and all(isinstance(one, NumberType) for one in kinds):
        return NumberType(whole=all(isinstance(one, NumberType) and one.whole for one in kinds))
    return kinds[0] if kinds else NumberType()


def _names_in(shape: DerivedShape) -> set[str]:
    texts = [shape.value, *(case.value for case in shape.cases or ())]
    return {name for text in texts if text for name in _NAMES.findall(text) if name}
