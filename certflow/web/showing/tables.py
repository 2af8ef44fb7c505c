"""Tables as the regulation prints them, and derived values with their rules in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from certflow.domain.checklist import Checklist, Derived, Value
from certflow.domain.checklist.cells import AnyOf, Anything, Cell, Point, Span, Spans
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import ByTable, Case, Enumeration, Fixed, LevelRow, MatrixBlock
from certflow.domain.checklist.syntax import Name
from certflow.domain.checklist.tables import Axis, Band, Combine, Hit, Outside, Table
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    Type,
    YesNoType,
    as_words,
)
from certflow.domain.in_words import derived_in_words
from certflow.domain.naming import value_of
from certflow.web.pages import (
    Grid,
    LevelCell,
    LevelsTable,
    MatrixPart,
    OrderShown,
    Passage,
    RuleShown,
    RuleTable,
    StepLine,
    TableShown,
    ValueShown,
)
from certflow.web.showing.links import cited, short, source_href
from certflow.web.showing.requirements import level_cell, node_href, once_for_each, step_href, tables_href, told
from certflow.web.showing.states import codes, title
from certflow.web.words import Words


def step_line(checklist: Checklist, step: str, words: Words) -> StepLine:
    """A step as one line that leads to it."""
    return StepLine(codes(checklist)[step], title(checklist.steps[step], words), step_href(checklist, step))


# derived values


def value_shown(checklist: Checklist, derived: Derived, words: Words) -> ValueShown:
    """A derived value, case by case."""
    return ValueShown(
        id=derived.name,
        title=words.passage(derived.title),
        kind=kind_told(checklist, derived, words),
        rules=tuple(_rule(checklist, derived, case, words) for case in derived.cases),
        help=words.passage(derived.help) if derived.help else None,
        source=cited(derived.source, words),
        source_href=source_href(derived.source),
        changes_href=node_href(checklist, "derived", derived.name),
    )


def kind_told(checklist: Checklist, derived: Derived, words: Words) -> str:
    """What kind of value it is, in a few words."""
    kind = _kind_told(checklist, derived, words)
    return kind if derived.each is None else f"{kind}. {once_for_each(checklist, derived.each, words)}"


def _kind_told(checklist: Checklist, derived: Derived, words: Words) -> str:
    _ = words.gettext
    type_: Type = derived.type
    match type_:
        case NumberType():
            return _("a number in %(unit)s", unit=words.unit(derived.unit)) if derived.unit else _("a number")
        case YesNoType():
            return _("yes or no")
        case DateType():
            return _("a day")
        case ManyType(values):
            return _("any of: %(values)s", values=", ".join(_named(checklist, derived, values, words)))
        case ChoiceType(values, ordered):
            named = _named(checklist, derived, values, words)
            return _("one of, the least first: %(values)s", values=", ".join(named)) if ordered else words.one_of(named)
    return str(type_)


def _named(checklist: Checklist, derived: Derived, values: tuple[str, ...], words: Words) -> list[str]:
    return [value_of(checklist, derived.name, value, words.language) for value in values]


def _rule(checklist: Checklist, derived: Derived, case: Case, words: Words) -> RuleShown:
    then, href = _then(checklist, derived, case, words)
    when = told(checklist, case.when, words) if case.when else ""
    source = cited(case.source, words) if case.source != derived.source else ""
    return RuleShown(when, then, href, source)


def _then(checklist: Checklist, derived: Derived, case: Case, words: Words) -> tuple[str, str]:
    _ = words.gettext
    match case.rule:
        case Expression() as expression:
            return told(checklist, expression, words), ""
        case ByTable(table):
            return _("from the table “%(table)s”", table=words.plain(checklist.tables[table].title)), tables_href(
                checklist, table
            )
        case Fixed(value):
            return value_of(checklist, derived.name, value, words.language), ""
        case Outside(route):
            return words.plain(checklist.routes[route].message), ""
    raise RuntimeError(f"a rule of '{derived.name}' that no page draws: {case.rule}")


# decision tables


def table_shown(checklist: Checklist, table: Table, words: Words) -> TableShown:
    """One decision table as printed. A cell where the method ends is a dash with the number of its note."""
    notes = _Notes(checklist, words)
    drawn = _grid(checklist, table, notes, words) if table.columns else _rules(checklist, table, notes, words)
    return TableShown(
        id=table.id,
        title=words.plain(table.title),
        reading=_reading(checklist, table, words),
        grid=drawn if isinstance(drawn, Grid) else None,
        rules=drawn if isinstance(drawn, RuleTable) else None,
        notes=notes.told,
    )


class _Notes:
    """Where the method ends: one note for each route, in the order in which the table comes to them."""

    def __init__(self, checklist: Checklist, words: Words) -> None:
        self._checklist, self._words = checklist, words
        self._routes: list[str] = []

    def mark(self, route: str) -> str:
        if route not in self._routes:
            self._routes.append(route)
        return f"– ({self._routes.index(route) + 1})"

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(self._words.plain(self._checklist.routes[route].message) for route in self._routes)


def _grid(checklist: Checklist, table: Table, notes: _Notes, words: Words) -> Grid:
    assert table.columns is not None
    output = next(iter(table.outputs))
    return Grid(
        caption=words.plain(table.title),
        row_label=axis_label(checklist, table.rows, words),
        column_label=axis_label(checklist, table.columns, words),
        columns=tuple(words.plain(band.label) for band in table.columns.bands),
        rows=tuple(
            (words.plain(band.label), tuple(_result(checklist, table, output, one, notes, words) for one in results))
            for band, results in zip(table.rows.bands, table.grid, strict=True)
        ),
        source=cited(table.source, words),
    )


def _rules(checklist: Checklist, table: Table, notes: _Notes, words: Words) -> RuleTable:
    outputs = tuple(table.outputs)
    reads = tuple(_read_title(checklist, read, words) for read in table.rows.reads)
    rows = []
    for band, results in zip(table.rows.bands, table.grid, strict=True):
        shown = zip(outputs, results, strict=True)
        rows.append(
            (
                words.plain(band.label),
                *_cells(checklist, table.rows, band, words),
                *(_result(checklist, table, output, one, notes, words) for output, one in shown),
            )
        )
    heads = (words.gettext("Row"), *reads, *(_output_title(checklist, table, output, words) for output in outputs))
    if all(row[0] == row[1] for row in rows):  # a label that only says the condition again
        heads, rows = heads[1:], [row[1:] for row in rows]
    return RuleTable(words.plain(table.title), heads, tuple(rows), len(outputs), source=cited(table.source, words))


def _reading(checklist: Checklist, table: Table, words: Words) -> str:
    """How the table is read, where more than one row or column could fit."""
    _ = words.gettext
    rows = {
        Hit.UNIQUE: "",
        Hit.FIRST: _("The first row that fits counts, read downwards."),
        Hit.LAST: _("The last row that fits counts."),
        Hit.COLLECT: _combined(table.combine, words),
    }[table.rows.hit]
    columns = (
        {
            Hit.FIRST: _("The first column that fits counts, read from the left."),
            Hit.LAST: _("The last column that fits counts."),
        }.get(table.columns.hit, "")
        if table.columns
        else ""
    )
    each = once_for_each(checklist, table.each, words) if table.each else ""
    return " ".join(told for told in (rows, columns, each) if told)


def _combined(combine: Combine, words: Words) -> str:
    _ = words.gettext
    return {
        Combine.SUM: _("Every row that fits counts; the results are added up."),
        Combine.MIN: _("Every row that fits counts; the least result holds."),
        Combine.MAX: _("Every row that fits counts; the greatest result holds."),
        Combine.LIST: _("Every row that fits counts; all results hold."),
    }[combine]


def axis_label(checklist: Checklist, axis: Axis, words: Words) -> str:
    """What an axis reads, by title."""
    return ", ".join(dict.fromkeys(_read_title(checklist, read, words) for read in axis.reads))


def _read_title(checklist: Checklist, read: Expression, words: Words) -> str:
    if isinstance(read.tree, Name):
        known = checklist.derived.get(read.tree.name) or checklist.questions[read.tree.name]
        return short(known.title, words)
    return told(checklist, read, words)


def _cells(checklist: Checklist, axis: Axis, band: Band, words: Words) -> Iterator[str]:
    for cell, read in zip(band.cells, axis.reads, strict=True):
        yield cell_told(checklist, cell, read, words)


def cell_told(checklist: Checklist, cell: Cell, read: Expression, words: Words) -> str:
    """What a cell takes in: “≤ 25 m/s”, “Class B, Class C or Class D”, a dash for anything."""
    name = read.tree.name if isinstance(read.tree, Name) else ""
    match cell:
        case Anything():
            return "-"
        case AnyOf(values):
            order = list(getattr(read.type, "values", (True, False)))
            return words.one_of(
                [value_of(checklist, name, one, words.language) for one in sorted(values, key=order.index)]
            )
        case Spans(spans):
            unit = words.unit(checklist.questions[name].unit) if name in checklist.questions else ""
            return words.one_of([_span(span, words) for span in spans]) + (f"\u202f{unit}" if unit else "")
    raise RuntimeError(f"a cell that no page draws: {cell}")


def _span(span: Span, words: Words) -> str:
    if span.low is not None and span.low == span.high:
        return _point(span.low, words)
    low = "" if span.low is None else f"{'≥' if span.low_in else '>'} {_point(span.low, words)}"
    high = "" if span.high is None else f"{'≤' if span.high_in else '<'} {_point(span.high, words)}"
    return ", ".join(each for each in (low, high) if each)


def _point(point: Point, words: Words) -> str:
    return words.number(point) if isinstance(point, Decimal) else words.day(point)


def _output_title(checklist: Checklist, table: Table, output: str, words: Words) -> str:
    derived = derived_by(checklist, table, output)
    if derived is not None:
        return short(derived.title, words)
    return words.gettext("Result") if output == "value" else output


def derived_by(checklist: Checklist, table: Table, output: str) -> Derived | None:
    """The derived value that reads this result of the table."""
    rule = ByTable(table.id, output)
    return next((one for one in checklist.derived.values() if any(case.rule == rule for case in one.cases)), None)


def _result(
    checklist: Checklist, table: Table, output: str, result: Value | Outside, notes: _Notes, words: Words
) -> str:
    if isinstance(result, Outside):
        return notes.mark(result.route)
    if isinstance(result, Decimal):
        return words.number(result)
    if isinstance(result, date):
        return words.day(result)
    derived = derived_by(checklist, table, output)
    return words.plain(derived_in_words(checklist, derived.name, result)) if derived else as_words(result)


# tables of levels, named values, the matrix


def levels_tables(checklist: Checklist, words: Words) -> tuple[LevelsTable, ...]:
    """Steps grouped by the printed table that gives them their level."""
    found: dict[tuple[str, str], list[str]] = {}
    for id, step in checklist.steps.items():
        if isinstance(step.level, LevelRow):
            found.setdefault((step.level.by, step.level.table.authoritative), []).append(id)
    return tuple(
        _levels_table(checklist, f"levels-{number}", steps, words) for number, steps in enumerate(found.values(), 1)
    )


def _levels_table(checklist: Checklist, id: str, steps: list[str], words: Words) -> LevelsTable:
    first = checklist.steps[steps[0]].level
    assert isinstance(first, LevelRow)
    known = checklist.derived.get(first.by) or checklist.questions[first.by]
    rows = []
    for step_id in steps:
        step = checklist.steps[step_id]
        assert isinstance(step.level, LevelRow)
        cells = (level_cell(checklist, step, step.level.levels[column], words) for column in first.levels)
        rows.append((step_line(checklist, step_id, words), tuple(LevelCell(*cell) for cell in cells)))
    return LevelsTable(
        id=id,
        caption=words.passage(first.table),
        source=cited(first.source, words),
        row_label=words.gettext("Step"),
        column_label=short(known.title, words),
        columns=tuple(value_of(checklist, first.by, column, words.language) for column in first.levels),
        rows=tuple(rows),
    )


def orders(checklist: Checklist, words: Words) -> tuple[OrderShown, ...]:
    """Every set of named values, ordered ones first."""
    known = sorted(checklist.enumerations.values(), key=lambda one: not one.ordered)
    return tuple(OrderShown(one.name, one.ordered, tuple(_values(one, words))) for one in known)


def _values(one: Enumeration, words: Words) -> Iterator[tuple[Passage, str]]:
    letters = {value: letter for letter, value in one.shorts.items()}
    for value, name in one.titles.items():
        yield words.passage(name), letters.get(value, "")


def matrix(checklist: Checklist, words: Words) -> tuple[MatrixPart, ...]:
    """The regulator's own compliance matrix, block by block."""
    return tuple(_matrix_part(checklist, block, words) for block in checklist.matrix)


def _matrix_part(checklist: Checklist, block: MatrixBlock, words: Words) -> MatrixPart:
    asking = dict.fromkeys(checklist.questions[name].step for name in block.asked)
    return MatrixPart(
        words.passage(block.title),
        tuple(words.passage(each.title) for each in block.columns),
        tuple(step_line(checklist, step, words) for step in block.rows or asking),
        words.passage(checklist.questions[block.asked[0]].title) if block.asked else None,
    )
