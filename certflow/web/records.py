"""Sealed records: how far one is, its download, trying again and withdrawing."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import bundles, disclosing, records
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.asking import ask_for_reason, with_reason
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.files import attachment
from certflow.web.guards import needs
from certflow.web.screen import show, tell
from certflow.web.showing import records as showing

bp = Blueprint("records", __name__)


@bp.get("/records/<record>")
@needs(Permission.DOSSIER_SEE)
def one(record: str) -> Response:
    view = records.see_record(desk(), actor(), record)
    if note := showing.standing(view, words()):
        tell(note, "note")
    own = disclosing.disclosable(desk(), actor(), record) if view.row.sha256 else ()
    return show(showing.record_page(view, directory(), actor(), words(), own), "dossiers")


@bp.get("/records/<record>/file")
@needs(Permission.DOSSIER_SEE)
def download(record: str) -> Response:
    row, _ = records.download(desk(), actor(), record)
    newest = records.newest(desk(), row)
    return attachment(newest.content, showing.file_name(row), "application/pdf", newest.size)


@bp.get("/records/<record>/bundle")
@needs(Permission.DOSSIER_SEE)
def bundle(record: str) -> Response:
    """The record with all that somebody else needs to verify it without us, as a ZIP."""
    row, data = bundles.download(desk(), actor(), record)
    return attachment(iter([data]), showing.bundle_name(row), "application/zip", len(data))


@bp.get("/records/<record>/disclosures/<question>")
@needs(Permission.DOSSIER_SEE)
def disclose(record: str, question: str) -> Response:
    """One answer with its salt, for the organisation that holds it: whoever holds a copy can check it against that."""
    data = disclosing.disclose(desk(), actor(), record, question).as_json()
    return attachment(iter([data]), f"certflow-{record[:12]}-{question}.json", "application/json", len(data))


@bp.post("/records/<record>/again")
@needs(Permission.RECORD_MAKE)
def again(record: str) -> AnyResponse:
    """Another record: after a failure, in the language that was chosen, or for the audience that was."""
    _ = words().gettext
    row = records.see_record(desk(), actor(), record).row
    language, audience = request.form.get("language", row.language), request.form.get("audience", row.audience)
    reason = request.form.get("reason")
    try:
        made = records.request_again(desk(), actor(), row.dossier, language, audience, reason or "")
    except Refused as refused:
        if refused.code != "record.replacing":
            raise
        return ask_for_reason(
            _("Make a new record"),
            _("It takes the place of the current one, which keeps its seal but no longer verifies as current."),
            _("Make the new record"),
            back=url_for("records.one", record=record),
            label=_("Reason; whoever verifies the earlier record will read it"),
            refused=None if reason is None else refused,
            hidden=(("language", language), ("audience", audience)),
        )
    return redirect(url_for("records.one", record=made))


@bp.post("/records/<record>/withdraw")
@needs(Permission.RECORD_WITHDRAW)
def withdraw(record: str) -> AnyResponse:
    _ = words().gettext
    row = records.see_record(desk(), actor(), record).row
    return with_reason(
        lambda reason: records.withdraw(desk(), actor(), row.dossier, record, reason),
        "record.reason",
        _("Withdraw the record"),
        _("The file keeps its seal, but whoever verifies it here from now on is told that it was withdrawn, and why."),
        _("Withdraw the record"),
        back=url_for("records.one", record=record),
        label=_("Reason; whoever verifies the record will read it"),
    )
