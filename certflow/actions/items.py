"""The items of a dossier's lists: adding an aircraft, naming it, taking it out and putting it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certflow.actions.desk import Desk, Sight, Turn, turn
from certflow.domain import items
from certflow.domain.facts import Fact
from certflow.domain.people import Actor, Permission


@dataclass(frozen=True)
class Changed:
    """What one act on an item did: the dossier before it and after."""

    before: Sight
    after: Sight


def add_item(desk: Desk, actor: Actor, dossier_id: str, list_: str, name: str) -> Changed:
    """Raises Refused: people.not-allowed, dossier.unknown, and what `items.add` refuses."""
    return _act(desk, actor, dossier_id, lambda t: items.add(t.dossier, t.checklist, list_, name))


def rename_item(desk: Desk, actor: Actor, dossier_id: str, list_: str, item: str, name: str, seen: int) -> Changed:
    """seen: the seq of the name the person was looking at. Raises Refused: as `items.rename` does, and as above."""
    return _act(desk, actor, dossier_id, lambda t: items.rename(t.dossier, t.checklist, list_, item, name, seen))


def remove_item(desk: Desk, actor: Actor, dossier_id: str, list_: str, item: str) -> Changed:
    """Raises Refused: people.not-allowed, dossier.unknown, and what `items.remove` refuses."""
    return _act(desk, actor, dossier_id, lambda t: items.remove(t.dossier, t.checklist, list_, item))


def put_item_back(desk: Desk, actor: Actor, dossier_id: str, list_: str, item: str) -> Changed:
    """Raises Refused: people.not-allowed, dossier.unknown, and what `items.put_back` refuses."""
    return _act(desk, actor, dossier_id, lambda t: items.put_back(t.dossier, t.checklist, list_, item))


def _act(desk: Desk, actor: Actor, dossier_id: str, decide: Callable[[Turn], tuple[Fact, ...]]) -> Changed:
    with turn(desk, actor, dossier_id, Permission.ANSWER_WRITE) as t:
        before = t.sight
        t.record(*decide(t))
    return Changed(before, t.sight)
