"""Departures: a waiver sets a step aside for a while, an alternative has it met by another means than the usual one.

Asked for with a reason, granted by those whom the checklist names and never by who asked, ended by its last day or by
a change of what the step asks for. What ended is a fact, so a waiver never outlives its end because nobody looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from certflow.domain.checklist import Checklist, Departing, DepartureRule, Independence, Step
from certflow.domain.dossier import Departure, DepartureState, Dossier, Stage, State
from certflow.domain.facts import (
    DepartureAsked,
    DepartureEnded,
    DepartureGranted,
    DepartureRefused,
    DepartureWithdrawn,
    Fact,
    Json,
)
from certflow.domain.people import Actor
from certflow.domain.plan import Plan
from certflow.domain.refusal import Refused
from certflow.domain.review.covered import asked_for, differences, digest_of
from certflow.domain.review.steps import (
    Needed,
    chair_of,
    chairs_of,
    needs_review,
    prepared_anything,
    seat_for,
    still_needed,
)
from certflow.domain.review.validity import months_after

#: the name under which an end stands in the ledger
RULE: Final = "departure.ending"

#: the longest reason, measure or description of another means
LONGEST: Final = 4000


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. until: the last day; None for as long as the requirement stands."""

    sort: Departing
    until: date | None
    reason: str
    instead: str


def rule_for(step: Step, sort: str) -> DepartureRule:
    """Who may grant it. Raises Refused: departure.never."""
    rule = step.departures.get(Departing(sort)) if sort in set(Departing) else None
    if rule is None:
        raise Refused("departure.never", step=step.id)
    return rule


def ask(
    checklist: Checklist, plan: Plan, dossier: Dossier, step: Step, departure: str, wish: Wish, today: date
) -> tuple[Fact, ...]:
    """Ask that a step may depart from what it asks.

    Raises Refused: dossier.closed, departure.never, step.undecided, step.not-required, departure.approved,
    departure.waiting, departure.reason, departure.instead, departure.long, departure.until, departure.past,
    departure.too-long.
    """
    _must_be_open(dossier)
    rule = rule_for(step, wish.sort)
    planned = plan.steps[step.id]
    if planned.applies == "undecided":
        raise Refused("step.undecided", step=step.id, waits_for=planned.waits_for)
    if not needs_review(planned):
        raise Refused("step.not-required", step=step.id)
    if wish.sort is Departing.WAIVER and dossier.case(step.id).state is State.APPROVED:
        raise Refused("departure.approved", step=step.id)
    of_sort = [each for each in dossier.departures_of(step.id) if each.sort == wish.sort]
    if any(each.state is DepartureState.ASKED for each in of_sort):
        raise Refused("departure.waiting", step=step.id)
    reason, instead = wish.reason.strip(), wish.instead.strip()
    if not reason:
        raise Refused("departure.reason", step=step.id)
    if rule.instead and not instead:
        raise Refused("departure.instead", step=step.id)
    if max(len(reason), len(instead)) > LONGEST:
        raise Refused("departure.long", most=LONGEST)
    _must_end_in_time(rule, wish.until, today)
    until = None if wish.until is None else wish.until.isoformat()
    return (
        DepartureAsked(
            departure=departure,
            sort=wish.sort.value,
            step=step.id,
            until=until,
            reason=reason,
            instead=instead,
            covered=asked_for(checklist, plan, dossier, step),
        ),
    )


def _must_end_in_time(rule: DepartureRule, until: date | None, today: date) -> None:
    if until is None:
        if rule.months is not None:
            raise Refused("departure.until", day=months_after(today, rule.months).isoformat())
        return
    if until < today:
        raise Refused("departure.past", day=until.isoformat())
    if rule.months is not None and until > months_after(today, rule.months):
        raise Refused("departure.too-long", day=months_after(today, rule.months).isoformat())


def grant(
    dossier: Dossier, step: Step, departure: Departure, actor: Actor, shown: str, today: date, comment: str = ""
) -> tuple[Fact, ...]:
    """Grant exactly what was shown; the last vote that the rule asks for makes it stand.

    Raises Refused: dossier.closed, departure.not-waiting, departure.changed, departure.same-person,
    departure.same-organisation, departure.past, review.already-voted, review.role, review.role-taken, review.party,
    review.seat-taken, review.sign-in-again.
    """
    policy = _may_decide(dossier, step, departure, actor).policy
    if shown != digest_of(departure.content):
        raise Refused("departure.changed", step=step.id)
    if departure.until is not None and date.fromisoformat(departure.until) < today:
        raise Refused("departure.past", day=departure.until)
    role = seat_for(policy, dossier, departure.votes, actor, step.id)
    if policy.step_up and not actor.stepped_up:
        raise Refused("review.sign-in-again", step=step.id)
    final = not still_needed(policy, [*chairs_of(dossier, departure.votes), chair_of(dossier, actor.organisation)])
    return (DepartureGranted(departure=departure.id, step=step.id, role=role, final=final, comment=comment.strip()),)


def refuse(dossier: Dossier, step: Step, departure: Departure, actor: Actor, reason: str) -> tuple[Fact, ...]:
    """Say no, with the reason.

    Raises Refused: dossier.closed, departure.not-waiting, departure.same-person, departure.same-organisation,
    departure.reason, and what keeps somebody from granting it.
    """
    policy = _may_decide(dossier, step, departure, actor).policy
    seat_for(policy, dossier, departure.votes, actor, step.id)
    if not reason.strip():
        raise Refused("departure.reason", step=step.id)
    return (DepartureRefused(departure=departure.id, step=step.id, reason=reason.strip()),)


def withdraw(dossier: Dossier, step: Step, departure: Departure, actor: Actor, reason: str) -> tuple[Fact, ...]:
    """Take it back: for the organisation that asked, and for those who may grant it.

    Raises Refused: dossier.closed, departure.over, departure.not-yours, departure.reason.
    """
    _must_be_open(dossier)
    if not departure.open:
        raise Refused("departure.over", step=step.id)
    if actor.organisation != departure.asked.by.organisation and not _decides(dossier, step, departure, actor):
        raise Refused("departure.not-yours", step=step.id)
    if not reason.strip():
        raise Refused("departure.reason", step=step.id)
    return (DepartureWithdrawn(departure=departure.id, step=step.id, reason=reason.strip()),)


def _decides(dossier: Dossier, step: Step, departure: Departure, actor: Actor) -> bool:
    """Whether somebody is of those who may grant it, whoever has voted."""
    policy, party = rule_for(step, departure.sort).policy, dossier.party_of(actor.organisation)
    of_party = party in policy.parties if policy.parties else party is not None
    return of_party and any(role.value in policy.roles for role in actor.roles)


def ended(checklist: Checklist, plan: Plan, dossier: Dossier, today: date) -> tuple[DepartureEnded, ...]:
    """The departures whose last day is over, or whose step no longer asks for what it asked for."""
    found = []
    for each in dossier.departures.values():
        if not each.open:
            continue
        now = asked_for(checklist, plan, dossier, checklist.step(each.step))
        because: tuple[Mapping[str, Json], ...] = differences(each.covered, now) if now != each.covered else ()
        if each.until is not None and date.fromisoformat(each.until) < today:
            because = (*because, {"what": "until", "name": each.step, "from": each.until, "to": None})
        if because:
            found.append(DepartureEnded(departure=each.id, step=each.step, because=because))
    return tuple(found)


def last_days(dossier: Dossier) -> tuple[date, ...]:
    """The last day of every departure that waits or stands and has one."""
    return tuple(date.fromisoformat(each.until) for each in dossier.departures.values() if each.open and each.until)


def votes_needed(dossier: Dossier, step: Step, departure: Departure) -> Needed:
    """What is still needed for it to stand."""
    return still_needed(rule_for(step, departure.sort).policy, chairs_of(dossier, departure.votes))


def _may_decide(dossier: Dossier, step: Step, departure: Departure, actor: Actor) -> DepartureRule:
    """The rule, for whoever did not ask for it themselves."""
    _must_be_open(dossier)
    if departure.state is not DepartureState.ASKED:
        raise Refused("departure.not-waiting", step=step.id)
    rule, asker = rule_for(step, departure.sort), departure.asked.by
    if actor.id == asker.person:
        raise Refused("departure.same-person", who=actor.name)
    if Independence.ORGANISATION in rule.policy.independence and actor.organisation == asker.organisation:
        raise Refused("departure.same-organisation", step=step.id)
    if Independence.DOSSIER in rule.policy.independence and actor.id in prepared_anything(dossier):
        raise Refused("review.same-dossier", who=actor.name)
    return rule


def _must_be_open(dossier: Dossier) -> None:
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
