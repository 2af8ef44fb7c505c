"""Lists of dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from certflow.storage.tables import dossier, dossier_party

_NEWEST = (
    select(dossier)
    .join(dossier_party, dossier_party.c.dossier == dossier.c.dossier)
    .where(dossier_party.c.organisation == bindparam("organisation"))
    .order_by(dossier.c.changed_seq.desc())
    .limit(bindparam("limit"))
)
_OLDER = _NEWEST.where(dossier.c.changed_seq < bindparam("before"))


@dataclass(frozen=True)
class DossierRow:
    """title: None once erased. stage: "open" or "closed"."""

    id: str
    title: str | None
    checklist: str
    edition: str
    stage: str
    opened_at: datetime
    changed_at: datetime
    changed_seq: int
    revision: int


def visible_to(
    conn: Connection, organisation: str, *, limit: int = 50, before: int | None = None
) -> tuple[DossierRow, ...]:
    """The dossiers in which `organisation` plays a part, newest change first.

    before   the `changed_seq` of the last row already shown; the next page follows it
    """
    given = {"organisation": organisation, "limit": limit}
    rows = conn.execute(_NEWEST, given) if before is None else conn.execute(_OLDER, {**given, "before": before})
    return tuple(
        DossierRow(
            row.dossier,
            row.title,
            row.checklist,
            row.edition,
            row.stage,
            row.opened_at,
            row.changed_at,
            row.changed_seq,
            row.revision,
        )
        for row in rows
    )


def revisions(conn: Connection) -> dict[str, int]:
    """Every dossier with its newest revision."""
    wanted = select(dossier.c.dossier, dossier.c.revision).order_by(dossier.c.dossier)
    return {row.dossier: row.revision for row in conn.execute(wanted)}


def count_visible_to(conn: Connection, organisation: str) -> int:
    wanted = select(func.count()).select_from(dossier_party).where(dossier_party.c.organisation == organisation)
    return conn.scalar(wanted) or 0


def parties(conn: Connection, name: str) -> dict[str, str]:
    """organisation → the part it plays in the dossier; empty where there is no such dossier."""
    wanted = select(dossier_party.c.organisation, dossier_party.c.party).where(dossier_party.c.dossier == name)
    return {row.organisation: row.party for row in conn.execute(wanted.order_by(dossier_party.c.organisation))}
