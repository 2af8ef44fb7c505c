"""Connections: how a turn begins, what it may rely on, and which troubles of the database people are told.

A process that forks connects again in the child; connections do not survive a fork.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, OperationalError

from certflow.domain.refusal import Refused

#: how long a turn waits for another one to end
WAIT_S: Final = 10

#: the first SQLite whose write-ahead log cannot lose a commit on a reset (https://sqlite.org/wal.html, "WAL-reset bug")
SAFE_WAL: Final = (3, 51, 3)

#: one per database: PostgreSQL's way for turns to queue, as SQLite's BEGIN IMMEDIATE does
_TURN = 0x63657274  # "cert"

#: result codes of SQLite (https://sqlite.org/rescode.html)
_SQLITE_FULL, _SQLITE_BUSY, _SQLITE_AWAY = 13, {5, 6}, {3, 8, 14, 23}
#: SQLSTATEs of PostgreSQL; a connection that fails before the server speaks has none
_PG_FULL = "53100"
_PG_BUSY = {"55P03", "40001", "40P01"}
_PG_AWAY = {"08000", "08001", "08003", "08004", "08006", "28000", "28P01", "3D000", "53300", "57P01", "57P02", "57P03"}


def sqlite() -> ModuleType:
    """The newest SQLite at hand: the one pysqlite3 brings, else Python's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL lets readers and a writer work side by side, but only where it is safe."""
    return "wal" if version >= SAFE_WAL else "delete"


def connect(url: str, wait_s: int = WAIT_S) -> Engine:
    """The database at `url`: sqlite:///path or postgresql://…; nothing is opened before the first turn."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _sqlite(where, wait_s)
    if where.get_backend_name() == "postgresql":
        return _postgresql(where.set(drivername="postgresql+psycopg"), wait_s)
    raise Refused("storage.unknown-database", kind=where.get_backend_name())


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One turn: alone on the ledger, all or nothing, durable when it ends without an exception.

    Turns stand in one order on either database, so what a turn reads is still true when it ends.
    Raises Refused: storage.full, storage.busy, storage.away.
    """
    with _told(), engine.connect() as raw:
        conn = raw.execution_options(turn=True)
        with conn.begin():
            if engine.dialect.name == "postgresql":
                # READ COMMITTED on purpose: each statement after the lock sees all that earlier turns wrote. A
                # snapshot isolation level would be as old as this very statement, from before the wait.
                conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
            yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One unchanging view of everything, however many statements look at it.

    Raises Refused: storage.busy, storage.away.
    """
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _told(), engine.connect() as raw:
        conn = raw.execution_options(**options)
        with conn.begin():
            yield conn


def in_turn(conn: Connection) -> bool:
    """Whether `conn` comes from `writing`."""
    return bool(conn.get_execution_options().get("turn"))


def told(trouble: DBAPIError) -> Refused | None:
    """What people are told of a trouble that is no mistake of ours; None for all others."""
    original = trouble.orig
    code = (getattr(original, "sqlite_errorcode", None) or 0) & 0xFF  # the lower byte is the primary result code
    state: str | None = getattr(original, "sqlstate", None)
    if code == _SQLITE_FULL or state == _PG_FULL:
        return Refused("storage.full")
    if code in _SQLITE_BUSY or state in _PG_BUSY:
        return Refused("storage.busy")
    if code in _SQLITE_AWAY or state in _PG_AWAY or (not code and not state and isinstance(trouble, OperationalError)):
        return Refused("storage.away")
    if isinstance(trouble, DataError) and "NUL" in str(original):
        return Refused("text.unreadable")
    return None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as trouble:
        refused = told(trouble)
        if refused is None:
            raise
        raise refused from trouble
    except UnicodeEncodeError as half:  # half a character, in something that was looked for
        raise Refused("text.unreadable") from half


def _sqlite(where: URL, wait_s: int) -> Engine:
    module = sqlite()
    engine = create_engine(where, module=module, connect_args={"timeout": wait_s})
    mode = journal_mode(module.sqlite_version_info)

    @event.listens_for(engine, "do_connect")
    def keep_to_ourselves(*_given: object) -> None:
        """SQLite would make its file readable by everybody; its journals take after the file."""
        path = where.database
        if path and path != ":memory:" and not path.startswith("file:"):
            with suppress(OSError):  # it is there already, or SQLite will say better what is wrong with the place
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            "mmap_size = 0",  # a failing disk is an error code, not a crash
            "secure_delete = ON",  # what is erased is overwritten
            "trusted_schema = OFF",
            "cell_size_check = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] not in (mode, "memory"):
            connection.execute(f"PRAGMA journal_mode = {mode}")

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        # A turn takes the write lock before it reads: a later upgrade of a read lock could only fail.
        conn.exec_driver_sql("BEGIN IMMEDIATE" if in_turn(conn) else "BEGIN")

    return engine


def _postgresql(where: URL, wait_s: int) -> Engine:
    engine = create_engine(where, pool_pre_ping=True, connect_args={"connect_timeout": wait_s})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = '{wait_s}s'")
        # Where the server was told not to wait for its disk, we still do: acknowledged is durable.
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false) "
            "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
        )
        connection.commit()

    return engine
