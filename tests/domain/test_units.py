"""Units stand in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from certflow.config import ROOT
from certflow.domain.in_words import with_unit
from certflow.domain.units import unit_in
from certflow.storage.checklists import read_checklist_file


@pytest.mark.parametrize(
    ("unit", "italian", "ukrainian"),
    [
        ("m/s", "m/s", "м/с"),
        ("people/km²", "persone/km²", "осіб/км²"),
        ("dB/kg", "dB/kg", "дБ/кг"),
        ("weeks", "settimane", "тижнів"),
        ("%", "%", "%"),
    ],
)
def test_a_unit_is_written_as_its_language_writes_it(unit: str, italian: str, ukrainian: str) -> None:
    assert (unit_in(unit, "en"), unit_in(unit, "it"), unit_in(unit, "uk")) == (unit, italian, ukrainian)


def test_a_number_keeps_its_translated_unit_beside_it() -> None:
    assert with_unit("25", "m/s").in_language("uk") == "25\u202fм/с"


@pytest.mark.parametrize("path", sorted((ROOT / "checklists").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_every_unit_of_a_shipped_checklist_is_known_in_ukrainian(path: Path) -> None:
    checklist = read_checklist_file(path)
    units = {one.unit for one in (*checklist.questions.values(), *checklist.derived.values()) if one.unit}

    assert {unit for unit in units if unit_in(unit, "uk") == unit} <= {"%", "°"}
