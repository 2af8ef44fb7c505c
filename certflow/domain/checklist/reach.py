"""What can hold at all: conditions that never change, whatever anybody answers.

Each comparison of a name with written values cuts that name's values into a few pieces that the condition cannot tell
apart; a finite walk over the pieces then stands for every answer. Whatever is not such a comparison counts as free to
be true or false. So what is said to be impossible really is; what is too tangled to walk is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod

from certflow.domain.checklist.cells import Span, Spans
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.proof import pieces
from certflow.domain.checklist.syntax import Call, ListOf, Literal, Name, Node
from certflow.domain.checklist.values import ChoiceType, DateType, NumberType, Type, YesNoType, read_day

#: combinations of pieces that are looked at for one question, and for all that is asked of one file; more are not worth
#: the time of whoever waits for `certflow check`
MOST_AT_ONCE, MOST_IN_ALL = 20_000, 200_000

_MIRRORED = {"_<_": "_>_", "_<=_": "_>=_", "_>_": "_<_", "_>=_": "_<=_", "_==_": "_==_", "_!=_": "_!=_"}

#: a name, or something that is free to be true or false
_Variable = str | tuple[object, ...]
_Piece = bool | str | Decimal | date
_Seen = Mapping[_Variable, _Piece]


class Reach:
    """What the answers to one checklist can come to."""

    def __init__(self, types: Mapping[str, Type]) -> None:
        """types: name → what it can be"""
        self._types = types
        self._left = MOST_IN_ALL
        #: the same condition stands on a thousand steps
        self._known: dict[tuple[tuple[str, bool], ...], bool] = {}

    def can_hold(self, *conditions: tuple[Expression, bool]) -> bool:
        """Whether some answers make each condition come out as said. True also where that is too much to find out."""
        asked = tuple((one.text, wanted) for one, wanted in conditions)
        if asked not in self._known:
            self._known[asked] = self._find(conditions)
        return self._known[asked]

    def _find(self, conditions: tuple[tuple[Expression, bool], ...]) -> bool:
        walk = _Walk(self._types)
        trees = [(walk.read(one.tree), wanted) for one, wanted in conditions]
        options = [walk.values(variable) for variable in walk.met]
        size = prod(map(len, options))
        if size > min(MOST_AT_ONCE, self._left):
            return True
        self._left -= size
        names = list(walk.met)
        return any(
            all(tree.holds(seen) is wanted for tree, wanted in trees)
            for seen in (dict(zip(names, values, strict=True)) for values in product(*options))
        )


@dataclass(frozen=True, slots=True)
class _Fixed:
    value: bool

    def holds(self, seen: _Seen) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class _Free:
    variable: _Variable

    def holds(self, seen: _Seen) -> bool:
        return bool(seen[self.variable])


@dataclass(frozen=True, slots=True)
class _Compared:
    """A name beside written values: `places` sorts the values of an order."""

    name: str
    function: str
    values: tuple[_Piece, ...]
    places: tuple[str, ...] | None

    def holds(self, seen: _Seen) -> bool:
        here = seen[self.name]
        if self.function == "@in":
            return here in self.values
        there = self.values[0]
        if self.function in ("_==_", "_!=_"):
            return (here == there) is (self.function == "_==_")
        if self.places is not None:
            here, there = Decimal(self.places.index(str(here))), Decimal(self.places.index(str(there)))
        less, equal = here < there, here == there  # type: ignore[operator]
        return {"_<_": less, "_<=_": less or equal, "_>_": not less and not equal, "_>=_": not less}[self.function]


@dataclass(frozen=True, slots=True)
class _Joined:
    function: str
    parts: tuple[_Tree, ...]

    def holds(self, seen: _Seen) -> bool:
        match self.function:
            case "_&&_":
                return all(part.holds(seen) for part in self.parts)
            case "_||_":
                return any(part.holds(seen) for part in self.parts)
            case "!_":
                return not self.parts[0].holds(seen)
            case _:
                return self.parts[1 if self.parts[0].holds(seen) else 2].holds(seen)


_Tree = _Fixed | _Free | _Compared | _Joined


@dataclass(slots=True)
class _Walk:
    """The conditions as trees, and what stands in them: for each name the written values that cut it."""

    types: Mapping[str, Type]
    met: dict[_Variable, list[_Piece]] = field(default_factory=dict)

    def read(self, node: Node) -> _Tree:
        node = self._as_name(node)
        match node:
            case Literal(bool() as value):
                return _Fixed(value)
            case Name(name) if isinstance(self.types.get(name), YesNoType):
                return self._free(name)
            case Call("_&&_" | "_||_" | "!_" | "_?_:_" as function, arguments):
                return _Joined(function, tuple(self.read(one) for one in arguments))
            case Call(function, (Name(name), other)) if function in _MIRRORED or function == "@in":
                return self._compared(node, name, function, other)
            case Call(function, (other, Name(name))) if function in _MIRRORED:
                return self._compared(node, name, _MIRRORED[function], other)
            case _:
                return self._free(_shape(node))

    def _as_name(self, node: Node) -> Node:
        """Sides like `largest(speed)` as names of their own: what they can be is what the speed can be."""
        if not isinstance(node, Call):
            return node
        return Call(node.function, tuple(_as_name(one, self.types) for one in node.arguments), node.offset)

    def values(self, variable: _Variable) -> tuple[_Piece, ...]:
        """One value for each piece of a name; yes and no for what is free."""
        type_ = _type_of(variable, self.types) if isinstance(variable, str) else None
        match type_:
            case ChoiceType():
                return type_.only or type_.values
            case NumberType() | DateType():
                cuts = [Spans((Span(value, True, value, True),)) for value in self.met[variable]]  # type: ignore[arg-type]
                return tuple(pieces(type_, cuts))  # type: ignore[arg-type]
            case _:
                return (True, False)

    def _free(self, variable: _Variable) -> _Free:
        self.met.setdefault(variable, [])
        return _Free(variable)

    def _compared(self, node: Node, name: str, function: str, other: Node) -> _Tree:
        type_ = _type_of(name, self.types)
        values = _written(other)
        if not values or not isinstance(type_, (NumberType, ChoiceType, DateType, YesNoType)):
            return self._free(_shape(node))
        self.met.setdefault(name, []).extend(values)
        places = type_.values if isinstance(type_, ChoiceType) else None
        return _Compared(name, function, values, places)


#: what these give is the value of one item
_OF_ONE = ("largest", "smallest", "worst", "best")


def _as_name(node: Node, types: Mapping[str, Type]) -> Node:
    match node:
        case Call(function, (Name(name),), offset) if function in _OF_ONE and name in types:
            return Name(f"{function}({name})", offset)
        case _:
            return node


def _type_of(name: str, types: Mapping[str, Type]) -> Type | None:
    return types.get(name.partition("(")[2].rstrip(")") or name)


def _written(node: Node) -> tuple[_Piece, ...]:
    """The values written here; empty where anything else stands."""
    match node:
        case Literal(bool() | str() as value):
            return (value,)
        case Literal(value):
            return (Decimal(repr(value)),)
        case Call("date", (Literal(str() as text),)):
            day = read_day(text)
            return () if day is None else (day,)
        case ListOf(items):
            each = [_written(item) for item in items]
            return tuple(value for one in each for value in one) if all(each) else ()
        case _:
            return ()


def _shape(node: Node) -> tuple[object, ...]:
    """A part of a condition without its place, so that the same part counts once."""
    return tuple(_flat(node))


def _flat(node: Node) -> Iterator[object]:
    match node:
        case Literal(value):
            yield ("literal", value)
        case Name(name):
            yield ("name", name)
        case Call(function, arguments):
            yield function
            for one in arguments:
                yield tuple(_flat(one))
        case ListOf(items):
            for one in items:
                yield tuple(_flat(one))
        case _:
            yield "other"
