"""Asking for a waiver and deciding on it, as people see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.office import PASSWORD, Office
from tests.actions.test_departures import RULES
from tests.web.browser import Browser

People = Callable[[str], Browser]


@pytest.fixture
def office(office: Office) -> Office:
    office.on_another_edition(RULES)
    office.save(office.anna, mass_kg="5", towed="no")
    return office


def test_a_waiver_is_asked_for_granted_and_shown_wherever_the_step_is(office: Office, browser: People) -> None:
    anna, evhen, dossier = browser("anna"), browser("evhen"), f"/dossiers/{office.dossier_id}"
    anna.open(f"{dossier}/steps/mass").follow("Ask for a waiver")
    anna.press("Ask for a waiver", reason="No scale yet.", instead="", until="2027-01-15")
    assert (anna.status, anna.errors) == (422, ["Say what is done instead."])
    assert (anna.value("reason"), anna.value("until")) == ("No scale yet.", "2027-01-15")
    anna.press("Ask for a waiver", instead="A spring balance.")
    assert "Waits for a decision" in anna.main

    evhen.open("/reviews").follow("Mass")
    evhen.press("Grant it", password="wrong")
    assert evhen.errors == ["That is not your password. Nothing was signed."]
    evhen.press("Grant it", password=PASSWORD)

    assert evhen.notices == ["Granted."]
    for address in (dossier, f"{dossier}/steps/mass", f"{dossier}/history"):
        assert "aived until 15 Jan 2027" in anna.open(address).main or "Granted" in anna.main, address
    assert "1 waived" in anna.open(dossier).main
    assert "Before the dossier can be closed" not in browser("iryna").open(dossier).main


def test_a_refusal_needs_a_reason_and_whoever_asked_reads_it(office: Office, browser: People) -> None:
    anna, evhen, dossier = browser("anna"), browser("evhen"), f"/dossiers/{office.dossier_id}"
    anna.open(f"{dossier}/steps/mass/depart/waiver")
    anna.press("Ask for a waiver", reason="No scale yet.", instead="A guess.", until="2027-01-15")
    evhen.open("/reviews").follow("Mass")
    evhen.press("Refuse it")
    evhen.press("Refuse", reason="")
    assert evhen.errors == ["Give the reason; everybody in the dossier reads it, and the record prints it."]
    evhen.press("Refuse", reason="A guess is not a measure.")

    assert "A guess is not a measure." in anna.open(anna.address).main


def test_what_the_checklist_does_not_allow_is_not_offered(office: Office, browser: People) -> None:
    anna, dossier = browser("anna"), f"/dossiers/{office.dossier_id}"

    assert "Ask for a waiver" not in browser("bruno").open(f"{dossier}/steps/mass").main
    assert anna.open(f"{dossier}/steps/mass/depart/anything").status in (403, 409, 422)
    assert browser("zoe").open(f"{dossier}/steps/mass/depart/waiver").status == 404
