"""Plain conditions are said in words, in every language; what is more than that stays the expression."""

from __future__ import annotations

from decimal import Decimal

import pytest

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.plan import make_plan
from certflow.domain.saying import in_plain_words
from certflow.domain.why import explain_derived, explain_step, tell_derived
from tests.domain.building import CHECKLIST

TITLES = {"mass_kg": "Mass", "towed": "Is it towed?", "band": "Band {value}"}


def told(rule: str, language: str = "en") -> str | None:
    return in_plain_words(rule, language, TITLES, lambda name, value: f"{value} of {name}")


@pytest.mark.parametrize(
    ("rule", "language", "said"),
    [
        ("mass_kg <= 0.25", "en", "“Mass” is at most 0.25 of mass_kg"),
        ("mass_kg <= 0.25", "it", "«Mass» è al massimo 0.25 of mass_kg"),
        ("mass_kg <= 0.25", "uk", "«Mass» — не більше ніж 0.25 of mass_kg"),
        ("mass_kg > 1 && towed", "en", "“Mass” is more than 1 of mass_kg and “Is it towed?” is True of towed"),
        ("!towed || band == 'low'", "it", "«Is it towed?» è False of towed o «Band {value}» è low of band"),
        ('band != "low"', "uk", "«Band {value}» — не low of band"),
        (
            "!(mass_kg < 2 && !towed)",
            "en",
            "it is not so that “Mass” is less than 2 of mass_kg and “Is it towed?” is False of towed",
        ),
        ("towed == false", "en", "“Is it towed?” is False of towed"),
    ],
)
def test_a_plain_condition_is_said_in_words(rule: str, language: str, said: str) -> None:
    assert told(rule, language) == said


@pytest.mark.parametrize(
    "rule",
    [
        "mass_kg * 2.0 > 1",
        "(mass_kg > 1) && towed",
        "mass_kg > 1 && towed || band == 'low'",
        "max(mass_kg, 2) > 1",
        "nobody > 1",
        "band in ['low', 'high']",
        "",
    ],
)
def test_anything_more_stays_the_expression(rule: str) -> None:
    assert told(rule) is None


@pytest.fixture(scope="module")
def glider() -> Checklist:
    return read_checklist(CHECKLIST.encode())


def test_reasons_name_titles_and_units_instead_of_code(glider: Checklist) -> None:
    plan = make_plan(glider, {"mass_kg": Decimal(50), "towed": True})

    assert explain_derived(plan, "heavy").startswith("Says whether “Mass” is more than 100 kg. Read: Mass: 50 kg.")
    assert explain_step(plan, "tow").startswith("Because “Is it towed?” is yes.")
    assert "Chosen because “Mass” is at most 500 kg." in explain_derived(plan, "link_level")


def test_the_source_is_said_once_where_it_stands_beside_the_reason(glider: Checklist) -> None:
    plan = make_plan(glider, {"mass_kg": Decimal(50), "towed": True})

    assert explain_derived(plan, "heavy") == f"{tell_derived(plan, 'heavy')} Source: Rules, 1."
