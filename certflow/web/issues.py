"""Issue records: opening one, taking a position, deciding, taking back."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import issues
from certflow.actions.reviews import find_step
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
from certflow.web.showing import issues as showing
from certflow.web.showing.flags import issue_href
from certflow.web.telling import told

bp = Blueprint("issues", __name__)

#: which input a refusal is about
FIELD = {
    "issue.sort": "sort",
    "issue.title": "title",
    "issue.text": "text",
    "issue.position": "position",
    "issue.verdict": "verdict",
    "issue.decision": "decision",
    "issue.long": "",
    "review.password": "password",
    "review.sign-in-again": "password",
    "session.throttled": "password",
}


@bp.get("/dossiers/<dossier>/steps/<step>/issues/new")
@needs(Permission.STEP_DISCUSS)
def new(dossier: str, step: str) -> Response:
    return _opening(dossier, step)


@bp.post("/dossiers/<dossier>/steps/<step>/issues/new")
@needs(Permission.STEP_DISCUSS)
def open_on(dossier: str, step: str) -> AnyResponse:
    look(dossier)
    form = request.form
    typed = showing.Typed(form.get("sort", ""), form.get("title", ""), form.get("text", ""))
    try:
        opened = issues.open_issue(desk(), actor(), dossier, step, typed.sort, typed.title, typed.text)
    except Refused as refused:
        if refused.code not in FIELD:
            raise
        return _opening(dossier, step, typed, refused)
    return redirect(issue_href(dossier, opened))


@bp.get("/dossiers/<dossier>/issues/<issue>")
@needs(Permission.DOSSIER_SEE)
def one(dossier: str, issue: str) -> Response:
    return _shown(dossier, issue)


@bp.post("/dossiers/<dossier>/issues/<issue>/position")
@needs(Permission.STEP_DISCUSS)
def hold(dossier: str, issue: str) -> AnyResponse:
    look(dossier)
    typed = showing.Typed(position=request.form.get("position", ""))
    try:
        issues.take_position(desk(), actor(), dossier, issue, typed.position)
    except Refused as refused:
        if refused.code not in FIELD:
            raise
        return _shown(dossier, issue, typed, refused)
    tell(words().gettext("Your position is on record."))
    return redirect(issue_href(dossier, issue))


@bp.post("/dossiers/<dossier>/issues/<issue>/decide")
@needs(Permission.STEP_REVIEW)
def decide(dossier: str, issue: str) -> AnyResponse:
    look(dossier)
    form = request.form
    typed = showing.Typed(
        verdict=form.get("verdict", ""), decision=form.get("decision", ""), effect=form.get("effect", "")
    )
    try:
        issues.decide(
            desk(), actor(), dossier, issue, typed.verdict, typed.decision, typed.effect, form.get("password", "")
        )
    except Refused as refused:
        if refused.code not in FIELD:
            raise
        return _shown(dossier, issue, typed, refused)
    tell(words().gettext("Decided."))
    return redirect(issue_href(dossier, issue))


@bp.post("/dossiers/<dossier>/issues/<issue>/withdraw")
@needs(Permission.STEP_DISCUSS)
def withdraw(dossier: str, issue: str) -> AnyResponse:
    _ = words().gettext
    issues.find(look(dossier), issue)
    return with_reason(
        lambda reason: issues.withdraw(desk(), actor(), dossier, issue, reason),
        "issue.reason",
        _("Take the issue back"),
        _("It then keeps nothing open, and stays in the history."),
        _("Take it back"),
        back=issue_href(dossier, issue),
    )


def _opening(dossier: str, step: str, typed: showing.Typed | None = None, refused: Refused | None = None) -> Response:
    sight = look(dossier)
    page = showing.open_page(
        sight, find_step(sight.checklist, step), directory(), words(), typed, _errors(refused, "title")
    )
    return show(page, "dossiers", status_of(refused) if refused else 200)


def _shown(dossier: str, issue: str, typed: showing.Typed | None = None, refused: Refused | None = None) -> Response:
    sight = look(dossier)
    looked = issues.look_into(sight, issues.find(sight, issue), actor())
    page = showing.issue_page(sight, looked, directory(), words(), typed, _errors(refused, "decision"))
    return show(page, "dossiers", status_of(refused) if refused else 200)


def _errors(refused: Refused | None, otherwise: str) -> tuple[Error, ...]:
    if refused is None:
        return ()
    return (Error(words().refusal(told(refused, words())), FIELD[refused.code] or otherwise),)
