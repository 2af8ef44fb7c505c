"""Conditions and calculated values: CEL text, typed against the questions, made ready to run.

- Google's CEL reads the text and checks its types; the rest of certflow never sees that library.
- The checked tree tells exactly what an expression reads. Words are then compared with the values they can have, and
  `<` on words is allowed between values of one order only, where it compares places (`typed_tree`).
- `reckon` works the tree out, exactly and three-valued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from cel_expr_python import cel

from certflow.domain.checklist import aggregates, declarations
from certflow.domain.checklist.aggregates import Several
from certflow.domain.checklist.blame import OF_ITEMS, ConditionError, mismatch, not_of_one
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.numerals import narrow, widen
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.syntax import Call, Node, decode
from certflow.domain.checklist.typed_tree import Listed, TreeReader, Words
from certflow.domain.checklist.values import ChoiceType, NumberType, RowsType, Type, YesNoType

MAX_LENGTH = 2000


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
        wide, shifts = widen(text)
        try:
            return self._read(text, decode(self._checked(wide)), gives)
        except ConditionError as error:
            raise ConditionError(error.code, error.message, narrow(error.offset, shifts)) from error

    def _read(self, text: str, tree: Node, gives: ChoiceType | None) -> Expression:
        reader = TreeReader(self.seen, self.lists)
        type_, run = reader.read(tree)
        if isinstance(type_, Several):
            raise not_of_one(text, type_, 0)
        if isinstance(type_, NumberType) and isinstance(tree, Call) and tree.function not in aggregates.NEEDS:
            # the limits served to allow divisions; tables and levels judge a calculated number by its value
            type_ = NumberType(whole=type_.whole)
        if gives is not None:
            reader.must_fit(type_, gives, 0)
            type_ = gives
        if isinstance(type_, (Words, Listed)):
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
                return not_of_one(name, self.seen(name), offset)
            return ConditionError("condition.types", mismatch(overload[1], overload[2]), offset)
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
            where = f"inside '{self.item}' the values of its item are read as they are" if self.item else OF_ITEMS
            return ConditionError(
                "condition.not-of-items", f"'{function}' has nothing to go through here: {where}.", offset
            )
        message = f"'{function}' needs {aggregates.NEEDS[function]} of each item."
        return ConditionError("condition.types", message, offset)

    def _bare(self, text: str) -> str | None:
        """The first name of all items that stands in the text without an aggregate around it."""
        names = {name for name in (*self.variables, *self.lists) if isinstance(self.seen(name), Several)}
        return next((found[2] for found in _AGGREGATED.finditer(text) if found[2] in names and not found[1]), None)


_AGGREGATED = re.compile(
    rf"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|(?:\b({'|'.join(aggregates.NEEDS)})\s*\(\s*)?\b([A-Za-z_]\w*)", re.ASCII
)


def place_of(node: Node, text: str) -> int:
    """The character of an expression's text at which a part of its tree stands."""
    return narrow(node.offset, widen(text)[1])
