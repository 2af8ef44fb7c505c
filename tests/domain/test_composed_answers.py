"""Answers of several parts: read, refused with what would make it right, stored, restored, and seen by conditions."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.checklist import Problems, Question, Reference
from certflow.domain.checklist.composed import Counter, Decision, Duration, Expiry, Month, Place, Rows, months_after
from certflow.domain.checklist.composing import read_each_row
from certflow.domain.checklist.values import read_by_conditions
from certflow.domain.composed_words import Manner, say_composed
from certflow.domain.plan import make_plan
from certflow.domain.refusal import Refused
from certflow.domain.why import explain_derived
from certflow.domain.worked import tell_calculation, work_shown
from certflow.wording import sentence
from tests.domain.checklists import example, small

EXAMPLE = example()


def ask(name: str) -> Question:
    return EXAMPLE.question(name)


def refused(question: Question, raw: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        question.parse(raw)
    return caught.value


WRITTEN: dict[str, Any] = {
    "pieces": [
        {"part": "Wing", "mass_kg": 2.5, "made": "us", "critical": True, "made_on": "2026-01-31"},
        {"part": "Nut", "mass_kg": 1, "made": "other", "critical": False, "shown_in": {"document": "D1", "page": "7"}},
    ],
    "reports": ["a1", "b2"],
    "flown": {
        "configuration": "v2",
        "entries": [{"on": "2026-02-01", "amount": "1.5"}, {"on": "2026-01-01", "amount": 9, "configuration": "v1"}],
    },
    "agreement": {
        "by": "ENAC",
        "outcome": "granted_with_conditions",
        "reference": "12/2026",
        "on": "2026-05-02",
        "conditions": "By day.\nNo wind.",
    },
    "permit": {"event": "martial law ends", "months": 3, "happened": "2026-11-30"},
    "stored_for": "3 years",
    "tested_in": "2026-04",
    "tester": "ligure",
    "test_site": "45.4642, 9.19",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_answer_comes_back_from_its_stored_form(name: str):
    question = ask(name)
    value = question.from_data(WRITTEN[name])

    assert question.from_json(question.to_json(value)) == value
    assert isinstance(hash(value), int)


@pytest.mark.parametrize("language", ["en", "it", "uk"])
@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in ("reports", "tester")])
def test_an_answer_of_several_parts_has_words(name: str, language: str):
    value = ask(name).from_data(WRITTEN[name])

    assert say_composed(ask(name), value, Manner(language))  # type: ignore[arg-type]


# rows


def test_rows_are_read_cell_by_cell_and_blank_ones_are_left_out():
    typed = {"1.part": "Wing", "1.mass_kg": "2,5", "1.made": "us", "1.critical": "yes", "1.made_on": "",
             "2.part": " ", "3.part": "Nut", "3.mass_kg": "1", "3.made": "other", "3.critical": "no",
             "3.shown_in.document": "D1", "3.shown_in.page": "7"}  # fmt: skip

    rows = ask("pieces").parse(typed)

    assert isinstance(rows, Rows)
    assert list(rows.column("part")) == ["Wing", "Nut"]
    assert list(rows.column("mass_kg")) == [Decimal("2.5"), Decimal(1)]
    assert list(rows.column("shown_in")) == [None, Reference("D1", "7")]


def test_every_wrong_cell_is_told_with_its_row_and_column():
    typed = {"1.part": "Wing", "1.mass_kg": "heavy", "1.made": "us", "1.critical": "yes",
             "4.part": "", "4.mass_kg": "-1", "4.made": "me", "4.critical": ""}  # fmt: skip

    _, wrong = read_each_row(ask("pieces"), typed)

    assert [sentence(one) for one in wrong] == [
        "Row 1, “Mass”: Enter a number, such as 35 or 2.5. “heavy” is not one.",
        "Row 4, “Part”: Enter an answer.",
        "Row 4, “Mass”: Enter more than 0. “-1” is not.",
        "Row 4, “Who made it?”: Choose one of the options shown. “me” is not among them.",
        "Row 4, “Critical?”: Enter an answer.",
    ]
    assert sentence(refused(ask("pieces"), typed)) == sentence(wrong[0])


def test_nothing_to_list_has_to_be_said():
    assert refused(ask("pieces"), {"1.part": ""}).code == "answer.rows-none"
    assert ask("pieces").parse({"none": "yes"}) == Rows(())
    assert ask("pieces").from_data([]) == ask("pieces").from_data("none") == Rows(())


def test_too_many_rows_are_refused():
    typed = {f"{at}.{name}": text for at in range(1, 202)
             for name, text in (("part", "x"), ("mass_kg", "1"), ("made", "us"), ("critical", "no"))}  # fmt: skip

    assert refused(ask("pieces"), typed).facts["most"] == 200


def test_a_column_that_is_not_there_is_told_with_those_that_are():
    assert sentence(refused(ask("pieces"), {"1.prat": "Wing"})).startswith("Row 1 has no column “prat”. Columns: part,")


# counters


def counted(*entries: dict[str, Any], configuration: str = "v2") -> Counter:
    value = ask("flown").from_data({"configuration": configuration, "entries": list(entries)})
    assert isinstance(value, Counter)
    return value


def test_a_counter_adds_up_the_entries_of_its_configuration():
    hours = counted({"on": "2026-01-01", "amount": 20, "configuration": "v1"}, {"on": "2026-02-01", "amount": 12.5},
                    {"on": "2026-03-01", "amount": 3})  # fmt: skip

    assert read_by_conditions(hours) == Decimal("15.5")


def test_nothing_before_a_loss_of_control_counts_whatever_the_order_of_the_lines():
    lost = {"on": "2026-03-01", "reset": True, "note": "Fly-away over the field"}
    hours = counted({"on": "2026-04-01", "amount": 7}, lost, {"on": "2026-02-01", "amount": 500})

    assert hours.total == 7
    assert "Counted since 2026-03-01: Fly-away over the field" in say_composed(ask("flown"), hours, Manner("en"))


def test_a_loss_of_control_of_another_configuration_changes_nothing():
    lost = {"on": "2026-03-01", "reset": True, "note": "Fly-away", "configuration": "v1"}

    assert counted({"on": "2026-02-01", "amount": 500}, lost).total == 500


def test_another_configuration_starts_at_nothing():
    before = counted({"on": "2026-02-01", "amount": 500, "configuration": "v2"})

    assert Counter("v3", before.entries).total == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"1.on": "2026-01-01", "1.amount": "1"}, "answer.configuration"),
        ({"configuration": "v", "1.on": "2026-01-01"}, "answer.entry-amount"),
        ({"configuration": "v", "1.on": "2026-01-01", "1.reset": "yes"}, "answer.reset-reason"),
        ({"configuration": "v", "1.on": "soon", "1.amount": "1"}, "answer.row"),
        ({"configuration": "v", "1.on": "2026-01-01", "1.amount": "-1"}, "answer.row"),
    ],
)
def test_an_entry_that_proves_nothing_is_refused(raw: dict[str, str], code: str):
    assert refused(ask("flown"), raw).code == code


@given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2026, 1, 1)), st.integers(0, 50)), max_size=12), st.randoms())
def test_a_total_does_not_depend_on_the_order_in_which_hours_were_written_down(entries: list[Any], chance: Any):
    written = [{"on": on.isoformat(), "amount": amount} for on, amount in entries]
    written.append({"on": "2025-06-01", "amount": 0, "reset": True, "note": "lost"})
    shuffled = chance.sample(written, len(written))
    after = sum(amount for on, amount in entries if on > date(2025, 6, 1))

    assert after <= counted(*shuffled).total <= sum(amount for on, amount in entries if on >= date(2025, 6, 1))


# decisions and terms


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"by": "ENAC"}, "answer.outcome"),
        ({"by": "ENAC", "outcome": "maybe"}, "answer.choice"),
        ({"outcome": "pending"}, "answer.decision-by"),
        ({"by": "ENAC", "outcome": "granted"}, "answer.decision-letter"),
        ({"by": "ENAC", "outcome": "refused", "on": "2026-01-01"}, "answer.decision-letter"),
        ({"by": "E", "outcome": "granted_with_conditions", "on": "2026-01-01", "reference": "7"},
         "answer.decision-conditions"),
        ({"by": "ENAC", "outcome": "granted", "on": "today", "reference": "7"}, "answer.date"),
    ],
)  # fmt: skip
def test_a_decision_names_who_and_its_letter(raw: dict[str, str], code: str):
    assert refused(ask("agreement"), raw).code == code


def test_a_decision_may_be_pending_without_a_letter():
    value = ask("agreement").parse({"by": "ENAC", "outcome": "pending"})

    assert value == Decision("ENAC", "pending")
    assert read_by_conditions(value) == "pending"


@pytest.mark.parametrize(
    ("raw", "ends"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ({"event": "martial law ends", "months": "3"}, None),
        ({"event": "martial law ends", "months": "3", "happened": "2026-11-30"}, date(2027, 2, 28)),
        ({"event": "the licence is revoked", "happened": "2026-11-30"}, date(2026, 11, 30)),
    ],
)
def test_what_expires_has_a_day_or_waits_for_an_event(raw: Any, ends: date | None):
    value = ask("permit").parse(raw)

    assert isinstance(value, Expiry)
    assert value.ends == ends


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"on": "2027-01-01", "event": "war ends"}, "answer.expiry-both"),
        ({"months": "3"}, "answer.expiry-none"),
        ({"event": "war ends", "months": "1.5"}, "answer.expiry-months"),
        ({"event": "war ends", "months": "-1"}, "answer.expiry-months"),
    ],
)
def test_a_term_that_says_two_things_or_none_is_refused(raw: dict[str, str], code: str):
    assert refused(ask("permit"), raw).code == code


def test_months_end_on_the_last_day_where_the_month_is_too_short():
    assert months_after(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert months_after(date(2026, 10, 31), 12) == date(2027, 10, 31)


# time, places, months


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3", Duration(Decimal(3), "years", Decimal(3))),
        ("30 months", Duration(Decimal(30), "months", Decimal("2.5"))),
        ({"amount": "2,5", "unit": ""}, Duration(Decimal("2.5"), "years", Decimal("2.5"))),
    ],
)
def test_a_duration_counts_in_its_own_unit(raw: Any, value: Duration):
    assert ask("stored_for").parse(raw) == value


def test_a_duration_has_limits_and_units():
    assert refused(ask("stored_for"), "1 months").code == "answer.too-small"
    assert refused(ask("stored_for"), "3 days").facts["offered"] == ("years", "months")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (1, "1\u00a0місяць"),
        (3, "3\u00a0місяці"),
        (11, "11\u00a0місяців"),
        (22, "22\u00a0місяці"),
        (25, "25\u00a0місяців"),
    ],
)
def test_months_take_the_form_that_the_number_asks_for(amount: int, said: str):
    value = Duration(Decimal(amount), "months", Decimal(amount))

    assert say_composed(ask("stored_for"), value, Manner("uk")) == said


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"latitude": "45.4642", "longitude": "9.19"}, Place(Decimal("45.4642"), Decimal("9.19"))),
        ({"latitude": "45,46421234567", "longitude": "-9,19"}, Place(Decimal("45.464212"), Decimal("-9.19"))),
        ({"latitude": "50°27'N", "longitude": "30°31'12\"E"}, Place(Decimal("50.45"), Decimal("30.52"))),
        ({"latitude": "33.5 S", "longitude": "70.25W"}, Place(Decimal("-33.5"), Decimal("-70.25"))),
        ("li  r64", Place(designator="LI R64")),
        ("45.4642, 9.19", Place(Decimal("45.4642"), Decimal("9.19"))),
    ],
)
def test_places_are_brought_to_one_form(raw: Any, place: Place):
    assert ask("test_site").parse(raw) == place


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"latitude": "90.01", "longitude": "0"}, "answer.degrees"),
        ({"latitude": "45", "longitude": "181"}, "answer.degrees"),
        ({"latitude": "45E", "longitude": "9"}, "answer.degrees"),
        ({"latitude": "45°61'N", "longitude": "9"}, "answer.degrees"),
        ({"latitude": "45", "longitude": ""}, "answer.degrees"),
        ("<script>", "answer.designator"),
        ("", "answer.required"),
    ],
)
def test_what_is_no_place_is_refused(raw: Any, code: str):
    assert refused(ask("test_site"), raw).code == code


def test_a_month_is_seen_as_its_first_day():
    value = ask("tested_in").parse("2026-04")

    assert (value, read_by_conditions(value)) == (Month(2026, 4), date(2026, 4, 1))
    assert refused(ask("tested_in"), "2026-13").code == "answer.month"
    assert refused(ask("tested_in"), "2026-04-01").code == "answer.month"


@given(st.sampled_from(sorted(WRITTEN)), st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=6))
def test_whatever_is_typed_is_read_or_refused(name: str, raw: dict[str, str]):
    question = ask(name)
    with suppress(Refused):
        value = question.parse(raw)
        assert question.from_json(question.to_json(value)) == value


# calculations


def test_a_calculation_shows_formula_inputs_and_result():
    plan = make_plan(EXAMPLE, {"max_speed_m_s": Decimal(20)})

    worked = work_shown(plan, ask("fall"))

    assert worked.formula == "S = (V² ÷ (2 × 9.81)), rounded up to a multiple of 0.1"
    assert [(one.symbol, one.title, one.value) for one in worked.inputs] == [("V", "Highest speed", "20 m/s")]
    assert worked.value == "20.4 m"
    assert "V: Highest speed: 20 m/s" in tell_calculation(plan, ask("fall"))


def test_a_calculation_that_waits_says_for_what():
    worked = work_shown(make_plan(EXAMPLE, {}), ask("fall"))

    assert (worked.value, worked.formula) == ("", "")
    assert "Highest speed" in worked.because


def test_a_calculation_takes_no_answer_and_is_never_missing():
    assert ask("fall").optional
    assert refused(ask("fall"), "7").code == "answer.calculated"
    assert ask("fall").title.authoritative == "Distance of a fall"


def test_what_a_calculation_shows_is_part_of_what_is_approved():
    assert EXAMPLE.step("proof").shows == ("fall_m",)


def test_an_unasked_counter_counts_as_what_the_file_says():
    checklist = small(
        "yes_please: {kind: yes_no, title: Counted?}\n"
        "hours: {kind: counter, title: Hours, unit: h, when: yes_please, otherwise: 0}",
        "derived: {enough: {title: Enough, source: S.1, value: hours >= 30}}",
    )

    assert make_plan(checklist, {"yes_please": False}).derived["enough"].value is False


# rows in conditions

ROWS = """
parts:
  kind: rows
  title: Parts
  least: 0
  columns:
    mass_kg: {kind: number, title: Mass, unit: kg, above: 0, optional: yes}
    critical: {kind: yes_no, title: Critical?}
    made: {kind: choice, title: Who made it?, options: [us, other]}
    made_on: {kind: date, title: Made on, optional: yes}
    grade: {kind: choice, title: Grade, of: grade}
"""
TWO = [
    {"mass_kg": 2.5, "critical": True, "made": "us", "made_on": "2026-01-31", "grade": "low"},
    {"mass_kg": 4, "critical": False, "made": "other", "made_on": "2026-03-01", "grade": "high"},
]


def read_of(rows: Any, rule: str, gives: str = "") -> Any:
    derived = f"{{title: X, source: S.1, {f'gives: {gives}, ' if gives else ''}value: '{rule}'}}"
    checklist = small(ROWS, f"orders: {{grade: [low, high]}}\nderived: {{x: {derived}}}")
    answers = {} if rows is None else {"parts": checklist.question("parts").from_data(rows)}
    value = make_plan(checklist, answers).derived["x"].value
    return value


@pytest.mark.parametrize(
    ("rule", "gives", "value"),
    [
        ("count(parts)", "", Decimal(2)),
        ("sum(parts.mass_kg)", "", Decimal("6.5")),
        ("largest(parts.mass_kg) - smallest(parts.mass_kg)", "", Decimal("1.5")),
        ("any(parts.critical)", "", True),
        ("all(parts.critical)", "", False),
        ("how_many(parts.critical)", "", Decimal(1)),
        ('"other" in distinct(parts.made)', "", True),
        ('largest(parts.made_on) < date("2026-02-01")', "", False),
        ("worst(parts.grade)", "grade", "high"),
    ],
)
def test_conditions_read_columns_of_rows(rule: str, gives: str, value: Any):
    assert read_of(TWO, rule, gives) == value
    assert read_of(None, rule, gives) is None


def test_a_blank_cell_is_not_known_and_what_decides_alone_decides():
    blank = [{"critical": True, "made": "us", "grade": "low"}, *TWO]

    assert read_of(blank, "sum(parts.mass_kg)") is None
    assert read_of(blank, "any(parts.critical)") is True
    assert read_of(blank, "count(parts)") == 3


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("count(parts)", Decimal(0)),
        ("sum(parts.mass_kg)", Decimal(0)),
        ("any(parts.critical)", False),
        ("all(parts.critical)", True),
        ("largest(parts.mass_kg)", None),
    ],
)
def test_no_rows_at_all_is_something_to_reckon_with(rule: str, value: Any):
    assert read_of([], rule) == value


@pytest.mark.parametrize(
    ("rule", "code", "part"),
    [
        ("sum(parts.mas_kg)", "condition.column", "Nearest: 'mass_kg'"),
        ("sum(parts.critical)", "condition.types", "numbers"),
        ("parts.mass_kg > 2", "condition.types", ""),
        ("1 / sum(parts.mass_kg)", "condition.divide", "from 0"),
    ],
)
def test_a_column_that_cannot_be_read_so_is_told(rule: str, code: str, part: str):
    with pytest.raises(Problems) as caught:
        read_of(TWO, rule)

    assert [one.code for one in caught.value.found if part in one.message][:1] == [code]


def test_the_reason_names_the_column_and_how_many_rows_were_read():
    rule = "derived: {x: {title: X, source: S.1, value: sum(parts.mass_kg)}}"
    checklist = small(ROWS, f"orders: {{grade: [low, high]}}\n{rule}")
    plan = make_plan(checklist, {"parts": checklist.question("parts").from_data(TWO)})

    assert explain_derived(plan, "x").endswith("Read: Parts: 2 rows. Source: Rules, S.1.")
    assert "“Parts: Mass”" in explain_derived(plan, "x")
