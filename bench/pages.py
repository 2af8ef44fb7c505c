"""What pages cost: CPU and queries of the second look, when everything is warm; and whether nothing new is cheap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from werkzeug.test import TestResponse

from bench.measure import cpu_ms, table
from bench.opening import open_ms
from bench.work import Work
from certflow.actions.desk import Desk
from certflow.actions.dossiers import find
from certflow.app import make_app
from tests.actions.office import PASSWORD, email_of
from tests.web.browser import Browser

HEADS = ("page", "CPU ms", "known ms", "queries", "kB", "budget")
LIST = "≤ 3 ms, ≤ 25 queries"
OPENS = "≤ 1,000 ms, ≤ 300 kB"


def measure(works: tuple[Work, ...]) -> None:
    """`known`: where the browser has the page already and nothing changed, so that it is not drawn."""
    rows = []
    for work in works:
        browser = Browser(make_app(work.desk)).sign_in(email_of("Olena"), PASSWORD)
        for name, address, budget in _pages(work):
            rows.append((f"{work.name}: {name}", *_page(work.desk, browser, address), budget))
    table("Pages", HEADS, rows)
    _first_look(works[-1])


def _pages(work: Work) -> Iterator[tuple[str, str, str]]:
    checklist = work.desk.library.get(*_edition_of(work))
    step, section = next(iter(checklist.steps)), checklist.sections[0].id
    dossier, edition = f"/dossiers/{work.dossier}", f"/checklists/{checklist.id}@{checklist.edition}"
    yield "list", "/dossiers", LIST
    yield "dossier", dossier, LIST
    yield "one section's tasks", f"{dossier}/sections/{section}", LIST
    yield "open tasks, 100 rows", f"{dossier}?show=open", LIST
    yield "step", f"{dossier}/steps/{step}", "≤ 25 queries"
    yield "checklist", edition, OPENS
    yield "a section of it", f"{edition}/sections/{section}", OPENS
    yield "what a step depends on", f"{edition}/changes/step/{step}", OPENS


def _edition_of(work: Work) -> tuple[str, str]:
    found = find(work.desk, work.actor)[0]
    return found.checklist, found.edition


def _page(desk: Desk, browser: Browser, address: str) -> tuple[float, float | str, int, float]:
    def look(tag: str = "") -> TestResponse:
        return browser.client.get(address, base_url=browser.home, headers={"If-None-Match": tag})

    look()
    with _counting(desk) as count:
        answer = look()
    tag = answer.headers.get("ETag", "")
    known = cpu_ms(lambda: look(tag)) if look(tag).status_code == 304 else "–"
    return cpu_ms(look), known, count[0], len(answer.data) / 1000


def _first_look(work: Work) -> None:
    """The largest checklist from its file: what the very first reader after a start waits for."""
    path = next(work.desk.config.checklists.glob("*/*.yaml"))
    heads = ("file", "kB", "ms", "known ms")
    row = (work.name, path.stat().st_size / 1000, *open_ms(path.read_bytes()))
    table("The same checklist read, checked and compiled (CPU)", heads, [row])


@contextmanager
def _counting(desk: Desk) -> Iterator[list[int]]:
    """How many statements the database is asked."""
    count = [0]

    def counted(*_: object) -> None:
        count[0] += 1

    event.listen(desk.engine, "before_cursor_execute", counted)
    try:
        yield count
    finally:
        event.remove(desk.engine, "before_cursor_execute", counted)
