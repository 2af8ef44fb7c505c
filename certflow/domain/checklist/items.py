"""Lists of things: several aircraft, sites or goods in one dossier, and what those of one thing are called.

What belongs to the first item of a list has the bare ids of the file; what belongs to another one has that item behind
a `~`: `max_speed_m_s~2`. No author can write such an id, so the two never meet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from certflow.domain.text import LANGUAGES, Text

#: the item that every list has from the start
FIRST = "1"

#: under this name a file of answers says what an item is called
NAME_KEY = "name"

#: the longest name of an item
LONGEST_NAME = 100

_MARK = "~"


@dataclass(frozen=True, slots=True)
class ListOfItems:
    """A list of a checklist: `title` names it (“Aircraft in this operation”), `item` one of its items (“Aircraft”)."""

    name: str
    title: Text
    item: Text
    most: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list in a dossier.

    name     as its people call it; empty where they gave it none
    removed  taken out: what was said of it is kept and counts for nothing
    """

    list: str
    id: str
    name: str = ""
    removed: bool = False


def called(name: str, item: str) -> str:
    """What a question, step, criterion, derived value or table of an item is called."""
    if item == FIRST:
        return name
    head, dot, rest = name.partition(".")
    return f"{head}{_MARK}{item}{dot}{rest}"


def parted(name: str) -> tuple[str, str]:
    """The name that the file gives it, and the item it belongs to."""
    head, mark, rest = name.partition(_MARK)
    if not mark:
        return name, FIRST
    item, dot, criterion = rest.partition(".")
    return f"{head}{dot}{criterion}", item


def label(of: ListOfItems, item: Item) -> Text:
    """What people read: the item's name, else its kind and number."""
    said = {one: item.name or f"{of.item.in_language(one)} {item.id}" for one in (of.item.language, *LANGUAGES)}
    return Text(said.pop(of.item.language), of.item.language, said)


def labelled(title: Text, of: Text) -> Text:
    """A title with the item it is about, in the languages that the title has."""
    said = {one: f"{title.in_language(one)} · {of.in_language(one)}" for one in (title.language, *title.translations)}
    return Text(said.pop(title.language), title.language, said)


def tidy(name: str) -> str:
    """A name on one line, without what cannot be seen."""
    kept = (" " if one.isspace() else one for one in name if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join("".join(kept).split())


def all_items(lists: Iterable[str], known: Iterable[Item]) -> tuple[Item, ...]:
    """The items of every list, in the order of lists; one of which nothing is known has its first one."""
    found = list(known)
    return tuple(item for name in lists for item in _of(name, found))


def _of(name: str, known: list[Item]) -> Iterator[Item]:
    own = [item for item in known if item.list == name]
    yield from own or [Item(name, FIRST)]
