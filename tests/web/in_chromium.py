"""The application on a port, and a person who has signed in to it in a real Chromium."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

from playwright.sync_api import Page
from werkzeug.serving import make_server

from certflow.app import make_app
from tests.actions.office import PASSWORD, Office, email_of
from tests.web import gallery


def free_port() -> str:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def served(office: Office, port: str) -> Iterator[Office]:
    """The office, opened with `CERTFLOW_PORT=port`, while it answers there."""
    server = make_server("127.0.0.1", int(port), make_app(office.desk), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield office
    server.shutdown()
    office.desk.engine.dispose()


@contextmanager
def anna_at(office: Office, step: str) -> Iterator[Page]:
    """Anna's browser, at one step of the dossier."""
    home = office.desk.config.public_url
    with gallery.browser() as found:
        page = found.new_page()
        page.goto(f"{home}/sign-in")
        page.get_by_label("E-mail address").fill(email_of("Anna"))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{home}/dossiers/{office.dossier_id}/steps/{step}")
        yield page
