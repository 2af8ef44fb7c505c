"""What may not go to review yet, and what an approval depends on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain import facts as f
from certflow.domain.dossier import State
from certflow.domain.refusal import Refused
from tests.domain.building import ANNA, BRUNO, CARLA, EVHEN, IRYNA, World, answered
from tests.domain.test_review_properties import ACTS, act_out

GATE = (
    "derived:\n",
    "gates:\n  agreed: {title: What was derived is agreed, step: link, before: [tow], after: [mass]}\nderived:\n",
)
WAIVER = (
    "review: one\nsections",
    "review: one\nwaivers: {any: {roles: [technical_reviewer], months: 6}}\nwaiver: any\nsections",
)


def world() -> World:
    return answered("200", "yes", GATE, WAIVER)


def refusal(act: object, *arguments: object) -> Refused:
    with pytest.raises(Refused) as told:
        act(*arguments)  # type: ignore[operator]
    return told.value


def test_a_step_behind_a_gate_goes_to_review_once_the_gate_is_approved():
    dossier = world()
    told = refusal(dossier.submit, "tow", ANNA)
    assert (told.code, told.facts["steps"]) == ("gate.closed", ("link",))

    dossier.submit("mass", ANNA).approve("mass", BRUNO).submit("link", ANNA)
    assert refusal(dossier.submit, "tow", ANNA).code == "gate.closed"
    dossier.approve("link", BRUNO)

    assert dossier.submit("tow", ANNA).case("tow").state is State.SUBMITTED


def test_a_gate_waits_for_what_comes_first():
    told = refusal(world().submit, "link", ANNA)

    assert (told.code, told.facts["steps"]) == ("gate.early", ("mass",))


def test_a_gate_that_does_not_apply_is_open():
    assert answered("5", "yes", GATE).submit("tow", ANNA).case("tow").state is State.SUBMITTED


def test_a_waived_gate_is_open():
    dossier = world()
    dossier.decide("grant", dossier.ask("link", ANNA), BRUNO)

    assert dossier.submit("tow", ANNA).case("tow").state is State.SUBMITTED


def test_what_was_approved_behind_a_gate_stands_when_the_gate_falls():
    dossier = world().submit("mass", ANNA).approve("mass", BRUNO).submit("link", ANNA).approve("link", BRUNO)
    dossier.submit("tow", ANNA).approve("tow", BRUNO)

    dossier.answer("how", "By laser.", ANNA)

    assert (dossier.case("link").state, dossier.case("tow").state) == (State.DRAFT, State.APPROVED)


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTS, max_size=50))
def test_nothing_behind_a_gate_ever_goes_to_review_while_it_is_closed(acts):
    dossier = act_out(acts, GATE)

    approved: set[str] = set()
    for entry in dossier.entries:
        match entry.fact:
            case f.StepApproved(final=True):
                approved.add(entry.fact.step)
            case f.StepReopened() | f.StepReturned():
                approved.discard(entry.fact.step)
            case f.StepSubmitted(step="tow"):
                # the link applies at every mass above 10 kg
                masses = [each.fact.value for each in dossier.entries[: entry.seq] if _gives_mass(each.fact)]
                assert "link" in approved or masses[-1] == "5"


def _gives_mass(fact: f.Fact) -> bool:
    return isinstance(fact, f.AnswerGiven) and fact.question == "mass_kg"


# conditions


def test_a_condition_stands_open_until_somebody_who_may_approve_declares_it_met():
    dossier = answered().submit("mass", ANNA).approve("mass", BRUNO, conditions=("Below 60 m.",))
    [condition] = dossier.dossier.conditions_of("mass")
    assert (condition.text, condition.met, condition.by.person) == ("Below 60 m.", None, "bruno")

    assert refusal(dossier.meet, condition.id, ANNA).code == "review.same-person"
    assert refusal(dossier.meet, condition.id, IRYNA).code == "review.role"
    assert refusal(dossier.meet, condition.id, EVHEN, " ").code == "condition.note"
    dossier.meet(condition.id, EVHEN, "The limit is set.")

    [closed] = dossier.dossier.conditions_of("mass")
    assert closed.met is not None
    assert (closed.met.by.person, closed.note) == ("evhen", "The limit is set.")
    assert refusal(dossier.meet, condition.id, EVHEN).code == "condition.met"


def test_conditions_fall_with_their_approval_and_with_no_other():
    dossier = answered("200", "yes").submit("mass", ANNA).approve("mass", BRUNO, conditions=("Below 60 m.",))
    dossier.submit("tow", ANNA).approve("tow", BRUNO, conditions=("Check the rope.",))

    dossier.answer("remark", "Dry.", CARLA)

    assert [each.text for each in dossier.dossier.conditions.values()] == ["Check the rope."]


def test_conditions_have_limits():
    submitted = answered().submit("mass", ANNA)

    assert refusal(submitted.approve, "mass", BRUNO, None, ("x",) * 21).code == "condition.too-many"
    assert refusal(submitted.approve, "mass", BRUNO, None, ("x" * 1001,)).code == "condition.long"
