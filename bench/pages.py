"""What pages cost: CPU and queries of the second look, when everything is warm; and whether nothing new is cheap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from bench.measure import cpu_ms, table
from bench.work import Work
from certflow.actions.desk import Desk
from certflow.app import make_app
from tests.actions.office import PASSWORD, email_of
from tests.web.browser import Browser

HEADS = ("page", "CPU ms", "queries", "kB", "budget")


def measure(works: tuple[Work, ...]) -> None:
    rows = []
    for work in works:
        browser = Browser(make_app(work.desk)).sign_in(email_of("Olena"), PASSWORD)
        step = next(iter(work.desk.library.all()[0].steps))
        dossier = f"/dossiers/{work.dossier}"
        for name, address in (("list", "/dossiers"), ("dossier", dossier), ("step", f"{dossier}/steps/{step}")):
            rows.append((f"{work.name}: {name}", *_page(work.desk, browser, address), "≤ 25 queries"))
    table("Pages", HEADS, rows)


def _page(desk: Desk, browser: Browser, address: str) -> tuple[float, int, float]:
    def look() -> None:
        browser.client.get(address, base_url=browser.home)

    look()
    with _counting(desk) as count:
        size = len(browser.client.get(address, base_url=browser.home).data)
    return cpu_ms(look), count[0], size / 1000


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
