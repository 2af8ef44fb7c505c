"""What the cheapest way costs: combinations of SORA's levers, each looked at, against a plan made for each.

python3 bench/cheapest.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from certflow.domain.cheapest import cheapest_ways
from certflow.domain.checklist import Checklist
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.goal import read_goal
from certflow.domain.outcomes import levers_of
from certflow.domain.plan import Plan, make_plan
from certflow.storage.checklists import read_checklist_file

Made = TypeVar("Made")

ROOT = Path(__file__).parents[1]
STORY = ROOT / "tests" / "checklists" / "sora-2.5-easa" / "delivery-over-fields.yaml"
#: plans made one by one, to compare with
PLANS = 1000


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """The result and the seconds of processor time."""
    start = time.process_time()
    made = work()
    return made, time.process_time() - start


def start_of(checklist: Checklist) -> Plan:
    data = read_yaml(STORY.read_bytes()).data
    assert isinstance(data, dict)
    answers = data["answers"]
    assert isinstance(answers, dict)
    return make_plan(checklist, {name: checklist.questions[name].from_data(value) for name, value in answers.items()})


def one_by_one(plan: Plan, goal: str) -> int:
    """Makes a plan from the one before for each of the first combinations."""
    levers = levers_of(plan, [goal])
    made, before = 0, plan
    for values in islice(product(*(lever.values for lever in levers)), PLANS):
        tried = dict(zip((lever.question for lever in levers), values, strict=True))
        before = make_plan(
            plan.checklist, {name: one for name, one in {**plan.answers, **tried}.items() if one is not None}, before
        )
        made += 1
    return made


def main() -> None:
    checklist = read_checklist_file(ROOT / "checklists" / "sora" / "2.5-easa.yaml")
    plan = start_of(checklist)
    made, seconds = timed(lambda: one_by_one(plan, "sail"))
    each = seconds / made
    print("goal           ways  looked at  combinations  CPU s  µs each  against one plan each")
    for name, value in (
        ("sail", "II"),
        ("sail", "I"),
        ("final_grc", "1"),
        ("residual_arc", "a"),
    ):
        ways, seconds = timed(lambda name=name, value=value: cheapest_ways(plan, [read_goal(checklist, name, value)]))  # type: ignore[misc]
        cells = (
            f"{name + '=' + value:14}",
            f"{len(ways.ways):4}",
            f"{ways.tried:9}",
            f"{ways.combinations:12}",
            f"{seconds:5.2f}",
            f"{1e6 * seconds / ways.tried:7.0f}",
            f"{seconds / (ways.tried * each):21.4f}",
        )
        print("  ".join(cells))
    print(f"one plan, made from the one before: {1e6 * each:.0f} µs")


if __name__ == "__main__":
    main()
