"""What can hold at all: nothing possible is called impossible, and plain contradictions are seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.reach import Reach
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    Type,
    Value,
    YesNoType,
)

TYPES: Mapping[str, Type] = {
    "x": NumberType(Decimal(0), True, Decimal(10), False),
    "n": NumberType(Decimal(0), True, Decimal(10), True, whole=True),
    "a": YesNoType(),
    "sail": ChoiceType(("I", "II", "III"), True, "sail"),
    "sight": ChoiceType(("vlos", "bvlos"), only=("vlos",)),
    "hazards": ManyType(("water", "roads")),
    "day": DateType(),
}
LANGUAGE = Language(TYPES, {})


def can_be(text: str, wanted: bool) -> bool:
    return Reach(TYPES).can_hold((LANGUAGE.condition(text), wanted))


@pytest.mark.parametrize(
    "text",
    [
        "x < 0",
        "x >= 10",
        "n > 3 && n < 4",
        "x == 2 && x == 3",
        'sail == "I" && sail >= "II"',
        'sight == "bvlos"',
        "a && !a",
        '"water" in hazards && !("water" in hazards)',
        "x + 1 > n && !(x + 1 > n)",
        'day < date("2026-01-01") && day > date("2026-12-31")',
        "5 < x && x < 5",
        "a ? x < 0 : n > 10",
        "x in [11, 12]",
    ],
)
def test_what_never_holds_is_known_and_its_contrary_always_does(text: str):
    assert not can_be(text, True)
    assert not can_be(f"!({text})", False)


@pytest.mark.parametrize(
    "text", ["n > 3 && n < 5", "x > 3 && x < 4", "x + 1 > n", 'sail >= "II"', '"water" in hazards', "x <= 0", "n >= 10"]
)
def test_what_can_come_out_either_way_is_left_alone(text: str):
    assert can_be(text, True)
    assert can_be(text, False)


def test_too_many_combinations_are_left_alone():
    """Each look costs, and at last nothing more is said to be impossible."""
    reach = Reach(TYPES)
    tangle = " && ".join(f"(n != {at} || x > {at})" for at in range(10))
    said = [reach.can_hold((LANGUAGE.condition(f"{tangle} && x < -{at}"), True)) for at in range(1_000)]

    assert said[0] is False
    assert said[-1] is True
    assert said == sorted(said)


ATOMS = st.sampled_from(
    ["x < 3", "x >= 3", "x == 7.5", "n == 4", "n > 9", "4 <= n", "a", 'sail == "II"', 'sail < "III"', 'sail in ["I"]',
     '"roads" in hazards', 'day >= date("2026-06-01")', "x + n > 12", "x > n", "n in [1, 2, 3]", "true"]
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda two: f"({two[0]} && {two[1]})"),
        st.tuples(parts, parts).map(lambda two: f"({two[0]} || {two[1]})"),
        st.tuples(parts, parts, parts).map(lambda three: f"({three[0]} ? {three[1]} : {three[2]})"),
        parts.map(lambda one: f"!({one})"),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {
        "x": st.decimals(0, 10, places=1).filter(lambda one: one < 10),
        "n": st.integers(0, 10).map(Decimal),
        "a": st.booleans(),
        "sail": st.sampled_from(["I", "II", "III"]),
        "sight": st.just("vlos"),
        "hazards": st.sampled_from([(), ("water",), ("roads",), ("water", "roads")]),
        "day": st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    }
)


@given(CONDITIONS, CONDITIONS, ANSWERS)
def test_whatever_some_answers_lead_to_can_hold(one: str, other: str, answers: Mapping[str, Value]):
    conditions = [LANGUAGE.condition(one), LANGUAGE.condition(other)]
    outcomes = [(each, bool(each.evaluate(answers.__getitem__))) for each in conditions]

    assert Reach(TYPES).can_hold(*outcomes)
