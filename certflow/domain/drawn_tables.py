"""The tables that decided something, as a record prints them: every row and column, and the cells that counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from certflow.domain import record as r
from certflow.domain.checklist import Checklist
from certflow.domain.checklist.model import ByTable, LevelRow
from certflow.domain.checklist.tables import Axis, Outside, Result, Table
from certflow.domain.checklist.values import Type, plain
from certflow.domain.in_words import NO, TYPED, YES, joined, with_unit
from certflow.domain.plan import Ground, Plan
from certflow.domain.text import Text

OUTSIDE = Text("outside", translations={"it": "fuori", "uk": "поза"})


def drawn_tables(checklist: Checklist, plan: Plan) -> tuple[r.DecisionTable, ...]:
    """Each table that decided a value or a level, once, in the order of the checklist."""
    marks: dict[str, list[r.Mark]] = {}
    for name, value in plan.derived.items():
        if table := table_of(checklist, plan, name):
            marks.setdefault(table, [])
        for cell in value.because.cells:
            row, column = cell.at
            place = _output(checklist, name, cell.table) if column is None else column
            marks[cell.table].append(r.Mark(row, place, name))
    drawn = (_table(checklist, table, tuple(marks[name])) for name, table in checklist.tables.items() if name in marks)
    return (*drawn, *_of_levels(checklist, plan))


def table_of(checklist: Checklist, plan: Plan, name: str) -> str | None:
    """The table that a derived value was read from, if it was; perhaps because no row of it holds."""
    because = plan.derived[name].because
    if because.cells:
        return because.cells[0].table
    named = [case.rule.table for case in checklist.derived[name].cases if isinstance(case.rule, ByTable)]
    return named[0] if because.ground is Ground.TABLE and named else None


def _output(checklist: Checklist, name: str, table: str) -> int:
    """Which of a table's results a derived value takes."""
    for case in checklist.derived[name].cases:
        match case.rule:
            case ByTable(id, output) if id == table:
                return list(checklist.tables[table].outputs).index(output)
    raise RuntimeError(f"'{name}' is not read from table '{table}'")


def _table(checklist: Checklist, table: Table, marks: tuple[r.Mark, ...]) -> r.DecisionTable:
    types = list(table.outputs.values())
    columns = (
        tuple(band.label for band in table.columns.bands)
        if table.columns
        else tuple(_called(checklist, table.id, output) for output in table.outputs)
    )
    rows = (
        r.TableRow(
            band.label,
            tuple(
                _in_words(checklist, types[at if table.columns is None else 0], cell) for at, cell in enumerate(cells)
            ),
        )
        for band, cells in zip(table.rows.bands, table.grid, strict=True)
    )
    return r.DecisionTable(
        id=table.id,
        title=table.title,
        source=str(table.source or ""),
        cited=table.source.translated if table.source else None,
        down=_read_by(checklist, table.rows),
        across=_read_by(checklist, table.columns) if table.columns else None,
        columns=columns,
        rows=tuple(rows),
        marks=marks,
    )


def _called(checklist: Checklist, table: str, output: str) -> Text:
    """A result by the title of the derived value that takes it."""
    for derived in checklist.derived.values():
        if any(case.rule == ByTable(table, output) for case in derived.cases):
            return derived.title
    return Text(output, language=TYPED)


def _read_by(checklist: Checklist, axis: Axis) -> Text:
    return _titles(checklist, tuple(dict.fromkeys(name for each in axis.reads for name in each.reads)))


def _titles(checklist: Checklist, names: tuple[str, ...]) -> Text:
    titles = [(checklist.derived.get(name) or checklist.questions[name]).title for name in names]
    return joined(lambda language: " · ".join(title.in_language(language) for title in titles))


def _in_words(checklist: Checklist, type_: Type, result: Result) -> Text:
    match result:
        case Outside():
            return OUTSIDE
        case bool():
            return YES if result else NO
        case Decimal():
            return with_unit(plain(result), None)
    named = checklist.enumerations.get(getattr(type_, "name", "") or "")
    titles: Mapping[str, Text] = named.titles if named else {}
    return titles.get(str(result)) or Text(str(result), language=TYPED)


def _of_levels(checklist: Checklist, plan: Plan) -> Iterator[r.DecisionTable]:
    """The tables by which steps get their levels, one for each that the checklist prints."""
    found: dict[tuple[str, str], list[str]] = {}
    for step in checklist.steps.values():
        if isinstance(step.level, LevelRow):
            found.setdefault((step.level.by, step.level.table.authoritative), []).append(step.id)
    for number, ((by, _), steps) in enumerate(found.items(), 1):
        decided = [name for name in steps if plan.steps[name].because.ground is Ground.LEVEL]
        if decided:
            yield _levels(checklist, plan, f"levels-{number}", by, steps, decided)


def _levels(
    checklist: Checklist, plan: Plan, id: str, by: str, steps: list[str], decided: list[str]
) -> r.DecisionTable:
    rows = [checklist.steps[name] for name in steps]
    first = rows[0].level
    assert isinstance(first, LevelRow)
    columns = list(first.levels)
    value = str(plan.known[by])
    title_of = (checklist.derived.get(by) or checklist.questions[by]).titles
    return r.DecisionTable(
        id=id,
        title=first.table,
        source=str(first.source or ""),
        cited=first.source.translated if first.source else None,
        down=Text("Step", translations={"it": "Passo", "uk": "Крок"}),
        across=_titles(checklist, (by,)),
        columns=tuple(title_of.get(name) or Text(name, language=TYPED) for name in columns),
        rows=tuple(
            r.TableRow(
                row.title,
                tuple(row.levels[row.level.levels[name]] for name in columns)
                if isinstance(row.level, LevelRow)
                else (),
            )
            for row in rows
        ),
        marks=tuple(r.Mark(steps.index(name), columns.index(value), name) for name in decided),
    )
