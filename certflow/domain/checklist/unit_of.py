"""Units in calculated values and conditions: metres are never added to, or compared with, kilometres.

A unit is what the author wrote beside a question or derived value. Written numbers have none and go with any.
Multiplied or divided, it becomes a unit that nobody wrote, so nothing more is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist.syntax import Call, ListOf, Name, Node

#: of what is put together or compared, all parts are of one unit
_ALIKE = {"_+_", "_-_", "min", "max", "_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "@in"}
_TRUTHS = {"_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "@in", "_&&_", "_||_", "!_"}
#: gives what is in it, in its unit
_KEEPS = {"-_", "largest", "smallest", "sum", "worst", "best"}


class UnitsDiffer(Exception):
    """Two units meet where only one can be, at `node`."""

    def __init__(self, one: str, other: str, node: Node) -> None:
        super().__init__(f"Here '{one}' meets '{other}': bring both to one unit first.")
        self.node = node


def unit_of(node: Node, units: Mapping[str, str]) -> str | None:
    """The unit of what an expression gives; None where it has none, or nothing is known of it. Raises UnitsDiffer.

    units  name → the unit written beside it
    """
    match node:
        case Name(name):
            return units.get(name)
        case ListOf(items):
            return _one(node, items, units)
        case Call("_?_:_", (condition, then, otherwise)):
            unit_of(condition, units)
            return _one(node, (then, otherwise), units)
        case Call("round_up", (rounded, _)):
            return unit_of(rounded, units)
        case Call(function, arguments) if function in _ALIKE:
            unit = _one(node, arguments, units)
            return None if function in _TRUTHS else unit
        case Call(function, arguments):
            found = [unit_of(one, units) for one in arguments]
            return found[0] if function in _KEEPS and len(found) == 1 else None
        case _:
            return None


def _one(node: Node, parts: tuple[Node, ...], units: Mapping[str, str]) -> str | None:
    """The one unit that the parts of a node have together."""
    found = [unit for part in parts if (unit := unit_of(part, units)) is not None]
    for other in found[1:]:
        if other != found[0]:
            raise UnitsDiffer(found[0], other, node)
    return found[0] if found else None
