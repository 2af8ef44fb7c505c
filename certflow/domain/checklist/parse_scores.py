"""The `score` of a derived value: which questions count, and how much each answer does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from certflow.domain.checklist.contract import QuestionShape, ScoreShape, ValueShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.parse_questions import Asked, asked_questions, steps_of
from certflow.domain.checklist.scores import Scored, score_of
from certflow.domain.checklist.strict_yaml import Path


def read_score(draft: Draft, path: Path, shape: ScoreShape, each: str | None) -> Expression | None:
    """The calculated value; None (and a problem) where something in it cannot count."""
    named: dict[str, list[Asked]] = {}
    for asked in asked_questions(draft):
        named.setdefault(asked.id, []).append(asked)
        if asked.path[0] == "patterns":
            named.setdefault(str(asked.path[-1]), []).append(asked)
    steps = {step.id: step for _, step in steps_of(draft.shape.sections)}
    found: list[Scored] = []
    for at, name in enumerate(shape.of):
        here: Path = (*path, "of", at)
        if not draft.known(here, "score.unknown", "question or stamped question", name, named):
            return None
        for asked in named[name]:
            step, scores = steps[asked.step], _scores(draft, asked.shape)
            if step.each != each:
                message = f"'{asked.id}' is asked of each of several: derive a score with 'each', and read that one."
                draft.problem(here, "score.each", message)
                return None
            if scores == {} or (scores is None and asked.shape.kind != "number"):
                message = f"'{asked.id}' has no scores: give its options a 'score', or ask for a number."
                draft.problem(here, "score.question", message)
                return None
            found.append(Scored(asked.id, scores, step.weight))
    text = f"{shape.combine} score of {', '.join(shape.of)}"
    return score_of(text, tuple(found), shape.combine, shape.otherwise)


def _scores(draft: Draft, shape: QuestionShape) -> Mapping[str, Decimal] | None:
    """Option → its score, where the question or the order it takes its values from gives one."""
    if shape.kind not in ("choice", "multi_choice"):
        return None
    values: Mapping[str, ValueShape] = {
        **draft.shape.orders.get(shape.of or "", {}),
        **draft.shape.choices.get(shape.of or "", {}),
    }
    scores = {name: one.score for name, one in values.items() if one.score is not None}
    own = {name: one.score for name, one in (shape.options or {}).items() if one.score is not None}
    return scores | own
