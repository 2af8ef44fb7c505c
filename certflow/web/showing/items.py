"""The things of a list on the dossier's page: what they are called, and the forms that change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Section
from certflow.domain.checklist.items import Item, label
from certflow.domain.dossier import DossierItem, Stage
from certflow.domain.facts import Erased
from certflow.domain.items import items_of
from certflow.domain.people import Actor, Permission, may
from certflow.web.pages import Error, ItemRow, Items
from certflow.web.words import Words


@dataclass(frozen=True)
class Trouble:
    """What could not be done with an item, what was typed, and why it was refused. item: empty for a new one."""

    list: str
    item: str
    typed: str
    sentence: str


def called(sight: Sight, of: DossierItem, words: Words) -> str:
    """What an item is called: its name, else its kind and number."""
    if isinstance(of.name, Erased):
        return words.typed(of.name)
    return words.plain(label(sight.checklist.lists[of.list], Item(of.list, of.id, of.name)))


def lists_of(
    sight: Sight, section: Section, reader: Actor, words: Words, trouble: Trouble | None = None
) -> tuple[Items, ...]:
    """The lists whose first step stands in this section."""
    return tuple(_items(sight, name, reader, words, trouble) for name in _first_in(sight, section))


def errors_of(lists: tuple[Items, ...]) -> tuple[Error, ...]:
    """What is wrong in the forms, for the summary of the page."""
    return tuple(error for each in lists for error in (*each.errors, *(one for row in each.rows for one in row.errors)))


def field_of(list_: str, item: str) -> str:
    """The id of the input for a name; `item` is empty for a new one."""
    return f"item.{list_}.{item or 'new'}"


def _first_in(sight: Sight, section: Section) -> Iterator[str]:
    firsts: dict[str, str] = {}
    for step in sight.checklist.steps.values():
        if step.each is not None:
            firsts.setdefault(step.each, step.section)
    return (name for name, where in firsts.items() if where == section.id)


def _items(sight: Sight, name: str, reader: Actor, words: Words, trouble: Trouble | None) -> Items:
    of, dossier = sight.checklist.lists[name], sight.dossier
    writable = may(reader, Permission.ANSWER_WRITE) and dossier.stage is Stage.OPEN
    here = trouble if trouble is not None and trouble.list == name else None
    known = items_of(dossier, name)
    standing = [one for one in known if not one.removed]
    new = here if here is not None and here.item == "" else None
    return Items(
        list=name,
        title=words.passage(of.title),
        item=words.passage(of.item),
        rows=tuple(_row(sight, one, words, writable, len(standing) > 1, here) for one in standing),
        removed=tuple(_row(sight, one, words, writable, False, here) for one in known if one.removed),
        add_action=url_for("items.add", dossier=dossier.id, list=name)
        if writable and (len(standing) < of.most or new)
        else "",
        typed=new.typed if new else "",
        errors=(Error(new.sentence, field_of(name, "")),) if new else (),
    )


def _row(
    sight: Sight, one: DossierItem, words: Words, writable: bool, removable: bool, trouble: Trouble | None
) -> ItemRow:
    where: dict[str, Any] = {"dossier": sight.dossier.id, "list": one.list, "item": one.id}
    mine = trouble if trouble is not None and trouble.item == one.id else None
    return ItemRow(
        id=one.id,
        called=called(sight, one, words),
        name=mine.typed if mine else "" if isinstance(one.name, Erased) else one.name,
        seen=str(one.seq),
        rename_action=url_for("items.rename", **where) if writable and not one.removed else "",
        remove_action=url_for("items.remove", **where) if writable and removable else "",
        put_back_action=url_for("items.put_back", **where) if writable and one.removed else "",
        errors=(Error(mine.sentence, field_of(one.list, one.id)),) if mine else (),
    )
