"""Refusals in the reader's words: the ids that a rule names become the titles that people know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from certflow.domain.checklist import Checklist
from certflow.domain.refusal import Refused
from certflow.web import names
from certflow.web.words import Words


def told(refused: Refused, words: Words, checklist: Checklist | None = None) -> Refused:
    """The same refusal with titles in place of ids, as far as `checklist` knows them."""
    titles: Mapping[str, Callable[[str], str]] = {
        "roles": lambda role: words.gettext(names.ROLES[role]) if role in names.ROLES else role
    }
    if checklist is not None:
        titles = {
            **titles,
            "steps": lambda step: _step(checklist, step, words),
            "questions": lambda question: _question(checklist, question, words),
            "waits_for": lambda question: _question(checklist, question, words),
            "parties": lambda party: words.plain(checklist.parties[party]) if party in checklist.parties else party,
        }
    facts = dict(refused.facts)
    for name in facts.keys() & titles.keys():
        value = facts[name]
        if isinstance(value, tuple | list | set | frozenset):
            facts[name] = [
                titles[name](str(each)) for each in (value if isinstance(value, tuple | list) else sorted(value))
            ]
    return Refused(refused.code, **facts)


def _step(checklist: Checklist, step: str, words: Words) -> str:
    return words.plain(checklist.steps[step].title) if step in checklist.steps else step


def _question(checklist: Checklist, question: str, words: Words) -> str:
    return words.plain(checklist.questions[question].title) if question in checklist.questions else question
