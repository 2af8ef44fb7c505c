"""What tests get from the machine: databases and a browser.

A test that takes `database` runs twice, on an empty SQLite and on an empty PostgreSQL; `sqlite` and `postgresql`
give one of them. All three are SQLAlchemy URLs. The PostgreSQL is a real one, shared by one run. `browser` is a real
Chromium; take a fresh context of it (`browser.new_context()`) for each person.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.equipment import chromium, missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: no sandbox, since CI runs as root; and no talk with anybody but our own server
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

HELD = pytest.StashKey[ExitStack]()
SERVER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """With several workers the one that hands out the tests also holds the one server."""
    config.stash[HELD] = ExitStack()
    handed = getattr(config, "workerinput", None)
    if handed is not None:
        config.stash[SERVER] = handed["postgresql"]
    elif getattr(config.option, "numprocesses", None):
        _start(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker where the server is."""
    node.workerinput["postgresql"] = node.config.stash[SERVER]  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server with the run."""
    config.stash[HELD].close()


def _start(config: pytest.Config) -> str:
    """URL of the server of this run, or why there is none."""
    if SERVER not in config.stash:
        try:
            config.stash[SERVER] = config.stash[HELD].enter_context(postgres.server())
        except postgres.NoPostgres as why:
            config.stash[SERVER] = f"none: {why}"
    return config.stash[SERVER]


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'certflow.sqlite'}"


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    url = _start(request.config)
    if url.startswith("none: "):
        missing("PostgreSQL", f"On Debian: apt-get install postgresql ({url.removeprefix('none: ')})")
    with postgres.fresh_database(url) as fresh:
        yield fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """URL of an empty database, once per kind we support."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for a file: while it runs, nothing else in this process may start an event loop."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_OPTIONS))
        yield running
        running.close()
