"""The editions at hand, to read before anybody uses them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from certflow.actions.exports import export_checklist
from certflow.domain.checklist import Checklist
from certflow.domain.checklist.changes import Change
from certflow.domain.people import Permission, may
from certflow.web.context import actor, desk, words
from certflow.web.files import attachment
from certflow.web.fresh import unchanged
from certflow.web.guards import needs
from certflow.web.looking import place
from certflow.web.screen import show
from certflow.web.showing import browsing
from certflow.web.showing import checklists as showing
from certflow.web.showing.comparing import compare_page
from certflow.web.showing.influence import influence_page

bp = Blueprint("checklists", __name__)

#: the longest search that is looked for
LONGEST = 200


@bp.get("/checklists")
@needs(Permission.CHECKLIST_SEE)
def every() -> Response:
    imports = may(actor(), Permission.CHECKLIST_IMPORT)
    return show(showing.checklists_page(desk().library.all(), words(), imports=imports), "checklists")


@bp.get("/checklists/<id>@<edition>")
@needs(Permission.CHECKLIST_SEE)
def one(id: str, edition: str) -> Response:
    """The contents; with `find` also what a search finds."""
    at_hand = [one for of, one in desk().library.editions if of == id]
    searched = request.args.get("find", "").strip()[:LONGEST]
    checklist = _edition(id, edition)
    return unchanged(checklist.digest, at_hand) or show(
        browsing.contents_page(checklist, at_hand, words(), searched), "checklists"
    )


@bp.get("/checklists/<id>@<edition>/sections/<section>")
@needs(Permission.CHECKLIST_SEE)
def section(id: str, edition: str, section: str) -> Response:
    checklist = _edition(id, edition)
    found = next((one for one in checklist.sections if one.id == section), None)
    if found is None:
        abort(404)
    return unchanged(checklist.digest) or show(
        browsing.section_page(checklist, found, words(), place("page") or 1), "checklists"
    )


@bp.get("/checklists/<id>@<edition>/values")
@needs(Permission.CHECKLIST_SEE)
def values(id: str, edition: str) -> Response:
    checklist = _edition(id, edition)
    return unchanged(checklist.digest) or show(
        browsing.values_page(checklist, words(), place("page") or 1), "checklists"
    )


@bp.get("/checklists/<id>@<edition>/tables")
@needs(Permission.CHECKLIST_SEE)
def tables(id: str, edition: str) -> Response:
    checklist = _edition(id, edition)
    return unchanged(checklist.digest) or show(browsing.tables_page(checklist, words()), "checklists")


@bp.get("/checklists/<id>@<edition>/print")
@needs(Permission.CHECKLIST_SEE)
def print_view(id: str, edition: str) -> Response:
    checklist = _edition(id, edition)
    return unchanged(checklist.digest) or show(browsing.print_page(checklist, words()), "checklists")


@bp.get("/checklists/<id>@<edition>/changes/<any(question,derived,step):kind>/<name>")
@needs(Permission.CHECKLIST_SEE)
def influence(id: str, edition: str, kind: str, name: str) -> Response:
    """What one thing is found from, and what it moves."""
    checklist = _edition(id, edition)
    if f"{kind}:{name}" not in checklist.place:
        abort(404)
    return unchanged(checklist.digest) or show(influence_page(checklist, kind, name, words()), "checklists")


@bp.get("/checklists/<id>@<edition>/compare/<earlier>")
@needs(Permission.CHECKLIST_SEE)
def compare(id: str, edition: str, earlier: str) -> Response:
    """What became of each requirement; with `only` those that became one thing."""
    before, after = _edition(id, earlier), _edition(id, edition)
    only = request.args.get("only", "")
    if only not in ("", *Change):
        abort(404)
    return unchanged(before.digest, after.digest) or show(compare_page(before, after, words(), only), "checklists")


@bp.get("/checklists/<id>@<edition>/export/<format>")
@needs(Permission.CHECKLIST_SEE)
def export(id: str, edition: str, format: str) -> Response:
    """The edition in the format of others, to be saved."""
    exported = export_checklist(desk().library, id, edition, format)
    return attachment(iter([exported.content]), exported.name, exported.media_type, len(exported.content))


def _edition(id: str, edition: str) -> Checklist:
    return desk().library.get(id, edition)
