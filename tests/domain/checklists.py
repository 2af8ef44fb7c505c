"""Checklists for tests: the example that authors learn from, and small ones made for one question."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from textwrap import indent

from certflow.domain.checklist import Checklist, Problem, Problems, read_checklist

README = Path(__file__).parents[2] / "checklists" / "README.md"

HEAD = """\
checklist: small
edition: "1"
status: draft
title: Small
publisher: us
authority: none
licence: CC0-1.0
documents: {rules: {title: Rules}}
reviews: {one: {roles: [technical_reviewer]}}
review: one
"""


def example_text() -> str:
    """The example of checklists/README.md."""
    found = re.search(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found, "checklists/README.md has no example"
    return found[1]


def fleet_text() -> str:
    """The example of checklists/README.md with several aircraft."""
    found = re.search(r"```yaml\n(checklist: fleet\n.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found, "checklists/README.md has no example with lists"
    return found[1]


def written(*lines: str) -> str:
    """The file of checklists/README.md that begins with these lines."""
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    start = "".join(f"{line}\n" for line in lines)
    return next(block for block in blocks if block.startswith(start))


def example() -> Checklist:
    return read_checklist(example_text().encode())


@cache
def fleet() -> Checklist:
    return read_checklist(fleet_text().encode())


def small(questions: str, more: str = "", step: str = "") -> Checklist:
    """A checklist with one step that asks `questions`; `more` adds parts, `step` adds to the step."""
    text = (
        f"{HEAD}sections:\n- id: one\n  title: One\n  steps:\n"
        "  - id: base\n    title: Base\n    source: S.1\n    text: Do.\n"
        f"{indent(step, '    ')}\n    questions:\n{indent(questions.strip(), '      ')}\n{more}\n"
    )
    return read_checklist(text.encode())


def problems_of(text: str) -> tuple[Problem, ...]:
    """What is wrong with a file; nothing where it is clean."""
    try:
        read_checklist(text.encode())
    except Problems as problems:
        return problems.found
    return ()
