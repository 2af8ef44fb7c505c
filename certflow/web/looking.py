"""The dossier a request is about: loaded once, and known to the sentences that refuse something."""

from __future__ import annotations

from flask import g, request

from certflow.actions import dossiers
from certflow.actions.desk import Sight
from certflow.web.context import actor, desk

#: the largest number that both databases can compare a place with
MOST = 2**31


def look(dossier: str) -> Sight:
    """The dossier as it stands, for whoever may see it. Raises Refused: dossier.unknown."""
    sight = dossiers.see(desk(), actor(), dossier)
    g.checklist = sight.checklist
    return sight


def place(name: str) -> int | None:
    """A place in an order that the address names; None where it names none that there could be."""
    asked = request.args.get(name, type=int)
    return asked if asked is not None and 0 < asked < MOST else None


def look_back(now: Sight) -> Sight | None:
    """The dossier at the revision that the address names as `since`; None where it names none."""
    since = place("since")
    if since is None or not 0 < since < now.dossier.revision:
        return None
    return dossiers.see_then(desk(), actor(), now.dossier.id, since)
