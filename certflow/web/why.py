"""Why a value, a level or a step is what it is."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from certflow.actions import reviews
from certflow.domain.people import Permission
from certflow.web.context import words
from certflow.web.directory import directory
from certflow.web.guards import needs
from certflow.web.looking import look
from certflow.web.screen import show
from certflow.web.showing import why as showing

bp = Blueprint("why", __name__)


@bp.get("/dossiers/<dossier>/why/<name>")
@needs(Permission.DOSSIER_SEE)
def value(dossier: str, name: str) -> Response:
    sight = look(dossier)
    if name not in sight.checklist.derived:
        abort(404)
    return show(showing.value_page(sight, name, directory(), words()), "dossiers")


@bp.get("/dossiers/<dossier>/why/step/<step>")
@needs(Permission.DOSSIER_SEE)
def step(dossier: str, step: str) -> Response:
    sight = look(dossier)
    found = reviews.find_step(sight.checklist, step)
    return show(showing.step_page(sight, found.id, directory(), words()), "dossiers")
