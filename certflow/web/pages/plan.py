"""What a plan says: the picture of a derivation, its tables, and what moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.parts import Link, Passage


@dataclass(frozen=True)
class Rung:
    """One derived value. An empty `value` is not known yet: `waits_for` are the questions that would decide it.

    outside   the method gives no answer; `note` says which route is left
    """

    name: str
    label: str
    value: str = ""
    note: str = ""
    href: str = ""
    waits_for: tuple[Link, ...] = ()
    outside: bool = False
    moved: bool = False


@dataclass(frozen=True)
class Lane:
    """Rungs that follow from each other, for example ground risk: iGRC, then final GRC."""

    label: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Ladder:
    """The picture of a derivation: lanes meet in `joint`, from which `outcomes` follow."""

    lanes: tuple[Lane, ...]
    joint: Rung | None = None
    outcomes: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table read by row and column. `here` marks the cell in force as (row, column), counted from 0.

    Either coordinate may be None: that side is not known yet, and the other is marked as a band.
    """

    caption: str
    row_label: str
    column_label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    here: tuple[int | None, int | None] = (None, None)
    source: str = ""


@dataclass(frozen=True)
class RuleTable:
    """A decision table read from top to bottom; `hit` is the row that decided, `outputs` the last columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    outputs: int = 1
    hit: int | None = None
    source: str = ""


@dataclass(frozen=True)
class ValueMove:
    title: str
    before: str
    after: str
    why: str
    href: str = ""


@dataclass(frozen=True)
class StepMove:
    """A step whose level moved; `before` and `after` are levels."""

    title: Passage
    before: str
    after: str
    why: str
    href: str = ""


@dataclass(frozen=True)
class Voided:
    """An approval that no longer covers what is asked."""

    title: Passage
    who: str
    why: str
    href: str = ""


@dataclass(frozen=True)
class Moved:
    """What one change did. Drawn by `parts/moved.html`, in a page and as the fragment autosave swaps in."""

    cause: str
    values: tuple[ValueMove, ...] = ()
    steps: tuple[StepMove, ...] = ()
    voided: tuple[Voided, ...] = ()

    template: ClassVar[str] = "parts/moved.html"


@dataclass(frozen=True)
class Undecided:
    """Something that cannot be decided yet, with the questions that would decide it."""

    what: str
    waits_for: tuple[Link, ...]


@dataclass(frozen=True)
class Outside:
    """The operation leaves the method: what was found, and the routes left."""

    what: str
    routes: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Progress:
    """How many steps stand where."""

    approved: int = 0
    waived: int = 0
    submitted: int = 0
    returned: int = 0
    draft: int = 0
    undecided: int = 0
    not_required: int = 0

    @property
    def asked(self) -> int:
        """Steps that need approval, as far as known."""
        return self.approved + self.waived + self.submitted + self.returned + self.draft
