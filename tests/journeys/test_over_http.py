"""The main job from the first invitation to a verified record, told as people live it: pages, forms, buttons.

The operation is the demonstration's bridge inspection; its answers are read from the same file, and typed into the
forms that the pages really show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from certflow.actions import people, printing
from certflow.actions.desk import Desk
from certflow.actions.story import read_told
from certflow.app import make_app
from certflow.cli.migrate import prepare
from certflow.config import ROOT, read_config
from certflow.opening import open_desk
from certflow.storage.checklists import read_checklist_file
from certflow.web import fields
from tests.actions.office import CONSOLE
from tests.web.browser import HOME, Browser

TOLD = ROOT / "certflow" / "demo"
BRIDGE = read_told(TOLD / "dossiers" / "4-sealed.yaml")
CAST = read_told(TOLD / "people.yaml")
SORA = read_checklist_file(ROOT / "checklists" / "sora" / "2.5-easa.yaml")


@dataclass
class Team:
    """The application, and a browser for each person in which they have signed in."""

    desk: Desk
    app: Flask
    browsers: dict[str, Browser] = field(default_factory=dict)
    dossier: str = ""

    def __getattr__(self, name: str) -> Browser:
        if name not in CAST["people"]:
            raise AttributeError(name)
        if name not in self.browsers:
            person = CAST["people"][name]
            self.browsers[name] = Browser(self.app).sign_in(person["email"], person["password"])
        return self.browsers[name]

    def answer(self, who: str, step: str, **other: str) -> Browser:
        """Type the answers of the story into the form of a step, and save."""
        told = BRIDGE["steps"][step]
        browser = getattr(self, who).open(f"{self.dossier}/steps/{step}")
        inputs = dict(_inputs({**told.get("answers", {}), **other}))
        browser.press("Save", **inputs) if inputs else browser
        assert browser.status == 200, f"{step}: {browser.errors}"
        return browser

    def attach(self, who: str, step: str) -> None:
        for piece in BRIDGE["steps"][step].get("evidence", ()):
            name, marking = (piece, {}) if isinstance(piece, str) else (piece["file"], piece["marking"])
            content = (TOLD / "evidence" / name).read_bytes()
            browser = getattr(self, who).open(f"{self.dossier}/steps/{step}")
            marks = {f"mark__{part}": said for part, said in marking.items()}
            browser.press("Attach", file=(BytesIO(content), name), **marks)
            assert browser.status == 200, f"{step}: {browser.errors}"

    def submit(self, who: str, step: str) -> Browser:
        return getattr(self, who).open(f"{self.dossier}/steps/{step}").press("Send for review")

    def approve(self, who: str, step: str) -> Browser:
        password = CAST["people"][who]["password"]
        browser = getattr(self, who).open(f"{self.dossier}/steps/{step}/review")
        browser.press("Approve this step", meaning="approval", password=password)
        assert browser.status == 200, f"{step}: {browser.errors}"
        return browser


def _inputs(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The story's answers under the names that forms give their inputs."""
    for name, told in answers.items():
        question = SORA.question(name)
        typed = fields.show(question, question.from_data(told))
        if typed.many:
            yield f"answer__{name}", list(typed.many)
        elif question.kind == "yes_no_na" or not typed.parts:
            yield f"answer__{name}", typed.value
        for part, text in typed.parts:
            yield f"answer__{name}__{part.replace('.', '__')}", text


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """An installation that has just been migrated: nobody in it, nothing in it."""
    config = read_config({"CERTFLOW_DATA": str(tmp_path / "var")})
    prepare(config)
    desk = open_desk(config)
    yield Team(desk, make_app(desk))
    desk.engine.dispose()


def bring_in(team: Team) -> None:
    """The console names the organisations and the first administrator, who invites everybody else."""
    for organisation, each in CAST["organisations"].items():
        people.add_organisation(team.desk, CONSOLE, organisation, each["name"], each["country"])
    luca = CAST["people"]["luca"]
    first = people.invite(team.desk, CONSOLE, luca["name"], luca["email"], luca["organisation"], luca["roles"])
    _join(team.app, f"/join/{first.token}", luca["password"])
    for name, person in CAST["people"].items():
        if name != "luca":
            page = team.luca.open("/people/invite").press(
                "Make the invitation",
                name=person["name"],
                email=person["email"],
                organisation=person["organisation"],
                role=list(person["roles"]),
            )
            link = page.page.find(".//code").text_content()
            _join(team.app, link.removeprefix(HOME), person["password"])


def _join(app: Flask, link: str, password: str) -> None:
    assert Browser(app).open(link).press("Join", password=password, again=password).heading == "Sign in"


def test_two_organisations_certify_an_operation_and_anybody_can_verify_it(team: Team) -> None:
    bring_in(team)

    # The Ukrainian operator's compliance officer opens the dossier with the Italian designer.
    olena = team.olena.open("/dossiers/new").press(
        "Open the dossier",
        title=BRIDGE["title"],
        edition="sora@2.5-easa",
        party__operator="krylo-logistics",
        party__designer="aeronautica-ligure",
        party__authority="autorita",
    )
    team.dossier = olena.address
    assert olena.heading == BRIDGE["title"]
    assert "SAIL would be decided by" in olena.main

    # The designer's officer describes the aircraft; a reviewer of the same house finds it too fast and returns it.
    team.answer("giulia", "aircraft", max_speed_m_s="45")
    team.attach("giulia", "aircraft")
    team.submit("giulia", "aircraft")
    marco = team.marco.open("/reviews").follow("The aircraft")
    assert "45" in marco.main
    marco.press("Return the step", reason="The flight manual says 16 m/s, not 45.")

    giulia = team.giulia.open(f"{team.dossier}/steps/aircraft")
    assert "The flight manual says 16 m/s, not 45." in giulia.main
    giulia.press("Save", answer__max_speed_m_s="16")
    assert "“Maximum speed” changed from 45 m/s to 16 m/s." in giulia.main.replace("\u202f", " ")
    team.submit("giulia", "aircraft")

    # Nobody approves what they prepared; and nothing is approved that changed after it was looked at.
    assert "Approve this step" not in team.giulia.open(f"{team.dossier}/steps/aircraft/review").buttons()
    team.approve("marco", "aircraft")

    # Both officers answer the rest and attach the evidence. What they add moves values that were approved already:
    # such an approval ends, so everything is answered before more is sent for review.
    steps = {step: told for step, told in BRIDGE["steps"].items() if step != "aircraft"}
    for step, told in steps.items():
        team.answer(told["by"], step)
        team.attach(told["by"], step)

    # What the method derived is agreed before the proof for it is reviewed: until then the gate is closed.
    olena.open(f"{team.dossier}/steps/oso-07")
    assert "Goes to review once this gate is open: Agreement on the derived requirements" in olena.main
    assert "Send for review" not in olena.buttons()

    # Each step is approved by as many people, of as many organisations, as its policy asks for.
    for step, told in steps.items():
        team.submit(told["by"], step)
        for who in told["approved_by"]:
            team.approve(who, step)
    olena.open(team.dossier)
    assert re.search(r"\b(\d+) of \1 approved", olena.main)
    assert "in draft" not in olena.main

    # The accountable manager closes it, and the record is made.
    iryna = team.iryna.open(team.dossier).press("Close and make the record")
    iryna.press(
        "Close and make the record", statement="I have read it, and Krylo will operate as described.", language="en"
    )
    assert iryna.heading == "The record is being made"
    while printing.work_once(team.desk):
        pass
    iryna.open(iryna.address)
    assert iryna.heading == "The record is sealed", iryna.main
    record_page = iryna.address
    pdf = iryna.follow("Download the record").response.data
    assert pdf.startswith(b"%PDF-")

    # Anybody verifies it, by the file and by the number printed on it, and a single changed byte is found.
    stranger = Browser(team.app).open("/verify").press("Check this file", file=(BytesIO(pdf), "record.pdf"))
    assert "This record passes all four checks" in stranger.main, stranger.main
    stranger.open("/verify").press("Look it up", id=record_page.rpartition("/")[2])
    assert "This record passes all four checks" in stranger.main
    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1
    stranger.open("/verify").press("Check this file", file=(BytesIO(bytes(changed)), "record.pdf"))
    assert "This record does not pass" in stranger.main

    # The observer for the authority reads along; the history tells everything, in order.
    paola = team.paola.open(f"{team.dossier}/history")
    assert "The record was sealed" in paola.main
    assert "Save" not in team.paola.open(f"{team.dossier}/steps/aircraft").buttons()
    assert datetime.now(UTC).strftime("%Y") in paola.main
