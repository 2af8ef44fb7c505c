"""Several things in one dossier: asked one by one, read together, and the plan says which of them decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.domain.checklist import Checklist, Source, Value, read_checklist
from certflow.domain.checklist.items import Item, called, parted
from certflow.domain.checklist.model import Heading
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.trials import failing_trials
from certflow.domain.plan import Plan, Verdict, compare_plans, make_plan
from certflow.domain.planned import Ground
from certflow.domain.text import Text
from certflow.domain.why import explain_derived, explain_step
from tests.domain.checklists import HEAD, fleet

Answers = Mapping[str, Value]


def items(*names: str, removed: str = "") -> tuple[Item, ...]:
    """Aircraft of these names; `removed` has the numbers of those that were taken out."""
    return tuple(Item("aircraft", str(at), name, str(at) in removed) for at, name in enumerate(names, 1))


def plan_of(*aircraft: Answers, names: tuple[str, ...] = (), removed: str = "") -> Plan:
    """The plan of so many aircraft, each with its answers."""
    named = (*names, *[""] * len(aircraft))[: len(aircraft)]
    about = with_items(fleet(), items(*named, removed=removed))
    answers = {called(name, str(at)): value for at, one in enumerate(aircraft, 1) for name, value in one.items()}
    return make_plan(about, answers)


def aircraft(speed: int, tethered: bool = False, mass: int = 2, role: str = "lead") -> Answers:
    return {"speed_m_s": Decimal(speed), "mass_kg": Decimal(mass), "tethered": tethered, "role": role}


def test_the_example_with_lists_has_no_problem_and_its_tests_pass():
    assert failing_trials(fleet()) == ()
    assert len(fleet().trials) == 3


def test_one_unnamed_item_is_the_file_as_it_stands():
    assert with_items(fleet(), ()) is fleet()
    assert with_items(fleet(), items("")) is fleet()
    assert with_items(with_items(fleet(), items("Falcon", "Heron")), items("")) is fleet()


def test_the_same_items_give_the_same_checklist():
    assert with_items(fleet(), items("A", "B")) is with_items(fleet(), items("A", "B"))


def test_what_is_asked_of_an_aircraft_says_which_one():
    about = with_items(fleet(), items("Falcon", ""))

    assert about.steps["aircraft-data"].title.in_language("it") == "Il velivolo · Falcon"
    assert about.questions["speed_m_s~2"].title.in_language("en") == "Highest speed · Aircraft 2"
    assert about.questions["speed_m_s~2"].title_in_step.in_language("en") == "Highest speed"
    assert about.questions["speed_m_s~2"].step == "aircraft-data~2"
    assert about.steps["aircraft-data~2"].shows == ("own_risk~2",)


def test_the_words_of_a_step_are_the_same_for_every_aircraft():
    about = with_items(fleet(), items("Falcon", "Heron"))

    digests = {about.steps[name].wording_digest for name in ("aircraft-data", "aircraft-data~2")}

    assert digests == {fleet().steps["aircraft-data"].wording_digest}


def test_the_plan_says_which_aircraft_decided():
    plan = plan_of(aircraft(12, mass=9), aircraft(34), aircraft(5, tethered=True), names=("Falcon", "Heron", "Swift"))

    assert plan.derived["fleet_risk"].because.decided == ("own_risk~2",)
    assert plan.derived["distance_m"].because.decided == ("speed_m_s~2",)
    assert "Decided by Highest speed · Heron." in explain_derived(plan, "distance_m")
    assert "Highest speed · Falcon: 12 m/s; Highest speed · Heron: 34 m/s" in explain_derived(plan, "distance_m")
    assert "Decisivo: Highest speed · Heron." in explain_derived(plan, "distance_m", "it")


def test_where_all_are_alike_nobody_decided():
    assert plan_of(aircraft(12), aircraft(12)).derived["fleet_risk"].because.decided == ()
    assert plan_of(aircraft(12)).derived["fleet_risk"].because.decided == ()


def test_a_condition_over_all_aircraft_is_said_in_words():
    plan = plan_of(aircraft(12), aircraft(34))

    said = explain_step(plan, "crew")

    assert (
        "Because “Is it tethered?” not for all of them and "
        "how many there are of “Aircraft in this operation” is more than 1." in said
    )


@pytest.mark.parametrize(
    ("speeds", "tethered", "value", "is_"),
    [
        ((100, None), (False, False), "distance_m", Decimal(30)),  # nothing is faster than 100
        ((99, None), (False, False), "distance_m", None),
        ((34, None), (False, None), "fleet_risk", "high"),  # nothing is worse than high
        ((12, None), (False, None), "fleet_risk", None),
    ],
)
def test_a_value_that_nothing_goes_beyond_decides_before_all_is_known(
    speeds: tuple[int | None, ...], tethered: tuple[bool | None, ...], value: str, is_: Value | None
):
    known: list[Answers] = [
        {
            **({} if speed is None else {"speed_m_s": Decimal(speed)}),
            **({} if tied is None else {"tethered": tied}),
        }
        for speed, tied in zip(speeds, tethered, strict=True)
    ]

    assert plan_of(*known).derived[value].value == is_


def test_what_is_missing_is_asked_of_the_aircraft_that_lacks_it():
    plan = plan_of(aircraft(12), {"speed_m_s": Decimal(3)})

    assert plan.derived["payload"].because.waits_for == ("mass_kg~2",)
    assert plan.steps["crew"].applies is Verdict.YES


def test_an_aircraft_that_was_taken_out_counts_for_nothing_and_says_so():
    plan = plan_of(aircraft(12), aircraft(34), removed="2")

    assert plan.derived["fleet_risk"].value == "medium"
    assert plan.steps["aircraft-data~2"].applies is Verdict.NO
    assert plan.steps["aircraft-data~2"].because.ground is Ground.REMOVED
    assert plan.questions["speed_m_s~2"].asked is Verdict.NO
    assert plan.answers["speed_m_s~2"] == 34
    assert explain_step(plan, "aircraft-data~2").startswith("This was taken out of the dossier")


def test_the_first_aircraft_can_be_taken_out_too():
    plan = plan_of(aircraft(34), aircraft(12), removed="1")

    assert plan.derived["fleet_risk"].value == "medium"
    assert plan.steps["aircraft-data"].applies is Verdict.NO


def test_nothing_reads_what_an_aircraft_that_was_taken_out_has():
    about = plan_of(aircraft(12), aircraft(34), removed="2").checklist

    assert "derived:distance_m" in about.readers["question:speed_m_s"]
    assert about.readers["question:speed_m_s~2"] == ("derived:own_risk~2",)
    assert about.tables["distance"].rows.reads[0].subjects == ("speed_m_s",)


def test_the_rows_of_each_aircraft_are_read_and_named_by_themselves():
    about = with_items(with_rows(), items("Falcon", "Heron"))
    rows = {name: about.questions[name].from_data([{"mass": mass}]) for name, mass in (("pieces", 3), ("pieces~2", 10))}

    plan = make_plan(about, rows)

    assert [plan.derived[name].value for name in ("own", "own~2", "whole")] == [3, 10, 13]
    assert "“Pieces · Heron: Mass”" in explain_derived(plan, "own~2")


def with_rows() -> Checklist:
    return read_checklist(
        f"""{HEAD}
lists: {{aircraft: {{title: Aircraft, item: Aircraft}}}}
sections:
- id: one
  title: One
  steps:
  - id: craft
    each: aircraft
    title: Craft
    source: S.1
    text: Do.
    questions:
      pieces: {{kind: rows, title: Pieces, columns: {{mass: {{kind: number, title: Mass}}}}}}
derived:
  own: {{each: aircraft, title: Own, value: sum(pieces.mass)}}
  whole: {{title: Whole, value: sum(own)}}
""".encode()
    )


def test_the_steps_of_an_aircraft_stay_together():
    about = with_items(two_steps(), items("A", "B"))

    assert about.sections[0].steps == ("craft", "papers", "craft~2", "papers~2", "fleet")
    assert tuple(about.steps) == about.sections[0].steps
    assert about.matrix[0].rows == ("papers", "papers~2")


def test_a_heading_stays_before_the_steps_it_stood_before():
    [section] = two_steps().sections
    base = replace(
        two_steps(), sections=(replace(section, headings=(heading("papers", 0), heading("all", 2), heading("end", 3))),)
    )

    about = with_items(base, items("A", "B"))

    assert [(one.id, one.at) for one in about.sections[0].headings] == [("papers", 0), ("all", 4), ("end", 5)]


def heading(id: str, at: int) -> Heading:
    return Heading(id, Text(id), None, Source(""), None, at)


def test_ids_of_items_can_be_taken_apart_again():
    for name in ("speed_m_s", "oso-05", "oso-05.c1"):
        for item in ("1", "2", "17"):
            assert parted(called(name, item)) == (name, item)


AIRCRAFT = st.fixed_dictionaries(
    {},
    optional={
        "speed_m_s": st.sampled_from([Decimal(5), Decimal(20), Decimal(21), Decimal(100)]),
        "mass_kg": st.sampled_from([Decimal(1), Decimal(2)]),
        "tethered": st.booleans(),
        "role": st.sampled_from(["lead", "relay", "spare"]),
    },
)
SHARED = ("fleet_risk", "distance_m", "payload", "covered")


def shared(plan: Plan) -> Mapping[str, object]:
    """What the aircraft come to together, for whoever does not care which is which."""
    values: dict[str, object] = {name: plan.derived[name].value for name in SHARED}
    return values | {name: (plan.steps[name].applies, plan.steps[name].level) for name in ("crew", "rescue")}


@settings(max_examples=80, deadline=None)
@given(st.lists(AIRCRAFT, min_size=1, max_size=4), st.data())
def test_the_order_of_items_and_of_answering_does_not_matter(fleet_: list[Answers], data: st.DataObject):
    plan = plan_of(*fleet_)
    shuffled = data.draw(st.permutations(fleet_))
    assert shared(plan_of(*shuffled)) == shared(plan)

    walked, so_far = make_plan(plan.checklist, {}), dict[str, Value]()
    for name, value in data.draw(st.permutations(list(plan.answers.items()))):
        so_far[name] = value
        walked = make_plan(plan.checklist, dict(so_far), walked)
    assert walked.same_as(plan)


@settings(max_examples=80, deadline=None)
@given(st.lists(AIRCRAFT, min_size=2, max_size=4), st.data())
def test_removing_an_item_equals_never_having_added_it(fleet_: list[Answers], data: st.DataObject):
    gone = data.draw(st.integers(0, len(fleet_) - 1))
    rest = [one for at, one in enumerate(fleet_) if at != gone]

    assert shared(plan_of(*fleet_, removed=str(gone + 1))) == shared(plan_of(*rest))


@settings(max_examples=60, deadline=None)
@given(st.lists(AIRCRAFT, min_size=1, max_size=3), AIRCRAFT)
def test_an_answer_of_one_aircraft_works_out_again_only_what_reads_it(fleet_: list[Answers], other: Answers):
    plan = plan_of(*fleet_, aircraft(12))
    last = str(len(fleet_) + 1)
    answers = {**plan.answers, **{called(name, last): value for name, value in other.items()}}

    after = make_plan(plan.checklist, answers, plan)

    assert after.same_as(make_plan(plan.checklist, answers))
    for name in ("speed_m_s", "mass_kg", "tethered", "role", "own_risk"):
        part = "derived" if name == "own_risk" else "questions"
        assert getattr(after, part)[name] is getattr(plan, part)[name]


def test_a_plan_can_be_compared_with_one_of_fewer_aircraft():
    moves = compare_plans(plan_of(aircraft(12)), plan_of(aircraft(12), aircraft(34)))

    assert {move.id for move in moves} >= {"fleet_risk", "distance_m", "own_risk~2", "aircraft-data~2", "crew"}


def two_steps() -> Checklist:
    step = "source: S.1\n    text: Do.\n"
    return read_checklist(
        f"""{HEAD}
lists: {{aircraft: {{title: Aircraft, item: Aircraft}}}}
matrix: [{{title: All, rows: [papers]}}]
sections:
- id: one
  title: One
  steps:
  - id: craft
    each: aircraft
    title: Craft
    {step}    questions: {{size: {{kind: number, title: Size}}}}
  - id: papers
    each: aircraft
    title: Papers
    {step}    questions: {{paper: {{kind: reference, title: Where}}}}
  - id: fleet
    title: Fleet
    {step}
""".encode()
    )
