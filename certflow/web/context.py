"""What every view asks for: the desk, the person at work, the reader's language."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request
from flask_login import UserMixin, current_user

from certflow.actions.desk import Desk
from certflow.domain.people import Actor
from certflow.domain.text import LANGUAGES
from certflow.web.words import Words

#: appearances a reader can choose
THEMES = ("auto", "light", "dark")


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps: the session's token stands for the person, the server decides what it is worth."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        return self.token


def desk() -> Desk:
    return cast(Desk, current_app.extensions["desk"])


def actor_or_nobody() -> Actor | None:
    """Whoever is signed in; None for a visitor."""
    return current_user.actor if isinstance(current_user._get_current_object(), SignedIn) else None


def actor() -> Actor:
    """The person at work; only behind a guard that asks for one."""
    found = actor_or_nobody()
    if found is None:
        raise RuntimeError("a view asked who acts, but its guard lets visitors in")
    return found


def words() -> Words:
    """The reader's language: as chosen, else as the browser asks, else English."""
    if "words" not in g:
        chosen = request.cookies.get(cookie("language"))
        asked = request.accept_languages.best_match(LANGUAGES)
        g.words = Words(chosen if chosen in LANGUAGES else asked or LANGUAGES[0])
    return cast(Words, g.words)


def theme() -> str:
    chosen = request.cookies.get(cookie("theme"), "")
    return chosen if chosen in THEMES else THEMES[0]


def cookie(name: str) -> str:
    """The cookie's full name; over TLS the browser then holds it to this host, this path and TLS."""
    return f"__Host-certflow-{name}" if desk().config.secure else f"certflow-{name}"
