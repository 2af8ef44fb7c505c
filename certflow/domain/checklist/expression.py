"""An expression that was read and checked: what it reads, and what it comes to.

One expression is compiled once. About another item of a list the same one is `renamed`: it runs as it is and only looks
elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from certflow.domain.checklist.aggregates import Aggregate, deciders, of_all
from certflow.domain.checklist.reckon import Lookup, Reckoning
from certflow.domain.checklist.syntax import Call, ListOf, Name, Node
from certflow.domain.checklist.values import Type, Unknown, Value

#: what a name of an expression is called in a dossier: another name; those of all items; or how many items there are
Called = str | tuple[str, ...] | int


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or calculated value, ready to run.

    reads    the questions and derived values it reads, in the order they stand in the text
    type     what it gives
    overall  what it reads of all items of a list
    called   what its names are called, where that is something else
    tree     its syntax, to say it in words
    """

    text: str
    reads: tuple[str, ...]
    type: Type
    _reckon: Reckoning = field(compare=False, repr=False)
    tree: Node = field(compare=False, repr=False)
    overall: tuple[Aggregate, ...] = ()
    called: Mapping[str, Called] = field(default_factory=dict, compare=False, repr=False)

    def evaluate(self, look: Lookup) -> Value | Unknown:
        """The value where `look` gives each variable."""
        result: Value | Unknown = self._reckon(self._through(look))
        return result

    @property
    def subjects(self) -> tuple[str, ...]:
        """What it is about: what it reads of all items counts once, under the name that the file gives it."""
        of = {each: one.name for one in self.overall for each in _names(self.called[one.name])}
        return tuple(dict.fromkeys(of.get(read, read) for read in self.reads))

    def decided_by(self, look: Lookup) -> tuple[str, ...]:
        """The values of single items that made an aggregate what it is: such as the largest speed."""
        found: list[str] = []
        for one in self.overall:
            names = self.called[one.name]
            if isinstance(names, tuple) and len(names) > 1:
                values = [look(name) for name in names]
                result = of_all(one.function, one.of)(values)
                found.extend(names[at] for at in deciders(one.function, values, result))
        return tuple(dict.fromkeys(found))

    def renamed(self, called: Mapping[str, Called]) -> Expression:
        """The same about other items: `called` says what each of its names is called there."""
        own = {name: said for name, said in called.items() if self.called.get(name, name) != said}
        if not own:
            return self
        reads = dict.fromkeys(name for read in self.reads for name in _names(own.get(read, read)))
        text = _NAME.sub(lambda found: _said(found, own), self.text)
        names = {**self.called, **own}
        return replace(self, text=text, reads=tuple(reads), called=names, tree=with_names(self.tree, own))

    def _through(self, look: Lookup) -> Lookup:
        if not self.called:
            return look

        def see(name: str) -> Any:
            called = self.called.get(name, name)
            if isinstance(called, str):
                return look(called)
            return (True,) * called if isinstance(called, int) else tuple(look(each) for each in called)

        return see


_NAME = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*", re.ASCII)


def _names(called: Called) -> tuple[str, ...]:
    return (called,) if isinstance(called, str) else () if isinstance(called, int) else called


def _said(found: re.Match[str], own: Mapping[str, Called]) -> str:
    called = own.get(found[0])
    return called if isinstance(called, str) else found[0]


def with_names(node: Node, own: Mapping[str, Called]) -> Node:
    """The tree with its names as they are called; one that stands for all items keeps its own."""
    match node:
        case Name(name, offset):
            rows, dot, column = name.partition(".")
            called = own.get(rows)
            return Name(f"{called}{dot}{column}", offset) if isinstance(called, str) else node
        case Call(function, arguments, offset):
            return Call(function, tuple(with_names(one, own) for one in arguments), offset)
        case ListOf(items, offset):
            return ListOf(tuple(with_names(one, own) for one in items), offset)
        case _:
            return node
