"""The things of a list in a dossier: adding one, naming it, taking it out, putting it back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import items
from certflow.actions.items import Changed
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import status_of
from certflow.web.guards import needs
from certflow.web.looking import look
from certflow.web.screen import show, tell
from certflow.web.showing import dossiers as showing
from certflow.web.showing.items import Trouble
from certflow.web.telling import told

bp = Blueprint("items", __name__)

#: what is told beside the list, with what was typed still there
BESIDE = ("item.name", "item.twice", "item.conflict", "item.last", "list.most")


@bp.post("/dossiers/<dossier>/lists/<list>")
@needs(Permission.ANSWER_WRITE)
def add(dossier: str, list: str) -> AnyResponse:
    name = _typed()
    return _done(dossier, list, "", name, lambda: items.add_item(desk(), actor(), dossier, list, name))


@bp.post("/dossiers/<dossier>/lists/<list>/<item>")
@needs(Permission.ANSWER_WRITE)
def rename(dossier: str, list: str, item: str) -> AnyResponse:
    name, seen = _typed(), request.form.get("seen", 0, type=int)
    return _done(dossier, list, item, name, lambda: items.rename_item(desk(), actor(), dossier, list, item, name, seen))


@bp.post("/dossiers/<dossier>/lists/<list>/<item>/remove")
@needs(Permission.ANSWER_WRITE)
def remove(dossier: str, list: str, item: str) -> AnyResponse:
    return _done(dossier, list, item, "", lambda: items.remove_item(desk(), actor(), dossier, list, item))


@bp.post("/dossiers/<dossier>/lists/<list>/<item>/put-back")
@needs(Permission.ANSWER_WRITE)
def put_back(dossier: str, list: str, item: str) -> AnyResponse:
    return _done(dossier, list, item, "", lambda: items.put_item_back(desk(), actor(), dossier, list, item))


def _typed() -> str:
    return request.form.get("name", "")


def _done(dossier: str, list: str, item: str, typed: str, act: Callable[[], Changed]) -> AnyResponse:
    """The dossier with what moved; what was refused stands beside the list, as it was typed."""
    sight = look(dossier)
    try:
        changed = act()
    except Refused as refused:
        if refused.code not in BESIDE:
            raise
        sentence = words().refusal(told(refused, words(), sight.checklist))
        trouble = Trouble(list, item, typed, sentence)
        page = showing.dossier_page(look(dossier), directory(), actor(), words(), trouble=trouble)
        return show(page, "dossiers", 409 if refused.code == "item.conflict" else status_of(refused))
    since = changed.before.dossier.revision
    if changed.after.dossier.revision == since:
        return redirect(url_for("dossiers.one", dossier=dossier))
    tell(words().gettext("Saved."))
    return redirect(url_for("dossiers.one", dossier=dossier, since=since, _anchor=f"list-{list}"))
