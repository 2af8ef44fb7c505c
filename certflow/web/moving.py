"""A later edition and one dossier: look at what it would do, then agree to exactly that."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import moving
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.guards import needs
from certflow.web.pages import Error
from certflow.web.screen import show, tell
from certflow.web.showing.impact import impact_page

bp = Blueprint("moving", __name__)

#: refusals after which the page is shown again, as it is now, with what was typed; and the input they are about
AGAIN = {"edition.changed": "", "edition.reason": "reason", "edition.long": "reason"}


@bp.get("/dossiers/<dossier>/editions/<edition>")
@needs(Permission.DOSSIER_SEE)
def look_ahead(dossier: str, edition: str) -> Response:
    return _page(dossier, edition)


@bp.post("/dossiers/<dossier>/editions/<edition>")
@needs(Permission.DOSSIER_MOVE)
def go_over(dossier: str, edition: str) -> AnyResponse:
    shown, reason = request.form.get("shown", ""), request.form.get("reason", "")
    try:
        impact = moving.go_over(desk(), actor(), dossier, edition, shown, reason)
    except Refused as refused:
        if refused.code not in AGAIN:
            raise
        return _page(dossier, edition, refused)
    carried, reopened = len(impact.moved.carried), len(impact.falls)
    told = words().gettext("The dossier stands on edition %(edition)s now.", edition=edition)
    told += " " + words().ngettext("%(num)s review was carried.", "%(num)s reviews were carried.", carried)
    told += " " + words().ngettext("%(num)s opens again.", "%(num)s open again.", reopened)
    tell(told)
    return redirect(url_for("dossiers.one", dossier=dossier))


def _page(dossier: str, edition: str, refused: Refused | None = None) -> Response:
    preview = moving.look_ahead(desk(), actor(), dossier, edition)
    errors = (Error(words().refusal(refused), AGAIN[refused.code]),) if refused else ()
    reason, today = request.form.get("reason", ""), desk().now().date()
    page = impact_page(preview, directory(), actor(), today, words(), reason, errors)
    return show(page, "dossiers", status_of(refused) if refused else 200)
