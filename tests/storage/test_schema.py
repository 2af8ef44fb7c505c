"""From nothing to the newest schema, by either road, and never backwards."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from certflow.domain.refusal import Refused
from certflow.storage import database as databases
from certflow.storage import schema
from certflow.storage.database import connect, reading, writing
from certflow.storage.tables import metadata
from tests.storage.facts import ready, tell


def test_a_migrated_database_is_like_one_made_at_once(database: str):
    engine = connect(database)
    schema.create_all(engine)
    made = picture(engine)
    wipe(engine)

    schema.upgrade(engine)

    assert picture(engine) == made
    assert set(made) >= set(metadata.tables)


def picture(engine: Engine) -> dict[str, Any]:
    """Everything the schema says, triggers included."""
    with engine.connect() as conn:
        seen = inspect(conn)
        tables = {
            table: {
                "columns": [{**each, "type": str(each["type"])} for each in seen.get_columns(table)],
                "key": seen.get_pk_constraint(table),
                "foreign": sorted(seen.get_foreign_keys(table), key=str),
                "unique": sorted(seen.get_unique_constraints(table), key=str),
                "checks": sorted(seen.get_check_constraints(table), key=str),
                "indexes": sorted(seen.get_indexes(table), key=str),
            }
            for table in seen.get_table_names()
        }
        return {**tables, "triggers": triggers(conn)}


def triggers(conn: Connection) -> list[tuple[Any, ...]]:
    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid), prosrc FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname",
    }
    return [tuple(row) for row in conn.execute(text(asked[conn.dialect.name]))]


def wipe(engine: Engine) -> None:
    with engine.begin() as conn:
        metadata.drop_all(conn)
        conn.execute(text("DROP TABLE alembic_version"))


def test_every_constraint_has_a_name_of_ours(database: str):
    engine = ready(database)
    seen = inspect(engine)
    for table in metadata.tables:
        named = [seen.get_pk_constraint(table), *seen.get_foreign_keys(table), *seen.get_unique_constraints(table)]
        assert all(each["name"] and each["name"].startswith(("pk_", "fk_", "uq_")) for each in named), table


def test_the_newest_version_is_the_one_that_migrating_ends_with():
    assert ScriptDirectory(str(schema.MIGRATIONS), version_locations=[str(schema.MIGRATIONS)]).get_heads() == [
        schema.newest()
    ]


def test_upgrading_again_changes_nothing(database: str):
    engine = connect(database)
    assert schema.upgrade(engine) == (None, schema.newest())
    tell(engine)
    before = picture(engine)

    assert schema.upgrade(engine) == (schema.newest(), schema.newest())

    assert picture(engine) == before


def test_an_upgrade_that_fails_leaves_nothing_half_done(database: str):
    engine = connect(database)
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE record (something_else INTEGER)"))

    with pytest.raises(Exception, match="already exists"):
        schema.upgrade(engine)

    assert inspect(engine).get_table_names() == ["record"]


def test_several_processes_may_upgrade_at_once(database: str):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: schema.upgrade(connect(database)), range(4)))

    with reading(connect(database)) as conn:
        schema.require_newest(conn)


def test_a_newer_schema_is_left_alone(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Refused) as refused:
        schema.upgrade(engine)
    assert refused.value.code == "storage.newer-schema"
    with reading(engine) as conn, pytest.raises(Refused) as refused:
        schema.require_newest(conn)
    assert refused.value.code == "storage.schema"


def test_an_empty_database_is_told_to_migrate(database: str):
    with reading(connect(database)) as conn:
        assert schema.schema_version(conn) is None
        with pytest.raises(Refused) as refused:
            schema.require_newest(conn)
    assert refused.value.code == "storage.schema"


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(sqlite: str):
    with writing(ready(sqlite)) as conn:
        found = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "secure_delete", "trusted_schema", "journal_mode")
        }
    version = databases.sqlite().sqlite_version_info

    assert found == {
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "journal_mode": databases.journal_mode(version),
    }


def test_nobody_else_on_the_machine_can_read_the_sqlite_file(sqlite: str):
    engine = ready(sqlite)
    with writing(engine) as conn:
        conn.exec_driver_sql("DELETE FROM throttle")
        place = Path(sqlite.removeprefix("sqlite:///"))

        assert {stat.S_IMODE(each.stat().st_mode) for each in place.parent.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("version", "mode"), [((3, 40, 1), "delete"), ((3, 51, 2), "delete"), ((3, 51, 3), "wal"), ((3, 53, 4), "wal")]
)
def test_the_write_ahead_log_is_used_only_where_it_is_repaired(version: tuple[int, ...], mode: str):
    assert databases.journal_mode(version) == mode


def test_postgresql_waits_for_its_disk_whatever_the_server_was_told(postgresql: str):
    with writing(ready(postgresql)) as conn:
        assert conn.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_other_databases_are_refused():
    with pytest.raises(Refused) as refused:
        connect("mysql://somewhere/else")
    assert refused.value.code == "storage.unknown-database"
