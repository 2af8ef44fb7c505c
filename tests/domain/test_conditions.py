"""Conditions: CEL that is typed, exact and three-valued."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import date
from decimal import Context, Decimal
from typing import Any

import pytest
from cel_expr_python import cel
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.checklist.blame import ConditionError
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    Unknown,
    Value,
    YesNoType,
)

SAIL = ChoiceType(("I", "II", "III", "IV", "V", "VI"), True, "sail")
LANGUAGE = Language(
    {
        "x": NumberType(),
        "y": NumberType(),
        "people": NumberType(whole=True),
        "speed": NumberType(Decimal(1), True, Decimal(200), True),
        "angle": NumberType(Decimal(0), False, Decimal(80), True),
        "a": YesNoType(),
        "b": YesNoType(),
        "sail": SAIL,
        "other_sail": SAIL,
        "sight": ChoiceType(("vlos", "bvlos")),
        "hazards": ManyType(("water", "roads")),
        "day": DateType(),
    },
    {"remarks": "text"},
)


def value_of(text: str, **known: Value) -> Value | Unknown:
    return LANGUAGE.compile(text).evaluate(lambda name: known.get(name, Unknown(frozenset([name]))))


def waits(*names: str) -> Unknown:
    return Unknown(frozenset(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a && b", waits("a", "b")),
        ("a && false", False),
        ("false && a", False),
        ("a || true", True),
        ("true || a", True),
        ("a && true", waits("a")),
        ("!a", waits("a")),
        ("a ? 1 : 2", waits("a")),
        ("true ? 1 : x", Decimal(1)),
        ("x + 1 > 2 || a", waits("x", "a")),
        ('sail == "I"', waits("sail")),
        ('sight in ["vlos"]', waits("sight")),
        ("max(x, 3)", waits("x")),
        ("x == x", waits("x")),
    ],
)
def test_what_is_not_known_stays_unknown_unless_the_rest_decides(text: str, expected: object):
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("x < 50", {"x": Decimal("49.9999")}, True),
        ("x < 50", {"x": Decimal("50")}, False),
        ("x < 50", {"x": Decimal("50.0")}, False),
        ("x == 50", {"x": Decimal("50.00")}, True),
        ("x + 0.2 <= 0.3", {"x": Decimal("0.1")}, True),  # with doubles this is false
        ("x * 3 == 0.3", {"x": Decimal("0.1")}, True),
        ("180 * x", {"x": Decimal("27.777")}, Decimal("4999.860")),
        ("x / 4", {"x": Decimal(1)}, Decimal("0.25")),
        ("-x - 1", {"x": Decimal("0.5")}, Decimal("-1.5")),
        ("x < 999999999999999", {"x": Decimal("999999999999998")}, True),
    ],
)
def test_numbers_are_exact(text: str, known: dict[str, Decimal], expected: object):
    assert value_of(text, **known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tan_deg(45)", "1"),
        ("tan_deg(angle)", "0.5773502691896257645091487805019574556476"),
        ("sqrt(2)", "1.41421356237309504880168872420969807857"),
        ("sqrt(0.0625)", "0.25"),
        ("pow(speed, 3)", "15625"),
        ("speed / tan_deg(angle)", "43.30127018922193233818615853764680917357"),
        ("speed / (2 * 9.81 * max(y, 0.1))", "12.74209989806320081549439347604485219164"),
        ("round_up(speed / 3, 0.1)", "8.4"),
        ("round_up(speed, 5)", "25"),
        ("round_up(0 - speed, 10)", "-20"),
        ("round_up(0.1 + 0.2, 0.1)", "0.3"),  # with doubles this is 0.4
    ],
)
def test_roots_tangents_and_rounding_give_the_same_digits_everywhere(text: str, expected: str):
    found = value_of(text, speed=Decimal(25), angle=Decimal(30), y=Decimal("0.1"))

    assert isinstance(found, Decimal)
    assert Context(prec=40).plus(found) == Decimal(expected)


_CALCULATED = st.recursive(
    st.sampled_from(["speed", "angle", "2", "0.3", "9.81"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda one: f"sqrt({one})"),
        inner.map(lambda one: f"tan_deg({one})"),
        inner.map(lambda one: f"pow({one}, 2)"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=5,
)


@given(_CALCULATED, st.integers(4, 800), st.integers(1, 320))
def test_calculations_agree_with_floating_point_and_are_never_undefined(text: str, speed: int, angle: int):
    """Whatever the language lets through can be worked out for every answer within the limits of its question."""
    with suppress(ConditionError):
        expression = LANGUAGE.compile(text)
        known = {"speed": Decimal(speed) / 4, "angle": Decimal(angle) / 4}
        floats = {name: float(value) for name, value in known.items()}

        found = expression.evaluate(known.__getitem__)

        expected = eval(text, {"__builtins__": {}}, floats | _IN_FLOATS)
        if isinstance(found, Unknown):
            assert not 1e-39 < abs(expected) < 1e39
        else:
            assert isinstance(found, Decimal)
            assert math.isclose(float(found), expected, rel_tol=1e-6, abs_tol=1e-6)


_IN_FLOATS: dict[str, Any] = {
    "sqrt": math.sqrt,
    "tan_deg": lambda degrees: math.tan(math.radians(degrees)),
    "pow": lambda number, times: math.prod([number] * times),
    "min": min,
    "max": max,
}


def test_a_number_that_grows_beyond_all_measure_is_not_known():
    assert value_of("x * x * x", x=Decimal("999999999999999")) == Unknown()
    assert value_of("x * x * x > 1 || true", x=Decimal("999999999999999")) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sail >= "III"', True),
        ('sail >= "V"', False),  # as words, "IV" < "V" would also hold, but "IX" < "V" would too
        ('sail < "VI"', True),
        ('"II" <= sail', True),
        ('max(sail, "II")', "IV"),
        ('min(sail, "II", "III")', "II"),
        ("sail > other_sail", False),
    ],
)
def test_values_of_an_order_compare_by_their_place(text: str, expected: object):
    assert value_of(text, sail="IV", other_sail="VI") == expected


def test_other_kinds_of_answers_can_be_read():
    assert value_of('"water" in hazards', hazards=("water",)) is True
    assert value_of("count(hazards) == 2", hazards=("water", "roads")) is True
    assert value_of('day < date("2027-01-01")', day=date(2026, 12, 31)) is True


@pytest.mark.parametrize(
    ("text", "code", "offset", "part"),
    [
        ("x > peple", "condition.unknown-name", 4, "Nearest: 'people'"),
        ("x > 5 &&\n  zz", "condition.unknown-name", 11, "'zz'"),
        ('remarks == "x"', "condition.unknown-name", 0, "text question"),
        ("x > a", "condition.types", 2, "a number and yes or no"),
        ("x > 10 && y", "condition.types", 7, "&&"),
        ("x >", "condition.syntax", 3, "not a complete"),
        ('sight == "vols"', "condition.unknown-word", 9, "Nearest: 'vlos'"),
        ('10 > x && sail >= "VII"', "condition.unknown-word", 18, "Nearest: 'VI'"),
        ('sight > "vlos"', "condition.no-order", 6, "no order"),
        ("sail == sight", "condition.types", 5, "differ"),
        ("x / y", "condition.divide", 2, "any number"),
        ("x / 0", "condition.divide", 2, "may be 0"),
        ("x / (angle - 10)", "condition.divide", 2, "above -10, up to 70"),
        ("sqrt(x)", "condition.root", 4, "below 0"),
        ("sqrt(angle - 1)", "condition.root", 4, "above -1"),
        ("tan_deg(speed)", "condition.angle", 7, "from 1, up to 200"),
        ("pow(x, 0.5)", "condition.power", 3, "whole number"),
        ("pow(x, y)", "condition.power", 3, "written out"),
        ("pow(x, 7)", "condition.power", 3, "from 2 to 6"),
        ("round_up(x, 0)", "condition.step", 8, "above 0"),
        ("hazards.exists(h, true)", "condition.not-in-language", 14, "loop"),
        ('sight.startsWith("v")', "condition.not-in-language", 16, "startsWith"),
        ("x == 3.14159265358979323", "condition.digits", 5, "15 digits"),
        ('day < date("2026-02-30")', "condition.date", 10, "date("),
        ('r"x" == sight', "condition.syntax", 1, "double quotes"),
        ('a ? "vlos" : "bvlos"', "condition.untyped", 0, "gives"),
        ("sight in sail", "condition.types", 6, "in"),
        ("(" * 100 + "a" + ")" * 100, "condition.syntax", 0, ""),
        ("x > " + " " * 3000 + "1", "condition.too-long", 0, "2000"),
    ],
)
def test_a_condition_that_cannot_be_used_says_what_where_and_what_was_meant(
    text: str, code: str, offset: int, part: str
):
    with pytest.raises(ConditionError) as caught:
        LANGUAGE.compile(text)

    assert (caught.value.code, part in caught.value.message) == (code, True), caught.value.message
    assert offset == 0 or caught.value.offset == offset


def test_a_condition_must_give_yes_or_no():
    with pytest.raises(ConditionError, match="gives a number"):
        LANGUAGE.condition("x + 1")


def test_the_reads_of_an_expression_are_exactly_its_variables():
    assert LANGUAGE.compile('a ? x > 1 : "water" in hazards && x < 2').reads == ("a", "x", "hazards")


NUMBERS = st.integers(-1000, 1000)
_numeric = st.recursive(
    st.sampled_from(["x", "y", "0", "1", "7", "2.5"]),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=4,
)
_boolean = st.recursive(
    st.one_of(
        st.sampled_from(["a", "b", "true", 'sight == "vlos"', '"water" in hazards', 'sight in ["bvlos"]']),
        st.tuples(_numeric, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), _numeric).map(" ".join),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda one: f"!({one})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} ? {t[1]} : {t[2]})"),
    ),
    max_leaves=6,
)
_ANSWERS = {
    "x": NUMBERS.map(lambda n: Decimal(n) / 4),
    "y": NUMBERS.map(lambda n: Decimal(n) / 4),
    "a": st.booleans(),
    "b": st.booleans(),
    "sight": st.sampled_from(["vlos", "bvlos"]),
    "hazards": st.sampled_from([(), ("water",), ("water", "roads")]),
}


@given(_boolean, st.fixed_dictionaries(_ANSWERS))
def test_we_work_out_what_google_s_runtime_works_out(text: str, known: dict[str, Any]):
    """On quarters, which doubles hold exactly, the two must agree."""
    plain = {name: float(one) if isinstance(one, Decimal) else one for name, one in known.items()}
    plain["hazards"] = list(known["hazards"])
    types = {"x": cel.Type.DOUBLE, "y": cel.Type.DOUBLE, "a": cel.Type.BOOL, "b": cel.Type.BOOL}
    types |= {"sight": cel.Type.STRING, "hazards": cel.Type.List(cel.Type.STRING)}
    wide = "".join(part + ".0" if part.isdigit() else part for part in _parts(text))

    theirs = cel.NewEnv(variables=types).compile(wide).eval(data=plain).value()

    assert value_of(text, **known) == theirs


def _parts(text: str) -> list[str]:
    import re

    return re.findall(r'"[^"]*"|\d+\.\d+|\d+|[A-Za-z]+|.', text)


@given(_boolean, st.fixed_dictionaries({}, optional=_ANSWERS), st.fixed_dictionaries(_ANSWERS))
def test_more_answers_never_change_what_was_decided(text: str, some: dict[str, Any], rest: dict[str, Any]):
    first = value_of(text, **some)

    if isinstance(first, Unknown):
        assert first.waits_for
        assert not first.waits_for & some.keys()
    else:
        assert value_of(text, **{**rest, **some}) == first
