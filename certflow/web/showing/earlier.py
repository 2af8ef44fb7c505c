"""Titles of what a dossier was asked, also of what only an edition asked on which it stood before."""

from __future__ import annotations

from certflow.actions.desk import Sight
from certflow.domain.checklist import Checklist, Question
from certflow.domain.checklist.items import parted
from certflow.domain.checklist.model import Derived
from certflow.web.showing.links import short
from certflow.web.words import Words


def editions(sight: Sight) -> tuple[Checklist, ...]:
    """The edition it stands on, and those before it, the last one first."""
    return (sight.checklist, *(edition for _, edition in reversed(sight.earlier)))


def question_of(sight: Sight, name: str) -> Question | None:
    """A question as the latest edition that asks it has it."""
    found = (each.questions.get(base) for each in editions(sight) for base in (name, parted(name)[0]))
    return next((one for one in found if one is not None), None)


def question_then(sight: Sight, name: str, revision: int) -> Question | None:
    """A question as the edition had it on which the dossier stood at a revision."""
    edition = sight.edition_at(revision)
    return edition.questions.get(name) or edition.questions.get(parted(name)[0])


def question_title(sight: Sight, name: str, words: Words) -> str:
    question = question_of(sight, name)
    return name if question is None else words.plain(question.title)


def step_title(sight: Sight, name: str, words: Words) -> str:
    found = [each.steps[base] for each in editions(sight) for base in (name, parted(name)[0]) if base in each.steps]
    return f"{name} {words.plain(found[0].title)}" if found else name


def derived_title(sight: Sight, name: str, words: Words) -> str:
    found: list[Derived] = [
        each.derived[base] for each in editions(sight) for base in (name, parted(name)[0]) if base in each.derived
    ]
    return short(found[0].title, words) if found else name
