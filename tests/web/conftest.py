"""The real application around an office of invented people, and a browser for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from certflow.app import make_app
from tests.actions.office import PASSWORD, Office, email_of, open_office
from tests.web.browser import Browser


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    office = open_office(sqlite, tmp_path)
    yield office
    office.desk.engine.dispose()


@pytest.fixture
def app(office: Office) -> Flask:
    return make_app(office.desk)


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Nobody in particular."""
    return Browser(app)


@pytest.fixture
def browser(app: Flask) -> Callable[[str], Browser]:
    """A browser in which the person of this name has signed in."""

    def signed_in(name: str) -> Browser:
        return Browser(app).sign_in(email_of(name), PASSWORD)

    return signed_in
