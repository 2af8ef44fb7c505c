"""The editions at hand, one row each."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from certflow.domain.checklist import Checklist
from certflow.web.pages import ChecklistRow, ChecklistsPage
from certflow.web.showing.heads import checklist_name
from certflow.web.words import Words


def checklists_page(checklists: Iterable[Checklist], words: Words, *, imports: bool = False) -> ChecklistsPage:
    """imports: the reader may bring in another one."""
    return ChecklistsPage(
        import_href=url_for("imports.ask") if imports else "",
        template_href=url_for("imports.workbook"),
        checklists=tuple(
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
        ),
    )
