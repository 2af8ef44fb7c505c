"""The question page: answering, saving as one types, sending for review, and two answers to one question."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import answers, reviews
from certflow.actions.answers import Saved
from certflow.actions.desk import Sight
from certflow.domain.checklist import Step
from certflow.domain.checklist.questions import Raw
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web import fields
from certflow.web.carrying import carry, unpack
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.errors import wants_json
from certflow.web.guards import needs
from certflow.web.looking import look, look_back
from certflow.web.pages import Error
from certflow.web.screen import fragment, show, tell
from certflow.web.showing import steps as showing
from certflow.web.showing.links import step_href
from certflow.web.showing.moved import anything, moved
from certflow.web.showing.states import level_code, state_code
from certflow.web.showing.values import by_and_when
from certflow.web.telling import told
from certflow.web.tokens import shown_again_by

bp = Blueprint("steps", __name__)


@bp.get("/dossiers/<dossier>/steps/<step>")
@needs(Permission.DOSSIER_SEE)
def one(dossier: str, step: str) -> Response:
    sight = look(dossier)
    before = look_back(sight)
    what = moved(before, sight, words()) if before else None
    page = showing.step_page(
        sight, reviews.find_step(sight.checklist, step), directory(), actor(), words(), moved=what, limit=_limit()
    )
    return show(page, "dossiers")


def _limit() -> str:
    return words().size(desk().config.upload_limit_bytes)


def page_again(dossier: str, step: str) -> Response:
    """The form with all that was typed, when its token was too old to save it."""
    if wants_json():
        # The browser keeps the text of whoever is signed out, and a fresh page brings it back.
        return make_response(jsonify(sign_in=step_href(dossier, step)), 401)
    sight = look(dossier)
    found = reviews.find_step(sight.checklist, step)
    typed, seen = _typed(sight, found)
    errors = (Error(words().refusal(Refused("form.token"))),)
    page = showing.step_page(
        sight, found, directory(), actor(), words(), typed=typed, seen=seen, problems=errors, limit=_limit()
    )
    return show(page, "dossiers", 400)


@bp.post("/dossiers/<dossier>/steps/<step>")
@needs(Permission.ANSWER_WRITE)
@shown_again_by(page_again)
def save(dossier: str, step: str) -> AnyResponse:
    before = look(dossier)
    found = reviews.find_step(before.checklist, step)
    typed, seen = _typed(before, found)
    if (command := request.form.get("row")) is not None:
        return _with_rows_turned(before, found, typed, seen, command)
    saved = answers.save_answers(desk(), actor(), dossier, typed, seen)
    if wants_json():
        return _saved_json(before, saved, found, typed)
    if saved.conflicts and not saved.refused and (address := _meeting(dossier, found, saved, typed)):
        return redirect(address)
    if saved.refused or saved.conflicts:
        return _not_all_saved(saved, found, typed, seen)
    following = _following(saved.sight, found) if request.form.get("then") == "next" else step
    since = before.dossier.revision if saved.sight.dossier.revision > before.dossier.revision else None
    if since is not None:
        tell(words().gettext("Saved."))
    return redirect(url_for("steps.one", dossier=dossier, step=following, since=since))


def _typed(sight: Sight, step: Step) -> tuple[dict[str, Raw], dict[str, int]]:
    """The questions that stood on the form: what was typed, and which answer the person was looking at.

    A question nobody has answered and nobody answers now is left alone.
    """
    typed: dict[str, Raw] = {}
    seen: dict[str, int] = {}
    for name in step.questions:
        if f"seen.{name}" not in request.form:
            continue
        raw = fields.read(request.form, sight.checklist.questions[name])
        revision = request.form.get(f"seen.{name}", 0, type=int)
        if revision or not fields.is_blank(raw):
            typed[name], seen[name] = raw, revision
    return typed, seen


def _with_rows_turned(
    sight: Sight, step: Step, typed: Mapping[str, Raw], seen: Mapping[str, int], command: str
) -> Response:
    """The form again with all that was typed, and one row more or less. Nothing is saved yet."""
    turned = {**typed, **_rows_turned(sight, command)}
    page = showing.step_page(
        sight, step, directory(), actor(), words(), typed=turned, seen={**_seen(turned), **seen}, limit=_limit()
    )
    return show(page, "dossiers")


def _seen(names: Mapping[str, Raw]) -> dict[str, int]:
    return {name: request.form.get(f"seen.{name}", 0, type=int) for name in names}


def _rows_turned(sight: Sight, command: str) -> dict[str, Raw]:
    """What `add:<question>` or `remove:<question>:<row>` makes of the rows that were sent; else nothing."""
    what, _, rest = command.partition(":")
    name, _, row = rest.partition(":")
    question = sight.checklist.questions.get(name)
    if (
        question is None
        or not question.columns
        or what not in ("add", "remove")
        or (what == "remove") != row.isdecimal()
    ):
        return {}
    return {name: fields.turned(fields.read(request.form, question), int(row) if row else None)}


def _not_all_saved(saved: Saved, step: Step, typed: Mapping[str, Raw], seen: Mapping[str, int]) -> Response:
    """The form again: what was taken is saved, what was not stands where it was typed, with the reason."""
    refused = {**saved.refused, **saved.conflicts}
    page = showing.step_page(
        saved.sight,
        step,
        directory(),
        actor(),
        words(),
        typed={name: typed[name] for name in refused},
        refused=refused,
        seen={name: seen[name] for name in saved.conflicts},
        limit=_limit(),
    )
    return show(page, "dossiers", 409 if saved.conflicts else 422)


def _saved_json(before: Sight, saved: Saved, step: Step, typed: Mapping[str, Raw]) -> Response:
    """What `autosave.js` puts in place: see the docstring of `pages.StepPage`."""
    if saved.conflicts:
        address = _meeting(before.dossier.id, step, saved, typed) or step_href(before.dossier.id, step.id)
        return make_response(jsonify(conflict=address), 409)
    errors = {name: words().refusal(told(each, words(), saved.sight.checklist)) for name, each in saved.refused.items()}
    what = moved(before, saved.sight, words())
    now, planned = saved.sight.dossier, saved.sight.plan.steps[step.id]
    tags = current_app.jinja_env.get_template("parts/tags.html").module
    body = {
        "seen": {name: str(seq) for name, seq in saved.seqs.items() if name not in saved.refused},
        "moved": fragment(what) if what is not None and anything(what) else "",
        "level": str(tags.level(level_code(planned))),  # type: ignore[attr-defined]
        "state": str(tags.state(state_code(planned, now.case(step.id), now.is_waived(step.id)))),  # type: ignore[attr-defined]
        "answered": {
            name: by_and_when(now.answers[name], words()) if name in now.answers else ""
            for name in saved.seqs
            if name not in saved.refused
        },
        "errors": errors,
    }
    return make_response(jsonify(body), 422 if errors else 200)


def _following(sight: Sight, step: Step) -> str:
    order = [id for id, planned in sight.plan.steps.items() if planned.applies != "no" or id == step.id]
    place = order.index(step.id)
    return order[place + 1] if place + 1 < len(order) else step.id


@bp.post("/dossiers/<dossier>/steps/<step>/submit")
@needs(Permission.STEP_SUBMIT)
def submit(dossier: str, step: str) -> AnyResponse:
    look(dossier)
    reviews.submit_step(desk(), actor(), dossier, step)
    tell(words().gettext("Sent for review."))
    return redirect(step_href(dossier, step))


@bp.post("/dossiers/<dossier>/steps/<step>/take-back")
@needs(Permission.STEP_SUBMIT)
def take_back(dossier: str, step: str) -> AnyResponse:
    look(dossier)
    reviews.take_back_step(desk(), actor(), dossier, step)
    tell(words().gettext("Taken back from review. It is a draft again."))
    return redirect(step_href(dossier, step))


# two answers to one question


def _meeting(dossier: str, step: Step, saved: Saved, typed: Mapping[str, Raw]) -> str:
    """Where both texts are shown; empty when what was typed is too long to travel in an address."""
    return _address(dossier, step, {name: typed[name] for name in saved.conflicts})


def _address(dossier: str, step: Step, waiting: Mapping[str, Raw]) -> str:
    carried = carry(desk().config.secret_key, actor().id, waiting)
    first = next(iter(waiting))
    return url_for("steps.meet", dossier=dossier, step=step.id, question=first, mine=carried) if carried else ""


@bp.get("/dossiers/<dossier>/steps/<step>/conflict/<question>")
@needs(Permission.ANSWER_WRITE)
def meet(dossier: str, step: str, question: str) -> AnyResponse:
    carried = request.args.get("mine", "")
    waiting = _waiting(look(dossier), question, carried)
    return redirect(step_href(dossier, step)) if waiting is None else _both(dossier, question, carried, waiting)


@bp.post("/dossiers/<dossier>/steps/<step>/conflict/<question>")
@needs(Permission.ANSWER_WRITE)
def settle(dossier: str, step: str, question: str) -> AnyResponse:
    sight = look(dossier)
    carried, keep = request.form.get("mine", ""), request.form.get("keep", "")
    waiting = _waiting(sight, question, carried)
    if waiting is None:
        return redirect(step_href(dossier, step))
    if turned := _rows_turned(sight, request.form.get("row", "")).get(question):
        return _both(dossier, question, carried, waiting, raw=turned)
    if keep not in ("theirs", "mine", "merged"):
        error = Error(words().gettext("Choose which answer stands."), "keep")
        return _both(dossier, question, carried, waiting, error)
    if keep != "theirs":
        raw = waiting[question] if keep == "mine" else fields.read(request.form, sight.checklist.questions[question])
        seen = request.form.get(f"seen.{question}", 0, type=int)
        saved = answers.save_answers(desk(), actor(), dossier, {question: raw}, {question: seen})
        for refused in (*saved.refused.values(), *saved.conflicts.values()):
            sentence = words().refusal(told(refused, words(), sight.checklist))
            return _both(dossier, question, carried, waiting, Error(sentence, f"answer.{question}"), raw)
    left = {name: raw for name, raw in waiting.items() if name != question}
    found = reviews.find_step(sight.checklist, step)
    return redirect(
        _address(dossier, found, left)
        if left
        else url_for("steps.one", dossier=dossier, step=step, since=sight.dossier.revision)
    )


def _waiting(sight: Sight, question: str, carried: str) -> dict[str, Raw] | None:
    """What the person typed for each question that still collides; None when there is nothing to choose."""
    opened = unpack(desk().config.secret_key, actor().id, carried)
    if not isinstance(opened, dict) or question not in opened:
        return None
    return {name: raw for name, raw in opened.items() if name in sight.checklist.questions}


def _both(
    dossier: str,
    question: str,
    carried: str,
    waiting: Mapping[str, Raw],
    error: Error | None = None,
    raw: Raw | None = None,
) -> Response:
    sight = look(dossier)
    page = showing.conflict_page(
        sight,
        question,
        waiting[question],
        carried,
        len(waiting) - 1,
        directory(),
        actor(),
        words(),
        (error,) if error else (),
        raw,
    )
    return show(page, "dossiers", 422 if error else 200)
