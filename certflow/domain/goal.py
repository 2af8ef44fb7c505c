"""An outcome somebody asks for: a derived value that is to be so, or less."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from certflow.domain.checklist import Checklist, Value
from certflow.domain.checklist.values import ChoiceType, NumberType, Unknown, YesNoType, as_words
from certflow.domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Goal:
    """A derived value that is wanted. Numbers and values of an order are met by less too; all others only exactly.

    order  the values from the least on; empty where there is no order
    """

    name: str
    value: Value
    order: tuple[str, ...] = ()

    @property
    def or_less(self) -> bool:
        return bool(self.order) or isinstance(self.value, Decimal)

    def met_by(self, found: Value | Unknown) -> bool:
        """Whether a value is what was asked for."""
        if isinstance(found, Unknown):
            return False
        if self.order:
            return self.order.index(str(found)) <= self.order.index(str(self.value))
        if isinstance(found, Decimal) and isinstance(self.value, Decimal):
            return found <= self.value
        return found == self.value

    def __str__(self) -> str:
        return f"{self.name}={as_words(self.value)}"


def goals_on_offer(checklist: Checklist) -> tuple[str, ...]:
    """The derived values that can be asked for by name of a value: those of an order or of choices, and yes or no."""
    return tuple(name for name, one in checklist.derived.items() if isinstance(one.type, (ChoiceType, YesNoType)))


def values_on_offer(checklist: Checklist, name: str) -> tuple[str, ...]:
    """What a derived value can be asked to be; empty where it is a number."""
    match checklist.derived[name].type:
        case ChoiceType(values, only=only):
            return only or values
        case YesNoType():
            return ("yes", "no")
        case _:
            return ()


def read_goal(checklist: Checklist, name: str, written: str) -> Goal:
    """The goal somebody wrote. Raises Refused: goal.unknown, goal.value."""
    derived = checklist.derived.get(name)
    if derived is None:
        raise Refused("goal.unknown", name=name, known=tuple(checklist.derived))
    known = values_on_offer(checklist, name)
    match derived.type:
        case ChoiceType(values, ordered=ordered) if written in known:
            return Goal(name, written, values if ordered else ())
        case YesNoType() if written in known:
            return Goal(name, written == "yes")
        case NumberType() if (number := _number(written)) is not None:
            return Goal(name, number)
    raise Refused("goal.value", name=name, given=written[:80], known=known or "a number")


def _number(written: str) -> Decimal | None:
    """The number as files write it; None for anything else."""
    digits = written.removeprefix("-").replace(".", "", 1)
    return Decimal(written) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None
