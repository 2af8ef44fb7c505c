"""The database itself keeps the ledger append-only, whoever writes to it.

`remake` runs after every migration: Alembic's way of changing a table on SQLite copies it, and loses its triggers.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect

from certflow.storage.tables import APPEND_ONLY, opening

#: table → when a row of it may be added; `new` is the row
_MAY_ADD = {
    "entry": "new.seq = (SELECT coalesce(max(seq), 0) + 1 FROM entry)",
    "node": "new.seq = (SELECT max(seq) FROM entry)",
    "checkpoint": "new.size <= (SELECT max(seq) FROM entry)",
    "opening": "new.seq = (SELECT max(seq) FROM entry)",
}

# The primary key is compared too, because REPLACE deletes the old row without firing a delete trigger.
_KEY = {"node": ("seq", "level"), "checkpoint": ("size",), "opening": ("seq", "field")}


def remake(conn: Connection) -> None:
    """Drop and make every trigger of ours."""
    there = set(inspect(conn).get_table_names())
    make = _sqlite if conn.dialect.name == "sqlite" else _postgresql
    for statement in make(there):
        conn.exec_driver_sql(statement)


def _forbidden() -> Iterator[tuple[str, str]]:
    for table in APPEND_ONLY:
        yield table.name, "UPDATE"
        yield table.name, "DELETE"
    yield opening.name, "UPDATE"


def _sqlite(there: set[str]) -> Iterator[str]:
    for table, act in _forbidden():
        if table in there:
            name = f"{table}_no_{act.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for table, condition in _MAY_ADD.items():
        if table in there:
            keys = " AND ".join(f"{key} = new.{key}" for key in _KEY.get(table, ()))
            again = f" OR EXISTS (SELECT 1 FROM {table} WHERE {keys})" if keys else ""
            yield f"DROP TRIGGER IF EXISTS {table}_in_order"
            yield (
                f"CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} WHEN ({condition}) IS NOT TRUE{again} "
                f"BEGIN SELECT RAISE(ABORT, '{table} grows only at its end'); END"
            )


def _postgresql(there: set[str]) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION certflow_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    for table, act in _forbidden():
        if table in there:
            yield from _postgresql_trigger(table, f"no_{act.lower()}", f"BEFORE {act}", "ROW", "certflow_append_only")
    for table in sorted({table for table, _ in _forbidden()} & there):
        yield from _postgresql_trigger(table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT", "certflow_append_only")
    for table, condition in _MAY_ADD.items():
        if table in there:
            yield (
                f"CREATE OR REPLACE FUNCTION certflow_{table}_in_order() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{table} grows only at its end'; END IF; "
                "RETURN new; END $$"
            )
            yield from _postgresql_trigger(table, "in_order", "BEFORE INSERT", "ROW", f"certflow_{table}_in_order")


def _postgresql_trigger(table: str, name: str, when: str, each: str, function: str) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}"
    yield f"CREATE TRIGGER {table}_{name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
