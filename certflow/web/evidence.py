"""Evidence: attached to a step, given out only as a download, withdrawn with a reason."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import evidence, reviews
from certflow.domain.marking import read_marking
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.asking import with_reason
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.files import attachment
from certflow.web.guards import needs
from certflow.web.limits import takes_files
from certflow.web.looking import look
from certflow.web.pages import Error, Link, MarkPage
from certflow.web.screen import show, tell
from certflow.web.showing.heads import dossier_head
from certflow.web.showing.links import step_href
from certflow.web.showing.marking import marking_form
from certflow.web.showing.steps import step_page
from certflow.web.telling import told

bp = Blueprint("evidence", __name__)


@bp.post("/dossiers/<dossier>/steps/<step>/evidence")
@needs(Permission.EVIDENCE_ATTACH)
@takes_files
def attach(dossier: str, step: str) -> AnyResponse:
    sight = look(dossier)
    found = reviews.find_step(sight.checklist, step)
    file, marked, name = request.files.get("file"), _marked(), ""
    try:
        marking, kept = read_marking(marked), request.form.get("kept.sha256", "").strip()
        if file is not None and file.filename:
            name = file.filename.replace("\\", "/").rpartition("/")[2]
            evidence.attach(desk(), actor(), dossier, step, name, file.stream, marking)  # type: ignore[arg-type]
        elif kept:
            name, size = (request.form.get(f"kept.{each}", "").strip() for each in ("name", "size"))
            evidence.register(desk(), actor(), dossier, step, name, kept, size, marking)
        else:
            raise Refused("evidence.none")
    except Refused as refused:
        if not refused.code.startswith(("evidence.", "marking.")):
            raise
        sentence = words().refusal(told(refused, words(), sight.checklist))
        page = step_page(
            look(dossier),
            found,
            directory(),
            actor(),
            words(),
            limit=words().size(desk().config.upload_limit_bytes),
            problems=(Error(sentence, "file"),),
            evidence_error=sentence,
            marked=marked,
        )
        return show(page, "dossiers", status_of(refused))
    tell(words().gettext("Attached “%(name)s”.", name=name))
    return redirect(f"{step_href(dossier, step)}#evidence")


def _marked() -> dict[str, str]:
    """What was typed as a marking, by the names of its parts."""
    return {name.removeprefix("mark."): text for name, text in request.form.items() if name.startswith("mark.")}


@bp.route("/dossiers/<dossier>/evidence/<piece>/mark", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_ATTACH)
def mark(dossier: str, piece: str) -> AnyResponse:
    sight = look(dossier)
    there = sight.dossier.evidence.get(piece)
    if there is None:
        raise Refused("evidence.unknown", evidence=piece)
    if there.by.organisation != actor().organisation:
        raise Refused("evidence.not-yours", evidence=piece)
    errors: tuple[Error, ...] = ()
    if request.method == "POST":
        try:
            evidence.mark(desk(), actor(), dossier, piece, read_marking(_marked()))
            return redirect(f"{step_href(dossier, there.step)}#evidence")
        except Refused as refused:
            if not refused.code.startswith(("evidence.", "marking.")):
                raise
            errors = (Error(words().refusal(refused), "mark.sharing"),)
    page = MarkPage(
        dossier=dossier_head(sight, directory(), words()),
        title=words().gettext("Mark “%(name)s”", name=words().typed(there.name)),
        action=request.path,
        marking=marking_form(there.marking, words(), _marked() if errors else None),
        back=Link(words().gettext("Back to the step"), step_href(dossier, there.step)),
        errors=errors,
    )
    return show(page, "dossiers", 422 if errors else 200)


@bp.get("/dossiers/<dossier>/evidence/<piece>")
@needs(Permission.DOSSIER_SEE)
def download(dossier: str, piece: str) -> Response:
    found, content = evidence.fetch(desk(), actor(), dossier, piece)
    return attachment(content, words().typed(found.name), found.media_type, found.size)


@bp.post("/dossiers/<dossier>/evidence/<piece>/withdraw")
@needs(Permission.EVIDENCE_ATTACH)
def withdraw(dossier: str, piece: str) -> AnyResponse:
    _ = words().gettext
    sight = look(dossier)
    there = sight.dossier.evidence.get(piece)
    if there is None:
        raise Refused("evidence.unknown", evidence=piece)
    return with_reason(
        lambda reason: evidence.withdraw(desk(), actor(), dossier, piece, reason),
        "evidence.reason",
        _("Withdraw “%(name)s”", name=words().typed(there.name)),
        _("It leaves the step. Approvals that covered it end; the history keeps its SHA-256 and your reason."),
        _("Withdraw it"),
        back=step_href(dossier, there.step),
    )
