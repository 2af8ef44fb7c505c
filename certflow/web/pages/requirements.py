"""A step as its checklist writes it, before any dossier: every level, every question, every rule in words."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.web.pages.parts import Link, Passage


@dataclass(frozen=True)
class ChoiceShown:
    """A value on offer; `when` limits the offer, in words."""

    title: Passage
    when: str = ""


@dataclass(frozen=True)
class QuestionShown:
    """One question. `rules` are its limits, conditions and what it counts as, each a sentence."""

    id: str
    title: Passage
    kind: str
    help: Passage | None = None
    choices: tuple[ChoiceShown, ...] = ()
    rules: tuple[str, ...] = ()
    changes_href: str = ""


@dataclass(frozen=True)
class PieceShown:
    """A piece of a step that its source names: an item of its text, an objective. `depth` is how far in it stands."""

    label: str
    kind: str
    title: Passage | None
    text: Passage | None
    depth: int


@dataclass(frozen=True)
class HeadingShown:
    """Something that stands among the steps and is not assessed itself."""

    id: str
    title: Passage
    text: Passage | None
    source: str
    source_href: str
    pieces: tuple[PieceShown, ...] = ()


@dataclass(frozen=True)
class LevelAsked:
    """What one level asks: integrity and assurance, each under its label."""

    code: str
    title: str
    texts: tuple[tuple[str, Passage], ...]


@dataclass(frozen=True)
class CriterionShown:
    """A criterion with all its levels. `adds`: each level adds to those below it."""

    key: str
    title: Passage
    text: Passage | None
    levels: tuple[LevelAsked, ...]
    source: str = ""
    source_href: str = ""
    provided_by: tuple[str, ...] = ()
    adds: bool = True
    acceptance: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class ReviewShown:
    """Who has to approve; `level` is empty where it holds for every level."""

    level: str
    needed: tuple[str, ...]


@dataclass(frozen=True)
class StepShown:
    """One step.

    levels      its letter in each column of the page's table, empty where it is in none
    headings    what stands above it in the section and is not assessed
    acceptance  when it is met
    """

    id: str
    code: str
    title: Passage
    text: Passage
    source: str
    source_href: str
    applies: tuple[str, ...]
    guidance: Passage | None = None
    levels: tuple[tuple[str, str, str], ...] = ()
    criteria: tuple[CriterionShown, ...] = ()
    evidence: tuple[Passage, ...] = ()
    provided_by: tuple[str, ...] = ()
    shows: tuple[Link, ...] = ()
    questions: tuple[QuestionShown, ...] = ()
    reviews: tuple[ReviewShown, ...] = ()
    departures: tuple[ReviewShown, ...] = ()
    headings: tuple[HeadingShown, ...] = ()
    pieces: tuple[PieceShown, ...] = ()
    acceptance: tuple[Passage, ...] = ()
    changes_href: str = ""
