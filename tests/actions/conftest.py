"""One office for each test, on each kind of database; and one that waits for its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.office import Office, open_office


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Office]:
    office = open_office(database, tmp_path)
    yield office
    office.desk.engine.dispose()


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Typefaces, unpacked once."""
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture
def closed_office(database: str, tmp_path: Path, fonts: Path) -> Iterator[Office]:
    """With a closed dossier, so one record is asked for."""
    office = open_office(database, tmp_path)
    (office.desk.config.data / "fonts").symlink_to(fonts)
    office.finish()
    office.close()
    yield office
    office.desk.engine.dispose()
