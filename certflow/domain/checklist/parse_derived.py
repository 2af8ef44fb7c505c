"""Tables and derived values of a file: what they read, what they give, and the proof that tables are whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from certflow.domain.checklist.cells import Anything, Cell, CellError, in_words, read_cell
from certflow.domain.checklist.conditions import ConditionError, Expression, Language
from certflow.domain.checklist.contract import CaseShape, ColumnShape, ColumnsShape, DerivedShape, RowsShape, TableShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import ByTable, Case, Derived, Fixed, Route, Rule
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.proof import examine
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.tables import Axis, Band, Combine, Hit, Outside, Result, Table
from certflow.domain.checklist.values import ChoiceType, ManyType, NumberType, Type, YesNoType
from certflow.domain.text import Text

_OUTSIDE = re.compile(r"outside\(([a-z0-9_]+)\)")
_NAMES = re.compile(r"\"[^\"]*\"|'[^']*'|([A-Za-z_]\w*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tables:
    """What derived values may point to."""

    tables: Mapping[str, Table]
    routes: Mapping[str, Route]


def variable_types(draft: Draft, questions: Mapping[str, Question]) -> Language:
    """The variables of the checklist with their types: questions, then derived values as far as they say or show it."""
    types = {name: one.type for name, one in questions.items() if one.type is not None}
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
        language = Language(types, unreadable)
        types |= {name: _found_type(draft, waiting.pop(name), language) for name in ready}
    return Language(types, unreadable)


def _said_type(draft: Draft, shape: DerivedShape) -> Type | None:
    """The type that a derived value, or the table it comes from, says it has."""
    if shape.gives is not None and shape.gives != "number":
        return _type_called(draft, shape.gives)
    if shape.table is not None and (table := draft.shape.tables.get(shape.table)):
        return _table_type(draft, table, shape.output)
    return None


def _table_type(draft: Draft, table: TableShape, output: str | None) -> Type | None:
    gives = table.gives if isinstance(table.gives, str) else table.gives.get(output or "")
    type_ = _type_called(draft, gives or "number")
    if table.rows.combine == "list" and isinstance(type_, ChoiceType):
        return ManyType(type_.values)
    if isinstance(type_, NumberType):
        at = 0 if isinstance(table.gives, str) else [*table.gives].index(output) if output in table.gives else 0
        cells = [cell for row in table.rows.bands for cell in (row.gives if table.columns else row.gives[at : at + 1])]
        return NumberType(whole=all(isinstance(cell, int) or _OUTSIDE.fullmatch(str(cell)) for cell in cells))
    return type_


def _type_called(draft: Draft, name: str) -> Type | None:
    if name == "number":
        return NumberType()
    if name == "yes_no":
        return YesNoType()
    return draft.choice_type(name) if name in draft.enumerations else None


def _found_type(draft: Draft, shape: DerivedShape, language: Language) -> Type:
    """The type of what a derived value's expressions and tables give; a number where they cannot say."""
    found: list[Type | None] = []
    for text in [shape.value, *(case.value for case in shape.cases or ())]:
        if text is not None:
            try:
                found.append(language.compile(text).type)
            except ConditionError:
                found.append(None)  # told where the value itself is read
    for case in shape.cases or ():
        if case.table is not None and case.table in draft.shape.tables:
            found.append(_table_type(draft, draft.shape.tables[case.table], case.output))
        elif isinstance(case.is_, (int, Decimal)) and not isinstance(case.is_, bool):
            found.append(NumberType(whole=isinstance(case.is_, int)))
    kinds = [one for one in found if one is not None]
    if kinds and all(isinstance(one, NumberType) for one in kinds):
        return NumberType(whole=all(isinstance(one, NumberType) and one.whole for one in kinds))
    return kinds[0] if kinds else NumberType()


def _names_in(shape: DerivedShape) -> set[str]:
    texts = [shape.value, *(case.value for case in shape.cases or ())]
    return {name for text in texts if text for name in _NAMES.findall(text) if name}


def read_tables(draft: Draft, language: Language) -> dict[str, Table]:
    """The decision tables of the file, each proven."""
    tables = {}
    for name, shape in draft.shape.tables.items():
        if (table := _table(draft, name, shape, language)) is not None:
            tables[name] = table
    return tables


def _table(draft: Draft, name: str, shape: TableShape, language: Language) -> Table | None:
    path: Path = ("tables", name)
    before = len(draft.problems)
    rows = _axis(draft, (*path, "rows"), shape.rows, language)
    columns = _axis(draft, (*path, "columns"), shape.columns, language) if shape.columns else None
    outputs = _outputs(draft, path, shape)
    if shape.columns and (shape.rows.hit == "collect" or shape.columns.hit == "collect" or len(outputs) > 1):
        message = "A table with columns gives one value: no 'collect' and one 'gives'."
        draft.problem((*path, "gives"), "table.shape", message)
    width = len(shape.columns.bands) if shape.columns else len(outputs)
    grid = [_results(draft, (*path, "rows", "bands", at, "gives"), row.gives, outputs, width)
            for at, row in enumerate(shape.rows.bands)]  # fmt: skip
    combine = _combine(draft, path, shape, outputs)
    if len(draft.problems) > before or rows is None or (shape.columns and columns is None):
        return None
    _prove(draft, (*path, "rows"), rows, combine)
    if columns:
        _prove(draft, (*path, "columns"), columns, combine)
    title = draft.text(shape.title, (*path, "title"))
    source = draft.source(shape.source, (*path, "source"))
    return Table(name, title, source, rows, columns, MappingProxyType(outputs), combine, tuple(grid))


def _outputs(draft: Draft, path: Path, shape: TableShape) -> dict[str, Type]:
    gives = {"value": shape.gives} if isinstance(shape.gives, str) else shape.gives
    found: dict[str, Type] = {}
    for output, name in gives.items():
        at: Path = (*path, "gives") if isinstance(shape.gives, str) else (*path, "gives", output)
        type_ = _type_called(draft, name)
        if type_ is None:
            names = ["number", "yes_no", *draft.enumerations]
            draft.known(at, "enumeration.unknown", "order, choices or kind of value", name, names)
        found[output] = type_ or NumberType()
    return found


def _combine(draft: Draft, path: Path, shape: TableShape, outputs: Mapping[str, Type]) -> Combine:
    combine = Combine(shape.rows.combine or "list")
    if (shape.rows.hit == "collect") != (shape.rows.combine is not None):
        message = "'hit: collect' and 'combine: sum, min, max or list' go together."
        draft.problem((*path, "rows", "hit"), "table.combine", message)
    numbers = all(isinstance(one, NumberType) for one in outputs.values())
    named = all(isinstance(one, ChoiceType) for one in outputs.values())
    ordered = all(isinstance(one, ChoiceType) and one.ordered for one in outputs.values())
    fits = {Combine.SUM: numbers, Combine.LIST: named}.get(combine, numbers or ordered)
    if shape.rows.combine and (not fits or len(outputs) > 1):
        message = (
            f"'{combine}' cannot combine these results: sum takes numbers, min and max numbers or an order, list words."
        )
        draft.problem((*path, "rows", "combine"), "table.combine", message)
    return combine


def _axis(draft: Draft, path: Path, shape: RowsShape | ColumnsShape, language: Language) -> Axis | None:
    reads: list[Expression] = []
    for at, text in enumerate(shape.read):
        found = draft.expression(_item(draft, (*path, "read"), at), text, language)
        if found is not None and isinstance(found.type, ManyType):
            message = 'A table reads one value at a time: ask `"word" in name` instead.'
            draft.problem((*path, "read", at), "table.read", message)
            found = None
        if found is not None:
            reads.append(found)
    if len(reads) < len(shape.read):
        return None
    bands = [_band(draft, (*path, "bands", at), band, reads) for at, band in enumerate(shape.bands)]
    if any(band is None for band in bands):
        return None
    return Axis(tuple(reads), Hit(shape.hit), tuple(band for band in bands if band is not None))


def _item(draft: Draft, path: Path, at: int) -> Path:
    """The path of one of several things that may also stand alone, without a list."""
    return (*path, at) if (*path, at) in draft.document.places else path


def _band(draft: Draft, path: Path, shape: ColumnShape, reads: Sequence[Expression]) -> Band | None:
    cells: list[Cell] = []
    if len(shape.when) != len(reads):
        message = f"{len(shape.when)} cells here, but the table reads {len(reads)}: one cell for each."
        draft.problem((*path, "when"), "table.width", message)
        return None
    for at, written in enumerate(shape.when):
        try:
            cells.append(read_cell(written, reads[at].type))
        except CellError as error:
            draft.problem(_item(draft, (*path, "when"), at), "table.cell", str(error))
    if len(cells) < len(reads):
        return None
    if shape.label:
        return Band(draft.text(shape.label, (*path, "label")), tuple(cells))
    return Band(_label(draft, shape, cells, reads), tuple(cells))


def _label(draft: Draft, shape: ColumnShape, cells: Sequence[Cell], reads: Sequence[Expression]) -> Text:
    """What a band without a label is called: its cells, with titles for named values."""
    parts = []
    for written, cell, read in zip(shape.when, cells, reads, strict=True):
        if isinstance(cell, Anything):
            continue
        order = draft.enumerations.get(read.type.name or "") if isinstance(read.type, ChoiceType) else None
        words = written if isinstance(written, list) else [written]
        titles = order.titles if order and all(str(one) in order.titles for one in words) else {}
        parts.append([titles.get(str(one)) or Text(in_words(one), draft.shape.language) for one in words])
    if not parts:
        return Text("any", draft.shape.language, {"it": "qualsiasi", "uk": "будь-що"})
    languages = {one for part in parts for text in part for one in text.translations}

    def said(language: str) -> str:
        either = {"it": " o ", "uk": " або "}.get(language, " or ")
        return ", ".join(either.join(text.in_language(language) for text in part) for part in parts)

    return Text(said(draft.shape.language), draft.shape.language, {one: said(one) for one in languages})


def _results(
    draft: Draft, path: Path, written: Sequence[object], outputs: Mapping[str, Type], width: int
) -> tuple[Result, ...]:
    if len(written) != width:
        draft.problem(path, "table.width", f"{len(written)} results here, but the table has {width} columns for them.")
        return ()
    types = list(outputs.values()) if len(outputs) == width else list(outputs.values()) * width
    found = [read_result(draft, _item(draft, path, at), one, types[at]) for at, one in enumerate(written)]
    return tuple(one for one in found if one is not None)


def read_result(draft: Draft, path: Path, written: object, type_: Type) -> Result | None:
    """A result as it is written in a table or a case; None (and a problem) where it does not fit `type_`."""
    text = str(written) if not isinstance(written, bool) else ("yes" if written else "no")
    if route := _OUTSIDE.fullmatch(text):
        if draft.known(path, "outside.unknown", "outside", route[1], draft.shape.outside):
            return Outside(route[1])
        return None
    match type_:
        case NumberType() if isinstance(written, (int, Decimal)) and not isinstance(written, bool):
            return Decimal(written)
        case YesNoType() if text in ("yes", "no"):
            return text == "yes"
        case ChoiceType(name=name):
            shorts = draft.enumerations[name].shorts if name in draft.enumerations else {}
            if text in type_.values or text in shorts:
                return text if text in type_.values else shorts[text]
            near = nearest(text, [*type_.values, *shorts])
            draft.problem(path, "value.unknown", f"'{text}' is not {type_}.{near}")
            return None
    draft.problem(path, "value.unknown", f"'{text}' is not {type_}.")
    return None


def _prove(draft: Draft, path: Path, axis: Axis, combine: Combine) -> None:
    found = examine(axis, complete=axis.hit is not Hit.COLLECT or combine in (Combine.MIN, Combine.MAX))
    if found.too_large:
        message = "Too many combinations to prove this table whole: split it into smaller ones."
        draft.problem(path, "table.too-large", message, key=True)
    if found.uncovered is not None:
        message = f"No {'row' if path[-1] == 'rows' else 'column'} for {found.uncovered}."
        draft.problem((*path, "bands"), "table.incomplete", message, key=True)
    if found.overlap is not None:
        first, second, example = found.overlap
        other = draft.document.place((*path, "bands", first)).line
        message = f"This and the one on line {other} both hold for {example}. Make them apart, or say 'hit: first'."
        draft.problem((*path, "bands", second), "table.overlap", message)
    for at in found.unreached:
        message = (
            "This can never be reached: what stands before it takes everything."
            if axis.hit is not Hit.UNIQUE
            else ("This can never hold: no answer fits it.")
        )
        draft.problem((*path, "bands", at), "table.unreached", message)


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
    if shape.gives is not None and _type_called(draft, shape.gives) is None:
        names = ["number", "yes_no", *draft.enumerations]
        draft.known((*path, "gives"), "enumeration.unknown", "order, choices or kind of value", shape.gives, names)
        return None
    source = draft.source(shape.source, (*path, "source"))
    if shape.cases is None:
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
        return _by_table(draft, path, shape, type_, known)
    if shape.is_ is not None:
        result = read_result(draft, (*path, "is"), shape.is_, type_)
        return result if result is None or isinstance(result, Outside) else Fixed(result)
    named = type_ if isinstance(type_, ChoiceType) else None
    found = draft.expression((*path, "value"), shape.value, language, replace(named, only=None) if named else None)
    if found is not None and type(found.type) is not type(type_):
        draft.problem((*path, "value"), "derived.type", f"This gives {found.type}, but the value is {type_}.")
        return None
    return found


def _by_table(draft: Draft, path: Path, shape: CaseShape, type_: Type, known: Tables) -> ByTable | None:
    assert shape.table is not None
    if not draft.known((*path, "table"), "derived.table", "table", shape.table, draft.shape.tables):
        return None
    if shape.table not in known.tables:
        return None  # its own problems have been noted
    table = known.tables[shape.table]
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
