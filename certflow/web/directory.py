"""Names of organisations and people, read once for each request."""

from __future__ import annotations

from typing import cast

from flask import g

from certflow.actions import dossiers
from certflow.domain.people import Directory
from certflow.web.context import desk


def directory() -> Directory:
    """Everybody certflow knows."""
    if "directory" not in g:
        g.directory = dossiers.directory(desk())
    return cast(Directory, g.directory)


def organisation_name(organisation: str) -> str:
    """The organisation's name; its id where it has none."""
    known = directory().organisations.get(organisation)
    return known.name if known else organisation
