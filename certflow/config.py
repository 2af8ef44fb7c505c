"""The settings: read once from the environment, typed, every problem told together.

`CERTFLOW_NAME_FILE` reads the secret `CERTFLOW_NAME` from a file. Nothing below `app.py` reads the environment.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

Value = TypeVar("Value")
Raw = TypeVar("Raw")

ROOT = Path(__file__).resolve().parent.parent

MEGABYTE = 1_000_000
SHORTEST_SECRET = 32


class Misconfigured(Exception):
    """Settings that cannot be used; the text lists all of them, each with what would make it right."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that differs from one installation to the next.

    data               the one folder that we write to: database, evidence, records, keys
    database_url       SQLAlchemy URL; a SQLite file under `data` unless told
    checklists         folder of `<id>/<edition>.yaml`
    secret_key         signs what a browser keeps for us; made at first start unless given
    host, port         where `serve` listens
    public_url         where people reach us; decides secure cookies and goes into links, no slash at the end
    workers            processes that answer requests
    seal_pkcs12        the sealing key; a local one is made under `data` unless given
    seal_passphrase    opens that file
    seal_pkcs11        library of a token (PKCS#11) that holds the sealing key; then also:
    seal_token         label of the token
    seal_key           label of the key in it
    seal_pin           opens the token
    seal_certificates  PEM: the seal's certificate, those above it, its root
    trusted_proxy      address of the proxy whose X-Forwarded-* headers we believe
    tsa_url            time-stamp service (RFC 3161); without one a record carries our own time only
    tsa_roots          root certificates (PEM) of the authorities whose time-stamps count
    seal_level         level of PAdES that records get with a time-stamp service: B-T, B-LT or B-LTA
    session_idle       signed out after this long without a request
    session_absolute   signed out after this long whatever happens
    upload_limit_bytes largest file taken as evidence
    accredited         the highest classification of content that may be put in here
    instance           names this installation in its ledger's checkpoints
    """

    data: Path
    database_url: str = field(repr=False)  # may hold a password
    checklists: Path
    given_secret_key: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    workers: int = 2
    seal_pkcs12: Path | None = None
    seal_passphrase: str | None = field(default=None, repr=False)
    seal_pkcs11: Path | None = None
    seal_token: str = ""
    seal_key: str = ""
    seal_pin: str | None = field(default=None, repr=False)
    seal_certificates: Path | None = None
    trusted_proxy: str | None = None
    tsa_url: str | None = None
    tsa_roots: Path | None = None
    seal_level: str = "B-LTA"
    session_idle: timedelta = timedelta(minutes=30)
    session_absolute: timedelta = timedelta(hours=12)
    upload_limit_bytes: int = 50 * MEGABYTE
    accredited: str = "unclassified"
    instance: str = "certflow"

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def secret_key(self) -> str:
        """The given key, else the one that the first start left in the data folder."""
        return self.given_secret_key or _kept_secret(self.data_folder() / "secret-key")

    def data_folder(self) -> Path:
        """The data folder, made on first use; nobody else on the machine may look inside."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.data


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """The settings of this process; touches nothing. Raises Misconfigured with all problems."""
    reader = _Reader(os.environ if environment is None else environment)
    data = reader.path("DATA", Path("var"))
    host = reader.text("HOST", "127.0.0.1")
    port = reader.number("PORT", 8000, 1, 65_535)
    seen_as = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    config = Config(
        data=data,
        database_url=reader.secret("DATABASE_URL", _database_url) or f"sqlite:///{data / 'certflow.sqlite'}",
        checklists=reader.path("CHECKLISTS", ROOT / "checklists"),
        given_secret_key=reader.secret("SECRET_KEY", _long_enough),
        host=host,
        port=port,
        public_url=reader.read("PUBLIC_URL", _web_address, f"http://{seen_as}:{port}"),
        workers=reader.number("WORKERS", 2, 1, 64),
        seal_pkcs12=reader.file("SEAL_PKCS12_FILE"),
        seal_passphrase=reader.secret("SEAL_PASSPHRASE", str),
        seal_pkcs11=reader.file("SEAL_PKCS11_MODULE"),
        seal_token=reader.text("SEAL_PKCS11_TOKEN", ""),
        seal_key=reader.text("SEAL_PKCS11_KEY", ""),
        seal_pin=reader.secret("SEAL_PKCS11_PIN", str),
        seal_certificates=reader.file("SEAL_CERTIFICATES_FILE"),
        trusted_proxy=reader.read("TRUSTED_PROXY", str, None),
        tsa_url=reader.read("TSA_URL", _web_address, None),
        tsa_roots=reader.file("TSA_ROOTS_FILE"),
        seal_level=reader.read("SEAL_LEVEL", _seal_level, "B-LTA"),
        session_idle=timedelta(minutes=reader.number("SESSION_IDLE_MINUTES", 30, 1, 1440)),
        session_absolute=timedelta(hours=reader.number("SESSION_ABSOLUTE_HOURS", 12, 1, 168)),
        upload_limit_bytes=reader.number("UPLOAD_LIMIT_MB", 50, 1, 2000) * MEGABYTE,
        accredited=reader.read("ACCREDITED", _classification, "unclassified"),
        instance=reader.read("INSTANCE", _one_word, "certflow"),
    )
    if config.seal_pkcs11 and not (config.seal_token and config.seal_key and config.seal_certificates):
        reader.tell(
            "CERTFLOW_SEAL_PKCS11_MODULE needs CERTFLOW_SEAL_PKCS11_TOKEN, CERTFLOW_SEAL_PKCS11_KEY and "
            "CERTFLOW_SEAL_CERTIFICATES_FILE beside it."
        )
    reader.finish()
    return config


class _Reader:
    """Reads settings one by one and keeps what is wrong with them until the end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._asked: set[str] = set()
        self._problems: list[str] = []

    def read(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        """One setting; the default where it is absent, empty or wrong."""
        raw = self._raw(name).strip()
        return self._parsed(name, raw, parse, default) if raw else default

    def text(self, name: str, default: str) -> str:
        """A setting that may be any text."""
        return self.read(name, str, default)

    def path(self, name: str, default: Path) -> Path:
        """A place on disk, absolute from here on: later a process may run elsewhere."""
        return self.read(name, Path, default).expanduser().absolute()

    def file(self, name: str) -> Path | None:
        """A file that must be there."""
        return self.read(name, _existing, None)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within limits."""
        return self.read(name, lambda raw: _whole(raw, least, most), default)

    def secret(self, name: str, parse: Callable[[str], str]) -> str | None:
        """The secret itself, or the content of the file that `NAME_FILE` points to."""
        given, file = self.read(name, parse, None), self.file(f"{name}_FILE")
        if given and file:
            self._problems.append(f"CERTFLOW_{name} and CERTFLOW_{name}_FILE are both set. Keep one of them.")
        if file is None:
            return given
        return self._parsed(f"{name}_FILE", file, lambda path: parse(_content(path)), None)

    def tell(self, problem: str) -> None:
        """Something wrong with several settings taken together."""
        self._problems.append(problem)

    def finish(self) -> None:
        """Tell everything that was wrong; also a setting that nobody reads, which is most often a slip."""
        for name in sorted(self._environment):
            if name.startswith("CERTFLOW_") and name not in self._asked and not name.startswith("CERTFLOW_TEST_"):
                near = get_close_matches(name, self._asked, n=1)
                self._problems.append(f"{name} is no setting." + (f" Nearest: {near[0]}." if near else ""))
        if self._problems:
            raise Misconfigured(tuple(self._problems))

    def _raw(self, name: str) -> str:
        self._asked.add(f"CERTFLOW_{name}")
        return self._environment.get(f"CERTFLOW_{name}", "")

    def _parsed(self, name: str, raw: Raw, parse: Callable[[Raw], Value], default: Value) -> Value:
        try:
            return parse(raw)
        except (ValueError, OSError) as problem:
            self._problems.append(f"CERTFLOW_{name} {problem}")
            return default


def _whole(raw: str, least: int, most: int) -> int:
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise ValueError(f"is '{raw}'. Give a whole number from {least} to {most}.")
    return int(raw)


def _web_address(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError(f"is '{raw}'. Give an address such as https://certflow.example.org.")
    return raw.rstrip("/")


def _classification(raw: str) -> str:
    levels = ("unclassified", "restricted", "confidential", "secret", "top_secret")
    if raw not in levels:
        raise ValueError(f"must be one of {', '.join(levels)}")
    return raw


def _seal_level(raw: str) -> str:
    if raw not in {"B-T", "B-LT", "B-LTA"}:
        raise ValueError(f"is '{raw}'. Give B-T, B-LT or B-LTA; without a time-stamp service the level is B-B.")
    return raw


def _database_url(raw: str) -> str:
    """Two kinds of database; the address may hold a password, so it is never repeated."""
    scheme, colon, rest = raw.partition("://")
    kind = scheme.partition("+")[0]
    if not colon or kind not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("is no address of SQLite (sqlite:////folder/file) or PostgreSQL (postgresql://host/database).")
    return raw if kind == "sqlite" else f"postgresql+psycopg://{rest}"


def _one_word(raw: str) -> str:
    # A signed note names its origin on a line of its own, without spaces or plus signs (C2SP signed-note).
    if len(raw.split()) != 1 or "+" in raw or not raw.isprintable():
        raise ValueError(f"is '{raw}'. Give one word without '+', such as certflow.example.org.")
    return raw


def _long_enough(raw: str) -> str:
    if len(raw) < SHORTEST_SECRET:
        raise ValueError(f"is shorter than {SHORTEST_SECRET} characters. Make one: openssl rand -hex 32")
    return raw


def _existing(raw: str) -> Path:
    path = Path(raw).expanduser().absolute()
    if not path.is_file():
        raise ValueError(f"names {path}, where no file is.")
    return path


def _content(path: Path) -> str:
    content = path.read_text(encoding="utf-8").strip()
    if not content:
        raise ValueError(f"names {path}, which is empty.")
    return content


def _kept_secret(path: Path) -> str:
    """The secret in this file; made, for our eyes only, by whoever comes first."""
    if not path.exists():
        mine = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SHORTEST_SECRET))
        # A link appears whole or not at all, and never replaces what another process put there first.
        with suppress(FileExistsError):
            os.link(mine, path)
        mine.unlink()
    return _content(path)
