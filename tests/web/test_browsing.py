"""Reading a whole checklist before using it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certflow.actions import people
from certflow.app import make_app
from certflow.config import ROOT
from certflow.domain.people import Role
from tests.actions.office import CONSOLE, PASSWORD, email_of, hire, open_desk
from tests.web.browser import Browser

SORA = "/checklists/sora@2.5-easa"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Somebody who may read the checklists we ship."""
    folder: Path = tmp_path_factory.mktemp("reader")
    desk = open_desk(f"sqlite:///{folder / 'read.sqlite'}", folder, lambda: datetime.now(UTC), ROOT / "checklists")
    people.add_organisation(desk, CONSOLE, "krylo-logistics", "Krylo", "UA")
    hire(desk, "Olena", "krylo-logistics", Role.COMPLIANCE)
    yield Browser(make_app(desk)).sign_in(email_of("Olena"), PASSWORD)
    desk.engine.dispose()


def test_the_contents_lead_to_every_section_and_every_step(reader: Browser) -> None:
    reader.open(SORA)

    assert reader.heading == "SORA 2.5 risk assessment, EASA edition"
    assert "Operational safety objectives" in reader.main
    assert "The ground risk now needs the number of people" in reader.main
    assert reader.follow("Operational safety objectives").status == 200
    assert reader.heading == "Operational safety objectives"


def test_a_section_tells_each_step_in_full(reader: Browser) -> None:
    reader.open(f"{SORA}/sections/objectives")

    assert "oso-05.c1" in reader.main
    assert "Document and page" in reader.main
    assert "2 approvals by: Technical reviewer or Safety manager; from at least 2 organisations" in reader.main
    assert "Its level stands in the table “Objectives by SAIL”, by SAIL." in reader.main
    assert [cell.text for cell in reader.page.xpath("//*[@id='step-oso-08']//dl//abbr")] == list("LMHHHH")


def test_questions_tell_their_kind_unit_limits_and_conditions(reader: Browser) -> None:
    reader.open(f"{SORA}/sections/operation")

    assert "Maximum speed Number" in reader.main
    assert "In m/s. Takes more than 0, up to 1,000." in reader.main.replace("1000", "1,000")


def test_a_value_tells_its_cases_in_words(reader: Browser) -> None:
    reader.open(f"{SORA}/values")

    assert "Where “Specific assurance and integrity level (SAIL)” is at least V: EASA type certificate" in reader.main
    assert "the larger of “Ground risk class after M1” + “Credit for M2”" in reader.main
    assert "In every other case:" in reader.main


def test_tables_stand_as_printed(reader: Browser) -> None:
    reader.open(f"{SORA}/tables")

    grid = reader.page.xpath("//*[@id='table-ground_risk']//tbody/tr")
    assert [cell.text_content() for cell in grid[2].xpath("td")] == ["2", "3", "4", "5", "6", "– (1)"]
    assert "S.4.2" in reader.main
    assert "Not required (NR)" in reader.main


def test_the_matrix_tells_its_columns_and_the_answer_whose_rows_it_prints(reader: Browser) -> None:
    reader.open(f"{SORA}/tables")
    assert "Columns: requirement, level of robustness, reference to documentation" in reader.main

    reader.open("/checklists/part21-compliance-checklist@2026/tables")
    assert "Columns: Requirement and amendment · Title · Applies" in reader.main
    assert "One row for each row of this answer: The rows" in reader.main

    reader.open("/checklists/eu-pdra-g01@2026/tables")
    told = "Columns: Topic · Assurance level · Condition · Integrity (reference to manual) · Proof"
    assert reader.main.count(told) == 1, "told once for blocks that follow one another with the same columns"


def test_a_question_shows_what_it_changes_as_a_picture_and_as_lists(reader: Browser) -> None:
    reader.open(f"{SORA}/changes/question/max_speed_m_s")

    assert reader.page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    drawn = set(reader.page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href"))
    listed = set(reader.page.xpath("//main//ul[@class='cf-depending']//a/@href"))
    counted = Counter(href.split("/")[-2] for href in listed)
    said = re.search(r"move (\d+) derived values, (\d+) steps, and whether (\d+) questions", reader.main)
    assert said
    assert [int(each) for each in said.groups()] == [counted[each] for each in ("derived", "step", "question")]
    assert {href for href in drawn if not href.startswith("#")} <= listed
    assert {href[1:] for href in drawn if href.startswith("#")} <= set(reader.page.xpath("//@id"))


def test_a_search_finds_steps_questions_values_and_tables(reader: Browser) -> None:
    reader.open(f"{SORA}?find=parachute")
    assert "Question" in reader.main or "Step" in reader.main

    reader.open(f"{SORA}?find=adjacent+area")
    for kind in ("Step", "Question", "Derived value"):
        assert kind in reader.main
    assert reader.follow("Outer limit of the adjacent area").heading == "What follows from the answers"


@pytest.mark.parametrize(
    "address",
    ["/sections/nothing", "/changes/question/nothing", "/changes/thing/m2", "/sections/objectives?page=0"],
)
def test_what_is_not_there_is_not_found_and_breaks_nothing(reader: Browser, address: str) -> None:
    assert reader.open(SORA + address).status == (200 if "page" in address else 404)


def test_a_text_of_a_checklist_is_never_run(browser: Callable[[str], Browser]) -> None:
    page = browser("anna").open("/checklists/glider@1?find=<script>alert(1)</script>")

    assert "<script>alert(1)" not in page.response.text


def test_an_edition_tells_what_became_of_each_requirement_of_the_earlier_one(reader: Browser) -> None:
    reader.open(SORA).follow("What became of each requirement")

    assert "merged OSO#08 Operational procedures are defined and followed from OSO#08" in reader.main
    assert "split" in reader.main
    reader.open(f"{SORA}/compare/2.5-uk?only=tightened")
    assert "OSO#04" in reader.main
    assert "Low → to Medium" in reader.main
