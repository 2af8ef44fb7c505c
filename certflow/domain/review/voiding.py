"""What a change takes back: exactly the submissions and approvals that covered what changed (P4)."""

from __future__ import annotations

from certflow.domain.checklist import Checklist
from certflow.domain.dossier import Dossier, State
from certflow.domain.facts import StepReopened
from certflow.domain.plan import Plan
from certflow.domain.review.covered import covered, differences

#: the name under which these consequences stand in the ledger
RULE = "review.voiding"


def reopened(checklist: Checklist, plan: Plan, dossier: Dossier) -> tuple[StepReopened, ...]:
    """The steps whose submitted or approved content is no longer what it was, each with every difference."""
    facts = []
    for case in dossier.cases.values():
        if case.state is State.DRAFT or case.covered is None:
            continue
        now = covered(checklist, plan, dossier, checklist.step(case.step))
        if now != case.covered:
            facts.append(StepReopened(step=case.step, because=differences(case.covered, now)))
    return tuple(facts)
