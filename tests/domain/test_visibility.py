"""What one side keeps to itself stays with it, and what both sides need stays in sight (P12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain.checklist import Checklist, Visibility, read_checklist
from certflow.domain.dossier import State
from certflow.domain.facts import DossierOpened, Fact, Protected, StepApproved
from certflow.domain.people import Actor
from certflow.domain.plan import Plan, make_plan
from certflow.domain.planned import Ground
from certflow.domain.refusal import Refused
from certflow.domain.review import voiding
from certflow.domain.review.covered import covered, digest_of
from certflow.domain.review.steps import approve, votes_needed
from certflow.domain.visibility import ANYBODY, Reader, may_read, seen_dossier, seen_plan
from certflow.domain.what_if import openly, read_changes, try_answers
from certflow.domain.why import explain_derived, explain_step
from tests.domain.building import ANNA, BRUNO, EVHEN, World
from tests.domain.protected import PROTECTED, SECRET_MASS

LIGURE = Reader("ligure", "designer")
KRYLO = Reader("krylo", "operator")
ENAC = Reader("enac", "authority")
STRANGER = Reader("elsewhere", None)
NAMES = {"ligure": "Aeronautica Ligure", "krylo": "Krylo"}


@cache
def protected() -> Checklist:
    return read_checklist(PROTECTED.encode())


def weighed(mass: str = SECRET_MASS, limit: str = "1000") -> World:
    """A dossier on the checklist with protected answers, everything in it answered by the designer."""
    world = World(checklist=protected())
    world.record(opening(), ANNA)
    for question, typed in (("mass_kg", mass), ("limit_kg", limit), ("towed", "yes"), ("rope", "Steel.")):
        world.answer(question, typed, ANNA)
    world.answer("how", "By quartz.", ANNA)
    return world


def opening() -> tuple[Fact, ...]:
    parties = {"ligure": "designer", "krylo": "operator", "enac": "authority"}
    return (DossierOpened("Glider", "glider", "1", protected().digest, parties),)


def plan_for(world: World, reader: Reader) -> Plan:
    seen = seen_dossier(world.checklist, world.dossier, reader, NAMES)
    hidden = {name: given.value.by for name, given in seen.answers.items() if isinstance(given.value, Protected)}
    return seen_plan(world.plan, hidden)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, {LIGURE, KRYLO, ENAC, STRANGER, ANYBODY}),
        (Visibility.CONSORTIUM, {LIGURE, KRYLO, ENAC}),
        (Visibility.OWNER, {LIGURE}),
        (Visibility.AUTHORITY, {LIGURE, ENAC}),
    ],
)
def test_the_table_says_who_reads_what_ligure_gave(visibility: Visibility, readers: set[Reader]) -> None:
    everybody = {LIGURE, KRYLO, ENAC, STRANGER, ANYBODY}
    assert {each for each in everybody if may_read(each, visibility, "ligure")} == readers


def test_nobody_is_taken_for_an_owner_without_a_name() -> None:
    """What certflow itself gives has no organisation, and the public has none either."""
    assert not may_read(ANYBODY, Visibility.OWNER, "")


def test_a_protected_answer_is_its_owners_name_and_the_commitment() -> None:
    world = weighed()
    seen = seen_dossier(world.checklist, world.dossier, KRYLO, NAMES).answers["mass_kg"]

    assert seen.value == Protected("Aeronautica Ligure")
    assert seen.commitment == world.dossier.answers["mass_kg"].commitment


def test_a_class_is_shared_and_a_calculation_is_not() -> None:
    derived = plan_for(weighed(), KRYLO).derived

    assert (derived["size"].value, derived["heavy"].value, derived["link_level"].value) == ("middle", True, "low")
    assert {name for name, one in derived.items() if one.because.ground is Ground.HELD} == {"mass_lb", "margin"}
    assert derived["mass_lb"].value is derived["margin"].value is None


def test_a_reason_keeps_the_cell_and_the_case_that_would_tell_the_answer() -> None:
    plan = plan_for(weighed(), KRYLO)
    told = explain_derived(plan, "size") + explain_derived(plan, "link_level") + explain_step(plan, "tow")

    assert "Mass: held by Aeronautica Ligure" in told
    assert "Between the two" not in told
    assert "at most 500" not in told


def test_whoever_may_see_everything_is_shown_the_very_plan() -> None:
    world = weighed()
    assert seen_dossier(world.checklist, world.dossier, LIGURE, NAMES) is world.dossier
    assert plan_for(world, LIGURE).same_as(world.plan)


masses = st.decimals(min_value=101, max_value=399, places=2).map(str)


@settings(max_examples=25, deadline=None)
@given(masses, masses)
def test_two_masses_with_the_same_requirement_look_the_same_to_others(one: str, other: str) -> None:
    """Whatever a partner is shown is a function of the requirement: every pair of answers behind it looks alike."""
    assert plan_for(weighed(one), KRYLO).same_as(plan_for(weighed(other), KRYLO))


def test_nobody_writes_over_what_they_cannot_read() -> None:
    world = weighed()
    for typed in ("300", SECRET_MASS):
        with pytest.raises(Refused) as refused:
            world.answer("mass_kg", typed, EVHEN)
        assert refused.value.code == "answer.protected"
        assert refused.value.facts == {"question": "mass_kg"}


def test_only_the_party_that_holds_an_answer_gives_it() -> None:
    world = World(checklist=protected())
    world.record(opening(), ANNA)
    with pytest.raises(Refused, match=r"answer\.protected"):
        world.answer("mass_kg", "5", EVHEN)


# reviews


def test_everybody_reviews_the_same_digest() -> None:
    world = weighed()
    step = world.checklist.step("tow")
    seen = {each: seen_dossier(world.checklist, world.dossier, each, NAMES) for each in (LIGURE, KRYLO, ENAC)}
    digests = {digest_of(covered(world.checklist, plan_for(world, each), seen[each], step)) for each in seen}
    assert len(digests) == 1


def test_what_is_covered_tells_no_calculated_value_and_moves_with_it() -> None:
    world = weighed().submit("tow", ANNA)
    said = dict(world.case("tow").covered or {})["derived"]
    assert said["heavy"] is True  # type: ignore[index,call-overload]
    assert set(said["mass_lb"]) == {"committed"}  # type: ignore[index,call-overload]

    world.answer("mass_kg", "250", ANNA)
    assert world.case("tow").state is State.DRAFT
    assert "679" not in str(world.case("tow").remarks)


def test_the_owner_has_to_vouch_for_what_others_approve_unread() -> None:
    world = weighed().submit("mass", ANNA)
    needed = votes_needed(world.checklist, world.plan, world.dossier, world.checklist.step("mass"))
    assert needed.owners == ("ligure",)

    with pytest.raises(Refused, match=r"review\.owner-first"):
        world.approve("mass", EVHEN)
    world.approve("mass", BRUNO)
    assert world.case("mass").state is State.APPROVED


def test_an_approval_says_what_its_giver_could_not_see() -> None:
    world = weighed()
    both = replace_policy(world, quorum=2)
    world.submit("mass", ANNA)
    shown = world.case("mass").shown or ""

    def fact(actor: Actor) -> StepApproved:
        (made,) = approve(both, world.plan, world.dossier, both.step("mass"), actor, "approval", shown)
        assert isinstance(made, StepApproved)
        return made

    assert (fact(EVHEN).unseen, fact(EVHEN).final) == (("mass_kg",), False)
    assert fact(BRUNO).unseen == ()


def replace_policy(world: World, quorum: int) -> Checklist:
    step = world.checklist.step("mass")
    reviews = {"": replace(step.policy(), quorum=quorum)}
    return replace(world.checklist, steps={**world.checklist.steps, "mass": replace(step, reviews=reviews)})


def test_an_approval_of_everything_keeps_the_bytes_it_had_before_views() -> None:
    """A field that came later is left out of the entry while it says nothing."""
    world = weighed().submit("mass", ANNA)
    world.approve("mass", BRUNO)
    assert set(world.entries[-1].as_json()["object"]) == {"step", "role", "meaning", "final", "comment"}  # type: ignore[arg-type]


# trying


def tries() -> Iterator[str]:
    yield from (f"limit_kg={limit}" for limit in range(0, 2000, 50))
    yield from (f"towed={each}" for each in ("yes", "no"))


def test_no_number_of_tries_closes_in_on_a_protected_answer() -> None:
    """Every answer a partner can get from a what-if is the same, whatever the mass is."""
    found = []
    for mass in ("50", SECRET_MASS, "5000"):
        world = weighed(mass)
        seen = seen_dossier(world.checklist, world.dossier, KRYLO, NAMES)
        light, dossier = openly(plan_for(world, KRYLO), seen)
        found.append(
            [
                (tried.moves, tried.falls, {name: one.value for name, one in tried.plan.derived.items()})
                for written in tries()
                for tried in [try_answers(light, read_changes(world.checklist, written, {"mass_kg": "x"}), dossier)]
            ]
        )
    assert found[0] == found[1] == found[2]


def test_nothing_is_tried_with_a_protected_answer_itself() -> None:
    with pytest.raises(Refused, match=r"question\.protected"):
        read_changes(protected(), "mass_kg=10", {"mass_kg": "Aeronautica Ligure"})


def test_trying_without_the_hidden_answers_lets_no_approval_fall_by_itself() -> None:
    world = weighed().submit("tow", ANNA)
    light, dossier = openly(plan_for(world, KRYLO), seen_dossier(world.checklist, world.dossier, KRYLO, NAMES))

    assert try_answers(light, {}, dossier).falls == ()
    assert [fall.step for fall in try_answers(light, {"rope": "Hemp."}, dossier).falls] == ["tow"]
    assert voiding.reopened(world.checklist, world.plan, world.dossier) == ()


def test_the_full_plan_stays_what_it_was() -> None:
    """Looking through somebody's eyes changes nothing of what is looked at."""
    world = weighed()
    before = world.plan
    plan_for(world, KRYLO)
    assert make_plan(world.checklist, before.answers).same_as(before)
    assert before.derived["mass_lb"].value == Decimal("679.375")
