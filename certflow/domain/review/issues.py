"""Issue records: a question about a step between the parties, with the position of each, a decision, and its effect.

Part 21 knows them as certification review items (CRI). An issue that is open keeps the dossier from being closed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from certflow.domain.checklist import Step
from certflow.domain.dossier import Dossier, Issue, IssueState, Stage
from certflow.domain.facts import Fact, IssueDecided, IssueOpened, IssueWithdrawn, PositionTaken
from certflow.domain.people import Actor
from certflow.domain.plan import Plan
from certflow.domain.refusal import Refused
from certflow.domain.review.steps import role_in


class IssueSort(StrEnum):
    """What an issue is about (Part 21)."""

    #: the rule lacks something, because the design or its use is novel
    SPECIAL_CONDITION = "special_condition"
    #: the rule is not met to the letter, and something else is as safe
    EQUIVALENT_SAFETY = "equivalent_safety"
    #: the rule is not met, and the authority may accept that
    DEVIATION = "deviation"
    #: how the rule is to be read, or shown to be met
    INTERPRETATION = "interpretation"
    #: which rules apply
    CERTIFICATION_BASIS = "certification_basis"
    #: a later or another rule is taken by choice
    ELECT_TO_COMPLY = "elect_to_comply"
    #: an earlier rule is gone back to
    REVERSION = "reversion"
    #: how the work is organised
    ADMINISTRATIVE = "administrative"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


#: the longest title, and the longest text
LONGEST_TITLE: Final = 200
LONGEST: Final = 8000


def open_issue(dossier: Dossier, step: Step, issue: str, sort: str, title: str, text: str) -> tuple[Fact, ...]:
    """Open an issue on a step.

    Raises Refused: dossier.closed, issue.sort, issue.title, issue.text, issue.long.
    """
    _must_be_open(dossier)
    if sort not in set(IssueSort):
        raise Refused("issue.sort")
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise Refused("issue.title", longest=LONGEST_TITLE)
    return (IssueOpened(issue=issue, sort=sort, step=step.id, title=title.strip(), text=_words(text, "issue.text")),)


def take_position(dossier: Dossier, issue: Issue, actor: Actor, text: str) -> tuple[Fact, ...]:
    """Say what one's own party holds; a later position of the same party takes the earlier one's place.

    Raises Refused: dossier.closed, issue.settled, review.party, issue.position, issue.long.
    """
    _must_be_undecided(dossier, issue)
    party = dossier.party_of(actor.organisation)
    if party is None:
        raise Refused("review.party", organisation=actor.organisation)
    return (PositionTaken(issue=issue.id, step=issue.step, party=party, text=_words(text, "issue.position")),)


def decide(
    plan: Plan, dossier: Dossier, step: Step, issue: Issue, actor: Actor, verdict: str, decision: str, effect: str
) -> tuple[Fact, ...]:
    """Decide an issue: for those who may approve its step, and never for who opened it.

    effect: what follows for which requirements.
    Raises Refused: dossier.closed, issue.settled, issue.same-person, review.role, review.party, review.seat-taken,
    review.sign-in-again, issue.verdict, issue.decision, issue.long.
    """
    _must_be_undecided(dossier, issue)
    if actor.id == issue.opened.by.person:
        raise Refused("issue.same-person", who=actor.name)
    policy, party = step.policy(plan.steps[step.id].level), dossier.party_of(actor.organisation)
    role = role_in(policy, actor, step.id)
    if party is None:
        raise Refused("review.party", organisation=actor.organisation)
    if policy.parties and party not in policy.parties:
        raise Refused("review.seat-taken", parties=policy.parties)
    if policy.step_up and not actor.stepped_up:
        raise Refused("review.sign-in-again")
    if verdict not in set(Verdict):
        raise Refused("issue.verdict")
    words = _words(decision, "issue.decision")
    if len(effect) > LONGEST:
        raise Refused("issue.long", most=LONGEST)
    return (
        IssueDecided(
            issue=issue.id, step=issue.step, role=role, verdict=verdict, decision=words, effect=effect.strip()
        ),
    )


def withdraw(dossier: Dossier, issue: Issue, actor: Actor, reason: str) -> tuple[Fact, ...]:
    """Take an issue back, for the organisation that opened it.

    Raises Refused: dossier.closed, issue.settled, issue.not-yours, issue.reason, issue.long.
    """
    _must_be_undecided(dossier, issue)
    if actor.organisation != issue.opened.by.organisation:
        raise Refused("issue.not-yours")
    return (IssueWithdrawn(issue=issue.id, step=issue.step, reason=_words(reason, "issue.reason")),)


def _words(typed: str, code: str) -> str:
    if not typed.strip():
        raise Refused(code)
    if len(typed) > LONGEST:
        raise Refused("issue.long", most=LONGEST)
    return typed.strip()


def _must_be_undecided(dossier: Dossier, issue: Issue) -> None:
    _must_be_open(dossier)
    if issue.state is not IssueState.OPEN:
        raise Refused("issue.settled")


def _must_be_open(dossier: Dossier) -> None:
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
