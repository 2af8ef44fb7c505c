"""A dossier of many steps: folded sections, each section's tasks on demand, and only the tasks that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.work import Work, thousand
from certflow.app import make_app
from tests.actions.office import PASSWORD, email_of
from tests.web.browser import Browser


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """A dossier on 1,000 steps in 40 sections."""
    folder: Path = tmp_path_factory.mktemp("many")
    found = thousand(folder / "thousand")
    yield found
    found.desk.engine.dispose()


@pytest.fixture
def olena(work: Work) -> Browser:
    return Browser(make_app(work.desk)).sign_in(email_of("Olena"), PASSWORD)


def test_a_large_dossier_opens_with_its_sections_folded(work: Work, olena: Browser) -> None:
    olena.open(f"/dossiers/{work.dossier}")

    assert olena.page.xpath("//details[@data-fragment]//h2")[0].text_content() == "Part 0"
    assert len(olena.page.xpath("//details[@data-fragment]")) == 40
    assert "25 steps" in olena.main
    assert len(olena.response.data) < 300_000


def test_a_section_has_a_page_of_its_own_that_works_without_a_script(work: Work, olena: Browser) -> None:
    olena.open(f"/dossiers/{work.dossier}").follow("Show the steps of this section")

    assert olena.heading == "Part 0"
    assert len(olena.page.xpath("//li[starts-with(@id, 'step-')]")) == 25
    assert olena.follow("Next section").heading == "Part 1"


def test_what_a_script_puts_in_place_is_the_same_tasks_and_nothing_else(work: Work, olena: Browser) -> None:
    address = olena.open(f"/dossiers/{work.dossier}").page.xpath("//details/@data-fragment")[3]
    part = olena.open(address).page

    assert len(part.xpath("//li[starts-with(@id, 'step-')]")) == 25
    assert part.xpath("//header | //form | //script") == []


@pytest.mark.parametrize(("show", "count"), [("mine", 1000), ("open", 1000), ("undecided", 0), ("not_required", 0)])
def test_only_the_tasks_that_are_asked_for_are_shown(work: Work, olena: Browser, show: str, count: int) -> None:
    olena.open(f"/dossiers/{work.dossier}?show={show}")

    assert f"{count} steps" in olena.main
    assert len(olena.page.xpath("//li[starts-with(@id, 'step-')]")) == min(count, 100)


def test_tasks_come_a_hundred_to_a_page(work: Work, olena: Browser) -> None:
    olena.open(f"/dossiers/{work.dossier}?show=open&page=10")

    assert olena.page.xpath("(//li[starts-with(@id, 'step-')])[last()]/@id") == ["step-step-39-24"]
    assert olena.open(f"/dossiers/{work.dossier}?show=open&page=99").status == 200


@pytest.mark.parametrize("address", ["?show=nothing", "/sections/nothing"])
def test_what_cannot_be_shown_is_not_found(work: Work, olena: Browser, address: str) -> None:
    assert olena.open(f"/dossiers/{work.dossier}{address}").status == 404
