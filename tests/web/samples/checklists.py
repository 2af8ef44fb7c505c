"""Pages about an edition, made by the very code that makes them from an edition we ship: real words at real length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from certflow.config import ROOT
from certflow.domain.checklist import Checklist
from certflow.domain.checklist.model import Jurisdiction
from certflow.domain.text import Text
from certflow.storage.checklists import read_checklist_file
from certflow.web import checklists
from certflow.web.showing import browsing
from certflow.web.showing.comparing import compare_page
from certflow.web.showing.influence import influence_page
from certflow.web.words import Words


@contextmanager
def addresses() -> Iterator[None]:
    """Where `url_for` finds the addresses of checklists."""
    app = Flask("samples")
    app.register_blueprint(checklists.bp)
    with app.test_request_context():
        yield


def sora() -> Checklist:
    return read_checklist_file(ROOT / "checklists" / "sora" / "2.5-easa.yaml")


def earlier() -> Checklist:
    return read_checklist_file(ROOT / "checklists" / "sora" / "2.0-easa.yaml")


def checklist_pages(language: str) -> dict[str, object]:
    """Contents with all that an edition may say of itself, a section, values, tables, all to print, a picture."""
    words, edition = Words(language), sora()
    dated = replace(
        edition,
        changes=(Text("OSO#04 is low, medium and high from SAIL IV."),),
        jurisdictions={"EU": Jurisdiction("EU", "2025-09-29", "2026-09-29", "2026-09-29", None, Text("By AMC."))},
    )
    with addresses():
        return {
            "checklist": browsing.contents_page(dated, ["2.0-easa"], words),
            "checklist-found": browsing.contents_page(edition, [], words, "sail"),
            "checklist-nothing": browsing.contents_page(edition, [], words, "zeppelin"),
            "checklist-section": browsing.section_page(edition, edition.sections[2], words),
            "checklist-values": browsing.values_page(edition, words),
            "checklist-tables": browsing.tables_page(edition, words),
            "checklist-print": browsing.print_page(edition, words),
            "checklist-question": influence_page(edition, "question", "max_speed_m_s", words),
            "checklist-compare": compare_page(earlier(), edition, words),
            "checklist-value": influence_page(edition, "derived", "sail", words),
        }
