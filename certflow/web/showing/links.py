"""Addresses and titles of the things in a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from flask import request, url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Source
from certflow.domain.text import Text
from certflow.web.pages import Link
from certflow.web.words import Words

#: the abbreviation that a title ends with: “Specific assurance and integrity level (SAIL)”
_SHORT = re.compile(r"\(([^\W\d_]{2,8})\)$")


def dossier_href(dossier: str) -> str:
    return address("dossiers.one", dossier=dossier)


def step_href(dossier: str, step: str) -> str:
    return address("steps.one", dossier=dossier, step=step)


def review_href(dossier: str, step: str) -> str:
    return address("reviews.one", dossier=dossier, step=step)


def why_value_href(dossier: str, name: str) -> str:
    return address("why.value", dossier=dossier, name=name)


def why_step_href(dossier: str, step: str) -> str:
    return address("why.step", dossier=dossier, step=step)


def address(endpoint: str, **names: str) -> str:
    """The same as `url_for`, for addresses that a page has hundreds of: how one looks is asked once."""
    parts = _pattern(request.script_root, endpoint, tuple(names))
    return "".join(part if at % 2 == 0 else quote(names[part], safe=_SAFE) for at, part in enumerate(parts))


#: what may stand in a part of a path as it is
_SAFE = "!$&'()*+,:;=@"
_GAP = "gap-{}-gap"


@lru_cache(maxsize=256)
def _pattern(root: str, endpoint: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """An address in pieces: text, name, text, name, text. root: where the site is mounted."""
    whole = url_for(endpoint, **{name: _GAP.format(name) for name in names})  # type: ignore[arg-type]
    pieces = re.split("|".join(f"({re.escape(_GAP.format(name))})" for name in names), whole)
    found = [piece for piece in pieces if piece is not None]
    return tuple(piece if at % 2 == 0 else piece[4:-4] for at, piece in enumerate(found))


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
    named = list(questions)
    if len(named) > 1:
        order = sight.once("order", lambda: {name: place for place, name in enumerate(sight.checklist.questions)})
        named.sort(key=order.__getitem__)
    return tuple(question_link(sight, name, words) for name in named[:most])


def short(title: Text, words: Words) -> str:
    """A title as a label: its abbreviation where it ends with one."""
    told = words.plain(title)
    found = _SHORT.search(told)
    return found.group(1) if found and found.group(1).isupper() else told


def cited(source: Source | None, words: Words) -> str:
    """A source as people cite it."""
    return "" if source is None else source.in_language(words.language)


def source_href(source: Source | None) -> str:
    return (source.url or "") if source else ""
