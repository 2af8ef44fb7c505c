"""Rows of a question from a spreadsheet, and the spreadsheet to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping

from certflow.actions import answers
from certflow.actions.answers import Saved
from certflow.actions.desk import Desk
from certflow.child import ChildFailed, Limits, run_child
from certflow.domain.checklist import Question
from certflow.domain.checklist.questions import Raw
from certflow.domain.exchange.rows_of_question import rows_in_sheet
from certflow.domain.exchange.sheet import Sheet
from certflow.domain.people import Actor
from certflow.domain.refusal import Refused

#: the largest table that is read
MOST_BYTES = 5 << 20
_LIMITS = Limits(cpu_s=10, wall_s=20, memory_mb=512)


def read_rows(question: Question, raw: bytes) -> tuple[dict[str, str], tuple[Refused, ...]]:
    """What a form would send for the rows of a file, and everything that is wrong with it, cell by cell.

    Raises Refused: rows.none, rows.too-large, rows.unreadable, rows.empty, rows.heads.
    """
    if not raw.strip():
        raise Refused("rows.none")
    if len(raw) > MOST_BYTES:
        raise Refused("rows.too-large", most=f"{MOST_BYTES >> 20} MB")
    try:
        told = json.loads(run_child("certflow.exchange.sheets", [], raw, _LIMITS))
    except ChildFailed as failed:
        raise Refused("rows.unreadable") from failed
    if "refused" in told:
        raise Refused("rows.unreadable")
    return rows_in_sheet(question, [Sheet(name, tuple(map(tuple, rows))) for name, rows in told["sheets"]])


def replace_rows(
    desk: Desk, actor: Actor, dossier: str, question: Question, typed: Mapping[str, str], seen: int
) -> Saved:
    """Save rows that were read from a file in place of those that stand. `seen` as for any answer."""
    raw: Raw = typed
    return answers.save_answers(desk, actor, dossier, {question.id: raw}, {question.id: seen})


def template(question: Question, language: str) -> bytes:
    """The workbook to fill in."""
    from certflow.exchange.template import workbook_for  # here, so that no page waits for what draws workbooks

    return workbook_for(question, language)
