"""The figures of the paper, drawn as vectors: how the outcome was derived, and how many steps there are of each kind.

Lengths are millimetres. Grey and lines carry everything, so that a copy in black and white loses nothing; the
alternative text says all that the picture says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from certflow.domain.record import Applies, RecordContent
from certflow.domain.text import Text
from certflow.pdf.words import WORDS, standing

WIDTH = 168.0
_FONT = "IBM Plex Sans"
#: heights of a box, of the room below it, and of a line of small print
_BOX, _ROOM, _LINE = 15.0, 8.0, 2.75
#: so wide is a letter of small print, on average, and a box at most
_LETTER, _WIDEST = 1.32, 38.0
#: so many boxes stand side by side; narrower ones could not be read
_BESIDE = 9
_GREYS = ("#fff", "#e4e4e4", "#b4b4b4", "#777", "#333", "#000")


@dataclass(frozen=True)
class _Node:
    """A box: what it is called, what it holds, and the boxes that it follows from."""

    name: str
    title: str
    value: str
    after: tuple[str, ...]


def derivation(content: RecordContent, language: str) -> Markup:
    """The picture of what led to what, from the first values down to the levels of the steps."""
    nodes = _linked(_reduced(_nodes(content, language)))
    rows = _in_rows(nodes)
    at = _places(rows, nodes)
    height = len(rows) * (_BOX + _ROOM) - _ROOM + 1
    told = "; ".join(_told(node, nodes, language) for row in rows for node in (nodes[name] for name in row))
    alt = f"{WORDS['picture'].in_language(language)}: {told}."
    lines = Markup("").join(_line(at[one], at[node.name]) for node in nodes.values() for one in node.after)
    last = set(nodes) - {one for node in nodes.values() for one in node.after}
    boxes = Markup("").join(_box(nodes[name], *at[name], heavy=name in last) for name in at)
    return _svg(height, alt, lines + boxes)


def _nodes(content: RecordContent, language: str) -> dict[str, _Node]:
    known = {value.name for value in content.derived}
    none = WORDS["no_value"].in_language(language)
    nodes = {
        value.name: _Node(
            value.name,
            value.title.in_language(language),
            value.value.in_language(language) if value.value else none,
            tuple(dict.fromkeys(name for name in value.reads if name in known)),
        )
        for value in content.derived
    }
    titles = {value.title.authoritative: value.name for value in content.derived}
    for table in content.tables:
        by = titles.get(table.across.authoritative) if table.across else None
        if table.id.startswith("levels-") and by:
            count = Counter(table.rows[mark.row].cells[mark.column].in_language(language) for mark in table.marks)
            told = " · ".join(f"{level} {number}" for level, number in count.items())
            nodes[table.id] = _Node(table.id, table.title.in_language(language), told, (by,))
    return nodes


def _reduced(nodes: Mapping[str, _Node]) -> dict[str, _Node]:
    """Without the lines that a longer way says already."""

    def before(name: str) -> set[str]:
        return {found for one in nodes[name].after for found in ({one} | before(one))}

    return {
        name: _Node(
            name,
            node.title,
            node.value,
            tuple(one for one in node.after if all(one not in before(other) for other in node.after)),
        )
        for name, node in nodes.items()
    }


def _linked(nodes: dict[str, _Node]) -> dict[str, _Node]:
    """Without the boxes that nothing leads to or from, unless there are no others."""
    origins = {one for node in nodes.values() for one in node.after}
    return {name: node for name, node in nodes.items() if node.after or name in origins} or nodes


def _in_rows(nodes: Mapping[str, _Node]) -> list[list[str]]:
    """The boxes row by row, each below all it follows from, and one that follows from none close above the next.

    Within a row they stand near what they follow from; a row that is too long is cut.
    """
    depth: dict[str, int] = {}

    def deep(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max((deep(one) for one in nodes[name].after), default=-1)
        return depth[name]

    below: dict[str, list[int]] = {}
    for name, node in nodes.items():
        for one in node.after:
            below.setdefault(one, []).append(deep(name))
    rows: list[list[str]] = [[] for _ in range(1 + max((deep(name) for name in nodes), default=-1))]
    for name, node in nodes.items():
        rows[depth[name] if node.after else min(below.get(name, [1])) - 1].append(name)
    for above, row in pairwise(rows):
        place = {name: at / max(1, len(above) - 1) for at, name in enumerate(above)}
        mean = {
            name: _mean([place[one] for one in nodes[name].after if one in place]) for name in row
        }  # a stable sort keeps the order of the checklist where nothing else decides
        row.sort(key=lambda name: mean[name])
    return [row[at : at + _BESIDE] for row in rows for at in range(0, len(row), _BESIDE)]


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.5


def _places(rows: Sequence[Sequence[str]], nodes: Mapping[str, _Node]) -> dict[str, tuple[float, float, float]]:
    """Left edge, top and width of each box."""
    found: dict[str, tuple[float, float, float]] = {}
    for down, row in enumerate(rows):
        width = min(_WIDEST, (WIDTH - 2.5 * (len(row) - 1)) / len(row))
        gap = (WIDTH - width * len(row)) / (len(row) + 1) if len(row) < 4 else 2.5
        left = (WIDTH - width * len(row) - gap * (len(row) - 1)) / 2
        for across, name in enumerate(row):
            found[name] = (left + across * (width + gap), 0.5 + down * (_BOX + _ROOM), width)
    return found


def _told(node: _Node, nodes: Mapping[str, _Node], language: str) -> str:
    origin = ", ".join(nodes[one].title for one in node.after)
    follows = WORDS["picture_from"].in_language(language)
    return f"{node.title}: {node.value}" + (f" ({follows}: {origin})" if origin else "")


def _box(node: _Node, left: float, top: float, width: float, *, heavy: bool) -> Markup:
    middle = left + width / 2
    lines = _wrapped(node.title, width - 2, 3)
    size = 3.1 if len(node.value) * 1.9 < width - 2 else 2.3
    value = _wrapped(node.value, width - 1.5, 2)
    words = Markup("").join(
        Markup('<text x="{:.2f}" y="{:.2f}" text-anchor="middle" font-size="2.3">{}</text>').format(
            middle, top + 3.4 + at * _LINE, line
        )
        for at, line in enumerate(lines)
    )
    said = Markup("").join(
        Markup('<text x="{:.2f}" y="{:.2f}" text-anchor="middle" font-size="{}" font-weight="600">{}</text>').format(
            middle, top + _BOX - 1.5 - (len(value) - 1 - at) * _LINE, size, line
        )
        for at, line in enumerate(value)
    )
    frame = '<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{}" fill="#fff" stroke="#000" stroke-width="{}"/>'
    return Markup(frame).format(left, top, width, _BOX, 0.7 if heavy else 0.25) + words + said


def _line(above: tuple[float, float, float], below: tuple[float, float, float]) -> Markup:
    x1, y1 = above[0] + above[2] / 2, above[1] + _BOX
    x2, y2 = below[0] + below[2] / 2, below[1]
    half = (y2 - y1) / 2
    return Markup(
        '<path d="M{:.2f} {:.2f}C{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f}" fill="none" stroke="#000"'
        ' stroke-width=".25"/>'
    ).format(x1, y1, x1, y1 + half, x2, y2 - half, x2, y2) + Markup(
        '<path d="M{:.2f} {:.2f}l-.8 -1.8h1.6z" fill="#000"/>'
    ).format(x2, y2)


def _wrapped(words: str, width: float, most: int) -> list[str]:
    """The words in lines of about a width; what does not fit into `most` lines ends in dots."""
    room, lines = max(4, int(width / _LETTER)), [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    fitting = [line if len(line) <= room + 2 else f"{line[: room - 1]}…" for line in lines]
    if len(fitting) > most:
        fitting = [*fitting[: most - 1], f"{fitting[most - 1][: room - 1]}…"]
    return fitting


def levels(content: RecordContent, language: str) -> Markup:
    """Two bars: how many steps of each level, and in which state they are."""
    by_level = Counter(_level(step.applies, step.level, language) for step in content.steps)
    by_state = Counter(WORDS[standing(step)].in_language(language) for step in content.steps)
    drawn, told = Markup(""), []
    for at, (word, counted) in enumerate((("by_level", by_level), ("by_state", by_state))):
        title = WORDS[word].in_language(language)
        ordered = sorted(counted.items(), key=lambda each: -each[1])
        told.append(f"{title}: " + ", ".join(f"{name} {number}" for name, number in ordered))
        drawn += _bar(title, ordered, at * 18.0)
    return _svg(33.0, "; ".join(told) + ".", drawn)


def _level(applies: Applies, level: Text | None, language: str) -> str:
    match applies:
        case Applies.NO:
            return WORDS["state_not_required"].in_language(language)
        case Applies.UNDECIDED:
            return WORDS["applies_undecided"].in_language(language)
    return level.in_language(language) if level else WORDS["no_level"].in_language(language)


def _bar(title: str, counted: Sequence[tuple[str, int]], top: float) -> Markup:
    whole, left, key = sum(number for _, number in counted), 30.0, 30.0
    drawn = Markup('<text x="0" y="{:.2f}" font-size="2.6" font-weight="600">{}</text>').format(top + 5, title)
    for at, (name, number) in enumerate(counted):
        width, grey = (WIDTH - 30.5) * number / whole, _GREYS[at % len(_GREYS)]
        drawn += _rect(left, top + 0.3, width, 7, grey)
        label = f"{name} {number}"
        drawn += _rect(key, top + 9.8, 2.6, 2.6, grey)
        drawn += Markup('<text x="{:.2f}" y="{:.2f}" font-size="2.6">{}</text>').format(key + 3.6, top + 12.1, label)
        left, key = left + width, key + 8 + len(label) * 1.5
    return drawn


def _rect(left: float, top: float, width: float, height: float, fill: str) -> Markup:
    return Markup(
        '<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{}" fill="{}" stroke="#000" stroke-width=".25"/>'
    ).format(left, top, width, height, fill)


def _svg(height: float, alt: str, drawn: Markup) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}mm" height="{1}mm" viewBox="0 0 {0} {1}"'
        ' font-family="{2}"><title>{3}</title>{4}</svg>'
    ).format(WIDTH, height, _FONT, escape(alt), drawn)
