"""Conditions: what an approval depends on, set with it, and closed by somebody who did not prepare the step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from certflow.domain.checklist import ReviewPolicy, Step
from certflow.domain.dossier import Dossier
from certflow.domain.facts import ConditionMet, ConditionSet, Fact
from certflow.domain.people import Actor
from certflow.domain.refusal import Refused
from certflow.domain.review.steps import prepared_by, role_in

#: how many one approval may set, and how long each may be
MOST: Final = 20
LONGEST: Final = 1000


def read_conditions(typed: str) -> tuple[str, ...]:
    """One condition a line; empty lines are none."""
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def set_conditions(step: Step, texts: Iterable[str], names: Iterable[str]) -> tuple[Fact, ...]:
    """What the approval that is being given depends on.

    Raises Refused: condition.too-many, condition.long.
    """
    wanted = tuple(texts)
    if len(wanted) > MOST:
        raise Refused("condition.too-many", most=MOST)
    if any(len(text) > LONGEST for text in wanted):
        raise Refused("condition.long", most=LONGEST)
    return tuple(
        ConditionSet(condition=name, step=step.id, text=text) for name, text in zip(names, wanted, strict=False)
    )


def meet(
    dossier: Dossier, step: Step, policy: ReviewPolicy, condition: str, actor: Actor, note: str
) -> tuple[Fact, ...]:
    """Close a condition: for those who may approve the step, and never for who prepared it. Also in a closed dossier,
    since many conditions are met long after.

    Raises Refused: condition.unknown, condition.met, review.same-person, review.role, review.party, condition.note.
    """
    known = dossier.conditions.get(condition)
    if known is None or known.step != step.id:
        raise Refused("condition.unknown")
    if known.met is not None:
        raise Refused("condition.met")
    if actor.id in prepared_by(dossier, step):
        raise Refused("review.same-person", step=step.id, who=actor.name)
    role_in(policy, actor, step.id)
    if dossier.party_of(actor.organisation) is None:
        raise Refused("review.party", step=step.id, organisation=actor.organisation)
    if not note.strip():
        raise Refused("condition.note")
    return (ConditionMet(condition=condition, step=step.id, note=note.strip()),)
