"""A drawing of what depends on what: boxes in rows from top to bottom, curved lines between them.

Long rows are broken, so that a picture is never wider than a page. What stands in the middle of its neighbours is put
near the middle, so that few lines cross. The same input gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from certflow.web.pages import Picture, PictureEdge, PictureNode

WIDTH, GAP, ROW_GAP, SUBROW_GAP = 196, 20, 46, 16
LINE, PADDING = 19, 11
#: from the top of a line to where its letters stand
BASE = 14
#: boxes in one row of a page, and of a telephone
MOST, MOST_NARROW = 5, 2
#: characters in one line of a box, and lines of its title
CHARACTERS, LINES = 24, 3


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in one box."""

    key: str
    title: str
    kind: str
    href: str = ""
    value: str = ""
    here: bool = False


def draw(layers: Sequence[Sequence[Box]], edges: Iterable[tuple[str, str]], most: int = MOST) -> Picture:
    """The picture of these layers, the first on top; an edge leads from one key to another; so many boxes a row."""
    lines = tuple(edges)
    rows = [row for layer in _ordered(layers, lines) for row in _broken(layer, most)]
    width = max((_row_width(row) for row, _ in rows), default=WIDTH)
    placed: dict[str, PictureNode] = {}
    y = 1
    for row, last in rows:
        height = max(_height(box) for box in row)
        x = (width - _row_width(row)) // 2
        for box in row:
            placed[box.key] = _node(box, x, y, height)
            x += WIDTH + GAP
        y += height + (ROW_GAP if last else SUBROW_GAP)
    drawn = tuple(
        PictureEdge(_curve(placed[start], placed[end]), placed[start].here or placed[end].here)
        for start, end in lines
        if start in placed and end in placed
    )
    return Picture(width + 2, y - ROW_GAP + 1, tuple(placed.values()), drawn)


def _ordered(layers: Sequence[Sequence[Box]], edges: Sequence[tuple[str, str]]) -> list[list[Box]]:
    """Each layer by the middle of what its boxes are joined with; swept down and up twice."""
    near: dict[str, list[str]] = {}
    for start, end in edges:
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    order = [list(layer) for layer in layers]
    for sweep in range(4):
        place = _places(order)
        for layer in order if sweep % 2 == 0 else reversed(order):
            middle = {box.key: _middle(near.get(box.key, ()), place, place[box.key]) for box in layer}
            layer.sort(key=lambda box: middle[box.key])
            place |= _places([layer])
    return order


def _places(layers: Iterable[Sequence[Box]]) -> dict[str, float]:
    return {box.key: (at + 0.5) / len(layer) for layer in layers for at, box in enumerate(layer)}


def _middle(keys: Sequence[str], place: Mapping[str, float], own: float) -> float:
    found = [place[key] for key in keys if key in place]
    return sum(found) / len(found) if found else own


def _broken(layer: Sequence[Box], most: int) -> list[tuple[Sequence[Box], bool]]:
    """A layer in rows of even length; whether a row is its last."""
    count = -(-len(layer) // most)
    length = -(-len(layer) // count) if count else 0
    rows = [layer[at : at + length] for at in range(0, len(layer), length)] if length else []
    return [(row, at == len(rows) - 1) for at, row in enumerate(rows)]


def _row_width(row: Sequence[Box]) -> int:
    return len(row) * (WIDTH + GAP) - GAP


def _height(box: Box) -> int:
    return 2 * PADDING + LINE * (len(_wrapped(box.title)) + bool(box.value))


def _node(box: Box, x: int, y: int, height: int) -> PictureNode:
    lines = _wrapped(box.title)
    first = y + (height - LINE * (len(lines) + bool(box.value))) // 2 + BASE
    return PictureNode(x + 1, y, WIDTH, height, lines, first, box.kind, box.title, box.href, box.value, box.here)


def _wrapped(text: str) -> tuple[str, ...]:
    """The text in lines that fit into a box; what does not fit is told by the list beside the picture."""
    lines: list[str] = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > CHARACTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [line if len(line) <= CHARACTERS else f"{line[: CHARACTERS - 1]}…" for line in lines[:LINES]]
    if len(lines) > LINES:
        shown[-1] = f"{shown[-1][: CHARACTERS - 1].rstrip(' …,;')}…"
    return tuple(shown)


def _curve(start: PictureNode, end: PictureNode) -> str:
    x, y = start.x + start.width // 2, start.y + start.height
    to_x, to_y = end.x + end.width // 2, end.y
    bend = max((to_y - y) // 2, 14)
    return f"M{x} {y}C{x} {y + bend} {to_x} {to_y - bend} {to_x} {to_y}"
