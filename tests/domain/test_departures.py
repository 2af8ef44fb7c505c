"""Waivers and other means: granted by others than who asked, gone with their last day or with what they were for."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain import facts as f
from certflow.domain.closing import open_steps
from certflow.domain.dossier import DepartureState, Dossier, State
from certflow.domain.refusal import Refused
from certflow.domain.replay import replay
from tests.domain.building import ANNA, BRUNO, CARLA, DARIA, EVHEN, IRYNA, STRANGER, World, answered, opened
from tests.domain.test_review_properties import ACTS, TYPED

RULES = (
    "review: one\nsections",
    """review: one
waivers:
  both: {roles: [technical_reviewer], quorum: 2, organisations: 2, parties: [designer, operator], months: 6}
waiver: both
alternatives: {theirs: {roles: [technical_reviewer], parties: [operator], step_up: yes}}
alternative: theirs
sections""",
)
NOT_TOW = "when: towed", "when: towed\n        waiver: never"


def world() -> World:
    return answered("200", "yes", RULES, NOT_TOW)


def refusal(act: object, *arguments: object, **more: object) -> str:
    with pytest.raises(Refused) as told:
        act(*arguments, **more)  # type: ignore[operator]
    return told.value.code


def test_a_waived_step_keeps_nothing_open_until_the_waiver_ends():
    waived = world()
    name = waived.ask("mass", ANNA, days=30)
    waived.decide("grant", name, BRUNO)
    assert "mass" in open_steps(waived.plan, waived.dossier)

    waived.decide("grant", name, EVHEN)
    assert "mass" not in open_steps(waived.plan, waived.dossier)
    assert "mass" not in open_steps(waived.wait(30).plan, waived.dossier)  # its last day

    waived.wait(1)
    assert "mass" in open_steps(waived.plan, waived.dossier)
    told = waived.entries[-1]
    assert (told.rule, told.by.person) == ("departure.ending", "certflow")
    assert told.fact.because == ({"what": "until", "name": "mass", "from": "2026-12-22", "to": None},)


def test_nobody_grants_or_refuses_what_they_asked_for():
    asked = world()
    name = asked.ask("mass", ANNA)

    assert refusal(asked.decide, "grant", name, ANNA) == "departure.same-person"
    assert refusal(asked.decide, "refuse", name, ANNA) == "departure.same-person"


def test_a_quorum_of_both_sides_grants():
    asked = world()
    name = asked.ask("mass", ANNA)
    asked.decide("grant", name, BRUNO)

    assert refusal(asked.decide, "grant", name, BRUNO) == "review.already-voted"
    assert refusal(asked.decide, "grant", name, CARLA) == "review.seat-taken"
    assert refusal(asked.decide, "grant", name, STRANGER) == "review.party"
    assert refusal(asked.decide, "grant", name, IRYNA) == "review.role"
    assert refusal(asked.decide, "refuse", name, IRYNA) == "review.role"


def test_a_step_that_may_not_be_set_aside_is_not():
    assert refusal(world().ask, "tow", ANNA) == "departure.never"
    assert refusal(answered("200", "yes").ask, "mass", ANNA) == "departure.never"


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "departure.past"), (181, "departure.too-long"), (0, None), (180, None)]
)
def test_a_waiver_has_a_last_day_within_what_the_checklist_allows(days, code):
    """Six months after 22 November are 181 days: 22 May 2027."""
    asked = world()
    if code == "departure.too-long":
        days = (date(2027, 5, 23) - asked.today).days
    if code is None:
        assert asked.ask("mass", ANNA, days=days)
    else:
        assert refusal(asked.ask, "mass", ANNA, days=days) == code


def test_a_waiver_names_what_is_done_instead():
    assert refusal(world().ask, "mass", ANNA, instead=" ") == "departure.instead"


def test_a_second_one_waits_until_the_first_is_decided_and_may_follow_it():
    asked = world()
    first = asked.ask("mass", ANNA, days=10)
    assert refusal(asked.ask, "mass", DARIA) == "departure.waiting"
    asked.decide("grant", first, BRUNO).decide("grant", first, EVHEN)

    second = asked.ask("mass", ANNA, days=60)
    asked.decide("grant", second, BRUNO).decide("grant", second, EVHEN).wait(11)

    assert asked.dossier.departures[first].state is DepartureState.ENDED
    assert asked.dossier.granted("mass", "waiver").id == second  # type: ignore[union-attr]


def test_what_is_asked_for_and_never_decided_ends_with_its_last_day_too():
    asked = world()
    name = asked.ask("mass", ANNA, days=5)

    assert asked.wait(6).dossier.departures[name].state is DepartureState.ENDED
    assert refusal(asked.decide, "grant", name, BRUNO) == "departure.not-waiting"


def test_a_level_that_moves_ends_the_waiver_with_that_reason_and_no_other():
    asked = world()
    link, mass = asked.ask("link", ANNA), asked.ask("mass", ANNA)
    for name in (link, mass):
        asked.decide("grant", name, BRUNO).decide("grant", name, EVHEN)

    asked.answer("mass_kg", "900", ANNA)

    assert asked.dossier.departures[mass].state is DepartureState.GRANTED
    assert asked.dossier.departures[link].state is DepartureState.ENDED
    ended = next(each.fact for each in reversed(asked.entries) if isinstance(each.fact, f.DepartureEnded))
    assert ended.because == ({"what": "level", "name": "link", "from": "low", "to": "high"},)


def test_those_who_asked_take_it_back_and_so_do_those_who_granted():
    asked = world()
    first = asked.ask("mass", ANNA)
    assert refusal(asked.decide, "withdraw", first, STRANGER) == "departure.not-yours"
    asked.decide("withdraw", first, CARLA)
    second = asked.ask("mass", ANNA)
    asked.decide("grant", second, BRUNO).decide("grant", second, EVHEN).decide("withdraw", second, EVHEN)

    assert not asked.dossier.is_waived("mass")
    assert refusal(asked.decide, "withdraw", second, EVHEN) == "departure.over"


def test_an_approval_covers_the_other_means_and_falls_when_it_is_taken_back():
    asked = world()
    name = asked.ask("mass", ANNA, sort="alternative", instead="Weighed in water.")
    assert refusal(asked.submit, "mass", ANNA) == "departure.means-undecided"
    asked.decide("grant", name, EVHEN).submit("mass", ANNA).approve("mass", BRUNO)
    assert asked.case("mass").state is State.APPROVED

    asked.decide("withdraw", name, EVHEN)

    assert asked.case("mass").state is State.DRAFT
    assert asked.case("mass").remarks[-1].because == ({"what": "means", "name": "mass", "from": None, "to": None},)


def test_an_accepted_means_voids_what_was_approved_before_it():
    asked = world().submit("mass", ANNA).approve("mass", BRUNO)
    name = asked.ask("mass", ANNA, sort="alternative")
    assert asked.case("mass").state is State.APPROVED

    assert asked.decide("grant", name, EVHEN).case("mass").state is State.DRAFT


def test_an_approved_step_has_nothing_to_set_aside():
    assert refusal(world().submit("mass", ANNA).approve("mass", BRUNO).ask, "mass", ANNA) == "departure.approved"


DEEDS = st.one_of(
    ACTS,
    st.tuples(st.just("wait"), st.just(""), st.none(), st.integers(0, 40)),
    st.tuples(
        st.just("ask"), st.sampled_from(["mass", "link", "tow"]), st.sampled_from([ANNA, CARLA, DARIA]),
        st.integers(0, 3),
    ),
    st.tuples(
        st.sampled_from(["grant", "refuse", "withdraw"]), st.just(""), st.sampled_from([ANNA, BRUNO, CARLA, EVHEN]),
        st.integers(0, 5),
    ),
)  # fmt: skip


def live(deeds: list[tuple[str, str, object, int]]) -> World:
    lived = opened(RULES, NOT_TOW)
    for act, what, who, which in deeds:
        with suppress(Refused):
            if act == "answer":
                lived.answer(what, TYPED.get(what, ["a", "b", "c", "d"])[which], who)  # type: ignore[arg-type]
            elif act == "attach":
                lived.attach(what, "abcd"[which], who)  # type: ignore[arg-type]
            elif act == "wait":
                lived.wait(which)
            elif act == "ask":
                lived.ask(what, who, days=which * 20, sort="waiver" if which else "alternative")  # type: ignore[arg-type]
            elif act in ("grant", "refuse", "withdraw"):
                names = list(lived.dossier.departures)
                if names:
                    lived.decide(act, names[which % len(names)], who)  # type: ignore[arg-type]
            else:
                getattr(lived, act)(what, who)
    return lived


@settings(max_examples=150, deadline=None)
@given(st.lists(DEEDS, max_size=50))
def test_no_waiver_outlives_its_end_and_nobody_grants_what_they_asked_for(deeds):
    lived = live(deeds)

    askers: dict[str, str] = {}
    votes: dict[str, list[tuple[str, str]]] = {}
    for entry in lived.entries:
        match entry.fact:
            case f.DepartureAsked():
                askers[entry.fact.departure], votes[entry.fact.departure] = entry.by.person, []
            case f.DepartureGranted():
                cast = votes[entry.fact.departure]
                assert entry.by.person != askers[entry.fact.departure]
                assert entry.by.person not in {who for who, _ in cast}
                cast.append((entry.by.person, entry.by.organisation))
                if lived.dossier.departures[entry.fact.departure].sort == "waiver":
                    assert entry.fact.final is ({of for _, of in cast} == {"ligure", "krylo"})
    for each in lived.dossier.departures.values():
        if each.open and each.until:
            assert date.fromisoformat(each.until) >= lived.today
    assert not lived.dossier.is_waived("tow")


@settings(max_examples=60, deadline=None)
@given(st.lists(DEEDS, max_size=40), st.integers(0, 40))
def test_a_dossier_with_departures_replays_in_parts(deeds, cut):
    lived = live(deeds)
    steps = lived.checklist.steps_of_questions

    in_parts = replay(replay(Dossier("d1"), lived.entries[:cut], steps), lived.entries[cut:], steps)

    assert in_parts == lived.dossier
