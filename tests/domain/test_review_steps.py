"""Who may approve what: four eyes, quorum, organisations, and only what was shown (P2, P3)."""

from __future__ import annotations

import pytest

from certflow.domain.dossier import State
from certflow.domain.refusal import Refused
from tests.domain.building import (
    ANNA,
    BRUNO,
    CARLA,
    DARIA,
    EVHEN,
    STRANGER,
    World,
    answered,
    opened,
    without_step_up,
)


def refusal(act: object, *arguments: object) -> str:
    with pytest.raises(Refused) as told:
        act(*arguments)  # type: ignore[operator]
    return told.value.code


def test_a_step_with_open_questions_cannot_be_submitted():
    world = opened().answer("mass_kg", "200", ANNA)

    with pytest.raises(Refused) as told:
        world.submit("mass", ANNA)

    assert told.value.code == "review.unanswered"
    assert told.value.facts["questions"] == ("towed",)


def test_an_optional_question_may_stay_open():
    assert answered().submit("mass", ANNA).case("mass").state is State.SUBMITTED


def test_a_step_that_cannot_be_decided_yet_says_which_question_would_decide_it():
    with pytest.raises(Refused) as told:
        opened().submit("link", ANNA)

    assert told.value.code == "step.undecided"
    assert told.value.facts["waits_for"] == ("mass_kg",)


def test_a_step_that_is_not_required_needs_no_review():
    assert refusal(answered(mass="5").submit, "link", ANNA) == "step.not-required"


def test_one_reviewer_who_did_not_prepare_it_is_enough_where_the_policy_says_one():
    world = answered().submit("mass", ANNA).approve("mass", BRUNO)

    assert world.case("mass").state is State.APPROVED
    assert [vote.by.person for vote in world.case("mass").votes] == ["bruno"]


def test_nobody_approves_what_they_prepared():
    assert refusal(answered().submit("mass", ANNA).approve, "mass", ANNA) == "review.same-person"


def test_whoever_only_submitted_prepared_it_too():
    assert refusal(answered().submit("mass", CARLA).approve, "mass", CARLA) == "review.same-person"


def test_whoever_prepared_an_earlier_revision_still_prepared_it():
    world = answered().submit("mass", CARLA).give_back("mass", BRUNO)
    world.answer("mass_kg", "201", ANNA).submit("mass", ANNA)

    assert refusal(world.approve, "mass", CARLA) == "review.same-person"


def test_an_approval_in_between_does_not_make_an_author_a_second_pair_of_eyes():
    world = answered().submit("mass", ANNA).approve("mass", BRUNO)
    world.answer("remark", "Weighed again.", CARLA).submit("mass", CARLA)

    assert refusal(world.approve, "mass", ANNA) == "review.same-person"


def test_whoever_attached_evidence_does_not_approve_it():
    world = answered().attach("mass", "a", CARLA).submit("mass", ANNA)

    assert refusal(world.approve, "mass", CARLA) == "review.same-person"


def test_two_sides_must_approve_where_the_policy_says_so():
    world = answered(mass="900").submit("link", ANNA).approve("link", BRUNO)
    assert world.case("link").state is State.SUBMITTED

    assert world.approve("link", EVHEN).case("link").state is State.APPROVED


def test_a_second_approval_of_the_same_side_does_not_count():
    world = answered(mass="900").submit("link", ANNA).approve("link", BRUNO)

    with pytest.raises(Refused) as told:
        world.approve("link", CARLA)

    assert told.value.code == "review.seat-taken"
    assert told.value.facts["parties"] == ("operator",)


def test_one_person_votes_once():
    world = answered(mass="900").submit("link", ANNA).approve("link", BRUNO)

    assert refusal(world.approve, "link", BRUNO) == "review.already-voted"


def test_an_organisation_that_plays_no_part_does_not_approve():
    assert refusal(answered().submit("mass", ANNA).approve, "mass", STRANGER) == "review.party"


def test_a_signature_needs_the_password_again_where_the_policy_says_so():
    world = answered(mass="900").submit("link", ANNA)

    assert refusal(world.approve, "link", without_step_up(BRUNO)) == "review.sign-in-again"


def test_only_what_was_shown_is_approved():
    world = answered().submit("mass", ANNA)

    assert refusal(world.approve, "mass", BRUNO, "0" * 64) == "review.changed"


def test_a_stale_page_approves_nothing_and_is_shown_the_difference():
    world = answered().submit("mass", ANNA)
    looked_at = world.case("mass").shown
    world.answer("mass_kg", "300", ANNA).submit("mass", ANNA)

    assert refusal(world.approve, "mass", BRUNO, looked_at) == "review.changed"
    assert world.case("mass").votes == ()


def test_a_returned_step_goes_back_to_draft_with_the_reason():
    world = answered().submit("mass", ANNA).give_back("mass", DARIA, "Weigh it with fuel.")

    assert world.case("mass").state is State.DRAFT
    assert world.case("mass").remarks[-1].reason == "Weigh it with fuel."


def test_a_return_without_a_reason_is_refused():
    assert refusal(answered().submit("mass", ANNA).give_back, "mass", DARIA, " ") == "review.reason"


def test_an_approved_step_can_still_be_returned():
    world = answered().submit("mass", ANNA).approve("mass", BRUNO).give_back("mass", EVHEN)

    assert world.case("mass").state is State.DRAFT


def test_a_quorum_fires_once():
    world: World = answered(mass="900").submit("link", ANNA).approve("link", EVHEN).approve("link", BRUNO)

    assert [getattr(entry.fact, "final", None) for entry in world.entries[-2:]] == [False, True]
    assert refusal(world.approve, "link", CARLA) == "review.not-submitted"
