"""What changes what: everything that one question, derived value or step is found from, and everything that it moves.

Nodes are those of `graph`. They come in layers: above, what is read stands over what reads it; below, the same the
other way down. An edge leads from what is read to its reader.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from certflow.domain.checklist.model import Checklist

#: layer by layer from the top
Layers = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Influence:
    """What stands above a node and what stands below it."""

    node: str
    above: Layers
    below: Layers
    edges: tuple[tuple[str, str], ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """What the node itself reads."""
        return tuple(read for read, reader in self.edges if reader == self.node)

    def find(self, kind: str) -> tuple[str, ...]:
        """The names of one kind among what the node moves, nearest first."""
        return tuple(name for layer in self.below for node in layer for of, name in [split(node)] if of == kind)


def split(node: str) -> tuple[str, str]:
    """Kind and name of a node: question, derived or step."""
    kind, _, name = node.partition(":")
    return kind, name


def influence_of(checklist: Checklist, node: str) -> Influence:
    """What a node is found from, and what it moves."""
    reads = _reads_of(checklist)
    above, below = _reach(node, reads.__getitem__), _reach(node, lambda one: _readers(checklist, one))
    kept = above | below | {node}
    edges = tuple((read, one) for one in _in_order(checklist, kept) for read in reads[one] if read in kept)
    return Influence(
        node,
        _layers(checklist, above, edges, upwards=True),
        _layers(checklist, below, edges, upwards=False),
        edges,
    )


@lru_cache(maxsize=256)
def _reads_of(checklist: Checklist) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {node: [] for node in checklist.order}
    for node in checklist.order:
        for reader in _readers(checklist, node):
            found[reader].append(node)
    return {node: tuple(reads) for node, reads in found.items()}


def _readers(checklist: Checklist, node: str) -> tuple[str, ...]:
    """Who reads a node. The questions of a step are the step's own, unless something reads them in turn."""
    readers = checklist.readers[node]
    if node.startswith("step:"):
        return tuple(one for one in readers if checklist.readers[one])
    return readers


def _reach(node: str, next_to: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = deque([node])
    while waiting:
        for one in next_to(waiting.popleft()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found - {node}


def _in_order(checklist: Checklist, nodes: Iterable[str]) -> list[str]:
    return sorted(nodes, key=checklist.place.__getitem__)


def _layers(checklist: Checklist, nodes: set[str], edges: tuple[tuple[str, str], ...], *, upwards: bool) -> Layers:
    """Each node as near to the middle as what lies between allows."""
    near: dict[str, list[str]] = {}
    for read, reader in edges:
        near.setdefault(read if upwards else reader, []).append(reader if upwards else read)
    depth: dict[str, int] = {}
    for node in reversed(_in_order(checklist, nodes)) if upwards else _in_order(checklist, nodes):
        depth[node] = 1 + max((depth[one] for one in near.get(node, ()) if one in depth), default=0)
    layers: dict[int, list[str]] = {}
    for node in _in_order(checklist, nodes):
        layers.setdefault(depth[node], []).append(node)
    ordered = [tuple(layers[at]) for at in sorted(layers, reverse=upwards)]
    return tuple(ordered)
