"""How many steps wait for the reader's own decision: the number beside “To review” on every page."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from certflow.actions.inbox import inbox
from certflow.domain.people import Actor, Permission, may
from certflow.web.context import SignedIn, desk


def count_again(app: Flask) -> None:
    """Whoever did something is told anew how much waits for them."""

    @app.after_request
    def forget(response: Response) -> Response:
        who = g.get("_login_user")  # asked for already, or not at all: the answer is made, nothing may fail any more
        if request.method == "POST" and isinstance(who, SignedIn):
            app.extensions["to-review"].pop(who.actor.id, None)
        return response


def waiting(reader: Actor) -> int:
    """How many steps wait for the reader's own decision.

    Counting looks into every dossier with a submitted step, so it is done on the list of dossiers, in the inbox, and
    after the reader did something; other pages show the count of then.
    """
    if not may(reader, Permission.STEP_REVIEW):
        return 0
    counts: dict[str, int] = current_app.extensions["to-review"]
    if "inbox" in g:
        counts[reader.id] = g.inbox.mine
    elif reader.id not in counts or request.endpoint == "dossiers.every":
        counts[reader.id] = inbox(desk(), reader).mine
    return counts[reader.id]
