"""Giving and withdrawing an answer, without ever losing what somebody else typed (P5)."""

from __future__ import annotations

from collections.abc import Sequence

from certflow.domain.checklist import Kind, Question
from certflow.domain.dossier import Dossier, Stage
from certflow.domain.evidence import TYPES
from certflow.domain.facts import AnswerGiven, AnswerWithdrawn, Erased, Fact, Json, Withheld
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, may_answer


def give(dossier: Dossier, question: Question, value: Json, seen: int, reader: Reader) -> tuple[Fact, ...]:
    """Answer `question` with a value in its stored form; None withdraws the answer.

    seen: the seq of the answer the person was looking at, 0 for none. Saving what already stands changes nothing, so a
    save repeated over a poor link is no conflict.
    Raises Refused: dossier.closed, answer.protected, answer.conflict (with both texts, who gave the standing one and
    its seq), and for what the dossier has to know: answer.no-party, answer.not-attached, answer.evidence-type.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    if not may_answer(dossier, question, reader):
        # before anything is compared: whether a guess is what stands must not show
        raise Refused("answer.protected", question=question.id)
    if value is not None:
        _check_known(dossier, question, value)
    standing = dossier.answers.get(question.id)
    now = standing.value if standing and not isinstance(standing.value, Withheld) else None
    if now == value and not (standing and isinstance(standing.value, Erased)):
        return ()
    if standing and standing.seq != seen:
        raise Refused(
            "answer.conflict", question=question.id, theirs=now, yours=value, who=standing.by.name, seq=standing.seq
        )
    if standing is None and seen:
        # somebody withdrew the answer while this person was changing it
        raise Refused("answer.conflict", question=question.id, theirs=None, yours=value, who="", seq=0)
    if value is None:
        return (AnswerWithdrawn(question=question.id),)
    return (AnswerGiven(question=question.id, value=value),)


def _check_known(dossier: Dossier, question: Question, value: Json) -> None:
    """Whether the dossier has what an answer points to: an organisation that takes part, evidence of this very step."""
    if question.kind is Kind.PARTY and value not in dossier.parties:
        raise question.refuse("no-party", given=str(value)[:80])
    if question.kind is not Kind.EVIDENCE or not isinstance(value, Sequence):
        return
    there = {each.id: each for each in dossier.evidence_of(question.step)}
    allowed = {TYPES[ending][0] for ending in question.types}
    for piece in value:
        if piece not in there:
            raise question.refuse("not-attached")
        if allowed and there[str(piece)].media_type not in allowed:
            raise question.refuse("evidence-type", allowed=question.types)
