"""What if: what is tried is what a save would do, and nothing is saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from certflow.domain import answer as answers
from certflow.domain.facts import StepReopened
from certflow.domain.plan import Moved, Verdict, make_plan
from certflow.domain.what_if import required, try_answers
from tests.domain.building import ANNA, World
from tests.domain.test_plan import ANSWERS, EXAMPLE, PATIENT, plan
from tests.domain.test_review_voiding import approved, states


def test_other_answers_show_what_would_move_and_leave_the_plan_as_it_is():
    before = plan()

    tried = try_answers(before, {"sight": "bvlos", "people": Decimal(4)})

    assert dict(tried.changed) == {"sight": "bvlos"}, "the people answer stands already"
    told = {(move.kind, move.id): (move.before, move.after) for move in tried.moves}
    assert told[Moved.VALUE, "sail"] == ("I", "II")
    assert told[Moved.LEVEL, "oso-05"] == ("not_required", "low")
    assert before.same_as(plan())


def test_an_answer_can_be_taken_away():
    tried = try_answers(plan(), {"sight": None})

    assert tried.plan.steps["oso-05"].applies is Verdict.UNDECIDED
    assert "sight" not in tried.plan.answers


def test_with_a_dossier_it_says_which_approvals_would_fall_and_voids_none():
    world = approved()

    tried = try_answers(world.plan, {"mass_kg": Decimal(900)}, world.dossier)

    assert [(fall.step, fall.because) for fall in tried.falls] == [
        ("mass", ({"what": "answers", "name": "mass_kg", "from": None, "to": None},)),
        ("link", ({"what": "level", "name": "link", "from": "low", "to": "high"},)),
    ]
    assert states(world) == {"mass": "approved", "link": "approved"}


def test_without_any_change_nothing_falls():
    world = approved()

    assert try_answers(world.plan, {"mass_kg": Decimal(200)}, world.dossier).falls == ()


@PATIENT
@given(ANSWERS, st.dictionaries(st.sampled_from(list(EXAMPLE.questions)), st.none()), ANSWERS)
def test_what_if_equals_save_and_undo(standing: dict[str, Any], withdrawn: dict[str, None], typed: dict[str, Any]):
    before = make_plan(EXAMPLE, standing)
    changed = {**typed, **withdrawn}
    saved = make_plan(EXAMPLE, {name: one for name, one in {**standing, **changed}.items() if one is not None})

    tried = try_answers(before, changed)

    assert tried.plan.same_as(saved)
    assert try_answers(tried.plan, {name: standing.get(name) for name in tried.changed}).plan.same_as(before)


@PATIENT
@given(
    st.sampled_from(["5", "50", "200", "900"]),
    st.sampled_from(["yes", "no"]),
    st.dictionaries(
        st.sampled_from(["mass_kg", "towed", "how", "rope", "remark"]),
        st.sampled_from(["", "5", "60", "200", "900"]),
    ),
)
def test_the_approvals_that_would_fall_are_those_that_a_save_voids(mass: str, towed: str, typed: dict[str, str]):
    world = approved(mass, towed)
    questions = world.checklist.questions
    changed = {
        name: None if not text else questions[name].parse({"5": "no"}.get(text, "yes") if name == "towed" else text)
        for name, text in typed.items()
    }

    tried = try_answers(world.plan, changed, world.dossier)

    assert tried.falls == voided_by_saving(world, changed)


def voided_by_saving(world: World, changed: dict[str, Any]) -> tuple[Any, ...]:
    """Saves all answers in one turn and gives what that turn voided."""
    for name, value in changed.items():
        question = world.checklist.questions[name]
        standing = world.dossier.answers.get(name)
        stored: Any = None if value is None else question.to_json(value)
        if standing or stored is not None:
            world.record(
                answers.give(world.dossier, question, stored, standing.seq if standing else 0, world.reader(ANNA)), ANNA
            )
    before = len(world.entries)
    world.settle()
    return tuple(entry.fact for entry in world.entries[before:] if isinstance(entry.fact, StepReopened))


def test_what_a_plan_asks_for_is_counted():
    low, medium = required(plan()), required(plan(sight="bvlos", people=Decimal(50), sheltered=False))

    assert (low.steps, low.undecided, low.approvals, low.proofs) == (4, 0, 4, 1)
    assert (medium.steps, medium.approvals, medium.proofs) == (5, 6, 2)
