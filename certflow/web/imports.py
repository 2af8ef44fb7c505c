"""Bringing in a checklist that was made elsewhere: a file in, what became of it out. Nothing is stored."""

from __future__ import annotations

from threading import BoundedSemaphore

from flask import Blueprint, Response, request
from werkzeug.exceptions import ServiceUnavailable

from certflow.actions.exports import template
from certflow.actions.imports import import_file
from certflow.domain.checklist import Checklist
from certflow.domain.edition import File
from certflow.domain.exchange.report import Report
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.context import desk, words
from certflow.web.files import attachment
from certflow.web.guards import needs
from certflow.web.limits import takes_files
from certflow.web.screen import show
from certflow.web.showing import imports as showing

bp = Blueprint("imports", __name__)

#: reading takes a core and much memory for some seconds
AT_ONCE = BoundedSemaphore(1)
PATIENCE_S = 30
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/checklists/import")
@needs(Permission.CHECKLIST_IMPORT)
def ask() -> Response:
    return show(showing.import_page(_tailored(), words()), "checklists")


@bp.get("/checklists/template.xlsx")
@needs(Permission.CHECKLIST_SEE)
def workbook() -> Response:
    """The spreadsheet to fill in."""
    content = template()
    return attachment(iter([content]), "checklist.xlsx", WORKBOOK, len(content))


@bp.post("/checklists/import")
@needs(Permission.CHECKLIST_IMPORT)
@takes_files
def read() -> Response:
    """What became of the file; with `save` the checklist file itself, where nothing has to be mended first."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refused("evidence.none")
        report = _one_at_a_time(file.read(), file.filename, _over(request.form.get("over", "")))
    except Refused as refused:
        if not refused.code.startswith(("import.", "evidence.", "checklist.")):
            raise
        return show(showing.import_page(_tailored(), words(), refused), "checklists", 422)
    if "save" in request.form and not report.problems:
        content = report.text.encode()
        return attachment(iter([content]), report.name.replace("/", "-"), "application/yaml", len(content))
    page = showing.report_page(report, file.filename, _tailored(), words())
    return show(page, "checklists", 422 if report.problems else 200)


def _one_at_a_time(raw: bytes, name: str, over: File | None) -> Report:
    if not AT_ONCE.acquire(timeout=PATIENCE_S):
        raise ServiceUnavailable
    try:
        return import_file(raw, name[:200], over)
    finally:
        AT_ONCE.release()


def _tailored() -> tuple[Checklist, ...]:
    """The checklists that an OSCAL profile may go over."""
    return tuple(one for one in desk().library.all() if one.extends is None)


def _over(named: str) -> File | None:
    if not named:
        return None
    id_, _, edition = named.partition("@")
    return desk().library.files(id_, edition)[0]
