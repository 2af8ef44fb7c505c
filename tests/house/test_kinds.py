"""A kind of question is one row in three places of the same name."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader

from certflow.config import ROOT
from certflow.domain.checklist.questions import Kind
from certflow.web import fields

KINDS = {kind.value for kind in Kind}


def test_every_kind_is_drawn() -> None:
    drawn = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True).get_template("parts/fields.html")

    assert set(drawn.module.kinds) >= KINDS  # type: ignore[attr-defined]


def test_every_kind_becomes_a_field() -> None:
    assert set(fields.KINDS) == KINDS
