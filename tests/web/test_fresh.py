"""A page that nothing changed is answered without being drawn, and never for anybody or anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, template_rendered

from tests.actions.office import PASSWORD, Office, email_of
from tests.web.browser import HOME, Browser

People = Callable[[str], Browser]

#: pages whose reader may keep them; the dossier is put in
KEPT = ("/dossiers", "/dossiers/{}", "/dossiers/{}?show=open", "/dossiers/{}/sections/all", "/checklists/glider@1")


@contextmanager
def drawn(app: Flask) -> Iterator[list[str]]:
    """The templates that are drawn meanwhile."""
    names: list[str] = []

    def note(_app: Flask, template: Any, **_: Any) -> None:
        names.append(template.name)

    template_rendered.connect(note, app)
    try:
        yield names
    finally:
        template_rendered.disconnect(note, app)


def again(browser: Browser, address: str, tag: str, **headers: str) -> Any:
    return browser.client.get(address, base_url=HOME, headers={"If-None-Match": tag, **headers})


def tag_of(browser: Browser, address: str) -> str:
    """The tag of a page without a message on it."""
    browser.open(address)
    return str(browser.open(address).response.headers["ETag"])


@pytest.mark.parametrize("address", KEPT)
def test_a_page_that_nothing_changed_is_not_drawn_again(
    app: Flask, office: Office, browser: People, address: str
) -> None:
    anna, address = browser("anna"), address.format(office.dossier_id)
    tag = tag_of(anna, address)

    with drawn(app) as names:
        answer = again(anna, address, tag)
    assert (answer.status_code, answer.data, names) == (304, b"", [])
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


def test_an_answer_makes_it_another_page(office: Office, browser: People) -> None:
    anna = browser("anna")
    tags = {address: tag_of(anna, address.format(office.dossier_id)) for address in KEPT[:4]}
    office.save(office.anna, mass_kg="50")

    for address, tag in tags.items():
        assert again(anna, address.format(office.dossier_id), tag).status_code == 200


def test_another_language_theme_person_or_session_has_another_page(office: Office, browser: People) -> None:
    anna, address = browser("anna"), f"/dossiers/{office.dossier_id}"
    tag = tag_of(anna, address)

    assert again(anna, address, tag, **{"Accept-Language": "uk"}).status_code == 200
    assert again(browser("bruno"), address, tag).status_code == 200
    assert again(browser("anna"), address, tag).status_code == 200
    anna.client.set_cookie("certflow-theme", "dark", domain="127.0.0.1")
    assert again(anna, address, tag).status_code == 200


def test_the_token_in_a_kept_page_still_sends_its_forms(office: Office, browser: People) -> None:
    anna, address = browser("anna"), f"/dossiers/{office.dossier_id}"
    tag = tag_of(anna, address)
    token = anna.token()
    assert again(anna, address, tag).status_code == 304

    assert anna.send("/theme", {"csrf_token": token, "theme": "dark", "back": address}).status == 200
    assert anna.send("/theme", {"csrf_token": "made up", "theme": "dark", "back": address}).status == 400


def test_a_message_is_shown_once_and_its_page_is_not_kept(office: Office, browser: People) -> None:
    anna, step = browser("anna"), f"/dossiers/{office.dossier_id}/steps/mass"
    anna.open(step).press("Save", answer__mass_kg="50")
    tag = tag_of(anna, f"/dossiers/{office.dossier_id}")
    with anna.client.session_transaction(base_url=HOME) as session:
        session["_flashes"] = [("done", "Saved.")]

    answer = again(anna, f"/dossiers/{office.dossier_id}", tag)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_what_was_answered_is_kept_by_no_browser(office: Office, browser: People) -> None:
    anna = browser("anna")
    for page in ("/steps/mass", "/history", "/why/heavy", "/what-if"):
        answer = anna.open(f"/dossiers/{office.dossier_id}{page}").response
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_signing_out_makes_the_browser_forget_what_it_kept(office: Office, browser: People) -> None:
    anna, address = browser("anna"), f"/dossiers/{office.dossier_id}"
    tag = tag_of(anna, address)
    token = anna.token()
    out = anna.client.post("/sign-out", data={"csrf_token": token}, base_url=HOME)

    assert out.headers["Clear-Site-Data"] == '"cache"'
    gone = again(anna, address, tag)
    assert (gone.status_code, gone.headers["Clear-Site-Data"]) == (302, '"cache"')
    anna.sign_in(email_of("anna"), PASSWORD)
    assert again(anna, address, tag).status_code == 200


def test_a_stranger_with_the_tag_learns_nothing(office: Office, browser: People, visitor: Browser) -> None:
    address = f"/dossiers/{office.dossier_id}"
    tag = tag_of(browser("anna"), address)

    assert again(visitor, address, tag).status_code == 302
