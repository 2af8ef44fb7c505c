"""The editions of SORA side by side, as a compliance manager reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from certflow.domain.checklist import Checklist
from certflow.domain.checklist.changes import Change, Compared, LevelMove, changed_values, compare_editions
from certflow.domain.checklist.model import LevelRow
from certflow.domain.plan import make_plan
from certflow.storage.checklists import read_checklist_file

FOLDER = Path(__file__).parents[2] / "checklists" / "sora"


def sora(edition: str) -> Checklist:
    return read_checklist_file(FOLDER / f"{edition}.yaml")


@cache
def compared(before: str, after: str) -> dict[str, Compared]:
    return {one.id: one for one in compare_editions(sora(before), sora(after))}


def changes(before: str, after: str, *wanted: Change) -> set[str]:
    return {id_ for id_, one in compared(before, after).items() if one.change in wanted}


def test_between_easa_and_jarus_only_the_three_known_steps_change_in_meaning():
    meaning = set(Change) - {Change.UNCHANGED, Change.EDITORIAL}

    assert changes("2.5-easa", "2.5-jarus", *meaning) == {"oso-04", "oso-23", "ground-risk"}
    assert changed_values(sora("2.5-easa"), sora("2.5-jarus")) == dict.fromkeys(
        ("igrc", "grc_floor", "containment"), Change.MATERIAL
    )


def test_between_easa_and_the_united_kingdom_only_oso_04_changes_in_meaning():
    meaning = set(Change) - {Change.UNCHANGED, Change.EDITORIAL}

    assert changes("2.5-easa", "2.5-uk", *meaning) == {"oso-04"}
    assert changed_values(sora("2.5-easa"), sora("2.5-uk")) == {}


@pytest.mark.parametrize("edition", ["2.5-jarus", "2.5-uk"])
def test_oso_04_is_one_level_lower_outside_the_european_union(edition: str):
    there, back = compared("2.5-easa", edition)["oso-04"], compared(edition, "2.5-easa")["oso-04"]

    assert there.change is Change.RELAXED
    assert there.levels == (LevelMove("IV", "medium", "low"), LevelMove("V", "high", "medium"))
    assert back.change is Change.TIGHTENED


@pytest.mark.parametrize("edition", ["2.5-jarus", "2.5-uk"])
def test_oso_04_has_words_at_every_level_it_is_asked_at(edition: str):
    [criterion] = sora(edition).step("oso-04").criteria

    for level in ("low", "medium", "high"):
        assert {text.aspect for text in criterion.texts if text.level == level} == {"integrity", "assurance"}


def test_jarus_asks_the_operator_for_oso_23_too():
    assert sora("2.5-easa").step("oso-23").provided_by == ("designer",)
    assert sora("2.5-jarus").step("oso-23").provided_by == ("designer", "operator")


@pytest.mark.parametrize("edition", ["2.5-jarus", "2.5-uk"])
def test_an_edition_cites_its_own_papers(edition: str):
    cited = {str(step.source.document) for step in sora(edition).steps.values()}

    assert not [one for one in cited if "ED Decision" in one or one.startswith("AMC1 to")]


def test_from_2_0_the_objectives_that_were_dropped_went_into_others():
    found = compared("2.0-easa", "2.5-easa")

    assert changes("2.0-easa", "2.5-easa", Change.WITHDRAWN) == set()
    assert changes("2.0-easa", "2.5-easa", Change.MERGED) == {
        "mitigation-m2",
        "containment-robustness",
        "oso-05",
        "oso-08",
        "oso-09",
    }
    assert found["oso-08"].earlier == ("oso-08", "oso-11", "oso-14", "oso-21", "mitigation-m3")
    assert found["oso-09"].earlier == ("oso-09", "oso-15", "oso-22")
    assert {one.id: one.earlier for one in found["oso-08"].criteria}["oso-08.c4"] == ("mitigation-m3",)


def test_from_2_0_m1_became_three():
    assert changes("2.0-easa", "2.5-easa", Change.SPLIT) == {"mitigation-m1a", "mitigation-m1b", "mitigation-m1c"}


def test_from_2_0_oso_04_rose():
    found = compared("2.0-easa", "2.5-easa")["oso-04"]

    assert found.change is Change.TIGHTENED
    assert found.levels == (LevelMove("IV", "low", "medium"), LevelMove("V", "medium", "high"))


def test_from_2_0_no_approval_is_carried_over_unseen():
    assert not [one.id for one in compared("2.0-easa", "2.5-easa").values() if one.holds]


def test_spain_took_2_0_until_the_day_that_is_data_and_not_code():
    spain = sora("2.0-easa").jurisdictions["ES"]

    assert spain.accept_until == "2025-11-17"
    assert "one year" in str(spain.note)


def test_2_0_has_its_twenty_four_objectives_and_m3():
    numbered = [step for step in sora("2.0-easa").steps if step.startswith("oso-")]

    assert numbered == [f"oso-{number:02}" for number in range(1, 25)]
    assert "m3" in sora("2.0-easa").questions


EDITIONS = ["2.0-easa", "2.5-easa", "2.5-jarus", "2.5-uk"]

#: where the claim is not even asked for, it cannot be made
NEVER_REACHED = {
    *(("arc_by_common_structures", row, "with") for row in ("AEC 1 to 3", "AEC 4 to 6", "AEC 12")),
    *(("arc_by_local_density", row, f"rating {at}") for row in ("AEC 10, 11", "AEC 12") for at in range(1, 6)),
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_of_every_table_is_expected_by_a_test_in_the_file(edition: str):
    checklist = sora(edition)
    cells = {
        (name, str(row.label), str(column.label) if column else None)
        for name, table in checklist.tables.items()
        for row in table.rows.bands
        for column in (table.columns.bands if table.columns else [None])
    }
    levels = {
        ("levels", id_, value)
        for id_, step in checklist.steps.items()
        if isinstance(step.level, LevelRow)
        for value in step.level.levels
    }

    assert len(levels) == 6 * len([id_ for id_ in checklist.steps if re.fullmatch(r"oso-\d\d", id_)])
    assert (cells | levels) - set(tried(checklist)) - NEVER_REACHED == set()


def tried(checklist: Checklist) -> Iterator[tuple[str, str, str | None]]:
    """The cells that gave what a test expects."""
    for trial in checklist.trials:
        plan = make_plan(checklist, trial.answers, suppose=trial.suppose)
        for name in trial.expect:
            if name in plan.derived:
                for cell in plan.derived[name].because.cells:
                    yield cell.table, str(cell.row), str(cell.column) if cell.column else None
            if name in plan.steps:
                for cell in plan.steps[name].because.cells:
                    yield "levels", name, str(cell.column)
