"""A search in one checklist: every word has to stand in the title, text, guidance or id of what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from certflow.domain.checklist import Checklist
from certflow.domain.text import Text
from certflow.web.pages import FoundLine
from certflow.web.showing.requirements import question_href, step_href, tables_href, values_href
from certflow.web.showing.states import codes, title
from certflow.web.words import Words

#: lines on the page of a search
MOST = 100


def find(checklist: Checklist, searched: str, words: Words) -> tuple[tuple[FoundLine, ...], int]:
    """What holds all the words, in the checklist's order, and how many more there are."""
    wanted = searched.casefold().split()
    found = [line for text, line in _lines(checklist, words) if all(word in text for word in wanted)] if wanted else []
    return tuple(line() for line in found[:MOST]), max(len(found) - MOST, 0)


def _lines(checklist: Checklist, words: Words) -> Iterator[tuple[str, Callable[[], FoundLine]]]:
    """What can be found: the text that is looked at, and the line that leads there."""
    _ = words.gettext

    def held(*parts: Text | str | None) -> str:
        return " ".join(part if isinstance(part, str) else words.plain(part) for part in parts if part).casefold()

    for id, step in checklist.steps.items():
        code = codes(checklist)[id]
        criteria = [text for one in step.criteria for text in (one.title, one.text, *(each.text for each in one.texts))]
        text = held(
            *(id, code, step.title, step.text, step.guidance, step.source.point), *criteria, *step.expected_evidence
        )
        yield text, partial(_step, checklist, id, words)
        for name in step.questions:
            question = checklist.questions[name]
            text = held(name, question.title, question.help, *(one.title for one in question.choices))
            yield text, partial(_question, checklist, name, words)
    for name, derived in checklist.derived.items():
        line = partial(FoundLine, _("Derived value"), words.passage(derived.title), values_href(checklist, name))
        yield held(name, derived.title, derived.help), line
    for name, table in checklist.tables.items():
        labels = [band.label for axis in (table.rows, table.columns) if axis for band in axis.bands]
        line = partial(FoundLine, _("Table"), words.passage(table.title), tables_href(checklist, name))
        yield held(name, table.title, *labels), line


def _step(checklist: Checklist, id: str, words: Words) -> FoundLine:
    named = title(checklist.steps[id], words)
    return FoundLine(words.gettext("Step"), named, step_href(checklist, id), codes(checklist)[id])


def _question(checklist: Checklist, name: str, words: Words) -> FoundLine:
    code = codes(checklist)[checklist.steps_of_questions[name]]
    named = words.passage(checklist.questions[name].title)
    return FoundLine(words.gettext("Question"), named, question_href(checklist, name), code)
