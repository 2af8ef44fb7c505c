"""Submit, take back, approve, return: decides, touches nothing.

Source: the four-eyes rule and 21 CFR 11.50, 11.200 as practice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from certflow.domain.checklist import Checklist, Independence, ReviewPolicy, Step
from certflow.domain.dossier import Case, Dossier, Stage, State, Vote
from certflow.domain.entry import By
from certflow.domain.facts import Fact, StepApproved, StepReturned, StepSubmitted, StepTakenBack
from certflow.domain.people import Actor
from certflow.domain.plan import Plan, PlannedStep
from certflow.domain.refusal import Refused
from certflow.domain.review import gates
from certflow.domain.review.covered import Covered, covered, differences, digest_of, questions_covered
from certflow.domain.visibility import Reader, owners_of, unseen


class Meaning(StrEnum):
    """Why a person signs (21 CFR 11.50(a)(3))."""

    #: I have checked the evidence against the requirement
    REVIEW = "review"
    #: I approve this step for my organisation
    APPROVAL = "approval"
    #: I take responsibility for the statement made here
    RESPONSIBILITY = "responsibility"


def needs_review(planned: PlannedStep) -> bool:
    """Whether a step has to be reviewed at all before the dossier can be closed."""
    return planned.applies == "yes" and planned.level != "not_required"


def prepared_by(dossier: Dossier, step: Step) -> frozenset[str]:
    """Everyone whose work an approval of `step` would cover.

    Whoever touched it since it was last approved, and the authors of everything that still stands in it: an approval
    in between does not turn a preparer into a second pair of eyes.
    """
    answers = {dossier.answers[name].by.person for name in step.questions if name in dossier.answers}
    evidence = {each.by.person for each in dossier.evidence_of(step.id)}
    named = {each.person for each in _named_by(dossier, step)}
    standing = (*step.questions, *(each.id for each in dossier.evidence_of(step.id)))
    first = {dossier.first_given_by[name] for name in standing if name in dossier.first_given_by}
    return frozenset(dossier.case(step.id).touched_by | answers | evidence | named | first)


def prepared_from(dossier: Dossier, step: Step) -> frozenset[str]:
    """The organisations of all these people."""
    answers = {dossier.answers[name].by.organisation for name in step.questions if name in dossier.answers}
    evidence = {each.by.organisation for each in dossier.evidence_of(step.id)}
    named = {each.organisation for each in _named_by(dossier, step)}
    return frozenset(dossier.case(step.id).touched_from | answers | evidence | named)


def _named_by(dossier: Dossier, step: Step) -> frozenset[By]:
    """Who named the item that the step is about: its name is part of what is approved."""
    return frozenset() if step.item is None else dossier.item(step.item.list, step.item.id).named_by


def prepared_anything(dossier: Dossier) -> frozenset[str]:
    """Everyone who prepared anything that stands in the dossier, or that waits for review."""
    answers = {given.by.person for given in dossier.answers.values()}
    evidence = {each.by.person for each in dossier.evidence.values()}
    named = {by.person for each in dossier.items.values() for by in each.named_by}
    return frozenset(answers | evidence | named).union(*(case.touched_by for case in dossier.cases.values()))


def unanswered(plan: Plan, dossier: Dossier, step: Step, optional: frozenset[str]) -> tuple[str, ...]:
    """The step's questions that must be answered before it can be submitted."""
    return tuple(
        name
        for name in step.questions
        if plan.questions[name].asked != "no" and name not in dossier.answers and name not in optional
    )


def submit(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> tuple[tuple[Fact, ...], str]:
    """Send `step` for review. Gives the facts, and the digest of what reviewers will be shown.

    Raises Refused: dossier.closed, step.not-required, step.undecided, review.already-submitted, review.unanswered,
    departure.means-undecided, gate.closed, gate.early.
    """
    _must_be_open(dossier)
    planned = plan.steps[step.id]
    if planned.applies == "undecided":
        raise Refused("step.undecided", step=step.id, waits_for=planned.waits_for)
    if not needs_review(planned):
        raise Refused("step.not-required", step=step.id)
    if dossier.case(step.id).state is not State.DRAFT:
        raise Refused("review.already-submitted", step=step.id)
    if any(each.sort == "alternative" and each.state == "asked" for each in dossier.departures_of(step.id)):
        raise Refused("departure.means-undecided", step=step.id)
    gates.must_be_open(checklist, plan, dossier, step)
    optional = frozenset(name for name in step.questions if checklist.questions[name].optional)
    missing = unanswered(plan, dossier, step, optional)
    if missing:
        raise Refused("review.unanswered", step=step.id, questions=missing)
    content = covered(checklist, plan, dossier, step)
    return (StepSubmitted(step=step.id, covered=content),), digest_of(content)


def approve(
    checklist: Checklist,
    plan: Plan,
    dossier: Dossier,
    step: Step,
    actor: Actor,
    meaning: str,
    shown: str,
    comment: str = "",
) -> tuple[Fact, ...]:
    """Decide whether `actor` may approve exactly what they were shown, and whether that completes the quorum.

    Raises Refused: dossier.closed, review.not-submitted, review.changed, review.same-person, review.same-organisation,
    review.same-dossier, review.already-voted, review.role, review.role-taken, review.party, review.seat-taken,
    review.owner-first, review.sign-in-again, review.meaning.
    """
    case = dossier.case(step.id)
    _must_be_submitted(dossier, case)
    _must_be_what_was_shown(case, covered(checklist, plan, dossier, step), shown)
    _must_be_independent(dossier, step, actor)
    if meaning not in set(Meaning):
        raise Refused("review.meaning", meaning=meaning)
    policy = step.policy(plan.steps[step.id].level)
    _must_be_apart(policy, dossier, step, actor)
    questions = questions_covered(checklist, plan, step)
    owners = owners_of(checklist, dossier, questions, step.id)
    role = seat_for(policy, dossier, case.votes, actor, step.id, owners)
    if policy.step_up and not actor.stepped_up:
        raise Refused("review.sign-in-again", step=step.id)
    chairs = [*chairs_of(dossier, case.votes), chair_of(dossier, actor.organisation)]
    final = not still_needed(policy, chairs, owners)
    without = unseen(checklist, dossier, questions, step.id, Reader.of(actor, dossier.parties))
    return (
        StepApproved(step=step.id, role=role, meaning=meaning, final=final, comment=comment.strip(), unseen=without),
    )


def take_back(dossier: Dossier, step: Step, actor: Actor) -> tuple[Fact, ...]:
    """Take a submitted step back to draft; for whoever works for the organisation that sent it, until a first approval.

    Raises Refused: dossier.closed, review.not-submitted, review.approved-meanwhile, review.sent-by-others.
    """
    case = dossier.case(step.id)
    _must_be_submitted(dossier, case)
    if case.votes:
        raise Refused("review.approved-meanwhile", step=step.id)
    if case.submitted is None or case.submitted.by.organisation != actor.organisation:
        raise Refused("review.sent-by-others", step=step.id)
    return (StepTakenBack(step=step.id),)


def give_back(dossier: Dossier, step: Step, actor: Actor, policy: ReviewPolicy, reason: str) -> tuple[Fact, ...]:
    """Return a submitted or approved step with a reason; its approvals end.

    Raises Refused: dossier.closed, review.not-submitted, review.same-person, review.role, review.reason.
    """
    case = dossier.case(step.id)
    _must_be_open(dossier)
    if case.state is State.DRAFT:
        raise Refused("review.not-submitted", step=step.id)
    _must_be_independent(dossier, step, actor)
    role_in(policy, actor, step.id)
    if not reason.strip():
        raise Refused("review.reason", step=step.id)
    return (StepReturned(step=step.id, reason=reason.strip()),)


@dataclass(frozen=True)
class Needed:
    """What a quorum still lacks. approvals counts people; parties and organisations say from where.

    owners   organisations that have to vouch for what only they may show
    """

    approvals: int
    parties: tuple[str, ...]
    organisations: int
    owners: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.approvals > 0


#: who sits where: (organisation, party)
Chair = tuple[str, str | None]


def still_needed(policy: ReviewPolicy, chairs: list[Chair], owners: tuple[str, ...] = ()) -> Needed:
    """What `policy` still lacks when these people have approved.

    owners: the organisations that hold something protected in the step. What nobody else may see, somebody of theirs
    has to vouch for; it is asked for whatever else the policy says.
    """
    parties = tuple(party for party in policy.parties if party not in {party for _, party in chairs})
    organisations = max(0, policy.organisations - len({organisation for organisation, _ in chairs}))
    people = max(0, policy.quorum - len(chairs))
    attesting = tuple(owner for owner in owners if owner not in {organisation for organisation, _ in chairs})
    return Needed(max(people, len(parties), organisations, len(attesting)), parties, organisations, attesting)


def votes_needed(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> Needed:
    """What the step's quorum lacks now."""
    policy = step.policy(plan.steps[step.id].level)
    owners = owners_of(checklist, dossier, questions_covered(checklist, plan, step), step.id)
    return still_needed(policy, chairs_of(dossier, dossier.case(step.id).votes), owners)


def seat_for(
    policy: ReviewPolicy,
    dossier: Dossier,
    votes: tuple[Vote, ...],
    actor: Actor,
    step: str,
    owners: tuple[str, ...] = (),
) -> str:
    """The role in which `actor` may fill a seat that is still free.

    Raises Refused: review.already-voted, review.role, review.role-taken, review.party, review.seat-taken,
    review.owner-first.
    """
    if actor.id in {vote.by.person for vote in votes}:
        raise Refused("review.already-voted", step=step)
    role = _free_role_in(policy, votes, actor, step)
    chairs = chairs_of(dossier, votes)
    if dossier.party_of(actor.organisation) is None:
        raise Refused("review.party", step=step, organisation=actor.organisation)
    before = still_needed(policy, chairs, owners)
    after = still_needed(policy, [*chairs, chair_of(dossier, actor.organisation)], owners)
    if after.approvals >= before.approvals:
        if before.owners:
            raise Refused("review.owner-first", step=step, organisations=before.owners)
        raise Refused("review.seat-taken", step=step, parties=before.parties)
    return role


def chairs_of(dossier: Dossier, votes: tuple[Vote, ...]) -> list[Chair]:
    """Where those who voted sit."""
    return [chair_of(dossier, vote.by.organisation) for vote in votes]


def chair_of(dossier: Dossier, organisation: str) -> Chair:
    """Where somebody of this organisation sits."""
    return organisation, dossier.party_of(organisation)


def role_in(policy: ReviewPolicy, actor: Actor, step: str) -> str:
    """The role in which `actor` may decide. Raises Refused: review.role."""
    role = next((role for role in policy.roles if role in {each.value for each in actor.roles}), None)
    if role is None:
        raise Refused("review.role", step=step, roles=policy.roles)
    return role


def _free_role_in(policy: ReviewPolicy, votes: tuple[Vote, ...], actor: Actor, step: str) -> str:
    """The first role that `actor` may approve in; where roles are kept apart, one in which nobody has."""
    role = role_in(policy, actor, step)
    if Independence.ROLE not in policy.independence:
        return role
    held, taken = {each.value for each in actor.roles}, {vote.role for vote in votes}
    free = [each for each in policy.roles if each not in taken]
    found = next((each for each in free if each in held), None)
    if found is None:
        raise Refused("review.role-taken", step=step, roles=free)
    return found


def _must_be_open(dossier: Dossier) -> None:
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)


def _must_be_submitted(dossier: Dossier, case: Case) -> None:
    _must_be_open(dossier)
    if case.state is not State.SUBMITTED:
        raise Refused("review.not-submitted", step=case.step)


def _must_be_what_was_shown(case: Case, now: Covered, shown: str) -> None:
    if shown != case.shown or digest_of(now) != shown:
        changed: tuple[Mapping[str, object], ...] = differences(case.covered or now, now)
        raise Refused("review.changed", step=case.step, differences=changed)


def _must_be_independent(dossier: Dossier, step: Step, actor: Actor) -> None:
    if actor.id in prepared_by(dossier, step):
        raise Refused("review.same-person", step=step.id, who=actor.name)


def _must_be_apart(policy: ReviewPolicy, dossier: Dossier, step: Step, actor: Actor) -> None:
    apart = policy.independence
    if Independence.ORGANISATION in apart and actor.organisation in prepared_from(dossier, step):
        raise Refused("review.same-organisation", step=step.id)
    if Independence.DOSSIER in apart and actor.id in prepared_anything(dossier):
        raise Refused("review.same-dossier", step=step.id, who=actor.name)
