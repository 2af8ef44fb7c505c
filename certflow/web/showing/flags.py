"""What everybody sees beside a step that is not simply as the checklist has it: a waiver, another means."""

from __future__ import annotations

from datetime import date

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Departing, Step
from certflow.domain.dossier import Departure, DepartureState
from certflow.web.pages import Flag
from certflow.web.words import Words


def ask_href(dossier: str, step: str, sort: str) -> str:
    return url_for("departures.ask", dossier=dossier, step=step, sort=sort)


def departure_href(dossier: str, departure: str) -> str:
    return url_for("departures.one", dossier=dossier, departure=departure)


def last_day(departure: Departure, words: Words) -> str:
    """The last day in words; empty where it has none."""
    return words.day(date.fromisoformat(departure.until)) if departure.until else ""


def flags(sight: Sight, step: Step, words: Words) -> tuple[Flag, ...]:
    """The departures of a step that wait or stand: what everybody sees beside the step."""
    return tuple(
        Flag(each.sort, each.state, flag_text(each, words), departure_href(sight.dossier.id, each.id))
        for each in sight.dossier.departures_of(step.id)
        if each.open
    )


def flag_text(departure: Departure, words: Words) -> str:
    """What stands or waits, in few words."""
    _ = words.gettext
    until = last_day(departure, words)
    granted = departure.state is DepartureState.GRANTED
    if departure.sort == Departing.WAIVER:
        return _("Waived until %(day)s", day=until) if granted else _("A waiver until %(day)s is asked for", day=until)
    if not granted:
        return _("Another means of compliance is proposed")
    return _("Met by another means until %(day)s", day=until) if until else _("Met by another means")
