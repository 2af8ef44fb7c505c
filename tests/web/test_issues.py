"""An issue from opening to decision, as people see it."""

from __future__ import annotations

from collections.abc import Callable

from tests.actions.office import PASSWORD, Office
from tests.web.browser import Browser

People = Callable[[str], Browser]


def test_an_issue_is_opened_held_about_decided_and_shown_beside_its_step(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="5", towed="no")
    anna, evhen, dossier = browser("anna"), browser("evhen"), f"/dossiers/{office.dossier_id}"
    anna.open(f"{dossier}/steps/mass").follow("Open an issue")
    anna.press("Open the issue", title="No lights", text="None are fitted.")
    assert (anna.status, anna.errors) == (422, ["Choose what the issue is about."])
    anna.press("Open the issue", sort="deviation")
    anna.press("Put it on record", position="Not needed by day.")
    assert "Not needed by day." in anna.main

    evhen.open("/reviews").follow("Mass")
    evhen.press("Decide the issue", verdict="accepted", decision="By day only.", effect="No night.", password="guess")
    assert evhen.errors == ["That is not your password. Nothing was signed."]
    evhen.press("Decide the issue", verdict="accepted", decision="By day only.", password=PASSWORD)

    assert evhen.notices == ["Decided."]
    assert "Issue, accepted: No lights" in anna.open(dossier).main
    assert "Issue, accepted: No lights" in anna.open(f"{dossier}/steps/mass").main
    assert "Accepted an issue on" in anna.open(f"{dossier}/history").main
