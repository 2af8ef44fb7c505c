"""Reviews: the inbox, the review page, approving and returning."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import reviews
from certflow.actions.inbox import inbox as inbox_of
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.asking import with_reason
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.guards import needs
from certflow.web.looking import look
from certflow.web.pages import Error
from certflow.web.screen import show, tell
from certflow.web.showing import reviews as showing
from certflow.web.telling import told

bp = Blueprint("reviews", __name__)

#: which input a refusal is about
FIELD = {
    "review.meaning": "meaning",
    "review.over": "meaning",
    "condition.too-many": "conditions",
    "condition.long": "conditions",
    "review.password": "password",
    "review.sign-in-again": "password",
    "session.throttled": "password",
    "review.reason": "reason",
}


@bp.get("/reviews")
@needs(Permission.DOSSIER_SEE)
def inbox() -> Response:
    g.inbox = inbox_of(desk(), actor())
    return show(showing.inbox_page(g.inbox, directory(), words()), "inbox")


@bp.get("/dossiers/<dossier>/steps/<step>/review")
@needs(Permission.DOSSIER_SEE)
def one(dossier: str, step: str) -> Response:
    look(dossier)
    review = reviews.look_at(desk(), actor(), dossier, step)
    return show(showing.review_page(review, directory(), actor(), words()), "inbox")


@bp.post("/dossiers/<dossier>/steps/<step>/approve")
@needs(Permission.STEP_REVIEW)
def approve(dossier: str, step: str) -> AnyResponse:
    look(dossier)
    form = request.form
    typed = showing.Deciding(form.get("meaning", ""), form.get("comment", ""), conditions=form.get("conditions", ""))
    try:
        complete = reviews.approve_step(
            desk(),
            actor(),
            dossier,
            step,
            form.get("shown", ""),
            typed.meaning,
            form.get("password", ""),
            typed.comment,
            typed.conditions,
        )
    except Refused as refused:
        return _refused(dossier, step, typed, refused)
    tell(words().gettext("Approved."))
    if complete:
        tell(words().gettext("Nothing is left to approve: the accountable manager can close the dossier."), "note")
    return redirect(url_for("reviews.inbox"))


@bp.post("/dossiers/<dossier>/steps/<step>/return")
@needs(Permission.STEP_REVIEW)
def give_back(dossier: str, step: str) -> AnyResponse:
    look(dossier)
    typed = showing.Deciding(reason=request.form.get("reason", ""))
    try:
        reviews.return_step(desk(), actor(), dossier, step, typed.reason)
    except Refused as refused:
        return _refused(dossier, step, typed, refused)
    tell(words().gettext("Returned to its author with your reason."))
    return redirect(url_for("reviews.inbox"))


@bp.post("/dossiers/<dossier>/steps/<step>/conditions/<condition>/meet")
@needs(Permission.STEP_REVIEW)
def meet(dossier: str, step: str, condition: str) -> AnyResponse:
    _ = words().gettext
    look(dossier)
    return with_reason(
        lambda note: reviews.meet_condition(desk(), actor(), dossier, step, condition, note),
        "condition.note",
        _("Declare the condition met"),
        _("The record prints the condition and how it was met."),
        _("It is met"),
        back=url_for("reviews.one", dossier=dossier, step=step),
        label=_("How it was met"),
    )


def _refused(dossier: str, step: str, typed: showing.Deciding, refused: Refused) -> Response:
    """The review page with what was typed; where the step changed meanwhile, the difference."""
    if refused.code != "review.changed" and refused.code not in FIELD:
        raise refused
    if refused.code == "review.changed":
        looked = request.form.get("shown", "")
        review = reviews.look_at(desk(), actor(), dossier, step, looked)
        page = showing.changed_page(review, looked, directory(), words())
        return show(page, "inbox", status_of(refused))
    review = reviews.look_at(desk(), actor(), dossier, step)
    errors = (Error(words().refusal(told(refused, words(), review.sight.checklist)), FIELD[refused.code]),)
    return show(showing.review_page(review, directory(), actor(), words(), typed, errors), "inbox", status_of(refused))
