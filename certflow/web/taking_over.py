"""Taking over from another dossier: choose it, look at what it offers, carry what is chosen."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import taking_over
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.guards import needs
from certflow.web.looking import look
from certflow.web.pages import Error
from certflow.web.screen import show, tell
from certflow.web.showing.taking_over import take_over_page

bp = Blueprint("taking_over", __name__)


@bp.get("/dossiers/<dossier>/take-over")
@needs(Permission.ANSWER_WRITE)
def choose(dossier: str) -> Response:
    return _page(dossier, request.args.get("source", ""))


@bp.post("/dossiers/<dossier>/take-over/<source>")
@needs(Permission.ANSWER_WRITE)
def carry(dossier: str, source: str) -> AnyResponse:
    before = look(dossier)
    try:
        taking_over.take_over(desk(), actor(), dossier, source, request.form.getlist("row"))
    except Refused as refused:
        if refused.code != "take-over.nothing":
            raise
        return _page(dossier, source, refused)
    tell(words().gettext("Taken over. Each step says from where in the history; nothing was approved by it."))
    return redirect(url_for("dossiers.one", dossier=dossier, since=before.dossier.revision))


def _page(dossier: str, source: str, refused: Refused | None = None) -> Response:
    sight = look(dossier)
    rows = taking_over.sources(desk(), actor(), sight)
    offered = taking_over.look_at(desk(), actor(), dossier, source) if source else None
    errors = (Error(words().refusal(refused), "row"),) if refused else ()
    page = take_over_page(sight, rows, offered, directory(), words(), errors)
    return show(page, "dossiers", status_of(refused) if refused else 200)
