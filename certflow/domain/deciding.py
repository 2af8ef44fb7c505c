"""How one thing of a plan is decided: a derived value, a step, a question; each with its reason.

These functions look (`Eyes`) at what questions and derived values are known to be, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import ByTable, Case, Checklist, Derived, Fixed, LevelRow, Rule, Step
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.tables import Outside
from certflow.domain.checklist.values import Unknown, Value
from certflow.domain.planned import Because, CellUsed, Ground, Input, PlannedStep, Verdict
from certflow.domain.text import Text


class Eyes:
    """What conditions see: questions and derived values by name. `place` sorts names as they are asked.

    Whatever something reads is settled before it. So within one plan an expression comes to the same wherever it
    stands, and is worked out once, however many steps have it.
    """

    __slots__ = ("_decided", "_found", "_read", "_without", "known", "place")

    def __init__(self, known: Mapping[str, Value | Unknown], place: Mapping[str, int]) -> None:
        self.known = known
        self.place = place
        #: by the expression's own identity: the checklist keeps each for as long as anybody looks
        self._found: dict[int, Value | Unknown] = {}
        self._decided: dict[int, tuple[str, ...]] = {}
        self._read: dict[tuple[str, ...], tuple[Input, ...]] = {}
        self._without: dict[str, Because] = {}

    def __call__(self, name: str) -> Value | Unknown:
        return self.known[name]

    def found(self, expression: Expression) -> Value | Unknown:
        """What an expression comes to."""
        if id(expression) not in self._found:
            self._found[id(expression)] = expression.evaluate(self)
        return self._found[id(expression)]

    def inputs(self, names: tuple[str, ...]) -> tuple[Input, ...]:
        """What was read, for a reason."""
        if (known := self._read.get(names)) is not None:
            return known
        values = [(name, self.known[name]) for name in dict.fromkeys(names)]
        told = tuple(Input(name, None if isinstance(value, Unknown) else value) for name, value in values)
        self._read[names] = told
        return told

    def decided(self, read: Iterable[Expression | None]) -> tuple[str, ...]:
        """The values of single items that decided what was read of all of them."""
        return tuple(dict.fromkeys(name for one in read if one is not None and one.overall for name in self._of(one)))

    def _of(self, expression: Expression) -> tuple[str, ...]:
        if (known := self._decided.get(id(expression))) is None:
            known = self._decided[id(expression)] = expression.decided_by(self)
        return known

    def without(self, step: str) -> Because:
        """The reason of all that is not asked because its step, or its part of the step, does not apply."""
        if (known := self._without.get(step)) is None:
            known = self._without[step] = Because(Ground.STEP, step=step)
        return known

    def waiting(
        self, unknown: Unknown, inputs: tuple[Input, ...], rule: str = "", source: Source | None = None
    ) -> Because:
        """The reason of something that cannot be given yet."""
        asked = sorted(unknown.waits_for, key=lambda name: self.place[f"question:{name}"])
        outside = tuple(sorted(unknown.outside))
        return Because(Ground.WAITS, inputs, rule, source=source, waits_for=tuple(asked), outside=outside)


_ALWAYS = Because(Ground.ALWAYS)


def derive(checklist: Checklist, derived: Derived, look: Eyes) -> tuple[Value | Unknown, Because]:
    """The value of the first case that holds."""
    if derived.item is not None and derived.item.removed:
        return Unknown(), Because(Ground.REMOVED)
    passed: list[Expression] = []
    for case in derived.cases:
        if case.when is not None:
            holds = look.found(case.when)
            if isinstance(holds, Unknown):
                return holds, look.waiting(holds, look.inputs(case.when.reads), case.when.text, case.source)
            if not holds:
                passed.append(case.when)
                continue
        return _by_rule(checklist, derived, case, passed, look)
    raise RuntimeError(f"no case of '{derived.name}' holds, though the last one always does")


def _by_rule(
    checklist: Checklist, derived: Derived, case: Case, passed: list[Expression], look: Eyes
) -> tuple[Value | Unknown, Because]:
    source = case.source or derived.source
    chosen, reads = _choice(case, passed)
    read = passed if case.when is None else [case.when]
    decided = look.decided(read)
    rule: Rule = case.rule
    match rule:
        case Fixed(value):
            return value, Because(Ground.FIXED, look.inputs(reads), case=chosen, source=source, decided=decided)
        case Outside(route):
            inputs = look.inputs(reads)
            return _ends(
                route, Because(Ground.OUTSIDE, inputs, case=chosen, source=source, outside=(route,), decided=decided)
            )
        case ByTable(table, output):
            base = Because(Ground.TABLE, (), case=chosen, source=source, decided=decided)
            return _by_table(checklist, table, output, base, reads, look)
        case Expression() as expression:
            found = look.found(expression)
            inputs = look.inputs((*reads, *expression.reads))
            if isinstance(found, Unknown):
                return found, look.waiting(found, inputs, expression.text, source)
            decided = look.decided((*read, expression))
            return found, Because(Ground.EXPRESSION, inputs, expression.text, chosen, source=source, decided=decided)


def _choice(case: Case, passed: list[Expression]) -> tuple[str, tuple[str, ...]]:
    """Why this case is the one: its own condition, or that none of the earlier ones holds; and what that read."""
    if case.when is not None:
        return case.when.text, case.when.reads
    return " && ".join(f"!({one.text})" for one in passed), tuple(name for one in passed for name in one.reads)


def _by_table(
    checklist: Checklist, name: str, output: str, base: Because, reads: tuple[str, ...], look: Eyes
) -> tuple[Value | Unknown, Because]:
    table = checklist.tables[name]
    found = table.look_up(output, look)
    cells = tuple(
        CellUsed(
            name,
            table.title,
            table.rows.bands[row].label,
            table.columns.bands[column].label if table.columns and column is not None else None,
            (row, column),
        )
        for row, column in found.cells
    )
    inputs = look.inputs((*reads, *table.reads))
    source = table.source or base.source
    if isinstance(found.result, Unknown):
        return found.result, look.waiting(found.result, inputs, source=source)
    # what the cell did not need to know says nothing about it
    inputs = tuple(one for one in inputs if one.value is not None)
    decided = tuple(dict.fromkeys((*base.decided, *look.decided(one for axis in table.axes for one in axis.reads))))
    told = replace(base, inputs=inputs, cells=cells, source=source, decided=decided)
    if isinstance(found.result, Outside):
        route = found.result.route
        return _ends(route, replace(told, ground=Ground.OUTSIDE, outside=(route,)))
    return found.result, told


def _ends(route: str, because: Because) -> tuple[Unknown, Because]:
    return Unknown(outside=frozenset([route])), because


def plan_step(step: Step, look: Eyes) -> PlannedStep:
    """Whether a step applies, and its level."""
    if step.item is not None and step.item.removed:
        return PlannedStep(step.id, Verdict.NO, None, (), Because(Ground.REMOVED), ())
    because = Because(Ground.ALWAYS, source=step.source)
    if step.when is not None:
        holds = look.found(step.when)
        inputs = look.inputs(step.when.reads)
        if isinstance(holds, Unknown):
            return _undecided(step, look.waiting(holds, inputs, step.when.text, step.source))
        decided = look.decided([step.when])
        because = Because(Ground.EXPRESSION, inputs, step.when.text, source=step.source, decided=decided)
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


def _level(step: Step, look: Eyes) -> tuple[str | Unknown, Because]:
    if isinstance(step.level, LevelRow):
        row = step.level
        value = look(row.by)
        inputs = look.inputs((row.by,))
        source = row.source or step.source
        if isinstance(value, Unknown):
            return value, look.waiting(value, inputs, source=source)
        cell = CellUsed("levels", row.table, step.title, Text(str(value)))
        return row.levels[str(value)], Because(Ground.LEVEL, inputs, cells=(cell,), source=source)
    if step.level is None:
        raise RuntimeError(f"step '{step.id}' has no level")
    found = look.found(step.level)
    inputs = look.inputs(step.level.reads)
    if isinstance(found, Unknown):
        return found, look.waiting(found, inputs, step.level.text, step.source)
    decided = look.decided([step.level])
    return str(found), Because(Ground.LEVEL, inputs, step.level.text, source=step.source, decided=decided)


def is_asked(question: Question, step: PlannedStep | None, look: Eyes) -> tuple[Verdict, Because]:
    """Whether a question is asked: its step applies, at a level where its criterion has words, and it is wanted."""
    if question.item is not None and question.item.removed:
        return Verdict.NO, Because(Ground.REMOVED)
    if step is not None:
        if step.applies is Verdict.UNDECIDED:
            because = step.because
            return Verdict.UNDECIDED, Because(
                Ground.WAITS, step=step.id, waits_for=because.waits_for, outside=because.outside
            )
        if step.applies is Verdict.NO or (question.criterion and question.criterion not in step.criteria):
            return Verdict.NO, look.without(step.id)
    if question.when is None:
        return Verdict.YES, _ALWAYS
    holds = look.found(question.when)
    inputs = look.inputs(question.when.reads)
    if isinstance(holds, Unknown):
        return Verdict.UNDECIDED, look.waiting(holds, inputs, question.when.text)
    decided = look.decided([question.when])
    verdict = Verdict.YES if holds else Verdict.NO
    return verdict, Because(Ground.EXPRESSION, inputs, question.when.text, decided=decided)


def offered_choices(question: Question, look: Eyes) -> tuple[tuple[str, ...], Mapping[str, Unknown]]:
    """The choices on offer, and those of which that is not known yet."""
    offered: list[str] = []
    unsure: dict[str, Unknown] = {}
    for choice in question.choices:
        holds = True if choice.when is None else look.found(choice.when)
        if isinstance(holds, Unknown):
            unsure[choice.value] = holds
        elif holds:
            offered.append(choice.value)
    return tuple(offered), unsure
