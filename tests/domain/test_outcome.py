"""What the outcome of a record says: conditions, waivers, whoever answers for it, and what of that anybody may read."""

from __future__ import annotations

from certflow.domain.record import Audience
from certflow.domain.views import View
from tests.domain.building import ANNA, BRUNO, IRYNA, World, answered
from tests.domain.recorded import KRYLO, LIGURE, recorded

CONDITION = "Not above 500 people/km² until 300 hours are flown."


def approved_on_condition() -> World:
    world = answered().submit("mass", ANNA)
    return world.approve("mass", BRUNO, conditions=(CONDITION,))


def test_a_condition_of_an_approval_stands_on_the_outcome_and_with_its_step():
    content = recorded(approved_on_condition())

    [said] = content.result.conditions
    assert str(said) == f"mass: {CONDITION} (Bruno, {LIGURE}, 2026-11-22). Open."
    step = next(each for each in content.steps if each.id == "mass")
    assert [str(each) for each in step.conditions] == [f"{CONDITION} (Bruno, {LIGURE}, 2026-11-22). Open."]


def test_a_condition_that_is_met_says_by_whom():
    world = approved_on_condition()
    [condition] = world.dossier.conditions
    world.meet(condition, BRUNO, "Log 17.")

    assert str(recorded(world).result.conditions[0]).endswith("Met: Bruno, 2026-11-22: Log 17.")


def test_anybody_reads_that_there_are_conditions_but_neither_words_nor_names():
    content = recorded(approved_on_condition(), View(Audience.PUBLIC))

    assert [str(each) for each in content.result.conditions] == ["mass: set: 1, met: 0"]
    assert "Bruno" not in content.as_json().decode()
    assert "500 people" not in content.as_json().decode()


def test_an_open_point_is_told_by_its_title():
    content = recorded(answered())

    assert [(each.step, str(each.words)) for each in content.result.open_points][:1] == [("mass", "Mass")]


def test_whoever_answers_for_the_organisation_stands_under_the_closing_statement():
    answers_for_it = ("one: {roles: [technical_reviewer]}", "one: {roles: [accountable_manager]}")
    world = answered("200", "no", answers_for_it).submit("mass", ANNA).approve("mass", IRYNA)

    [signed] = recorded(world).result.accountable
    [unnamed] = recorded(world, View(Audience.PUBLIC)).result.accountable

    assert (signed.name, signed.organisation, str(signed.role)) == ("Iryna", KRYLO, "Accountable manager")
    assert (unnamed.name, unnamed.organisation) == ("", KRYLO)


def test_nobody_stands_there_where_the_checklist_asks_no_such_person():
    assert recorded(approved_on_condition()).result.accountable == ()
