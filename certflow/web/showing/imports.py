"""What became of a file that somebody brought in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import url_for

from certflow.domain.checklist import Checklist
from certflow.domain.exchange.report import Report
from certflow.domain.refusal import Refused
from certflow.web.pages import Error, ImportPage, Option, Passage
from certflow.web.showing.heads import checklist_name
from certflow.web.words import Words

#: so many problems are listed; whoever has more mends these first
MOST = 200


def import_page(over: Iterable[Checklist], words: Words, refused: Refused | None = None) -> ImportPage:
    return ImportPage(
        action=url_for("imports.read"),
        back=url_for("checklists.every"),
        template_href=url_for("imports.workbook"),
        over=(Option("", Passage("")), *(_option(each, words) for each in over)),
        errors=(Error(words.refusal(refused), "file"),) if refused else (),
    )


def report_page(report: Report, file: str, over: Iterable[Checklist], words: Words) -> ImportPage:
    _ = words.gettext
    counted = ((_("Read"), report.read), (_("Kept aside"), report.kept))
    return replace(
        import_page(over, words),
        file=file[:200],
        format=report.format,
        counted=tuple(
            (name, ", ".join(f"{count} {what}" for what, count in pairs)) for name, pairs in counted if pairs
        ),
        doubts=report.doubts,
        problems=report.problems[:MOST],
        name="" if report.problems else report.name,
    )


def _option(checklist: Checklist, words: Words) -> Option:
    return Option(checklist_name(checklist), words.passage(checklist.title))


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts)
