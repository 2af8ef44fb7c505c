"""Checklists to read before using them: the list, one edition's contents, a section, its values, its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.parts import Link, Passage, Room
from certflow.web.pages.plan import Grid, RuleTable
from certflow.web.pages.requirements import HeadingShown, StepShown


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
    import_href: str = ""
    template_href: str = ""

    template: ClassVar[str] = "checklists/list.html"


@dataclass(frozen=True)
class ChecklistHead:
    """The block on top of every page about an edition. `find_action` takes `find` by GET."""

    title: Passage
    edition: str
    status: str
    href: str
    rooms: tuple[Room, ...]
    find_action: str
    find: str = ""


@dataclass(frozen=True)
class StepLine:
    """One step in a list of contents."""

    code: str
    title: Passage
    href: str


@dataclass(frozen=True)
class SectionLine:
    """One section in the contents; `steps` are left out where the checklist is long."""

    title: Passage
    href: str
    count: int
    questions: int
    intro: Passage | None = None
    steps: tuple[StepLine, ...] = ()


@dataclass(frozen=True)
class JurisdictionRow:
    """Where and when the edition holds; days in the reader's language, empty where the checklist says none."""

    name: str
    effective: str
    mandatory_by: str
    accept_until: str
    valid_until: str
    note: Passage | None = None


@dataclass(frozen=True)
class EarlierEdition:
    """An edition before this one. `compare_href` is empty where that edition is not at hand."""

    edition: str
    note: Passage | None
    compare_href: str = ""


@dataclass(frozen=True)
class FoundLine:
    """Something that the words searched for stand in."""

    kind: str
    title: Passage
    href: str
    where: str = ""


@dataclass(frozen=True)
class Found:
    """What a search found; `more` were left out."""

    words: str
    lines: tuple[FoundLine, ...]
    more: int = 0


@dataclass(frozen=True)
class ChecklistPage:
    """One edition's contents: what it is, where it holds, its sections.

    lacks   what keeps a draft from being published
    lists   the things of which a dossier may have several
    groups  steps that are chosen together, each with what is said of it
    parts   how many there are of what, in words
    """

    head: ChecklistHead
    facts: tuple[tuple[str, str], ...]
    digest: str
    sections: tuple[SectionLine, ...]
    source_href: str = ""
    lacks: tuple[str, ...] = ()
    changes: tuple[Passage, ...] = ()
    earlier: tuple[EarlierEdition, ...] = ()
    jurisdictions: tuple[JurisdictionRow, ...] = ()
    parties: tuple[Passage, ...] = ()
    lists: tuple[str, ...] = ()
    groups: tuple[tuple[Passage, Passage | None], ...] = ()
    parts: tuple[str, ...] = ()
    found: Found | None = None
    exports: tuple[Link, ...] = ()

    template: ClassVar[str] = "checklists/show.html"


@dataclass(frozen=True)
class SectionPage:
    """One section with its steps in full; a long one comes in several pages. `headings` stand after its last step."""

    head: ChecklistHead
    title: Passage
    intro: Passage | None
    steps: tuple[StepShown, ...]
    headings: tuple[HeadingShown, ...] = ()
    columns: tuple[str, ...] = ()
    columns_label: str = ""
    pages: tuple[Room, ...] = ()
    previous: Link | None = None
    next: Link | None = None

    template: ClassVar[str] = "checklists/section.html"


@dataclass(frozen=True)
class RuleShown:
    """One way to come to a value: when it counts (empty: in every other case), and what then holds."""

    when: str
    then: str
    href: str = ""
    source: str = ""


@dataclass(frozen=True)
class ValueShown:
    """One derived value and its rules in words."""

    id: str
    title: Passage
    kind: str
    rules: tuple[RuleShown, ...]
    help: Passage | None = None
    source: str = ""
    source_href: str = ""
    changes_href: str = ""


@dataclass(frozen=True)
class ValuesPage:
    """What follows from the answers, each with its rule in words."""

    head: ChecklistHead
    values: tuple[ValueShown, ...]
    pages: tuple[Room, ...] = ()

    template: ClassVar[str] = "checklists/values.html"


@dataclass(frozen=True)
class LevelCell:
    """A level in a printed table: its letter, and its name in full."""

    code: str
    letter: str
    title: str


@dataclass(frozen=True)
class LevelsTable:
    """The printed table that gives steps their level."""

    id: str
    caption: Passage
    source: str
    row_label: str
    column_label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[StepLine, tuple[LevelCell, ...]], ...]


@dataclass(frozen=True)
class TableShown:
    """A decision table as printed: two-sided (`grid`) or one-sided (`rules`), and how it is read.

    notes  where the method ends, numbered as in the cells
    """

    id: str
    title: str
    reading: str
    grid: Grid | None = None
    rules: RuleTable | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrderShown:
    """Named values, the least first where they are ordered, with the letters that printed tables use."""

    id: str
    ordered: bool
    values: tuple[tuple[Passage, str], ...]


@dataclass(frozen=True)
class MatrixPart:
    """A block of the regulator's own compliance matrix: its columns, and the steps that are its rows, or that ask for
    them where `of_answer` names the answer whose rows it prints."""

    title: Passage
    columns: tuple[Passage, ...]
    rows: tuple[StepLine, ...]
    of_answer: Passage | None


@dataclass(frozen=True)
class TablesPage:
    """Every table of an edition, drawn as printed, with its named values and where the method ends."""

    head: ChecklistHead
    levels: tuple[LevelsTable, ...]
    tables: tuple[TableShown, ...]
    orders: tuple[OrderShown, ...]
    routes: tuple[Passage, ...]
    matrix: tuple[MatrixPart, ...]

    template: ClassVar[str] = "checklists/tables.html"


@dataclass(frozen=True)
class ChecklistPrintPage:
    """The whole edition on one page, to be printed."""

    contents: ChecklistPage
    sections: tuple[SectionPage, ...]
    values: ValuesPage
    tables: TablesPage

    template: ClassVar[str] = "checklists/print.html"
