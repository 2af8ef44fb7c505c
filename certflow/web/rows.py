"""Rows of a question from a spreadsheet: a page of its own, so that the form of the step stays one form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import reviews, rows
from certflow.actions.desk import Sight
from certflow.domain.checklist import Kind, Question
from certflow.domain.exchange.rows_of_question import heads_of
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.context import actor, desk, words
from certflow.web.directory import directory
from certflow.web.files import attachment
from certflow.web.guards import needs
from certflow.web.limits import takes_files
from certflow.web.looking import look
from certflow.web.pages import Error, Link, RowsPage
from certflow.web.screen import show, tell
from certflow.web.showing.heads import dossier_head
from certflow.web.showing.links import step_href
from certflow.web.telling import told

bp = Blueprint("rows", __name__)

#: so many mistakes are told at once
MOST_TOLD = 50


@bp.get("/dossiers/<dossier>/steps/<step>/rows/<question>")
@needs(Permission.ANSWER_WRITE)
def one(dossier: str, step: str, question: str) -> Response:
    sight = look(dossier)
    return show(_page(sight, step, _rows(sight, step, question)), "dossiers")


@bp.get("/dossiers/<dossier>/steps/<step>/rows/<question>/template")
@needs(Permission.ANSWER_WRITE)
def template(dossier: str, step: str, question: str) -> Response:
    found = _rows(look(dossier), step, question)
    made = rows.template(found, words().language)
    return attachment(iter((made,)), f"{found.id}.xlsx", _XLSX, len(made))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/dossiers/<dossier>/steps/<step>/rows/<question>")
@needs(Permission.ANSWER_WRITE)
@takes_files
def bring(dossier: str, step: str, question: str) -> AnyResponse:
    sight = look(dossier)
    found = _rows(sight, step, question)
    file, pasted = request.files.get("file"), request.form.get("pasted", "")
    try:
        raw = file.read(rows.MOST_BYTES + 1) if file is not None and file.filename else pasted.encode()
        typed, wrong = rows.read_rows(found, raw)
    except Refused as refused:
        if not refused.code.startswith("rows."):
            raise
        return _again(sight, step, found, (refused,))
    if wrong:
        return _again(sight, step, found, wrong)
    seen = request.form.get("seen", 0, type=int)
    saved = rows.replace_rows(desk(), actor(), dossier, found, typed, seen)
    refusals = (*saved.refused.values(), *saved.conflicts.values())
    if refusals:
        return _again(saved.sight, step, found, refusals)
    tell(words().gettext("Saved."))
    return redirect(step_href(dossier, step))


def _rows(sight: Sight, step: str, question: str) -> Question:
    found = reviews.find_step(sight.checklist, step)
    asked = sight.checklist.questions.get(question)
    if asked is None or question not in found.questions or asked.kind is not Kind.ROWS:
        raise Refused("question.unknown", question=question)
    return asked


def _page(sight: Sight, step: str, question: Question, errors: tuple[Error, ...] = ()) -> RowsPage:
    standing = sight.dossier.answers.get(question.id)
    where: dict[str, Any] = {"dossier": sight.dossier.id, "step": step, "question": question.id}
    return RowsPage(
        dossier=dossier_head(sight, directory(), words()),
        question=words().passage(question.title),
        action=url_for("rows.bring", **where),
        template_href=url_for("rows.template", **where),
        heads=tuple(words().plain(head) for _, head in heads_of(question)),
        seen=str(standing.seq) if standing else "0",
        standing=standing is not None,
        pasted=request.form.get("pasted", ""),
        step=Link(words().plain(sight.checklist.steps[step].title), step_href(sight.dossier.id, step)),
        errors=errors,
    )


def _again(sight: Sight, step: str, question: Question, refused: tuple[Refused, ...]) -> Response:
    sentences = [words().refusal(told(each, words(), sight.checklist)) for each in refused[:MOST_TOLD]]
    if (more := len(refused) - MOST_TOLD) > 0:
        sentences.append(words().gettext("And %(num)s more.", num=more))
    return show(_page(sight, step, question, tuple(Error(each, "file") for each in sentences)), "dossiers", 422)
