"""Addresses and titles of the things in a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Source
from certflow.domain.text import Text
from certflow.web.pages import Link
from certflow.web.words import Words

#: the abbreviation that a title ends with: “Specific assurance and integrity level (SAIL)”
_SHORT = re.compile(r"\(([^\W\d_]{2,8})\)$")


def dossier_href(dossier: str) -> str:
    return url_for("dossiers.one", dossier=dossier)


def step_href(dossier: str, step: str) -> str:
    return url_for("steps.one", dossier=dossier, step=step)


def review_href(dossier: str, step: str) -> str:
    return url_for("reviews.one", dossier=dossier, step=step)


def why_value_href(dossier: str, name: str) -> str:
    return url_for("why.value", dossier=dossier, name=name)


def why_step_href(dossier: str, step: str) -> str:
    return url_for("why.step", dossier=dossier, step=step)


def what_if_href(dossier: str, options: Iterable[str] = (), goal: str = "") -> str:
    """To the comparison of these answers; each option is written as `m2=medium,sight=vlos`."""
    return url_for("what_if.compare", dossier=dossier, option=list(options), reach=goal or None)


def question_link(sight: Sight, question: str, words: Words) -> Link:
    """To the input of a question, under its title."""
    step = sight.checklist.steps_of_questions[question]
    title = words.plain(sight.checklist.questions[question].title)
    return Link(title, f"{step_href(sight.dossier.id, step)}#answer.{question}")


def question_links(sight: Sight, questions: Iterable[str], words: Words, most: int = 3) -> tuple[Link, ...]:
    """To the first few questions; a derivation may wait for many."""
    order = {name: place for place, name in enumerate(sight.checklist.questions)}
    return tuple(question_link(sight, name, words) for name in sorted(questions, key=order.__getitem__)[:most])


def short(title: Text, words: Words) -> str:
    """A title as a label: its abbreviation where it ends with one."""
    told = words.plain(title)
    found = _SHORT.search(told)
    return found.group(1) if found and found.group(1).isupper() else told


def cited(source: Source | None) -> str:
    """A source as people cite it."""
    return "" if source is None else str(source)


def source_href(source: Source | None) -> str:
    return (source.url or "") if source else ""
