"""One office for each test, on each kind of database."""

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
