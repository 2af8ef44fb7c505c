"""Taking over from another dossier what a mapping gives credit for: answers and evidence, never approvals.

Only what one's own organisation gave there, that no class holds back, and that nothing stands against here. A fact
beside the answers and files says from where; whoever gave them first counts as having prepared them here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

from certflow.domain.checklist import Checklist, Kind, Question
from certflow.domain.checklist.mappings import Credit, Mapped, Mapping
from certflow.domain.checklist.questions import Raw
from certflow.domain.dossier import Answer, Dossier, Evidence, Stage, State
from certflow.domain.evidence import MOST_PER_STEP
from certflow.domain.facts import AnswerGiven, EvidenceAttached, Fact, Json, TakenOver, Withheld
from certflow.domain.people import Actor
from certflow.domain.plan import Plan
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, may_answer

#: kinds that mean the same wherever they stand; what somebody declares or points to is said anew
CARRIED = frozenset({Kind.NUMBER, Kind.CHOICE, Kind.MULTI_CHOICE, Kind.YES_NO, Kind.TEXT, Kind.DATE, Kind.REFERENCE})


@dataclass(frozen=True)
class There:
    """The other dossier, with its edition and the mapping that leads from there to here."""

    dossier: Dossier
    checklist: Checklist
    mapping: Mapping


@dataclass(frozen=True)
class Carried:
    """One answer that may be carried. question: the one here that it answers."""

    question: Question
    source: Answer


@dataclass(frozen=True)
class Offer:
    """What one row of a mapping offers into a step here."""

    row: Mapped
    step: str
    answers: tuple[Carried, ...]
    evidence: tuple[Evidence, ...]

    @property
    def name(self) -> str:
        """How a form names it."""
        return f"{self.row.source}>{self.row.target}"


def offers(checklist: Checklist, plan: Plan, dossier: Dossier, there: There, actor: Actor) -> tuple[Offer, ...]:
    """What may be taken over now, row by row; rows that offer nothing are left out."""
    found = (_offer(checklist, plan, dossier, there, row, actor) for row in there.mapping.rows)
    return tuple(each for each in found if each is not None)


def take_over(
    checklist: Checklist,
    plan: Plan,
    dossier: Dossier,
    there: There,
    actor: Actor,
    chosen: Collection[str],
    names: Iterator[str],
) -> tuple[Fact, ...]:
    """Carry what the chosen rows offer. names: new ids for pieces of evidence.

    Raises Refused: dossier.closed, take-over.nothing.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    facts: list[Fact] = []
    answered: set[str] = set()
    for offer in offers(checklist, plan, dossier, there, actor):
        if offer.name in chosen:
            carried = tuple(each for each in offer.answers if each.question.id not in answered)
            answered |= {each.question.id for each in carried}
            facts += _of_row(there, offer, carried, names)
    if not facts:
        raise Refused("take-over.nothing")
    return tuple(facts)


def _of_row(there: There, offer: Offer, carried: tuple[Carried, ...], names: Iterator[str]) -> list[Fact]:
    """The answers and files of one row, and the fact that says from where they came."""
    files = {next(names): piece for piece in offer.evidence}
    if not carried and not files:
        return []
    source: dict[str, Json] = {
        "dossier": there.dossier.id,
        "edition": there.mapping.name,
        "revision": there.dossier.revision,
        "from": offer.row.source,
        "to": offer.row.target,
    }
    return [
        *(AnswerGiven(question=each.question.id, value=cast(Json, each.source.value)) for each in carried),
        *(
            EvidenceAttached(
                evidence=name,
                step=offer.step,
                sha256=piece.sha256,
                size=piece.size,
                media_type=piece.media_type,
                name=str(piece.name),
            )
            for name, piece in files.items()
        ),
        TakenOver(
            step=offer.step,
            source=source,
            answers={each.question.id: each.source.by.person for each in carried},
            evidence={name: piece.by.person for name, piece in files.items()},
        ),
    ]


def _offer(checklist: Checklist, plan: Plan, dossier: Dossier, there: There, row: Mapped, actor: Actor) -> Offer | None:
    target, source = row.target.partition(".")[0], row.source.partition(".")[0]
    if target not in checklist.steps or source not in there.checklist.steps:
        return None
    if plan.steps[target].applies == "no" or dossier.case(target).state is not State.DRAFT:
        return None
    gives = row.credit
    answers = tuple(_answers(checklist, plan, dossier, there, row, actor)) if Credit.ANSWERS in gives else ()
    evidence = tuple(_evidence(dossier, there, target, source, actor)) if Credit.EVIDENCE in gives else ()
    return Offer(row, target, answers, evidence) if answers or evidence else None


def _answers(
    checklist: Checklist, plan: Plan, dossier: Dossier, there: There, row: Mapped, actor: Actor
) -> Iterator[Carried]:
    given = dict(_by_tail(there.checklist, row.source))
    reader = Reader.of(actor, dossier.parties)
    for tail, question in _by_tail(checklist, row.target):
        other = given.get(tail)
        standing = there.dossier.answers.get(other.id) if other else None
        if other is None or standing is None or standing.by.organisation != actor.organisation:
            continue
        if isinstance(standing.value, Withheld) or other.visibility.is_narrow or question.id in dossier.answers:
            continue
        if plan.questions[question.id].asked == "no" or not may_answer(dossier, question, reader):
            continue
        if _fits(question, other, standing):
            yield Carried(question, standing)


def _by_tail(checklist: Checklist, target: str) -> Iterator[tuple[str, Question]]:
    """The questions of a step or criterion by what their name says behind the step's own."""
    step, _, criterion = target.partition(".")
    for name in checklist.steps[step].questions:
        question = checklist.questions[name]
        if not criterion or question.criterion == target:
            yield name.removeprefix(step.replace("-", "_") + "_"), question


def _fits(question: Question, other: Question, given: Answer) -> bool:
    """Whether an answer means here what it meant there: of the same kind and unit, and within what is taken here."""
    if question.kind is not other.kind or question.kind not in CARRIED or question.unit != other.unit:
        return False
    try:
        value = other.from_json(cast(Json, given.value))
        return bool(question.parse(_typed(question, other.to_json(value))) == value)
    except Refused:
        return False


def _typed(question: Question, stored: object) -> Raw:
    """A stored value as a form would send it."""
    if question.kind is Kind.YES_NO:
        return "yes" if stored else "no"
    return cast(Raw, stored)


def _evidence(dossier: Dossier, there: There, target: str, source: str, actor: Actor) -> Iterator[Evidence]:
    """The files of the step there that are not here yet. What is marked is attached anew, so that somebody marks it."""
    if there.checklist.steps[source].evidence_visibility.is_narrow:
        return
    here = {each.sha256 for each in dossier.evidence_of(target)}
    free = [
        piece
        for piece in there.dossier.evidence_of(source)
        if piece.by.organisation == actor.organisation
        and not isinstance(piece.name, Withheld)
        and piece.kept
        and piece.marked is None
        and piece.sha256 not in here
    ]
    yield from free[: MOST_PER_STEP - len(dossier.evidence_of(target))]
