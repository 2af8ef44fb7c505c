"""In whatever order people act, the promises of review hold (P2, P3, P4)."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain import facts as f
from certflow.domain.dossier import Dossier, State
from certflow.domain.entry import Entry
from certflow.domain.refusal import Refused
from certflow.domain.replay import replay
from certflow.domain.review.covered import covered, digest_of
from tests.domain.building import EVERYBODY, World, opened, the_checklist

STEPS = tuple(the_checklist().steps)
QUESTIONS = ["mass_kg", "towed", "how", "rope", "remark"]
PEOPLE = st.sampled_from(EVERYBODY[:-1])
ACTS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(QUESTIONS), PEOPLE, st.integers(0, 3)),
    st.tuples(st.just("attach"), st.sampled_from(STEPS), PEOPLE, st.integers(0, 3)),
    st.tuples(st.sampled_from(["submit", "approve", "give_back"]), st.sampled_from(STEPS), PEOPLE, st.just(0)),
)
TYPED = {"mass_kg": ["5", "200", "900", "901"], "towed": ["yes", "no", "yes", "no"]}


def act_out(acts: list[tuple[str, str, object, int]], *changes: tuple[str, str], world: World | None = None) -> World:
    world = world or opened(*changes)
    for name, what, who, which in acts:
        with suppress(Refused):
            if name == "answer":
                world.answer(what, TYPED.get(what, ["a", "b", "c", "d"])[which], who)
            elif name == "wait":
                world.wait(which)
            elif name == "attach":
                world.attach(what, "abcd"[which], who)
            else:
                getattr(world, name)(what, who)
    return world


def step_of(fact: f.Fact) -> str | None:
    question = getattr(fact, "question", None)
    return the_checklist().steps_of_questions[question] if question else getattr(fact, "step", None)


def preparers(entries: list[Entry], step: str) -> set[str]:
    """Everyone who prepared `step` since its last final approval, found without the code under test."""
    found: set[str] = set()
    for entry in entries:
        if step_of(entry.fact) == step and isinstance(
            entry.fact, f.AnswerGiven | f.AnswerWithdrawn | f.EvidenceAttached | f.StepSubmitted
        ):
            found.add(entry.by.person)
        if isinstance(entry.fact, f.StepApproved) and entry.fact.final and entry.fact.step == step:
            found.clear()
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=40))
def test_no_approver_prepared_the_step(acts):
    world = act_out(acts)

    for place, entry in enumerate(world.entries):
        if isinstance(entry.fact, f.StepApproved):
            assert entry.by.person not in preparers(world.entries[:place], entry.fact.step)


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=40))
def test_a_quorum_fires_once_for_each_submission(acts):
    fired: dict[str, bool] = {}
    for entry in act_out(acts).entries:
        if isinstance(entry.fact, f.StepSubmitted):
            fired[entry.fact.step] = False
        if isinstance(entry.fact, f.StepApproved):
            assert not fired[entry.fact.step]
            fired[entry.fact.step] = entry.fact.final


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=40))
def test_whatever_is_approved_is_what_stands_there_now(acts):
    world = act_out(acts)

    for case in world.dossier.cases.values():
        if case.state is not State.DRAFT:
            now = covered(world.checklist, world.plan, world.dossier, world.checklist.step(case.step))
            assert digest_of(now) == case.shown
            assert all(vote.shown == case.shown for vote in case.votes)


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTS, max_size=40), st.integers(0, 40))
def test_replay_in_parts_equals_replay_at_once(acts, cut):
    world = act_out(acts)
    steps = world.checklist.steps_of_questions

    in_parts = replay(replay(Dossier("d1"), world.entries[:cut], steps), world.entries[cut:], steps)

    assert in_parts == replay(Dossier("d1"), world.entries, steps) == world.dossier
