"""Reviews: signed with the password, of exactly what was shown, by others than its authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certflow.actions import dossiers, reviews
from certflow.actions.desk import Sight
from certflow.actions.inbox import inbox
from certflow.domain.dossier import State
from certflow.domain.facts import StepApproved
from certflow.domain.people import Actor
from certflow.domain.refusal import Refused
from tests.actions.office import PASSWORD, Office, size


def refused_code(office: Office, actor: Actor, step: str, **given: str) -> str:
    """The code with which an approval is refused; nothing may be written by it."""
    before = size(office.desk)
    shown = given.get("shown") or office.case(step).shown or ""
    with pytest.raises(Refused) as refused:
        reviews.approve_step(
            office.desk, actor, office.dossier_id, step, shown, "approval", given.get("password", PASSWORD)
        )
    assert size(office.desk) == before
    return refused.value.code


@pytest.fixture
def office(office: Office) -> Office:
    """With `mass` and a `link` of high level submitted."""
    office.save(office.anna, mass_kg="600", towed="no", how="By radio.")
    office.submit("mass", "link")
    return office


def test_an_approval_completes_a_step(office: Office) -> None:
    shown = reviews.look_at(office.desk, office.bruno, office.dossier_id, "mass").shown

    reviews.approve_step(office.desk, office.bruno, office.dossier_id, "mass", shown, "approval", PASSWORD, "Weighed.")

    vote = office.case("mass").votes[0]
    assert office.case("mass").state is State.APPROVED
    assert (vote.by.person, vote.meaning, vote.shown) == (office.bruno.id, "approval", shown)
    assert office.case("mass").votes[0].comment == "Weighed."


def test_a_wrong_password_signs_nothing(office: Office) -> None:
    assert refused_code(office, office.bruno, "mass", password="poplar wind") == "review.password"


def test_guessing_the_password_of_a_signature_has_to_wait(office: Office) -> None:
    for _ in range(10):
        refused_code(office, office.bruno, "mass", password="guess")

    assert refused_code(office, office.bruno, "mass") == "session.throttled"
    office.clock.pass_by(minutes=15)
    office.approve("mass", office.bruno)


def test_what_changed_after_the_page_was_drawn_is_not_approved(office: Office) -> None:
    shown = office.case("mass").shown or ""
    office.save(office.anna, mass_kg="601")
    office.submit("mass")

    assert refused_code(office, office.bruno, "mass", shown=shown) == "review.changed"


def test_whoever_prepared_a_step_does_not_approve_it(office: Office) -> None:
    assert refused_code(office, office.anna, "mass") == "review.same-person"


def test_two_organisations_approve_what_needs_both(office: Office) -> None:
    assert office.approve("link", office.bruno) is False
    assert office.case("link").state is State.SUBMITTED
    assert refused_code(office, office.bruno, "link") == "review.already-voted"

    office.approve("link", office.evhen)

    assert office.case("link").state is State.APPROVED
    finals = [fact.final for fact in office.facts() if isinstance(fact, StepApproved)]
    assert finals == [False, True]


def test_the_last_approval_says_that_nothing_is_left(office: Office) -> None:
    office.approve("link", office.bruno, office.evhen)

    assert office.approve("mass", office.bruno) is True


def test_a_returned_step_tells_its_author_why(office: Office) -> None:
    reviews.return_step(office.desk, office.bruno, office.dossier_id, "mass", "Weigh it with the tow hook.")

    case = office.case("mass")
    assert (case.state, case.remarks[-1].reason) == (State.DRAFT, "Weigh it with the tow hook.")


def test_the_inbox_holds_what_waits_first_what_this_person_may_decide(office: Office) -> None:
    office.save(office.evhen, towed="no", remark="Seen.")
    office.submit("mass")

    waiting = inbox(office.desk, office.evhen).waiting

    assert [each.step.id for each in waiting] == ["link", "mass"]
    assert [each.cannot.code if each.cannot else None for each in waiting] == [None, "review.same-person"]
    assert [each.step.id for each in inbox(office.desk, office.bruno).waiting] == ["link", "mass"]


def test_a_role_that_the_policy_does_not_name_can_look_but_not_decide(office: Office) -> None:
    cannot = reviews.look_at(office.desk, office.iryna, office.dossier_id, "mass").cannot

    assert cannot is not None
    assert cannot.code == "review.role"
    assert refused_code(office, office.iryna, "mass") == "review.role"


def test_a_dossier_that_cannot_be_read_hides_no_other(office: Office) -> None:
    first = office.desk.config.checklists / "glider" / "1.yaml"
    first.with_name("2.yaml").write_text(first.read_text("utf-8").replace('edition: "1"', 'edition: "2"'), "utf-8")
    desk = office.with_new_desk()
    parties = {"ligure": "designer", "krylo": "operator"}
    other = replace(
        office,
        desk=desk,
        dossier_id=dossiers.open_dossier(desk, office.anna, "glider", "2", "On the second edition", parties),
    )
    other.save(office.anna, mass_kg="5", towed="no")
    other.submit("mass")
    first.write_text(first.read_text("utf-8").replace("title: Gliders", "title: Other gliders"), "utf-8")
    later = office.with_new_desk()

    found = inbox(later, office.bruno)
    rows, looked = dossiers.look_over(later, office.anna, 20)

    assert [(each.sight.dossier.id, each.step.id) for each in found.waiting] == [(other.dossier_id, "mass")]
    assert [(each.dossier, each.title, each.why.code) for each in found.unreadable] == [
        (office.dossier_id, "A glider", "dossier.checklist")
    ]
    assert found.mine == 1
    assert [isinstance(looked[row.id], Sight) for row in rows] == [True, False]


def test_a_step_taken_back_is_a_draft_that_its_author_may_still_not_approve(office: Office) -> None:
    with pytest.raises(Refused, match=r"review\.sent-by-others"):
        reviews.take_back_step(office.desk, office.evhen, office.dossier_id, "mass")

    reviews.take_back_step(office.desk, office.anna, office.dossier_id, "mass")
    assert office.case("mass").state is State.DRAFT
    assert inbox(office.desk, office.bruno).mine == 1
    with pytest.raises(Refused, match=r"review\.not-submitted"):
        reviews.take_back_step(office.desk, office.anna, office.dossier_id, "mass")

    office.submit("mass")
    assert refused_code(office, office.anna, "mass") == "review.same-person"


def test_nothing_is_taken_back_that_somebody_approved(office: Office) -> None:
    office.approve("link", office.bruno)

    with pytest.raises(Refused, match=r"review\.approved-meanwhile"):
        reviews.take_back_step(office.desk, office.anna, office.dossier_id, "link")
    assert len(office.case("link").votes) == 1
