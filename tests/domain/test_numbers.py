"""Numbers as they are shown: with how many digits, and in each language's own way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from certflow.domain.checklist.values import readable, to_json
from certflow.domain.in_words import derived_in_words, with_unit
from certflow.domain.text import Text
from certflow.domain.why import value_in_words
from certflow.storage.checklists import read_checklist_file
from tests.domain.recorded import dossier_of, recorded

SORA = Path(__file__).parents[2] / "checklists" / "sora" / "2.5-easa.yaml"
#: what the volumes and buffers of a multirotor follow from
FLIGHT = {
    "characteristic_dimension_m": 1.85,
    "aircraft_type": "vtol",
    "volume_speed_m_s": 8,
    "pitch_deg": 30,
    "reaction_time_s": 1,
    "geography_height_m": 60,
    "navigation_error_m": 3,
    "holding_error_m": 3,
    "map_error_m": 1,
    "altimeter_error_m": 1,
    "contingency_manoeuvre": "stop",
    "buffer_method": "ballistic",
}


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("5.649910891234567890123", "≈\u202f5.6499"),
        ("0.000123456789", "≈\u202f0.00012346"),
        ("-2.5000000001", "≈\u202f-2.5000"),
        ("123456.789", "≈\u202f123457"),
        ("1234567", "1234567"),
        ("20.4", "20.4"),
        ("0.0000001", "0.0000001"),
        ("12345.67", "12345.67"),
    ],
)
def test_a_number_without_end_is_shown_with_five_digits_and_says_so(number: str, shown: str):
    assert readable(Decimal(number)) == shown


def test_a_language_has_its_own_decimal_sign():
    said = with_unit("2.5", "m/s")

    assert [said.in_language(each) for each in ("en", "it", "uk")] == ["2.5\u202fm/s", "2,5\u202fm/s", "2,5\u202fм/с"]


def test_two_languages_say_a_number_once_where_only_the_sign_differs():
    assert with_unit("2.5", "m").in_each(("en", "it")) == (("en", "2.5\u202fm"),)
    assert len(Text("a.b", translations={"it": "a,b"}).in_each(("en", "it"))) == 2


def numbers(words: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", words)]


@pytest.mark.parametrize("speed", ["7", "8", "11.3", "13.37", "19.99"])
def test_the_printed_inputs_of_a_formula_lead_to_its_printed_result(speed: str):
    """Where both are rounded for the eye, nobody who works it out again comes to anything else."""
    checklist = read_checklist_file(SORA)
    content = recorded(dossier_of(checklist, {**FLIGHT, "volume_speed_m_s": float(speed)}))
    shown: Mapping[str, str] = {each.name: str(each.value) for each in content.derived}
    width, height = (numbers(shown[name])[0] for name in ("manoeuvre_width_m", "manoeuvre_height_m"))
    v = Decimal(speed)

    for name, reckoned in (
        ("contingency_width_m", 3 + 3 + 1 + v * 1 + width),
        ("contingency_height_m", 60 + 1 + Decimal("0.7") * v + height),
    ):
        printed = numbers(shown[name])[0]
        assert 0 <= printed - reckoned < Decimal("0.1"), name


def test_what_is_rounded_for_the_eye_is_exact_for_machines():
    plan = dossier_of(read_checklist_file(SORA), FLIGHT).plan
    value = plan.derived["manoeuvre_width_m"].value

    assert value is not None
    assert str(to_json(value)).startswith("5.6499108911523")
    assert len(str(to_json(value))) > 30
    assert derived_in_words(plan.checklist, "manoeuvre_width_m", value).in_language("uk") == "≈\u202f5,6499\u202fм"
    assert value_in_words(plan, "manoeuvre_width_m", value, "it") == "≈\u202f5,6499 m"
