"""Whatever people did and whatever the later edition says, the promises of carrying hold."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain.checklist import Checklist
from certflow.domain.dossier import Dossier, State
from certflow.domain.facts import EditionMoved
from certflow.domain.replay import replay, stretches
from certflow.domain.review import voiding
from certflow.domain.review.covered import Covered, covered, digest_of
from tests.domain.building import World, later, the_checklist
from tests.domain.test_review_properties import ACTS, act_out

#: what an edition can say otherwise, and the step whose words that changes
EDITS: Mapping[tuple[str, str], str | None] = {
    ("text: Say what it weighs.", "text: State what it weighs."): "mass",
    ("text: The link holds.", "text: The link keeps holding."): "link",
    ("text: The tow rope holds.", "text: The rope holds."): "tow",
    ("title: Remark, optional: yes", "title: Note, optional: yes"): "mass",
    ("mass_kg <= 500", "mass_kg <= 150"): None,
    ("mass_kg <= 10,", "mass_kg <= 4,"): None,
    ("mass_kg > 100", "mass_kg > 800"): None,
    ("when: towed", "when: '!towed'"): None,
    ("title: Which rope?", "title: Which rope?, pattern: '[ab]'"): None,
    ("how: {kind: text", "how: {kind: reference"): "link",
    ("unit: kg, min: 0", "unit: lb, min: 0"): "mass",
}
#: edits of more than words, whatever anybody declares
OF_MORE = {("how: {kind: text", "how: {kind: reference"), ("unit: kg, min: 0", "unit: lb, min: 0")}
EDITIONS = st.tuples(
    st.lists(st.sampled_from(sorted(EDITS)), unique=True, max_size=5),
    st.dictionaries(st.sampled_from(["mass", "link", "tow"]), st.sampled_from(["editorial", "material"]), max_size=2),
)
LIVES = st.lists(ACTS, max_size=40)


def the_edition(edits: list[tuple[str, str]], declared: Mapping[str, str]) -> Checklist:
    said = ", ".join(f"{step}: {{from: {step}, change: {change}}}" for step, change in declared.items())
    return later(*edits, said=said)


def now(world: World, step: str) -> Covered:
    return covered(world.checklist, world.plan, world.dossier, world.checklist.step(step))


def but_words(content: Covered) -> Covered:
    return {name: value for name, value in content.items() if name != "wording"}


@settings(max_examples=150, deadline=None)
@given(LIVES, EDITIONS)
def test_what_was_decided_is_carried_exactly_where_every_covered_part_is_the_same(acts, edition):
    edits, declared = edition
    world = act_out(acts)
    before = world.dossier.cases

    world.go_over(the_edition(edits, declared))

    for name, case in before.items():
        if case.state is State.DRAFT or case.covered is None:
            continue
        reworded = [edit for edit in edits if EDITS[edit] == name]
        harmless = not reworded or (declared.get(name) == "editorial" and not set(reworded) & OF_MORE)
        same = harmless and declared.get(name) != "material" and but_words(case.covered) == but_words(now(world, name))
        assert (world.case(name).state is case.state) is same
        assert (world.case(name).remarks != case.remarks) is not same


@settings(max_examples=100, deadline=None)
@given(LIVES, EDITIONS)
def test_nothing_that_was_answered_or_attached_is_lost(acts, edition):
    world = act_out(acts)
    answers, evidence = world.dossier.answers, world.dossier.evidence.keys()

    world.go_over(the_edition(*edition))

    kept = {name: each.answer for name, each in world.dossier.aside.items()}
    assert {**world.dossier.answers, **kept} == answers
    assert not world.dossier.answers.keys() & kept.keys()
    assert world.dossier.evidence.keys() == evidence


@settings(max_examples=100, deadline=None)
@given(LIVES, EDITIONS)
def test_every_approval_that_stands_names_what_stands_or_its_words_are_told_to_differ(acts, edition):
    world = act_out(acts).go_over(the_edition(*edition))

    [moved] = [entry.fact for entry in world.entries if isinstance(entry.fact, EditionMoved)]
    for case in world.dossier.cases.values():
        if case.state is not State.DRAFT:
            content = now(world, case.step)
            assert digest_of(content) == case.shown
            assert moved.carried[case.step]["shown"] == case.shown
            other_words = "covered" in moved.carried[case.step]
            assert all((vote.shown != case.shown) is other_words for vote in case.votes)
    assert voiding.reopened(world.checklist, world.plan, world.dossier) == ()


@settings(max_examples=100, deadline=None)
@given(LIVES, EDITIONS, LIVES)
def test_a_life_on_two_editions_replays_to_what_it_is(acts, edition, acts_after):
    first, second = the_checklist(), the_edition(*edition)
    world = act_out(acts).go_over(second)
    world = act_out(acts_after, world=world)

    again = Dossier("d1")
    for stretch, checklist in zip(stretches(world.entries), (first, second), strict=True):
        again = replay(again, stretch, checklist.steps_of_questions)

    assert again == world.dossier


@settings(max_examples=50, deadline=None)
@given(LIVES, EDITIONS)
def test_to_look_ahead_again_shows_the_same(acts, edition):
    world, second = act_out(acts), the_edition(*edition)

    assert world.look_ahead(second).shown == world.look_ahead(second).shown
