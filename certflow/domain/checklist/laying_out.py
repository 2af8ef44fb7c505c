"""Answers as people write them into files: question by question, and for a list item by item.

    population_density_km2: 40
    aircraft:
      - {name: Falcon, max_speed_m_s: 20}
      - {name: Heron, max_speed_m_s: 34}

A list with one item needs no list: its questions may simply stand among the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from certflow.domain.checklist.items import LONGEST_NAME, NAME_KEY, Item, all_items, called, tidy
from certflow.domain.checklist.model import Checklist
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.strict_yaml import Path


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be used, and where it stands; `key` points to its name."""

    path: Path
    code: str
    message: str
    key: bool = False


@dataclass(slots=True)
class LaidOut:
    """What a file of answers says.

    items    the items of every list
    written  what a question is called with these items → what is written there, and where
    """

    items: tuple[Item, ...] = ()
    written: dict[str, tuple[object, Path]] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def lay_out(checklist: Checklist, data: Mapping[str, object]) -> LaidOut:
    """The answers of a file with their items; names that nothing in the checklist has are left as they are."""
    found = LaidOut()
    listed = {name for name in data if name in checklist.lists}
    items: list[Item] = []
    for name, value in data.items():
        if name in listed:
            items.extend(_items(checklist, name, value, found))
        elif (list_ := _list_of(checklist, name)) in listed:
            message = f"'{list_}' is given item by item, so '{name}' belongs to one of its items."
            found.wrong.append(Wrong((name,), "answer.in-list", message, key=True))
        else:
            found.written[name] = (value, (name,))
    found.items = all_items(checklist.lists, items)
    return found


def _list_of(checklist: Checklist, question: str) -> str | None:
    step = checklist.steps_of_questions.get(question)
    return None if step is None else checklist.steps[step].each


def _items(checklist: Checklist, name: str, value: object, found: LaidOut) -> Iterator[Item]:
    most = checklist.lists[name].most
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value) or not value:
        message = f"'{name}' is a list: write '- {{{NAME_KEY}: …, question: answer}}' for each item, at least one."
        found.wrong.append(Wrong((name,), "answer.list", message))
        return
    if len(value) > most:
        message = f"{len(value)} items here, but '{name}' has at most {most}."
        found.wrong.append(Wrong((name,), "answer.list-most", message))
        return
    names: set[str] = set()
    for at, one in enumerate(value):
        item, path = str(at + 1), (name, at)
        said = tidy(str(one.get(NAME_KEY, "")))
        if len(said) > LONGEST_NAME or (said and said.casefold() in names):
            message = (
                f"Each item has a name of its own, of at most {LONGEST_NAME} characters; leave it out to have none."
            )
            found.wrong.append(Wrong((*path, NAME_KEY), "answer.item-name", message))
        names.add(said.casefold())
        yield Item(name, item, said)
        for question, answer in one.items():
            if question == NAME_KEY:
                continue
            if _list_of(checklist, question) != name:
                own = [asked for asked in checklist.questions if _list_of(checklist, asked) == name]
                message = f"No question of '{name}' is called '{question}'.{nearest(str(question), own)}"
                found.wrong.append(Wrong((*path, question), "answer.not-in-list", message, key=True))
            else:
                found.written[called(question, item)] = (answer, (*path, question))
