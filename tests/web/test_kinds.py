"""Questions of several parts on their page: filled in, shown again, added to and taken from, met by another answer."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from certflow.actions import dossiers
from tests.actions.office import Office, open_office
from tests.domain.checklists import example_text
from tests.web.browser import HOME, Browser

People = Callable[[str], Browser]

ROW = {"part": "Wing", "mass_kg": "2.5", "made": "us", "critical": "yes"}


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    """The office with a dossier on the example of the reference, which has every kind of question."""
    example = tmp_path / "checklists" / "example" / "1.0.yaml"
    example.parent.mkdir(parents=True)
    example.write_text(example_text(), "utf-8")
    office = open_office(sqlite, tmp_path)
    parties = {"ligure": "designer", "krylo": "operator"}
    office.dossier_id = dossiers.open_dossier(office.desk, office.anna, "example", "1.0", "All kinds", parties)
    yield office
    office.desk.engine.dispose()


def page(office: Office) -> str:
    return f"/dossiers/{office.dossier_id}/steps/proof"


def stored(office: Office, name: str) -> object:
    return office.dossier.answers[name].value


def row(at: int = 1, **changes: str) -> dict[str, str]:
    return {f"answer__pieces__{at}__{name}": text for name, text in (ROW | changes).items()}


def test_rows_are_saved_and_stand_there_again(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office)).press("Save", **row(), answer__pieces__1__made_on="2026-01-31")

    assert anna.notices == ["Saved."]
    assert stored(office, "pieces") == [
        {"part": "Wing", "mass_kg": "2.5", "made": "us", "critical": True, "made_on": "2026-01-31"}
    ]
    assert anna.value("answer.pieces.1.made") == "us"
    assert anna.value("answer.pieces.1.made_on") == "2026-01-31"


def test_a_row_is_added_without_losing_anything_that_was_typed(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    anna.press("Add a row", **row(mass_kg="heavy"), answer__agreement__by="ENAC")

    assert anna.value("answer.pieces.1.mass_kg") == "heavy"
    assert anna.value("answer.pieces.2.part") == ""
    assert anna.value("answer.agreement.by") == "ENAC"
    assert office.dossier.answers == {}

    anna.press("Save", **row(), **row(2, part="Nut"), answer__agreement__outcome="pending")
    assert [each["part"] for each in stored(office, "pieces")] == ["Wing", "Nut"]  # type: ignore[attr-defined]
    assert stored(office, "agreement")["outcome"] == "pending"  # type: ignore[index]


def test_a_row_is_removed_and_the_others_close_up(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office)).press("Add a row", **row())
    anna.press("Remove", answer__pieces__2__part="Nut")

    assert anna.value("answer.pieces.1.part") == "Nut"
    assert not anna.page.xpath("//*[@name='answer.pieces.2.part']")


def test_a_wrong_cell_is_told_with_its_place_and_stands_there_again(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office)).press("Save", **row(mass_kg="heavy"))

    assert anna.status == 422
    assert anna.errors == ["Row 1, “Mass”: Enter a number, such as 35 or 2.5. “heavy” is not one."]
    assert anna.value("answer.pieces.1.mass_kg") == "heavy"


def test_a_script_cannot_make_rows_without_end(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    data = {"csrf_token": anna.token(), "seen.pieces": "0", "answer.pieces.99999.part": "x", "row": "add:pieces"}

    assert anna.send(page(office), data).status == 200
    assert anna.send(page(office), {**data, "row": "remove:remarks:x"}).status == 200


def test_two_people_on_the_same_rows_both_see_both(office: Office, browser: People) -> None:
    anna, evhen = browser("anna").open(page(office)), browser("evhen").open(page(office))
    anna.press("Save", **row())
    evhen.press("Save", **row(part="Tail"))

    assert evhen.heading == "Two answers to one question"
    assert "1. Part: Wing; Mass: 2.5 kg" in evhen.main
    assert "1. Part: Tail" in evhen.main

    evhen.press("Add a row", keep="merged")
    evhen.press("Save this answer", keep="merged", **row(), **row(2, part="Tail"))
    assert [each["part"] for each in stored(office, "pieces")] == ["Wing", "Tail"]  # type: ignore[attr-defined]


def test_evidence_is_chosen_from_what_is_attached(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    assert "Attach a file to this step first" in anna.main

    for name, content in (("report.pdf", b"%PDF-1.7 x"), ("table.csv", b"a,b")):
        anna.press("Attach", file=(io.BytesIO(content), name))
    pieces = {each.name: each.id for each in office.dossier.evidence.values()}
    assert [each.get("value") for each in anna.page.xpath("//*[@name='answer.reports']")] == [pieces["report.pdf"]]

    anna.press("Save", answer__reports=[pieces["report.pdf"]])
    assert stored(office, "reports") == [pieces["report.pdf"]]


def test_evidence_of_another_kind_or_step_is_not_taken(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    anna.press("Attach", file=(io.BytesIO(b"a,b"), "table.csv"))
    [piece] = office.dossier.evidence
    data = {"csrf_token": anna.token(), "seen.reports": "0"}

    assert anna.send(page(office), {**data, "answer.reports": piece}).errors == [
        "This question takes files of these kinds only: pdf."
    ]
    assert "not attached to this step any more" in anna.send(page(office), {**data, "answer.reports": "f00"}).errors[0]


def test_a_counter_shows_its_total(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    anna.press("Save", answer__flown__configuration="v2", answer__flown__1__on="2026-02-01",
               answer__flown__1__amount="31.5")  # fmt: skip

    assert anna.notices == ["Saved."]
    assert "31.5 h counted for this configuration" in anna.main


def test_what_has_expired_is_flagged_by_the_clock_of_the_desk(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    anna.press("Save", answer__permit__on__day="23", answer__permit__on__month="11", answer__permit__on__year="2026")
    assert "Expires on 23 Nov 2026" in anna.main
    assert "Past:" not in anna.main

    office.clock.pass_by(days=2)
    anna = browser("anna").open(page(office))
    assert "Past: Expires on 23 Nov 2026" in anna.main
    assert "Past: Expires on 23 Nov 2026" in anna.open(f"/dossiers/{office.dossier_id}").main


def test_an_organisation_is_chosen_among_those_of_the_dossier(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    offered = [each.get("value") for each in anna.page.xpath("//*[@name='answer.tester']")]
    assert offered == ["krylo", "ligure"]

    anna.press("Save", answer__tester="krylo")
    assert stored(office, "tester") == "krylo"
    data = {"csrf_token": anna.token(), "seen.tester": anna.value("seen.tester"), "answer.tester": "elsewhere"}
    assert anna.send(page(office), data).errors == ["Choose an organisation that takes part in this dossier."]


def test_small_kinds_travel_there_and_back(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    typed = {
        "stored_for__amount": "30",
        "stored_for__unit": "months",
        "tested_in__month": "4",
        "tested_in__year": "2026",
        "test_site__latitude": "50°27'N",
        "test_site__longitude": "30.52",
        "permit__event": "war ends",
        "permit__months": "3",
    }
    anna.press("Save", **{f"answer__{name}": text for name, text in typed.items()})

    assert anna.errors == []
    assert stored(office, "stored_for") == {"amount": "30", "unit": "months"}
    assert stored(office, "tested_in") == "2026-04"
    assert stored(office, "test_site") == {"latitude": "50.45", "longitude": "30.52"}
    assert stored(office, "permit") == {"event": "war ends", "months": 3, "happened": None}
    assert anna.value("answer.stored_for.unit") == "months"
    assert anna.value("answer.tested_in.month") == "4"
    assert "Expires 3 months after this happens: war ends" in anna.main


def test_a_question_left_blank_stays_unanswered(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office)).press("Save")

    assert (anna.errors, office.dossier.answers) == ([], {})


def test_a_calculation_stands_in_its_step(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    assert "Highest speed" in anna.main
    office.save(office.anna, max_speed_m_s="20")
    anna.open(page(office))

    assert "S = (V² ÷ (2 × 9.81)), rounded up to a multiple of 0.1" in anna.main
    assert "20.4 m" in anna.main


def test_answers_of_every_kind_are_shown_to_whoever_may_only_look(office: Office, browser: People) -> None:
    browser("anna").open(page(office)).press("Save", **row(), answer__agreement__by="ENAC",
                                             answer__agreement__outcome="pending")  # fmt: skip

    iryna = browser("iryna").open(page(office))

    assert "1. Part: Wing; Mass: 2.5 kg; Who made it?: We; Critical?: yes" in iryna.main
    assert "Pending: ENAC" in iryna.main


def test_autosave_reports_the_row(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office))
    data = {"csrf_token": anna.token(), "seen.pieces": "0", "answer.pieces.1.part": "Wing"}
    told = anna.client.post(page(office), data=data, headers={"Accept": "application/json"}, base_url=HOME)

    assert told.json["errors"]["pieces"].startswith("Row 1, “Mass”")


# rows from a spreadsheet

PASTED = """Part\tMass (kg)\tWho made it?\tCritical?\tMade on\tShown in: document\tShown in: page or chapter
Wing\t2,5\tWe\tyes\t2026-01-31\tReport 7\t12
Nut\t1\tSomebody else\tno\t\t\t
"""


def rows_page(office: Office) -> str:
    return f"{page(office)}/rows/pieces"


def workbook(*rows: tuple[object, ...]) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet("Pieces")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return memory.getvalue()


def test_pasted_rows_become_the_answer(office: Office, browser: People) -> None:
    anna = browser("anna").open(page(office)).follow("Bring rows from a spreadsheet")
    assert anna.address == rows_page(office)

    anna.press("Bring the rows in", pasted=PASTED)

    assert anna.address == page(office)
    assert stored(office, "pieces") == [
        {"part": "Wing", "mass_kg": "2.5", "made": "us", "critical": True, "made_on": "2026-01-31",
         "shown_in": {"document": "Report 7", "page": "12"}},
        {"part": "Nut", "mass_kg": "1", "made": "other", "critical": False},
    ]  # fmt: skip


def test_a_workbook_in_another_language_and_order_is_read(office: Office, browser: People) -> None:
    sheet = workbook(
        ("critical", "Part", "mass_kg", "made"), (True, "Wing", 2.5, "us"), ("no", "Nut", 1, "Somebody else")
    )

    browser("anna").open(rows_page(office)).press("Bring the rows in", file=(io.BytesIO(sheet), "pieces.xlsx"))

    assert [each["part"] for each in stored(office, "pieces")] == ["Wing", "Nut"]  # type: ignore[attr-defined]


def test_every_wrong_cell_is_told_by_sheet_row_and_column_and_nothing_is_saved(office: Office, browser: People) -> None:
    sheet = workbook(("Part", "Mass (kg)", "Who made it?", "Critical?"), ("Wing", "heavy", "We", "yes"),
                     ("", 1, "Martians", "perhaps"))  # fmt: skip
    anna = browser("anna").open(rows_page(office))
    anna.press("Bring the rows in", file=(io.BytesIO(sheet), "pieces.xlsx"))

    assert anna.status == 422
    assert anna.errors == [
        "Pieces, row 2, “Mass”: Enter a number, such as 35 or 2.5. “heavy” is not one.",
        "Pieces, row 3, “Part”: Enter an answer.",
        "Pieces, row 3, “Who made it?”: Choose one of the options shown. “Martians” is not among them.",
        "Pieces, row 3, “Critical?”: Choose one of the options shown. “perhaps” is not among them.",
    ]
    assert office.dossier.answers == {}


def test_missing_heads_and_what_is_no_table_are_told(office: Office, browser: People) -> None:
    anna = browser("anna").open(rows_page(office))

    assert anna.press("Bring the rows in", pasted="Part;Mass\nWing;2").errors == [
        "CSV, row 1: these heads are missing: Who made it?, Critical?."
    ]
    assert anna.press("Bring the rows in", pasted="").errors == ["Choose a file, or paste the cells."]
    assert (
        "neither as a spreadsheet"
        in anna.press("Bring the rows in", file=(io.BytesIO(b"PK\x03\x04 broken"), "x.xlsx")).errors[0]
    )


def test_the_template_has_the_heads_that_are_read(office: Office, browser: People) -> None:
    anna = browser("anna").open(rows_page(office))
    template = anna.client.get(f"{rows_page(office)}/template", base_url=HOME).data

    assert template.startswith(b"PK")
    anna.press("Bring the rows in", file=(io.BytesIO(template), "pieces.xlsx"))
    assert anna.errors == ["There is no row in it."]


def test_rows_that_somebody_changed_meanwhile_are_not_replaced(office: Office, browser: People) -> None:
    evhen = browser("evhen").open(rows_page(office))
    browser("anna").open(page(office)).press("Save", **row())

    evhen.press("Bring the rows in", pasted=PASTED)

    assert "changed this answer while you were typing" in evhen.errors[0]
    assert [each["part"] for each in stored(office, "pieces")] == ["Wing"]  # type: ignore[attr-defined]
