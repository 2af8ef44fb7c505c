"""Reading our own code: every file once, as text and as a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from certflow.config import ROOT


@dataclass(frozen=True)
class Module:
    """One Python file of ours.

    room  the folder it is in, or its own name where it stands at the top
    """

    path: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return Path(self.path).with_suffix("").parts[1]

    @property
    def package(self) -> tuple[str, ...]:
        return Path(self.path).parent.parts

    def at(self, node: ast.AST) -> str:
        """Where to look."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Import:
    """One name that a file asks for, written out in full: `certflow.domain.people.Actor`."""

    module: Module
    node: ast.AST
    name: str

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file under certflow/, in order."""
    paths = sorted((ROOT / "certflow").rglob("*.py"))
    return tuple(Module(str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))) for path in paths)


def imports(module: Module) -> Iterator[Import]:
    """Everything the file imports, also inside a function."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Import(module, node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.package[: len(module.package) - node.level + 1] if node.level else ()
            source = ".".join((*above, *filter(None, [node.module])))
            yield from (Import(module, node, f"{source}.{alias.name}") for alias in node.names)


def calls(module: Module, name: str) -> Iterator[ast.Call]:
    """Every call of `name(…)` or `….name(…)`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and name in {
            getattr(node.func, "id", None),
            getattr(node.func, "attr", None),
        }:
            yield node
