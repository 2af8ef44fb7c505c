"""Dossiers: open one, find one, see one, close one, read its history."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.actions.desk import Desk, Sight, see, see_entries, see_many, see_then, turn, write
from certflow.domain import closing
from certflow.domain.dossier import Dossier
from certflow.domain.entry import By, Entry
from certflow.domain.people import Actor, Directory, Permission, may, role_for
from certflow.domain.refusal import Refused
from certflow.storage import database, people
from certflow.storage.dossiers import DossierRow, visible_to

__all__ = [
    "DossierRow",
    "close",
    "directory",
    "find",
    "history",
    "look_over",
    "open_dossier",
    "reopen",
    "see",
    "see_then",
]


def open_dossier(desk: Desk, actor: Actor, checklist: str, edition: str, title: str, parties: Mapping[str, str]) -> str:
    """Open a dossier on an edition. parties: organisation → the part it plays. Gives the new dossier's id.

    Raises Refused: people.not-allowed, checklist.unknown, organisation.unknown, and what domain/closing.py refuses.
    """
    by = By.of(actor, role_for(actor, Permission.DOSSIER_OPEN))
    chosen = desk.library.get(checklist, edition)
    dossier = Dossier(desk.new_id())
    facts = closing.open_dossier(dossier, chosen, title, parties, actor)
    with database.writing(desk.engine) as conn:
        unknown = sorted(set(parties) - set(people.directory(conn).organisations))
        if unknown:
            raise Refused("organisation.unknown", organisations=unknown)
        for fact in facts:
            write(desk, conn, dossier.id, fact, by)
    return dossier.id


def find(desk: Desk, actor: Actor, before: int | None = None) -> tuple[DossierRow, ...]:
    """The dossiers this person may see, newest change first. before: `changed_seq` of the last row already shown."""
    if not may(actor, Permission.DOSSIER_SEE):
        return ()
    with database.reading(desk.engine) as conn:
        return visible_to(conn, actor.organisation, before=before)


def look_over(
    desk: Desk, actor: Actor, most: int, before: int | None = None
) -> tuple[tuple[DossierRow, ...], dict[str, Sight | Refused]]:
    """The same, at most so many and one more if there is one; and each looked into, or why it cannot be read now."""
    if not may(actor, Permission.DOSSIER_SEE):
        return (), {}
    with database.reading(desk.engine) as conn:
        rows = visible_to(conn, actor.organisation, limit=most + 1, before=before)
        return rows, see_many(desk, conn, actor, {row.id: row.revision for row in rows[:most]})


def directory(desk: Desk) -> Directory:
    """Everybody certflow knows; pages name organisations and people by it."""
    with database.reading(desk.engine) as conn:
        return desk.memory.directory(people.mark(conn), lambda: people.directory(conn))


def history(desk: Desk, actor: Actor, dossier_id: str) -> tuple[Entry, ...]:
    """Everything that happened in a dossier, in order."""
    return see_entries(desk, actor, dossier_id)


def close(desk: Desk, actor: Actor, dossier_id: str, statement: str, language: str) -> str:
    """Close the dossier and ask for its record. Gives the record's id; drawing and sealing happen outside."""
    record = desk.new_id()
    with turn(desk, actor, dossier_id, Permission.DOSSIER_CLOSE) as t:
        t.record(*closing.close(t.plan, t.dossier, statement, record, language))
    return record


def reopen(desk: Desk, actor: Actor, dossier_id: str, reason: str) -> None:
    """Open a closed dossier again; its sealed record stays what it was."""
    with turn(desk, actor, dossier_id, Permission.DOSSIER_CLOSE) as t:
        t.record(*closing.reopen(t.dossier, reason))
