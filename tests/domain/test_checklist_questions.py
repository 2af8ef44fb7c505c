"""What people type becomes an answer, or is refused with what would make it right."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.checklist import Question, Reference, YesNoNa
from certflow.domain.checklist.questions import Choice, Kind, Limits
from certflow.domain.refusal import Refused
from certflow.domain.text import Text
from tests.domain.checklists import example


def question(kind: Kind, **parts: Any) -> Question:
    options = tuple(Choice(value, Text(value.upper())) for value in ("vlos", "bvlos", "none"))
    choices = options if kind in (Kind.CHOICE, Kind.MULTI_CHOICE) else ()
    return Question(id="q", step="s", kind=kind, title=Text("Q"), choices=choices, **parts)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.5", "1.5"),
        (" 1,5 ", "1.5"),
        ("50 000", "50000"),
        ("50\u00a0000,5", "50000.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("007.50", "7.5"),
        ("-0", "0"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("0,500", "0.5"),
        ("1500", "1500"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_numbers_are_read_as_people_in_europe_write_them(typed: str, number: str):
    value = question(Kind.NUMBER).parse(typed)

    assert str(value) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1,500", "answer.ambiguous"),
        ("", "answer.required"),
        ("   ", "answer.required"),
        ("ten", "answer.number"),
        ("1e5", "answer.number"),
        ("1.5.2", "answer.number"),
        ("1 5", "answer.number"),
        ("12 34", "answer.number"),
        ("NaN", "answer.number"),
        ("Infinity", "answer.number"),
        ("٣", "answer.number"),
        ("１", "answer.number"),
        ("0x10", "answer.number"),
        ("1" * 41, "answer.number"),
        ("1234567890.123456", "answer.digits"),
        ("1\u202e5", "answer.character"),
        ("1\x005", "answer.character"),
    ],
)
def test_what_is_no_clear_number_is_refused(typed: str, code: str):
    with pytest.raises(Refused) as refused:
        question(Kind.NUMBER).parse(typed)

    assert refused.value.code == code
    assert refused.value.facts["question"] == "q"


@pytest.mark.parametrize(
    ("limits", "typed", "code"),
    [
        (Limits(min=Decimal(5)), "4.999", "answer.too-small"),
        (Limits(min=Decimal(5)), "5", None),
        (Limits(max=Decimal(5)), "5.0001", "answer.too-large"),
        (Limits(max=Decimal(5)), "5.0", None),
        (Limits(above=Decimal(0)), "0", "answer.not-above"),
        (Limits(above=Decimal(0)), "0.0001", None),
        (Limits(below=Decimal(200)), "200", "answer.not-below"),
        (Limits(below=Decimal(200)), "199.999999", None),
        (Limits(whole=True), "1.5", "answer.whole"),
        (Limits(whole=True), "2.0", None),
    ],
)
def test_limits_are_exact(limits: Limits, typed: str, code: str | None):
    asked = question(Kind.NUMBER, limits=limits)

    if code is None:
        asked.parse(typed)
    else:
        with pytest.raises(Refused, match=code):
            asked.parse(typed)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.CHOICE, "bvlos", "bvlos"),
        (Kind.MULTI_CHOICE, ["bvlos", "vlos", "vlos"], ("vlos", "bvlos")),
        (Kind.MULTI_CHOICE, "none", ("none",)),
        (Kind.YES_NO, "yes", True),
        (Kind.YES_NO, "No", False),
        (Kind.YES_NO_NA, "no", YesNoNa("no")),
        (Kind.YES_NO_NA, {"answer": "yes", "reason": ""}, YesNoNa("yes")),
        (Kind.YES_NO_NA, {"answer": "not_applicable", "reason": " By day. "}, YesNoNa("not_applicable", "By day.")),
        (Kind.TEXT, " Ізоляція \t ok ", "Ізоляція \t ok"),
        (Kind.DATE, "2026-11-30", date(2026, 11, 30)),
        (Kind.REFERENCE, {"document": "Manual", "page": " 3.2 "}, Reference("Manual", "3.2")),
        (Kind.REFERENCE, "Manual", Reference("Manual", "")),
        (Kind.DECLARATION, "yes", True),
    ],
)
def test_each_kind_reads_its_own_shape_and_keeps_it_through_storage(kind: Kind, raw: Any, value: Any):
    asked = question(kind)

    assert asked.parse(raw) == value
    assert asked.from_json(asked.to_json(value)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (Kind.CHOICE, "evlos", "answer.choice"),
        (Kind.CHOICE, ["vlos"], "answer.required"),
        (Kind.MULTI_CHOICE, [], "answer.required"),
        (Kind.MULTI_CHOICE, ["vlos", "evlos"], "answer.choice"),
        (Kind.MULTI_CHOICE, {"vlos": "on"}, "answer.required"),
        (Kind.YES_NO, "perhaps", "answer.choice"),
        (Kind.YES_NO_NA, {"answer": "not_applicable", "reason": "  "}, "answer.reason"),
        (Kind.YES_NO_NA, {}, "answer.required"),
        (Kind.TEXT, "two\nlines", "answer.character"),
        (Kind.TEXT, "x" * 301, "answer.text"),
        (Kind.TEXT, "a\u2066b", "answer.character"),
        (Kind.DATE, "30.11.2026", "answer.date"),
        (Kind.DATE, "2026-02-30", "answer.date"),
        (Kind.DATE, "2026-W01-1", "answer.date"),
        (Kind.REFERENCE, {"document": "", "page": "3"}, "answer.reference"),
        (Kind.REFERENCE, {"document": "", "page": ""}, "answer.required"),
        (Kind.DECLARATION, "no", "answer.required"),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, raw: Any, code: str):
    with pytest.raises(Refused, match=code):
        question(kind).parse(raw)


def test_long_text_keeps_its_lines_and_a_pattern_must_fit_wholly():
    assert question(Kind.TEXT, long=True, max_length=99).parse("one\r\ntwo\rthree") == "one\ntwo\nthree"
    with pytest.raises(Refused, match=r"answer\.pattern"):
        question(Kind.TEXT, pattern="[A-Z]+").parse("ABc")


def test_a_pattern_that_would_run_for_ever_elsewhere_ends_at_once():
    with pytest.raises(Refused, match=r"answer\.pattern"):
        question(Kind.TEXT, pattern="(a+)+b", long=True, max_length=9000).parse("a" * 9000)


RAW = st.one_of(
    st.text(max_size=60),
    st.lists(st.text(max_size=10), max_size=3),
    st.dictionaries(st.sampled_from(["answer", "reason", "document", "page", "x"]), st.text(max_size=20)),
)


@given(st.sampled_from(list(Kind)), RAW)
def test_whatever_arrives_becomes_an_answer_or_a_refusal_and_nothing_else(kind: Kind, raw: Any):
    asked = question(kind, units=("days", "months") if kind is Kind.DURATION else ())
    with suppress(Refused):
        value = asked.parse(raw)
        assert asked.from_json(asked.to_json(value)) == value


def test_a_stored_answer_of_another_kind_is_a_broken_promise():
    with pytest.raises(RuntimeError):
        question(Kind.NUMBER).from_json(True)


def test_a_lever_lists_the_answers_that_could_be_decided_on_with_their_effort():
    checklist = example()

    told = {
        name: {str(one.value): one.effort for one in question.lever}
        for name, question in checklist.questions.items()
        if question.lever
    }

    assert told == {
        "max_speed_m_s": {"25": 1},
        "sight": {"vlos": 4},
        "m1a": {"not_required": 0, "low": 2, "medium": 5},
    }
