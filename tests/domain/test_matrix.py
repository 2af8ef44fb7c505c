"""The regulator's own matrix and answers with rows, as a record prints them, and what each audience sees of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.record import Audience, Grid, MatrixRow, RecordContent
from certflow.domain.views import View
from certflow.storage.checklists import read_checklist_file
from tests.domain.building import ANNA, DARIA
from tests.domain.checklists import example, example_text
from tests.domain.recorded import KRYLO, LIGURE, dossier_of, recorded

SHIPPED = Path(__file__).parents[2] / "checklists"
PIECES = [
    {
        "part": "Wing",
        "mass_kg": 2.5,
        "made": "us",
        "critical": True,
        "shown_in": {"document": "Report 7", "page": "12"},
    },
    {"part": "Крило", "mass_kg": 0.75, "made": "other", "critical": False},
]
FLOWN = {
    "configuration": "version 2",
    "entries": [
        {"on": "2026-01-10", "amount": 50, "configuration": "version 1"},
        {"on": "2026-04-01", "amount": 30.5, "note": "Log 4"},
    ],
}
PUBLIC, PARTNER = View(Audience.PUBLIC), View(Audience.PARTNER, "krylo")


def of(answers: dict[str, Any], checklist: Checklist | None = None) -> RecordContent:
    return recorded(dossier_of(checklist or example(), answers))


def grid_of(content: RecordContent, question: str) -> Grid:
    found = next(each for step in content.steps for each in step.answers if each.id == question)
    assert found.grid
    return found.grid


def texts(grid: Grid, language: str = "en") -> list[list[str]]:
    return [[cell.in_language(language) for cell in row] for row in grid.rows]


# answers as tables


def test_rows_print_as_a_table_with_titles_units_and_what_the_checklist_adds_up():
    grid = grid_of(of({"pieces": PIECES}), "pieces")

    assert [each.title.in_language("en") for each in grid.columns] == [
        "No.", "Part", "Mass, kg", "Who made it?", "Critical?", "Shown in",
    ]  # fmt: skip
    assert texts(grid) == [
        ["1", "Wing", "2.5", "We", "Yes", "Report 7, 12"],
        ["2", "Крило", "0.75", "Somebody else", "No", ""],
    ]
    assert [str(each) for each in grid.total] == ["Total", "", "3.25", "", "", ""]
    assert grid.columns[2].title.in_language("uk") == "Mass, кг"


def test_a_column_that_is_blank_in_every_row_is_named_and_left_out():
    content = of({"pieces": PIECES})

    said = next(each for step in content.steps for each in step.answers if each.id == "pieces")

    assert str(said.value) == "2 rows\nBlank in every row: Made on"


def test_nothing_to_list_is_said_in_words():
    content = of({"pieces": "none"})

    said = next(each for step in content.steps for each in step.answers if each.id == "pieces")

    assert (str(said.value), said.grid) == ("There is nothing to list.", None)


def test_a_counter_prints_its_entries_and_what_of_them_counts():
    content = of({"flown": FLOWN})
    grid = grid_of(content, "flown")

    said = next(each for step in content.steps for each in step.answers if each.id == "flown")

    assert str(said.value) == "30.5\u202fh counted for configuration version 2"
    assert texts(grid) == [["2026-01-10", "50", "version 1", ""], ["2026-04-01", "30.5", "", "Log 4"]]
    assert [str(each) for each in grid.total] == ["Counts", "30.5", "", ""]


def test_a_calculation_prints_its_result_its_formula_and_what_was_put_in():
    content = of({"max_speed_m_s": 20})
    grid = grid_of(content, "fall")

    said = next(each for step in content.steps for each in step.answers if each.id == "fall")

    assert str(said.value).splitlines()[0] == "20.4 m"
    assert str(said.value).splitlines()[1].startswith("S = ")
    assert texts(grid) == [["Highest speed", "V", "20 m/s"]]


def test_a_very_long_word_or_text_neither_fills_the_page_nor_takes_all_its_width():
    grid = grid_of(of({"pieces": [{**PIECES[0], "part": "x" * 200}]}), "pieces")

    assert max(each.wide for each in grid.columns) <= 30
    assert min(each.wide for each in grid.columns) >= 5


# the three forms


@pytest.fixture(scope="module")
def sora() -> Checklist:
    return read_checklist((SHIPPED / "sora" / "2.5-easa.yaml").read_bytes())


def ticks(content: RecordContent, step: str) -> dict[str, bool]:
    return {str(tick.label): tick.ticked for row in _rows(content) if row.step == step for tick in row.levels}


def _rows(content: RecordContent) -> list[MatrixRow]:
    return [row for block in content.matrix for row in block.rows]


def test_a_mitigation_offers_its_own_levels_and_none(sora: Checklist):
    content = of({"controlled_ground_area": False, "m1a": "low", "m2": "high"}, sora)

    assert ticks(content, "mitigation-m1a") == {"None": False, "Low": True, "Medium": False}
    assert ticks(content, "mitigation-m1b") == {"None": False, "Medium": False, "High": False}
    assert list(ticks(content, "mitigation-m1c")) == ["None", "Low"]
    assert ticks(content, "mitigation-m2") == {"None": False, "Medium": False, "High": True}


def test_an_objective_offers_the_levels_of_its_row_of_the_printed_table(sora: Checklist):
    assert list(ticks(of({}, sora), "oso-04")) == ["Not required", "Medium", "High"]
    assert list(ticks(of({}, sora), "oso-24")) == ["Not required", "Medium", "High"]


def test_every_allowed_lowering_of_the_air_risk_has_a_box_from_the_checklists_own_table(sora: Checklist):
    boxes = ticks(of({}, sora), "strategic-mitigation")

    assert boxes == {
        "ARC-c → ARC-b": False,
        "ARC-d → ARC-c": False,
        "AEC 1, 2 → ARC-c": False,
        "AEC 1, 2 → ARC-b": False,
        "AEC 3 → ARC-c": False,
        "AEC 3 → ARC-b": False,
        "AEC 4 to 9 → ARC-b": False,
        "AEC 7 to 9 → ARC-b": False,
    }


def test_the_box_of_the_lowering_that_was_claimed_is_ticked(sora: Checklist):
    """Uncontrolled, rural and low over a town: AEC 9, and by proven traffic ARC-b."""
    where = {
        "atypical_airspace": False,
        "above_fl600": False,
        "aerodrome_environment": False,
        "airspace_class": "g",
        "tmz": False,
        "surroundings": "urban",
        "max_height_m": 100,
        "sight": "bvlos",
    }
    claimed = ticks(of({**where, "local_density_rating": "1"}, sora), "strategic-mitigation")
    not_claimed = ticks(of({**where, "local_density_rating": "none"}, sora), "strategic-mitigation")

    assert [label for label, ticked in claimed.items() if ticked] == ["AEC 4 to 9 → ARC-b"]
    assert not any(not_claimed.values())


def test_the_blocks_stand_in_the_order_of_the_form(sora: Checklist):
    content = of({}, sora)

    assert [str(block.title) for block in content.matrix] == [
        "Ground risk mitigations",
        "Strategic mitigation of air risk",
        "Tactical mitigation of air risk",
        "Containment",
        "Operational safety objectives",
    ]


def test_tactical_mitigation_has_its_scheme_its_level_and_a_row_for_each_function(sora: Checklist):
    content = of({}, sora)
    assert list(ticks(content, "deconfliction-scheme")) == ["Applies"]
    assert list(ticks(content, "tactical-mitigation")) == ["None", "Low", "Medium", "High"]


#: a flight in open country whose pilot sees the aircraft; the aircraft is small, and a stadium is near
IN_SIGHT = {
    "characteristic_dimension_m": 2,
    "max_speed_m_s": 20,
    "take_off_mass_kg": 5,
    "population_density_km2": 10,
    "controlled_ground_area": False,
    "over_assemblies": False,
    "m1a": "none",
    "m1b": "none",
    "m1c": "none",
    "m2": "none",
    "atypical_airspace": False,
    "above_fl600": False,
    "aerodrome_environment": False,
    "airspace_class": "g",
    "tmz": False,
    "surroundings": "rural",
    "max_height_m": 100,
    "sight": "vlos",
    "common_structures": False,
    "local_density_rating": "none",
    "adjacent_density_km2": 60000,
    "adjacent_assembly_people": 500000,
    "sheltering_applicable": False,
    "ground_risk_buffer_m": 120,
}
SHIPPED_SORA = ["2.5-easa", "2.5-jarus", "2.5-uk", "2.0-easa"]
#: Annex A's blocks in order, each with as many rows as its steps and their criteria have
BLOCKS = ["Ground risk mitigations", "Strategic mitigation of air risk", "Tactical mitigation of air risk"]
BLOCKS += ["Containment", "Operational safety objectives"]


def rows_of(content: RecordContent, step: str) -> list[MatrixRow]:
    return [row for row in _rows(content) if row.step == step or row.step.startswith(f"{step}.")]


@pytest.mark.parametrize("answers", [IN_SIGHT, {**IN_SIGHT, "sight": "bvlos"}], ids=["in sight", "beyond sight"])
def test_the_five_functions_of_tactical_mitigation_and_their_sum_are_always_printed(sora: Checklist, answers: Any):
    found = rows_of(of(answers, sora), "tactical-mitigation")

    assert [str(row.requirement) for row in found[1:]] == [
        "Detect", "Decide", "Command", "Execute", "Feedback loop", "Integrity and assurance of the whole",
    ]  # fmt: skip


def test_what_is_not_required_says_so_and_why(sora: Checklist):
    content = of(IN_SIGHT, sora)
    whole, *functions = rows_of(content, "tactical-mitigation")

    assert not any(tick.ticked for tick in whole.levels)
    assert str(whole.why).startswith("Not required. From the table “")
    assert {tuple(str(tick.label) for tick in row.levels) for row in functions} == {("Not required",)}
    assert ticks(content, "oso-04")["Not required"]
    assert str(rows_of(content, "oso-04")[0].why) == "From the table “Objectives by SAIL”, column “III”."
    assert rows_of(content, "oso-01")[0].why is None


def test_a_scheme_that_is_not_needed_is_a_row_with_its_reason(sora: Checklist):
    (row,) = rows_of(of({**IN_SIGHT, "sight": "bvlos"}, sora), "deconfliction-scheme")

    assert [(str(tick.label), tick.ticked) for tick in row.levels] == [("Applies", False)]
    assert str(row.why).startswith("Not required. It is not so that ")


def test_out_of_scope_is_no_box_but_words(sora: Checklist):
    content = of(IN_SIGHT, sora)

    assert ticks(content, "containment-robustness") == {"Low": False, "Medium": False, "High": False}
    row = rows_of(content, "containment-robustness")[0]
    assert str(row.why).startswith("Out of scope. From the table “")


def test_a_containment_that_is_found_is_ticked_and_needs_no_words(sora: Checklist):
    content = of({**IN_SIGHT, "adjacent_density_km2": 100, "adjacent_assembly_people": 100}, sora)

    assert ticks(content, "containment-robustness") == {"Low": True, "Medium": False, "High": False}
    assert rows_of(content, "containment-robustness")[0].why is None


@pytest.mark.parametrize("edition", SHIPPED_SORA)
def test_every_row_of_the_form_is_printed_whatever_the_answers_are(edition: str):
    checklist = read_checklist_file(SHIPPED / "sora" / f"{edition}.yaml")
    none, some = of({}, checklist), of(IN_SIGHT if edition.startswith("2.5") else {"m1": "none"}, checklist)

    assert [str(block.title) for block in some.matrix] == BLOCKS
    assert [row.step for row in _rows(some) if not row.step.startswith("mitigation-m")] == [
        row.step for row in _rows(none) if not row.step.startswith("mitigation-m")
    ]
    objectives = [step for step in checklist.steps if step.startswith("oso-")]
    assert [row.step for row in some.matrix[-1].rows if "." not in row.step] == objectives


def test_a_predefined_assessment_numbers_every_condition_in_the_order_of_its_chapters():
    pdra = read_checklist((SHIPPED / "eu-pdra-g01" / "2026.yaml").read_bytes())

    shown = [step for block in pdra.matrix for step in block.rows]
    numbers = [row[2].split()[0] for block in of({}, pdra).matrix if block.grid for row in texts(block.grid)]

    assert shown == [step for step in pdra.steps if step in shown]
    assert {step.section for step in pdra.steps.values() if step.id not in shown} <= {"proof", "declaration"}
    assert len(numbers) == sum(max(1, len(pdra.step(step).criteria)) for step in shown)


def test_a_block_with_columns_of_its_own_has_a_numbered_row_for_each_condition():
    content = of({"night_rules": "yes", "lights": "Two"})
    block = content.matrix[2]
    assert block.grid

    assert [str(each.title) for each in block.grid.columns] == [
        "Topic", "Assurance level", "Condition", "Integrity (reference to manual)", "Proof",
    ]  # fmt: skip
    assert [row[:3] for row in texts(block.grid)] == [
        ["Aircraft and place", "", "3.1 Describe the aircraft and the ground below it at its most demanding."],
        ["Night", "", "3.2 The aircraft is seen at night."],
    ]


def test_a_condition_names_where_it_is_shown_and_what_was_declared():
    content = of({"area_map": {"document": "Manual A", "page": "2.4"}, "true_values": True})
    block = content.matrix[2]
    assert block.grid

    assert texts(block.grid)[0][3:] == ["Manual A; 2.4", "I declare that these values are the highest ones."]


def test_each_row_of_an_answer_is_a_row_of_the_matrix():
    block = of({"pieces": PIECES}).matrix[3]
    assert block.grid

    assert [each.title.in_language("it") for each in block.grid.columns] == ["Part", "Mass, kg", "Prova"]
    assert texts(block.grid) == [["Wing", "2.5", "Report 7, 12"], ["Крило", "0.75", ""]]


# what each audience sees


def protected() -> Checklist:
    """The example with the parts, the map and the declaration kept by whoever gives them."""
    text = example_text()
    for old in ("title: Parts of the aircraft\n", "title: I declare that these values are the highest ones.\n"):
        assert old in text
        text = text.replace(old, f"{old}            visibility: owner\n", 1)
    return read_checklist(
        text.replace("title: Where is the map?}", "title: Where is the map?, visibility: owner}").encode()
    )


SECRETS = ("QUARTZ-WING", "QUARTZ-MANUAL", "271.75")


@pytest.mark.parametrize("view", [PARTNER, PUBLIC], ids=["partner", "public"])
def test_a_protected_answer_is_in_no_cell_of_the_matrix_and_in_no_table(view: View):
    pieces = [{**PIECES[0], "part": SECRETS[0], "mass_kg": 271.75}]
    answers = {"pieces": pieces, "area_map": {"document": SECRETS[1], "page": "1"}, "true_values": True}
    world = dossier_of(protected(), answers)
    whole, seen = recorded(world), recorded(world, view)

    assert all(secret in whole.as_json().decode() for secret in SECRETS)
    assert not any(secret in seen.as_json().decode() for secret in SECRETS)
    held = seen.matrix[3].held
    assert held
    assert held.by == LIGURE
    assert len(held.commitment) == 64
    assert seen.matrix[3].grid
    assert seen.matrix[3].grid.rows == ()
    assert seen.matrix[2].grid
    assert texts(seen.matrix[2].grid)[0][3:] == ["", ""]


def test_a_cell_that_is_kept_from_a_reader_is_not_said_to_be_missing(sora: Checklist):
    """What the table was read by is protected: neither its row nor that “no row holds” may be told."""
    world = dossier_of(sora, IN_SIGHT)
    whole, seen = recorded(world), recorded(world, PUBLIC)

    derived = {each.name: str(each.because) for each in seen.derived}
    assert derived["igrc"].startswith("From a table. Its row is not named: it would give a protected answer away.")
    assert sum("No row of the table holds." in str(each.because) for each in whole.derived) >= sum(
        "No row of the table holds." in told for told in derived.values()
    )
    assert "worked out as ." not in seen.as_json().decode()


def test_whoever_gave_the_rows_reads_them_in_a_view_of_their_own():
    world = dossier_of(protected(), {"pieces": PIECES}, by=DARIA)

    own, other = recorded(world, PARTNER), recorded(world, View(Audience.PARTNER, ANNA.organisation))

    assert own.matrix[3].grid
    assert len(own.matrix[3].grid.rows) == 2
    assert other.matrix[3].held
    assert other.matrix[3].held.by == KRYLO


def test_a_sum_is_exact():
    rows = [{**PIECES[0], "mass_kg": "0.1"} for _ in range(3)]

    assert Decimal(str(grid_of(of({"pieces": rows}), "pieces").total[2])) == Decimal("0.3")


def test_blocks_with_the_same_columns_have_them_equally_wide():
    pdra = read_checklist((SHIPPED / "eu-pdra-g01" / "2026.yaml").read_bytes())
    content = of({"proof_operation": "declared", "range_declared": True}, pdra)

    widths = {tuple(each.wide for each in block.grid.columns) for block in content.matrix if block.grid}
    numbers = [row[2].split()[0] for block in content.matrix if block.grid for row in texts(block.grid)]

    assert len(widths) == 1
    assert numbers[:9] == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "2.1"]
    assert content.matrix[0].grid
    assert texts(content.matrix[0].grid)[1][4] == "I declare compliance."
