"""Waivers and other means of compliance: asked for, granted, refused, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from certflow.actions import sessions
from certflow.actions.desk import Desk, Sight, see, turn
from certflow.actions.reviews import find_step
from certflow.domain.checklist import Departing, Step
from certflow.domain.checklist.values import read_day
from certflow.domain.dossier import Departure, DepartureState
from certflow.domain.people import Actor, Permission, may
from certflow.domain.refusal import Refused, allows
from certflow.domain.review import departures
from certflow.domain.review.covered import digest_of
from certflow.domain.review.steps import Needed
from certflow.domain.review.validity import months_after


@dataclass(frozen=True)
class Asking:
    """Whether this person may ask for a departure of one sort; `cannot` says why not.

    latest: the latest day that can be asked for; None where there is no limit
    """

    sort: Departing
    cannot: Refused | None
    latest: date | None


@dataclass(frozen=True)
class Looked:
    """One departure as this person sees it.

    shown     digest of everything that is granted; the form carries it
    needed    what is still needed for it to stand
    cannot    why this person may not grant it now, None when they may, given their password
    refuses, withdraws   whether they may
    """

    departure: Departure
    shown: str
    needed: Needed
    cannot: Refused | None
    refuses: bool
    withdraws: bool


@dataclass(frozen=True)
class Departures:
    """Everything about the departures of one step: what may be asked for, and what was, newest first."""

    sight: Sight
    step: Step
    asking: tuple[Asking, ...]
    told: tuple[Looked, ...]


def look_at(desk: Desk, actor: Actor, dossier_id: str, step_id: str) -> Departures:
    """The departures of a step, for whoever may see its dossier."""
    sight = see(desk, actor, dossier_id)
    step, today = find_step(sight.checklist, step_id), desk.now().date()
    told = tuple(look_into(sight, each, actor, today) for each in reversed(sight.dossier.departures_of(step.id)))
    return Departures(sight, step, tuple(_asking(sight, step, sort, actor, today) for sort in step.departures), told)


def ask(
    desk: Desk, actor: Actor, dossier_id: str, step_id: str, sort: str, until: str, reason: str, instead: str
) -> str:
    """Ask that a step may depart from what it asks. Gives the departure's id. until: a day as typed, or nothing.

    Raises Refused: people.not-allowed, departure.day, and what domain/review/departures.py refuses.
    """
    departure = desk.new_id()
    with turn(desk, actor, dossier_id, Permission.STEP_SUBMIT) as t:
        step = find_step(t.checklist, step_id)
        departures.rule_for(step, sort)
        wish = departures.Wish(Departing(sort), _typed_day(until), reason, instead)
        t.record(*departures.ask(t.checklist, t.plan, t.dossier, step, departure, wish, desk.now().date()))
    return departure


def grant(
    desk: Desk, actor: Actor, dossier_id: str, departure_id: str, shown: str, password: str, comment: str = ""
) -> bool:
    """Grant exactly what was shown, signing with the password. True when it stands now.

    Raises Refused: review.password, session.throttled, departure.unknown, and what the rules refuse.
    """
    signer = sessions.step_up(desk, actor, password)
    with turn(desk, signer, dossier_id, Permission.STEP_REVIEW) as t:
        found = find(t.sight, departure_id)
        step = t.checklist.step(found.step)
        t.record(*departures.grant(t.dossier, step, found, signer, shown, desk.now().date(), comment), shown=shown)
        return t.dossier.departures[departure_id].state is DepartureState.GRANTED


def refuse(desk: Desk, actor: Actor, dossier_id: str, departure_id: str, reason: str) -> None:
    """Say no, with the reason."""
    with turn(desk, actor, dossier_id, Permission.STEP_REVIEW) as t:
        found = find(t.sight, departure_id)
        facts = departures.refuse(t.dossier, t.checklist.step(found.step), found, actor, reason)
        t.record(*facts, shown=digest_of(found.content))


def withdraw(desk: Desk, actor: Actor, dossier_id: str, departure_id: str, reason: str) -> None:
    """Take it back: for the organisation that asked, and for those who may grant it."""
    with turn(desk, actor, dossier_id, Permission.STEP_DISCUSS) as t:
        found = find(t.sight, departure_id)
        t.record(*departures.withdraw(t.dossier, t.checklist.step(found.step), found, actor, reason))


def find(sight: Sight, departure_id: str) -> Departure:
    """Raises Refused: departure.unknown."""
    if departure_id not in sight.dossier.departures:
        raise Refused("departure.unknown")
    return sight.dossier.departures[departure_id]


def look_into(sight: Sight, departure: Departure, actor: Actor, today: date) -> Looked:
    """One departure, and what this person may do about it; asked of the rules themselves."""
    step, shown = sight.checklist.step(departure.step), digest_of(departure.content)
    signer = sessions.stepped_up(actor)
    cannot = None
    if not may(actor, Permission.STEP_REVIEW):
        cannot = Refused("people.not-allowed", permission=Permission.STEP_REVIEW.value, who=actor.name)
    else:
        try:
            departures.grant(sight.dossier, step, departure, signer, shown, today)
        except Refused as refused:
            cannot = refused
    return Looked(
        departure,
        shown,
        departures.votes_needed(sight.dossier, step, departure),
        cannot,
        refuses=may(actor, Permission.STEP_REVIEW)
        and allows(lambda: departures.refuse(sight.dossier, step, departure, signer, "reason")),
        withdraws=may(actor, Permission.STEP_DISCUSS)
        and allows(lambda: departures.withdraw(sight.dossier, step, departure, actor, "reason")),
    )


def _asking(sight: Sight, step: Step, sort: Departing, actor: Actor, today: date) -> Asking:
    rule = step.departures[sort]
    latest = None if rule.months is None else months_after(today, rule.months)
    wish = departures.Wish(sort, latest, "reason", "instead")
    try:
        if not may(actor, Permission.STEP_SUBMIT):
            raise Refused("people.not-allowed", permission=Permission.STEP_SUBMIT.value, who=actor.name)
        departures.ask(sight.checklist, sight.plan, sight.dossier, step, "", wish, today)
    except Refused as refused:
        return Asking(sort, refused, latest)
    return Asking(sort, None, latest)


def _typed_day(typed: str) -> date | None:
    if not typed.strip():
        return None
    day = read_day(typed.strip())
    if day is None:
        raise Refused("departure.day", given=typed)
    return day
