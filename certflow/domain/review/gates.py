"""Gates: what may not go to review yet, because a step before it is not settled."""

from __future__ import annotations

from collections.abc import Iterable

from certflow.domain.checklist import Checklist, Step
from certflow.domain.checklist.items import parted
from certflow.domain.checklist.model import Gate
from certflow.domain.dossier import Dossier, State
from certflow.domain.plan import Plan
from certflow.domain.refusal import Refused


def gate_at(checklist: Checklist, step: Step) -> Gate | None:
    """The gate that a step is; None for one that is none."""
    name, _ = parted(step.id)
    return next((gate for gate in checklist.gates if gate.step == name), None)


def closed_before(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> tuple[Gate, ...]:
    """The gates in front of a step that are not open."""
    name, _ = parted(step.id)
    return tuple(
        gate for gate in checklist.gates if name in gate.before and not _all_settled(plan, dossier, [gate.step])
    )


def open_after(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> tuple[str, ...]:
    """The steps that have to be settled before this one, which is a gate, may go to review."""
    name, _ = parted(step.id)
    first = {each for gate in checklist.gates if gate.step == name for each in gate.after}
    return tuple(each for each in plan.steps if parted(each)[0] in first and not is_settled(plan, dossier, each))


def must_be_open(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> None:
    """Raises Refused: gate.closed, gate.early."""
    if closed := closed_before(checklist, plan, dossier, step):
        raise Refused("gate.closed", step=step.id, steps=tuple(gate.step for gate in closed))
    if early := open_after(checklist, plan, dossier, step):
        raise Refused("gate.early", step=step.id, steps=early)


def is_settled(plan: Plan, dossier: Dossier, step: str) -> bool:
    """Whether nothing is left to do for a step: approved, waived, or decided not to be needed."""
    planned = plan.steps[step]
    if planned.applies == "undecided":
        return False
    if planned.applies == "no" or planned.level == "not_required":
        return True
    return dossier.case(step).state is State.APPROVED or dossier.is_waived(step)


def _all_settled(plan: Plan, dossier: Dossier, steps: Iterable[str]) -> bool:
    """Of a step that each of several things has, every one counts."""
    wanted = set(steps)
    return all(is_settled(plan, dossier, each) for each in plan.steps if parted(each)[0] in wanted)
