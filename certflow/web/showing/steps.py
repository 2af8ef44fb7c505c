"""The question page of one step, and the page on which two answers meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from certflow.actions.desk import Sight
from certflow.actions.issues import may_open
from certflow.domain.checklist import Step
from certflow.domain.checklist.questions import Raw
from certflow.domain.dossier import Case, Condition, Remark, Stage, State, Vote
from certflow.domain.dossier import Evidence as Attached
from certflow.domain.evidence import TYPES
from certflow.domain.marking import NO_MARKING
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.refusal import Refused
from certflow.domain.review.conditions import meet
from certflow.domain.review.steps import submit, take_back
from certflow.domain.visibility import EVIDENCE, Reader, may_answer, may_fetch
from certflow.web import names
from certflow.web.pages import (
    ConditionShown,
    ConflictPage,
    Decision,
    Error,
    Evidence,
    EvidenceShelf,
    Field,
    Link,
    Moved,
    Person,
    Side,
    StepPage,
    Submitting,
)
from certflow.web.showing.departures import asking_links
from certflow.web.showing.differing import differing
from certflow.web.showing.heads import dossier_head, organisation, step_head
from certflow.web.showing.kept import with_before
from certflow.web.showing.links import review_href, step_href
from certflow.web.showing.marking import marking_form, marking_told, shared_told
from certflow.web.showing.moved import difference
from certflow.web.showing.policy import needed, over
from certflow.web.showing.states import asked, codes, title
from certflow.web.showing.values import answer_told, closed, field, told
from certflow.web.telling import told as told_refusal
from certflow.web.words import Words


def step_page(
    sight: Sight,
    step: Step,
    directory: Directory,
    reader: Actor,
    words: Words,
    *,
    typed: Mapping[str, Raw] | None = None,
    refused: Mapping[str, Refused] | None = None,
    seen: Mapping[str, int] | None = None,
    moved: Moved | None = None,
    limit: str = "",
    problems: tuple[Error, ...] = (),
    evidence_error: str = "",
    marked: Mapping[str, str] | None = None,
) -> StepPage:
    """One step as its reader may see and use it.

    typed, refused, seen   what could not be saved, why, and the revision it was typed against
    limit                  the largest file taken, in words
    problems               what else went wrong, for the summary
    """
    typed, refused, seen = typed or {}, refused or {}, seen or {}
    sentences = {name: words.refusal(told_refusal(each, words, sight.checklist)) for name, each in refused.items()}
    own = Reader.of(reader, sight.dossier.parties)
    fields = tuple(
        with_before(
            sight,
            field(
                sight, name, words, typed.get(name), sentences.get(name, ""), str(seen[name]) if name in seen else ""
            ),
            words,
        )
        if may_answer(sight.dossier, sight.checklist.questions[name], own)
        else closed(sight, name, words, sentences.get(name, ""))
        for name in asked(sight.plan, step)
    )
    before, after = _neighbours(sight, step, words)
    read_only = why_read_only(sight, reader, words)
    return StepPage(
        dossier=dossier_head(sight, directory, words),
        step=step_head(sight, step, words),
        fields=fields,
        action=url_for("steps.save", dossier=sight.dossier.id, step=step.id),
        read_only=read_only,
        evidence=shelf(
            sight, step, reader, words, writable=not read_only, limit=limit, error=evidence_error, marked=marked
        ),
        needed=needed(sight, step, directory, words),
        decisions=decisions(sight, step, directory, words),
        conditions=conditions(sight, step, reader, directory, words),
        submitting=_submitting(sight, step, reader, words),
        review_href=review_href(sight.dossier.id, step.id)
        if sight.dossier.case(step.id).state is not State.DRAFT
        else "",
        asking=(*asking_links(sight, step, reader, words), *_issue_link(sight, step, reader, words)),
        moved=moved,
        errors=(*problems, *(Error(sentences[each.id], each.name) for each in fields if each.id in sentences)),
        previous=before,
        next=after,
    )


def why_read_only(sight: Sight, reader: Actor, words: Words) -> str:
    """Why the reader may not answer here; empty when they may."""
    if not may(reader, Permission.ANSWER_WRITE):
        return words.gettext("You may look here, but answers are given by compliance officers.")
    if sight.dossier.stage is not Stage.OPEN:
        return words.refusal(Refused("dossier.closed"))
    return ""


def shelf(
    sight: Sight,
    step: Step,
    reader: Actor,
    words: Words,
    *,
    writable: bool,
    limit: str = "",
    error: str = "",
    marked: Mapping[str, str] | None = None,
) -> EvidenceShelf:
    """What is attached to the step, and what usually is."""
    dossier = sight.dossier
    return EvidenceShelf(
        items=tuple(attached(sight, each, reader, words, writable) for each in dossier.evidence_of(step.id)),
        expected=tuple(words.passage(text) for text in step.expected_evidence),
        add_action=url_for("evidence.attach", dossier=dossier.id, step=step.id) if writable else "",
        accept=",".join(f".{ending}" for ending in TYPES),
        rules=words.gettext("%(kinds)s; up to %(limit)s.", kinds=", ".join(TYPES), limit=limit),
        error=error,
        marking=marking_form(NO_MARKING, words, marked) if writable else None,
    )


def attached(sight: Sight, each: Attached, reader: Actor, words: Words, writable: bool = False) -> Evidence:
    """One piece of evidence, as its reader gets it: the file, or only what proves which file it is."""
    where: dict[str, Any] = {"dossier": sight.dossier.id, "piece": each.id}
    name, own = words.typed(each.name), reader.organisation == each.by.organisation
    handed = may_fetch(sight.checklist, each, Reader.of(reader, sight.dossier.parties))
    return Evidence(
        name=name,
        href=url_for("evidence.download", **where) if handed else "",
        size=words.size(each.size),
        sha256=each.sha256,
        by=each.by.name,
        when=words.moment(each.at),
        kind=name.rpartition(".")[2].upper() if "." in name else "",
        marking=marking_told(each, words),
        shared=shared_told(each, words, handed=handed, own=own),
        remove_action=url_for("evidence.withdraw", **where) if writable and own else "",
        mark_action=url_for("evidence.mark", **where) if writable and own else "",
    )


def _submitting(sight: Sight, step: Step, reader: Actor, words: Words) -> Submitting:
    """Whether the step can go to review now; asked of the rule itself, so that page and rule never differ."""
    if not may(reader, Permission.STEP_SUBMIT):
        return Submitting()
    if sight.dossier.case(step.id).state is State.SUBMITTED:
        return Submitting(withdraw_action=_taking_back(sight, step, reader))
    try:
        _, shown = submit(sight.checklist, sight.plan, sight.dossier, step)
    except Refused as refused:
        quiet = refused.code in ("dossier.closed", "review.already-submitted", "step.not-required")
        return Submitting(missing=() if quiet else _missing(sight, refused, words))
    return Submitting(action=url_for("steps.submit", dossier=sight.dossier.id, step=step.id), shown=shown)


def _taking_back(sight: Sight, step: Step, reader: Actor) -> str:
    try:
        take_back(sight.dossier, step, reader)
    except Refused:
        return ""
    return url_for("steps.take_back", dossier=sight.dossier.id, step=step.id)


def _missing(sight: Sight, refused: Refused, words: Words) -> tuple[str, ...]:
    """What keeps the step from review, one line each."""
    unanswered = refused.facts.get("questions")
    if refused.code != "review.unanswered" or not isinstance(unanswered, tuple):
        return (words.refusal(told_refusal(refused, words, sight.checklist)),)
    titles = [words.plain(sight.checklist.questions[name].title) for name in unanswered]
    return tuple(words.gettext("Answer “%(question)s”", question=each) for each in titles)


def decisions(sight: Sight, step: Step, directory: Directory, words: Words) -> tuple[Decision, ...]:
    """What happened to the step in review, newest first."""
    case = sight.dossier.case(step.id)
    found = [(vote.seq, _vote(sight, vote_index, case, directory, words)) for vote_index, vote in enumerate(case.votes)]
    told_decisions = [decision for _, decision in sorted(found, key=lambda each: each[0])]
    if case.submitted is not None:
        by = case.submitted.by
        sent = Decision(
            "submitted", _person(by.name, by.organisation, by.role, directory, words), words.moment(case.submitted.at)
        )
        told_decisions.insert(0, sent)
    earlier = [
        Decision(
            remark.kind,
            _person(remark.by.name, remark.by.organisation, remark.by.role, directory, words),
            words.moment(remark.at),
            reason=words.typed(remark.reason) or " ".join(_because(sight, remark, words)),
        )
        for remark in case.remarks
    ]
    return tuple(reversed([*earlier, *told_decisions]))


def _issue_link(sight: Sight, step: Step, reader: Actor, words: Words) -> tuple[Link, ...]:
    """Where the reader can open an issue on the step."""
    if not may_open(sight, reader):
        return ()
    return (Link(words.gettext("Open an issue"), url_for("issues.new", dossier=sight.dossier.id, step=step.id)),)


def conditions(
    sight: Sight, step: Step, reader: Actor, directory: Directory, words: Words
) -> tuple[ConditionShown, ...]:
    """The conditions of the approvals that stand; the rule itself is asked whether the reader may close one."""
    return tuple(
        ConditionShown(
            text=words.typed(each.text),
            who=_person(each.by.name, each.by.organisation, each.by.role, directory, words),
            when=words.moment(each.at),
            met=_met(each, words),
            meet_action=_meeting_condition(sight, step, each, reader),
        )
        for each in sight.dossier.conditions_of(step.id)
    )


def _met(each: Condition, words: Words) -> str:
    if each.met is None:
        return ""
    facts = {"who": each.met.by.name, "when": words.moment(each.met.at), "note": words.typed(each.note)}
    return words.gettext("Met, says %(who)s, %(when)s: %(note)s", **facts)


def _meeting_condition(sight: Sight, step: Step, each: Condition, reader: Actor) -> str:
    policy = step.policy(sight.plan.steps[step.id].level)
    try:
        meet(sight.dossier, step, policy, each.id, reader, "note")
    except Refused:
        return ""
    if not may(reader, Permission.STEP_REVIEW):
        return ""
    return url_for("reviews.meet", dossier=sight.dossier.id, step=step.id, condition=each.id)


def _because(sight: Sight, remark: Remark, words: Words) -> Iterator[str]:
    tell = over if remark.kind == "expired" else difference
    return (tell(sight, dict(each), words) for each in remark.because)


def _carried(vote: Vote, case: Case, words: Words) -> str:
    """On which edition an approval was given that was carried to this one."""
    if not vote.edition:
        return ""
    if vote.shown == case.shown:
        return words.gettext(
            "Given on edition %(edition)s; the same in every part, so it was carried.", edition=vote.edition
        )
    return words.gettext(
        "Given on edition %(edition)s in other words of the same meaning, and carried.", edition=vote.edition
    )


def _vote(sight: Sight, index: int, case: Case, directory: Directory, words: Words) -> Decision:
    vote = case.votes[index]
    return Decision(
        "approved",
        _person(vote.by.name, vote.by.organisation, vote.role, directory, words),
        words.moment(vote.at),
        meaning=words.gettext(names.MEANINGS.get(vote.meaning, vote.meaning)),
        reason=words.typed(vote.comment),
        digest=vote.shown,
        unseen=unseen_told(sight, vote.unseen, words),
        carried=_carried(vote, case, words),
    )


def _covered_title(sight: Sight, name: str, words: Words) -> str:
    if not name.startswith(EVIDENCE):
        return words.plain(sight.checklist.questions[name].title)
    piece = sight.dossier.evidence.get(name.removeprefix(EVIDENCE))
    return words.typed(piece.name) if piece else words.gettext("evidence that was withdrawn")


def unseen_told(sight: Sight, covered: tuple[str, ...], words: Words) -> str:
    """What an approval covers though whoever gives it may not see it, as a sentence; empty where there is nothing."""
    titles = [f"“{_covered_title(sight, name, words)}”" for name in covered]
    if not titles:
        return ""
    return words.gettext(
        "Without seeing %(what)s: of that it covers only the ledger's commitment.", what=words.listed(titles)
    )


def _person(name: str, of: str, role: str, directory: Directory, words: Words) -> Person:
    return Person(name, organisation(directory, of), words.gettext(names.ROLES.get(role, role)))


def _neighbours(sight: Sight, step: Step, words: Words) -> tuple[Link | None, Link | None]:
    """The steps before and after this one in the checklist's order, those that do not apply left out."""
    order = [id for id, planned in sight.plan.steps.items() if planned.applies != "no" or id == step.id]
    place = order.index(step.id)

    def link(at: int) -> Link | None:
        if not 0 <= at < len(order):
            return None
        other = sight.checklist.steps[order[at]]
        text = f"{codes(sight.checklist)[other.id]} {title(other, words).text}"
        return Link(text, step_href(sight.dossier.id, other.id))

    return link(place - 1), link(place + 1)


def conflict_page(
    sight: Sight,
    question_id: str,
    raw: Raw,
    carried: str,
    waiting: int,
    directory: Directory,
    reader: Actor,
    words: Words,
    errors: tuple[Error, ...] = (),
    merged: Raw | None = None,
) -> ConflictPage:
    """Both texts of one question. carried: what the reader typed, sealed, for the form to say again."""
    _ = words.gettext
    question = sight.checklist.questions[question_id]
    step = sight.checklist.step_of(question_id)
    standing = sight.dossier.answers.get(question_id)
    theirs = answer_told(question, standing, words) or _("(the answer was withdrawn)")
    mine = _mine(sight, question_id, raw, words)
    their_pieces, my_pieces = differing(theirs, mine)
    drawn: Field = field(sight, question_id, words, merged if merged is not None else raw)
    return ConflictPage(
        dossier=dossier_head(sight, directory, words),
        question=words.passage(question.title),
        action=url_for("steps.settle", dossier=sight.dossier.id, step=step.id, question=question_id),
        theirs=Side(
            theirs, standing.by.name if standing else "", words.moment(standing.at) if standing else "", their_pieces
        ),
        mine=Side(mine, reader.name, _("not saved"), my_pieces),
        merged=drawn,
        mine_inputs=(("mine", carried),),
        step=Link(words.plain(step.title), step_href(sight.dossier.id, step.id)),
        waiting=waiting,
        errors=errors,
    )


def _mine(sight: Sight, question_id: str, raw: Raw, words: Words) -> str:
    """What the reader typed, in words where it can be read, else as it was typed."""
    question = sight.checklist.questions[question_id]
    try:
        return told(question, question.parse(raw), words)
    except Refused:
        typed = raw if isinstance(raw, str) else ", ".join(raw.values() if isinstance(raw, Mapping) else raw)
        return typed or words.gettext("(no answer)")
