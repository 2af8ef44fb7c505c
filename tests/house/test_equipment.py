"""The databases and the browser that tests get are what they claim to be."""

from __future__ import annotations

from playwright.sync_api import Browser
from sqlalchemy import create_engine, inspect, text


def test_a_fresh_database_is_empty_and_writable(database: str) -> None:
    engine = create_engine(database)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seen (id integer)"))
    assert inspect(engine).get_table_names() == ["seen"]
    engine.dispose()


def test_the_browser_is_a_real_one(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p>…</p><script>document.querySelector('p').textContent = 'it runs scripts'</script>")

    assert page.inner_text("p") == "it runs scripts"
