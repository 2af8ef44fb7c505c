"""A dossier made of its entries: the only way one comes about.

It never fails on an entry once written down: rules are asked before a fact is recorded, and what was recorded is what
was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from certflow.domain import facts as f
from certflow.domain.checklist.items import called, parted
from certflow.domain.dossier import (
    Answer,
    AnswerAside,
    Aside,
    Case,
    Condition,
    Departure,
    DepartureState,
    Dossier,
    DossierItem,
    Evidence,
    Issue,
    IssueState,
    Position,
    RecordLine,
    RecordState,
    Remark,
    Stage,
    State,
    Vote,
)
from certflow.domain.entry import By, Entry
from certflow.domain.facts import Json
from certflow.domain.marking import marking_of


def replay(dossier: Dossier, entries: Iterable[Entry], steps: Mapping[str, str]) -> Dossier:
    """The dossier after `entries`.

    steps: question → step as the checklist's file has them, so that whoever answers counts as having prepared the step.
    """
    after = _Draft(dossier)
    for entry in entries:
        after.take(entry, steps)
    return after.frozen()


def stretches(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """A dossier's entries in stretches of one edition each; an act that goes over to another one begins the next."""
    found: list[list[Entry]] = []
    for entry in entries:
        if not found or isinstance(entry.fact, f.EditionMoved):
            found.append([])
        found[-1].append(entry)
    return tuple(tuple(each) for each in found)


class _Draft:
    """A dossier while entries are being taken in: its maps are copied once, not once an entry."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.answers = dict(dossier.answers)
        self.items = dict(dossier.items)
        self.evidence = dict(dossier.evidence)
        self.cases = dict(dossier.cases)
        self.records = dict(dossier.records)
        self.departures = dict(dossier.departures)
        self.conditions = dict(dossier.conditions)
        self.issues = dict(dossier.issues)
        self.first_given_by = dict(dossier.first_given_by)
        self.aside = dict(dossier.aside)
        self.confirm = dict(dossier.confirm)

    def frozen(self) -> Dossier:
        return replace(
            self.dossier,
            answers=self.answers,
            items=self.items,
            evidence=self.evidence,
            cases=self.cases,
            records=self.records,
            departures=self.departures,
            conditions=self.conditions,
            issues=self.issues,
            first_given_by=self.first_given_by,
            aside=self.aside,
            confirm=self.confirm,
        )

    def case(self, step: str) -> Case:
        return self.cases.get(step) or Case(step)

    def touch(self, step: str, by: By) -> None:
        case = self.case(step)
        self.cases[step] = replace(
            case, touched_by=case.touched_by | {by.person}, touched_from=case.touched_from | {by.organisation}
        )

    def touch_asking(self, question: str, steps: Mapping[str, str], by: By) -> None:
        name, item = parted(question)
        if name in steps:
            self.touch(called(steps[name], item), by)

    def item(self, entry: Entry) -> None:
        fact = entry.fact
        assert isinstance(fact, f.ItemAdded | f.ItemRenamed | f.ItemRemoved | f.ItemPutBack)
        known = self.items.get((fact.list, fact.item)) or DossierItem(fact.list, fact.item)
        if isinstance(fact, f.ItemAdded | f.ItemRenamed):
            commitment = None if fact.name == "" else entry.commitments["name"]
            known = replace(known, name=fact.name, commitment=commitment, seq=entry.seq)
        removed = isinstance(fact, f.ItemRemoved) or (known.removed and isinstance(fact, f.ItemRenamed))
        named_by = known.named_by | {entry.by}
        self.items[fact.list, fact.item] = replace(known, removed=removed, named_by=named_by)

    def take(self, entry: Entry, steps: Mapping[str, str]) -> None:
        assert entry.revision is not None
        self.dossier = replace(self.dossier, revision=entry.revision, seq=entry.seq, changed_at=entry.at)
        match entry.fact:
            case f.DossierOpened() as fact:
                self.dossier = replace(
                    self.dossier,
                    title=fact.title,
                    checklist=fact.checklist,
                    edition=fact.edition,
                    checklist_digest=fact.checklist_digest,
                    parties=dict(fact.parties),
                    opened_at=entry.at,
                )
            case f.TakenOver() as fact:
                self.first_given_by |= {**fact.answers, **fact.evidence}
            case f.AnswerGiven() as fact:
                self.first_given_by.pop(fact.question, None)
                self.aside.pop(fact.question, None)
                self.confirm.pop(fact.question, None)
                self.answers[fact.question] = Answer(
                    fact.question, fact.value, entry.commitments["value"], entry.seq, entry.at, entry.by
                )
                self.touch_asking(fact.question, steps, entry.by)
            case f.AnswerWithdrawn() as fact:
                self.answers.pop(fact.question, None)
                self.confirm.pop(fact.question, None)
                self.touch_asking(fact.question, steps, entry.by)
            case f.ItemAdded() | f.ItemRenamed() | f.ItemRemoved() | f.ItemPutBack():
                self.item(entry)
            case f.EvidenceAttached() as fact:
                self.evidence[fact.evidence] = Evidence(
                    fact.evidence,
                    fact.step,
                    fact.sha256,
                    fact.size,
                    fact.media_type,
                    fact.name,
                    entry.at,
                    entry.by,
                    fact.kept,
                )
                self.touch(fact.step, entry.by)
            case f.EvidenceMarked() as fact:
                if fact.evidence in self.evidence:
                    self.evidence[fact.evidence] = replace(
                        self.evidence[fact.evidence],
                        marking=marking_of(fact.marking),
                        marked=entry.commitments["marking"],
                    )
                    self.touch(fact.step, entry.by)
            case f.EvidenceWithdrawn() as fact:
                gone = self.evidence.pop(fact.evidence, None)
                if gone:
                    self.touch(gone.step, entry.by)
            case (
                f.StepSubmitted()
                | f.StepTakenBack()
                | f.StepReturned()
                | f.StepApproved()
                | f.StepReopened()
                | f.StepExpired()
            ):
                self.review(entry)
                if isinstance(entry.fact, f.StepSubmitted):
                    self.confirmed(entry.fact.step, steps)
            case f.IssueOpened() | f.PositionTaken() | f.IssueDecided() | f.IssueWithdrawn():
                self.issue(entry)
            case f.ConditionSet() as fact:
                self.conditions[fact.condition] = Condition(fact.condition, fact.step, fact.text, entry.at, entry.by)
            case f.ConditionMet() as fact:
                known = self.conditions[fact.condition]
                self.conditions[fact.condition] = replace(known, met=entry, note=fact.note)
            case (
                f.DepartureAsked()
                | f.DepartureGranted()
                | f.DepartureRefused()
                | f.DepartureWithdrawn()
                | f.DepartureEnded()
            ):
                self.departure(entry)
            case f.DossierClosed():
                self.dossier = replace(self.dossier, stage=Stage.CLOSED, closed=entry)
            case f.DossierReopened():
                self.dossier = replace(self.dossier, stage=Stage.OPEN, closed=None, reopened=entry)
            case f.EditionMoved():
                self.move(entry)
            case f.RecordRequested() | f.RecordDelayed() | f.RecordSealed() | f.RecordFailed() | f.RecordWithdrawn():
                self.record(entry)

    def confirmed(self, step: str, steps: Mapping[str, str]) -> None:
        """Whoever sends a step for review has looked at its answers again."""
        if self.confirm:
            named = {each: parted(each) for each in self.confirm}
            here = {each for each, (name, item) in named.items() if called(steps.get(name, ""), item) == step}
            self.confirm = {each: why for each, why in self.confirm.items() if each not in here}

    def move(self, entry: Entry) -> None:
        """Go over to a later edition: names change, what does not count is put aside, and what stands keeps its votes.

        What falls is told by facts of its own, right after this one.
        """
        fact = entry.fact
        assert isinstance(fact, f.EditionMoved)
        moves = (*self.dossier.moves, entry)
        self.dossier = replace(self.dossier, edition=fact.edition, checklist_digest=fact.checklist_digest, moves=moves)
        given = list(self.answers.values())
        self.answers = {}
        for each in given:
            if each.question in fact.aside:
                self.aside[each.question] = AnswerAside(each, _aside(fact, fact.aside[each.question]))
            else:
                name = fact.questions.get(each.question, each.question)
                self.answers[name] = replace(each, question=name)
        self.first_given_by = {fact.questions.get(name, name): who for name, who in self.first_given_by.items()}
        self.confirm = dict(fact.confirm)
        self.evidence = {name: _moved_evidence(fact, each) for name, each in self.evidence.items()}
        cases, self.cases = list(self.cases.values()), {}
        for case in cases:
            if (step := fact.names.get(case.step, case.step)) is not None:
                self.cases[step] = _merged(self.cases.get(step), _moved_case(fact, case, step))
        self.departures = {
            each.id: _moved_departure(fact, each, step)
            for each in self.departures.values()
            if (step := fact.names.get(each.step, each.step)) is not None
        }
        self.conditions = {
            each.id: replace(each, step=step)
            for each in self.conditions.values()
            if (step := fact.names.get(each.step, each.step)) is not None
        }
        self.issues = {
            each.id: replace(each, step=step)
            for each in self.issues.values()
            if (step := fact.names.get(each.step, each.step)) is not None
        }

    def review(self, entry: Entry) -> None:
        match entry.fact:
            case f.StepSubmitted() as fact:
                case = self.case(fact.step)
                self.cases[fact.step] = replace(
                    case,
                    state=State.SUBMITTED,
                    shown=entry.shown,
                    covered=fact.covered,
                    submitted=entry,
                    votes=(),
                    touched_by=case.touched_by | {entry.by.person},
                    touched_from=case.touched_from | {entry.by.organisation},
                )
            case f.StepApproved() as fact:
                case = self.case(fact.step)
                shown, unseen = entry.shown or "", tuple(fact.unseen)
                vote = Vote(entry.by, fact.role, fact.meaning, shown, entry.at, entry.seq, fact.comment, unseen)
                self.cases[fact.step] = replace(
                    case,
                    votes=(*case.votes, vote),
                    state=State.APPROVED if fact.final else case.state,
                    touched_by=frozenset() if fact.final else case.touched_by,
                    touched_from=frozenset() if fact.final else case.touched_from,
                )
            case f.StepTakenBack() as fact:
                self.back_to_draft(fact.step, Remark("withdrawn", entry.by, entry.at))
            case f.StepReturned() as fact:
                self.back_to_draft(fact.step, Remark("returned", entry.by, entry.at, reason=fact.reason))
            case f.StepReopened() as fact:
                self.back_to_draft(fact.step, Remark("reopened", entry.by, entry.at, because=tuple(fact.because)))
            case f.StepExpired() as fact:
                because = ({"until": fact.until, **fact.counted},)
                self.back_to_draft(fact.step, Remark("expired", entry.by, entry.at, because=because))

    def back_to_draft(self, step: str, remark: Remark) -> None:
        case = self.case(step)
        self.conditions = {name: each for name, each in self.conditions.items() if each.step != step}
        self.cases[step] = replace(
            case,
            state=State.DRAFT,
            shown=None,
            submitted=None,
            votes=(),
            voided=len(case.votes),
            remarks=(*case.remarks, remark),
        )

    def issue(self, entry: Entry) -> None:
        match entry.fact:
            case f.IssueOpened() as fact:
                self.issues[fact.issue] = Issue(fact.issue, fact.sort, fact.step, fact.title, fact.text, entry, entry)
            case f.PositionTaken() as fact:
                known = self.issues[fact.issue]
                held = Position(fact.party, fact.text, entry.at, entry.by)
                self.issues[fact.issue] = replace(known, positions={**known.positions, fact.party: held}, last=entry)
            case f.IssueDecided() as fact:
                known, state = self.issues[fact.issue], IssueState(fact.verdict)
                self.issues[fact.issue] = replace(
                    known, state=state, decision=fact.decision, effect=fact.effect, last=entry
                )
            case f.IssueWithdrawn() as fact:
                known = self.issues[fact.issue]
                self.issues[fact.issue] = replace(known, state=IssueState.WITHDRAWN, decision=fact.reason, last=entry)

    def departure(self, entry: Entry) -> None:
        match entry.fact:
            case f.DepartureAsked() as fact:
                content: Mapping[str, Json] = {
                    "departure": fact.departure,
                    "sort": fact.sort,
                    "until": fact.until,
                    "reason": entry.commitments["reason"],
                    "instead": entry.commitments["instead"],
                    "covered": fact.covered,
                }
                self.departures[fact.departure] = Departure(
                    fact.departure,
                    fact.sort,
                    fact.step,
                    fact.until,
                    fact.reason,
                    fact.instead,
                    fact.covered,
                    content,
                    entry,
                    entry,
                )
            case f.DepartureGranted() as fact:
                vote = Vote(entry.by, fact.role, "approval", entry.shown or "", entry.at, entry.seq, fact.comment)
                votes = (*self.departures[fact.departure].votes, vote)
                state = DepartureState.GRANTED if fact.final else DepartureState.ASKED
                self.move_departure(fact.departure, entry, state, votes=votes)
            case f.DepartureRefused() as fact:
                self.move_departure(fact.departure, entry, DepartureState.REFUSED)
            case f.DepartureWithdrawn() as fact:
                self.move_departure(fact.departure, entry, DepartureState.WITHDRAWN)
            case f.DepartureEnded() as fact:
                self.move_departure(fact.departure, entry, DepartureState.ENDED)

    def move_departure(self, name: str, entry: Entry, state: DepartureState, **more: Any) -> None:
        self.departures[name] = replace(self.departures[name], state=state, last=entry, **more)

    def record(self, entry: Entry) -> None:
        match entry.fact:
            case f.RecordRequested() as fact:
                assert entry.revision is not None
                self.records[fact.record] = RecordLine(
                    fact.record,
                    entry.revision,
                    fact.language,
                    RecordState.PENDING,
                    entry.at,
                    entry.by,
                    audience=fact.audience,
                    asked_why=fact.reason,
                    edition=self.dossier.edition,
                )
            case f.RecordSealed() as fact:
                new = self.records[fact.record]
                for name, line in self.records.items():
                    # a view takes the place of an earlier one for the same audience, and of no other
                    if line.state is RecordState.SEALED and line.audience == new.audience:
                        self.records[name] = replace(line, state=RecordState.SUPERSEDED, reason=new.asked_why)
                self.end_record(fact.record, entry, RecordState.SEALED, sha256=fact.sha256, reason="")
            case f.RecordDelayed() as fact:
                self.records[fact.record] = replace(self.records[fact.record], reason=fact.reason)
            case f.RecordFailed() as fact:
                self.end_record(fact.record, entry, RecordState.FAILED, reason=fact.reason)
            case f.RecordWithdrawn() as fact:
                line = self.records[fact.record]
                self.records[fact.record] = replace(line, state=RecordState.WITHDRAWN, reason=fact.reason)

    def end_record(self, name: str, entry: Entry, state: RecordState, **more: Any) -> None:
        self.records[name] = replace(self.records[name], state=state, ended_at=entry.at, **more)


def _aside(fact: f.EditionMoved, told: Mapping[str, Json]) -> Aside:
    return Aside(str(told["why"]), str(told["visibility"]), fact.before)


def _moved_evidence(fact: f.EditionMoved, piece: Evidence) -> Evidence:
    if piece.aside is not None:
        return piece
    if piece.id in fact.evidence:
        return replace(piece, aside=_aside(fact, fact.evidence[piece.id]))
    return replace(piece, step=fact.names.get(piece.step) or piece.step)


def _moved_case(fact: f.EditionMoved, case: Case, step: str) -> Case:
    votes = tuple(replace(each, edition=each.edition or fact.before) for each in case.votes)
    case = replace(case, step=step, votes=votes)
    told = fact.carried.get(step)
    if told is None or "covered" not in told:
        return case
    return replace(case, shown=str(told["shown"]), covered=cast(Mapping[str, Json], told["covered"]))


def _merged(one: Case | None, other: Case) -> Case:
    """Two steps that became one: everybody who prepared either prepared it, and what was decided on either falls."""
    if one is None:
        return other
    first, second = (one, other) if one.state is not State.DRAFT else (other, one)
    return replace(
        first,
        touched_by=first.touched_by | second.touched_by,
        touched_from=first.touched_from | second.touched_from,
        votes=(*first.votes, *second.votes),
        remarks=(*first.remarks, *second.remarks),
    )


def _moved_departure(fact: f.EditionMoved, departure: Departure, step: str) -> Departure:
    departure = replace(departure, step=step)
    if (covered := fact.departures.get(departure.id)) is None:
        return departure
    return replace(departure, covered=covered, content={**departure.content, "covered": covered})
