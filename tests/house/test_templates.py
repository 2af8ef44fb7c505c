"""Every template is drawn by somebody, and no page holds script or style of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from certflow.config import ROOT
from tests.house.code import modules

TEMPLATES = ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html"))

INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)[^>]*>|\bstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)


def is_named(template: Path) -> bool:
    """Whether code or another template says its name; paper's parts are named without their folder."""
    names = (template.as_posix(), template.name.removeprefix("_").removesuffix(".html"))
    texts = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES) != template]
    texts += [(ROOT / module.path).read_text("utf-8") for module in modules()]
    wanted = names if template.parts[0] == "paper" else names[:1]
    return any(f'"{name}"' in text for text in texts for name in (*wanted, template.name))


@pytest.mark.parametrize("template", PAGES, ids=str)
def test_no_template_is_an_orphan(template: Path) -> None:
    assert is_named(template)


@pytest.mark.parametrize("template", [page for page in PAGES if page.parts[0] != "paper"], ids=str)
def test_no_page_holds_script_or_style(template: Path) -> None:
    """The browser is told to run and apply nothing inline (Content-Security-Policy), so it would be dead at best."""
    text = re.sub(r"\{#.*?#\}", "", (TEMPLATES / template).read_text("utf-8"), flags=re.DOTALL)

    assert [text[: found.start()].count("\n") + 1 for found in INLINE.finditer(text)] == []
