"""Rows in a real browser: added and removed without the server, saved as one types, brought back after a dead link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from certflow.actions import dossiers
from tests.actions.office import Office, open_office
from tests.domain.checklists import example_text
from tests.web.in_chromium import anna_at, free_port, served

pytestmark = pytest.mark.browser

SAVING = "[data-question=pieces] [data-saving]"


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    example = tmp_path / "checklists" / "example" / "1.0.yaml"
    example.parent.mkdir(parents=True)
    example.write_text(example_text(), "utf-8")
    port = free_port()
    with served(open_office(sqlite, tmp_path, CERTFLOW_PORT=port), port) as office:
        parties = {"ligure": "designer", "krylo": "operator"}
        office.dossier_id = dossiers.open_dossier(office.desk, office.anna, "example", "1.0", "Rows", parties)
        yield office


@pytest.fixture
def page(office: Office) -> Iterator[Page]:
    with anna_at(office, "proof") as page:
        yield page


def fill(page: Page, row: int, part: str) -> None:
    stem = f"answer.pieces.{row}"
    page.locator(f"[id='{stem}.part']").fill(part)
    page.locator(f"[id='{stem}.mass_kg']").fill("2")
    page.locator(f"[id='{stem}.made']").select_option("us")
    page.locator(f"[id='{stem}.critical']").select_option("no")


def parts(office: Office) -> list[str]:
    return [row["part"] for row in office.dossier.answers["pieces"].value]  # type: ignore[union-attr,index,call-overload]


def test_rows_are_added_and_removed_without_leaving_the_page(office: Office, page: Page) -> None:
    fill(page, 1, "Wing")
    page.get_by_role("button", name="Add a row").first.click()
    expect(page.locator("[id='answer.pieces.2.part']")).to_be_focused()
    fill(page, 2, "Nut")
    page.locator("[id='answer.agreement']").focus()
    expect(page.locator(SAVING)).to_contain_text("Saved.")
    assert parts(office) == ["Wing", "Nut"]

    page.get_by_role("button", name="Remove Row 1").first.click()
    expect(page.locator("[id='answer.pieces.1.part']")).to_have_value("Nut")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("[id='answer.agreement']").focus()
    assert parts(office) == ["Nut"]
    page.reload()
    expect(page.locator("[id='answer.pieces.1.part']")).to_have_value("Nut")
    expect(page.locator("[id='answer.pieces.2.part']")).to_have_count(0)


def test_rows_that_never_arrived_come_back_with_the_page(office: Office, page: Page) -> None:
    page.route("**/steps/proof", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    fill(page, 1, "Wing")
    page.get_by_role("button", name="Add a row").first.click()
    fill(page, 2, "Nut")
    page.locator("[id='answer.agreement']").focus()
    expect(page.locator(SAVING)).to_contain_text("Not saved yet.")

    page.unroute_all()
    page.reload()

    expect(page.locator("[id='answer.pieces.2.part']")).to_have_value("Nut")
    expect(page.locator(SAVING)).to_contain_text("Saved.", timeout=10_000)
    assert parts(office) == ["Wing", "Nut"]
