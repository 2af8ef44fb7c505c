"""Saving as one types, in a real browser: what is not acknowledged is neither lost nor called saved."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from certflow.app import make_app
from tests.actions.office import PASSWORD, Office, email_of, open_office
from tests.web import gallery

pytestmark = pytest.mark.browser


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    office = open_office(sqlite, tmp_path, CERTFLOW_PORT=port)
    server = make_server("127.0.0.1", int(port), make_app(office.desk), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield office
    server.shutdown()
    office.desk.engine.dispose()


@pytest.fixture
def page(office: Office) -> Iterator[Page]:
    """Anna, at the step about mass."""
    home = office.desk.config.public_url
    with gallery.browser() as found:
        page = found.new_page()
        page.goto(f"{home}/sign-in")
        page.get_by_label("E-mail address").fill(email_of("Anna"))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{home}/dossiers/{office.dossier_id}/steps/mass")
        yield page


@pytest.mark.parametrize(
    ("status", "kind", "body", "said"),
    [
        (413, "text/html", "<h1>Too large</h1>", "Not saved. Your text is kept in this browser."),
        (403, "application/json", '{"error": "x", "text": "Not yours."}', "Not yours. Not saved. Your text is kept"),
    ],
)
def test_a_refusal_is_told_kept_and_not_sent_again_by_itself(
    office: Office, page: Page, status: int, kind: str, body: str, said: str
) -> None:
    sent: list[str] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=status, content_type=kind, body=body)

    page.route("**/steps/mass", lambda route: refuse(route) if route.request.method == "POST" else route.continue_())
    page.get_by_label("Mass").fill("50")
    page.get_by_label("Mass").blur()

    expect(page.locator("[data-question=mass_kg] [data-saving]")).to_contain_text(said)
    page.wait_for_timeout(2500)
    assert len(sent) == 1

    page.unroute_all()
    page.get_by_label("Mass").fill("51")
    page.get_by_label("Mass").blur()
    expect(page.locator("[data-question=mass_kg] [data-saving]")).to_contain_text("Saved.")
    assert office.dossier.answers["mass_kg"].value == "51"


def test_somebody_elses_page_in_place_of_the_answer_is_not_taken_for_saved(office: Office, page: Page) -> None:
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>Accept our conditions</h1>"}
    page.route("**/steps/mass", lambda r: r.fulfill(**portal) if r.request.method == "POST" else r.continue_())  # type: ignore[arg-type]
    page.get_by_label("Mass").fill("50")
    page.get_by_label("Mass").blur()

    expect(page.locator("[data-question=mass_kg] [data-saving]")).to_contain_text("Not saved yet.")
    page.unroute_all()
    expect(page.locator("[data-question=mass_kg] [data-saving]")).to_contain_text("Saved.", timeout=10_000)
    assert office.dossier.answers["mass_kg"].value == "50"
