"""Dossiers: the list, one as a task list, opening, closing and reopening."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import dossiers, moving
from certflow.actions.desk import Sight
from certflow.domain.people import Permission, may
from certflow.domain.refusal import Refused
from certflow.web.asking import with_reason
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.fresh import unchanged
from certflow.web.guards import needs
from certflow.web.looking import look, look_back, place
from certflow.web.pages import DossierRow, DossiersPage, Error, Link, ReasonPage
from certflow.web.screen import fragment, show, tell
from certflow.web.showing import dossiers as showing
from certflow.web.showing import tasks
from certflow.web.showing.links import dossier_href
from certflow.web.showing.moved import moved
from certflow.web.showing.newer import newer_told
from certflow.web.showing.records import record_languages
from certflow.web.telling import told

bp = Blueprint("dossiers", __name__)

#: dossiers on one page
PAGE = 20

#: which input a refusal is about
FIELD = {"dossier.title": "title", "checklist.unknown": "edition", "checklist.unusable": "edition"}


@bp.get("/dossiers")
@needs(Permission.DOSSIER_SEE)
def every() -> Response:
    found, looked = dossiers.look_over(desk(), actor(), PAGE, place("before"))
    later = {row.id: _later(row) for row in found}
    if known := unchanged(
        [(row.id, row.title, row.revision, _stands(looked.get(row.id)), later[row.id]) for row in found]
    ):
        return known
    page = DossiersPage(
        tuple(_row(row, looked[row.id], later[row.id]) for row in found[:PAGE]),
        new_href=url_for("dossiers.new") if may(actor(), Permission.DOSSIER_OPEN) else "",
        older=url_for("dossiers.every", before=found[PAGE - 1].changed_seq) if found[PAGE:] else "",
    )
    return show(page, "dossiers")


def _stands(looked: Sight | Refused | None) -> str:
    """What a row is drawn from beside its revision: the edition, or why it cannot be read."""
    return looked.checklist.digest if isinstance(looked, Sight) else repr(looked)


def _later(row: dossiers.DossierRow) -> str:
    """The newest edition that follows the one a dossier stands on; empty where none does."""
    return next(iter(desk().library.followers(row.checklist, row.edition)), "")


def _row(row: dossiers.DossierRow, looked: Sight | Refused, later: str) -> DossierRow:
    """One dossier in the list; one that cannot be read says why, and hides none of the others."""
    if isinstance(looked, Refused):
        return showing.unreadable_row(row.id, row.title, words().refusal(looked), words())
    return showing.dossier_row(looked, directory(), words(), later)


@bp.get("/dossiers/new")
@needs(Permission.DOSSIER_OPEN)
def new() -> Response:
    return show(showing.new_page(desk().library.all(), directory(), words()), "dossiers")


@bp.post("/dossiers/new")
@needs(Permission.DOSSIER_OPEN)
def open() -> AnyResponse:
    chosen = {
        name.removeprefix("party."): value
        for name, value in request.form.items()
        if name.startswith("party.") and value
    }
    typed = showing.Opening(request.form.get("title", ""), request.form.get("edition", ""), chosen)
    parties = {organisation: party for party, organisation in chosen.items()}
    if len(parties) < len(chosen):
        twice = words().gettext("Each organisation plays one part. Leave the other one open.")
        errors = (Error(twice, f"party.{list(chosen)[-1]}"),)
        return show(showing.new_page(desk().library.all(), directory(), words(), typed, errors), "dossiers", 422)
    checklist, _, edition = typed.edition.partition("@")
    try:
        opened = dossiers.open_dossier(desk(), actor(), checklist, edition, typed.title, parties)
    except Refused as refused:
        if refused.code.startswith("storage."):
            raise
        field = FIELD.get(refused.code, next((f"party.{party}" for party in chosen), ""))
        errors = (Error(words().refusal(told(refused, words())), field),)
        page = showing.new_page(desk().library.all(), directory(), words(), typed, errors)
        return show(page, "dossiers", 422 if status_of(refused) == 404 else status_of(refused))
    return redirect(dossier_href(opened))


@bp.get("/dossiers/<dossier>")
@needs(Permission.DOSSIER_SEE)
def one(dossier: str) -> Response:
    sight = look(dossier)
    later, today = moving.newest(desk(), sight), desk().now().date()
    if known := unchanged(dossier, sight.dossier.revision, sight.checklist.digest, later and (later.digest, today)):
        return known
    before = look_back(sight)
    what = moved(before, sight, words()) if before else None
    only = request.args.get("show", "")
    if only not in ("", "mine", *tasks.SHOWS):
        abort(404)
    newer = newer_told(sight, later, today, words()) if later else None
    page = showing.dossier_page(
        sight, directory(), actor(), words(), what, only=only, page=place("page") or 1, newer=newer
    )
    return show(page, "dossiers")


@bp.get("/dossiers/<dossier>/sections/<section>")
@needs(Permission.DOSSIER_SEE)
def section(dossier: str, section: str) -> Response:
    """The tasks of one section; with `part=tasks` the tasks alone, for a script to put in place."""
    sight = look(dossier)
    found = next((one for one in sight.checklist.sections if one.id == section), None)
    if found is None:
        abort(404)
    if known := unchanged(dossier, sight.dossier.revision, sight.checklist.digest):
        return known
    if request.args.get("part") == "tasks":
        return make_response(fragment(tasks.section_tasks(sight, found, words())))
    return show(tasks.section_page(sight, found, directory(), words(), place("page") or 1), "dossiers")


@bp.post("/dossiers/<dossier>/close")
@needs(Permission.DOSSIER_CLOSE)
def close(dossier: str) -> AnyResponse:
    """Twice: the button asks for the statement, the statement closes the very revision that the button stood under."""
    _ = words().gettext
    sight = look(dossier)
    shown, statement = request.form.get("shown", ""), request.form.get("statement")
    if shown != str(sight.dossier.revision):
        tell(_("The dossier changed after this page was drawn. Look at it again before you close it."), "note")
        return redirect(dossier_href(dossier))
    if statement is None:
        return show(
            _closing(dossier, shown, _("I have seen this dossier as a whole and answer for what it says."), None),
            "dossiers",
        )
    try:
        record = dossiers.close(desk(), actor(), dossier, statement, request.form.get("language", ""))
    except Refused as refused:
        if refused.code not in ("dossier.statement", "record.language"):
            raise
        return show(_closing(dossier, shown, statement, refused), "dossiers", 422)
    return redirect(url_for("records.one", record=record))


def _closing(dossier: str, shown: str, statement: str, refused: Refused | None) -> ReasonPage:
    _ = words().gettext
    chosen = request.form.get("language", words().language)
    about_language = refused is not None and refused.code == "record.language"
    field = "language" if about_language else "statement"
    return ReasonPage(
        title=_("Close the dossier"),
        lead=_("Closing freezes this revision and asks for its sealed record. Your statement stands in the history."),
        action=url_for("dossiers.close", dossier=dossier),
        button=_("Close and make the record"),
        back=Link(_("Back to the dossier"), dossier_href(dossier)),
        label=_("What you declare by closing it"),
        name="statement",
        reason=statement,
        hidden=(("shown", shown),),
        languages=record_languages(lambda each: each == chosen),
        errors=(Error(words().refusal(refused), field),) if refused else (),
    )


@bp.post("/dossiers/<dossier>/reopen")
@needs(Permission.DOSSIER_CLOSE)
def reopen(dossier: str) -> AnyResponse:
    _ = words().gettext
    sight = look(dossier)
    return with_reason(
        lambda reason: dossiers.reopen(desk(), actor(), dossier, reason),
        "dossier.reason",
        _("Reopen “%(title)s”", title=words().typed(sight.dossier.title)),
        _("Answers can change again. A record that was sealed stays what it was, until a later one takes its place."),
        _("Reopen the dossier"),
        back=dossier_href(dossier),
    )
