"""What changes what: a drawn picture of dependencies, and the same as lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.checklists import ChecklistHead
from certflow.web.pages.parts import Link, Passage


@dataclass(frozen=True)
class PictureNode:
    """One box: its corner, its size, its words from `text_y` down.

    kind   question, derived, step or group
    here   it is the subject of the picture
    """

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    text_y: int
    kind: str
    title: str
    href: str = ""
    value: str = ""
    here: bool = False


@dataclass(frozen=True)
class PictureEdge:
    """A line from what is read to its reader, as the data of an SVG path; `near` touches the subject."""

    path: str
    near: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing of what depends on what, read from top to bottom."""

    width: int
    height: int
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]


@dataclass(frozen=True)
class Depending:
    """One thing in the lists beside the picture; `through` is what lies between it and the subject."""

    code: str
    title: Passage
    href: str
    through: tuple[Link, ...] = ()


@dataclass(frozen=True)
class DependingGroup:
    """Things of one kind, or steps of one section; `id` is where a box of the picture leads."""

    id: str
    title: str
    items: tuple[Depending, ...]


@dataclass(frozen=True)
class InfluencePage:
    """What one question, derived value or step is found from, and what it moves. `narrow` is drawn for telephones."""

    head: ChecklistHead
    kind: str
    title: Passage
    summary: str
    back: Link
    picture: Picture
    narrow: Picture
    above: tuple[DependingGroup, ...]
    below: tuple[DependingGroup, ...]

    template: ClassVar[str] = "checklists/influence.html"
