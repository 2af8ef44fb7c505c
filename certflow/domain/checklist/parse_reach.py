"""What nobody can ever reach in a file: conditions that never change, and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import StepShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import Derived, LevelRow, Step
from certflow.domain.checklist.parse_questions import steps_of
from certflow.domain.checklist.parse_steps import Steps
from certflow.domain.checklist.reach import Reach
from certflow.domain.checklist.strict_yaml import Path


def note_what_is_never_reached(draft: Draft, language: Language, steps: Steps, derived: Mapping[str, Derived]) -> None:
    """A problem for each condition that always or never holds, and for each part that no answers lead to."""
    reach = Reach(language.variables)
    _conditions(draft, reach)
    for value in derived.values():
        _cases(draft, value, reach)
    for path, shape in steps_of(draft.shape.sections):
        if (step := steps.steps.get(shape.id)) is not None:
            _level(draft, path, step)
            _questions(draft, path, shape, step, reach, steps)


def _conditions(draft: Draft, reach: Reach) -> None:
    for (path, _), condition in {(path, one.text): one for path, one in draft.conditions}.items():
        if not condition.reads:
            continue
        if not reach.can_hold((condition, True)):
            message = "No answers make this hold, so what it stands at is never reached. Check its limits and words."
            draft.problem(path, "condition.never", message)
        elif not reach.can_hold((condition, False)):
            message = "This holds whatever is answered. Leave it out, or check its limits and words."
            draft.problem(path, "condition.always", message)


def _cases(draft: Draft, value: Derived, reach: Reach) -> None:
    """A case that could hold, were it not for those before it."""
    before: list[tuple[Expression, bool]] = []
    for at, case in enumerate(value.cases):
        here = [(case.when, True)] if case.when else []
        if before and reach.can_hold(*here) and not reach.can_hold(*before, *here):
            message = f"The cases before this one take everything that would come here: it never gives '{value.name}'."
            draft.problem(("derived", value.name, "cases", at), "derived.unreached", message)
        before += [(case.when, False)] if case.when else []


def _level(draft: Draft, path: Path, step: Step) -> None:
    if not isinstance(step.level, LevelRow) or step.applies_from is None:
        return
    order = tuple(step.levels)
    if all(order.index(level) < order.index(step.applies_from) for level in step.level.levels.values()):
        message = f"Its row of levels never comes to '{step.applies_from}', so this step never applies."
        draft.problem((*path, "id"), "step.unreached", message)


def _questions(draft: Draft, path: Path, shape: StepShape, step: Step, reach: Reach, steps: Steps) -> None:
    """Conditions that can hold, but not together with those they stand under."""
    above = [(step.when, True)] if step.when else []
    for name in shape.questions:
        question = steps.questions.get(name)
        if question is None:
            continue
        where: Path = (*path, "questions", name)
        asked = [(question.when, True)] if question.when else []
        if _only_together_not(reach, above, asked):
            message = "This cannot hold where the step applies, so the question is never asked."
            draft.problem((*where, "when"), "question.unreached", message)
            continue
        for choice in question.choices:
            if choice.when and _only_together_not(reach, [*above, *asked], [(choice.when, True)]):
                message = f"This cannot hold where the question is asked, so '{choice.value}' is never on offer."
                draft.problem((*where, "options", choice.value, "when"), "option.unreached", message)


def _only_together_not(reach: Reach, above: list[tuple[Expression, bool]], here: list[tuple[Expression, bool]]) -> bool:
    """Whether both can hold, each for itself, but never together."""
    if not above or not here:
        return False
    return reach.can_hold(*above) and reach.can_hold(*here) and not reach.can_hold(*above, *here)
