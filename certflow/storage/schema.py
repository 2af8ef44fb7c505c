"""The schema's versions: from nothing or from an older one to this software's, or a clear no.

- `migrations/NNNN_what.py` are never edited after release.
- Migrations and the triggers after them are one transaction, on SQLite too.
- Asking for a version loads no Alembic, which would be a tenth of what starting takes; changing one does.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from certflow.domain.refusal import Refused
from certflow.storage import triggers
from certflow.storage.database import writing
from certflow.storage.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def newest() -> str:
    """The version this software works with."""
    return max(each.name[:4] for each in MIGRATIONS.glob("[0-9]*.py"))


def schema_version(conn: Connection) -> str | None:
    """The version of the database; None where nothing is set up yet."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Bring the database to the newest version; (before, after). Safe to repeat and to interrupt.

    Raises Refused: storage.newer-schema, when a newer certflow has set it up.
    """
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])
    with writing(engine) as conn:
        before = schema_version(conn)
        if before not in {None, *(each.revision for each in scripts.walk_revisions())}:
            raise Refused("storage.newer-schema", found=before, known=newest())
        context = MigrationContext.configure(
            conn,
            opts={
                # what `alembic upgrade head` does, without its command line and env.py
                "fn": lambda now, _context: scripts._upgrade_revs("head", now),
                "target_metadata": metadata,
                "render_as_batch": True,
                "transactional_ddl": True,
            },
        )
        with Operations.context(context):
            context.run_migrations()
        triggers.remake(conn)
    return before, newest()


def require_newest(conn: Connection) -> None:
    """Raises Refused: storage.schema, when the database awaits `certflow migrate` or a newer certflow."""
    if (found := schema_version(conn)) != newest():
        raise Refused("storage.schema", found=found, known=newest())


def create_all(engine: Engine) -> None:
    """The newest schema in one go, as the tables say it; a test holds it against the migrated one."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with writing(engine) as conn:
        metadata.create_all(conn)
        MigrationContext.configure(conn).stamp(ScriptDirectory(str(MIGRATIONS)), "head")
        triggers.remake(conn)


def grant(conn: Connection, role: str) -> None:
    """Give the PostgreSQL role of the running application what it needs, and no more.

    The owner of the tables migrates; the application connects as `role`, which can add to the ledger but neither
    change it nor drop the triggers.
    """
    name = conn.dialect.identifier_preparer.quote(role)
    place = conn.dialect.identifier_preparer.quote(conn.scalars(select(func.current_schema())).one())
    added = "entry", "node", "checkpoint"
    conn.exec_driver_sql(f"GRANT USAGE ON SCHEMA {place} TO {name}")
    conn.exec_driver_sql(f"GRANT SELECT, INSERT ON {', '.join(added)} TO {name}")
    conn.exec_driver_sql(f"GRANT SELECT, INSERT, DELETE ON opening TO {name}")
    others = ", ".join(sorted(set(metadata.tables) - {*added, "opening"}))
    conn.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {others} TO {name}")
    conn.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {name}")
