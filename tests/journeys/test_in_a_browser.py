"""The last stretch of a dossier in a real browser: written, returned, approved, closed, sealed, verified.

The server is the one people start, with its own processes; each person sits at a browser of their own.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from certflow.actions.demo import Signed, bring_in
from certflow.actions.story import play, read_story, read_told
from certflow.cli.migrate import prepare
from certflow.config import ROOT, read_config
from certflow.opening import open_desk

TOLD = ROOT / "certflow" / "demo"
PEOPLE = read_told(TOLD / "people.yaml")
STORY = read_story(TOLD / "dossiers" / "4-sealed.yaml", TOLD / "evidence")
LAST = "oso-08"

pytestmark = pytest.mark.browser


@dataclass
class Office:
    """A running certflow, and people who sit down at browsers of their own."""

    browser: Browser
    address: str

    def sit_down(self, who: str) -> Page:
        page = self.browser.new_context(accept_downloads=True).new_page()
        page.goto(f"{self.address}/sign-in")
        page.get_by_label("E-mail address").fill(PEOPLE["people"][who]["email"])
        page.get_by_label("Password").fill(PEOPLE["people"][who]["password"])
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1, name="Dossiers")).to_be_visible()
        return page

    def open_last_step(self, who: str) -> Page:
        page = self.sit_down(who)
        page.get_by_role("link", name=STORY.title).click()
        page.get_by_role("link", name="Operational procedures are defined and followed").click()
        return page

    def review_last_step(self, who: str) -> Page:
        page = self.sit_down(who)
        page.get_by_role("link", name=re.compile("^To review")).click()
        page.get_by_role("link", name="Operational procedures are defined and followed").click()
        return page


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """The bridge inspection of the demonstration, finished but for the operational procedures."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"CERTFLOW_DATA": str(tmp_path_factory.mktemp("office") / "var"), "CERTFLOW_PORT": str(port)}
    config = read_config(settings)
    prepare(config)
    desk = open_desk(config)
    bring_in(desk, PEOPLE)
    acts = tuple(act for act in STORY.acts if act.step != LAST and act.kind != "close")
    play(desk, Signed(desk, PEOPLE["people"]), ("sora", "2.5-easa"), replace(STORY, acts=acts))
    desk.engine.dispose()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CERTFLOW_")}
    serve = [sys.executable, "-m", "certflow", "serve"]
    with subprocess.Popen(serve, cwd=ROOT, env={**environment, **settings}, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"{config.public_url}/healthz")
            yield Office(browser, config.public_url)
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within 30 seconds")


def fill_in(sheet: Page, question: str, *typed: str) -> None:
    """Type an answer, or its document and page, and leave the field; it saves itself."""
    parts = ("",) if len(typed) == 1 else (".document", ".page")
    with sheet.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        for part, text in zip(parts, typed, strict=True):
            sheet.locator(f'[name="answer.{question}{part}"]').fill(text)
        sheet.keyboard.press("Tab")


def test_the_last_step_is_written_returned_approved_and_the_record_verified(office: Office, tmp_path: Path) -> None:
    # Olena writes how the procedures are met. Nothing has to be pressed: each answer saves itself.
    olena = office.open_last_step("olena")
    fill_in(olena, "oso_08_how_met", "Part B of the operations manual, flown in eleven test flights.")
    for criterion in ("c1", "c2", "c3", "c4"):
        fill_in(olena, f"oso_08_{criterion}_reference", "Operations manual KL-OM-03", "B.2")
    olena.reload()
    expect(olena.locator('[name="answer.oso_08_how_met"]')).to_have_value(re.compile("eleven test flights"))
    olena.locator("input[type=file]").set_input_files(TOLD / "evidence" / "ax6-test-flights.csv")
    olena.get_by_role("button", name="Attach", exact=True).click()
    expect(olena.get_by_role("link", name="ax6-test-flights.csv", exact=True)).to_be_visible()
    olena.get_by_role("button", name="Send for review").click()

    # Marco looks for the emergency response plan, does not find it, and returns the step with that reason.
    marco = office.review_last_step("marco")
    marco.get_by_text("Return it with a reason").click()
    marco.locator('[name="reason"]').fill("Where is the emergency response plan?")
    marco.get_by_role("button", name="Return the step").click()

    # Olena reads the reason, names the plan, and sends the step again.
    olena = office.open_last_step("olena")
    expect(olena.get_by_text("Where is the emergency response plan?")).to_be_visible()
    fill_in(olena, "oso_08_c4_reference", "Emergency response plan KL-ERP-02", "1–4")
    olena.get_by_role("button", name="Send for review").click()

    # One approval of each organisation; the password signs it.
    for who in ("marco", "andriy"):
        page = office.review_last_step(who)
        page.get_by_label("I approve this step for my organisation").check()
        page.locator('[name="password"]').fill(PEOPLE["people"][who]["password"])
        page.get_by_role("button", name="Approve this step").click()
        expect(page.get_by_role("button", name="Approve this step")).to_have_count(0)

    # Iryna answers for the whole and closes it; the page waits by itself until the record is sealed.
    iryna = office.sit_down("iryna")
    iryna.get_by_role("link", name=STORY.title).click()
    expect(iryna.get_by_text(re.compile(r"^(\d+) of \1 approved$"))).to_be_visible()
    iryna.get_by_role("button", name="Close and make the record").click()
    iryna.locator('[name="statement"]').fill("Krylo Logistics will operate as described here.")
    iryna.get_by_role("button", name="Close and make the record").click()
    expect(iryna.get_by_role("heading", name="The record is sealed")).to_be_visible(timeout=120_000)
    with iryna.expect_download() as download:
        iryna.get_by_role("button", name="Download the record").click()
    record = tmp_path / "record.pdf"
    download.value.save_as(record)

    # Anybody with the file can check it, without an account.
    stranger = office.browser.new_page()
    stranger.goto(f"{office.address}/verify")
    stranger.locator("#file").set_input_files(record)
    stranger.get_by_role("button", name="Check this file").click()
    expect(stranger.get_by_text("This record passes all four checks")).to_be_visible(timeout=60_000)
