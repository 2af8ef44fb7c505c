"""Levels and states as the closed sets of words that `pages.py` names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from certflow.actions.desk import Sight
from certflow.domain.checklist import Checklist, Step
from certflow.domain.dossier import Case, State
from certflow.domain.plan import Plan, PlannedStep, Verdict
from certflow.domain.review.steps import needs_review
from certflow.web.pages import Passage, Progress
from certflow.web.words import Words

LEVELS = frozenset({"not_required", "low", "medium", "high"})


def level_code(planned: PlannedStep) -> str:
    if planned.applies is Verdict.UNDECIDED:
        return "undecided"
    if not needs_review(planned):
        return "not_required"
    return planned.level if planned.level in LEVELS and planned.level is not None else "required"


def state_code(planned: PlannedStep, case: Case, waived: bool) -> str:
    """Where a step stands. A waived one is shown as waived for as long as it is not approved."""
    if planned.applies is not Verdict.UNDECIDED and not needs_review(planned):
        return "not_required"
    if waived and case.state is not State.APPROVED:
        return "waived"
    if case.state is not State.DRAFT:
        return case.state.value
    return "returned" if case.remarks and case.remarks[-1].kind == "returned" else "draft"


def progress(sight: Sight) -> Progress:
    """How many steps stand where."""
    return sight.once("progress", lambda: count_states(sight, sight.plan.steps))


def count_states(sight: Sight, steps: Iterable[str]) -> Progress:
    """The same of some steps."""
    counts = dict.fromkeys(("approved", "waived", "submitted", "returned", "draft", "undecided", "not_required"), 0)
    stands = standings(sight)
    for id in steps:
        counts[stands[id]] += 1
    return Progress(**counts)


def standings(sight: Sight) -> Mapping[str, str]:
    """Where each step stands: its state, or that it is undecided."""
    return sight.once("standings", lambda: {id: _standing(sight, one) for id, one in sight.plan.steps.items()})


def _standing(sight: Sight, planned: PlannedStep) -> str:
    undecided = planned.applies is Verdict.UNDECIDED
    waived = sight.dossier.is_waived(planned.id)
    return "undecided" if undecided else state_code(planned, sight.dossier.case(planned.id), waived)


def asked(plan: Plan, step: Step) -> tuple[str, ...]:
    """The step's questions that are asked or may be."""
    return tuple(name for name in step.questions if plan.questions[name].asked is not Verdict.NO)


def level_title(step: Step, level: str | None, words: Words) -> str:
    """A level in words; empty where there is none."""
    return words.plain(step.levels[level]) if level is not None and level in step.levels else level or ""


@lru_cache(maxsize=256)
def codes(checklist: Checklist) -> Mapping[str, str]:
    """What people call each step: the point its title begins with (`OSO#05`), else its place (`2.1`)."""
    return {
        id: _point(checklist.steps[id]) or f"{number}.{place}"
        for number, section in enumerate(checklist.sections, 1)
        for place, id in enumerate(section.steps, 1)
    }


def _point(step: Step) -> str:
    point = str(step.source.point)
    return point if point and step.title.authoritative.startswith(f"{point} ") else ""


def title(step: Step, words: Words) -> Passage:
    """The step's title without the code that stands before it."""
    whole, point = words.passage(step.title), _point(step)
    return Passage(whole.text.removeprefix(point).strip() or whole.text, whole.lang)
