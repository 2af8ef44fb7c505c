"""What a later edition does to one dossier, before anybody agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.newer import DayShown
from certflow.web.pages.parts import Error, Link, Passage
from certflow.web.pages.plan import ValueMove
from certflow.web.pages.steps import Piece


@dataclass(frozen=True)
class TextMoved:
    """A text of a step in two editions. lang: whose words differ, where that is not the reader's language.

    before_pieces, after_pieces   the same with their differences; empty where nothing is alike
    """

    what: str
    before: str
    after: str
    before_pieces: tuple[Piece, ...] = ()
    after_pieces: tuple[Piece, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class StepTold:
    """What becomes of one step. change: a word of the closed set of `Became`.

    decided  whose approval it has, or that it is in review
    because  why that falls, a sentence each
    """

    code: str
    title: Passage
    href: str
    change: str
    change_title: str
    decided: str = ""
    because: tuple[str, ...] = ()
    texts: tuple[TextMoved, ...] = ()
    note: Passage | None = None


@dataclass(frozen=True)
class AnswerTold:
    """What becomes of one answer that does not simply count on."""

    question: Passage
    value: str
    because: str
    href: str = ""


@dataclass(frozen=True)
class Counts:
    """What the picture shows: approvals and submissions that stand, in other words too, and that fall; answers."""

    carried: int = 0
    reworded: int = 0
    reopened: int = 0
    ended: int = 0
    answers: int = 0
    again: int = 0
    asked: int = 0

    @property
    def decided(self) -> int:
        """Everything that could fall."""
        return self.carried + self.reworded + self.reopened + self.ended


@dataclass(frozen=True)
class ImpactPage:
    """What an edition does to a dossier. Posts `reason` and `shown`, the digest of all that is shown here.

    cannot     why the reader may not agree; the form is there where it is empty
    untouched  steps that say the same and of which nothing was decided
    """

    dossier: DossierHead
    edition: Link
    present: Link
    compare: Link
    days: tuple[DayShown, ...]
    counts: Counts
    values: tuple[ValueMove, ...]
    reopened: tuple[StepTold, ...]
    reworded: tuple[StepTold, ...]
    carried: tuple[StepTold, ...]
    ended: tuple[StepTold, ...]
    changed: tuple[StepTold, ...]
    new: tuple[StepTold, ...]
    answers: tuple[AnswerTold, ...]
    asked: tuple[Link, ...]
    asked_more: int = 0
    untouched: int = 0
    note: Passage | None = None
    action: str = ""
    shown: str = ""
    reason: str = ""
    cannot: str = ""
    draft: bool = False
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/impact.html"
