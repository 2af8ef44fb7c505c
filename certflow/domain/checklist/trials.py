"""Run the tests that stand in a checklist file."""

from __future__ import annotations

from collections.abc import Iterator

from certflow.domain.checklist.model import Checklist, Trial
from certflow.domain.checklist.problems import Problem
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.values import Unknown, as_words
from certflow.domain.plan import Plan, Verdict, make_plan


def failing_trials(checklist: Checklist, *, file: str = "") -> tuple[Problem, ...]:
    """What the tests of a file expected and did not get, each where its test stands."""
    found = []
    for trial in checklist.trials:
        plan = make_plan(with_items(checklist, trial.items), trial.answers, suppose=trial.suppose)
        for message in _differences(trial, plan):
            said = f"Test '{trial.name}': {message}"
            found.append(Problem(trial.line, trial.column, "test.failed", said, trial.file or file))
    return tuple(found)


def _differences(trial: Trial, plan: Plan) -> Iterator[str]:
    for name, expected in trial.expect.items():
        found = got(plan, name, expected)
        if found != expected:
            yield f"{name} should be {expected}, but is {found}."


def got(plan: Plan, name: str, expected: str) -> str:
    """What came out under a name, in the words that tests use."""
    if name in plan.steps and not (name in plan.questions and expected in ("asked", "not_asked")):
        step = plan.steps[name]
        return step.applies.value if expected in set(Verdict) or step.level is None else step.level
    if name in plan.derived:
        value = plan.known[name]
        if isinstance(value, Unknown):
            return "outside" if value.outside else "undecided"
        return as_words(value)
    return {Verdict.YES: "asked", Verdict.NO: "not_asked"}.get(plan.questions[name].asked, "undecided")
