"""The list of dossiers, a new one, and the dossier itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.newer import Newer
from certflow.web.pages.parts import Error, Flag, Link, Option, Passage, Person, Room
from certflow.web.pages.plan import Grid, Ladder, Moved, Outside, Progress, Undecided
from certflow.web.pages.questions import Ending


@dataclass(frozen=True)
class DossierHead:
    """The title block on every page of a dossier."""

    title: str
    href: str
    checklist: str
    checklist_href: str
    revision: str
    parties: tuple[Person, ...] = ()
    history_href: str = ""


@dataclass(frozen=True)
class DossierRow:
    title: str
    href: str
    checklist: str
    parties: tuple[str, ...]
    changed: str
    progress: Progress = Progress()
    headline: str = ""
    sealed: bool = False
    newer: Link | None = None


@dataclass(frozen=True)
class DossiersPage:
    """Every dossier the reader may see. `older` leads to those that changed before the last one shown."""

    dossiers: tuple[DossierRow, ...]
    new_href: str = ""
    older: str = ""

    template: ClassVar[str] = "dossiers/list.html"


@dataclass(frozen=True)
class PartyChoice:
    """Posts `party.<id>` = organisation id."""

    id: str
    label: Passage
    options: tuple[Option, ...]
    hint: str = ""
    error: str = ""


@dataclass(frozen=True)
class NewDossierPage:
    """Posts `title`, `edition` (`sora@2.5-easa`) and one `party.<id>` for each party."""

    action: str
    editions: tuple[Option, ...]
    parties: tuple[PartyChoice, ...]
    title: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/new.html"


@dataclass(frozen=True)
class Task:
    """One step in the list. `votes` is "1 of 2 approvals" while it is under review, `answered` "6 of 9 answered"."""

    id: str
    code: str
    title: Passage
    href: str
    level: str
    state: str
    reason: str
    why_href: str = ""
    answered: str = ""
    votes: str = ""
    waits_for: tuple[Link, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class ItemRow:
    """One thing of a list. Renaming posts `name` and `seen`; removing and putting back post nothing.

    name    as it stands in the input: what was typed, where that was refused
    called  what it is called on the page: its name, else its kind and number
    """

    id: str
    called: str
    name: str = ""
    seen: str = "0"
    rename_action: str = ""
    remove_action: str = ""
    put_back_action: str = ""
    errors: tuple[Error, ...] = ()


@dataclass(frozen=True)
class Items:
    """The things of one list, such as the aircraft of an operation, above the steps that each of them has.

    add_action  posts `name`; empty where the reader may not, or there are as many as there can be
    removed     those taken out, to put back
    """

    list: str
    title: Passage
    item: Passage
    rows: tuple[ItemRow, ...]
    removed: tuple[ItemRow, ...] = ()
    add_action: str = ""
    typed: str = ""
    errors: tuple[Error, ...] = ()

    @property
    def open(self) -> bool:
        """Whether there is more to show than the one nameless thing that every list begins with."""
        return len(self.rows) > 1 or bool(
            self.removed or self.errors or any(row.name or row.errors for row in self.rows)
        )


@dataclass(frozen=True)
class TaskSection:
    """One section. A folded one has no tasks here: they stand at `href`, and come from there when it is opened."""

    title: Passage
    tasks: tuple[Task, ...]
    intro: Passage | None = None
    items: tuple[Items, ...] = ()
    href: str = ""
    count: int = 0
    progress: Progress = Progress()


@dataclass(frozen=True)
class SectionTasks:
    """The tasks that a folded section is given when it is opened; `more_href` leads to all where these are not all."""

    tasks: tuple[Task, ...]
    more_href: str = ""

    template: ClassVar[str] = "dossiers/_tasks.html"


@dataclass(frozen=True)
class ChosenTasks:
    """The tasks that somebody asked for: `count` in all, those of one page here."""

    count: int
    tasks: tuple[Task, ...]
    pages: tuple[Room, ...] = ()


@dataclass(frozen=True)
class Closing:
    """Closing the dossier asks for the record. Posts only `csrf_token` and `shown`, the revision closed.

    missing        what must happen first; empty when the reader may close now
    reopen_action  where a closed dossier can be reopened; asks for the reason
    """

    action: str = ""
    shown: str = ""
    missing: tuple[str, ...] = ()
    record: Link | None = None
    reopen_action: str = ""


@dataclass(frozen=True)
class EndingRow:
    """Something in the dossier that holds only for a time."""

    question: Link
    ending: Ending


@dataclass(frozen=True)
class KeptAnswer:
    """An answer of an earlier edition that does not count on this one. href: where it is asked anew, if it is."""

    question: Passage
    value: str
    because: str
    href: str = ""


@dataclass(frozen=True)
class DossierPage:
    """The dossier as a task list under the picture of its derivation.

    shows    which tasks can be asked for
    chosen   those that are asked for; None where all are shown, section by section
    newer    a later edition, where there is one
    kept     answers of earlier editions that do not count
    """

    dossier: DossierHead
    sections: tuple[TaskSection, ...]
    progress: Progress = Progress()
    ladder: Ladder | None = None
    grid: Grid | None = None
    moved: Moved | None = None
    undecided: tuple[Undecided, ...] = ()
    outside: tuple[Outside, ...] = ()
    closing: Closing = Closing()
    what_if_href: str = ""
    take_over_href: str = ""
    errors: tuple[Error, ...] = ()
    endings: tuple[EndingRow, ...] = ()
    shows: tuple[Room, ...] = ()
    chosen: ChosenTasks | None = None
    newer: Newer | None = None
    kept: tuple[KeptAnswer, ...] = ()

    template: ClassVar[str] = "dossiers/show.html"


@dataclass(frozen=True)
class DossierSectionPage:
    """The tasks of one section of a dossier."""

    dossier: DossierHead
    title: Passage
    intro: Passage | None
    progress: Progress
    tasks: tuple[Task, ...]
    back: Link
    pages: tuple[Room, ...] = ()
    previous: Link | None = None
    next: Link | None = None

    template: ClassVar[str] = "dossiers/section.html"
