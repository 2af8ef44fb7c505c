"""Two editions beside each other: what became of each requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.checklists import ChecklistHead
from certflow.web.pages.parts import Link, Passage, Room


@dataclass(frozen=True)
class Became:
    """What became of one requirement. change: a word of the closed set that `change_code` names in the style.

    came_from   ids it came from, where they are others than its own
    differs     what differs, in words
    levels      where its level moved: at which value, from what to what
    """

    code: str
    title: Passage
    change: str
    change_title: str
    href: str = ""
    came_from: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    levels: tuple[tuple[str, str, str], ...] = ()
    note: Passage | None = None
    criteria: tuple[Became, ...] = ()


@dataclass(frozen=True)
class TableMoved:
    """A table that changed: its cells, each with row, column, before and after."""

    title: str
    change_title: str
    href: str = ""
    cells: tuple[tuple[str, str, str, str], ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparePage:
    """Two editions compared. counts: how many requirements became what; `only` filters them."""

    head: ChecklistHead
    earlier: Link
    counts: tuple[Room, ...]
    steps: tuple[Became, ...]
    values: tuple[tuple[Link, str], ...]
    tables: tuple[TableMoved, ...]
    note: Passage | None = None

    template: ClassVar[str] = "checklists/compare.html"
