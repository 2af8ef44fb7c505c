"""What if: other answers tried on a plan, and on a dossier with its approvals, without saving anything.

Nothing here works anything out by itself: the plan is made and compared, and approvals are voided, by the very rules
that a save goes through, so what is shown here is what a save would do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast

from certflow.domain.checklist import Checklist, Kind, Value
from certflow.domain.checklist.values import as_words
from certflow.domain.dossier import Answer, Dossier
from certflow.domain.entry import By
from certflow.domain.facts import Json, StepReopened
from certflow.domain.people import SYSTEM
from certflow.domain.plan import Move, Plan, Verdict, compare_plans, make_plan
from certflow.domain.refusal import Refused
from certflow.domain.review import voiding
from certflow.domain.review.covered import covered

#: stands for the salted commitment that a saved answer would get; no commitment looks like it
TRIED = "tried"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What other answers would do.

    changed  question → the answer tried, None where it is taken away; only what differs from what stands
    moves    derived values, steps, levels and questions that would move
    falls    submissions and approvals that would no longer hold, each with every difference
    """

    before: Plan
    plan: Plan
    changed: Mapping[str, Value | None]
    moves: tuple[Move, ...]
    falls: tuple[StepReopened, ...] = ()


def try_answers(plan: Plan, changed: Mapping[str, Value | None], dossier: Dossier | None = None) -> WhatIf:
    """What would follow if these answers were given; with a dossier, also which approvals would fall."""
    checklist = plan.checklist
    differs = {name: value for name, value in changed.items() if plan.answers.get(name) != value}
    answers = {name: value for name, value in {**plan.answers, **differs}.items() if value is not None}
    after = make_plan(checklist, answers, plan, suppose=plan.suppose)
    falls: tuple[StepReopened, ...] = ()
    if dossier is not None and dossier.cases:
        falls = voiding.reopened(checklist, after, _answered(dossier, checklist, differs))
    return WhatIf(plan, after, MappingProxyType(differs), compare_plans(plan, after), falls)


def openly(plan: Plan, dossier: Dossier) -> tuple[Plan, Dossier]:
    """Plan and dossier for trying other answers where some are hidden from whoever tries.

    Both follow from what may be read alone, so that no number of tries can close in on the rest: what depends on a
    hidden answer is undecided. What was sent for review counts as approved in that light.
    """
    checklist = plan.checklist
    light = make_plan(checklist, plan.answers)
    cases = {
        step: case
        if case.covered is None
        else replace(case, covered=covered(checklist, light, dossier, checklist.step(step)))
        for step, case in dossier.cases.items()
    }
    return light, replace(dossier, cases=cases)


def _answered(dossier: Dossier, checklist: Checklist, changed: Mapping[str, Value | None]) -> Dossier:
    """The dossier as if these answers had been saved."""
    assert dossier.changed_at is not None, "a dossier with cases has entries"
    answers = dict(dossier.answers)
    for name, value in changed.items():
        if value is None:
            answers.pop(name, None)
        else:
            stored = cast(Json, checklist.questions[name].to_json(value))
            answers[name] = Answer(name, stored, TRIED, 0, dossier.changed_at, By.of(SYSTEM, "system"))
    return replace(dossier, answers=answers)


def read_changes(checklist: Checklist, written: str, closed: Collection[str] = ()) -> dict[str, Value | None]:
    """Answers to try, written as `m2=medium,max_speed_m_s=24`; nothing after `=` takes the answer away.

    closed   questions that whoever tries may not read, so that there is nothing to compare with
    Raises Refused: question.unknown, question.protected and the `answer.` codes.
    """
    changed: dict[str, Value | None] = {}
    for part in written.split(","):
        name, _, value = (word.strip() for word in part.partition("="))
        if name not in checklist.questions:
            raise Refused("question.unknown", question=name[:80])
        if name in closed:
            raise Refused("question.protected", question=name)
        changed[name] = checklist.questions[name].parse(value) if value else None
    return changed


def write_changes(changed: Mapping[str, Value | None]) -> str:
    """Answers to try as `read_changes` reads them."""
    return ",".join(f"{name}={'' if value is None else as_words(value)}" for name, value in changed.items())


@dataclass(frozen=True, slots=True)
class Required:
    """What a plan asks for, in numbers.

    steps      that apply
    undecided  steps of which that is not known yet
    approvals  signatures that their review policies ask for
    proofs     places in documents that have to be named: questions for a reference that must be answered
    """

    steps: int
    undecided: int
    approvals: int
    proofs: int


def required(plan: Plan) -> Required:
    """What a plan asks for, in numbers: to compare one plan with another."""
    checklist = plan.checklist
    apply = [step for step in plan.steps.values() if step.applies is Verdict.YES]
    return Required(
        steps=len(apply),
        undecided=sum(1 for step in plan.steps.values() if step.applies is Verdict.UNDECIDED),
        approvals=sum(checklist.steps[step.id].policy(step.level).quorum for step in apply),
        proofs=len(proofs_of(plan)),
    )


def proofs_of(plan: Plan) -> frozenset[str]:
    """The places in documents that have to be named: questions for a reference that must be answered."""
    questions = plan.checklist.questions
    return frozenset(
        name
        for name, planned in plan.questions.items()
        if planned.asked is Verdict.YES and questions[name].kind is Kind.REFERENCE and not questions[name].optional
    )
