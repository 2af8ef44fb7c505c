"""Checklists, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from certflow.domain.checklist import Checklist
from certflow.domain.checklist.model import LevelRow
from certflow.web.pages import ChecklistPage, ChecklistRow, ChecklistsPage, ChecklistStep
from certflow.web.showing.derivation import joint_of
from certflow.web.showing.heads import checklist_name
from certflow.web.showing.links import cited, short
from certflow.web.showing.states import codes
from certflow.web.words import Words


def checklists_page(checklists: Iterable[Checklist], words: Words) -> ChecklistsPage:
    return ChecklistsPage(
        tuple(
            ChecklistRow(
                title=words.passage(each.title),
                edition=checklist_name(each),
                href=url_for("checklists.one", id=each.id, edition=each.edition),
                publisher=each.publisher,
                status=each.status,
                steps=len(each.steps),
                questions=len(each.questions),
                digest=each.digest,
            )
            for each in sorted(checklists, key=lambda each: (each.id, each.edition))
        )
    )


def checklist_page(checklist: Checklist, words: Words) -> ChecklistPage:
    """One edition: its facts, then every step with its level in each column of the printed table."""
    _ = words.gettext
    joint = joint_of(checklist)
    columns = _columns(checklist, joint)
    facts = (
        (_("Publisher"), checklist.publisher),
        (_("Authority"), checklist.authority),
        (_("Source"), cited(checklist.source)),
        (_("In force since"), checklist.effective or ""),
        (_("Licence"), checklist.licence),
        (_("Languages"), ", ".join(checklist.languages)),
    )
    return ChecklistPage(
        title=words.passage(checklist.title),
        edition=checklist_name(checklist),
        status=checklist.status,
        facts=tuple((name, value) for name, value in facts if value),
        sections=tuple(
            (words.passage(section.title), tuple(_step(checklist, step, columns, words) for step in section.steps))
            for section in checklist.sections
        ),
        digest=checklist.digest,
        columns=columns,
        columns_label=short(checklist.derived[joint].title, words) if joint else "",
    )


def _columns(checklist: Checklist, joint: str | None) -> tuple[str, ...]:
    rows = (step.level for step in checklist.steps.values())
    return next((tuple(row.levels) for row in rows if isinstance(row, LevelRow) and row.by == joint), ())


def _step(checklist: Checklist, id: str, columns: tuple[str, ...], words: Words) -> ChecklistStep:
    step = checklist.steps[id]
    row = step.level if isinstance(step.level, LevelRow) else None
    return ChecklistStep(
        code=codes(checklist)[id],
        title=words.passage(step.title),
        text=words.passage(step.text),
        source=cited(step.source),
        levels=tuple(row.levels.get(column, "") for column in columns) if row else (),
    )
