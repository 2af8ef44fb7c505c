"""The last door out: what a refusal or a failure looks like to people and to scripts."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Mapping

import structlog
from flask import Flask, Response, g, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from certflow.domain.refusal import Refused
from certflow.web.context import words
from certflow.web.fresh import FORGET
from certflow.web.guards import NotSignedIn
from certflow.web.pages import ErrorPage, Link
from certflow.web.paths import own_path
from certflow.web.screen import show, show_trouble
from certflow.web.telling import told
from certflow.web.tokens import again
from certflow.web.words import Words

log = structlog.get_logger("certflow.web")

#: what is unknown to its reader, and what another organisation keeps to itself
_BY_ENDING: Mapping[str, int] = {"unknown": 404, "protected": 403}

#: refusals whose status is not 422, nor that of their ending
STATUS: Mapping[str, int] = {
    "people.not-allowed": 403,
    "invite.unusable": 410,
    "answer.conflict": 409,
    "review.changed": 409,
    "edition.changed": 409,
    "edition.same": 409,
    "dossier.closed": 409,
    "record.pending": 409,
    "record.not-ready": 409,
    "dossier.checklist": 503,
    "evidence.too-large": 413,
    "form.too-large": 413,
    "evidence.type": 415,
    "evidence.content": 415,
    "session.throttled": 429,
    "form.token": 400,
    "file.missing": 500,
    "file.damaged": 500,
    "storage.full": 507,
    "storage.busy": 503,
}


def status_of(refused: Refused) -> int:
    """The HTTP status that says what kind of no this is."""
    return STATUS.get(refused.code, _BY_ENDING.get(refused.code.partition(".")[2], 422))


def answer_errors(app: Flask) -> None:
    """Give every error its page, or its JSON where the request asks for JSON."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotSignedIn, _not_signed_in)
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _refused(refused: Refused) -> Response:
    return _answer(status_of(refused), refused.code, words().refusal(told(refused, words(), g.get("checklist"))))


def _not_signed_in(_: NotSignedIn) -> AnyResponse:
    """To the sign-in page and back; a form that was sent is not sent again by itself, so it leads back to its page."""
    back = request.full_path.rstrip("?") if request.method == "GET" else own_path(request.referrer or "")
    address = url_for("sessions.sign_in", next=back if back != "/" else None)
    if wants_json():
        return make_response(jsonify(sign_in=address), 401)
    if request.method == "GET":
        response = redirect(address)
        response.headers["Clear-Site-Data"] = FORGET
        return response
    return _answer(401, "session.ended", words().refusal(Refused("session.ended")), address)


def _token(_: CSRFError) -> Response:
    return again() or _refused(Refused("form.token"))


def _too_large(_: RequestEntityTooLarge) -> Response:
    return _refused(Refused("form.too-large", most=words().size(request.max_content_length or 0)))


def _http(error: HTTPException) -> AnyResponse:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code in (404, 405):
        return _answer(code, "page.unknown", words().refusal(Refused("page.unknown")))
    if code == 503:
        return _answer(code, "busy", words().gettext("certflow is busy just now. Try again in a moment."))
    if code < 500:
        return _answer(code, "request.bad", words().gettext("certflow could not understand this request."))
    return _failed(error)


def _failed(error: Exception) -> Response:
    """Something broke inside. The number leads to the line in the log; what people typed stays out of it."""
    reference = secrets.token_hex(4)
    frames = [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)]
    # Messages of libraries may repeat what they were handed; our own broken promises only name parts of the house.
    said = str(error) if type(error) is RuntimeError else ""
    log.error(
        "page failed",
        reference=reference,
        endpoint=request.endpoint,
        method=request.method,
        error=type(error).__name__,
        said=said,
        frames=frames,
    )
    return _answer(500, "page.failed", words().refusal(Refused("page.failed")), reference=reference)


def _answer(status: int, code: str, sentence: str, sign_in: str = "", reference: str = "") -> Response:
    if wants_json():
        told_json = {"error": code, "text": sentence, **({"reference": reference} if reference else {})}
        return make_response(jsonify(told_json), status)
    w = words()
    links = (Link(w.gettext("Sign in"), sign_in),) if sign_in else (Link(w.gettext("Go to the dossiers"), "/"),)
    page = ErrorPage(
        what=_what(status, w), why=sentence, todo=_todo(status, w), links=links, status=status, reference=reference
    )
    return show_trouble(page, status) if status >= 500 else show(page, status=status)


def _what(status: int, w: Words) -> str:
    _ = w.gettext
    return {
        400: _("This could not be sent"),
        401: _("You are signed out"),
        403: _("This is not yours to do"),
        404: _("There is nothing here"),
        405: _("There is nothing here"),
        409: _("Not possible as things stand"),
        410: _("This invitation no longer works"),
        413: _("Too large"),
        415: _("Not a file we take"),
        429: _("Too many attempts"),
        503: _("Not possible right now"),
        507: _("The disk is full"),
    }.get(status, _("Something broke") if status >= 500 else _("This could not be done"))


def _todo(status: int, w: Words) -> tuple[str, ...]:
    _ = w.gettext
    if status in (400, 422, 413, 415):
        return (_("Go back in your browser: what you typed is still there."),)
    if status in (503, 507):
        return (_("Wait a moment, then go back and send the page again."), _("Tell whoever runs certflow."))
    if status == 500:
        return (_("Go back and try once more."), _("If it happens again, tell whoever runs certflow."))
    return ()
