"""What the numbers cannot show: the words of SORA 2.5, who approves, and the shape of the regulator's matrix."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.plan import make_plan
from certflow.domain.text import Text

FILE = Path(__file__).parents[3] / "checklists" / "sora" / "2.5-easa.yaml"
OBJECTIVES = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "13", "16", "17", "18", "19", "20", "23", "24")


@cache
def sora() -> Checklist:
    return read_checklist(FILE.read_bytes())


def passages(part: object) -> Iterator[Text]:
    """Every text in a checklist, whatever it hangs on."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from passages(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from passages(value)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from passages(getattr(part, field.name))


def worded(part: object) -> str:
    return " ".join(str(text) for text in passages(part))


#: words that are the same in every language
SAME = re.compile(r"(AEC|ARC|SAIL|OSO|VLOS|BVLOS|TMPR|S[.]|M1|M2|[IVX0-9 ·m/s,.()a-dABC#-])*")


def test_every_passage_is_said_in_three_languages():
    missing = {
        str(text)
        for text in passages(sora())
        if not {"it", "uk"} <= set(text.translations) and not SAME.fullmatch(str(text))
    }

    assert missing == set()


def test_step_2_asks_for_the_highest_density_and_step_8_for_the_average():
    below, around = sora().question("population_density_km2"), sora().question("adjacent_density_km2")

    assert "Highest" in str(below.title)
    assert "The maximum, not the average" in str(below.help)
    assert "Average" in str(around.title)
    assert "average, not the maximum" in str(around.help)


def test_the_two_limits_of_250_g_are_told_apart():
    assert "up to 250 g" in str(sora().step("ground-risk").guidance)
    assert "below 250 g here, and up to 250 g in step 2" in str(sora().step("adjacent-area").guidance)


def test_what_is_not_required_is_never_called_optional():
    assert "optional" not in worded(sora()).lower()
    assert str(sora().enumerations["robustness"].titles["not_required"]) == "Not required"


def test_only_the_objectives_that_2_5_kept_are_there():
    numbered = [step for step in sora().steps if re.fullmatch(r"oso-\d\d", step)]

    assert numbered == [f"oso-{number}" for number in OBJECTIVES]
    without_its_history = dataclasses.replace(sora(), supersedes={})
    assert not re.search(r"OSO#(10|11|12|14|15|21|22)", worded(without_its_history))
    assert "m3" not in sora().questions


def test_sections_are_cited_and_never_table_numbers():
    cited = {str(step.source.point) for step in sora().steps.values()}

    assert not [point for point in cited if "table" in point.lower()]
    assert all(cited)


@pytest.mark.parametrize(
    ("mitigation", "offered"),
    [
        ("m1a", ("none", "low", "medium")),
        ("m1b", ("none", "medium", "high")),
        ("m1c", ("none", "low")),
        ("m2", ("none", "medium", "high")),
    ],
)
def test_only_the_robustness_that_exists_is_on_offer(mitigation: str, offered: tuple[str, ...]):
    plan = make_plan(sora(), {"controlled_ground_area": False, "m1a": "none"})

    assert tuple(plan.questions[mitigation].choices) == offered


@pytest.mark.parametrize("step", [f"oso-{number}" for number in OBJECTIVES])
def test_what_a_designer_provides_needs_both_organisations_at_every_level(step: str):
    objective = sora().step(step)
    providers = {*objective.provided_by, *(party for one in objective.criteria for party in one.provided_by)}

    for level in ("low", "medium", "high"):
        policy = objective.policy(level)
        both = policy.organisations == 2 and set(policy.parties) == {"designer", "operator"} and policy.step_up
        assert both is (level != "low" or "designer" in providers), level


def test_the_matrix_keeps_the_order_of_annex_a():
    rows = [row for block in sora().matrix for row in block.rows]

    assert rows[:8] == [
        "mitigation-m1a",
        "mitigation-m1b",
        "mitigation-m1c",
        "mitigation-m2",
        "strategic-mitigation",
        "deconfliction-scheme",
        "tactical-mitigation",
        "containment-robustness",
    ]
    assert [row for row in rows[8:] if row != "oso-05-simple-design"] == [f"oso-{number}" for number in OBJECTIVES]


def test_the_functions_of_tactical_mitigation_come_as_the_matrix_prints_them():
    titles = [str(one.title) for one in sora().step("tactical-mitigation").criteria]

    assert titles[:5] == ["Detect", "Decide", "Command", "Execute", "Feedback loop"]


def test_nothing_here_says_that_sora_approves_anything():
    assert not re.search(r"approved by SORA|SORA[- ]approved|hereby authorised", worded(sora()), re.IGNORECASE)
