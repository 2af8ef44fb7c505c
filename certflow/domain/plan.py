"""The plan: what follows from the answers, and why.

- `make_plan` is a function of checklist and answers; nothing else counts, not even the order of answering.
- Unknown is not no: what cannot be decided yet is undecided and names the questions it waits for.
- A plan made from an earlier one works out again only what reads a changed answer, and stops where a value stays the
  same. It equals the plan made from nothing.
- `deciding` decides one thing at a time, `planned` is what comes out, this file decides in which order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import TypeVar

from certflow.domain.checklist.model import Checklist, Derived, Route, Step
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.values import Unknown, Value, read_by_conditions
from certflow.domain.deciding import Eyes, derive, is_asked, offered_choices, plan_step
from certflow.domain.planned import (
    Because,
    CellUsed,
    DerivedValue,
    Ground,
    Input,
    PlannedQuestion,
    PlannedStep,
    PlanProblem,
    Verdict,
)
from certflow.domain.text import Text

__all__ = [
    "Because",
    "CellUsed",
    "DerivedValue",
    "Ground",
    "Input",
    "Move",
    "Moved",
    "Plan",
    "PlanProblem",
    "PlannedQuestion",
    "PlannedStep",
    "Verdict",
    "compare_plans",
    "make_plan",
    "route_of",
]

_T = TypeVar("_T")


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
        work = Work.fresh(checklist, answers, suppose)
        for node in checklist.order:
            work.settle(node)
        return work.in_order().plan()
    work = Work.continued(before, answers, suppose)
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


@dataclass(slots=True)
class Work:
    """A plan in the making."""

    checklist: Checklist
    answers: Mapping[str, Value]
    suppose: Mapping[str, Value]
    derived: dict[str, DerivedValue] = field(default_factory=dict)
    steps: dict[str, PlannedStep] = field(default_factory=dict)
    questions: dict[str, PlannedQuestion] = field(default_factory=dict)
    known: dict[str, Value | Unknown] = field(default_factory=dict)
    troubles: dict[str, PlanProblem] = field(default_factory=dict)
    #: what conditions see
    look: Eyes = field(init=False)

    def __post_init__(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """Forget what conditions came to: for whoever changes what they read."""
        self.look = Eyes(self.known, self.checklist.place)

    @classmethod
    def fresh(cls, checklist: Checklist, answers: Mapping[str, Value], suppose: Mapping[str, Value]) -> Work:
        return cls(checklist, dict(answers), dict(suppose))

    @classmethod
    def continued(cls, before: Plan, answers: Mapping[str, Value], suppose: Mapping[str, Value]) -> Work:
        parts = (before.derived, before.steps, before.questions, before.known, before.troubles)
        return cls(before.checklist, dict(answers), dict(suppose), *(dict(part) for part in parts))  # type: ignore[arg-type]

    def in_order(self) -> Work:
        """The same, everything where people read it; a plan that goes on from another keeps that order."""
        self.derived = _in_order(self.derived, self.checklist.derived)
        self.steps = _in_order(self.steps, self.checklist.steps)
        self.questions = _in_order(self.questions, self.checklist.questions)
        return self

    def plan(self) -> Plan:
        checklist = self.checklist
        return Plan(
            checklist=checklist,
            answers=MappingProxyType(dict(self.answers)),
            suppose=MappingProxyType(dict(self.suppose)),
            derived=MappingProxyType(self.derived),
            steps=MappingProxyType(self.steps),
            questions=MappingProxyType(self.questions),
            known=MappingProxyType(self.known),
            troubles=MappingProxyType(self.troubles),
            problems=tuple(_told_once(self.troubles, checklist)),
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
            value, because = derive(self.checklist, derived, self.look)
            if isinstance(value, Unknown) and because.ground is Ground.OUTSIDE:
                route = self.checklist.routes[because.outside[0]]
                self.troubles[node] = PlanProblem(route.code, derived.name, route.message)
        self.derived[derived.name] = DerivedValue(derived.name, None if isinstance(value, Unknown) else value, because)
        return self._keep(derived.name, value)

    # steps

    def _settle_step(self, step: Step) -> bool:
        before = self.steps.get(step.id)
        planned = plan_step(step, self.look)
        self.steps[step.id] = planned
        return before is None or _as_read(before) != _as_read(planned)

    # questions

    def _settle_question(self, node: str, question: Question) -> bool:
        asked, because = is_asked(question, self.steps.get(question.step), self.look)
        offered, unsure = offered_choices(question, self.look)
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


def _told_once(troubles: Mapping[str, PlanProblem], checklist: Checklist) -> Iterator[PlanProblem]:
    """The problems as people read a checklist. One way out of the method is told once, where it shows first."""
    if not troubles:
        return
    told: set[tuple[str, str]] = set()
    for name in checklist.derived:
        problem = troubles.get(f"derived:{name}")
        if problem is not None and (problem.code, str(problem.message)) not in told:
            told.add((problem.code, str(problem.message)))
            yield problem
    yield from (troubles[f"question:{name}"] for name in checklist.questions if f"question:{name}" in troubles)


def _in_order(found: dict[str, _T], order: Iterable[str]) -> dict[str, _T]:
    return {name: found[name] for name in order}


def _as_read(step: PlannedStep) -> tuple[object, ...]:
    """What questions read of their step: `because` counts only as far as it says what to wait for."""
    return step.applies, step.level, step.criteria, step.waits_for, step.because.outside


def _chosen(answer: Value) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)


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
