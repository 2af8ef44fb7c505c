"""`certflow doctor`: what is wrong with this installation, and what helps. Changes nothing."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from certflow.actions import demo
from certflow.actions.desk import keyring_of
from certflow.config import Config, Misconfigured, read_config
from certflow.domain.refusal import Refused
from certflow.opening import open_desk
from certflow.pdf.anchor import KeyUnusable, read_anchor
from certflow.pdf.keys import check_keys
from certflow.setting_up import pango
from certflow.setting_up.voice import Stuck
from certflow.storage import database, schema
from certflow.wording import sentence

#: a full disk is refused cleanly, but nobody likes to meet it
FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    what    names it
    said    how it is
    remedy  what would make it right; empty where it is right
    """

    what: str
    said: str
    remedy: str = ""


def run(arguments: list[str]) -> int:
    """Print all findings; 0 when everything is right, 1 when something is not."""
    wrong = 0
    for finding in examine():
        wrong += bool(finding.remedy)
        print(f"{'wrong' if finding.remedy else 'fine':<6} {finding.what}: {finding.said}")
        if finding.remedy:
            print(f"       → {finding.remedy}")
    print(f"\n{wrong} to put right" if wrong else "\nEverything is right.")
    return min(wrong, 1)


def examine() -> Iterator[Finding]:
    """Everything worth looking at; what rests on wrong settings waits until they are right."""
    yield Finding("Python", sys.version.split()[0])
    yield _pango()
    try:
        config = read_config()
    except Misconfigured as wrong:
        yield from (Finding("settings", problem, "Change it, then ask again.") for problem in wrong.problems)
        return
    yield Finding("settings", "can be used")
    yield data_folder(config.data)
    yield from _database(config)
    yield from keys(config)
    yield time_stamps(config)
    yield from demonstration(config)
    yield _checklists(config.checklists)


def _pango() -> Finding:
    try:
        if pango.loads(sys.executable):
            return Finding("Pango", "WeasyPrint loads it")
    except Stuck as stuck:
        return Finding("Pango", "WeasyPrint does not start", str(stuck))
    return Finding("Pango", "missing, so no record can be drawn", pango.remedy())


def data_folder(folder: Path) -> Finding:
    """Whether we can write there, others cannot look, and there is room."""
    what = f"data folder {folder}"
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if os.access(above, os.W_OK):
            return Finding(what, "will be made at the first start")
        return Finding(what, f"cannot be made, {above} is not ours", "Set CERTFLOW_DATA to a folder you own.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as trouble:
        return Finding(what, f"cannot be written ({trouble.strerror})", f"chown -R {os.geteuid()} {folder}")
    if folder.stat().st_mode & 0o077:
        return Finding(what, "others on this machine can look into it", f"chmod 700 {folder}")
    room = os.statvfs(folder)
    if (free := room.f_bavail * room.f_frsize) < FREE_BYTES:
        return Finding(what, f"only {free // 1_000_000} MB are free", "Make room on that disk.")
    return Finding(what, "ours alone, writable, with room")


def _database(config: Config) -> Iterator[Finding]:
    where = make_url(config.database_url)
    if where.get_backend_name() == "sqlite":
        yield sqlite(database.sqlite().sqlite_version_info)
        if not where.database or not Path(where.database).exists():
            yield Finding("database", "will be made at the first start")
            return
    engine = database.connect(config.database_url)
    try:
        with database.reading(engine) as conn:
            schema.require_newest(conn)
        yield Finding("database", f"at this version's schema {schema.newest()}")
    except Refused as refused:
        yield Finding("database", sentence(refused), "python3 -m certflow migrate")
    except DBAPIError as trouble:
        reason = str(trouble.orig).strip().splitlines()[0]
        yield Finding("database", f"cannot be opened: {reason}", "Start it, or change CERTFLOW_DATABASE_URL.")
    finally:
        engine.dispose()


def sqlite(version: tuple[int, ...]) -> Finding:
    """Whether this SQLite has the repair of the write-ahead log."""
    said = ".".join(map(str, version))
    if version >= database.SAFE_WAL:
        return Finding("SQLite", f"{said}, with the repair of its write-ahead log")
    return Finding(
        "SQLite",
        f"{said} may lose a commit with a write-ahead log (repaired in 3.51.3), so the slower journal is used",
        f"{sys.executable} -m pip install pysqlite3, which brings a newer SQLite; or use PostgreSQL",
    )


def keys(config: Config) -> Iterator[Finding]:
    """Whether each private key is ours alone, and all of them can be used."""
    folder = config.data / "keys"
    private = [*sorted(folder.glob("*-key.pem")), *([config.seal_pkcs12] if config.seal_pkcs12 else ())]
    private += [path for path in [config.data / "secret-key"] if path.exists()]
    for path in private:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield Finding(
                f"key {path}", f"others can read it (mode {mode:04o})", f"chmod 600 {path}; then replace the key"
            )
    if not folder.exists():
        yield Finding("keys", "will be made at the first start")
        return
    try:
        check_keys(keyring_of(config), datetime.now(UTC))
        yield Finding("keys", "the seal and the ledger key can be used")
    except KeyUnusable as unusable:
        yield Finding("keys", "cannot be used", str(unusable))


def time_stamps(config: Config) -> Finding:
    """Whether the time-stamps of the service can count: the trust anchor must name its authority."""
    what = "time-stamps"
    if config.tsa_url is None:
        return Finding(what, "no service is set, so records carry our own time only")
    try:
        named = bool(read_anchor(keyring_of(config).anchor).time_stamping)
    except KeyUnusable:  # not made yet, or told among the keys; the next start names the given roots
        named = config.tsa_roots is not None
    if named:
        return Finding(what, f"from {config.tsa_url}, whose authority the trust anchor names")
    remedy = "python3 -m certflow migrate"
    if config.tsa_roots is None:
        remedy = f"Set CERTFLOW_TSA_ROOTS_FILE to the root certificates of its authority (PEM), then: {remedy}"
    return Finding(what, f"records wait, because no authority of {config.tsa_url} is named in the trust anchor", remedy)


def demonstration(config: Config) -> Iterator[Finding]:
    """Whether others can reach data whose passwords everybody knows; nothing where the data is somebody's own."""
    if not config.data.exists():
        return
    desk = open_desk(config)
    if not demo.is_demo(desk):
        return
    what, said = "demonstration", "everybody knows the passwords of this data"
    open_to = [each for each in (config.host, urlsplit(config.public_url).hostname or "") if not loopback(each)]
    if not open_to:
        yield Finding(what, f"{said}; only this machine reaches it")
        return
    remedy = "Give CERTFLOW_DATA another folder, or take CERTFLOW_HOST and CERTFLOW_PUBLIC_URL back to 127.0.0.1."
    yield Finding(what, f"{said}, and others may reach it on {open_to[0]}", remedy)


def loopback(host: str) -> bool:
    """Whether only this machine reaches that host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _checklists(folder: Path) -> Finding:
    what = f"checklists in {folder}"
    editions = len(list(folder.glob("*/*.yaml")))
    if editions:
        return Finding(what, f"{editions} editions")
    return Finding(what, "none", "Set CERTFLOW_CHECKLISTS to the folder that holds them.")
