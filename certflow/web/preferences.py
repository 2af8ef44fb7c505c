"""What a reader chooses for this browser: language and appearance, kept in cookies so that no script decides them."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from certflow.domain.text import LANGUAGES
from certflow.web.context import THEMES, cookie, desk
from certflow.web.guards import open_to_all
from certflow.web.paths import own_relative

bp = Blueprint("preferences", __name__)

A_YEAR_S = 31_536_000


@bp.post("/language")
@open_to_all
def language() -> Response:
    return _keep("language", LANGUAGES)


@bp.post("/theme")
@open_to_all
def theme() -> Response:
    return _keep("theme", THEMES)


def _keep(name: str, known: tuple[str, ...]) -> Response:
    response = redirect(own_relative(request.form.get("back", "")))
    chosen = request.form.get(name, "")
    if chosen in known:
        response.set_cookie(
            cookie(name),
            chosen,
            max_age=A_YEAR_S,
            path="/",
            secure=desk().config.secure,
            httponly=True,
            samesite="Lax",
        )
    return response
