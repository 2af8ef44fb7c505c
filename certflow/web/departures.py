"""Waivers and other means of compliance: asking, granting, refusing, taking back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import departures
from certflow.actions.desk import Desk
from certflow.domain.people import Actor, Permission
from certflow.domain.refusal import Refused
from certflow.web.asking import with_reason
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.guards import needs
from certflow.web.looking import look
from certflow.web.pages import Error
from certflow.web.screen import show, tell
from certflow.web.showing import departures as showing
from certflow.web.showing.flags import departure_href
from certflow.web.telling import told

bp = Blueprint("departures", __name__)

#: refusing or taking back: desk, actor, dossier, departure, reason
Act = Callable[[Desk, Actor, str, str, str], None]

#: which input a refusal is about
FIELD = {
    "departure.reason": "reason",
    "departure.instead": "instead",
    "departure.long": "reason",
    "departure.day": "until",
    "departure.until": "until",
    "departure.past": "until",
    "departure.too-long": "until",
    "review.password": "password",
    "review.sign-in-again": "password",
    "session.throttled": "password",
}


@bp.get("/dossiers/<dossier>/steps/<step>/depart/<sort>")
@needs(Permission.DOSSIER_SEE)
def ask(dossier: str, step: str, sort: str) -> Response:
    return _asking(dossier, step, sort)


@bp.post("/dossiers/<dossier>/steps/<step>/depart/<sort>")
@needs(Permission.STEP_SUBMIT)
def ask_for(dossier: str, step: str, sort: str) -> AnyResponse:
    look(dossier)
    form = request.form
    typed = showing.Typed(form.get("until", ""), form.get("reason", ""), form.get("instead", ""))
    try:
        asked = departures.ask(desk(), actor(), dossier, step, sort, typed.until, typed.reason, typed.instead)
    except Refused as refused:
        if refused.code not in FIELD:
            raise
        return _asking(dossier, step, sort, typed, refused)
    tell(words().gettext("Asked for. Those who may grant it find it among what waits for them."))
    return redirect(departure_href(dossier, asked))


def _asking(
    dossier: str, step: str, sort: str, typed: showing.Typed | None = None, refused: Refused | None = None
) -> Response:
    look(dossier)
    found = departures.look_at(desk(), actor(), dossier, step)
    asking = next((each for each in found.asking if each.sort == sort), None)
    if asking is None:
        raise Refused("departure.never", step=step)
    page = showing.ask_page(found.sight, found.step, asking, directory(), words(), typed, _errors(refused))
    return show(page, "dossiers", status_of(refused) if refused else 200)


@bp.get("/dossiers/<dossier>/departures/<departure>")
@needs(Permission.DOSSIER_SEE)
def one(dossier: str, departure: str) -> Response:
    return _shown(dossier, departure)


@bp.post("/dossiers/<dossier>/departures/<departure>/grant")
@needs(Permission.STEP_REVIEW)
def grant(dossier: str, departure: str) -> AnyResponse:
    look(dossier)
    form = request.form
    typed = showing.Typed(comment=form.get("comment", ""))
    try:
        stands = departures.grant(
            desk(), actor(), dossier, departure, form.get("shown", ""), form.get("password", ""), typed.comment
        )
    except Refused as refused:
        if refused.code not in FIELD:
            raise
        return _shown(dossier, departure, typed, refused)
    tell(words().gettext("Granted.") if stands else words().gettext("Your approval is there; others are still needed."))
    return redirect(departure_href(dossier, departure))


@bp.post("/dossiers/<dossier>/departures/<departure>/refuse")
@needs(Permission.STEP_REVIEW)
def refuse(dossier: str, departure: str) -> AnyResponse:
    _ = words().gettext
    return _with_reason(
        dossier, departure, departures.refuse, _("Refuse it"), _("Whoever asked reads your reason."), _("Refuse")
    )


@bp.post("/dossiers/<dossier>/departures/<departure>/withdraw")
@needs(Permission.STEP_DISCUSS)
def withdraw(dossier: str, departure: str) -> AnyResponse:
    _ = words().gettext
    return _with_reason(
        dossier,
        departure,
        departures.withdraw,
        _("Take it back"),
        _("The step then has to be met again as the checklist says."),
        _("Take it back"),
    )


def _with_reason(dossier: str, departure: str, act: Act, title: str, lead: str, button: str) -> AnyResponse:
    departures.find(look(dossier), departure)
    back = departure_href(dossier, departure)
    return with_reason(
        lambda reason: act(desk(), actor(), dossier, departure, reason), "departure.reason", title, lead, button, back
    )


def _shown(
    dossier: str, departure: str, typed: showing.Typed | None = None, refused: Refused | None = None
) -> Response:
    sight = look(dossier)
    looked = departures.look_into(sight, departures.find(sight, departure), actor(), desk().now().date())
    page = showing.departure_page(sight, looked, directory(), words(), typed, _errors(refused))
    return show(page, "dossiers", status_of(refused) if refused else 200)


def _errors(refused: Refused | None) -> tuple[Error, ...]:
    return () if refused is None else (Error(words().refusal(told(refused, words())), FIELD[refused.code]),)
