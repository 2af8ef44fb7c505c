"""Make every read model again from the facts."""

from __future__ import annotations

from sqlalchemy import Connection

from certflow.storage import entries, project


def rebuild(conn: Connection) -> int:
    """Clear the read models and replay the whole ledger; how many entries there were. All in the caller's turn."""
    project.clear(conn)
    count = 0
    for entry in entries.every(conn):
        project.project(conn, entry)
        count += 1
    return count
