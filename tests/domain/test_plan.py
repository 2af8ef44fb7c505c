"""The plan follows from the answers, and says why."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certflow.domain.checklist import Checklist, Question, Reference, YesNoNa
from certflow.domain.checklist.questions import Kind
from certflow.domain.plan import Ground, Moved, Plan, Verdict, compare_plans, make_plan
from certflow.domain.why import (
    _PHRASES,
    explain_derived,
    explain_question,
    explain_step,
    tell_all,
    value_in_words,
    why_tree,
)
from tests.domain.checklists import example, small

EXAMPLE = example()

FIELDS: dict[str, Any] = {
    "characteristic_dimension_m": Decimal(1),
    "max_speed_m_s": Decimal(25),
    "people": Decimal(4),
    "sight": "vlos",
    "m1a": "not_required",
    "night_rules": YesNoNa("yes"),
}


def plan(**changes: Any) -> Plan:
    answers = {**FIELDS, **changes}
    return make_plan(EXAMPLE, {name: value for name, value in answers.items() if value is not None})


def test_without_answers_nothing_is_decided_and_every_step_is_there():
    empty = make_plan(EXAMPLE, {})

    assert {name: step.applies for name, step in empty.steps.items()} == {
        "operation": Verdict.YES,
        "oso-05": Verdict.UNDECIDED,
        "night": Verdict.UNDECIDED,
        "staying-inside": Verdict.UNDECIDED,
        "proof": Verdict.YES,
    }
    assert empty.steps["night"].waits_for == ("night_rules",)
    assert all(one.value is None for one in empty.derived.values())


def test_an_undecided_step_names_the_questions_that_would_decide_it_in_the_order_they_are_asked():
    assert plan(people=None, sight=None).steps["oso-05"].waits_for == ("people", "sight")


def test_a_step_below_its_level_stays_in_the_plan_with_its_reason():
    step = plan().steps["oso-05"]

    assert (step.applies, step.level, step.criteria) == (Verdict.NO, "not_required", ())
    assert step.because.ground is Ground.LEVEL
    assert [(str(cell.row), str(cell.column)) for cell in step.because.cells] == [("System safety", "I")]


def test_a_step_applies_with_the_criteria_of_its_level():
    step = plan(sight="bvlos", people=Decimal(50), sheltered=False).steps["oso-05"]

    assert (step.applies, step.level, step.criteria) == (Verdict.YES, "medium", ("oso-05.c1",))


def test_questions_of_a_step_that_does_not_apply_are_not_asked():
    low = plan()

    assert low.questions["oso_05_how_met"].asked is Verdict.NO
    assert low.questions["oso_05_how_met"].because.step == "oso-05"
    assert plan(sight=None).questions["oso_05_how_met"].asked is Verdict.UNDECIDED


def test_a_stamped_question_is_asked_only_where_its_criterion_has_words():
    medium = plan(sight="bvlos", people=Decimal(50), sheltered=False)

    assert medium.questions["oso_05_c1_reference"].asked is Verdict.YES
    assert medium.questions["oso_05_c2_reference"].asked is Verdict.NO


def test_a_question_that_is_not_asked_counts_as_the_file_says():
    assert plan(sheltered=True).known["sheltered"] is False, "people < 5: an old answer does not count"
    assert plan(sheltered=True, people=Decimal(5)).known["sheltered"] is True


def test_a_choice_is_offered_only_where_its_condition_holds():
    assert plan().questions["m1a"].choices == ("not_required", "low")
    assert plan(people=Decimal(5), sheltered=True).questions["m1a"].choices == ("not_required", "low", "medium")


def test_a_choice_that_is_no_longer_offered_does_not_count_and_is_a_problem():
    stale = plan(m1a="medium")

    assert [(one.code, one.where) for one in stale.problems] == [("answer.not-offered", "m1a")]
    assert stale.derived["final_grc"].value is None
    assert stale.derived["final_grc"].because.waits_for == ("m1a",)


def test_a_choice_whose_offer_is_not_decided_yet_waits_for_what_decides_it():
    waiting = plan(m1a="medium", people=Decimal(5))

    assert waiting.problems == ()
    assert waiting.derived["credit"].because.waits_for == ("sheltered",)


def test_answers_to_questions_of_another_checklist_are_a_broken_promise():
    with pytest.raises(RuntimeError, match="no_such_question"):
        make_plan(EXAMPLE, {"no_such_question": True})


def test_what_if_takes_a_derived_value_as_given():
    supposed = make_plan(EXAMPLE, {}, suppose={"sail": "III"})

    assert supposed.steps["oso-05"].level == "medium"
    assert supposed.derived["sail"].because.ground is Ground.SUPPOSED


# why


def test_a_value_from_a_table_explains_itself_down_to_the_cell():
    said = explain_derived(plan(people=Decimal("49")), "igrc")

    assert "row “below 50”, column “1 m”" in said
    assert "Largest dimension: 1 m" in said
    assert "People per km²: 49 people/km²" in said
    assert said.endswith("Source: AMC1 to Article 11, S.4.2.")


def test_a_value_outside_the_method_says_which_route_is_left():
    outside = plan(characteristic_dimension_m=Decimal(4), people=Decimal(50), sheltered=False)

    assert "certified category" in explain_derived(outside, "igrc")
    assert "row “50 and more”, column “larger”" in explain_derived(outside, "igrc")
    assert "certified category" in explain_derived(outside, "sail")
    assert outside.steps["oso-05"].applies is Verdict.UNDECIDED
    assert "certified category" in explain_step(outside, "oso-05")
    assert [(one.code, one.where) for one in outside.problems] == [("sora.outside", "igrc")]


@pytest.mark.parametrize("language", ["en", "it", "uk"])
def test_everything_in_a_plan_has_a_reason_in_every_language(language: str):
    for one in (make_plan(EXAMPLE, {}), plan(), plan(m1a="medium", people=None)):
        said = [explain_derived(one, name, language) for name in one.derived]
        said += [explain_step(one, name, language) for name in one.steps]
        said += [explain_question(one, name, language) for name in one.questions]
        assert all(text and "{" not in text and "None" not in text for text in said)


def test_a_case_that_is_left_over_says_which_conditions_did_not_hold():
    because = plan(characteristic_dimension_m=Decimal(4)).derived["containment"].because

    assert because.case == "!(characteristic_dimension_m < 0.5) && !(characteristic_dimension_m <= 3)"
    assert [one.name for one in because.inputs] == ["characteristic_dimension_m"]


def test_the_languages_say_the_same_things():
    gaps = {
        language: {name: sorted(re.findall(r"{\w+}", said)) for name, said in phrases.items()}
        for language, phrases in _PHRASES.items()
    }

    assert gaps["en"] == gaps["it"] == gaps["uk"]


def test_values_are_said_in_words():
    one = plan()

    assert value_in_words(one, "m1a", "low", "en") == "One class"
    assert value_in_words(one, "max_speed_m_s", Decimal("25.50"), "en") == "25.5 m/s"
    assert value_in_words(one, "sheltered", True, "it") == "sì"
    assert value_in_words(one, "hazards", ("water", "roads"), "en") == "water, roads"
    assert value_in_words(one, "containment", None, "uk") == "не відомо"


def test_what_people_wrote_is_never_read_as_a_phrase():
    questions = "a: {kind: choice, title: '{rule} {inputs}', options: {x: '{source}', y: Y}}"
    checklist = small(questions, "derived: {d: {title: D, value: 'a == \"x\" ? 1 : 2'}}")

    assert "{rule} {inputs}: {source}." in explain_derived(make_plan(checklist, {"a": "x"}), "d")


def test_a_reason_can_be_followed_back_to_the_answers_naming_each_thing_once():
    one = plan()

    told = tell_all(one, one.steps["oso-05"].because)

    names = [step.name for step in told]
    assert names[0] == "sail"
    assert len(names) == len(set(names))
    assert set(names) > {"final_grc", "residual_arc", "igrc", "people"}


def test_a_tree_of_reasons_stays_as_small_as_the_plan_even_where_everything_is_read_twice():
    chain = "\n".join(
        f"  a{at}: {{title: A, value: v{at} + 1}}\n  b{at}: {{title: B, value: v{at} + 2}}\n"
        f"  v{at + 1}: {{title: V, value: a{at} - b{at}}}"
        for at in range(18)
    )
    checklist = small("n: {kind: number, title: N}", f"derived:\n  v0: {{title: V, value: n * 1}}\n{chain}")
    one = make_plan(checklist, {"n": Decimal(0)})

    assert len(str(why_tree(one, one.derived["v18"].because))) < 20_000


# moves


def test_a_change_shows_what_moved_from_what_to_what_and_why():
    moves = compare_plans(plan(), plan(sight="bvlos"))

    told = {(move.kind, move.id): (move.before, move.after) for move in moves}
    assert told[Moved.VALUE, "residual_arc"] == ("a", "b")
    assert told[Moved.VALUE, "sail"] == ("I", "II")
    assert told[Moved.LEVEL, "oso-05"] == ("not_required", "low")
    assert told[Moved.STEP, "oso-05"] == ("no", "yes")
    assert told[Moved.QUESTION, "oso_05_c1_reference"] == ("no", "yes")
    assert (Moved.VALUE, "igrc") not in told
    assert compare_plans(plan(), plan()) == ()


# properties


def values_of(question: Question) -> st.SearchStrategy[Any]:
    match question.kind:
        case Kind.NUMBER:
            low = question.limits.min if question.limits.min is not None else Decimal("0.5")
            return st.sampled_from([low, Decimal(1), Decimal(4), Decimal(5), Decimal(25), Decimal(49), Decimal(50)])
        case Kind.CHOICE:
            return st.sampled_from([choice.value for choice in question.choices])
        case Kind.MULTI_CHOICE:
            return st.sampled_from([(), tuple(choice.value for choice in question.choices)])
        case Kind.YES_NO | Kind.DECLARATION:
            return st.booleans()
        case Kind.YES_NO_NA:
            return st.sampled_from([YesNoNa("yes"), YesNoNa("not_applicable", "by day only")])
        case Kind.REFERENCE:
            return st.just(Reference("Manual", "3"))
        case Kind.COUNTER | Kind.DECISION | Kind.DURATION | Kind.EVIDENCE | Kind.EXPIRY | Kind.PLACE | Kind.ROWS:
            return st.sampled_from([question.from_data(one) for one in COMPOSED[question.kind]])
        case _:
            return st.just("text")


#: answers of several parts, as files hold them
COMPOSED: dict[Kind, list[Any]] = {
    Kind.COUNTER: [{"configuration": "a", "entries": [{"on": "2026-01-01", "amount": hours}]} for hours in (1, 30, 99)],
    Kind.DECISION: [{"by": "ENAC", "outcome": "pending"},
                    {"by": "ENAC", "outcome": "granted", "on": "2026-01-01", "reference": "7"}],
    Kind.DURATION: ["2", "30 months"],
    Kind.EVIDENCE: [["a1"], ["a1", "b2"]],
    Kind.EXPIRY: ["2027-01-01", {"event": "the war ends", "months": "3"}],
    Kind.PLACE: ["45.1, 9.2", "LI R64"],
    Kind.ROWS: ["none", [{"part": "Wing", "mass_kg": 4, "made": "us", "critical": True}]],
}  # fmt: skip


def answers_to(checklist: Checklist) -> st.SearchStrategy[dict[str, Any]]:
    kinds = {
        name: values_of(one)
        for name, one in checklist.questions.items()
        if one.kind not in (Kind.DATE, Kind.CALCULATION)
    }
    return st.fixed_dictionaries({}, optional=kinds)


ANSWERS = answers_to(EXAMPLE)
PATIENT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(st.lists(ANSWERS, min_size=2, max_size=4))
def test_a_plan_made_from_an_earlier_one_equals_the_plan_made_from_nothing(stages: list[dict[str, Any]]):
    walked = make_plan(EXAMPLE, {})
    for answers in stages:
        walked = make_plan(EXAMPLE, answers, walked)

    assert walked.same_as(make_plan(EXAMPLE, stages[-1]))


@PATIENT
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answering_does_not_matter(answers: dict[str, Any], chance: Any):
    names = list(answers)
    chance.shuffle(names)
    walked, so_far = make_plan(EXAMPLE, {}), {}
    for name in names:
        so_far = {**so_far, name: answers[name]}
        walked = make_plan(EXAMPLE, so_far, walked)

    assert walked.same_as(make_plan(EXAMPLE, answers))


@PATIENT
@given(ANSWERS, ANSWERS)
def test_what_is_decided_stays_decided_when_unanswered_questions_are_answered(
    some: dict[str, Any], more: dict[str, Any]
):
    before, after = make_plan(EXAMPLE, some), make_plan(EXAMPLE, {**more, **some})

    for name, one in before.derived.items():
        assert one.value is None or after.derived[name].value == one.value
    for name, step in before.steps.items():
        assert step.applies is Verdict.UNDECIDED or (after.steps[name].applies, after.steps[name].level) == (
            step.applies,
            step.level,
        )


@PATIENT
@given(ANSWERS)
def test_what_is_not_decided_says_what_it_waits_for_or_where_the_method_ends(answers: dict[str, Any]):
    one = make_plan(EXAMPLE, answers)

    for name, derived in one.derived.items():
        if derived.value is None:
            because = derived.because
            unanswered = [q for q in because.waits_for if q not in answers or any(p.where == q for p in one.problems)]
            assert because.outside or unanswered or set(because.waits_for), name
            assert set(because.waits_for) == set(unanswered), name


@PATIENT
@given(ANSWERS)
def test_a_reason_reads_only_what_the_rule_reads(answers: dict[str, Any]):
    one = make_plan(EXAMPLE, answers)

    for name, derived in one.derived.items():
        assert {read.name for read in derived.because.inputs} <= set(EXAMPLE.derived[name].reads)


def test_one_changed_answer_works_out_again_only_what_reads_it():
    """What nothing new was read for is the very same object in both plans."""
    before = plan()
    after = make_plan(EXAMPLE, {**before.answers, "max_speed_m_s": Decimal(24)}, before)

    again = {name for name, one in after.derived.items() if before.derived[name] is not one}
    assert again == {"igrc", "adjacent_m", "fall_m"}, "igrc stayed 2, so nothing beyond it is worked out"
    assert all(before.steps[name] is one for name, one in after.steps.items())


def test_a_way_out_of_the_method_is_told_once_where_it_shows_first():
    """Two values end in the same place; people read one sentence, at the first of them in the checklist."""
    twice = small(
        "span: {kind: number, title: Span}",
        "outside: {large: {code: too.large, message: Too large.}}\n"
        "derived:\n"
        "  floor: {title: Floor, gives: number, cases: [{when: span > 40, outside: large}, {is: 1}]}\n"
        "  other: {title: Other, gives: number, cases: [{when: span > 40, outside: large}, {is: 2}]}\n",
    )

    found = make_plan(twice, {"span": Decimal(41)})

    assert [(one.code, one.where) for one in found.problems] == [("too.large", "floor")]
    assert set(found.troubles) == {"derived:floor", "derived:other"}


def test_answers_that_are_no_longer_on_offer_are_told_one_by_one():
    both = small(
        "free: {kind: yes_no, title: Free}\n"
        "one: {kind: choice, title: One, options: {a: A, b: {title: B, when: free}}}\n"
        "two: {kind: choice, title: Two, options: {a: A, b: {title: B, when: free}}}\n"
    )

    found = make_plan(both, {"free": False, "one": "b", "two": "b"})

    assert [(one.code, one.where) for one in found.problems] == [
        ("answer.not-offered", "one"),
        ("answer.not-offered", "two"),
    ]
