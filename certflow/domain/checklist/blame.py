"""What is wrong with an expression, in words, and at which character of it."""

from __future__ import annotations

from certflow.domain.checklist import aggregates, declarations
from certflow.domain.checklist.aggregates import Several
from certflow.domain.checklist.values import Type

#: what an aggregate goes through
OF_ITEMS = "it takes the name of a question or derived value that each item of a list has"


class ConditionError(Exception):
    """An expression cannot be used; `offset` is the character of its text that is to blame."""

    def __init__(self, code: str, message: str, offset: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset


def not_of_one(name: str, type_: Type | Several, offset: int) -> ConditionError:
    """Several values stand where one is needed."""
    several = ", ".join(f"{function}({name})" for function in aggregates.NEEDS if _fits(function, type_))
    message = f"'{name}' is {type_}: say which one counts, with {several}."
    return ConditionError("condition.per-item", message, offset)


def _fits(function: str, type_: Type | Several) -> bool:
    return isinstance(type_, Several) and aggregates.type_of_all(function, type_.of) is not None


def mismatch(function: str, types: str) -> str:
    """An operator that cannot take what CEL says it was given."""
    name = {"@in": "in", "_?_:_": "? :"}.get(function, function.strip("_"))
    for cel_name, ours in declarations.NAMES.items():
        types = types.replace(cel_name, ours)
    return f"'{name}' cannot be used with {types.replace(', ', ' and ')}."
