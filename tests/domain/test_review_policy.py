"""Who is kept apart, for how long an approval holds, and what makes it fall: each rule of a policy alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain.dossier import State
from certflow.domain.facts import StepApproved, StepExpired
from certflow.domain.people import Role
from certflow.domain.refusal import Refused
from certflow.domain.review import validity
from tests.domain.building import ANNA, BRUNO, CARLA, DARIA, EVHEN, World, answered, person
from tests.domain.test_review_properties import ACTS, act_out, step_of

ONE = "one: {roles: [technical_reviewer]}"


def policy(more: str) -> tuple[str, str]:
    """The policy of the steps `mass` and `tow` with more in it."""
    return ONE, f"one: {{roles: [technical_reviewer, safety_manager], {more}}}"


def date_question(name: str) -> tuple[str, str]:
    return "remark: {kind", f"{name}: {{kind: date, title: {name}, optional: yes}}\n          remark: {{kind"


def refusal(act: object, *arguments: object) -> Refused:
    with pytest.raises(Refused) as told:
        act(*arguments)  # type: ignore[operator]
    return told.value


# who is kept apart


def test_another_organisation_approves_than_the_one_that_prepared_the_step():
    world = answered("200", "no", policy("independence: organisation")).submit("mass", ANNA)

    assert refusal(world.approve, "mass", BRUNO).code == "review.same-organisation"
    assert world.approve("mass", EVHEN).case("mass").state is State.APPROVED


def test_whoever_only_sent_the_step_prepared_it_for_their_organisation_too():
    world = answered("200", "no", policy("independence: organisation")).submit("mass", DARIA)

    assert refusal(world.approve, "mass", EVHEN).code == "review.same-organisation"


def test_nobody_who_prepared_another_step_approves_where_the_whole_dossier_is_kept_apart():
    world = answered("200", "no", policy("independence: dossier")).answer("how", "By laser.", CARLA)
    world.submit("mass", ANNA)

    assert refusal(world.approve, "mass", CARLA).code == "review.same-dossier"
    assert world.approve("mass", BRUNO).case("mass").state is State.APPROVED


def test_each_approval_is_given_in_another_role():
    world = answered("200", "no", policy("quorum: 2, independence: role")).submit("mass", ANNA)
    world.approve("mass", BRUNO)

    assert refusal(world.approve, "mass", EVHEN).facts["roles"] == ["safety_manager"]
    both = person("Fedir", "krylo", Role.TECHNICAL_REVIEWER, Role.SAFETY_MANAGER)
    assert [vote.role for vote in world.approve("mass", both).case("mass").votes] == [
        "technical_reviewer",
        "safety_manager",
    ]


@pytest.mark.parametrize("apart", ["organisation", "dossier"])
@settings(max_examples=60, deadline=None)
@given(acts=st.lists(ACTS, max_size=40))
def test_whoever_is_kept_apart_stays_apart_in_whatever_order_people_act(apart, acts):
    world = act_out(acts, policy(f"independence: {apart}"))

    for place, entry in enumerate(world.entries):
        if isinstance(entry.fact, StepApproved) and entry.fact.step != "link":
            before = [each for each in world.entries[1:place] if each.by.person != "certflow"]
            mine = [each for each in before if _prepares(each.fact, entry.fact.step if apart == "organisation" else "")]
            standing = [each for each in mine if _stands(world, place, each.seq)]
            who = {each.by.organisation if apart == "organisation" else each.by.person for each in standing}
            assert (entry.by.organisation if apart == "organisation" else entry.by.person) not in who


def _prepares(fact: object, step: str) -> bool:
    kinds = ("AnswerGiven", "EvidenceAttached")
    return type(fact).__name__ in kinds and (not step or step_of(fact) == step)  # type: ignore[arg-type]


def _stands(world: World, place: int, seq: int) -> bool:
    """Whether what an entry gave still stood when the entry at `place` was written."""
    given = world.entries[seq - 1].fact
    question = getattr(given, "question", None)
    if question is None:
        return True
    return not any(getattr(each.fact, "question", None) == question for each in world.entries[seq:place])


# for how long it holds


def test_an_approval_holds_through_its_last_day_and_not_a_day_longer():
    world = answered("200", "no", policy("validity: {months: 24}")).submit("mass", ANNA).approve("mass", BRUNO)

    world.wait(731)
    assert world.case("mass").state is State.APPROVED  # 22 November 2028
    world.wait(1)

    assert world.case("mass").state is State.DRAFT
    told = world.entries[-1]
    assert told.rule == "review.validity"
    assert told.fact == StepExpired("mass", "2028-11-22", {"from": "approval", "months": 24})
    assert world.case("mass").remarks[-1].kind == "expired"


def test_an_approval_without_validity_holds_as_long_as_its_content():
    world = answered().submit("mass", ANNA).approve("mass", BRUNO).wait(40_000)

    assert world.case("mass").state is State.APPROVED


def test_an_approval_ends_so_long_after_an_event_and_not_before_the_event_is_known():
    rule = policy("validity: {months: 3, after: law_ended}")
    world = answered("200", "yes", rule, date_question("law_ended"))
    world.submit("tow", ANNA).approve("tow", BRUNO).wait(5000)
    assert world.case("tow").state is State.APPROVED

    world.answer("law_ended", world.today.isoformat(), ANNA).wait(93)

    assert world.case("tow").state is State.DRAFT
    assert world.entries[-1].fact.counted == {"from": "law_ended", "months": 3}


def test_a_date_that_moves_moves_the_end():
    rule = policy("validity: {until: licence_until}")
    world = answered("200", "yes", rule, date_question("licence_until")).answer("licence_until", "2026-12-01", ANNA)
    world.submit("tow", ANNA).approve("tow", BRUNO)
    world.answer("licence_until", "2027-12-01", CARLA).wait(60)
    assert world.case("tow").state is State.APPROVED

    world.answer("licence_until", "2026-12-01", CARLA)

    assert world.case("tow").state is State.DRAFT


def test_nothing_is_approved_that_would_be_over_already():
    rule = policy("validity: {until: licence_until}")
    world = answered("200", "yes", rule, date_question("licence_until")).answer("licence_until", "2026-11-21", ANNA)
    world.submit("tow", ANNA)

    told = refusal(world.approve, "tow", BRUNO)

    assert (told.code, told.facts["day"]) == ("review.over", "2026-11-21")
    assert world.answer("licence_until", "2026-11-22", ANNA).approve("tow", BRUNO).case("tow").state is State.APPROVED


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(1, 1200))
def test_months_are_counted_as_a_calendar_does(day, months):
    later = validity.months_after(day, months)

    if later != date.max:
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day == day.day or (later.day < day.day and _ends_month(later))


def _ends_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(ACTS, st.tuples(st.just("wait"), st.just(""), st.none(), st.integers(0, 40))), max_size=40))
def test_no_approval_outlives_its_end_whoever_acts_and_waits(acts):
    world = act_out(acts, policy("validity: {months: 1}"))

    ends = validity.standing_ends(world.checklist, world.plan, world.dossier)
    assert all(end.day >= world.today for end in ends.values())
    for case in world.dossier.cases.values():
        if case.state is State.APPROVED and case.step != "link":
            assert case.step in ends


# what makes it fall


def test_an_answer_of_another_step_that_a_policy_shows_is_covered_and_nothing_else_falls():
    world = answered("200", "yes", policy("shows: [how]"))
    for step in ("mass", "tow"):
        world.submit(step, ANNA).approve(step, BRUNO)
    world.answer("remark", "Dry.", CARLA)
    assert world.case("tow").state is State.APPROVED

    world.answer("how", "By laser.", CARLA)

    assert world.case("tow").state is State.DRAFT
    assert world.case("tow").remarks[-1].because == ({"what": "answers", "name": "how", "from": None, "to": None},)


def test_what_nobody_shows_is_covered_as_it_always_was():
    """A dossier from before policies could show anything keeps its approvals: what they cover is the same value."""
    world = answered().submit("mass", ANNA)

    assert set(world.case("mass").covered or {}) == {
        "step", "wording", "applies", "level", "criteria", "answers", "evidence", "derived",
    }  # fmt: skip
    assert set((world.case("mass").covered or {})["answers"]) == {"mass_kg", "towed"}  # type: ignore[call-overload]
