"""Every expression of a checklist by its text, wherever it stands, with the tree that it can be said in words from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache, reduce

from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import Checklist, Derived
from certflow.domain.checklist.syntax import Call, Node


@lru_cache(maxsize=128)
def trees_of(checklist: Checklist) -> Mapping[str, Node]:
    """Text → tree of every condition and calculation; also of the rest that a last case stands for (`!(a) && !(b)`)."""
    found = {one.text: one.tree for one in expressions_in(checklist)}
    for derived in checklist.derived.values():
        found |= dict(_rests(derived))
    return found


def expressions_in(thing: object) -> Iterator[Expression]:
    """Every expression in a part of a checklist. It looks everywhere, so that no new part can be forgotten."""
    if isinstance(thing, Expression):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from expressions_in(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from expressions_in(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from expressions_in(value)


def _rests(derived: Derived) -> Iterator[tuple[str, Node]]:
    """What a case without a condition stands for: that none of the earlier ones holds."""
    passed = [case.when for case in derived.cases if case.when is not None]
    for at in range(1, len(passed) + 1):
        nots: list[Node] = [Call("!_", (one.tree,), 0) for one in passed[:at]]
        yield (
            " && ".join(f"!({one.text})" for one in passed[:at]),
            reduce(lambda left, right: Call("_&&_", (left, right), 0), nots),
        )
