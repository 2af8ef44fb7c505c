"""Lists of cases: where steps stand in review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from certflow.storage.tables import case_state, dossier, dossier_party


@dataclass(frozen=True)
class CaseRow:
    """state: "draft", "submitted" or "approved"; person: whose act brought it there; revision: the dossier's newest."""

    dossier: str
    title: str | None
    checklist: str
    edition: str
    step: str
    state: str
    since: datetime
    since_seq: int
    person: str
    revision: int


def submitted_for(conn: Connection, organisation: str, *, limit: int = 200) -> tuple[CaseRow, ...]:
    """The steps that wait for review in the dossiers of `organisation`, longest waiting first."""
    wanted = (
        _cases()
        .join(dossier_party, dossier_party.c.dossier == case_state.c.dossier)
        .where(dossier_party.c.organisation == organisation, case_state.c.state == "submitted")
        .order_by(case_state.c.since_seq)
        .limit(limit)
    )
    return tuple(map(_case, conn.execute(wanted)))


def of_dossier(conn: Connection, name: str) -> tuple[CaseRow, ...]:
    """The steps of one dossier that were ever submitted, by id."""
    wanted = _cases().where(case_state.c.dossier == name).order_by(case_state.c.step)
    return tuple(map(_case, conn.execute(wanted)))


def _cases() -> Select[Any]:
    return select(case_state, dossier.c.title, dossier.c.checklist, dossier.c.edition, dossier.c.revision).join(
        dossier, dossier.c.dossier == case_state.c.dossier
    )


def _case(row: Row[Any]) -> CaseRow:
    return CaseRow(
        row.dossier,
        row.title,
        row.checklist,
        row.edition,
        row.step,
        row.state,
        row.since,
        row.since_seq,
        row.person,
        row.revision,
    )
