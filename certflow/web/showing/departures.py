"""Waivers and other means as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from certflow.actions.departures import Asking, Looked
from certflow.actions.desk import Sight
from certflow.domain.checklist import Departing, Step
from certflow.domain.dossier import Departure, DepartureState
from certflow.domain.facts import DepartureEnded, DepartureRefused, DepartureWithdrawn
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.web import names
from certflow.web.pages import AskPage, Decision, DeparturePage, Error, Link, Person
from certflow.web.showing.flags import ask_href, last_day
from certflow.web.showing.heads import dossier_head, organisation, step_head
from certflow.web.showing.moved import difference
from certflow.web.showing.policy import deciders
from certflow.web.telling import told
from certflow.web.words import Words

#: refusals that only mean that the form is not filled in yet
_NOT_YET = frozenset({"review.sign-in-again"})


@dataclass(frozen=True)
class Typed:
    """What somebody typed who asks, or who decides."""

    until: str = ""
    reason: str = ""
    instead: str = ""
    comment: str = ""


def ask_page(
    sight: Sight,
    step: Step,
    asking: Asking,
    directory: Directory,
    words: Words,
    typed: Typed | None = None,
    errors: tuple[Error, ...] = (),
) -> AskPage:
    """The form that asks for a departure of one sort."""
    typed, rule = typed or Typed(), step.departures[asking.sort]
    return AskPage(
        dossier=dossier_head(sight, directory, words),
        step=step_head(sight, step, words),
        sort=asking.sort,
        action=ask_href(sight.dossier.id, step.id, asking.sort),
        needed=deciders(sight, rule.policy, (), directory, words),
        latest=words.day(asking.latest) if asking.latest else "",
        until_must=rule.months is not None,
        instead_must=rule.instead,
        cannot="" if asking.cannot is None else words.refusal(told(asking.cannot, words, sight.checklist)),
        until=typed.until,
        reason=typed.reason,
        instead=typed.instead,
        errors=errors,
    )


def departure_page(
    sight: Sight,
    looked: Looked,
    directory: Directory,
    words: Words,
    typed: Typed | None = None,
    errors: tuple[Error, ...] = (),
) -> DeparturePage:
    """One departure, with what the reader may do about it."""
    typed, departure = typed or Typed(), looked.departure
    step = sight.checklist.step(departure.step)
    where: dict[str, Any] = {"dossier": sight.dossier.id, "departure": departure.id}
    waits = departure.state is DepartureState.ASKED
    grants = waits and (looked.cannot is None or looked.cannot.code in _NOT_YET)
    return DeparturePage(
        dossier=dossier_head(sight, directory, words),
        step=step_head(sight, step, words),
        sort=departure.sort,
        state=departure.state,
        reason=words.typed(departure.reason),
        instead=words.typed(departure.instead),
        until=last_day(departure, words),
        asked_by=_person(departure, directory, words),
        asked_when=words.moment(departure.asked.at),
        digest=looked.shown,
        needed=deciders(sight, step.departures[Departing(departure.sort)].policy, departure.votes, directory, words),
        decisions=_votes(departure, directory, words),
        ending=_ending(sight, departure, words),
        grant_action=url_for("departures.grant", **where) if grants else "",
        refuse_action=url_for("departures.refuse", **where) if looked.refuses else "",
        withdraw_action=url_for("departures.withdraw", **where) if looked.withdraws else "",
        cannot=""
        if grants or not waits or looked.cannot is None
        else words.refusal(told(looked.cannot, words, sight.checklist)),
        comment=typed.comment,
        errors=errors,
    )


def asking_links(sight: Sight, step: Step, reader: Actor, words: Words) -> tuple[Link, ...]:
    """Where the reader can ask for what the checklist allows."""
    if sight.dossier.stage != "open":
        return ()
    texts = {
        Departing.WAIVER: words.gettext("Ask for a waiver"),
        Departing.ALTERNATIVE: words.gettext("Propose another means of compliance"),
    }
    links = tuple(Link(texts[sort], ask_href(sight.dossier.id, step.id, sort)) for sort in step.departures)
    return links if may(reader, Permission.STEP_SUBMIT) else ()


def _person(departure: Departure, directory: Directory, words: Words) -> Person:
    by = departure.asked.by
    return Person(by.name, organisation(directory, by.organisation), words.gettext(names.ROLES.get(by.role, by.role)))


def _votes(departure: Departure, directory: Directory, words: Words) -> tuple[Decision, ...]:
    return tuple(
        Decision(
            "approved",
            Person(
                vote.by.name,
                organisation(directory, vote.by.organisation),
                words.gettext(names.ROLES.get(vote.role, vote.role)),
            ),
            words.moment(vote.at),
            reason=words.typed(vote.comment),
            digest=vote.shown,
        )
        for vote in reversed(departure.votes)
    )


def _ending(sight: Sight, departure: Departure, words: Words) -> str:
    """Who ended it when, and why."""
    fact, by = departure.last.fact, departure.last.by
    facts = {"who": by.name, "when": words.moment(departure.last.at)}
    match fact:
        case DepartureRefused():
            return words.gettext("Refused by %(who)s, %(when)s:", **facts) + f" {words.typed(fact.reason)}"
        case DepartureWithdrawn():
            return words.gettext("Taken back by %(who)s, %(when)s:", **facts) + f" {words.typed(fact.reason)}"
        case DepartureEnded():
            return " ".join(because(sight, fact.because, words))
    return ""


def because(sight: Sight, told: Iterable[Mapping[str, object]], words: Words) -> Iterator[str]:
    """Why a departure ended by itself, a sentence each."""
    for each in told:
        if each["what"] == "until":
            yield words.gettext("Its last day was %(day)s.", day=words.day(date.fromisoformat(str(each["from"]))))
        else:
            yield difference(sight, dict(each), words)
