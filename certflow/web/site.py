"""The site as one whole: every view, and what stands around all of them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from certflow.actions.desk import Desk
from certflow.web import (
    assets,
    checklists,
    departures,
    dossiers,
    errors,
    evidence,
    guards,
    headers,
    health,
    history,
    hosts,
    imports,
    issues,
    items,
    limits,
    moving,
    people,
    preferences,
    records,
    reviews,
    rows,
    screen,
    sessions,
    steps,
    taking_over,
    verify,
    waiting,
    what_if,
    why,
)

ROOMS = (
    *(checklists, departures, dossiers, evidence, health, history, imports, issues, items, moving, people, preferences),
    *(records, reviews, rows, sessions, steps, taking_over, verify, what_if, why),
)


def build_site(app: Flask, desk: Desk) -> None:
    """Everything between the socket and the acts. The order of the first four is the order of asking."""
    app.extensions["desk"] = desk
    app.extensions["to-review"] = {}
    hosts.check_hosts(app, desk.config)
    limits.limit_requests(app, desk.config)
    guards.stand_guard(app)
    _protect_forms(app, desk)
    _know_people(app)
    headers.put_headers(app, desk.config)
    errors.answer_errors(app)
    screen.prepare_templates(app)
    waiting.count_again(app)
    assets.serve_assets(app)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    if desk.config.trusted_proxy:
        app.wsgi_app = hosts.TrustedProxy(app.wsgi_app, desk.config.trusted_proxy)  # type: ignore[method-assign]


def _protect_forms(app: Flask, desk: Desk) -> None:
    secure = desk.config.secure
    app.config.update(
        SESSION_COOKIE_NAME="__Host-certflow" if secure else "certflow",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=desk.config.session_absolute,
        # A form is good as long as the browser session it was drawn in; sessions themselves end at the server.
        WTF_CSRF_TIME_LIMIT=None,
        REMEMBER_COOKIE_DURATION=timedelta(0),
    )
    CSRFProtect(app)


def _know_people(app: Flask) -> None:
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # templates are told who reads; they never ask
    manager.session_protection = None  # the server decides what a session is worth, not the browser's headers
    manager.user_loader(sessions.whoever_holds)
