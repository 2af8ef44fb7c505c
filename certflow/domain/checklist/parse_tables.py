"""Decision tables of a file: what they read, what they give, and the proof that they are whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from certflow.domain.checklist.cells import Anything, Cell, CellError, in_words, read_cell
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import ColumnShape, ColumnsShape, RowsShape, TableShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.parse_types import type_called
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.proof import examine
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.tables import Axis, Band, Combine, Hit, Outside, Result, Table
from certflow.domain.checklist.values import ChoiceType, ManyType, NumberType, Type, YesNoType
from certflow.domain.text import Text

_OUTSIDE = re.compile(r"outside\(([a-z0-9_]+)\)")


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
    each = draft.list_called((*path, "each"), shape.each)
    language = language.within(each)
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
    return Table(name, title, source, rows, columns, MappingProxyType(outputs), combine, tuple(grid), each)


def _outputs(draft: Draft, path: Path, shape: TableShape) -> dict[str, Type]:
    gives = {"value": shape.gives} if isinstance(shape.gives, str) else shape.gives
    found: dict[str, Type] = {}
    for output, name in gives.items():
        at: Path = (*path, "gives") if isinstance(shape.gives, str) else (*path, "gives", output)
        type_ = type_called(draft, name)
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
        found = draft.expression(item_path(draft, (*path, "read"), at), text, language)
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


def item_path(draft: Draft, path: Path, at: int) -> Path:
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
            draft.problem(item_path(draft, (*path, "when"), at), "table.cell", str(error))
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
    found = [read_result(draft, item_path(draft, path, at), one, types[at]) for at, one in enumerate(written)]
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
    complete = axis.hit is not Hit.COLLECT or combine in (Combine.MIN, Combine.MAX)
    found = examine(axis, complete=complete, most=draft.steps_left)
    draft.steps_left = max(draft.steps_left - found.steps, 0)
    if found.too_large:
        message = "Too many combinations to prove the tables of this file whole: split this one into smaller ones."
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
