"""Pages that a browser may keep and ask about: where nothing changed for this reader, 304 and no drawing.

A view says what its page is drawn from (`unchanged`); the frame adds who reads, in which session, language and
appearance, and what waits for them. The tag is a digest of all of it, so nobody can guess one or learn from it, and it
falls with the session, whose token for forms stands in the kept page. See docs/decisions/0011.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Response, g, request, session
from flask_wtf.csrf import generate_csrf

from certflow.config import ROOT
from certflow.version import VERSION
from certflow.web.context import SignedIn, actor, theme, words
from certflow.web.directory import directory
from certflow.web.waiting import waiting

#: may be kept, and has to be asked about each time
KEPT = "private, no-cache"

#: what a browser is told where a session ends: to forget every page that it kept
FORGET = '"cache"'


def unchanged(*drawn_from: object) -> Response | None:
    """The answer to a browser that has this very page already; None where it has to be drawn.

    drawn_from   everything that the page itself is drawn from: ids, revisions, digests
    """
    if session.get("_flashes"):
        return None  # a message is shown once: such a page is neither kept nor answered from what was kept
    generate_csrf()  # a token that does not exist yet would make the first page differ from the second
    g.tag = _digest(_frame(), drawn_from)
    return Response(status=304) if g.tag in request.if_none_match else None


def tag(response: Response) -> None:
    """Put the page's tag on its answer, where its view has said what it is drawn from."""
    known: str | None = g.get("tag")
    if known is not None and response.status_code in (200, 304):
        response.set_etag(known)
        response.headers["Cache-Control"] = KEPT
        response.vary.add("Cookie")


def _frame() -> tuple[object, ...]:
    reader, who = actor(), g.get("_login_user")
    token = who.token if isinstance(who, SignedIn) else ""
    look = (VERSION, _look(), words().language, theme())
    to_review = waiting(reader)
    form = session.get("csrf_token", "")
    return (
        request.full_path,
        token,
        form,
        reader.id,
        reader.organisation,
        sorted(reader.roles),
        to_review,
        look,
        directory().told,  # names of people and organisations stand on most pages
    )


@cache
def _look() -> str:
    """Digest of what pages are drawn by: templates, words and the code of this room, as they were at the start."""
    found = hashlib.sha256()
    for file in sorted(_files()):
        found.update(file.read_bytes())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    for folder, endings in (("templates", (".html",)), ("certflow", (".py", ".po", ".css", ".js"))):
        yield from (file for file in (ROOT / folder).rglob("*") if file.suffix in endings)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
