"""The page “What if”: other answers side by side, the cheapest way, and nothing saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.office import Office, size
from tests.web.browser import Browser

People = Callable[[str], Browser]


@pytest.fixture
def address(office: Office) -> str:
    """The page for a glider of 200 kg whose mass is approved and whose link is in review."""
    office.save(office.anna, mass_kg="200", towed="no", how="By radio.")
    office.submit("mass", "link")
    office.approve("mass", office.bruno)
    return f"/dossiers/{office.dossier_id}/what-if"


def table(page: Browser) -> dict[str, list[str]]:
    """The rows of the comparison by their heads, as a person reads them."""
    rows = page.page.xpath("//table//tr[th[@scope='row']]")
    return {words(row[0]): [words(cell) for cell in row[1:]] for row in rows}


def words(element: object) -> str:
    return " ".join(element.text_content().split())  # type: ignore[attr-defined]


def test_the_dossier_leads_to_it(office: Office, browser: People) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}").follow("What if?")

    assert (anna.status, anna.heading) == (200, "What if")
    assert "Nothing here is saved" in anna.main


def test_answers_stand_side_by_side_with_what_would_move_and_fall(address: str, browser: People) -> None:
    page = browser("anna").open(f"{address}?option=mass_kg=900&option=towed=yes")

    rows = table(page)
    assert [words(head) for head in page.page.xpath("//thead//th")] == [
        "As it stands",
        "Mass: 900 kg Take away Mass: 900 kg",
        "Is it towed? Yes Take away Is it towed? Yes",
    ]
    assert rows["Level of the link"] == ["Low", "High (differs)", "Low"]
    assert rows["Approvals to collect"] == ["2", "3 (differs)", "3 (differs)"]
    assert rows["1.2 Link"] == ["in review", "would fall (differs)", "would hold"]
    assert rows["1.1 Mass"] == ["approved by Bruno", "would fall (differs)", "would fall (differs)"]
    assert rows["1.3 Tow"] == ["Not required", "Not required", "Required (differs)"]


def test_nothing_is_saved_by_looking(office: Office, address: str, browser: People) -> None:
    anna = browser("anna")
    before = size(office.desk), office.dossier.revision, office.case("mass").state

    anna.open(f"{address}?option=mass_kg=900&reach=link_level=not_required")

    assert (size(office.desk), office.dossier.revision, office.case("mass").state) == before


def test_what_is_chosen_in_the_form_becomes_one_column_and_the_others_stay(address: str, browser: People) -> None:
    anna = browser("anna").open(f"{address}?option=towed=yes&reach=link_level=low")
    anna.press("Compare", try__mass_kg="5,5", try__towed="yes")

    assert anna.address.partition("?")[2].split("&") == [
        "option=towed%3Dyes",
        "option=mass_kg%3D5.5,towed%3Dyes",
        "reach=link_level%3Dlow",
    ]
    assert "Mass: 5.5 kg" in anna.main
    assert table(anna)["Steps that apply"] == ["2", "3 (differs)", "2"]


def test_a_column_can_be_taken_away(address: str, browser: People) -> None:
    anna = browser("anna").open(f"{address}?option=mass_kg=900&option=towed=yes").follow("Take away Mass")

    assert [words(head) for head in anna.page.xpath("//thead//th")][1:] == [
        "Is it towed? Yes Take away Is it towed? Yes"
    ]


def test_everything_that_can_be_chosen_is_compared_by_one_link(address: str, browser: People) -> None:
    anna = browser("anna").open(address).follow("compare all: Mass")

    assert table(anna)["Level of the link"] == ["Low", "Not required (differs)", "Low"]


def test_what_cannot_be_read_stands_where_it_was_typed(address: str, browser: People) -> None:
    anna = browser("anna").open(address).press("Compare", try__mass_kg="light")

    assert anna.status == 422
    assert anna.errors == ["Enter a number, such as 35 or 2.5. “light” is not one."]
    assert anna.value("try.mass_kg") == "light"


def test_the_cheapest_way_is_listed_with_what_it_asks_for_and_one_click_to_compare(
    address: str, browser: People
) -> None:
    anna = browser("anna").open(address)
    anna.press("Find the cheapest way", reach="link_level=not_required")

    assert "Cheapest way to Level of the link: Not required or less" in anna.main
    assert "Effort 7 Mass: 10 kg Steps: 1 instead of 2 · Approvals: 1 instead of 2" in anna.main
    assert "2 approvals or submissions would fall: 1.1 Mass, 1.2 Link" in anna.main
    anna.follow("Compare Mass: 10 kg")
    assert table(anna)["1.2 Link"][1:] == ["would fall (differs)"]
    assert "Cheapest way to" in anna.main, "the list stays beside the comparison"


def test_an_outcome_that_stands_already_takes_nothing(address: str, browser: People) -> None:
    assert "nothing has to change" in browser("anna").open(f"{address}?reach=link_level=high").main


def test_where_nothing_leads_it_says_what_to_answer_first(office: Office, browser: People) -> None:
    page = browser("anna").open(f"/dossiers/{office.dossier_id}/what-if?reach=link_level=not_required")

    assert "Mass: 10 kg" in page.main, "an unanswered lever is tried like any other"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("option=nothing=1", 404),
        ("option=mass_kg=heavy", 422),
        ("option=", 404),
        ("reach=sial=II", 404),
        ("reach=link_level=huge", 422),
        ("reach==", 404),
        ("option=" + "towed=yes," * 300, 404),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_with_a_sentence(
    query: str, status: int, address: str, browser: People
) -> None:
    page = browser("anna").open(f"{address}?{query}")

    assert page.status == status
    assert "went wrong" not in page.main


def test_more_columns_than_can_be_read_are_left_out(address: str, browser: People) -> None:
    many = "&".join(f"option=mass_kg={mass}" for mass in range(1, 9))
    page = browser("anna").open(f"{address}?{many}")

    assert len(page.page.xpath("//thead//th")) == 5
    assert "Take one away" in page.main


def test_a_stranger_to_the_dossier_sees_nothing(address: str, browser: People) -> None:
    assert browser("zoe").open(address).status == 404


@pytest.mark.parametrize("language", ["it", "uk"])
def test_the_page_speaks_the_readers_language(address: str, browser: People, language: str) -> None:
    heard = {"Accept-Language": language}
    page = browser("anna").open(f"{address}?option=mass_kg=900&reach=link_level=not_required", headers=heard)

    assert {"it": "E se…", "uk": "Що, якби…"}[language] in page.heading
    for english in ("Side by side", "As it stands", "Effort", "would fall", "Approvals to collect", "Compare"):
        assert english not in page.main
