"""Checklists to read before using them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.parts import Passage


@dataclass(frozen=True)
class ChecklistRow:
    """status: draft or published."""

    title: Passage
    edition: str
    href: str
    publisher: str
    status: str
    steps: int
    questions: int
    digest: str
    dossiers: int = 0


@dataclass(frozen=True)
class ChecklistsPage:
    checklists: tuple[ChecklistRow, ...]

    template: ClassVar[str] = "checklists/list.html"


@dataclass(frozen=True)
class ChecklistStep:
    """`levels` is the level per column of `ChecklistPage.columns`, empty when a step has none."""

    code: str
    title: Passage
    text: Passage
    source: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChecklistPage:
    """One edition, readable from top to bottom."""

    title: Passage
    edition: str
    status: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[Passage, tuple[ChecklistStep, ...]], ...]
    digest: str = ""
    columns: tuple[str, ...] = ()
    columns_label: str = ""

    template: ClassVar[str] = "checklists/show.html"
