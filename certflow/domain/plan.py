"""The plan: what follows from the answers, and why.

- `make_plan` is a function of checklist and answers; nothing else counts, not even the order of answering.
- Unknown is not no: what cannot be decided yet is undecided and names the questions it waits for.
- A plan made from an earlier one works out again only what reads a changed answer, and stops where a value stays the
  same. It equals the plan made from nothing.
- A reason names what was read and which cell it led to. Reasons of what was read are found by name in the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import TypeVar

from certflow.domain.checklist.conditions import Expression
from certflow.domain.checklist.model import ByTable, Case, Checklist, Derived, Fixed, LevelRow, Route, Rule, Step
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.tables import Outside
from certflow.domain.checklist.values import Unknown, Value, read_by_conditions, to_json
from certflow.domain.text import Text

_T = TypeVar("_T")


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


@dataclass(frozen=True, slots=True)
class Input:
    """Something that was read: a question or derived value, and what it was; None where it is not known."""

    name: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class CellUsed:
    """The cell of a table that gave a value, by the labels of its row and column."""

    table: str
    title: Text
    row: Text
    column: Text | None


@dataclass(frozen=True, slots=True)
class Because:
    """The reason for a value or verdict.

    rule       the text of the condition or calculation
    case       the condition that chose this rule among several
    step       the step that decides whether a question is asked
    waits_for  the questions that would decide it
    outside    the routes that are left, where the method ends
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

    def as_json(self) -> dict[str, object]:
        """The reason as plain data, without what is empty."""
        told: dict[str, object] = {
            "ground": self.ground.value,
            "inputs": {one.name: None if one.value is None else to_json(one.value) for one in self.inputs},
            "rule": self.rule,
            "case": self.case,
            "cells": [_cell_json(cell) for cell in self.cells],
            "source": None if self.source is None else {"document": self.source.document, "point": self.source.point},
            "step": self.step,
            "waits_for": list(self.waits_for),
            "outside": list(self.outside),
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


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What follows from one set of answers.

    known  name → value or Unknown, as conditions see questions and derived values
    """

    checklist: Checklist
    answers: Mapping[str, Value]
    suppose: Mapping[str, Value]
    derived: Mapping[str, DerivedValue]
    steps: Mapping[str, PlannedStep]
    questions: Mapping[str, PlannedQuestion]
    known: Mapping[str, Value | Unknown]
    troubles: Mapping[str, PlanProblem]
    problems: tuple[PlanProblem, ...]

    def same_as(self, other: Plan) -> bool:
        """Whether two plans say the same in every part."""
        return all(
            getattr(self, part) == getattr(other, part)
            for part in ("derived", "steps", "questions", "known", "problems")
        )


def make_plan(
    checklist: Checklist,
    answers: Mapping[str, Value],
    before: Plan | None = None,
    *,
    suppose: Mapping[str, Value] = MappingProxyType({}),
) -> Plan:
    """The plan that follows from `answers`.

    before   an earlier plan; what its answers already decided is not worked out again
    suppose  derived values that are simply taken as given: for tests and what-if
    """
    if unknown := answers.keys() - checklist.questions.keys():
        raise RuntimeError(
            f"answers to questions that {checklist.id}@{checklist.edition} does not ask: {sorted(unknown)}"
        )
    if before is None or before.checklist is not checklist:
        work = _Work.fresh(checklist, answers, suppose)
        for node in checklist.order:
            work.settle(node)
        return work.plan()
    work = _Work.continued(before, answers, suppose)
    queue = [checklist.place[node] for node in _changed(before, answers, suppose)]
    heapify(queue)
    last = -1
    while queue:
        if (at := heappop(queue)) == last:
            continue
        last, node = at, checklist.order[at]
        if work.settle(node):
            for reader in checklist.readers[node]:
                heappush(queue, checklist.place[reader])
    return work.plan()


def _changed(before: Plan, answers: Mapping[str, Value], suppose: Mapping[str, Value]) -> list[str]:
    questions = [
        name for name in before.answers.keys() | answers.keys() if before.answers.get(name) != answers.get(name)
    ]
    derived = [name for name in before.suppose.keys() | suppose.keys() if before.suppose.get(name) != suppose.get(name)]
    return [f"question:{name}" for name in questions] + [f"derived:{name}" for name in derived]


@dataclass(frozen=True, slots=True)
class _Eyes:
    """What conditions see: questions and derived values by name. `place` sorts names as they are asked."""

    known: Mapping[str, Value | Unknown]
    place: Mapping[str, int]

    def __call__(self, name: str) -> Value | Unknown:
        return self.known[name]

    def waiting(
        self, unknown: Unknown, inputs: tuple[Input, ...], rule: str = "", source: Source | None = None
    ) -> Because:
        """The reason of something that cannot be given yet."""
        asked = sorted(unknown.waits_for, key=lambda name: self.place[f"question:{name}"])
        outside = tuple(sorted(unknown.outside))
        return Because(Ground.WAITS, inputs, rule, source=source, waits_for=tuple(asked), outside=outside)


@dataclass(slots=True)
class _Work:
    """A plan in the making."""

    checklist: Checklist
    answers: Mapping[str, Value]
    suppose: Mapping[str, Value]
    derived: dict[str, DerivedValue] = field(default_factory=dict)
    steps: dict[str, PlannedStep] = field(default_factory=dict)
    questions: dict[str, PlannedQuestion] = field(default_factory=dict)
    known: dict[str, Value | Unknown] = field(default_factory=dict)
    troubles: dict[str, PlanProblem] = field(default_factory=dict)

    @classmethod
    def fresh(cls, checklist: Checklist, answers: Mapping[str, Value], suppose: Mapping[str, Value]) -> _Work:
        return cls(checklist, dict(answers), dict(suppose))

    @classmethod
    def continued(cls, before: Plan, answers: Mapping[str, Value], suppose: Mapping[str, Value]) -> _Work:
        parts = (before.derived, before.steps, before.questions, before.known, before.troubles)
        return cls(before.checklist, dict(answers), dict(suppose), *(dict(part) for part in parts))  # type: ignore[arg-type]

    def plan(self) -> Plan:
        checklist = self.checklist
        return Plan(
            checklist=checklist,
            answers=MappingProxyType(dict(self.answers)),
            suppose=MappingProxyType(dict(self.suppose)),
            derived=MappingProxyType(_in_order(self.derived, checklist.derived)),
            steps=MappingProxyType(_in_order(self.steps, checklist.steps)),
            questions=MappingProxyType(_in_order(self.questions, checklist.questions)),
            known=MappingProxyType(self.known),
            troubles=MappingProxyType(self.troubles),
            problems=tuple(self.troubles[node] for node in sorted(self.troubles, key=checklist.place.__getitem__)),
        )

    def settle(self, node: str) -> bool:
        """Work one node out. True where something that others read has changed."""
        kind, name = node.split(":", 1)
        self.troubles.pop(node, None)
        if kind == "derived":
            return self._settle_derived(node, self.checklist.derived[name])
        if kind == "step":
            return self._settle_step(self.checklist.steps[name])
        return self._settle_question(node, self.checklist.questions[name])

    @property
    def look(self) -> _Eyes:
        """What conditions see."""
        return _Eyes(self.known, self.checklist.place)

    def _keep(self, name: str, value: Value | Unknown) -> bool:
        unchanged = name in self.known and self.known[name] == value
        self.known[name] = value
        return not unchanged

    # derived values

    def _settle_derived(self, node: str, derived: Derived) -> bool:
        if derived.name in self.suppose:
            value: Value | Unknown = self.suppose[derived.name]
            because = Because(Ground.SUPPOSED)
        else:
            value, because = _derive(self.checklist, derived, self.look)
            if isinstance(value, Unknown) and because.ground is Ground.OUTSIDE:
                route = self.checklist.routes[because.outside[0]]
                self.troubles[node] = PlanProblem(route.code, derived.name, route.message)
        self.derived[derived.name] = DerivedValue(derived.name, None if isinstance(value, Unknown) else value, because)
        return self._keep(derived.name, value)

    # steps

    def _settle_step(self, step: Step) -> bool:
        before = self.steps.get(step.id)
        planned = _plan_step(step, self.look)
        self.steps[step.id] = planned
        return before is None or _as_read(before) != _as_read(planned)

    # questions

    def _settle_question(self, node: str, question: Question) -> bool:
        asked, because = _asked(question, self.steps.get(question.step), self.look)
        offered, unsure = _offered(question, self.look)
        self.questions[question.id] = PlannedQuestion(question.id, asked, offered, because)
        return self._keep(question.id, self._counts_as(node, question, asked, because, offered, unsure))

    def _counts_as(
        self,
        node: str,
        question: Question,
        asked: Verdict,
        because: Because,
        offered: tuple[str, ...],
        unsure: Mapping[str, Unknown],
    ) -> Value | Unknown:
        """What conditions see of a question: its answer, what it counts as unasked, or that it is not known."""
        if asked is Verdict.NO:
            return Unknown() if question.otherwise is None else read_by_conditions(question.otherwise)
        if asked is Verdict.UNDECIDED:
            return Unknown(frozenset(because.waits_for), frozenset(because.outside))
        if question.id not in self.answers:
            return Unknown(frozenset([question.id]))
        answer = self.answers[question.id]
        for chosen in _chosen(answer) if question.choices else ():
            if chosen in unsure:
                return unsure[chosen]
            if chosen not in offered:
                self.troubles[node] = PlanProblem("answer.not-offered", question.id, _NOT_OFFERED)
                return Unknown(frozenset([question.id]))
        return read_by_conditions(answer)


_NOT_OFFERED = Text(
    "The option chosen here is no longer on offer, because another answer has changed. Choose again.",
    "en",
    {
        "it": "L'opzione scelta qui non è più disponibile, perché un'altra risposta è cambiata. Scegliere di nuovo.",
        "uk": "Обраний тут варіант більше недоступний, бо змінилася інша відповідь. Оберіть знову.",
    },
)


def _in_order(found: dict[str, _T], order: Iterable[str]) -> dict[str, _T]:
    return {name: found[name] for name in order}


def _as_read(step: PlannedStep) -> tuple[object, ...]:
    """What questions read of their step: `because` counts only as far as it says what to wait for."""
    return step.applies, step.level, step.criteria, step.waits_for, step.because.outside


def _chosen(answer: Value) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)


def _inputs(names: Iterable[str], look: _Eyes) -> tuple[Input, ...]:
    found = []
    for name in dict.fromkeys(names):
        value = look(name)
        found.append(Input(name, None if isinstance(value, Unknown) else value))
    return tuple(found)


def _derive(checklist: Checklist, derived: Derived, look: _Eyes) -> tuple[Value | Unknown, Because]:
    """The value of the first case that holds."""
    for case in derived.cases:
        if case.when is not None:
            holds = case.when.evaluate(look)
            if isinstance(holds, Unknown):
                return holds, look.waiting(holds, _inputs(case.when.reads, look), case.when.text, case.source)
            if not holds:
                continue
        return _by_rule(checklist, derived, case, look)
    raise RuntimeError(f"no case of '{derived.name}' holds, though the last one always does")


def _by_rule(checklist: Checklist, derived: Derived, case: Case, look: _Eyes) -> tuple[Value | Unknown, Because]:
    source = case.source or derived.source
    chosen, reads = (case.when.text, case.when.reads) if case.when else ("", ())
    rule: Rule = case.rule
    match rule:
        case Fixed(value):
            return value, Because(Ground.FIXED, _inputs(reads, look), case=chosen, source=source)
        case Outside(route):
            inputs = _inputs(reads, look)
            return _ends(route, Because(Ground.OUTSIDE, inputs, case=chosen, source=source, outside=(route,)))
        case ByTable(table, output):
            return _by_table(
                checklist, table, output, Because(Ground.TABLE, (), case=chosen, source=source), reads, look
            )
        case Expression() as expression:
            found = expression.evaluate(look)
            inputs = _inputs((*reads, *expression.reads), look)
            if isinstance(found, Unknown):
                return found, look.waiting(found, inputs, expression.text, source)
            return found, Because(Ground.EXPRESSION, inputs, expression.text, chosen, source=source)


def _by_table(
    checklist: Checklist, name: str, output: str, base: Because, reads: tuple[str, ...], look: _Eyes
) -> tuple[Value | Unknown, Because]:
    table = checklist.tables[name]
    found = table.look_up(output, look)
    cells = tuple(
        CellUsed(
            name,
            table.title,
            table.rows.bands[row].label,
            table.columns.bands[column].label if table.columns and column is not None else None,
        )
        for row, column in found.cells
    )
    inputs = _inputs((*reads, *table.reads), look)
    source = table.source or base.source
    if isinstance(found.result, Unknown):
        return found.result, look.waiting(found.result, inputs, source=source)
    # what the cell did not need to know says nothing about it
    inputs = tuple(one for one in inputs if one.value is not None)
    if isinstance(found.result, Outside):
        route = found.result.route
        return _ends(
            route, Because(Ground.OUTSIDE, inputs, case=base.case, cells=cells, source=source, outside=(route,))
        )
    return found.result, Because(Ground.TABLE, inputs, case=base.case, cells=cells, source=source)


def _ends(route: str, because: Because) -> tuple[Unknown, Because]:
    return Unknown(outside=frozenset([route])), because


def _plan_step(step: Step, look: _Eyes) -> PlannedStep:
    """Whether a step applies, and its level."""
    because = Because(Ground.ALWAYS, source=step.source)
    if step.when is not None:
        holds = step.when.evaluate(look)
        inputs = _inputs(step.when.reads, look)
        if isinstance(holds, Unknown):
            return _undecided(step, look.waiting(holds, inputs, step.when.text, step.source))
        because = Because(Ground.EXPRESSION, inputs, step.when.text, source=step.source)
        if not holds:
            return PlannedStep(step.id, Verdict.NO, None, (), because, ())
    if step.level is None:
        return PlannedStep(step.id, Verdict.YES, None, _criteria(step, None), because, ())
    level, of_level = _level(step, look)
    if isinstance(level, Unknown):
        return _undecided(step, of_level)
    levels = tuple(step.levels)
    if step.applies_from is not None and levels.index(level) < levels.index(step.applies_from):
        return PlannedStep(step.id, Verdict.NO, level, (), of_level, ())
    return PlannedStep(step.id, Verdict.YES, level, _criteria(step, level), of_level, ())


def _undecided(step: Step, because: Because) -> PlannedStep:
    return PlannedStep(step.id, Verdict.UNDECIDED, None, (), because, because.waits_for)


def _criteria(step: Step, level: str | None) -> tuple[str, ...]:
    return tuple(one.key for one in step.criteria if one.applies_at(level))


def _level(step: Step, look: _Eyes) -> tuple[str | Unknown, Because]:
    if isinstance(step.level, LevelRow):
        row = step.level
        value = look(row.by)
        inputs = _inputs([row.by], look)
        source = row.source or step.source
        if isinstance(value, Unknown):
            return value, look.waiting(value, inputs, source=source)
        cell = CellUsed("levels", row.table, step.title, Text(str(value)))
        return row.levels[str(value)], Because(Ground.LEVEL, inputs, cells=(cell,), source=source)
    if step.level is None:
        raise RuntimeError(f"step '{step.id}' has no level")
    found = step.level.evaluate(look)
    inputs = _inputs(step.level.reads, look)
    if isinstance(found, Unknown):
        return found, look.waiting(found, inputs, step.level.text, step.source)
    return str(found), Because(Ground.LEVEL, inputs, step.level.text, source=step.source)


def _asked(question: Question, step: PlannedStep | None, look: _Eyes) -> tuple[Verdict, Because]:
    """Whether a question is asked: its step applies, at a level where its criterion has words, and it is wanted."""
    if step is not None:
        if step.applies is Verdict.UNDECIDED:
            because = step.because
            return Verdict.UNDECIDED, Because(
                Ground.WAITS, step=step.id, waits_for=because.waits_for, outside=because.outside
            )
        if step.applies is Verdict.NO or (question.criterion and question.criterion not in step.criteria):
            return Verdict.NO, Because(Ground.STEP, step=step.id)
    if question.when is None:
        return Verdict.YES, Because(Ground.ALWAYS)
    holds = question.when.evaluate(look)
    inputs = _inputs(question.when.reads, look)
    if isinstance(holds, Unknown):
        return Verdict.UNDECIDED, look.waiting(holds, inputs, question.when.text)
    return Verdict.YES if holds else Verdict.NO, Because(Ground.EXPRESSION, inputs, question.when.text)


def _offered(question: Question, look: _Eyes) -> tuple[tuple[str, ...], Mapping[str, Unknown]]:
    """The choices on offer, and those of which that is not known yet."""
    offered: list[str] = []
    unsure: dict[str, Unknown] = {}
    for choice in question.choices:
        holds = True if choice.when is None else choice.when.evaluate(look)
        if isinstance(holds, Unknown):
            unsure[choice.value] = holds
        elif holds:
            offered.append(choice.value)
    return tuple(offered), unsure


class Moved(StrEnum):
    """What kind of thing moved."""

    VALUE = "value"
    STEP = "step"
    LEVEL = "level"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Move:
    """Something that is different in the later plan: from what to what, and why it is so now."""

    kind: Moved
    id: str
    before: Value | None
    after: Value | None
    because: Because


def compare_plans(before: Plan, after: Plan) -> tuple[Move, ...]:
    """What moved between two plans: derived values, steps, their levels, and which questions are asked."""
    moves: list[Move] = []
    for name, value in after.derived.items():
        was = before.derived.get(name)
        if was is not value and (was is None or was.value != value.value):
            moves.append(Move(Moved.VALUE, name, was.value if was else None, value.value, value.because))
    for name, step in after.steps.items():
        then = before.steps.get(name)
        if then is step:
            continue
        if then is None or then.applies is not step.applies:
            moves.append(Move(Moved.STEP, name, then.applies if then else None, step.applies, step.because))
        if (then.level if then else None) != step.level:
            moves.append(Move(Moved.LEVEL, name, then.level if then else None, step.level, step.because))
    for name, question in after.questions.items():
        earlier = before.questions.get(name)
        if earlier is not question and (earlier is None or earlier.asked is not question.asked):
            asked = earlier.asked if earlier else None
            moves.append(Move(Moved.QUESTION, name, asked, question.asked, question.because))
    return tuple(moves)


def route_of(plan: Plan, because: Because) -> tuple[Route, ...]:
    """The routes that are left where a reason says that the method ends."""
    return tuple(plan.checklist.routes[name] for name in because.outside)
