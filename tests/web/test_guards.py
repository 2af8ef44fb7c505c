"""Who may come in, asked of every address for everybody (P12)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from certflow.app import make_app
from certflow.domain.people import Permission, Role, may
from certflow.web.guards import Guard, guard_of
from tests.actions.office import CONSOLE, PASSWORD, Office, email_of, hire
from tests.web.browser import HOME, Browser

#: addresses that anybody may ask; a new one is a decision, so it is written down here too
OPEN = {
    "health.health",
    "preferences.language",
    "preferences.theme",
    "sessions.enter",
    "sessions.invitation",
    "sessions.join",
    "sessions.sign_in",
    "sessions.sign_out",
    "static",
    "verify.ask",
    "verify.check",
}


def addresses(app: Flask, office: Office) -> Iterator[tuple[Rule, str, str]]:
    """Every rule with its method and a real address."""
    given = {
        "dossier": office.dossier_id,
        "step": "mass",
        "question": "mass_kg",
        "name": "heavy",
        "piece": "0" * 32,
        "record": "0" * 32,
        "person": office.bruno.id,
        "token": "0" * 64,
        "id": "glider",
        "edition": "1",
        "format": "csv",
        "filename": "page.js",
        "section": "all",
        "condition": "0" * 32,
        "departure": "0" * 32,
        "earlier": "1",
        "issue": "0" * 32,
        "item": "1",
        "list": "aircraft",
        "sort": "waiver",
        "kind": "question",
        "source": "0" * 32,
    }
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        yield rule, method, re.sub(r"<(?:[^<>]+:)?(\w+)>", lambda found: given[found.group(1)], rule.rule)


def guard(app: Flask, rule: Rule) -> Guard:
    found = guard_of(app.view_functions[rule.endpoint])
    assert found is not None, f"{rule.endpoint} does not say who may come in"
    return found


def ask(browser: Browser, method: str, address: str, token: str = "") -> int:
    data = {"csrf_token": token} if method == "POST" else None
    return browser.client.open(address, method=method, data=data, base_url=HOME).status_code


def test_only_these_addresses_are_open_to_all(app: Flask, office: Office) -> None:
    assert {rule.endpoint for rule, _, _ in addresses(app, office) if not guard(app, rule).person} == OPEN


def test_a_visitor_gets_no_further_than_the_sign_in_page(app: Flask, office: Office, visitor: Browser) -> None:
    for rule, method, address in addresses(app, office):
        if not guard(app, rule).person:
            continue
        response = visitor.client.open(address, method=method, base_url=HOME)
        if method == "GET":
            assert response.status_code == 302, rule.endpoint
            assert response.headers["Location"].startswith("/sign-in"), rule.endpoint
        else:
            assert response.status_code == 401, rule.endpoint
        assert "A glider" not in response.text, rule.endpoint


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_what_the_one_table_grants_and_nothing_else(office: Office, app: Flask, role: Role) -> None:
    actor = hire(office.desk, role.value, "ligure", role)
    browser = Browser(app).sign_in(email_of(role.value), PASSWORD)
    token = browser.open("/verify").token()

    for rule, method, address in addresses(app, office):
        wanted = guard(app, rule).permission
        if wanted is None:
            continue
        status = ask(browser, method, address, token)
        assert (status == 403) == (not may(actor, wanted)), f"{role} at {rule.endpoint}: {status}"


def test_another_organisation_finds_nothing_whatever_it_asks(office: Office, app: Flask) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    zoe = Browser(app).sign_in(email_of("Zoe"), PASSWORD)
    token = zoe.open("/verify").token()

    for rule, method, address in addresses(app, office):
        if "<dossier>" not in rule.rule:
            continue
        response = zoe.client.open(address, method=method, data={"csrf_token": token}, base_url=HOME)
        assert response.status_code == 404, rule.endpoint
        assert "A glider" not in response.text, rule.endpoint
    assert "A glider" not in zoe.open("/reviews").text
    assert zoe.page.xpath("//nav//*[contains(@class, 'cf-count')]") == []


def test_another_organisations_record_looks_as_if_it_did_not_exist(office: Office, app: Flask) -> None:
    office.finish()
    record = office.close()
    zoe = Browser(app).sign_in(email_of("Zoe"), PASSWORD)

    there, nowhere = zoe.open(f"/records/{record}").main, zoe.open(f"/records/{'0' * 32}").main
    assert (zoe.status, there) == (404, nowhere)


def test_a_view_that_forgot_to_say_answers_403(office: Office) -> None:
    app = make_app(office.desk)
    app.add_url_rule("/forgotten", view_func=lambda: "everybody's secret")

    response = Browser(app).open("/forgotten").response
    assert response.status_code == 403
    assert "secret" not in response.text


def test_permissions_that_guard_no_address_are_known(app: Flask, office: Office) -> None:
    guarded = {guard(app, rule).permission for rule, _, _ in addresses(app, office)}
    assert set(Permission) - guarded == set()
    assert CONSOLE.roles == {Role.ADMINISTRATOR}
