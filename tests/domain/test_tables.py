"""Decision tables: proven whole when they are read, exact at their limits, undecided only where it matters."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.checklist import Problems
from certflow.domain.checklist.cells import CellError, read_cell
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.proof import examine
from certflow.domain.checklist.tables import Axis, Band, Hit
from certflow.domain.checklist.values import ChoiceType, DateType, ManyType, NumberType, Type, Unknown, YesNoType
from certflow.domain.plan import make_plan
from certflow.domain.text import Text
from tests.domain.checklists import small

ARC = ChoiceType(("a", "b", "c", "d"), True, "arc")


@pytest.mark.parametrize(
    ("cell", "takes", "leaves"),
    [
        ("< 50", ["49.9999", "-1"], ["50", "50.0", "50.0001"]),
        ("<= 50", ["50", "50.00"], ["50.0001"]),
        ("≤ 50", ["50"], ["50.0000001"]),
        ("> 50", ["50.0001"], ["50"]),
        ("≥ 50", ["50"], ["49.99999"]),
        ("[5, 50)", ["5", "49.999"], ["4.999", "50"]),
        ("(5, 50]", ["5.001", "50"], ["5", "50.001"]),
        (7, ["7", "7.00"], ["7.01"]),
        (Decimal("0.25"), ["0.25", "0.250"], ["0.2500001"]),
        ([1, "> 10"], ["1", "11"], ["2", "10"]),
        ("-", ["1"], []),
    ],
)
def test_cells_of_numbers_are_exact_at_their_limits(cell: object, takes: list[str], leaves: list[str]):
    read = read_cell(cell, NumberType())

    assert all(read.takes(Decimal(one)) for one in takes)
    assert not any(read.takes(Decimal(one)) for one in leaves)


@pytest.mark.parametrize(
    ("cell", "type_", "takes"),
    [
        ("b", ARC, {"b"}),
        (["a", "d"], ARC, {"a", "d"}),
        ("≥ c", ARC, {"c", "d"}),
        ("< c", ARC, {"a", "b"}),
        ("yes", YesNoType(), {True}),
        (False, YesNoType(), {False}),
    ],
)
def test_cells_of_named_values_take_what_they_name(cell: object, type_: Type, takes: set[object]):
    read = read_cell(cell, type_)
    values = ARC.values if type_ is ARC else (True, False)

    assert {value for value in values if read.takes(value)} == takes


@pytest.mark.parametrize(
    ("cell", "type_"),
    [
        ("fifty", NumberType()),
        ("< ", NumberType()),
        ("[50, 5]", NumberType()),
        ("1e5", NumberType()),
        ("NaN", NumberType()),
        ("e", ARC),
        ("> vlos", ChoiceType(("vlos",))),
        ("maybe", YesNoType()),
        ([], ARC),
        ("< 2026-13-01", DateType()),
        ("water", ManyType(("water",))),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(cell: object, type_: Type):
    with pytest.raises(CellError):
        read_cell(cell, type_)


def axis(hit: Hit, types: dict[str, Type], *rows: list[object]) -> Axis:
    language = Language(types, {})
    reads = tuple(language.compile(name) for name in types)
    bands = [
        Band(Text(str(row)), tuple(read_cell(cell, one.type) for cell, one in zip(row, reads, strict=True)))
        for row in rows
    ]
    return Axis(reads, hit, tuple(bands))


@pytest.mark.parametrize(
    ("type_", "rows", "uncovered"),
    [
        (NumberType(), [["< 5"], ["> 5"]], "x = 5"),
        (NumberType(), [["< 5"], ["(5, 9)"], ["≥ 9"]], "x = 5"),
        (NumberType(), [["[0, 5)"], ["≥ 5"]], "x = -1"),
        (NumberType(low=Decimal(0)), [["< 5"], ["≥ 5"]], None),
        (NumberType(low=Decimal(0)), [["[0, 5)"], ["≥ 5"]], None),
        (NumberType(low=Decimal(0), low_in=False), [["(0, 5)"], ["≥ 5"]], None),
        (NumberType(high=Decimal(9), high_in=False), [["< 5"], ["[5, 9)"]], None),
        (NumberType(whole=True), [["≤ 2"], [3], ["≥ 4"]], None),
        (NumberType(), [["≤ 2"], [3], ["≥ 4"]], "x = 2.5"),
        (NumberType(whole=True), [["≤ -3"], [-2], ["> -1"]], "x = -1"),
        (ARC, [["a"], ["≥ c"]], "x = b"),
        (ChoiceType(ARC.values, True, "arc", ("a", "c")), [["a"], ["c"]], None),
        (YesNoType(), [["yes"]], "x = no"),
        (DateType(), [["< 2026-01-01"], ["≥ 2026-01-02"]], "x = 2026-01-01"),
    ],
)
def test_an_input_without_a_row_is_found_and_shown(type_: Type, rows: list[list[object]], uncovered: str | None):
    assert examine(axis(Hit.UNIQUE, {"x": type_}, *rows)).uncovered == uncovered


def test_an_input_with_two_rows_is_found_and_shown():
    types: dict[str, Type] = {"x": NumberType(), "y": YesNoType()}

    found = examine(axis(Hit.UNIQUE, types, ["≤ 5", "-"], ["≥ 5", "yes"], ["> 5", "no"]))

    assert found.uncovered is None
    assert found.overlap == (0, 1, "x = 5, y = yes")


def test_a_row_that_others_hide_is_found():
    assert examine(axis(Hit.FIRST, {"x": NumberType()}, ["< 5"], ["< 3"], ["-"])).unreached == (1,)
    assert examine(axis(Hit.LAST, {"x": NumberType()}, ["< 3"], ["-"])).unreached == (0,)
    assert examine(axis(Hit.COLLECT, {"x": NumberType(high=Decimal(9))}, ["> 9"], ["-"])).unreached == (0,)


def test_a_tangle_that_cannot_be_proven_is_refused_instead_of_running_for_ever():
    types: dict[str, Type] = {f"x{at}": NumberType() for at in range(14)}
    rows = [["-"] * at + [f"< {at + row}"] + ["-"] * (13 - at) for at in range(14) for row in range(3)]

    assert examine(axis(Hit.UNIQUE, types, *rows)).too_large


_cell = st.sampled_from(["-", "< 2", "≥ 2", "[1, 3)", "(1, 3]", 2, "> 3", "≤ 0"])
_rows = st.lists(st.tuples(_cell, st.sampled_from(["-", "yes", "no"])).map(list), min_size=1, max_size=5)
_POINTS = [Decimal(one) / 2 for one in range(-4, 10)]


@given(_rows)
def test_the_proof_says_what_trying_every_point_says(rows: list[list[object]]):
    tried = axis(Hit.UNIQUE, {"x": NumberType(), "y": YesNoType()}, *rows)
    held = [
        [at for at, band in enumerate(tried.bands) if band.cells[0].takes(x) and band.cells[1].takes(y)]
        for x in _POINTS
        for y in (True, False)
    ]

    found = examine(tried)

    assert (found.uncovered is not None) == any(not bands for bands in held)
    assert (found.overlap is not None) == any(len(bands) > 1 for bands in held)
    assert set(found.unreached) == set(range(len(rows))) - {at for bands in held for at in bands}


@given(_rows, st.sampled_from(list(Hit)), st.sampled_from([None, *_POINTS]), st.sampled_from([None, True, False]))
def test_a_band_found_with_a_missing_answer_is_the_band_found_with_any_answer(rows, hit, x, y):
    tried = axis(hit, {"x": NumberType(), "y": YesNoType()}, *rows, ["-", "-"])
    if hit is Hit.UNIQUE and examine(tried).overlap:
        return
    known = {"x": x, "y": y}

    found = tried.find(lambda name: Unknown(frozenset([name])) if known[name] is None else known[name])

    if isinstance(found, Unknown):
        assert found.waits_for
        assert all(known[name] is None for name in found.waits_for)
    else:
        for xs in _POINTS if x is None else [x]:
            for ys in (True, False) if y is None else [y]:
                assert tried.find({"x": xs, "y": ys}.__getitem__) == found


QUESTIONS = "n: {kind: number, title: N, min: 0}\nc: {kind: choice, title: C, of: arc}\ny: {kind: yes_no, title: Y}\n"
TABLE = """
orders: {arc: [a, b, c, d]}
outside: {ends: {code: sora.outside, message: Go elsewhere.}}
tables:
  t:
    title: T
    gives: number
    columns: {read: [c], bands: [{when: a}, {when: [[b, c]]}, {when: d}]}
    rows:
      read: n
      bands:
      - {label: few, when: < 50, gives: [1, 2, 3]}
      - {label: many, when: ≥ 50, gives: [4, 5, outside(ends)]}
  sums:
    title: S
    gives: number
    rows:
      read: [y, n]
      hit: collect
      combine: sum
      bands: [{when: [yes, -], gives: -1}, {when: [-, "> 10"], gives: -2}]
derived:
  found: {title: Found, table: t}
  credit: {title: Credit, table: sums}
  twice: {title: Twice, value: found * 2}
"""


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"n": "49.9999", "c": "a"}, 1),
        ({"n": "50", "c": "a"}, 4),
        ({"n": "50.0", "c": "c"}, 5),
        ({"n": "50"}, None),
        ({"c": "a"}, None),
        ({"n": "50", "c": "d"}, None),
    ],
)
def test_a_table_with_two_sides_gives_the_cell_where_row_and_column_meet(answers: dict[str, str], found: int | None):
    checklist = small(QUESTIONS, TABLE)

    plan = make_plan(checklist, {name: checklist.question(name).parse(raw) for name, raw in answers.items()})

    assert plan.derived["found"].value == found


def test_collected_rows_are_added_up():
    checklist = small(QUESTIONS, TABLE)

    both = make_plan(checklist, {"y": True, "n": Decimal(11)}).derived["credit"]
    none = make_plan(checklist, {"y": False, "n": Decimal(1)}).derived["credit"]

    assert both.value == -3
    assert len(both.because.cells) == 2
    assert none.value == 0
    assert make_plan(checklist, {"n": Decimal(11)}).derived["credit"].value is None


def test_a_cell_outside_the_method_gives_no_value_and_one_problem_with_the_route():
    checklist = small(QUESTIONS, TABLE)

    plan = make_plan(checklist, {"n": Decimal(50), "c": "d"})

    assert plan.derived["found"].value is None
    assert plan.derived["twice"].value is None
    assert [(one.code, one.where, str(one.message)) for one in plan.problems] == [
        ("sora.outside", "found", "Go elsewhere.")
    ]
    assert plan.derived["twice"].because.outside == ("ends",)


def test_a_gap_in_a_table_is_told_with_an_example():
    with pytest.raises(Problems, match=r"No row for n = 50\. \[table.incomplete\]"):
        small(QUESTIONS, TABLE.replace("≥ 50", '"> 50"'))
