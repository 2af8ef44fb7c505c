"""The editions at hand, to read."""

from __future__ import annotations

from flask import Blueprint, Response

from certflow.domain.people import Permission
from certflow.web.context import desk, words
from certflow.web.guards import needs
from certflow.web.screen import show
from certflow.web.showing import checklists as showing

bp = Blueprint("checklists", __name__)


@bp.get("/checklists")
@needs(Permission.CHECKLIST_SEE)
def every() -> Response:
    return show(showing.checklists_page(desk().library.all(), words()), "checklists")


@bp.get("/checklists/<id>@<edition>")
@needs(Permission.CHECKLIST_SEE)
def one(id: str, edition: str) -> Response:
    return show(showing.checklist_page(desk().library.get(id, edition), words()), "checklists")
