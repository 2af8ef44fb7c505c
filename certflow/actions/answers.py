"""Answering questions: what was typed is saved, what moved is shown, what collided is kept twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from certflow.actions.desk import Desk, Sight, turn
from certflow.domain import answer
from certflow.domain.checklist import Question
from certflow.domain.checklist.questions import Raw
from certflow.domain.facts import Json, StepReopened
from certflow.domain.people import Actor, Permission
from certflow.domain.plan import Move, compare_plans
from certflow.domain.refusal import Refused


@dataclass(frozen=True)
class Saved:
    """What one save did.

    seqs        question → seq of the answer that stands now, 0 for none; for every question that was sent
    refused     question → why its text was not taken; nothing of it is stored
    conflicts   question → both texts, where somebody else was faster
    moves       derived values, steps and levels that moved
    reopened    steps whose submission or approvals no longer hold
    """

    sight: Sight
    seqs: Mapping[str, int]
    refused: Mapping[str, Refused]
    conflicts: Mapping[str, Refused]
    moves: tuple[Move, ...]
    reopened: tuple[StepReopened, ...]


def save_answers(desk: Desk, actor: Actor, dossier_id: str, typed: Mapping[str, Raw], seen: Mapping[str, int]) -> Saved:
    """Save what one person typed, question by question: one that cannot be read does not stop the others.

    typed   question → as the browser sent it; an empty text withdraws the answer
    seen    question → seq of the answer the person was looking at
    Raises Refused: people.not-allowed, dossier.unknown, dossier.closed, question.unknown.
    """
    refused: dict[str, Refused] = {}
    conflicts: dict[str, Refused] = {}
    with turn(desk, actor, dossier_id, Permission.ANSWER_WRITE) as t:
        before = t.seen().plan
        for name, raw in typed.items():
            if name not in t.checklist.questions:
                raise Refused("question.unknown", question=name)
            question = t.checklist.questions[name]
            try:
                t.record(*answer.give(t.dossier, question, parsed(question, raw), seen.get(name, 0), t.reader))
            except Refused as refusal:
                if refusal.code == "answer.conflict":
                    conflicts[name] = refusal
                elif refusal.code.startswith("answer."):
                    refused[name] = refusal
                else:
                    raise
    now = t.dossier.answers
    return Saved(
        sight=t.after,
        seqs={name: now[name].seq if name in now else 0 for name in typed},
        refused=refused,
        conflicts=conflicts,
        moves=compare_plans(before, t.after.plan),
        reopened=cast(tuple[StepReopened, ...], t.reopened),
    )


def parsed(question: Question, raw: Raw) -> Json:
    """What was typed, in its stored form; None when nothing was typed. Raises Refused: the `answer.` codes."""
    return None if is_blank(raw) else cast(Json, question.to_json(question.parse(raw)))


def is_blank(raw: Raw) -> bool:
    """Whether nothing was typed, chosen or ticked."""
    parts = [raw] if isinstance(raw, str) else list(raw.values()) if isinstance(raw, Mapping) else list(raw)
    return not any(part.strip() for part in parts)
