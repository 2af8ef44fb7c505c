"""A change voids exactly the approvals that covered what changed, each with its reason (P4)."""

from __future__ import annotations

from certflow.domain.dossier import State
from tests.domain.building import ANNA, BRUNO, EVHEN, World, answered


def approved(mass: str = "200", towed: str = "no") -> World:
    """Every required step submitted by Anna and approved by Bruno, and by Evhen where two sides are needed."""
    world = answered(mass, towed)
    for step, planned in world.plan.steps.items():
        if planned.applies == "yes":
            world.submit(step, ANNA).approve(step, BRUNO)
            if world.case(step).state is not State.APPROVED:
                world.approve(step, EVHEN)
    return world


def states(world: World) -> dict[str, str]:
    return {step: str(world.case(step).state) for step in world.checklist.steps if step in world.dossier.cases}


def test_an_edit_after_submission_takes_the_step_back_to_draft():
    world = answered().submit("mass", ANNA).answer("remark", "Dry.", ANNA)

    assert world.case("mass").state is State.DRAFT
    assert world.case("mass").remarks[-1].because[0]["what"] == "answers"


def test_an_answer_that_moves_no_level_voids_only_its_own_step():
    world = approved().answer("mass_kg", "300", ANNA)

    assert states(world) == {"mass": "draft", "link": "approved"}


def test_an_answer_that_moves_a_level_voids_the_step_it_moved():
    world = approved().answer("mass_kg", "900", ANNA)

    assert states(world) == {"mass": "draft", "link": "draft"}
    assert world.case("link").remarks[-1].because == ({"what": "level", "name": "link", "from": "low", "to": "high"},)


def test_a_step_that_stops_applying_is_reopened_with_that_reason():
    world = approved(towed="yes").answer("towed", "no", ANNA)

    assert world.case("tow").state is State.DRAFT
    assert world.case("tow").remarks[-1].because[0] == {"what": "applies", "name": "tow", "from": "yes", "to": "no"}


def test_a_derived_value_that_a_step_shows_is_covered_too():
    world = approved(towed="yes", mass="50").answer("mass_kg", "150", ANNA)

    assert states(world)["tow"] == "draft"
    assert {"what": "derived", "name": "heavy", "from": False, "to": True} in world.case("tow").remarks[-1].because


def test_saving_the_same_value_again_changes_nothing():
    world = approved()
    before = len(world.entries)

    world.answer("mass_kg", "200.0", ANNA)

    assert len(world.entries) == before


def test_new_evidence_voids_the_approval_of_its_step_alone():
    world = approved().attach("link", "b", ANNA)

    assert states(world) == {"mass": "approved", "link": "draft"}
