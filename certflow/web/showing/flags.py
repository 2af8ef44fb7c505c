"""What everybody sees beside a step that is not simply as the checklist has it: a waiver, another means."""

from __future__ import annotations

from datetime import date

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Departing, Step
from certflow.domain.checklist.model import Gate
from certflow.domain.dossier import Condition, Departure, DepartureState, Issue, IssueState
from certflow.domain.review.gates import closed_before, gate_at, is_settled
from certflow.web.pages import Flag
from certflow.web.showing.links import review_href, step_href
from certflow.web.words import Words


def ask_href(dossier: str, step: str, sort: str) -> str:
    return url_for("departures.ask", dossier=dossier, step=step, sort=sort)


def departure_href(dossier: str, departure: str) -> str:
    return url_for("departures.one", dossier=dossier, departure=departure)


def last_day(departure: Departure, words: Words) -> str:
    """The last day in words; empty where it has none."""
    return words.day(date.fromisoformat(departure.until)) if departure.until else ""


def flags(sight: Sight, step: Step, words: Words) -> tuple[Flag, ...]:
    """What everybody sees beside the step: its departures that wait or stand, open conditions, and a gate."""
    dossier, gate = sight.dossier, gate_at(sight.checklist, step)
    departures = (
        Flag(each.sort, each.state, flag_text(each, words), departure_href(dossier.id, each.id))
        for each in dossier.departures_of(step.id)
        if each.open
    )
    conditions = (
        Flag("condition", "asked", _on(each, words), review_href(dossier.id, step.id))
        for each in dossier.conditions_of(step.id)
        if each.met is None
    )
    gates = () if gate is None else (_gate(sight, step, gate, words),)
    return (*gates, *(_issue(sight, each, words) for each in dossier.issues_of(step.id)), *departures, *conditions)


def issue_href(dossier: str, issue: str) -> str:
    return url_for("issues.one", dossier=dossier, issue=issue)


def issue_text(issue: Issue, words: Words) -> str:
    """An issue and where it stands, in few words."""
    texts = {
        IssueState.OPEN: words.gettext("Issue, open: %(title)s", title=words.typed(issue.title)),
        IssueState.ACCEPTED: words.gettext("Issue, accepted: %(title)s", title=words.typed(issue.title)),
        IssueState.NOT_ACCEPTED: words.gettext("Issue, not accepted: %(title)s", title=words.typed(issue.title)),
        IssueState.WITHDRAWN: words.gettext("Issue, taken back: %(title)s", title=words.typed(issue.title)),
    }
    return texts[issue.state]


def _issue(sight: Sight, issue: Issue, words: Words) -> Flag:
    state = "asked" if issue.state is IssueState.OPEN else "settled"
    return Flag("issue", state, issue_text(issue, words), issue_href(sight.dossier.id, issue.id))


def gates_before(sight: Sight, step: Step, words: Words) -> tuple[Flag, ...]:
    """The gates in front of a step that are not open yet."""
    return tuple(
        Flag(
            "gate",
            "asked",
            words.gettext("Goes to review once this gate is open: %(gate)s", gate=words.plain(gate.title)),
            step_href(sight.dossier.id, gate.step),
        )
        for gate in closed_before(sight.checklist, sight.plan, sight.dossier, step)
    )


def _gate(sight: Sight, step: Step, gate: Gate, words: Words) -> Flag:
    is_open = is_settled(sight.plan, sight.dossier, step.id)
    named = words.plain(gate.title)
    text = (
        words.gettext("Gate, open: %(gate)s", gate=named)
        if is_open
        else words.ngettext(
            "Gate: %(gate)s. %(num)s step behind it waits",
            "Gate: %(gate)s. %(num)s steps behind it wait",
            len(gate.before),
            gate=named,
        )
    )
    return Flag("gate", "settled" if is_open else "asked", text, step_href(sight.dossier.id, step.id))


def _on(condition: Condition, words: Words) -> str:
    return words.gettext("On condition: %(condition)s", condition=words.typed(condition.text))


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
