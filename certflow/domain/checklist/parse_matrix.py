"""The regulator's compliance matrix: which columns each block has, and what stands in its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from certflow.domain.checklist.contract import MatrixShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import MatrixBlock, MatrixColumn, Shows
from certflow.domain.checklist.parse_steps import Steps
from certflow.domain.checklist.questions import Kind
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.tables import Table
from certflow.domain.checklist.values import ChoiceType
from certflow.domain.text import Text


def _text(en: str, it: str, uk: str) -> Text:
    return Text(en, translations={"it": it, "uk": uk})


#: what a column is called that says no title of its own
TITLES: Mapping[str, Text] = {
    Shows.TOPIC: _text("Topic", "Argomento", "Тема"),
    Shows.LEVEL: _text("Assurance level", "Livello di garanzia", "Рівень гарантій"),
    Shows.CONDITION: _text("Condition", "Condizione", "Умова"),
    Shows.REFERENCE: _text(
        "Integrity (reference to manual)", "Integrità (riferimento al manuale)", "Цілісність (посилання на керівництво)"
    ),
    Shows.PROOF: _text("Proof", "Prova", "Доказ"),
}

#: the forms that have a name, by what their columns show
FORMS: Mapping[str, tuple[Shows, ...]] = {
    "sora": (),
    "pdra": (Shows.TOPIC, Shows.LEVEL, Shows.CONDITION, Shows.REFERENCE, Shows.PROOF),
}


def read_matrix(draft: Draft, steps: Steps, tables: Mapping[str, Table]) -> tuple[MatrixBlock, ...]:
    """The blocks of the matrix, in order."""
    found = []
    for at, shape in enumerate(draft.shape.matrix):
        path: Path = ("matrix", at)
        for row, step in enumerate(shape.rows or ()):
            draft.known((*path, "rows", row), "matrix.step", "step", step, steps.steps)
        titles = _offered(draft, (*path, "rows_of"), shape.rows_of, steps)
        found.append(
            MatrixBlock(
                title=draft.text(shape.title, (*path, "title")),
                rows=tuple(shape.rows or ()),
                columns=tuple(_columns(draft, (*path, "columns"), shape, titles)) if titles else (),
                asked=(shape.rows_of,) if shape.rows_of and titles else (),
                ticks=MappingProxyType(_ticks(draft, path, shape, tables)),
                levels=MappingProxyType(_levels(draft, path, shape, steps)),
            )
        )
    return tuple(found)


def _offered(draft: Draft, path: Path, question: str | None, steps: Steps) -> Mapping[str, Text]:
    """What columns may show here, with their titles; nothing where the question has no rows."""
    if question is None:
        return TITLES
    if not draft.known(path, "matrix.question", "question", question, steps.questions):
        return {}
    asked = steps.questions[question]
    if asked.kind is not Kind.ROWS:
        draft.problem(path, "matrix.question", f"'{question}' is of kind '{asked.kind}': only 'rows' has rows.")
        return {}
    return {column.id: column.title for column in asked.columns}


def _columns(draft: Draft, path: Path, shape: MatrixShape, titles: Mapping[str, Text]) -> Iterator[MatrixColumn]:
    if isinstance(shape.columns, str):
        yield from (MatrixColumn(titles[each], each.value) for each in FORMS[shape.columns])
        return
    for at, column in enumerate(shape.columns):
        if draft.known((*path, at), "matrix.column", "column", column.shows, titles):
            own = draft.optional_text(column.title, (*path, at, "title"))
            yield MatrixColumn(own or titles[column.shows], column.shows)


def _ticks(draft: Draft, path: Path, shape: MatrixShape, tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    for step, named in shape.ticks.items():
        place = (*path, "ticks", step)
        draft.known(place, "matrix.step", "row of this block", step, shape.rows or (), key=True)
        for table in named:
            if draft.known(place, "matrix.table", "table", table, tables) and not _lowers(tables[table]):
                message = f"Boxes can only be printed for a table that gives one value of an order; '{table}' does not."
                draft.problem(place, "matrix.table", message)
    return {step: tuple(named) for step, named in shape.ticks.items()}


def _levels(draft: Draft, path: Path, shape: MatrixShape, steps: Steps) -> dict[str, tuple[str, ...]]:
    for step, named in shape.levels.items():
        place = (*path, "levels", step)
        if draft.known(place, "matrix.step", "row of this block", step, shape.rows or (), key=True):
            for level in named:
                draft.known(place, "matrix.level", "level of this step", level, _levels_of(steps, step))
    return {step: tuple(named) for step, named in shape.levels.items()}


def _levels_of(steps: Steps, step: str) -> tuple[str, ...]:
    return tuple(steps.steps[step].levels) if step in steps.steps else ()


def _lowers(table: Table) -> bool:
    types = list(table.outputs.values())
    return len(types) == 1 and isinstance(types[0], ChoiceType) and types[0].ordered
