"""Sweeping: what came to its end while nobody acted is written down. The worker's room.

A turn writes down what ended before its own act, so a sweep only makes sure that nobody has to act for it to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import structlog

from certflow.actions.desk import Desk, Sight, look, system_turn
from certflow.domain.refusal import Refused
from certflow.domain.review import departures, validity
from certflow.storage import database, dossiers

log = structlog.get_logger()

#: how often the worker sweeps; ends are days, so this is soon enough
EVERY = timedelta(minutes=10)


@dataclass
class Sweeper:
    """What one worker knows of the dossiers: at which revision it looked, and the first end it saw there.

    A dossier is looked into again when it has changed or that end has passed, so a sweep costs one query.
    """

    desk: Desk
    seen: dict[str, tuple[int, date | None]] = field(default_factory=dict)

    def sweep(self) -> int:
        """Write down everything that has ended; in how many dossiers there was something."""
        today = self.desk.now().date()
        with database.reading(self.desk.engine) as conn:
            revisions = dossiers.revisions(conn)
        return sum(self._look_into(dossier, today) for dossier, now in revisions.items() if self._due(dossier, now))

    def _due(self, dossier: str, revision: int) -> bool:
        known, end = self.seen.get(dossier, (0, None))
        return known != revision or (end is not None and end < self.desk.now().date())

    def _look_into(self, dossier: str, today: date) -> bool:
        try:
            with database.reading(self.desk.engine) as conn:
                sight = look(self.desk, conn, dossier)
            if due := _ends(sight, today):
                with system_turn(self.desk, dossier) as t:
                    t.expire()
                    sight = t.sight
        except Refused as trouble:
            log.error("dossier not swept", dossier=dossier, reason=trouble.code)
            return False
        self.seen[dossier] = (sight.dossier.revision, _first_end(sight))
        return due


def _ends(sight: Sight, today: date) -> bool:
    end = _first_end(sight)
    return end is not None and end < today


def _first_end(sight: Sight) -> date | None:
    approvals = validity.standing_ends(sight.checklist, sight.plan, sight.dossier)
    return min((*(end.day for end in approvals.values()), *departures.last_days(sight.dossier)), default=None)
