"""Taking over from another dossier: look at what a mapping offers, choose, carry it into draft steps."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass

from certflow.actions.desk import Desk, Sight, see, turn
from certflow.actions.dossiers import find
from certflow.domain import taking_over
from certflow.domain.people import Actor, Permission
from certflow.domain.refusal import Refused
from certflow.domain.taking_over import Offer, There
from certflow.storage.dossiers import DossierRow


@dataclass(frozen=True)
class Offered:
    """What another dossier offers to one, row by row."""

    sight: Sight
    there: There
    offers: tuple[Offer, ...]


def sources(desk: Desk, actor: Actor, sight: Sight) -> tuple[DossierRow, ...]:
    """The dossiers this person may see whose edition is mapped to this one's."""
    mapped = {mapping.name for mapping in sight.checklist.mappings}
    if not mapped:
        return ()
    rows = find(desk, actor)
    return tuple(row for row in rows if f"{row.checklist}@{row.edition}" in mapped and row.id != sight.dossier.id)


def look_at(desk: Desk, actor: Actor, dossier_id: str, source_id: str) -> Offered:
    """What may be taken over. Raises Refused: dossier.unknown, take-over.no-mapping."""
    sight = see(desk, actor, dossier_id)
    there = _there(desk, actor, sight, source_id)
    offers = taking_over.offers(sight.checklist, sight.plan, sight.dossier, there, actor)
    return Offered(sight, there, offers)


def take_over(desk: Desk, actor: Actor, dossier_id: str, source_id: str, chosen: Collection[str]) -> None:
    """Carry what the chosen rows offer into this dossier's draft steps."""
    there = _there(desk, actor, see(desk, actor, dossier_id), source_id)
    names = (desk.new_id() for _ in itertools.count())
    with turn(desk, actor, dossier_id, Permission.ANSWER_WRITE) as t:
        t.record(*taking_over.take_over(t.checklist, t.plan, t.dossier, there, actor, chosen, names))


def _there(desk: Desk, actor: Actor, sight: Sight, source_id: str) -> There:
    source = see(desk, actor, source_id)
    edition = f"{source.dossier.checklist}@{source.dossier.edition}"
    mapping = next((each for each in sight.checklist.mappings if each.name == edition), None)
    if mapping is None:
        raise Refused("take-over.no-mapping", edition=edition)
    return There(source.dossier, source.checklist, mapping)
