"""How often a page asks the database: as often for many steps and dossiers as for few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from certflow.actions import dossiers
from certflow.actions.desk import Memory
from certflow.app import make_app
from tests.actions.office import PASSWORD, Office, email_of
from tests.web.browser import Browser

MOST = 25


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?show=open",
        "/sections/all",
        "/steps/mass",
        "/steps/mass/review",
        "/history",
        "/why/heavy",
        "/why/step/link",
        "/evidence/none",
    ],
)
def test_a_page_of_a_dossier_asks_little_even_when_nothing_is_remembered(office: Office, address: str) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    bruno = Browser(make_app(office.desk)).sign_in(email_of("Bruno"), PASSWORD)
    bruno.client.application = make_app(replace(office.desk, memory=Memory()))

    with counted(office.desk.engine) as asked:
        bruno.open(f"/dossiers/{office.dossier_id}{address}")
    assert bruno.heading != "Sign in"
    assert len(asked) <= MOST, asked


@pytest.mark.parametrize("address", ["/dossiers", "/reviews"])
def test_a_list_asks_little_for_many_dossiers_even_when_nothing_is_remembered(
    office: Office, browser: Callable[[str], Browser], address: str
) -> None:
    for number in range(30):
        parties = {"ligure": "designer", "krylo": "operator"}
        opened = dossiers.open_dossier(office.desk, office.anna, "glider", "1", f"Glider {number}", parties)
        each = replace(office, dossier_id=opened)
        each.save(office.anna, mass_kg="50", towed="no")
        each.submit("mass")
    bruno = browser("bruno")
    bruno.client.application = make_app(replace(office.desk, memory=Memory()))

    with counted(office.desk.engine) as asked:
        bruno.open(address)
    assert bruno.main.count("Glider ") == (20 if address == "/dossiers" else 30)
    assert len(asked) <= MOST, asked

    if address == "/dossiers":
        assert bruno.follow("Older dossiers").status == 200
        assert "A glider" in bruno.main
