"""Saving as one types, in a real browser: what is not acknowledged is neither lost nor called saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.actions.office import Office, open_office
from tests.web.in_chromium import anna_at, free_port, served

pytestmark = pytest.mark.browser


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    port = free_port()
    with served(open_office(sqlite, tmp_path, CERTFLOW_PORT=port), port) as office:
        yield office


@pytest.fixture
def page(office: Office) -> Iterator[Page]:
    with anna_at(office, "mass") as page:
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
