"""Other answers side by side, and the cheapest ways to an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Link, Option, Passage


@dataclass(frozen=True)
class Tried:
    """Answers that are tried, as one column of the comparison; the first column has none and is what stands."""

    changes: tuple[str, ...] = ()
    drop_href: str = ""


@dataclass(frozen=True)
class ComparedCell:
    """What a row comes to in one column: words, or a level. `differs` from what stands."""

    text: str = ""
    level: str = ""
    differs: bool = False


@dataclass(frozen=True)
class ComparedRow:
    head: Passage
    cells: tuple[ComparedCell, ...]
    code: str = ""
    href: str = ""


@dataclass(frozen=True)
class ComparedPart:
    """Rows that belong together: values, what is asked for, levels, approvals that would fall."""

    title: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class LeverField:
    """A question whose answer can be tried; sent as `try.<id>`, nothing where it is left as it stands.

    options   empty for a number, which is typed
    all_href  compares everything that can be chosen there
    """

    id: str
    title: Passage
    standing: str
    options: tuple[Option, ...] = ()
    value: str = ""
    unit: str = ""
    all_href: str = ""


@dataclass(frozen=True)
class GoalGroup:
    """A derived value and what it can be asked to be."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class WayThere:
    """One way to an outcome.

    changes   empty where nothing has to change
    asks      what it would ask for, in numbers
    more      steps that would apply anew, or at a higher level; less: the others that would move
    falls     approvals that would fall
    """

    effort: str
    changes: tuple[str, ...]
    asks: tuple[str, ...] = ()
    more: tuple[tuple[Link, str], ...] = ()
    less: int = 0
    falls: tuple[Link, ...] = ()
    compare_href: str = ""


@dataclass(frozen=True)
class WaysThere:
    """What a search for the cheapest way found. `looked_at` says how far it went."""

    title: str
    ways: tuple[WayThere, ...]
    looked_at: str
    answer_first: tuple[Link, ...] = ()
    ends: tuple[str, ...] = ()
    compare_href: str = ""


@dataclass(frozen=True)
class WhatIfPage:
    """Other answers side by side, and the cheapest way to an outcome. Nothing here is saved: both forms are GET.

    keep    hidden inputs that keep what is compared, and keep_goal the outcome that was asked for
    full    no further column fits
    held    what is left out, because other organisations hold it
    """

    dossier: DossierHead
    action: str
    tried: tuple[Tried, ...]
    parts: tuple[ComparedPart, ...]
    levers: tuple[LeverField, ...]
    goals: tuple[GoalGroup, ...]
    keep: tuple[tuple[str, str], ...] = ()
    keep_goal: tuple[tuple[str, str], ...] = ()
    full: bool = False
    found: WaysThere | None = None
    errors: tuple[Error, ...] = ()
    held: str = ""

    template: ClassVar[str] = "dossiers/what_if.html"
