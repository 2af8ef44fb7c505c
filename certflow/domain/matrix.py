"""The regulator's own compliance matrix as the record prints it, made from the dossier that its reader may see.

- A SORA matrix has three columns: requirement, level of robustness, reference. A row offers the levels that its step
  could have and no others; where a level is claimed by an answer, the one without a claim is called “None”.
- Every row of the form is printed whatever the answers are: what is not required says so, and why. Where no box holds
  (out of scope is no level of robustness) the row says that in words.
- A block with columns of its own has a row for each condition: a criterion, or a step that has none.
- A block that prints an answer has a row for each of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from certflow.domain import record as r
from certflow.domain.checklist import Checklist, Criterion, Kind, MatrixBlock, Question, Step
from certflow.domain.checklist.composed import Rows
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import LevelRow, MatrixColumn, Shows
from certflow.domain.checklist.syntax import Name
from certflow.domain.checklist.tables import Outside, Table
from certflow.domain.checklist.values import ChoiceType
from certflow.domain.dossier import Dossier
from certflow.domain.facts import Protected, Withheld
from certflow.domain.grids import cells_in_words, grid_of, headed
from certflow.domain.in_words import NOT_APPLICABLE, TYPED, joined
from certflow.domain.plan import Plan
from certflow.domain.text import Text
from certflow.domain.why import tell_step_shortly

NONE = Text("None", translations={"it": "Nessuna", "uk": "Немає"})
APPLIES = Text("Applies", translations={"it": "Si applica", "uk": "Застосовується"})
NOT_REQUIRED = Text("Not required", translations={"it": "Non richiesto", "uk": "Не вимагається"})
UNDECIDED = Text("Undecided", translations={"it": "Non deciso", "uk": "Не вирішено"})
_NOTHING = Text("", TYPED)


def matrix_of(dossier: Dossier, checklist: Checklist, plan: Plan) -> tuple[r.MatrixBlock, ...]:
    """Every block, in the order of the regulator's form."""
    making = _Making(dossier, checklist, plan)
    return _aligned([making.block(number, block) for number, block in enumerate(checklist.matrix, 1)])


def _aligned(blocks: Sequence[r.MatrixBlock]) -> tuple[r.MatrixBlock, ...]:
    """The same blocks; those with the same columns have them equally wide, so that they read as one form."""
    wide: dict[tuple[str, ...], list[int]] = {}
    for block in blocks:
        if block.grid:
            known = wide.setdefault(_titles(block.grid), [0] * len(block.grid.columns))
            known[:] = (max(pair) for pair in zip(known, (each.wide for each in block.grid.columns), strict=True))
    return tuple(replace(block, grid=_widened(block.grid, wide)) if block.grid else block for block in blocks)


def _widened(grid: r.Grid, wide: Mapping[tuple[str, ...], list[int]]) -> r.Grid:
    pairs = zip(grid.columns, wide[_titles(grid)], strict=True)
    return replace(grid, columns=tuple(replace(column, wide=share) for column, share in pairs))


def _titles(grid: r.Grid) -> tuple[str, ...]:
    return tuple(each.title.authoritative for each in grid.columns)


@dataclass(frozen=True)
class _Condition:
    """One condition of a block. own: the questions about it alone; around: those of its whole step."""

    number: str
    step: Step
    criterion: Criterion | None
    own: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True)
class _Making:
    dossier: Dossier
    checklist: Checklist
    plan: Plan

    def block(self, number: int, block: MatrixBlock) -> r.MatrixBlock:
        if block.asked:
            return self._of_answer(block)
        if block.columns:
            rows = [
                tuple(self._cell(each, it) for each in block.columns) for it in self._conditions(number, block.rows)
            ]
            return r.MatrixBlock(block.title, (), grid_of([each.title for each in block.columns], rows))
        found = (
            row
            for step in block.rows
            for row in self._of_step(self.checklist.step(step), block.ticks.get(step, ()), block.levels.get(step, ()))
        )
        return r.MatrixBlock(block.title, tuple(found))

    # three columns

    def _of_step(self, step: Step, tables: Sequence[str], boxes: Sequence[str]) -> Iterator[r.MatrixRow]:
        """A row for the step, and one below it for each table of boxes and for each of several criteria."""
        several = () if len(step.criteria) < 2 or self._is_unclaimed(step) else step.criteria
        of_criteria = {each.key for each in several}
        own = [name for name in step.questions if self.checklist.questions[name].criterion not in of_criteria]
        ticks = () if tables else tuple(self._levels(step, boxes))
        yield r.MatrixRow(step.id, step.title, ticks, self._references(own), self._why(step, ticks, tables))
        for name in tables:
            table = self.checklist.tables[name]
            yield r.MatrixRow(step.id, table.title, tuple(self._lowered(table)), ())
        for criterion in several:
            references = self._references(self._about(step, criterion))
            yield r.MatrixRow(criterion.key, criterion.title, self._level_of(step, criterion, ticks), references)

    def _is_unclaimed(self, step: Step) -> bool:
        """Whether a level could be claimed here and none is; its box says so."""
        return bool(self._claim(step)) and self.plan.steps[step.id].applies == "no"

    def _level_of(self, step: Step, criterion: Criterion, ticks: Sequence[r.Tick]) -> tuple[r.Tick, ...]:
        """The box of one criterion: the level of its step, or that nothing is asked for."""
        planned = self.plan.steps[step.id]
        if planned.applies == "undecided":
            return ()
        if criterion.key not in planned.criteria:
            return (r.Tick(NOT_REQUIRED, True),)
        return tuple(each for each in ticks if each.ticked)

    def _why(self, step: Step, ticks: Sequence[r.Tick], tables: Sequence[str]) -> Text | None:
        """Why nothing is asked for, or why no box holds; None where the boxes say it all."""
        planned = self.plan.steps[step.id]
        if planned.applies == "undecided":
            return UNDECIDED
        if self._is_unclaimed(step) or tables or (planned.applies == "yes" and any(each.ticked for each in ticks)):
            return None
        held = NOT_REQUIRED if planned.applies == "no" else step.levels[planned.level or ""]
        said = any(each.ticked for each in ticks)
        tell = partial(tell_step_shortly, self.plan, step.id)
        return joined(lambda language: tell(language) if said else f"{held.in_language(language)}. {tell(language)}")

    def _levels(self, step: Step, boxes: Sequence[str]) -> Iterator[r.Tick]:
        """The levels on offer, the one that holds ticked; a box for a step that has none.

        boxes  the levels that have a box on the form; empty where all have one
        """
        planned = self.plan.steps[step.id]
        if not step.levels:
            yield r.Tick(APPLIES, planned.applies == "yes")
            return
        claimed = self._claim(step)
        offered = set(step.level.levels.values()) if isinstance(step.level, LevelRow) else claimed or set(step.levels)
        order = list(step.levels)
        for level, title in step.levels.items():
            nothing = claimed and step.applies_from and order.index(level) < order.index(step.applies_from)
            if level in (boxes or offered):
                yield r.Tick(NONE if nothing else title, level == planned.level)

    def _claim(self, step: Step) -> set[str]:
        """What may be claimed, where the level of a step is the answer to a question."""
        if not (isinstance(step.level, Expression) and isinstance(step.level.tree, Name)):
            return set()
        asked = self.checklist.questions.get(step.level.reads[0])
        return {choice.value for choice in asked.choices} if asked else set()

    def _lowered(self, table: Table) -> Iterator[r.Tick]:
        """Each class that a row of the table may be lowered to; ticked where its cell decided."""
        type_ = next(iter(table.outputs.values()))
        if not isinstance(type_, ChoiceType):
            raise RuntimeError(f"table '{table.id}' gives no classes")
        titles = self.checklist.enumerations[type_.name or ""].titles
        used = (cell for value in self.plan.derived.values() for cell in value.because.cells)
        decided = {cell.at for cell in used if cell.table == table.id}
        for at, (band, cells) in enumerate(zip(table.rows.bands, table.grid, strict=True)):
            places = [type_.values.index(str(cell)) for cell in cells if not isinstance(cell, Outside)]
            for place in sorted({each for each in places if each < max(places)}, reverse=True):
                lower = type_.values[place]
                ticked = any(row == at and cells[column or 0] == lower for row, column in decided)
                yield r.Tick(_arrow(band.label, titles[lower]), ticked)

    def _references(self, questions: Sequence[str]) -> tuple[r.Reference, ...]:
        """Where the answers say the proof is; every document and page once."""
        values = self.dossier.values()
        found = {
            r.Reference(values[name]["document"], values[name]["page"]): None
            for name in questions
            if self._asked(name, Kind.REFERENCE) and name in values
        }
        return tuple(found)

    def _asked(self, name: str, kind: Kind) -> bool:
        return self.checklist.questions[name].kind is kind and self.plan.questions[name].asked == "yes"

    def _about(self, step: Step, criterion: Criterion) -> tuple[str, ...]:
        return tuple(name for name in step.questions if self.checklist.questions[name].criterion == criterion.key)

    # columns of its own

    def _conditions(self, number: int, steps: Sequence[str]) -> Iterator[_Condition]:
        count = 0
        for step in map(self.checklist.step, steps):
            for criterion in step.criteria or (None,):
                count += 1
                own = self._about(step, criterion) if criterion else step.questions
                around = tuple(name for name in step.questions if self.checklist.questions[name].criterion is None)
                yield _Condition(f"{number}.{count}", step, criterion, own, around)

    def _cell(self, column: MatrixColumn, it: _Condition) -> Text:
        planned = self.plan.steps[it.step.id]
        match column.shows:
            case Shows.TOPIC:
                return it.step.title
            case Shows.LEVEL:
                return it.step.levels[planned.level] if planned.level else _NOTHING
            case Shows.CONDITION:
                return self._condition(it, planned.level)
            case Shows.REFERENCE:
                found = self._references(it.own) or self._references(it.around)
                return _lines([Text("; ".join(filter(None, (each.document, each.page))), TYPED) for each in found])
            case Shows.PROOF if planned.applies == "no":
                tell = partial(tell_step_shortly, self.plan, it.step.id)
                return joined(lambda language: f"{NOT_APPLICABLE.in_language(language)}. {tell(language)}")
            case Shows.PROOF if it.criterion and planned.applies == "yes" and it.criterion.key not in planned.criteria:
                return NOT_APPLICABLE
            case Shows.PROOF:
                return _lines(list(self._proof(it)))
        raise RuntimeError(f"no column of a matrix shows '{column.shows}'")

    def _condition(self, it: _Condition, level: str | None) -> Text:
        said = [it.step.text]
        if it.criterion:
            said = [each.text for each in it.criterion.at(level)] or [it.criterion.title]
        return joined(lambda language: " ".join([it.number, *(each.in_language(language) for each in said)]))

    def _proof(self, it: _Condition) -> Iterator[Text]:
        """What was declared, and what is attached to the step as far as its reader may know it by name."""
        values = self.dossier.values()
        for name in dict.fromkeys((*it.own, *it.around)):
            if self._asked(name, Kind.DECLARATION) and values.get(name) is True:
                yield self.checklist.questions[name].title_in_step
        for piece in self.dossier.evidence_of(it.step.id):
            if not isinstance(piece.name, Withheld):
                yield Text(piece.name, TYPED)

    # the rows of an answer

    def _of_answer(self, block: MatrixBlock) -> r.MatrixBlock:
        rows: list[tuple[Text, ...]] = []
        held = None
        for name in block.asked:
            question, given = self.checklist.questions[name], self.dossier.answers.get(name)
            if given is None or self.plan.questions[name].asked != "yes":
                continue
            if isinstance(given.value, Withheld):
                held = r.Held(given.value.by, given.commitment) if isinstance(given.value, Protected) else held
                continue
            value = question.from_json(given.value)
            if isinstance(value, Rows):
                columns = _columns(question, block)
                rows += (cells_in_words([of for of, _ in columns], row) for row in value.rows)
        columns = _columns(self.checklist.questions[block.asked[0]], block)
        return r.MatrixBlock(block.title, (), grid_of([title for _, title in columns], rows), held)


def _columns(question: Question, block: MatrixBlock) -> list[tuple[Question, Text]]:
    """The columns of the question that the block prints, each with what stands above it."""
    by_id = {each.id: each for each in question.columns}
    found = ((by_id[each.shows], each.title) for each in block.columns)
    return [(of, headed(of) if title == of.title else title) for of, title in found]


def _arrow(label: Text, lower: Text) -> Text:
    return joined(lambda language: f"{label.in_language(language)} → {lower.in_language(language)}")


def _lines(texts: list[Text]) -> Text:
    if len(texts) <= 1:
        return texts[0] if texts else _NOTHING
    return joined(lambda language: "\n".join(each.in_language(language) for each in texts))
