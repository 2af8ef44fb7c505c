"""From the stored form back to the answer. What was stored was judged once; None says that it is of another kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from certflow.domain.checklist.composed import (
    Counter,
    CounterEntry,
    Decision,
    Duration,
    Expiry,
    Month,
    Place,
    Rows,
    counted_in,
)
from certflow.domain.checklist.values import Reference, Value, YesNoNa

if TYPE_CHECKING:
    from certflow.domain.checklist.questions import Question


def word(_: Question, stored: object) -> Value | None:
    return stored if isinstance(stored, str) else None


def words(_: Question, stored: object) -> Value | None:
    return tuple(str(one) for one in stored) if isinstance(stored, (list, tuple)) else None


def number(_: Question, stored: object) -> Value | None:
    return Decimal(stored) if isinstance(stored, str) else None


def yes_no(_: Question, stored: object) -> Value | None:
    return stored if isinstance(stored, bool) else None


def yes_no_na(_: Question, stored: object) -> Value | None:
    return YesNoNa(str(stored["answer"]), _text_or_none(stored.get("reason"))) if isinstance(stored, Mapping) else None


def day(question: Question, stored: object) -> Value | None:
    if not isinstance(stored, str):
        return None
    if question.precision == "day":
        return date.fromisoformat(stored)
    year, _, month = stored.partition("-")
    return Month(int(year), int(month) if month else None)


def reference(_: Question, stored: object) -> Value | None:
    return Reference(str(stored["document"]), str(stored["page"])) if isinstance(stored, Mapping) else None


def duration(question: Question, stored: object) -> Value | None:
    if not isinstance(stored, Mapping):
        return None
    amount, unit = Decimal(str(stored["amount"])), str(stored["unit"])
    return Duration(amount, unit, counted_in(question.units[0], amount, unit))


def place(_: Question, stored: object) -> Value | None:
    if not isinstance(stored, Mapping):
        return None
    designator = str(stored.get("designator", ""))
    if "latitude" not in stored:
        return Place(designator=designator)
    return Place(Decimal(str(stored["latitude"])), Decimal(str(stored["longitude"])), designator)


def decision(_: Question, stored: object) -> Value | None:
    if not isinstance(stored, Mapping):
        return None
    texts = {name: str(stored[name]) for name in ("by", "outcome", "reference", "conditions")}
    return Decision(on=_day_or_none(stored["on"]), **texts)


def expiry(_: Question, stored: object) -> Value | None:
    if not isinstance(stored, Mapping):
        return None
    if "on" in stored:
        return Expiry(on=_day_or_none(stored["on"]))
    return Expiry(event=str(stored["event"]), months=int(stored["months"]), happened=_day_or_none(stored["happened"]))


def counter(_: Question, stored: object) -> Value | None:
    if not isinstance(stored, Mapping):
        return None
    return Counter(str(stored["configuration"]), tuple(_entry(one) for one in stored["entries"]))


def _entry(stored: Mapping[str, Any]) -> CounterEntry:
    return CounterEntry(
        on=date.fromisoformat(stored["on"]),
        amount=Decimal(stored["amount"]),
        configuration=stored["configuration"],
        note=stored["note"],
        reset=stored["reset"],
    )


def rows(question: Question, stored: object) -> Value | None:
    if not isinstance(stored, (list, tuple)):
        return None
    return Rows(tuple(_row(question, row) for row in stored))


def _row(question: Question, stored: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    return tuple((column.id, column.from_json(stored[column.id])) for column in question.columns if column.id in stored)


def nothing(_: Question, stored: object) -> Value | None:
    return None


def _day_or_none(stored: object) -> date | None:
    return None if stored is None else date.fromisoformat(str(stored))


def _text_or_none(stored: object) -> str | None:
    return None if stored is None else str(stored)
