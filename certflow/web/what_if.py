"""What if: other answers side by side, and the cheapest way to an outcome. Nothing is saved here."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions.desk import Sight
from certflow.domain.cheapest import Ways, cheapest_ways
from certflow.domain.checklist import Value
from certflow.domain.goal import read_goal
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.domain.what_if import openly, read_changes, try_answers, write_changes
from certflow.web.context import words
from certflow.web.directory import directory
from certflow.web.guards import needs
from certflow.web.looking import look
from certflow.web.pages import Error
from certflow.web.screen import show
from certflow.web.showing import what_if as showing
from certflow.web.showing.links import what_if_href
from certflow.web.showing.ways import MOST
from certflow.web.telling import told

bp = Blueprint("what_if", __name__)


@bp.get("/dossiers/<dossier>/what-if")
@needs(Permission.DOSSIER_SEE)
def compare(dossier: str) -> AnyResponse:
    """`option` is a column (`m2=medium,sight=vlos`), once for each; `try.<question>` adds one; `reach` is `sail=II`."""
    sight = _openly(look(dossier))
    options, goal = request.args.getlist("option")[:MOST], request.args.get("reach", "")
    typed = {name: request.args.get(f"try.{name}", "").strip() for name in showing.levers(sight)}
    changed, errors = _typed(sight, typed)
    if changed and not errors:
        return redirect(what_if_href(dossier, dict.fromkeys((*options, write_changes(changed))), goal))
    tried = [
        try_answers(sight.plan, read_changes(sight.checklist, each, sight.hidden), sight.dossier) for each in options
    ]
    asked = showing.Asked(tuple(zip(options, tried, strict=True)), goal, _found(sight, goal), typed, errors)
    return show(showing.what_if_page(sight, asked, directory(), words()), "dossiers", 422 if errors else 200)


def _openly(sight: Sight) -> Sight:
    """The dossier as it can be tried on: without what follows from answers that are hidden from its reader."""
    if not sight.hidden:
        return sight
    plan, dossier = openly(sight.plan, sight.dossier)
    return replace(sight, plan=plan, dossier=dossier)


def _typed(sight: Sight, typed: dict[str, str]) -> tuple[dict[str, Value | None], tuple[Error, ...]]:
    """The answers that were chosen in the form, and what cannot be read of them."""
    changed: dict[str, Value | None] = {}
    errors: list[Error] = []
    for name, text in typed.items():
        if text:
            try:
                changed[name] = sight.checklist.questions[name].parse(text)
            except Refused as refused:
                errors.append(Error(words().refusal(told(refused, words(), sight.checklist)), f"try.{name}"))
    return changed, tuple(errors)


def _found(sight: Sight, goal: str) -> Ways | None:
    """The cheapest ways to the outcome that the address asks for. Raises Refused: goal.unknown, goal.value."""
    if not goal:
        return None
    name, _, value = goal.partition("=")
    return cheapest_ways(sight.plan, [read_goal(sight.checklist, name, value)], sight.dossier, closed=sight.hidden)
