"""A later edition and one dossier, as people see it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from certflow.actions import evidence
from tests.actions.office import Office
from tests.actions.test_moving import POUNDS, REWORDED, half_approved
from tests.domain.test_impact import WITHOUT_TOW
from tests.web.browser import Browser

People = Callable[[str], Browser]

IN_ITALY = (
    "effective: 2026-01-01\n",
    "effective: 2026-09-01\njurisdictions: {IT: {mandatory_by: 2028-06-01}}\n",
)


@pytest.fixture
def office(office: Office) -> Office:
    half_approved(office)
    office.approve("link", office.bruno)
    return office.later_edition(REWORDED, POUNDS, IN_ITALY)


def test_the_dossier_and_the_list_say_that_a_later_edition_is_there(office: Office, browser: People) -> None:
    listed = browser("anna").open("/dossiers")
    assert "A later edition: 2" in listed.main

    dossier = listed.follow("A glider")

    assert "Edition 2 follows edition 1, on which this dossier stands." in dossier.main
    assert "It applies since 1 Sep 2026." in dossier.main
    assert "Italy: mandatory from 1 Jun 2028; nothing earlier is accepted then." in dossier.main


def test_nothing_happens_by_looking_and_only_who_may_can_agree(office: Office, browser: People) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}").follow("See what it does to this dossier")

    assert anna.heading == "What edition glider@2 does to this dossier"
    assert "approved by Bruno" in anna.main
    assert "Say what it weighs." in anna.main
    assert "State what it weighs." in anna.main
    assert "It is asked for in another unit: it is kept, and asked anew." in anna.main
    assert "The accountable manager of a party decides" in anna.main
    assert "Go over to this edition" not in anna.main
    assert office.dossier.edition == "1"


def test_agreeing_needs_a_reason_and_keeps_what_was_typed(office: Office, browser: People) -> None:
    iryna = browser("iryna").open(f"/dossiers/{office.dossier_id}/editions/2")

    iryna.press("Go over to this edition", reason=" ")
    assert (iryna.status, iryna.errors) == (
        422,
        ["Give the reason for going over to this edition; it stays in the history."],
    )
    iryna.press("Go over to this edition", reason="It applies since September.")

    assert iryna.notices == ["The dossier stands on edition 2 now. 0 reviews were carried. 2 open again."]
    assert "Kept from an earlier edition" in iryna.main
    step = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/mass").main
    assert "On edition 1 it was: 200 kg. It is asked for in another unit: it is kept, and asked anew." in step
    assert "Edition 2 follows" not in iryna.main
    history = iryna.open(f"/dossiers/{office.dossier_id}/history").main
    assert "Went over from edition 1 to 2" in history
    assert "It applies since September." in history


def test_a_dossier_that_changed_meanwhile_is_shown_again(office: Office, browser: People) -> None:
    iryna = browser("iryna").open(f"/dossiers/{office.dossier_id}/editions/2")
    office.save(office.anna, remark="Dry.")

    iryna.press("Go over to this edition", reason="It applies since September.")

    assert iryna.status == 409
    assert iryna.errors == ["The dossier changed meanwhile. Look again at what the edition does to it, then agree."]
    assert iryna.value("reason").strip() == "It applies since September."
    assert office.dossier.edition == "1"


def test_a_carried_approval_says_so_where_it_stands(office: Office, browser: People) -> None:
    office.later_edition(REWORDED)
    office.go_over()

    step = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/link").main

    assert "Given on edition 1; the same in every part, so it was carried." in step


def test_a_file_whose_step_is_gone_is_kept_where_it_can_be_found(office: Office, browser: People) -> None:
    office.save(office.anna, towed="yes", rope="Steel.")
    with io.BytesIO(b"%PDF-1.7 the rope") as file:
        evidence.attach(office.desk, office.anna, office.dossier_id, "tow", "rope.pdf", file)
    office.later_edition((WITHOUT_TOW, ""))

    shown = browser("anna").open(f"/dossiers/{office.dossier_id}/editions/2").main
    office.go_over()
    kept = browser("bruno").open(f"/dossiers/{office.dossier_id}")

    assert "Nothing follows the step that it was attached to. It is kept." in shown
    assert "Nothing follows the step that it was attached to. It is kept." in kept.main
    assert "Steel." in kept.main
    assert kept.follow("rope.pdf").response.get_data() == b"%PDF-1.7 the rope"


def test_strangers_see_nothing_of_it(office: Office, browser: People) -> None:
    assert browser("zoe").open(f"/dossiers/{office.dossier_id}/editions/2").status == 404


def test_every_page_of_a_dossier_that_went_over_opens(office: Office, browser: People) -> None:
    """What only the earlier edition had is told by its titles, and breaks no page."""
    before = office.dossier.revision
    office.later_edition(
        REWORDED, POUNDS, ("how: {kind: text, title: How?}", "in_what_way: {kind: text, title: Whence?}")
    )
    office.go_over()
    office.save(office.anna, mass_kg="440", in_what_way="By radio.")
    office.submit("mass", "link")
    home = f"/dossiers/{office.dossier_id}"
    for path in ("", "/history", "/what-if", f"?since={before}", "/steps/mass", "/steps/link", "/steps/link/review"):
        bruno = browser("bruno").open(home + path)
        assert bruno.status == 200, path
    assert "How?" in browser("bruno").open(f"{home}/history").main
