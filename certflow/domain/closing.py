"""Opening a dossier, closing it, and asking for its record."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from certflow.domain.checklist import Checklist
from certflow.domain.dossier import Dossier, RecordState, Stage, State
from certflow.domain.facts import (
    FULL,
    DossierClosed,
    DossierOpened,
    DossierReopened,
    Fact,
    RecordRequested,
    RecordWithdrawn,
)
from certflow.domain.people import Actor
from certflow.domain.plan import Plan
from certflow.domain.refusal import Refused
from certflow.domain.review.steps import needs_review
from certflow.domain.text import LANGUAGES
from certflow.domain.views import views_of

#: the longest dossier title
LONGEST_TITLE = 200

#: in what a record can be made: one language, or two side by side, written `en+it`
RECORD_LANGUAGES = (*LANGUAGES, *("+".join(pair) for pair in combinations(LANGUAGES, 2)))


def open_dossier(
    dossier: Dossier, checklist: Checklist, title: str, parties: Mapping[str, str], actor: Actor
) -> tuple[Fact, ...]:
    """Open a dossier on one edition. parties: organisation → the part it plays.

    Raises Refused: dossier.exists, dossier.title, dossier.party, dossier.own-party.
    """
    if dossier.revision:
        raise Refused("dossier.exists", dossier=dossier.id)
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise Refused("dossier.title", longest=LONGEST_TITLE)
    unknown = sorted(set(parties.values()) - set(checklist.parties))
    if unknown:
        raise Refused("dossier.party", unknown=unknown, known=tuple(checklist.parties))
    if actor.organisation not in parties:
        raise Refused("dossier.own-party", organisation=actor.organisation)
    return (
        DossierOpened(
            title=title.strip(),
            checklist=checklist.id,
            edition=checklist.edition,
            checklist_digest=checklist.digest,
            parties=dict(parties),
        ),
    )


def open_steps(plan: Plan, dossier: Dossier) -> tuple[str, ...]:
    """The steps that keep the dossier from being closed: undecided, or required and neither approved nor waived."""
    return tuple(
        step.id
        for step in plan.steps.values()
        if step.applies == "undecided"
        or (needs_review(step) and dossier.case(step.id).state is not State.APPROVED and not dossier.is_waived(step.id))
    )


def is_complete(plan: Plan, dossier: Dossier) -> bool:
    """Whether every step is decided, and each that is required is approved; a problem of the plan is never complete."""
    return not plan.problems and not open_steps(plan, dossier) and not dossier.open_issues


def close(plan: Plan, dossier: Dossier, statement: str, record: str, language: str) -> tuple[Fact, ...]:
    """Close the dossier and ask for its record.

    statement: what the accountable manager declares.
    Raises Refused: dossier.closed, dossier.problems, dossier.incomplete, dossier.issues,
    dossier.statement, record.language.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    if plan.problems:
        raise Refused("dossier.problems", problems=tuple(problem.code for problem in plan.problems))
    missing = open_steps(plan, dossier)
    if missing:
        raise Refused("dossier.incomplete", steps=missing)
    if dossier.open_issues:
        raise Refused("dossier.issues", steps=tuple(dict.fromkeys(each.step for each in dossier.open_issues)))
    if not statement.strip():
        raise Refused("dossier.statement")
    return (DossierClosed(statement=statement.strip()), *_request(dossier, record, language, FULL, _reopening(dossier)))


def request_again(
    dossier: Dossier, record: str, language: str, audience: str = FULL, reason: str = ""
) -> tuple[Fact, ...]:
    """Ask for another record of a closed dossier: after a failure, in another language, or for another audience.

    reason: why it is to take the place of the one that its audience has; needed only where there is one.
    Raises Refused: dossier.open, record.pending, record.language, record.audience, record.replacing.
    """
    if dossier.stage is not Stage.CLOSED:
        raise Refused("dossier.open", dossier=dossier.id)
    known = tuple(view.written for view in views_of(dossier))
    if audience not in known:
        raise Refused("record.audience", audience=audience, known=known)
    if any(line.state is RecordState.PENDING and line.audience == audience for line in dossier.records.values()):
        raise Refused("record.pending", dossier=dossier.id)
    if replaces(dossier, audience) and not reason.strip():
        raise Refused("record.replacing")
    return _request(dossier, record, language, audience, reason)


def replaces(dossier: Dossier, audience: str) -> bool:
    """Whether a new record for this audience takes the place of a sealed one."""
    return any(line.state is RecordState.SEALED and line.audience == audience for line in dossier.records.values())


def reopen(dossier: Dossier, reason: str) -> tuple[Fact, ...]:
    """Open a closed dossier again; its sealed record stays what it was.

    Raises Refused: dossier.open, dossier.reason, record.pending.
    """
    if dossier.stage is not Stage.CLOSED:
        raise Refused("dossier.open", dossier=dossier.id)
    if any(line.state is RecordState.PENDING for line in dossier.records.values()):
        raise Refused("record.pending", dossier=dossier.id)
    if not reason.strip():
        raise Refused("dossier.reason")
    return (DossierReopened(reason=reason.strip()),)


def withdraw_record(dossier: Dossier, record: str, reason: str) -> tuple[Fact, ...]:
    """Take a sealed record back, with the reason; it verifies as withdrawn from then on.

    Raises Refused: record.unknown, record.not-sealed, record.reason.
    """
    line = dossier.records.get(record)
    if line is None:
        raise Refused("record.unknown", record=record)
    if line.state is not RecordState.SEALED:
        raise Refused("record.not-sealed", record=record)
    if not reason.strip():
        raise Refused("record.reason")
    return (RecordWithdrawn(record=record, reason=reason.strip()),)


def languages_of(language: str) -> tuple[str, ...]:
    """The languages of a record, as a request names them: `en`, or `en+it`."""
    return tuple(language.split("+"))


def _reopening(dossier: Dossier) -> str:
    """Why the dossier was reopened: that is why its next record takes the place of the last one."""
    fact = dossier.reopened.fact if dossier.reopened else None
    return fact.reason if isinstance(fact, DossierReopened) and isinstance(fact.reason, str) else ""


def _request(dossier: Dossier, record: str, language: str, audience: str, reason: str) -> tuple[Fact, ...]:
    if language not in RECORD_LANGUAGES:
        raise Refused("record.language", language=language, known=RECORD_LANGUAGES)
    why = reason.strip() if replaces(dossier, audience) else ""
    return (RecordRequested(record=record, language=language, audience=audience, reason=why),)
