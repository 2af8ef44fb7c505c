"""Reviews: what a person can submit, look at, approve and return."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.actions import sessions
from certflow.actions.desk import Desk, Sight, see, see_entries, turn
from certflow.domain.checklist import Checklist, Step
from certflow.domain.closing import is_complete
from certflow.domain.people import Actor, Permission, may
from certflow.domain.refusal import Refused
from certflow.domain.review import earlier, steps, validity
from certflow.domain.review.conditions import meet, read_conditions, set_conditions
from certflow.domain.review.covered import Covered, covered, digest_of
from certflow.domain.review.earlier import Earlier


@dataclass(frozen=True)
class Review:
    """Everything an approval of one step covers, and who is still needed.

    shown     digest of `covered`; the form carries it and the decision is compared with it
    earlier   what was shown at the last decision, None at the first review
    cannot    why this person may not decide, None when they may
    """

    sight: Sight
    step: Step
    covered: Covered
    shown: str
    needed: steps.Needed
    cannot: Refused | None
    earlier: Earlier | None = None


def find_step(checklist: Checklist, step_id: str) -> Step:
    """Raises Refused: step.unknown."""
    if step_id not in checklist.steps:
        raise Refused("step.unknown", step=step_id)
    return checklist.steps[step_id]


def submit_step(desk: Desk, actor: Actor, dossier_id: str, step_id: str) -> None:
    """Send a step to its reviewers."""
    with turn(desk, actor, dossier_id, Permission.STEP_SUBMIT) as t:
        facts, shown = steps.submit(t.checklist, t.plan, t.dossier, find_step(t.checklist, step_id))
        t.record(*facts, shown=shown)


def take_back_step(desk: Desk, actor: Actor, dossier_id: str, step_id: str) -> None:
    """Take a step back from review before anybody has approved it."""
    with turn(desk, actor, dossier_id, Permission.STEP_SUBMIT) as t:
        t.record(*steps.take_back(t.dossier, find_step(t.checklist, step_id), actor))


def look_at(desk: Desk, actor: Actor, dossier_id: str, step_id: str, looked: str = "") -> Review:
    """What a reviewer is shown. looked: the digest of what they saw before, where it is that which is compared."""
    sight = see(desk, actor, dossier_id)
    step = find_step(sight.checklist, step_id)
    content = covered(sight.checklist, sight.plan, sight.dossier, step)
    needed = needed_for(sight, step)
    before = _earlier(desk, actor, sight, step, looked)
    return Review(sight, step, content, digest_of(content), needed, why_not(sight, step, actor), before)


def _earlier(desk: Desk, actor: Actor, sight: Sight, step: Step, looked: str) -> Earlier | None:
    case = sight.dossier.case(step.id)
    if not case.remarks and not looked:
        return None  # never came back, so nothing was shown before
    told = see_entries(desk, actor, sight.dossier.id)
    return earlier.shown_as(told, step.id, looked) if looked else earlier.last_decided(told, step.id, case.submitted)


def why_not(sight: Sight, step: Step, actor: Actor) -> Refused | None:
    """Why `actor` may not approve `step` now; None when they may, given their password."""
    if not may(actor, Permission.STEP_REVIEW):
        return Refused("people.not-allowed", permission=Permission.STEP_REVIEW.value, who=actor.name)
    content = covered(sight.checklist, sight.plan, sight.dossier, step)
    try:
        steps.approve(
            sight.checklist,
            sight.plan,
            sight.dossier,
            step,
            sessions.stepped_up(actor),
            steps.Meaning.APPROVAL,
            digest_of(content),
        )
    except Refused as refusal:
        return refusal
    return None


def approve_step(
    desk: Desk,
    actor: Actor,
    dossier_id: str,
    step_id: str,
    shown: str,
    meaning: str,
    password: str,
    comment: str = "",
    conditions: str = "",
) -> bool:
    """Approve exactly what was shown, signing with the password. True when nothing is left to approve.

    conditions: what the approval depends on, one a line.
    Raises Refused: review.password, session.throttled, and what domain/review/ refuses.
    """
    signer = sessions.step_up(desk, actor, password)
    with turn(desk, signer, dossier_id, Permission.STEP_REVIEW) as t:
        step = find_step(t.checklist, step_id)
        facts = steps.approve(t.checklist, t.plan, t.dossier, step, signer, meaning, shown, comment)
        validity.must_hold(step, t.plan, desk.now().date())
        t.record(*facts, shown=shown)
        texts = read_conditions(conditions)
        t.record(*set_conditions(step, texts, (desk.new_id() for _ in texts)), shown=shown)
        return is_complete(t.plan, t.dossier)


def meet_condition(desk: Desk, actor: Actor, dossier_id: str, step_id: str, condition: str, note: str) -> None:
    """Close a condition of an approval, saying how it was met."""
    with turn(desk, actor, dossier_id, Permission.STEP_REVIEW) as t:
        step = find_step(t.checklist, step_id)
        policy = step.policy(t.plan.steps[step_id].level)
        t.record(*meet(t.dossier, step, policy, condition, actor, note))


def return_step(desk: Desk, actor: Actor, dossier_id: str, step_id: str, reason: str) -> None:
    """Send a step back to its author with a reason."""
    with turn(desk, actor, dossier_id, Permission.STEP_REVIEW) as t:
        step = find_step(t.checklist, step_id)
        policy = step.policy(t.plan.steps[step_id].level)
        shown = t.dossier.case(step_id).shown
        t.record(*steps.give_back(t.dossier, step, actor, policy, reason), shown=shown)


def needed_for(sight: Sight, step: Step) -> steps.Needed:
    """What the step's quorum lacks now."""
    return steps.votes_needed(sight.checklist, sight.plan, sight.dossier, step)
