"""Answers of several parts: what they hold, how they are stored, and what conditions see of them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from types import MappingProxyType

from certflow.domain.checklist.values import Composed, Value, plain, to_json
from certflow.domain.text import Text

_EXACT = Context(prec=40)


def _text(en: str, it: str, uk: str) -> Text:
    return Text(en, translations={"it": it, "uk": uk})


@dataclass(frozen=True, slots=True)
class Month(Composed):
    """A month, or a whole year where `month` is None. Conditions see its first day."""

    year: int
    month: int | None = None

    def stored(self) -> object:
        return self.brief()

    def seen(self) -> Value:
        return date(self.year, self.month or 1, 1)

    def brief(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"


#: how many of the smallest unit of its family each unit has; months and days have no fixed relation
FAMILIES: tuple[Mapping[str, int], ...] = (
    MappingProxyType({"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}),
    MappingProxyType({"months": 1, "years": 12}),
)


def family_of(unit: str) -> Mapping[str, int]:
    """The units that can be turned into this one."""
    return next(family for family in FAMILIES if unit in family)


def counted_in(wanted: str, amount: Decimal, unit: str) -> Decimal:
    """An amount of one unit in another unit of its family."""
    sizes = family_of(unit)
    return Decimal(plain(_EXACT.divide(_EXACT.multiply(amount, sizes[unit]), sizes[wanted])))


@dataclass(frozen=True, slots=True)
class Duration(Composed):
    """How long something takes; `counted` is the same in the unit that conditions read."""

    amount: Decimal
    unit: str
    counted: Decimal

    def stored(self) -> object:
        return {"amount": plain(self.amount), "unit": self.unit}

    def seen(self) -> Value:
        return self.counted

    def brief(self) -> str:
        return f"{plain(self.amount)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Place(Composed):
    """A point on the earth (WGS 84, degrees), or a part of the airspace by its published designator."""

    latitude: Decimal | None = None
    longitude: Decimal | None = None
    designator: str = ""

    def stored(self) -> object:
        if self.latitude is None or self.longitude is None:
            return {"designator": self.designator}
        where = {"latitude": plain(self.latitude), "longitude": plain(self.longitude)}
        return {**where, "designator": self.designator} if self.designator else where

    def brief(self) -> str:
        if self.latitude is None or self.longitude is None:
            return self.designator
        ns, ew = "S" if self.latitude < 0 else "N", "W" if self.longitude < 0 else "E"
        point = f"{plain(abs(self.latitude))}° {ns}, {plain(abs(self.longitude))}° {ew}"
        return f"{self.designator}: {point}" if self.designator else point


#: what an authority can have decided, with its words
OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "pending": _text("Pending", "In attesa", "Очікується"),
        "refused": _text("Refused", "Respinto", "Відмовлено"),
        "granted_with_conditions": _text("Granted with conditions", "Concesso con condizioni", "Надано з умовами"),
        "granted": _text("Granted", "Concesso", "Надано"),
    }
)


@dataclass(frozen=True, slots=True)
class Decision(Composed):
    """What somebody outside decided: an authority's letter. Conditions see its outcome."""

    by: str
    outcome: str
    reference: str = ""
    on: date | None = None
    conditions: str = ""

    def stored(self) -> object:
        return {
            "by": self.by,
            "outcome": self.outcome,
            "reference": self.reference,
            "on": None if self.on is None else self.on.isoformat(),
            "conditions": self.conditions,
        }

    def seen(self) -> Value:
        return self.outcome

    def brief(self) -> str:
        return f"{self.outcome.replace('_', ' ')} by {self.by}"


@dataclass(frozen=True, slots=True)
class Expiry(Composed):
    """Until when something holds: a day, or an event and some months after it.

    happened  the day of the event, once it has happened
    """

    on: date | None = None
    event: str = ""
    months: int = 0
    happened: date | None = None

    @property
    def ends(self) -> date | None:
        """The last day; None while the event has not happened."""
        if self.on is not None or self.happened is None:
            return self.on
        return months_after(self.happened, self.months)

    def stored(self) -> object:
        if self.on is not None:
            return {"on": self.on.isoformat()}
        happened = None if self.happened is None else self.happened.isoformat()
        return {"event": self.event, "months": self.months, "happened": happened}

    def brief(self) -> str:
        if self.on is not None:
            return self.on.isoformat()
        return f"{self.event} + {self.months} months" if self.months else self.event


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class CounterEntry:
    """One line of a counter. `reset`: something happened after which counting begins anew; `note` says what."""

    on: date
    amount: Decimal
    configuration: str
    note: str = ""
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Counter(Composed):
    """A running sum of dated entries, such as flight hours, for one configuration. Conditions see its total."""

    configuration: str
    entries: tuple[CounterEntry, ...]

    @property
    def total(self) -> Decimal:
        """What was counted for this configuration since it was reset last."""
        return sum((entry.amount for entry in self.counting()), Decimal(0))

    def counting(self) -> tuple[CounterEntry, ...]:
        """The entries that count: of this configuration, after its last reset, the earliest first."""
        own = sorted((one for one in self.entries if one.configuration == self.configuration), key=lambda one: one.on)
        last = max((at for at, one in enumerate(own) if one.reset), default=-1)
        return tuple(own[last + 1 :])

    def last_reset(self) -> CounterEntry | None:
        own = [one for one in self.entries if one.configuration == self.configuration and one.reset]
        return max(own, key=lambda one: one.on, default=None)

    def stored(self) -> object:
        return {
            "configuration": self.configuration,
            "entries": [
                {
                    "on": one.on.isoformat(),
                    "amount": plain(one.amount),
                    "configuration": one.configuration,
                    "note": one.note,
                    "reset": one.reset,
                }
                for one in self.entries
            ],
        }

    def seen(self) -> Value:
        return self.total

    def brief(self) -> str:
        return plain(self.total)


#: one row: what stands in each column that is filled in
Row = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Rows(Composed):
    """The rows of a table, in the order of the file's columns; none where there is nothing to list."""

    rows: tuple[Row, ...]

    def column(self, name: str) -> Iterator[Value | None]:
        """What stands in one column, row by row; None where nothing does."""
        return (dict(row).get(name) for row in self.rows)

    def stored(self) -> object:
        return [{name: to_json(value) for name, value in row} for row in self.rows]

    def brief(self) -> str:
        return f"{len(self.rows)} rows"
