"""Giving and withdrawing an answer, without ever losing what somebody else typed (P5)."""

from __future__ import annotations

from certflow.domain.checklist import Question
from certflow.domain.dossier import Dossier, Stage
from certflow.domain.facts import AnswerGiven, AnswerWithdrawn, Erased, Fact, Json, Withheld
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, may_answer


def give(dossier: Dossier, question: Question, value: Json, seen: int, reader: Reader) -> tuple[Fact, ...]:
    """Answer `question` with a value in its stored form; None withdraws the answer.

    seen: the seq of the answer the person was looking at, 0 for none. Saving what already stands changes nothing, so a
    save repeated over a poor link is no conflict.
    Raises Refused: dossier.closed, answer.protected, answer.conflict (with both texts, who gave the standing one and
    its seq).
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    if not may_answer(dossier, question, reader):
        # before anything is compared: whether a guess is what stands must not show
        raise Refused("answer.protected", question=question.id)
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
