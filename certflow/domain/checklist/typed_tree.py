"""A checked tree, walked once: what it reads, what it gives, how to work it out.

CEL has found numbers, words and lists in their places. What it cannot know is held here: which words a choice has, what
has an order, whether a divisor may be 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certflow.domain.checklist import aggregates, ranges, reckon
from certflow.domain.checklist.aggregates import Aggregate, Several
from certflow.domain.checklist.blame import OF_ITEMS, ConditionError, mismatch, not_of_one
from certflow.domain.checklist.columns import count_rows, of_column, type_of_column
from certflow.domain.checklist.decimals import square_root, tan_deg
from certflow.domain.checklist.expression import Called
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.reckon import Reckoning
from certflow.domain.checklist.syntax import Call, ListOf, Literal, Name, Node, Other
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    RowsType,
    Type,
    YesNoType,
    read_day,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A word in quotes, or one of several, each with its place: it may stand for a value of any choice that has it."""

    words: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        return "the word " + " or ".join(f'"{word}"' for word, _ in self.words)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list written out."""

    of: tuple[Known, ...]

    def __str__(self) -> str:
        return "a list"


Known = Type | Words | Listed | Several


class TreeReader:
    """Walks a tree once: what it reads, what it gives, how to work it out."""

    def __init__(self, seen: Callable[[str], Type | Several], lists: Collection[str]) -> None:
        """seen   what a name stands for where the expression is
        lists  the names that are lists themselves
        """
        self.seen = seen
        self.lists = lists
        self.reads: dict[str, None] = {}
        self.overall: dict[Aggregate, None] = {}
        self.called: dict[str, Called] = {}

    def read(self, node: Node) -> tuple[Known, Reckoning]:
        match node:
            case Name(name):
                type_ = self.seen(name)
                if name not in self.lists:
                    self.reads[name.partition(".")[0]] = None
                return type_, reckon.variable(name)
            case Literal(bool() as value):
                return YesNoType(), reckon.constant(value)
            case Literal(str() as value, offset):
                return Words(((value, offset),)), reckon.constant(value)
            case Literal(value, offset):
                number = Decimal(repr(value))
                return NumberType(number, True, number, True, number == int(number)), reckon.constant(number)
            case ListOf(items, _):
                read = [self.read(item) for item in items]
                return Listed(tuple(type_ for type_, _ in read)), reckon.listing([run for _, run in read])
            case Call(function, arguments, offset):
                return self._call(function, arguments, offset)
            case Other(what, offset):
                raise ConditionError("condition.not-in-language", f"Conditions have no {what}.", offset)

    def _call(self, function: str, arguments: tuple[Node, ...], offset: int) -> tuple[Known, Reckoning]:
        if function == "date":
            return DateType(), reckon.constant(_day(arguments[0], offset))
        if function in aggregates.NEEDS:
            return self._aggregate(function, arguments[0], offset)
        read = [self.read(argument) for argument in arguments]
        types, runs = [type_ for type_, _ in read], [run for _, run in read]
        for argument, type_ in zip(arguments, types, strict=True):
            if isinstance(type_, Several):
                name = argument.name if isinstance(argument, Name) else "this"
                raise not_of_one(name, type_, argument.offset)
        match function:
            case "_&&_":
                return YesNoType(), reckon.both(*runs)
            case "_||_":
                return YesNoType(), reckon.either(*runs)
            case "!_":
                return YesNoType(), reckon.negation(*runs)
            case "-_":
                return ranges.turned(_number(types[0])), reckon.minus(*runs)
            case "sqrt" | "tan_deg" | "pow" | "round_up":
                return self._calculated(function, types, arguments, runs, offset)
            case "count":
                counted = count_rows(*runs) if isinstance(types[0], RowsType) else reckon.count(*runs)
                return NumberType(Decimal(0), whole=True), counted
            case "_?_:_":
                return self._alike(types[1:], offset), reckon.whichever(*runs)
            case "max" | "min":
                return self._extreme(function, types, runs, offset)
            case "@in":
                self._check_in(types[0], types[1], offset)
                return YesNoType(), reckon.operator(function, runs[0], runs[1], None)
        if function not in reckon.BINARY:
            name = function.strip("_@")
            raise ConditionError("condition.not-in-language", f"Conditions have no '{name}'.", offset)
        return self._binary(function, types, arguments, runs, offset)

    def _aggregate(self, function: str, argument: Node, offset: int) -> tuple[Known, Reckoning]:
        type_, _ = self.read(argument)
        if not isinstance(type_, Several) or not isinstance(argument, Name):
            raise ConditionError(
                "condition.not-of-items", f"'{function}' has nothing to go through here: {OF_ITEMS}.", offset
            )
        rows, dot, column = argument.name.partition(".")
        gives = type_of_column(function, type_.of) if dot else aggregates.type_of_all(function, type_.of)
        if gives is None:
            code = "condition.no-order" if function in aggregates.JUDGED else "condition.types"
            message = f"'{function}' needs {aggregates.NEEDS[function]} of each item; '{argument.name}' is {type_.of}."
            raise ConditionError(code, message, offset)
        if dot:
            return gives, of_column(function, rows, column, type_.of)
        name = argument.name
        self.overall[Aggregate(function, name, type_.of)] = None
        self.called[name] = 1 if name in self.lists else (name,)
        work = aggregates.of_all(function, type_.of)
        return gives, lambda look: work(look(name))

    def _binary(
        self, function: str, types: list[Known], arguments: tuple[Node, ...], runs: list[Reckoning], offset: int
    ) -> tuple[Known, Reckoning]:
        left, right = runs
        if function in ("_+_", "_-_", "_*_", "_/_"):
            if not all(isinstance(type_, NumberType) for type_ in types):
                raise ConditionError("condition.types", mismatch(function, ", ".join(map(str, types))), offset)
            found = self._arithmetic(function, _number(types[0]), _number(types[1]), offset)
            return found, reckon.operator(function, left, right, None)
        alike = self._alike(types, offset)
        if function in ("_==_", "_!=_"):
            return YesNoType(), reckon.operator(function, left, right, None)
        return YesNoType(), reckon.operator(function, left, right, _order(alike, offset))

    def _arithmetic(self, function: str, left: NumberType, right: NumberType, offset: int) -> NumberType:
        match function:
            case "_+_":
                return ranges.added(left, right)
            case "_-_":
                return ranges.added(left, ranges.turned(right))
            case "_*_":
                return ranges.multiplied(left, right)
        if not ranges.leaves_out_zero(right):
            message = (
                f"The divisor may be 0 ({ranges.in_words(right)}). Give what it is made of limits that leave 0 out "
                "('above: 0'), or write max(…, 0.1)."
            )
            raise ConditionError("condition.divide", message, offset)
        return ranges.divided(left, right)

    def _calculated(
        self,
        function: str,
        types: list[Known],
        arguments: tuple[Node, ...],
        runs: list[Reckoning],
        offset: int,
    ) -> tuple[Known, Reckoning]:
        number = _number(types[0])
        match function:
            case "sqrt":
                if not ranges.is_never_negative(number):
                    message = f"A root needs a number that is never below 0, not {ranges.in_words(number)}."
                    raise ConditionError("condition.root", message, offset)
                return ranges.through(number, square_root), reckon.root(runs[0])
            case "tan_deg":
                if not ranges.lies_between(number, -90, 90):
                    message = f"A tangent needs an angle between -90 and 90 degrees, not {ranges.in_words(number)}."
                    raise ConditionError("condition.angle", message, offset)
                return ranges.through(number, tan_deg, below=90), reckon.tangent(runs[0])
            case "pow":
                times = _written_out(arguments[1])
                if times is None or times not in range(2, reckon.MAX_POWER + 1):
                    message = f"The exponent is a whole number from 2 to {reckon.MAX_POWER}, written out."
                    raise ConditionError("condition.power", message, offset)
                return ranges.powered(number, int(times)), reckon.power(runs[0], int(times))
        step = _written_out(arguments[1])
        if step is None or step <= 0:
            message = "round_up takes the step to round to as its second number, written out and above 0."
            raise ConditionError("condition.step", message, offset)
        rounded = ranges.added(number, NumberType(Decimal(0), True, step, False))
        return NumberType(rounded.low, rounded.low_in, rounded.high, rounded.high_in, step == int(step)), (
            reckon.rounded_up(runs[0], step)
        )

    def _extreme(
        self, function: str, types: list[Known], runs: list[Reckoning], offset: int
    ) -> tuple[Known, Reckoning]:
        alike = self._alike(types, offset)
        run = reckon.extreme(function, runs, _order(alike, offset))
        if isinstance(alike, NumberType):
            numbers = [_number(one) for one in types]
            return (ranges.largest if function == "max" else ranges.smallest)(numbers), run
        return alike, run

    def _check_in(self, item: Known, among: Known, offset: int) -> None:
        if isinstance(among, ManyType):
            self.must_fit(item, ChoiceType(among.values), offset)
        elif isinstance(among, Listed):
            for one in among.of:
                self._alike([item, one], offset)
        else:
            raise ConditionError("condition.types", f"'in' needs a list on its right, not {among}.", offset)

    def _alike(self, types: list[Known], offset: int) -> Known:
        """The one type these have together. Raises ConditionError where they differ."""
        for type_ in types:
            if isinstance(type_, ChoiceType):
                for other in types:
                    self.must_fit(other, type_, offset)
                return type_
        if all(isinstance(type_, Words) for type_ in types):
            return Words(tuple(word for type_ in types if isinstance(type_, Words) for word in type_.words))
        if all(isinstance(type_, NumberType) for type_ in types):
            return ranges.either([_number(type_) for type_ in types])
        first = types[0]
        if any(type(type_) is not type(first) for type_ in types):
            raise ConditionError("condition.types", "These differ: " + " and ".join(map(str, types)) + ".", offset)
        return first

    def must_fit(self, type_: Known, wanted: ChoiceType, offset: int) -> None:
        """Raises ConditionError unless `type_` can only have values of `wanted`."""
        if isinstance(type_, Words):
            for word, at in type_.words:
                if word not in wanted.values:
                    message = f'"{word}" is not {wanted}.{nearest(word, wanted.values)}'
                    raise ConditionError("condition.unknown-word", message, at)
        elif not isinstance(type_, ChoiceType) or not _same(type_, wanted):
            raise ConditionError("condition.types", f"These differ: {type_} and {wanted}.", offset)


def _same(one: ChoiceType, other: ChoiceType) -> bool:
    if one.name is not None or other.name is not None:
        return one.name == other.name
    return set(one.values) <= set(other.values)


def _order(type_: Known, offset: int) -> tuple[str, ...] | None:
    """The order by which values of this type compare; None where they compare by themselves."""
    if isinstance(type_, (NumberType, DateType)):
        return None
    if isinstance(type_, ChoiceType) and type_.ordered:
        return type_.values
    raise ConditionError("condition.no-order", f"Nothing says which is more here: {type_} has no order.", offset)


def _number(type_: Known) -> NumberType:
    """The limits of what CEL has found to be a number."""
    assert isinstance(type_, NumberType)
    return type_


def _written_out(node: Node) -> Decimal | None:
    """The number that stands in the text itself."""
    given = isinstance(node, Literal) and isinstance(node.value, float) and not isinstance(node.value, bool)
    return Decimal(repr(node.value)) if given and isinstance(node, Literal) else None


def _day(node: Node, offset: int) -> date:
    day = read_day(node.value) if isinstance(node, Literal) and isinstance(node.value, str) else None
    if day is None:
        raise ConditionError("condition.date", 'A day is written date("2026-11-22").', offset)
    return day
