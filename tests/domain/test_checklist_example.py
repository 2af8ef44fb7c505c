"""The example in checklists/README.md is true."""

from __future__ import annotations

import dataclasses

import pytest

from certflow.domain.checklist import read_checklist
from certflow.domain.checklist.trials import failing_trials
from certflow.domain.plan import make_plan
from tests.domain.checklists import example, example_text, problems_of


def test_the_example_has_no_problem_and_its_tests_pass():
    checklist = example()

    assert failing_trials(checklist) == ()
    assert len(checklist.trials) == 8


def test_a_wrong_expectation_in_a_file_is_told_where_it_stands():
    text = example_text().replace("- [1, 25.1, 5, 4]", "- [1, 25.1, 5, 7]")
    line = next(at for at, one in enumerate(text.splitlines(), 1) if "[1, 25.1, 5, 7]" in one)
    found = failing_trials(read_checklist(text.encode(), file="x.yaml"), file="x.yaml")

    assert [str(one) for one in found] == [
        f"x.yaml:{line}:9 Test 'Every cell of the ground risk table': igrc should be 7, but is 4. [test.failed]"
    ]


def test_stamped_questions_carry_their_criterion_in_id_and_title():
    checklist = example()

    stamped = checklist.questions["oso_05_c1_reference"]

    assert stamped.criterion == "oso-05.c1"
    assert stamped.title.in_language("en") == "Design: where is it shown?"
    assert checklist.step_of("oso_05_c1_reference").id == "oso-05"
    assert "oso_05_how_met" in checklist.step("oso-05").questions


def test_an_approval_covers_only_the_values_that_the_author_names():
    """The level is covered anyway; what it was found from may move as long as the level stays."""
    assert example().step("oso-05").shows == ("igrc",)


def test_a_review_policy_follows_the_level():
    step = example().step("oso-05")

    assert step.policy("low").quorum == 1
    assert step.policy("high").parties == ("designer", "operator")


def test_a_criterion_speaks_only_at_its_levels_and_above():
    first, second = example().step("oso-05").criteria

    assert [text.level for text in first.at("low")] == ["low", "low"]
    assert [text.level for text in first.at("high")] == ["low", "low", "medium", "medium"]
    assert not second.applies_at("medium")
    assert second.applies_at("high")


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        ("A malfunction does not lead", "A malfunction never leads", True),
        ("Hazards are made small.", "Hazards are kept small.", True),
        ("title: How is this objective met?", "title: How is it met?", True),
        ("name: A small aircraft over fields", "name: Another name", False),
        ("max: 40}", "max: 41}", False),
    ],
)
def test_the_wording_digest_moves_with_the_words_and_with_nothing_else(before: str, after: str, moves: bool):
    assert before in example_text()
    changed = read_checklist(example_text().replace(before, after).encode())

    assert (changed.step("oso-05").wording_digest != example().step("oso-05").wording_digest) is moves


def test_a_checklist_cannot_be_changed():
    checklist = example()

    with pytest.raises(dataclasses.FrozenInstanceError):
        checklist.title = checklist.title  # type: ignore[misc]
    with pytest.raises(TypeError):
        checklist.steps["x"] = checklist.step("night")  # type: ignore[index]
    with pytest.raises(TypeError):
        make_plan(checklist, {}).derived["x"] = None  # type: ignore[index]


def test_a_file_that_breaks_in_many_places_tells_them_all_at_once():
    text = example_text().replace("when: people >= 5", "when: peeple >= 5").replace("gives: [2, 3, 5]", "gives: [2, 3]")
    text = text.replace('"[5, 50)"', '"[5, 40)"')

    assert {one.code for one in problems_of(text)} == {"condition.unknown-name", "table.width"}
