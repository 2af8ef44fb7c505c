"""The lists of a file: the things of which a dossier may have several."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.items import NAME_KEY, ListOfItems
from certflow.domain.checklist.parse_questions import steps_of
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.strict_yaml import Path


def read_lists(draft: Draft, questions: Mapping[str, Question]) -> dict[str, ListOfItems]:
    """The lists of the file, each with a name of its own and something that is asked about its items."""
    found: dict[str, ListOfItems] = {}
    each = {step.id: step.each for _, step in steps_of(draft.shape.sections)}
    asked = {each[question.step] for question in questions.values()}
    for name, shape in draft.shape.lists.items():
        path: Path = ("lists", name)
        title, item = draft.text(shape.title, (*path, "title")), draft.text(shape.item, (*path, "item"))
        if name in questions or name in draft.shape.derived:
            what = "question" if name in questions else "derived value"
            draft.problem(path, "list.twice", f"'{name}' is a {what} too; a list needs a name of its own.", key=True)
        if name not in asked:
            message = f"No step with questions says 'each: {name}', so nothing is asked about its items."
            draft.problem(path, "list.unused", message, key=True)
        found[name] = ListOfItems(name, title, item, shape.most)
    if NAME_KEY in questions and each[questions[NAME_KEY].step] in found:
        path = next(
            (*at, "questions", NAME_KEY) for at, step in steps_of(draft.shape.sections) if NAME_KEY in step.questions
        )
        message = f"'{NAME_KEY}' stands for what an item itself is called; the question needs another name."
        draft.problem(path, "list.question-name", message, key=True)
    return found
