"""Lists of matters: what waits for a decision beside the steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from certflow.storage.tables import dossier, dossier_party, matter


@dataclass(frozen=True)
class MatterRow:
    """One matter. sort: "waiver", "alternative" or "issue"; revision: the dossier's newest."""

    id: str
    dossier: str
    title: str | None
    sort: str
    step: str
    since: datetime
    revision: int


def waiting_for(conn: Connection, organisation: str, *, limit: int = 200) -> tuple[MatterRow, ...]:
    """What waits for a decision in the dossiers of `organisation`, longest waiting first."""
    wanted = (
        select(matter, dossier.c.title, dossier.c.revision)
        .join(dossier, dossier.c.dossier == matter.c.dossier)
        .join(dossier_party, dossier_party.c.dossier == matter.c.dossier)
        .where(dossier_party.c.organisation == organisation, matter.c.waiting.is_(True))
        .order_by(matter.c.since_seq)
        .limit(limit)
    )
    return tuple(
        MatterRow(row.matter, row.dossier, row.title, row.sort, row.step, row.since, row.revision)
        for row in conn.execute(wanted)
    )
