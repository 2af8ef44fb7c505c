"""Issue records: opened on a step, with positions of the parties, decided or taken back."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.actions import sessions
from certflow.actions.desk import Desk, Sight, turn
from certflow.actions.reviews import find_step
from certflow.domain.dossier import Issue
from certflow.domain.people import Actor, Permission, may
from certflow.domain.refusal import Refused, allows
from certflow.domain.review import issues
from certflow.domain.review.issues import Verdict


@dataclass(frozen=True)
class LookedIssue:
    """One issue as this person sees it. cannot: why they may not decide it, None when they may."""

    issue: Issue
    cannot: Refused | None
    positions: bool
    withdraws: bool


def open_issue(desk: Desk, actor: Actor, dossier_id: str, step_id: str, sort: str, title: str, text: str) -> str:
    """Open an issue on a step. Gives its id."""
    issue = desk.new_id()
    with turn(desk, actor, dossier_id, Permission.STEP_DISCUSS) as t:
        t.record(*issues.open_issue(t.dossier, find_step(t.checklist, step_id), issue, sort, title, text))
    return issue


def take_position(desk: Desk, actor: Actor, dossier_id: str, issue_id: str, text: str) -> None:
    """Say what one's own party holds."""
    with turn(desk, actor, dossier_id, Permission.STEP_DISCUSS) as t:
        t.record(*issues.take_position(t.dossier, find(t.sight, issue_id), actor, text))


def decide(
    desk: Desk, actor: Actor, dossier_id: str, issue_id: str, verdict: str, decision: str, effect: str, password: str
) -> None:
    """Decide, signing with the password."""
    signer = sessions.step_up(desk, actor, password)
    with turn(desk, signer, dossier_id, Permission.STEP_REVIEW) as t:
        found = find(t.sight, issue_id)
        step = t.checklist.step(found.step)
        t.record(*issues.decide(t.plan, t.dossier, step, found, signer, verdict, decision, effect))


def withdraw(desk: Desk, actor: Actor, dossier_id: str, issue_id: str, reason: str) -> None:
    """Take an issue back, with the reason."""
    with turn(desk, actor, dossier_id, Permission.STEP_DISCUSS) as t:
        t.record(*issues.withdraw(t.dossier, find(t.sight, issue_id), actor, reason))


def find(sight: Sight, issue_id: str) -> Issue:
    """Raises Refused: issue.unknown."""
    if issue_id not in sight.dossier.issues:
        raise Refused("issue.unknown")
    return sight.dossier.issues[issue_id]


def look_into(sight: Sight, issue: Issue, actor: Actor) -> LookedIssue:
    """One issue, and what this person may do about it; asked of the rules themselves."""
    step, signer, cannot = sight.checklist.step(issue.step), sessions.stepped_up(actor), None
    if not may(actor, Permission.STEP_REVIEW):
        cannot = Refused("people.not-allowed", permission=Permission.STEP_REVIEW.value, who=actor.name)
    else:
        try:
            issues.decide(sight.plan, sight.dossier, step, issue, signer, Verdict.ACCEPTED, "decision", "")
        except Refused as refused:
            cannot = refused
    works = may(actor, Permission.STEP_DISCUSS)
    return LookedIssue(
        issue,
        cannot,
        positions=works and allows(lambda: issues.take_position(sight.dossier, issue, actor, "position")),
        withdraws=works and allows(lambda: issues.withdraw(sight.dossier, issue, actor, "reason")),
    )


def may_open(sight: Sight, actor: Actor) -> bool:
    """Whether this person may open an issue in the dossier."""
    return sight.dossier.stage == "open" and may(actor, Permission.STEP_DISCUSS)
