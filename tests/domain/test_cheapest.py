"""The cheapest way to an outcome: exact, in order, and honest about what it could not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.cheapest import End, Ways, cheapest_ways
from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.laying_out import lay_out
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.goal import Goal, read_goal
from certflow.domain.outcomes import Outcomes, levers_of
from certflow.domain.plan import Plan, Verdict, make_plan
from certflow.domain.refusal import Refused
from tests.domain.checklists import README, small
from tests.domain.test_plan import ANSWERS, EXAMPLE, PATIENT, plan
from tests.domain.test_review_voiding import approved

SORA_FILE = README.parent / "sora" / "2.5-easa.yaml"
STORIES = Path(__file__).parents[1] / "checklists" / "sora-2.5-easa"


@cache
def sora() -> Checklist:
    return read_checklist(SORA_FILE.read_bytes())


def sora_plan(story: str, **changes: Any) -> Plan:
    data = read_yaml((STORIES / f"{story}.yaml").read_bytes()).data
    assert isinstance(data, dict)
    answers = {name: sora().questions[name].from_data(value) for name, value in dict(data["answers"]).items()}  # type: ignore[call-overload]
    return make_plan(sora(), {name: value for name, value in {**answers, **changes}.items() if value is not None})


def ways_to(start: Plan, **goals: str) -> Ways:
    return cheapest_ways(start, [read_goal(start.checklist, name, value) for name, value in goals.items()], most=1000)


def listed(ways: Ways) -> list[tuple[Decimal, dict[str, Any]]]:
    return [(way.effort, dict(way.changed)) for way in ways.ways]


def test_the_ways_to_a_lower_sail_come_least_effort_first():
    ways = ways_to(sora_plan("delivery-over-fields"), sail="II")

    assert listed(ways) == [
        (Decimal(3), {"m1a": "low"}),
        (Decimal(4), {"m1c": "low"}),
        (Decimal(8), {"m1b": "medium"}),
        (Decimal(12), {"controlled_ground_area": True}),
        (Decimal(60), {"m2": "high"}),
    ]
    assert ways.end is End.ALL
    assert {way.what_if.plan.derived["sail"].value for way in ways.ways} == {"II"}


def test_each_way_says_what_it_asks_for():
    softened = ways_to(sora_plan("delivery-over-fields"), sail="II").ways[-1].what_if

    assert softened.plan.steps["mitigation-m2"].level == "high"
    assert softened.plan.derived["design_proof"].value == "verification_report"


def test_what_is_reached_already_takes_nothing():
    assert listed(ways_to(sora_plan("delivery-over-fields"), sail="III")) == [(Decimal(0), {})]


def test_of_ways_with_the_same_effort_the_one_with_fewer_changes_comes_first():
    numbers = "{kind: number, title: N, lever: {effort: {%s}}}"
    questions = "\n".join(
        f"{name}: {numbers % effort}" for name, effort in (("x", "5: 4"), ("y", "3: 2"), ("z", "3: 2"))
    )
    checklist = small(questions, "derived: {v: {title: V, value: x + y + z}}")
    start = make_plan(checklist, {"x": Decimal(9), "y": Decimal(5), "z": Decimal(5)})

    assert listed(ways_to(start, v="15")) == [
        (Decimal(4), {"x": Decimal(5)}),
        (Decimal(4), {"y": Decimal(3), "z": Decimal(3)}),
    ]


def test_it_does_not_matter_in_which_order_the_author_names_the_answers():
    lever = "n: {kind: number, title: N, lever: {effort: {3: 6, 5: 4}}}"
    start = make_plan(small(lever, "derived: {v: {title: V, value: n * 1}}"), {"n": Decimal(9)})

    assert listed(ways_to(start, v="5")) == [(Decimal(4), {"n": Decimal(5)})]


def test_several_outcomes_can_be_asked_for_at_once():
    ways = ways_to(sora_plan("delivery-over-fields"), sail="II", design_proof="statement")

    assert "m2" not in {name for way in ways.ways for name in way.changed}


def test_where_nothing_leads_there_every_combination_was_looked_at():
    ways = ways_to(sora_plan("delivery-over-fields"), sail="I")

    assert (ways.ways, ways.end) == ((), End.ALL)
    assert ways.tried == ways.combinations > 30_000


def test_a_way_that_leaves_the_method_is_none_and_the_route_is_told():
    """Below SAIL III no containment allows so large a place next door: what would reach SAIL II is out of scope."""
    start = sora_plan("delivery-over-fields", adjacent_assembly_people=Decimal(500_000))
    ways = ways_to(start, sail="II")

    assert ways.ends == ("adjacent_area_too_populated",)
    assert all(not way.what_if.plan.problems for way in ways.ways)


def test_a_missing_answer_is_asked_for_first_where_it_leaves_combinations_undecided():
    ways = ways_to(sora_plan("delivery-over-fields", population_density_km2=None), sail="II")

    assert ways.answer_first == ("population_density_km2",)
    assert listed(ways) == [(Decimal(12), {"controlled_ground_area": True})], "nobody has to be counted there"


def test_an_answer_that_is_no_longer_on_offer_has_to_be_given_again_first():
    checklist = small(
        """
        n: {kind: number, title: N, lever: {effort: {5: 1}}}
        far: {kind: yes_no, title: Far?}
        how:
          kind: choice
          title: How?
          options: {walk: {title: On foot, when: "!far"}, drive: By car}
        """.replace("\n        ", "\n"),
        "derived: {v: {title: V, value: n * 1}}",
    )
    start = make_plan(checklist, {"n": Decimal(9), "far": True, "how": "walk"})

    ways = ways_to(start, v="5")

    assert (ways.ways, ways.answer_first) == ((), ("how",))


def test_a_lever_that_is_not_answered_yet_is_tried_and_never_asked_for_first():
    ways = ways_to(sora_plan("delivery-over-fields", m1a=None), sail="II")

    assert ways.answer_first == ()
    assert listed(ways)[0] == (Decimal(3), {"m1a": "low"})
    assert (Decimal(4), {"m1a": "none", "m1c": "low"}) in listed(ways)


def test_with_a_dossier_each_way_says_which_approvals_would_fall():
    world = approved()

    ways = cheapest_ways(world.plan, [read_goal(world.checklist, "link_level", "not_required")], world.dossier)

    assert listed(ways) == [(Decimal(7), {"mass_kg": Decimal(10)})]
    assert {fall.step for fall in ways.ways[0].what_if.falls} == {"mass", "link"}


def test_only_as_many_ways_as_asked_for_are_listed_and_it_says_so():
    start = sora_plan("delivery-over-fields")
    few = cheapest_ways(start, [read_goal(sora(), "sail", "II")], most=2)

    assert few.end is End.ENOUGH
    assert listed(few) == listed(ways_to(start, sail="II"))[:2]


def test_a_search_that_stops_says_so_and_what_it_lists_is_still_the_cheapest():
    start = sora_plan("delivery-over-fields")
    whole = listed(ways_to(start, sail="II"))

    for limit in (1, 5, 40, 300):
        cut = cheapest_ways(start, [read_goal(sora(), "sail", "II")], limit=limit)
        assert cut.end is End.LIMIT
        assert cut.tried <= limit
        assert listed(cut) == whole[: len(cut.ways)]


def test_levers_that_the_outcome_does_not_depend_on_are_left_alone():
    assert ways_to(sora_plan("delivery-over-fields"), residual_arc="a").levers == (
        *("sight", "max_height_m", "local_density_rating", "common_structures"),
    )


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("sial", "II", "goal.unknown"), ("sail", "VII", "goal.value"), ("igrc", "two", "goal.value")],
)
def test_an_outcome_that_cannot_be_is_refused(name: str, value: str, code: str):
    with pytest.raises(Refused, match=code):
        read_goal(sora(), name, value)


def test_less_is_good_enough_where_there_is_an_order_and_only_there():
    assert read_goal(sora(), "sail", "III").met_by("II")
    assert not read_goal(sora(), "sail", "II").met_by("III")
    assert read_goal(sora(), "final_grc", "3").met_by(Decimal(2))
    assert not read_goal(sora(), "scope", "within").met_by("elsewhere")


def test_a_chain_of_a_thousand_values_is_followed_to_its_end():
    chain = "\n".join(f"  v{at + 1}: {{title: V, value: v{at} + 1}}" for at in range(1000))
    lever = "n: {kind: number, title: N, lever: {effort: {5: 1}}}"
    checklist = small(lever, f"derived:\n  v0: {{title: V, value: n * 1}}\n{chain}")

    ways = ways_to(make_plan(checklist, {"n": Decimal(9)}), v1000="1006")

    assert listed(ways) == [(Decimal(1), {"n": Decimal(5)})]


# properties


GOALS = st.sampled_from(
    [*(("sail", one) for one in ("I", "II", "III")), ("containment", "low"), ("residual_arc", "a"), ("final_grc", "2")]
)


@PATIENT
@given(ANSWERS, GOALS)
def test_the_ways_are_those_that_trying_everything_finds(answers: dict[str, Any], asked: tuple[str, str]):
    start = make_plan(EXAMPLE, answers)
    goal = read_goal(EXAMPLE, *asked)

    ways = cheapest_ways(start, [goal], most=1000)

    assert [(way.effort, dict(way.changed)) for way in ways.ways] == list(by_trying_everything(start, goal))
    assert ways.end is End.ALL


def by_trying_everything(start: Plan, goal: Goal) -> Iterator[tuple[Decimal, Mapping[str, Any]]]:
    levers = levers_of(start, [goal.name])
    every = product(*(range(len(lever.values)) for lever in levers))
    costs = {at: sum((one.efforts[place] for one, place in zip(levers, at, strict=True)), Decimal(0)) for at in every}
    reaching: list[tuple[int, ...]] = []
    for at in sorted(costs, key=lambda at: (costs[at], sum(1 for place in at if place), at)):
        pulled = {lever.question: lever.values[place] for lever, place in zip(levers, at, strict=True) if place}
        reached = make_plan(start.checklist, {**start.answers, **{q: v for q, v in pulled.items() if v is not None}})
        if reached.problems or not goal.met_by(reached.known[goal.name]):
            continue
        if not any(all(mine <= its for mine, its in zip(way, at, strict=True)) for way in reaching):
            reaching.append(at)
            yield costs[at], pulled


@PATIENT
@given(ANSWERS, st.data())
def test_what_a_combination_comes_to_is_what_a_plan_of_it_says(answers: dict[str, Any], data: st.DataObject):
    start = make_plan(EXAMPLE, answers)
    levers = levers_of(start, EXAMPLE.derived)
    outcomes = Outcomes(start, levers)
    for _ in range(4):
        at = tuple(data.draw(st.integers(0, len(lever.values) - 1)) for lever in levers)
        given_ = {lever.question: lever.values[place] for lever, place in zip(levers, at, strict=True)}
        whole = make_plan(EXAMPLE, {q: v for q, v in {**start.answers, **given_}.items() if v is not None})

        assert {name: outcomes.value(name, at) for name in EXAMPLE.derived} == {
            name: whole.known[name] for name in EXAMPLE.derived
        }
        assert bool(outcomes.troubles(at)) is bool(whole.problems)


def test_an_undecided_step_of_a_way_is_shown_as_undecided():
    start = plan(night_rules=None)

    way = cheapest_ways(start, [read_goal(EXAMPLE, "sail", "I")]).ways[0]

    assert way.what_if.plan.steps["night"].applies is Verdict.UNDECIDED


def test_of_several_aircraft_the_one_that_decides_is_the_lever():
    story = read_yaml((STORIES / "three-aircraft-over-fields.yaml").read_bytes()).data
    assert isinstance(story, dict)
    laid = lay_out(sora(), story["answers"])
    checklist = with_items(sora(), laid.items)
    answers = {name: checklist.questions[name].from_data(one) for name, (one, _) in laid.written.items()}
    start = make_plan(checklist, answers)

    [first, *_] = ways_to(start, igrc="5").ways

    assert {name: str(value) for name, value in first.changed.items()} == {"max_speed_m_s~2": "34"}
    assert first.what_if.plan.derived["igrc"].because.decided[-1] == "characteristic_dimension_m"
