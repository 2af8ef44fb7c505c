"""What changes what: up to the answers it is found from, down to the steps it moves."""

from __future__ import annotations

import pytest

from certflow.config import ROOT
from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.influence import influence_of
from certflow.domain.plan import make_plan
from certflow.storage.checklists import read_checklist_file
from tests.domain.building import CHECKLIST


@pytest.fixture(scope="module")
def glider() -> Checklist:
    return read_checklist(CHECKLIST.encode())


@pytest.fixture(scope="module")
def sora() -> Checklist:
    return read_checklist_file(ROOT / "checklists" / "sora" / "2.5-easa.yaml")


def test_a_question_moves_what_reads_it_and_what_reads_that(glider: Checklist) -> None:
    found = influence_of(glider, "question:mass_kg")

    assert "derived:heavy" in {node for layer in found.below for node in layer}
    assert found.above == ()


def test_a_layer_never_holds_what_one_of_its_own_reads(sora: Checklist) -> None:
    for node in ("question:max_speed_m_s", "derived:sail", "step:oso-05"):
        found = influence_of(sora, node)
        place = {one: at for at, layer in enumerate((*found.above, (node,), *found.below)) for one in layer}

        assert [edge for edge in found.edges if place[edge[0]] >= place[edge[1]]] == []


def test_the_sail_stands_between_its_answers_and_the_objectives(sora: Checklist) -> None:
    found = influence_of(sora, "derived:sail")

    assert {"derived:final_grc", "derived:residual_arc"} == set(found.reads)
    assert {"oso-01", "oso-24"} <= set(found.find("step"))
    assert "question:max_speed_m_s" in {node for layer in found.above for node in layer}


def test_nothing_outside_the_picture_moves_with_an_answer(sora: Checklist) -> None:
    """What a plan really moves when one answer changes stands in the picture of that question."""
    before = sora.questions["m2"].parse("none"), sora.questions["m2"].parse("high")
    answers = {"controlled_ground_area": sora.questions["controlled_ground_area"].parse("no")}
    plans = [make_plan(sora, {**answers, "m2": value}) for value in before]
    moved = {f"step:{id}" for id in sora.steps if plans[0].steps[id] != plans[1].steps[id]}
    moved |= {f"derived:{name}" for name in sora.derived if plans[0].derived[name] != plans[1].derived[name]}

    found = influence_of(sora, "question:m2")
    assert moved
    assert moved <= {node for layer in found.below for node in layer}


def test_the_questions_of_a_step_are_its_own_and_no_further_layer(sora: Checklist) -> None:
    assert influence_of(sora, "step:oso-05").below == ()
