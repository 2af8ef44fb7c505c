"""What reviewers of a step were shown before, found again in the dossier's entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from certflow.domain.entry import Entry
from certflow.domain.facts import AnswerGiven, EvidenceAttached, StepApproved, StepReturned, StepSubmitted
from certflow.domain.review.covered import Covered


@dataclass(frozen=True)
class Earlier:
    """One earlier submission of a step.

    sent       the entry that sent it
    decision   the last approval or return that it got; None when nobody decided on it
    answers    question → the entry of the answer that was shown
    evidence   id → the entry of the file that was shown
    """

    covered: Covered
    sent: Entry
    decision: Entry | None
    answers: Mapping[str, Entry]
    evidence: Mapping[str, Entry]


def last_decided(entries: Sequence[Entry], step: str, now: Entry | None) -> Earlier | None:
    """The latest submission of `step` before `now` that somebody decided on; while none was, the latest at all.

    now   the submission that is looked at; None while the step is a draft
    """
    before = [each for each in submissions(entries, step) if now is None or each.sent.seq < now.seq]
    decided = [each for each in before if each.decision is not None]
    return next(reversed(decided or before), None)


def shown_as(entries: Sequence[Entry], step: str, digest: str) -> Earlier | None:
    """The submission whose reviewers were shown `digest`; None where there was none."""
    return next((each for each in reversed(submissions(entries, step)) if each.sent.shown == digest), None)


def submissions(entries: Sequence[Entry], step: str) -> tuple[Earlier, ...]:
    """Every submission of a step, in order."""
    sent = [each for each in entries if isinstance(each.fact, StepSubmitted) and each.fact.step == step]
    until = [*(each.seq for each in sent[1:]), None]
    return tuple(_earlier(entries, each, end) for each, end in zip(sent, until, strict=True))


def _earlier(entries: Sequence[Entry], sent: Entry, until: int | None) -> Earlier:
    fact = cast(StepSubmitted, sent.fact)
    commitments = set(cast(Mapping[str, str], fact.covered.get("answers", {})).values())
    pieces = cast(Mapping[str, str], fact.covered.get("evidence", {}))
    decisions = [
        each
        for each in entries
        if isinstance(each.fact, StepApproved | StepReturned)
        and each.fact.step == fact.step
        and each.seq > sent.seq
        and (until is None or each.seq < until)
    ]
    return Earlier(
        covered=fact.covered,
        sent=sent,
        decision=decisions[-1] if decisions else None,
        answers={
            each.fact.question: each
            for each in entries
            if isinstance(each.fact, AnswerGiven) and each.commitments["value"] in commitments
        },
        evidence={
            each.fact.evidence: each
            for each in entries
            if isinstance(each.fact, EvidenceAttached) and each.fact.evidence in pieces
        },
    )
