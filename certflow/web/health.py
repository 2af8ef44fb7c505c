"""The front door, and whether anybody is at home."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from certflow.actions import dossiers
from certflow.domain.people import Permission, may
from certflow.web.context import actor, desk
from certflow.web.guards import open_to_all, signed_in

bp = Blueprint("health", __name__)


@bp.get("/")
@signed_in
def front() -> Response:
    """Where a person's work is: dossiers, else people, else checklists."""
    if may(actor(), Permission.DOSSIER_SEE):
        return redirect(url_for("dossiers.every"))
    if may(actor(), Permission.PEOPLE_MANAGE):
        return redirect(url_for("people.everybody"))
    return redirect(url_for("checklists.every"))


@bp.get("/healthz")
@open_to_all
def health() -> tuple[str, int, dict[str, str]]:
    """For whoever watches over the process: the database answers."""
    dossiers.directory(desk())
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
