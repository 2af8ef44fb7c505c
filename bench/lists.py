"""What an answer costs with one aircraft and with twenty: planned from the last plan, planned anew, and adding one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bench.measure import cpu_ms, table
from certflow.domain.checklist.items import Item, called
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.values import Value
from certflow.domain.plan import make_plan
from certflow.storage.checklists import read_checklist_file

SORA = Path(__file__).parents[1] / "checklists" / "sora" / "2.5-easa.yaml"

HEADS = ("aircraft", "questions", "from nothing ms", "one speed ms", "one name ms", "one more aircraft ms")


def measure() -> None:
    table("SORA with several aircraft: one answer of one of them (CPU)", HEADS, [_row(count) for count in (1, 3, 20)])


def _row(count: int) -> tuple[object, ...]:
    file = read_checklist_file(SORA)
    items = tuple(Item("aircraft", str(at), f"A{at}") for at in range(1, count + 1))
    checklist = with_items(file, items)
    known: dict[str, Value] = {
        called(name, one.id): value
        for one in items
        for name, value in (
            ("characteristic_dimension_m", Decimal(2)),
            ("max_speed_m_s", Decimal(20)),
            ("take_off_mass_kg", Decimal(9)),
        )
    }
    plan = make_plan(checklist, known)
    last = str(count)
    faster = {**known, called("max_speed_m_s", last): Decimal(30)}
    named: dict[str, Value] = {**known, called("aircraft_name", last): "Grifone GR-3"}
    turns = iter(range(1000))

    def one_more() -> None:
        more = with_items(file, (*items, Item("aircraft", str(count + 1), f"new {next(turns)}")))
        make_plan(more, known)

    return (
        count,
        len(checklist.questions),
        cpu_ms(lambda: make_plan(checklist, faster)),
        cpu_ms(lambda: make_plan(checklist, faster, plan)),
        cpu_ms(lambda: make_plan(checklist, named, plan)),
        cpu_ms(one_more),
    )
