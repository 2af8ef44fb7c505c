"""Conditions and calculated values: CEL text, typed against the questions, made ready to run.

- Google's CEL reads the text and checks its types; the rest of certflow never sees that library.
- The checked tree tells exactly what an expression reads. Words are then compared with the values they can have, and
  `<` on words is allowed between values of one order only, where it compares places.
- `reckon` works the tree out, exactly and three-valued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from cel_expr_python import cel

from certflow.domain.checklist import aggregates, declarations, ranges, reckon
from certflow.domain.checklist.aggregates import Aggregate, Several
from certflow.domain.checklist.columns import count_rows, of_column, type_of_column
from certflow.domain.checklist.decimals import square_root, tan_deg
from certflow.domain.checklist.expression import Called, Expression
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.reckon import Reckoning
from certflow.domain.checklist.syntax import Call, ListOf, Literal, Name, Node, Other, decode
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

MAX_LENGTH = 2000
MAX_DIGITS = 15


class ConditionError(Exception):
    """An expression cannot be used; `offset` is the character of its text that is to blame."""

    def __init__(self, code: str, message: str, offset: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset


#: a word in quotes and the words it could be; or a list of any of the types
@dataclass(frozen=True, slots=True)
class _Words:
    words: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        return "the word " + " or ".join(f'"{word}"' for word, _ in self.words)


@dataclass(frozen=True, slots=True)
class _List:
    of: tuple[_Known, ...]

    def __str__(self) -> str:
        return "a list"


_Known = Type | _Words | _List | Several


class Language:
    """The variables that expressions of one checklist may read, seen from outside its lists or from an item of one."""

    def __init__(
        self,
        variables: Mapping[str, Type],
        unreadable: Mapping[str, str],
        of_items: Mapping[str, str] = MappingProxyType({}),
        lists: Iterable[str] = (),
        item: str | None = None,
    ) -> None:
        """`unreadable` names the questions no condition can read, each with its kind.

        of_items  the variables that each item of a list has, each with the name of the list
        item      the list from one of whose items this is seen
        """
        self.variables = dict(variables)
        self.unreadable = dict(unreadable)
        self.of_items = dict(of_items)
        self.lists = tuple(lists)
        self.item = item
        self._compiled: dict[tuple[str, ChoiceType | None], Expression] = {}
        self._within: dict[str | None, Language] = {item: self}

    def within(self, list_: str | None) -> Language:
        """The same seen from an item of this list; from outside all lists where it is None."""
        if list_ not in self._within:
            found = Language(self.variables, self.unreadable, self.of_items, self.lists, list_)
            found._within = self._within
            self._within[list_] = found
        return self._within[list_]

    def seen(self, name: str) -> Type | Several:
        """What a name stands for from here."""
        if name in self.lists:
            return Several(YesNoType(), name)
        question, dot, column = name.partition(".")
        if dot:
            return Several(dict(self._columns(question))[column], question)
        list_ = self.of_items.get(name)
        return self.variables[name] if list_ in (None, self.item) else Several(self.variables[name], list_ or "")

    def _columns(self, name: str) -> tuple[tuple[str, Type], ...]:
        """What can be read of the rows that a question asks for, where it is one that can be seen from here."""
        type_ = self.seen(name)
        return type_.columns if isinstance(type_, RowsType) else ()

    @cached_property
    def _environment(self) -> cel.Env:
        columns = [f"{name}.{column}" for name in self.variables for column, _ in self._columns(name)]
        return declarations.environment({name: self.seen(name) for name in (*self.lists, *self.variables, *columns)})

    def condition(self, text: str) -> Expression:
        """An expression that gives yes or no. Raises ConditionError."""
        found = self.compile(text)
        if not isinstance(found.type, YesNoType):
            raise ConditionError("condition.not-yes-no", f"A condition gives yes or no; this gives {found.type}.", 0)
        return found

    def compile(self, text: str, gives: ChoiceType | None = None) -> Expression:
        """An expression of any type; `gives` says which named values its words are. Raises ConditionError."""
        key = (text, gives)
        if key not in self._compiled:
            self._compiled[key] = self._compile(text, gives)
        return self._compiled[key]

    def _compile(self, text: str, gives: ChoiceType | None) -> Expression:
        if len(text) > MAX_LENGTH:
            raise ConditionError("condition.too-long", f"A condition has at most {MAX_LENGTH} characters.", 0)
        wide, shifts = _widen(text)
        try:
            return self._read(text, decode(self._checked(wide)), gives)
        except ConditionError as error:
            raise ConditionError(error.code, error.message, _narrow(error.offset, shifts)) from error

    def _read(self, text: str, tree: Node, gives: ChoiceType | None) -> Expression:
        reader = _Reader(self)
        type_, run = reader.read(tree)
        if isinstance(type_, Several):
            raise _of_each(text, type_, 0)
        if isinstance(type_, NumberType) and isinstance(tree, Call) and tree.function not in aggregates.NEEDS:
            # the limits served to allow divisions; tables and levels judge a calculated number by its value
            type_ = NumberType(whole=type_.whole)
        if gives is not None:
            reader.must_fit(type_, gives, 0)
            type_ = gives
        if isinstance(type_, (_Words, _List)):
            raise ConditionError("condition.untyped", f"This gives {type_}; say `gives:` which named values it is.", 0)
        return Expression(text, tuple(reader.reads), type_, run, tree, tuple(reader.overall), reader.called)

    def _checked(self, wide: str) -> bytes:
        try:
            return bytes(self._environment.compile(wide).serialize())
        except RuntimeError as error:
            raise self._in_words(str(error), wide) from error

    def _in_words(self, said: str, wide: str) -> ConditionError:
        found = re.search(r"<input>:(\d+):(\d+): (.*)", said)
        if not found:
            return ConditionError("condition.syntax", "This is not a CEL expression.", 0)
        line, column, reason = int(found[1]), int(found[2]), found[3]
        offset = sum(len(part) + 1 for part in wide.split("\n")[: line - 1]) + column - 1
        if undeclared := re.match(r"undeclared reference to '([^']*)'", reason):
            return ConditionError("condition.unknown-name", self._unknown(undeclared[1]), offset)
        if overload := re.match(r"found no matching overload for '([^']*)' applied to '\((.*)\)'", reason):
            if overload[1] in aggregates.NEEDS:
                return self._wrongly_made(overload[1], overload[2], offset)
            if (name := self._bare(wide)) is not None:
                return _of_each(name, self.seen(name), offset)
            return ConditionError("condition.types", _mismatch(overload[1], overload[2]), offset)
        if "operand of a select" in reason and (told := self._no_column(wide, offset)):
            return ConditionError("condition.column", told, offset)
        if reason.startswith("Syntax error"):
            reason = "This is not a complete CEL expression (" + reason[14:].split(" expecting")[0] + ")."
            return ConditionError("condition.syntax", reason, offset)
        return ConditionError("condition.types", reason, offset)

    def _unknown(self, name: str) -> str:
        if kind := self.unreadable.get(name):
            return f"'{name}' is a {kind} question: conditions cannot read it."
        return f"No question or derived value is called '{name}'.{nearest(name, self.variables)}"

    def _no_column(self, text: str, dot: int) -> str | None:
        """What is wrong with `rows.column` around this dot."""
        before, after = re.search(r"[A-Za-z_]\w*$", text[:dot]), re.match(r"\w+", text[dot + 1 :])
        if before is None or after is None or not (columns := dict(self._columns(before[0]))):
            return None
        return f"'{before[0]}' has no column '{after[0]}' that can be read.{nearest(after[0], columns)}"

    def _wrongly_made(self, function: str, types: str, offset: int) -> ConditionError:
        """What is wrong with what an aggregate is made of."""
        if not types.startswith("list("):
            where = f"inside '{self.item}' the values of its item are read as they are" if self.item else _OUTSIDE
            return ConditionError(
                "condition.not-of-items", f"'{function}' has nothing to go through here: {where}.", offset
            )
        message = f"'{function}' needs {aggregates.NEEDS[function]} of each item."
        return ConditionError("condition.types", message, offset)

    def _bare(self, text: str) -> str | None:
        """The first name of all items that stands in the text without an aggregate around it."""
        names = {name for name in (*self.variables, *self.lists) if isinstance(self.seen(name), Several)}
        return next((found[2] for found in _AGGREGATED.finditer(text) if found[2] in names and not found[1]), None)


_OUTSIDE = "it takes the name of a question or derived value that each item of a list has"
_AGGREGATED = re.compile(
    rf"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|(?:\b({'|'.join(aggregates.NEEDS)})\s*\(\s*)?\b([A-Za-z_]\w*)", re.ASCII
)


def _of_each(name: str, type_: Type | Several, offset: int) -> ConditionError:
    several = ", ".join(f"{function}({name})" for function in aggregates.NEEDS if _fits(function, type_))
    message = f"'{name}' is {type_}: say which one counts, with {several}."
    return ConditionError("condition.per-item", message, offset)


def _fits(function: str, type_: Type | Several) -> bool:
    return isinstance(type_, Several) and aggregates.type_of_all(function, type_.of) is not None


class _Reader:
    """Walks a tree once: what it reads, what it gives, how to work it out."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.reads: dict[str, None] = {}
        self.overall: dict[Aggregate, None] = {}
        self.called: dict[str, Called] = {}

    def read(self, node: Node) -> tuple[_Known, Reckoning]:
        match node:
            case Name(name):
                type_ = self.language.seen(name)
                if name not in self.language.lists:
                    self.reads[name.partition(".")[0]] = None
                return type_, reckon.variable(name)
            case Literal(bool() as value):
                return YesNoType(), reckon.constant(value)
            case Literal(str() as value, offset):
                return _Words(((value, offset),)), reckon.constant(value)
            case Literal(value, offset):
                number = Decimal(repr(value))
                return NumberType(number, True, number, True, number == int(number)), reckon.constant(number)
            case ListOf(items, _):
                read = [self.read(item) for item in items]
                return _List(tuple(type_ for type_, _ in read)), reckon.listing([run for _, run in read])
            case Call(function, arguments, offset):
                return self._call(function, arguments, offset)
            case Other(what, offset):
                raise ConditionError("condition.not-in-language", f"Conditions have no {what}.", offset)

    def _call(self, function: str, arguments: tuple[Node, ...], offset: int) -> tuple[_Known, Reckoning]:
        if function == "date":
            return DateType(), reckon.constant(_day(arguments[0], offset))
        if function in aggregates.NEEDS:
            return self._aggregate(function, arguments[0], offset)
        read = [self.read(argument) for argument in arguments]
        types, runs = [type_ for type_, _ in read], [run for _, run in read]
        for argument, type_ in zip(arguments, types, strict=True):
            if isinstance(type_, Several):
                name = argument.name if isinstance(argument, Name) else "this"
                raise _of_each(name, type_, argument.offset)
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

    def _aggregate(self, function: str, argument: Node, offset: int) -> tuple[_Known, Reckoning]:
        type_, _ = self.read(argument)
        if not isinstance(type_, Several) or not isinstance(argument, Name):
            raise ConditionError(
                "condition.not-of-items", f"'{function}' has nothing to go through here: {_OUTSIDE}.", offset
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
        self.called[name] = 1 if name in self.language.lists else (name,)
        work = aggregates.of_all(function, type_.of)
        return gives, lambda look: work(look(name))

    def _binary(
        self, function: str, types: list[_Known], arguments: tuple[Node, ...], runs: list[Reckoning], offset: int
    ) -> tuple[_Known, Reckoning]:
        left, right = runs
        if function in ("_+_", "_-_", "_*_", "_/_"):
            if not all(isinstance(type_, NumberType) for type_ in types):
                raise ConditionError("condition.types", _mismatch(function, ", ".join(map(str, types))), offset)
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
        types: list[_Known],
        arguments: tuple[Node, ...],
        runs: list[Reckoning],
        offset: int,
    ) -> tuple[_Known, Reckoning]:
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
        self, function: str, types: list[_Known], runs: list[Reckoning], offset: int
    ) -> tuple[_Known, Reckoning]:
        alike = self._alike(types, offset)
        run = reckon.extreme(function, runs, _order(alike, offset))
        if isinstance(alike, NumberType):
            numbers = [_number(one) for one in types]
            return (ranges.largest if function == "max" else ranges.smallest)(numbers), run
        return alike, run

    def _check_in(self, item: _Known, among: _Known, offset: int) -> None:
        if isinstance(among, ManyType):
            self.must_fit(item, ChoiceType(among.values), offset)
        elif isinstance(among, _List):
            for one in among.of:
                self._alike([item, one], offset)
        else:
            raise ConditionError("condition.types", f"'in' needs a list on its right, not {among}.", offset)

    def _alike(self, types: list[_Known], offset: int) -> _Known:
        """The one type these have together. Raises ConditionError where they differ."""
        for type_ in types:
            if isinstance(type_, ChoiceType):
                for other in types:
                    self.must_fit(other, type_, offset)
                return type_
        if all(isinstance(type_, _Words) for type_ in types):
            return _Words(tuple(word for type_ in types if isinstance(type_, _Words) for word in type_.words))
        if all(isinstance(type_, NumberType) for type_ in types):
            return ranges.either([_number(type_) for type_ in types])
        first = types[0]
        if any(type(type_) is not type(first) for type_ in types):
            raise ConditionError("condition.types", "These differ: " + " and ".join(map(str, types)) + ".", offset)
        return first

    def must_fit(self, type_: _Known, wanted: ChoiceType, offset: int) -> None:
        """Raises ConditionError unless `type_` can only have values of `wanted`."""
        if isinstance(type_, _Words):
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


def _order(type_: _Known, offset: int) -> tuple[str, ...] | None:
    """The order by which values of this type compare; None where they compare by themselves."""
    if isinstance(type_, (NumberType, DateType)):
        return None
    if isinstance(type_, ChoiceType) and type_.ordered:
        return type_.values
    raise ConditionError("condition.no-order", f"Nothing says which is more here: {type_} has no order.", offset)


def _number(type_: _Known) -> NumberType:
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


_TOKENS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*|(\d+\.\d+)|(\d+)|.", re.DOTALL | re.ASCII)


def _widen(text: str) -> tuple[str, list[int]]:
    """The text with every `5` as `5.0`, and where that was put in: here all numbers are of one kind."""
    parts: list[str] = []
    shifts: list[int] = []
    length, before = 0, ""
    for token in _TOKENS.finditer(text):
        word = token[0]
        if word[0] in "\"'" and before in ("r", "R", "b", "B", "rb", "br", '""', "''"):
            raise ConditionError("condition.syntax", "Write words in plain double quotes.", token.start())
        if (token[1] or token[2]) and len(word.replace(".", "").strip("0")) > MAX_DIGITS:
            raise ConditionError("condition.digits", f"Numbers have at most {MAX_DIGITS} digits.", token.start())
        if token[2]:
            shifts.append(length + len(word))
            word += ".0"
        parts.append(word)
        length += len(word)
        before = token[0]
    return "".join(parts), shifts


def _narrow(offset: int, shifts: list[int]) -> int:
    """An offset in a widened text as one in the text that was written."""
    return offset - 2 * sum(1 for at in shifts if at < offset)


def place_of(node: Node, text: str) -> int:
    """The character of an expression's text at which a part of its tree stands."""
    return _narrow(node.offset, _widen(text)[1])


def _mismatch(function: str, types: str) -> str:
    name = {"@in": "in", "_?_:_": "? :"}.get(function, function.strip("_"))
    for cel_name, ours in declarations.NAMES.items():
        types = types.replace(cel_name, ours)
    return f"'{name}' cannot be used with {types.replace(', ', ' and ')}."
