"""`certflow compare`: what became of each requirement, told to people and to programs."""

from __future__ import annotations

import json

import pytest

from certflow.cli import compare


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert compare.run(list(arguments)) == 0
    return capsys.readouterr().out


def test_a_level_that_fell_is_told_with_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "sora@2.5-easa", "sora@2.5-uk")

    assert "1 relaxed" in said
    assert "IV: medium → low" in said


def test_merged_and_split_requirements_are_told_by_what_they_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "sora@2.0-easa", "sora@2.5-easa", "--json"))
    steps = {one["id"]: one for one in found["steps"]}

    assert steps["mitigation-m1a"]["change"] == "split"
    assert steps["oso-08"]["earlier"] == ["oso-08", "oso-11", "oso-14", "oso-21", "mitigation-m3"]
    assert "merge the evidence" in steps["oso-08"]["note"]
    assert {one["change"] for one in found["tables"]} <= {"unchanged", "material", "new", "withdrawn"}


def test_an_edition_is_the_same_as_itself(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "sora@2.5-easa", "sora@2.5-easa", "--json"))

    assert {one["change"] for one in (*found["steps"], *found["tables"])} == {"unchanged"}
    assert found["derived"] == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sora@2.5-esa", "sora@2.5-uk", "Nearest: 'sora@2.5-easa'"),
        ("sora@2.5-easa", "uas-route-finder@2026", "no editions of one checklist"),
    ],
)
def test_what_cannot_be_compared_is_said(capsys: pytest.CaptureFixture[str], old: str, new: str, said: str) -> None:
    assert compare.run([old, new]) == 2
    assert said in capsys.readouterr().err
