"""`certflow plan` also tries answers and looks for the cheapest way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from certflow.cli import plan
from certflow.domain.checklist.strict_yaml import read_yaml
from tests.domain.checklists import fleet_text

STORY = Path(__file__).parents[1] / "checklists" / "sora-2.5-easa" / "delivery-over-fields.yaml"


@pytest.fixture
def answers(tmp_path: Path) -> str:
    data = read_yaml(STORY.read_bytes()).data
    assert isinstance(data, dict)
    assert isinstance(data["answers"], dict)
    told = {name: value if isinstance(value, str | bool) else str(value) for name, value in data["answers"].items()}
    file = tmp_path / "answers.yaml"
    file.write_text(json.dumps(told), encoding="utf-8")
    return str(file)


def test_what_if_shows_only_what_would_move(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["sora@2.5-easa", answers, "--what-if", "m2=high", "--what-if", "m2=none"]

    assert plan.run(asked) == 0

    said = capsys.readouterr().out
    assert "What if m2 = High (2 classes)\n    m2_credit: -1 → -2\n" in said
    assert "What if m2 = No credit\n" in said
    assert "design_proof: Designer's statement of compliance → EASA design verification report" in said
    assert "igrc:" not in said


def test_what_if_as_json_stands_beside_the_plan(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan.run(["sora@2.5-easa", answers, "--json", "-w", "m2=high,sight=vlos"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["derived"]["sail"]["value"] == "III"
    assert told["what_if"][0]["changed"] == {"m2": "high", "sight": "vlos"}
    assert told["what_if"][0]["derived"]["sail"] == "II"
    moved = {(move["kind"], move["id"]): (move["before"], move["after"]) for move in told["what_if"][0]["moves"]}
    assert moved["level", "oso-08"] == ("high", "medium")


def test_the_cheapest_way_is_listed_with_what_it_asks_for(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan.run(["sora@2.5-easa", answers, "--reach", "sail=II"]) == 0

    said = capsys.readouterr().out
    assert said.startswith(
        "Cheapest way to Specific assurance and integrity level (SAIL): II or less\n  1. m1a = Low (1 class)"
    )
    assert "combinations looked at; every other one does what a way above does, and more." in said


def test_the_cheapest_way_as_json(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan.run(["sora@2.5-easa", answers, "--json", "--reach", "sail=II,design_proof=statement"]) == 0

    reach = json.loads(capsys.readouterr().out)["reach"]
    assert reach["goal"] == {"sail": "II", "design_proof": "statement"}
    assert [(way["effort"], way["changed"]) for way in reach["ways"]][:2] == [(3, {"m1a": "low"}), (4, {"m1c": "low"})]
    assert reach["ways"][0]["required"]["after"]["approvals"] < reach["ways"][0]["required"]["before"]["approvals"]
    assert reach["end"] == "all"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--what-if", "m3=low"], "no question “m3”"),
        (["--what-if", "m2=low"], "They are: none, medium, high."),
        (["--what-if", "m2"], None),
        (["--reach", "sial=II"], "Nearest: 'sail'"),
        (["--reach", "sail=VII"], "It can be: I, II, III, IV, V, VI."),
        (["--reach", "sail"], "It can be: I, II, III, IV, V, VI."),
    ],
)
def test_what_cannot_be_tried_is_told_with_what_would_make_it_right(
    asked: list[str], said: str | None, answers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan.run(["sora@2.5-easa", answers, *asked]) == (2 if said else 0)
    assert (said or "") in capsys.readouterr().err


FLEET = """\
aircraft:
  - {name: Falcon, speed_m_s: 12, mass_kg: 2, tethered: no, role: lead}
  - {name: Heron, speed_m_s: 34, mass_kg: 4, tethered: no, role: relay}
"""


def of_a_fleet(tmp_path: Path, answers: str, *more: str) -> int:
    folder = tmp_path / "checklists" / "fleet"
    folder.mkdir(parents=True)
    (folder / "1.0.yaml").write_text(fleet_text(), encoding="utf-8")
    file = tmp_path / "answers.yaml"
    file.write_text(answers, encoding="utf-8")
    return plan.run(["fleet@1.0", str(file), "--checklists", str(folder.parent), *more])


def test_a_list_is_answered_item_by_item_and_the_plan_says_which_one_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of_a_fleet(tmp_path, FLEET, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["items"] == [
        {"list": "aircraft", "id": "1", "name": "Falcon"},
        {"list": "aircraft", "id": "2", "name": "Heron"},
    ]
    assert told["derived"]["distance_m"]["value"] == 30
    assert told["derived"]["distance_m"]["why"]["decided"] == ["speed_m_s~2"]
    assert "Decided by Highest speed · Heron." in told["derived"]["distance_m"]["because"]
    assert [step["id"] for step in told["steps"]] == ["aircraft-data", "aircraft-data~2", "crew", "rescue"]


def test_one_item_needs_no_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert of_a_fleet(tmp_path, "speed_m_s: 12\ntethered: no\n") == 0

    assert "fleet_risk = medium" in capsys.readouterr().out


def test_another_answer_is_tried_on_one_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert of_a_fleet(tmp_path, FLEET, "--what-if", "speed_m_s~2=15") == 0

    assert "Distance from people" in capsys.readouterr().out


def test_what_is_wrong_with_a_list_is_told_where_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = FLEET.replace("speed_m_s: 34, mass_kg", "speed_m_s: 340, mas_kg") + "role: lead\n"
    assert of_a_fleet(tmp_path, wrong) == 2

    said = capsys.readouterr().err
    assert "answers.yaml:3:30 speed_m_s: " in said
    assert "answers.yaml:3:35 No question of 'aircraft' is called 'mas_kg'. Nearest: 'mass_kg'" in said
    assert "answers.yaml:4:1 'aircraft' is given item by item, so 'role' belongs to one of its items." in said
