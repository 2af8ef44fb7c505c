"""What happened in a dossier, entry by entry."""

from __future__ import annotations

from flask import Blueprint, Response, request

from certflow.actions import dossiers
from certflow.domain.people import Permission
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.guards import needs
from certflow.web.looking import look, place
from certflow.web.names import KIND_NAMES
from certflow.web.screen import show
from certflow.web.showing.history import history_page

bp = Blueprint("history", __name__)


@bp.get("/dossiers/<dossier>/history")
@needs(Permission.DOSSIER_SEE)
def all(dossier: str) -> Response:
    kind = request.args.get("kind", "")
    page = history_page(
        look(dossier),
        dossiers.history(desk(), actor(), dossier),
        directory(),
        words(),
        kind if kind in KIND_NAMES else "",
        place("before"),
    )
    return show(page, "dossiers")
