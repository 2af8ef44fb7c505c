"""What can be said of one column of rows together: the same aggregates as of several things."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from certflow.domain.checklist.aggregates import of_all, type_of_all
from certflow.domain.checklist.composed import Rows
from certflow.domain.checklist.reckon import Lookup, Reckoning
from certflow.domain.checklist.values import NumberType, Type, Unknown

#: what an aggregate of no rows at all is; the others are not known then
_OF_NONE: dict[str, Any] = {"any": False, "all": True, "sum": Decimal(0), "how_many": Decimal(0), "distinct": ()}


def type_of_column(function: str, of: Type) -> Type | None:
    """What an aggregate of a column gives; None where it cannot be made of it. There may be no row at all."""
    gives = type_of_all(function, of)
    if function == "sum" and isinstance(gives, NumberType):
        return NumberType(Decimal(0) if gives.low is not None else None, whole=gives.whole)
    return gives


def of_column(function: str, question: str, column: str, of: Type) -> Reckoning:
    """An aggregate of a column made ready. A cell that is left blank is not known."""
    work = of_all(function, of)

    def reckon(look: Lookup) -> Any:
        rows = look(question)
        if not isinstance(rows, Rows):
            return rows
        blank = Unknown(frozenset([question]))
        cells: Sequence[Any] = [blank if cell is None else cell for cell in rows.column(column)]
        return work(cells) if cells else _OF_NONE.get(function, Unknown())

    return reckon


def count_rows(question: Reckoning) -> Reckoning:
    def reckon(look: Lookup) -> Any:
        rows = question(look)
        return Decimal(len(rows.rows)) if isinstance(rows, Rows) else rows

    return reckon
