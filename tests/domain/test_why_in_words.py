"""Conditions and calculations are said in words, in every language."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from certflow.config import ROOT
from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.syntax import Call
from certflow.domain.checklist.trees import trees_of
from certflow.domain.checklist.values import ChoiceType, DateType, ManyType, NumberType, Type, Value, YesNoType, plain
from certflow.domain.plan import make_plan
from certflow.domain.saying import in_plain_words
from certflow.domain.text import LANGUAGES
from certflow.domain.why import explain_derived, explain_step, tell_derived
from certflow.storage.checklists import read_checklist_file
from tests.domain.building import CHECKLIST

TITLES = {"mass_kg": "Mass", "towed": "Is it towed?", "band": "Band {value}", "tools": "Tools", "span_m": "Span"}
TYPES: dict[str, Type] = {
    "mass_kg": NumberType(),
    "span_m": NumberType(),
    "towed": YesNoType(),
    "band": ChoiceType(("low", "high"), ordered=True, name="bands"),
    "tools": ManyType(("winch", "car")),
    "day": DateType(),
}


def told(rule: str, language: str = "en", condition: bool = True) -> str | None:
    tree = Language(TYPES, {}).compile(rule, TYPES["band"] if rule.startswith("towed ?") else None).tree  # type: ignore[arg-type]
    return in_plain_words(tree, language, lambda name: TITLES.get(name, name), _valued, condition)


def _valued(name: str, value: Value) -> str:
    number = plain(value) if isinstance(value, Decimal) else str(value)
    return f"{number} kg" if name == "mass_kg" else number


@pytest.mark.parametrize(
    ("rule", "language", "said"),
    [
        ("mass_kg <= 0.25", "en", "“Mass” is at most 0.25 kg"),
        ("mass_kg <= 0.25", "it", "«Mass» è al massimo 0.25 kg"),
        ("mass_kg <= 0.25", "uk", "«Mass» — не більше ніж 0.25 kg"),
        ("0.25 < mass_kg", "en", "0.25 kg is less than “Mass”"),
        ("mass_kg > 1 && towed", "en", "“Mass” is more than 1 kg and “Is it towed?” is True"),
        ("!towed || band == 'low'", "it", "«Is it towed?» è False o «Band {value}» è low"),
        ('band != "low"', "uk", "«Band {value}» — не low"),
        ("!(mass_kg < 2)", "en", "“Mass” is at least 2 kg"),
        ("!(mass_kg < 2 && !towed)", "en", "it is not so that (“Mass” is less than 2 kg and “Is it towed?” is False)"),
        (
            "!(mass_kg < 2) && !(mass_kg > 9)",
            "en",
            "none of this holds: “Mass” is less than 2 kg; “Mass” is more than 9 kg",
        ),
        ("towed == false", "en", "“Is it towed?” is False"),
        (
            "mass_kg > 1 && (towed || band == 'low') && span_m < 3",
            "en",
            "“Mass” is more than 1 kg and (“Is it towed?” is True or “Band {value}” is low) and “Span” is less than 3",
        ),
        ("mass_kg * 2 > span_m", "en", "“Mass” × 2 is more than “Span”"),
        ("(mass_kg - 1) * 2", "en", "(“Mass” − 1) × 2"),
        ("mass_kg - (1 - span_m)", "uk", "«Mass» − (1 − «Span»)"),
        ("-mass_kg / 3", "it", "−«Mass» ÷ 3"),
        ("band in ['low', 'high']", "en", "“Band {value}” is low or high"),
        ("!(band in ['low', 'high'])", "it", "«Band {value}» non è né low né high"),
        ("'winch' in tools", "uk", "«Tools» містить winch"),
        ("!('winch' in tools)", "en", "“Tools” does not include winch"),
        ("count(tools) > 1", "en", "how many are chosen in “Tools” is more than 1"),
        ("max(mass_kg, 2) > 1", "en", "the larger of “Mass” and 2 kg is more than 1 kg"),
        (
            "min(max(180 * span_m, 5000), 35000)",
            "en",
            "the smaller of (the larger of 180 × “Span” and 5000) and 35000",
        ),
        ("min(mass_kg, span_m, 3)", "uk", "найменше з такого: «Mass», «Span» і 3 kg"),
        ("towed ? 'low' : 'high'", "it", "low se «Is it towed?» è True, altrimenti high"),
        ("sqrt(max(mass_kg, 2) / 3)", "en", "√((the larger of “Mass” and 2 kg) ÷ 3)"),
        ("pow(mass_kg + 1, 2)", "en", "(“Mass” + 1)²"),
        ("round_up(mass_kg * 2, 5)", "en", "(“Mass” × 2), rounded up to a multiple of 5"),
        ("tan_deg(max(min(mass_kg, 80), 0))", "it", "tan(il maggiore tra (il minore tra «Mass» e 80 kg) e 0 kg°)"),
        ("day < date('2026-01-01')", "en", "“day” is before 2026-01-01"),
    ],
)
def test_a_condition_is_said_in_words(rule: str, language: str, said: str) -> None:
    assert told(rule, language) == said


def test_a_value_that_is_only_passed_on_is_said_by_its_title() -> None:
    assert told("mass_kg", condition=False) == "“Mass”"


def test_what_has_no_words_stays_the_expression() -> None:
    assert in_plain_words(Call("aggregate", (), 0), "en", str, _valued) is None


@pytest.mark.parametrize(
    "path", sorted((ROOT / "checklists").glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}@{path.stem}"
)
def test_every_condition_of_a_shipped_checklist_has_words_in_every_language(path: Path) -> None:
    checklist = read_checklist_file(path)

    silent = [
        (language, text)
        for language in LANGUAGES
        for text, tree in trees_of(checklist).items()
        if in_plain_words(tree, language, str, lambda _, value: str(value)) is None
    ]

    assert silent == []


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
