"""Every page, drawn with sample data: what holds for all of them."""

from __future__ import annotations

import dataclasses
import inspect
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import certflow.web.pages
from tests.equipment import chromium
from tests.web import gallery
from tests.web.samples import pages

EVERY = [(language, name) for language in ("en", "uk") for name in pages(language)]


class Outline(HTMLParser):
    """What a page refers to, and what it would run or dress inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.refers: set[str] = set()
        self.inline: list[str] = []
        self.unnamed: list[str] = []
        self.posting_without_token = 0
        self._form: bool | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.ids.update([has["id"]] if "id" in has else [])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.refers.update(has.get(name, "").split())
        if has.get("href", "").startswith("#"):
            self.refers.add(has["href"][1:])
        if (
            "style" in has
            or tag == "style"
            or (tag == "script" and "src" not in has)
            or any(n.startswith("on") for n in has)
        ):
            self.inline.append(self.get_starttag_text() or tag)
        if tag in ("input", "select", "textarea") and "name" not in has:
            self.unnamed.append(self.get_starttag_text() or tag)
        self._watch_form(tag, has)

    def _watch_form(self, tag: str, has: dict[str, str]) -> None:
        if tag == "form":
            self._form = has.get("method") != "post"
        if has.get("name") == "csrf_token":
            self._form = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.posting_without_token += self._form is False
            self._form = None


@pytest.fixture(params=EVERY, ids=lambda which: "-".join(which))
def outline(request: pytest.FixtureRequest) -> Outline:
    language, name = request.param
    return Outline(gallery.draw(name, pages(language)[name], language))


def test_nothing_runs_or_is_dressed_inline(outline: Outline) -> None:
    assert outline.inline == []


def test_labels_and_descriptions_lead_to_something(outline: Outline) -> None:
    assert outline.refers - set(outline.ids) == set()


def test_no_id_stands_twice(outline: Outline) -> None:
    assert [id for id, times in outline.ids.items() if times > 1] == []


def test_every_form_that_posts_carries_the_token_and_names_its_inputs(outline: Outline) -> None:
    assert outline.posting_without_token == 0
    assert outline.unnamed == []


def _with_templates() -> Iterator[Any]:
    for _, thing in inspect.getmembers(certflow.web.pages, dataclasses.is_dataclass):
        if hasattr(thing, "template"):
            yield thing


def test_every_page_has_a_sample_and_every_template_a_page() -> None:
    shown = {type(page) for page in pages().values()} | {certflow.web.pages.Moved}

    assert {thing.__name__ for thing in _with_templates()} == {thing.__name__ for thing in shown}
    for thing in _with_templates():
        assert (gallery.ROOT / "templates" / thing.template).is_file()


def test_what_people_type_is_shown_as_text() -> None:
    wicked = "<script>alert(1)</script>\"'&"
    page = dataclasses.replace(pages()["conflict"], theirs=certflow.web.pages.Side(wicked, wicked, wicked))  # type: ignore[type-var]

    html = gallery.draw("conflict", page)

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("uk", 390, "dark")])
def test_every_page_is_fit_for_everybody(tmp_path: Path, language: str, width: int, scheme: str) -> None:
    """WCAG 2.2 AA as far as axe-core can tell, no page wider than its window, nothing our own policy refuses."""
    chromium()  # missed here in the right voice
    paths = [path for path in gallery.write(tmp_path) if path.startswith(language)]

    assert gallery.judge(tmp_path, paths, ((width, scheme),)) == []
