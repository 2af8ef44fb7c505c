"""Several aircraft on the dossier's page: added, named, removed and put back with plain forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from certflow.actions import items
from tests.actions.office import Office, open_fleet
from tests.web.browser import Browser

People = Callable[[str], Browser]


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    office = open_fleet(sqlite, tmp_path)
    yield office
    office.desk.engine.dispose()


def home(office: Office) -> str:
    return f"/dossiers/{office.dossier_id}"


def test_a_dossier_about_one_aircraft_only_offers_to_add_another(office: Office, browser: People) -> None:
    page = browser("anna").open(home(office))

    assert "Add another: Aircraft" in page.text
    assert "Aircraft in this operation" not in page.text
    assert "Aircraft 1" not in page.text


def test_an_aircraft_is_added_and_answered_under_its_name(office: Office, browser: People) -> None:
    anna = browser("anna").open(home(office)).press("Add", name="Heron")

    assert "“Heron” was added." in anna.text
    assert "The aircraft · Aircraft 1" in anna.text
    anna.follow("The aircraft · Heron")
    assert "The aircraft · Heron" in anna.heading
    anna.press("Save", **{"answer.speed_m_s~2": "34"})
    assert office.dossier.values() == {"speed_m_s~2": "34"}


def test_an_aircraft_is_renamed(office: Office, browser: People) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "Heron")
    anna = browser("anna").open(home(office))

    anna.send(f"{home(office)}/lists/aircraft/1", {"csrf_token": anna.token(), "name": "Falcon", "seen": "0"})

    assert "“Aircraft 1” is called “Falcon” now." in anna.text
    assert "The aircraft · Falcon" in anna.text


def test_an_aircraft_is_removed_and_put_back(office: Office, browser: People) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "Heron")
    office.save(office.anna, **{"speed_m_s": "12", "tethered": "no", "speed_m_s~2": "34", "tethered~2": "no"})
    anna = browser("anna").open(home(office)).press("Remove Heron")

    assert "“Heron” was removed." in anna.text
    assert "Removed: Heron" in anna.text
    assert "medium" in anna.text

    anna.press("Put back Heron")

    assert "“Heron” was put back." in anna.text


@pytest.mark.parametrize(("name", "said"), [("heron", "Another one is called “heron” already"), ("x" * 101, "Shorten")])
def test_a_name_that_cannot_be_taken_stands_there_again_with_the_reason(
    name: str, said: str, office: Office, browser: People
) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "Heron")

    anna = browser("anna").open(home(office)).press("Add", name=name)

    assert anna.status == 422
    assert said in anna.text
    assert anna.page.get_element_by_id("item.aircraft.new").get("value") == name
    assert 'href="#item.aircraft.new"' in anna.response.text


def test_a_name_somebody_else_changed_meanwhile_is_not_lost(office: Office, browser: People) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "Heron")
    anna = browser("anna").open(home(office))

    anna.send(f"{home(office)}/lists/aircraft/2", {"csrf_token": anna.token(), "name": "Egret", "seen": "1"})

    assert anna.status == 409
    assert "Somebody else changed the name to “Heron” meanwhile." in anna.text
    assert anna.page.get_element_by_id("item.aircraft.2").get("value") == "Egret"


def test_whoever_only_looks_sees_the_aircraft_and_no_form(office: Office, browser: People) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "Heron")

    bruno = browser("bruno").open(home(office))

    assert "Heron" in bruno.text
    assert "Rename" not in bruno.text
    assert not bruno.page.xpath("//form[contains(@action, '/lists/')]")


def test_what_people_type_is_shown_as_text(office: Office, browser: People) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "<b>{title}</b>")

    anna = browser("anna").open(home(office))

    assert "<b>{title}</b>" in anna.text
    assert "<b>{title}" not in anna.response.text


def test_the_reason_on_screen_names_the_aircraft_that_decided(office: Office, browser: People) -> None:
    items.add_item(office.desk, office.anna, office.dossier_id, "aircraft", "Heron")
    office.save(office.anna, **{"speed_m_s": "12", "speed_m_s~2": "34"})

    page = browser("anna").open(f"{home(office)}/why/distance_m")

    assert "Decided by Highest speed · Heron." in page.text
    assert "This one decided. Answered by Anna" in page.text


def test_the_history_tells_what_became_of_an_aircraft(office: Office, browser: People) -> None:
    who = (office.desk, office.anna, office.dossier_id, "aircraft")
    items.add_item(*who, "Heron")
    items.rename_item(*who, "2", "Egret", office.dossier.item("aircraft", "2").seq)
    items.remove_item(*who, "2")
    items.put_item_back(*who, "2")

    page = browser("anna").open(f"{home(office)}/history")

    for said in ("Added “Heron”", "Named it “Egret”", "Removed “Egret”", "Put back “Egret”"):
        assert said in page.text
