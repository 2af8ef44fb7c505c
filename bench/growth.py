"""What an answer costs as a checklist grows, and as more reads the answer; beside the plan made from nothing."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle

from bench.measure import cpu_ms, table
from bench.thousand import many_steps
from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.values import Value
from certflow.domain.plan import make_plan

#: sections × steps of each: ever more steps of which as many read the answer, then ever more that read it
SIZES = ((4, 25), (40, 25), (80, 25), (140, 25))
READERS = ((200, 5), (40, 25), (8, 125), (2, 500))

HEADS = ("sections", "steps", "questions", "moved by the answer", "from nothing ms", "after one answer ms", "ratio")


def measure() -> None:
    table("An answer, as the checklist grows (CPU)", HEADS, [_row(*size) for size in SIZES])
    table("An answer, as more reads it (CPU)", HEADS, [_row(*size) for size in READERS])


def _row(sections: int, steps: int) -> tuple[object, ...]:
    checklist = read_checklist(many_steps(sections, steps).encode())
    known: dict[str, Value] = {f"size_{part}": Decimal(20) for part in range(sections)}
    last = sections - 1
    plans = [make_plan(checklist, {**known, f"size_{last}": Decimal(size)}) for size in (20, 5)]
    turns = cycle(((plans[0], plans[1].answers), (plans[1], plans[0].answers)))

    def after_one_answer() -> None:
        before, answers = next(turns)
        make_plan(checklist, answers, before)

    whole = cpu_ms(lambda: make_plan(checklist, plans[0].answers), times=5)
    part = cpu_ms(after_one_answer, times=15)
    return sections, len(checklist.steps), len(checklist.questions), _moved(checklist, last), whole, part, part / whole


def _moved(checklist: Checklist, part: int) -> int:
    return sum(1 for one in checklist.readers[f"derived:level_{part}"] if one.startswith("step:"))
