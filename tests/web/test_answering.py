"""Saving as one types, and two people on one answer (P5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.office import PASSWORD, Office, email_of
from tests.web.browser import HOME, Browser

People = Callable[[str], Browser]
JSON = {"Accept": "application/json"}


def step(office: Office) -> str:
    return f"/dossiers/{office.dossier_id}/steps/mass"


def autosave(browser: Browser, office: Office, **typed: str) -> Any:
    """What the script sends: the token, one question with the revision it was typed against."""
    browser.open(step(office))
    data = {"csrf_token": browser.token(), "then": "stay"}
    for name, text in typed.items():
        data |= {f"seen.{name}": browser.value(f"seen.{name}"), f"answer.{name}": text}
    return browser.client.post(step(office), data=data, headers=JSON, base_url=HOME)


def test_one_question_is_saved_as_it_is_typed(office: Office, browser: People) -> None:
    told = autosave(browser("anna"), office, mass_kg="50")

    assert told.status_code == 200
    assert told.json["errors"] == {}
    assert told.json["seen"] == {"mass_kg": str(office.dossier.answers["mass_kg"].seq)}
    assert told.json["answered"]["mass_kg"].startswith("Anna, 22 Nov 2026")
    assert "What moved" in told.json["moved"]
    assert "Required" in told.json["level"]
    assert "Draft" in told.json["state"]


def test_an_answer_that_moves_nothing_swaps_nothing_in(office: Office, browser: People) -> None:
    assert autosave(browser("anna"), office, remark="windy").json["moved"] == ""


def test_saving_the_same_again_is_no_change(office: Office, browser: People) -> None:
    anna = browser("anna")
    autosave(anna, office, mass_kg="50")
    before = office.dossier.revision

    assert autosave(anna, office, mass_kg="50").status_code == 200
    assert office.dossier.revision == before


def test_what_cannot_be_read_is_told_and_not_saved(office: Office, browser: People) -> None:
    told = autosave(browser("anna"), office, mass_kg="a lot")

    assert told.status_code == 422
    assert told.json["errors"] == {"mass_kg": "Enter a number, such as 35 or 2.5. “a lot” is not one."}
    assert office.dossier.answers == {}


def test_whoever_is_signed_out_is_told_where_to_sign_in(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    office.clock.pass_by(hours=1)
    told = anna.client.post(
        step(office), data={"csrf_token": anna.token()}, headers={**JSON, "Referer": HOME + step(office)}, base_url=HOME
    )

    assert told.status_code == 401
    assert told.json == {"sign_in": f"/sign-in?next={step(office)}"}


def test_a_script_with_an_old_token_keeps_the_text_and_asks_for_a_fresh_page(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    told = anna.client.post(step(office), data={"csrf_token": "old"}, headers=JSON, base_url=HOME)

    assert (told.status_code, told.json) == (401, {"sign_in": step(office)})


def collide(office: Office, browser: People, mine: str = "70", theirs: str = "60") -> Browser:
    """Evhen answers while Anna has the form open."""
    office.save(office.anna, mass_kg="50")
    anna = browser("anna").open(step(office))
    office.save(office.evhen, mass_kg=theirs)
    return anna.press("Save", answer__mass_kg=mine)


def test_the_second_of_two_is_shown_both_texts(office: Office, browser: People) -> None:
    anna = collide(office, browser)

    assert anna.heading == "Two answers to one question"
    assert "60 kg" in anna.main.replace("\u202f", " ")
    assert "70 kg" in anna.main.replace("\u202f", " ")
    assert "Evhen" in anna.main
    assert office.dossier.answers["mass_kg"].value == "60"


def test_the_words_that_differ_are_marked_on_both_sides(office: Office, browser: People) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/mass")
    form = anna.inputs(anna.form("Save"))
    office.save(office.evhen, remark="The wings are of light wood.")
    form["answer.remark"] = "The wings are of carbon, not wood."
    anna.send(anna.address, form)

    assert [each.text_content() for each in anna.page.xpath("//*[@id='text-theirs']//mark")] == ["light"]
    assert [each.text_content() for each in anna.page.xpath("//*[@id='text-mine']//mark")] == ["carbon, not"]


@pytest.mark.parametrize(("keep", "stands"), [("theirs", "60"), ("mine", "70"), ("merged", "65")])
def test_either_text_can_stand_or_a_third(office: Office, browser: People, keep: str, stands: str) -> None:
    anna = collide(office, browser).press("Save this answer", keep=keep, answer__mass_kg="65")

    assert office.dossier.answers["mass_kg"].value == stands
    assert "Mass" in anna.heading


def test_a_choice_has_to_be_made(office: Office, browser: People) -> None:
    anna = collide(office, browser).press("Save this answer")

    assert (anna.status, anna.errors) == (422, ["Choose which answer stands."])
    assert office.dossier.answers["mass_kg"].value == "60"


def test_a_third_change_meanwhile_is_noticed_too(office: Office, browser: People) -> None:
    anna = collide(office, browser)
    office.save(office.evhen, mass_kg="61")
    anna.press("Save this answer", keep="mine")

    assert anna.heading == "Two answers to one question"
    assert "61" in anna.main
    assert office.dossier.answers["mass_kg"].value == "61"


def test_a_script_is_led_to_both_texts(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50")
    anna = browser("anna").open(step(office))
    seen = anna.value("seen.mass_kg")
    office.save(office.evhen, mass_kg="60")
    data = {"csrf_token": anna.token(), "seen.mass_kg": seen, "answer.mass_kg": "70"}
    told = anna.client.post(step(office), data=data, headers=JSON, base_url=HOME)

    assert told.status_code == 409
    assert "70" not in told.json["conflict"].partition("mine=")[0]
    assert "70" in anna.open(told.json["conflict"]).main


def test_the_text_in_the_address_opens_for_nobody_else(office: Office, app: Any, browser: People) -> None:
    address = collide(office, browser, mine="70.123").address
    evhen = Browser(app).sign_in(email_of("Evhen"), PASSWORD).open(address)

    assert "70.123" not in evhen.text
    assert "70.123" not in address
    assert evhen.heading.endswith("Mass")


def test_a_long_text_travels_and_one_beyond_all_limits_is_not_lost(office: Office, browser: People) -> None:
    office.save(office.anna, remark="short")
    anna = browser("anna").open(step(office))
    office.save(office.evhen, remark="theirs")
    anna.press("Save", answer__remark="довгий текст " * 20)
    assert anna.heading == "Two answers to one question"
    assert "довгий текст" in anna.main
