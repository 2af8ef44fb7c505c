"""The database itself refuses to change the ledger, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from certflow.storage import check, checkpoints, schema
from certflow.storage.database import connect, reading, writing
from certflow.storage.tables import checkpoint, entry, node, opening
from tests.storage.facts import START, ready, story, tell
from tests.storage.test_check import KEY, PRIVATE

LENGTH = len(story())

CHANGES = {
    "change an entry": update(entry).values(kind="AnswerGiven"),
    "remove an entry": delete(entry).where(entry.c.seq == LENGTH),
    "change a node": update(node).values(level=node.c.level),
    "remove a node": delete(node),
    "change a checkpoint": update(checkpoint).values(note="x"),
    "remove a checkpoint": delete(checkpoint),
    "change what was typed": update(opening).values(value=b"x"),
    "leave a gap": insert(entry).values(seq=LENGTH + 2, kind="x", body=b"", leaf=b""),
    "write an entry again": insert(entry).values(seq=LENGTH, kind="x", body=b"", leaf=b""),
    "add a node to an old entry": insert(node).values(seq=3, level=7, hash=b""),
    "add an opening to an old entry": insert(opening).values(seq=3, field="reason", salt=b"", value=b""),
    "sign what is not there": insert(checkpoint).values(size=LENGTH + 1, note="x", at=START),
}

REPLACEMENTS = [
    f"INSERT OR REPLACE INTO entry SELECT seq, dossier, revision, 'x', body, leaf FROM entry WHERE seq = {LENGTH}",
    f"INSERT OR REPLACE INTO node SELECT seq, level, x'00' FROM node WHERE seq = {LENGTH}",
    "INSERT OR REPLACE INTO checkpoint SELECT size, 'x', at FROM checkpoint",
    f"INSERT OR REPLACE INTO opening SELECT seq, field, salt, x'00' FROM opening WHERE seq = {LENGTH - 2}",
    "UPDATE OR REPLACE entry SET seq = seq + 1 WHERE seq = 1",
]


def told(url: str) -> Engine:
    engine = ready(url)
    tell(engine)
    with writing(engine) as conn:
        checkpoints.sign(conn, KEY, PRIVATE.sign, START)
    return engine


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to(database: str, change: str):
    engine = told(database)

    with pytest.raises(DBAPIError, match=r"append-only|only at its end"), writing(engine) as conn:
        conn.execute(CHANGES[change])

    with reading(engine) as conn:
        assert check.check(conn) is None


@pytest.mark.parametrize("replacement", REPLACEMENTS)
def test_sqlite_replaces_nothing_either(sqlite: str, replacement: str):
    engine = told(sqlite)

    with pytest.raises(DBAPIError, match=r"append-only|only at its end"), writing(engine) as conn:
        conn.execute(text(replacement))


@pytest.mark.parametrize("table", ["entry", "node", "checkpoint", "opening"])
def test_postgresql_does_not_truncate_it(postgresql: str, table: str):
    engine = told(postgresql)

    with pytest.raises(DBAPIError, match="append-only"), writing(engine) as conn:
        conn.execute(text(f"TRUNCATE {table} CASCADE"))


def test_the_guards_are_there_again_after_every_upgrade(database: str):
    """Alembic's batch mode copies a table on SQLite and silently loses its triggers."""
    engine = told(database)
    with writing(engine) as conn:
        on = " ON entry" if conn.dialect.name == "postgresql" else ""
        conn.execute(text(f"DROP TRIGGER entry_no_delete{on}"))

    schema.upgrade(engine)

    with pytest.raises(DBAPIError, match="append-only"), writing(engine) as conn:
        conn.execute(delete(entry))


def test_the_applications_role_can_add_but_neither_change_nor_take_down_the_guards(postgresql: str):
    engine = ready(postgresql)
    role = f"app_{engine.url.database}"
    with writing(engine) as conn:
        conn.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD '{role}'"))
        schema.grant(conn, role)
    theirs = connect(engine.url.set(username=role, password=role).render_as_string(hide_password=False))
    try:
        tell(theirs)
        with reading(theirs) as conn:
            assert conn.scalar(select(text("current_user"))) == role
            schema.require_newest(conn)
        for forbidden in (
            "UPDATE entry SET kind = kind",
            "DELETE FROM node",
            "TRUNCATE checkpoint",
            "ALTER TABLE entry DISABLE TRIGGER ALL",
            "DROP TRIGGER entry_no_update ON entry",
            "CREATE OR REPLACE FUNCTION certflow_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "UPDATE opening SET value = value",
            "DROP TABLE entry",
            "UPDATE alembic_version SET version_num = '0'",
        ):
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), writing(theirs) as conn:
                conn.execute(text(forbidden))
    finally:
        theirs.dispose()
        with writing(engine) as conn:
            conn.execute(text(f"DROP OWNED BY {role}"))
            conn.execute(text(f"DROP ROLE {role}"))
