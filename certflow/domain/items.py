"""The items of a dossier: several aircraft, sites or goods, added, named, taken out and put back by its people.

- Every list has its first item from the start and is never left without one.
- Numbers are given once. An item that was taken out keeps its number and all that was said of it.
- A name is part of what reviewers of the item's steps are shown, so whoever gave it prepared them.
"""

from __future__ import annotations

from collections.abc import Iterator

from certflow.domain.checklist import Checklist
from certflow.domain.checklist.items import FIRST, LONGEST_NAME, Item, ListOfItems, parted, tidy
from certflow.domain.checklist.stamping import with_items
from certflow.domain.dossier import Dossier, DossierItem, Stage
from certflow.domain.facts import Erased, Fact, ItemAdded, ItemPutBack, ItemRemoved, ItemRenamed
from certflow.domain.refusal import Refused


def checklist_of(edition: Checklist, dossier: Dossier) -> Checklist:
    """The edition with the items that the dossier has."""
    file = edition.file
    return file if not dossier.items else with_items(file, _stamped(file, dossier))


def items_of(dossier: Dossier, list_: str) -> tuple[DossierItem, ...]:
    """Every item that a list ever had, in the order in which they came."""
    known = {id for name, id in dossier.items if name == list_} | {FIRST}
    return tuple(dossier.item(list_, id) for id in sorted(known, key=int))


def standing(dossier: Dossier, list_: str) -> tuple[DossierItem, ...]:
    """The items of a list that count."""
    return tuple(one for one in items_of(dossier, list_) if not one.removed)


def add(dossier: Dossier, checklist: Checklist, list_: str, name: str) -> tuple[Fact, ...]:
    """One more item; it needs no name.

    Raises Refused: dossier.closed, list.unknown, list.most, item.name, item.twice.
    """
    of = _list(dossier, checklist, list_)
    if len(standing(dossier, list_)) >= of.most:
        raise Refused("list.most", list=list_, most=of.most)
    taken = int(items_of(dossier, list_)[-1].id)
    return (ItemAdded(list=list_, item=str(taken + 1), name=_name(dossier, list_, "", name)),)


def rename(dossier: Dossier, checklist: Checklist, list_: str, item: str, name: str, seen: int) -> tuple[Fact, ...]:
    """Call an item something else, or nothing.

    seen: the seq of the name the person was looking at, 0 for none.
    Raises Refused: dossier.closed, list.unknown, item.unknown, item.name, item.twice, item.conflict.
    """
    _list(dossier, checklist, list_)
    known = _item(dossier, list_, item)
    said = _name(dossier, list_, item, name)
    if said == known.name:
        return ()
    if seen != known.seq:
        raise Refused("item.conflict", name="" if isinstance(known.name, Erased) else known.name)
    return (ItemRenamed(list=list_, item=item, name=said),)


def remove(dossier: Dossier, checklist: Checklist, list_: str, item: str) -> tuple[Fact, ...]:
    """Take an item out; what was said of it is kept.

    Raises Refused: dossier.closed, list.unknown, item.unknown, item.last.
    """
    _list(dossier, checklist, list_)
    known = _item(dossier, list_, item)
    if known.removed:
        return ()
    if len(standing(dossier, list_)) == 1:
        raise Refused("item.last", list=list_)
    return (ItemRemoved(list=list_, item=item),)


def put_back(dossier: Dossier, checklist: Checklist, list_: str, item: str) -> tuple[Fact, ...]:
    """Let an item that was taken out count again, with all that was said of it.

    Raises Refused: dossier.closed, list.unknown, list.most, item.unknown, item.twice.
    """
    of = _list(dossier, checklist, list_)
    known = _item(dossier, list_, item)
    if not known.removed:
        return ()
    if len(standing(dossier, list_)) >= of.most:
        raise Refused("list.most", list=list_, most=of.most)
    if not isinstance(known.name, Erased):
        _name(dossier, list_, item, known.name)
    return (ItemPutBack(list=list_, item=item),)


def _list(dossier: Dossier, checklist: Checklist, list_: str) -> ListOfItems:
    if list_ not in checklist.lists:
        raise Refused("list.unknown", list=list_[:80])
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    return checklist.lists[list_]


def _item(dossier: Dossier, list_: str, item: str) -> DossierItem:
    if item != FIRST and (list_, item) not in dossier.items:
        raise Refused("item.unknown", item=item[:80])
    return dossier.item(list_, item)


def _name(dossier: Dossier, list_: str, item: str, written: str) -> str:
    """A name that no other item of the list has."""
    name = tidy(written)
    if len(name) > LONGEST_NAME:
        raise Refused("item.name", longest=LONGEST_NAME)
    others = {str(one.name).casefold() for one in standing(dossier, list_) if one.id != item}
    if name and name.casefold() in others:
        raise Refused("item.twice", name=name)
    return name


def _stamped(file: Checklist, dossier: Dossier) -> list[Item]:
    """The items as the checklist takes them; one that was taken out only while something was said of it."""
    found = []
    for list_ in file.lists:
        for one in items_of(dossier, list_):
            if not one.removed or _holds_anything(file, dossier, one):
                found.append(Item(list_, one.id, "" if isinstance(one.name, Erased) else one.name, one.removed))
    return found


def _holds_anything(file: Checklist, dossier: Dossier, item: DossierItem) -> bool:
    """Whether anything was answered, attached or reviewed that is about this item."""
    steps = {step.id for step in file.steps.values() if step.each == item.list}
    asked = {name for name, step in file.steps_of_questions.items() if step in steps}
    return any(parted(name)[1] == item.id and parted(name)[0] in asked for name in dossier.answers) or any(
        parted(step)[1] == item.id and parted(step)[0] in steps for step in (*dossier.cases, *_steps_with_more(dossier))
    )


def _steps_with_more(dossier: Dossier) -> Iterator[str]:
    yield from (each.step for each in dossier.evidence.values())
    yield from (each.step for each in dossier.departures.values())
