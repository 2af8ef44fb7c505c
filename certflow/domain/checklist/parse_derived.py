"""Derived values of a file: tables, calculations and cases under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import CaseShape, DerivedShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import ByTable, Case, Derived, Fixed, Route, Rule
from certflow.domain.checklist.parse_scores import read_score
from certflow.domain.checklist.parse_tables import read_result
from certflow.domain.checklist.parse_types import type_called
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.tables import Outside, Table
from certflow.domain.checklist.values import ChoiceType, ManyType, Type


@dataclass(frozen=True, slots=True)
class Tables:
    """What derived values may point to."""

    tables: Mapping[str, Table]
    routes: Mapping[str, Route]


def read_derived(draft: Draft, language: Language, known: Tables) -> dict[str, Derived]:
    """The derived values of the file."""
    found = {}
    for name, shape in draft.shape.derived.items():
        if name not in language.variables:
            continue
        if (derived := _derived(draft, name, shape, language, known)) is not None:
            found[name] = derived
    return found


def _derived(draft: Draft, name: str, shape: DerivedShape, language: Language, known: Tables) -> Derived | None:
    path: Path = ("derived", name)
    type_ = language.variables[name]
    each = draft.list_called((*path, "each"), shape.each)
    language = language.within(each)
    if shape.gives is not None and type_called(draft, shape.gives) is None:
        names = ["number", "yes_no", *draft.enumerations]
        draft.known((*path, "gives"), "enumeration.unknown", "order, choices or kind of value", shape.gives, names)
        return None
    source = draft.source(shape.source, (*path, "source"))
    if shape.score is not None:
        score = read_score(draft, (*path, "score"), shape.score, shape.each)
        cases = [] if score is None else [Case(None, score, None)]
    elif shape.cases is None:
        alone = CaseShape.model_construct(value=shape.value, table=shape.table, output=shape.output)
        rule = _rule(draft, path, alone, type_, language, known)
        cases = [] if rule is None else [Case(None, rule, None)]
    else:
        cases = _cases(draft, path, shape.cases, type_, language, known)
    if not cases:
        return None
    reads = dict.fromkeys(read for case in cases for read in _reads(case, known))
    first = cases[0].rule
    if source is None and isinstance(first, ByTable) and len(cases) == 1:
        source = known.tables[first.table].source
    enumeration = draft.enumerations.get(type_.name or "") if isinstance(type_, ChoiceType) else None
    return Derived(
        name=name,
        title=draft.text(shape.title, (*path, "title")),
        help=draft.optional_text(shape.help, (*path, "help")),
        source=source,
        unit=shape.unit,
        type=type_,
        titles=enumeration.titles if enumeration else MappingProxyType({}),
        cases=tuple(cases),
        reads=tuple(reads),
        each=each,
        symbol=shape.symbol or "",
    )


def _cases(
    draft: Draft, path: Path, shapes: Sequence[CaseShape], type_: Type, language: Language, known: Tables
) -> list[Case]:
    cases: list[Case] = []
    for at, shape in enumerate(shapes):
        where: Path = (*path, "cases", at)
        when = draft.condition((*where, "when"), shape.when, language)
        rule = _rule(draft, where, shape, type_, language, known)
        if shape.when is None and at + 1 < len(shapes):
            draft.problem(where, "derived.case-order", "A case without 'when' takes everything: put it last.")
        if shape.when is not None and at + 1 == len(shapes):
            message = "The last case has no 'when', so that there is always one that holds."
            draft.problem(where, "derived.no-last-case", message)
        if rule is None or (when is None and shape.when is not None):
            continue
        cases.append(Case(when, rule, draft.source(shape.source, (*where, "source"))))
    return cases if len(cases) == len(shapes) else []


def _rule(draft: Draft, path: Path, shape: CaseShape, type_: Type, language: Language, known: Tables) -> Rule | None:
    if shape.outside is not None:
        if draft.known((*path, "outside"), "outside.unknown", "outside", shape.outside, draft.shape.outside):
            return Outside(shape.outside)
        return None
    if shape.table is not None:
        return _by_table(draft, path, shape, type_, language, known)
    if shape.is_ is not None:
        result = read_result(draft, (*path, "is"), shape.is_, type_)
        return result if result is None or isinstance(result, Outside) else Fixed(result)
    named = type_ if isinstance(type_, ChoiceType) else None
    found = draft.expression((*path, "value"), shape.value, language, replace(named, only=None) if named else None)
    if found is not None and type(found.type) is not type(type_):
        draft.problem((*path, "value"), "derived.type", f"This gives {found.type}, but the value is {type_}.")
        return None
    return found


def _by_table(
    draft: Draft, path: Path, shape: CaseShape, type_: Type, language: Language, known: Tables
) -> ByTable | None:
    assert shape.table is not None
    if not draft.known((*path, "table"), "derived.table", "table", shape.table, draft.shape.tables):
        return None
    if shape.table not in known.tables:
        return None  # its own problems have been noted
    table = known.tables[shape.table]
    if table.each not in (None, language.item):
        message = f"The table is read for each item of '{table.each}': say 'each: {table.each}' for this value too."
        draft.problem((*path, "table"), "derived.table-each", message)
        return None
    output = shape.output or next(iter(table.outputs))
    if shape.output is None and len(table.outputs) > 1:
        message = f"The table gives {', '.join(table.outputs)}: say which with 'output'."
        draft.problem((*path, "table"), "derived.output", message)
        return None
    if not draft.known((*path, "output"), "derived.output", "result of that table", output, table.outputs):
        return None
    given = table.outputs[output]
    if not isinstance(type_, ManyType) and (
        type(given) is not type(type_) or getattr(given, "name", None) != getattr(type_, "name", None)
    ):
        draft.problem((*path, "table"), "derived.type", f"The table gives {given}, but the value is {type_}.")
        return None
    return ByTable(shape.table, output)


def _reads(case: Case, known: Tables) -> tuple[str, ...]:
    reads = case.when.reads if case.when else ()
    match case.rule:
        case ByTable(table):
            return (*reads, *known.tables[table].reads)
        case Expression(reads=more):
            return (*reads, *more)
        case _:
            return reads
