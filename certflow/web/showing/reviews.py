"""What a reviewer is shown: the inbox, everything an approval covers, and what changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from certflow.actions.desk import Sight
from certflow.actions.reviews import Inbox, Review, Unreadable, Waiting
from certflow.domain.checklist import Step
from certflow.domain.dossier import State
from certflow.domain.facts import ERASED
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.plan import Verdict
from certflow.domain.refusal import Refused
from certflow.domain.review.steps import Meaning
from certflow.web import names
from certflow.web.pages import (
    AnswerShown,
    Change,
    ChangedPage,
    Covered,
    Error,
    InboxPage,
    InboxRow,
    Link,
    Option,
    Passage,
    ReviewPage,
    UnreadableRow,
)
from certflow.web.showing.derivation import rung
from certflow.web.showing.dossiers import votes
from certflow.web.showing.heads import dossier_head, organisation, step_head
from certflow.web.showing.links import dossier_href, review_href, short
from certflow.web.showing.states import codes, level_code, level_title, title
from certflow.web.showing.steps import attached, decisions, needed
from certflow.web.showing.values import answer_told
from certflow.web.telling import told
from certflow.web.words import Words

#: refusals that only mean that the form is not filled in yet
_NOT_YET = frozenset({"review.sign-in-again", "review.meaning"})


@dataclass(frozen=True)
class Deciding:
    """What a reviewer typed."""

    meaning: str = ""
    comment: str = ""
    reason: str = ""


def inbox_page(inbox: Inbox, directory: Directory, words: Words) -> InboxPage:
    """Steps in review: those the reader may decide, then those that wait for others."""
    rows = [(each.cannot is None, _row(each, directory, words)) for each in inbox.waiting]
    return InboxPage(
        tuple(row for mine, row in rows if mine),
        tuple(row for mine, row in rows if not mine),
        tuple(_unreadable(each, words) for each in inbox.unreadable),
    )


def _unreadable(each: Unreadable, words: Words) -> UnreadableRow:
    title = words.typed(ERASED if each.title is None else each.title)
    return UnreadableRow(Link(title, dossier_href(each.dossier)), words.refusal(each.why))


def _row(each: Waiting, directory: Directory, words: Words) -> InboxRow:
    sight, step = each.sight, each.step
    sent = sight.dossier.case(step.id).submitted
    return InboxRow(
        dossier=words.typed(sight.dossier.title),
        code=codes(sight.checklist)[step.id],
        title=title(step, words),
        href=review_href(sight.dossier.id, step.id),
        level=level_code(sight.plan.steps[step.id]),
        submitted_by=sent.by.name if sent else "",
        organisation=organisation(directory, sent.by.organisation) if sent else "",
        when=words.moment(sent.at) if sent else "",
        votes=votes(sight, step, words),
        wants=words.gettext("your approval") if each.cannot is None else "",
        cannot="" if each.cannot is None else words.refusal(told(each.cannot, words, sight.checklist)),
    )


def review_page(
    review: Review,
    directory: Directory,
    reader: Actor,
    words: Words,
    typed: Deciding | None = None,
    errors: tuple[Error, ...] = (),
) -> ReviewPage:
    """Everything an approval covers, under the digest that the decision will name."""
    sight, step, typed = review.sight, review.step, typed or Deciding()
    where: dict[str, Any] = {"dossier": sight.dossier.id, "step": step.id}
    may_approve = review.cannot is None
    state = sight.dossier.case(step.id).state
    cannot = "" if review.cannot is None else words.refusal(told(review.cannot, words, sight.checklist))
    return ReviewPage(
        dossier=dossier_head(sight, directory, words),
        covered=Covered(
            step=step_head(sight, step, words),
            answers=_answers(sight, step, words),
            evidence=tuple(attached(sight, each, words) for each in sight.dossier.evidence_of(step.id)),
            derived=tuple(rung(sight, name, words) for name in step.shows),
            digest=review.shown,
        ),
        needed=needed(sight, step, directory, words),
        decisions=decisions(sight, step, directory, words),
        approve_action=url_for("reviews.approve", **where) if may_approve else "",
        return_action=url_for("reviews.give_back", **where) if _may_return(review, reader, state) else "",
        meanings=tuple(
            Option(each, Passage(words.gettext(names.MEANINGS[each])), chosen=each == typed.meaning) for each in Meaning
        ),
        step_up=True,
        cannot=cannot if state is not State.DRAFT or not may_approve else "",
        reason=typed.reason,
        comment=typed.comment,
        errors=errors,
    )


def _may_return(review: Review, reader: Actor, state: State) -> bool:
    """Whoever may approve may return; so may a reviewer who already approved, or who looks at an approved step."""
    if state is State.DRAFT or not may(reader, Permission.STEP_REVIEW):
        return False
    if review.cannot is None:
        return True
    return review.cannot.code in {"review.already-voted", "review.seat-taken", "review.not-submitted", *_NOT_YET}


def _answers(sight: Sight, step: Step, words: Words) -> tuple[AnswerShown, ...]:
    found = []
    for name in step.questions:
        if sight.plan.questions[name].asked is not Verdict.YES:
            continue
        question, answer = sight.checklist.questions[name], sight.dossier.answers.get(name)
        found.append(
            AnswerShown(
                question=words.passage(question.title),
                value=answer_told(question, answer, words, unit=False),
                unit=question.unit or "" if answer else "",
                by=answer.by.name if answer else "",
                when=words.moment(answer.at) if answer else "",
            )
        )
    return tuple(found)


def changed_page(review: Review, refused: Refused, shown: str, directory: Directory, words: Words) -> ChangedPage:
    """The step is no longer what the reviewer looked at: every difference, before and now."""
    sight, step = review.sight, review.step
    raw = refused.facts.get("differences", ())
    differences = raw if isinstance(raw, tuple | list) else ()
    return ChangedPage(
        dossier=dossier_head(sight, directory, words),
        step=Link(
            f"{codes(sight.checklist)[step.id]} {title(step, words).text}", review_href(sight.dossier.id, step.id)
        ),
        changes=tuple(_change(sight, each, words) for each in differences),
        looked="",
        shown_before=shown,
        shown_now=review.shown,
        review_href=review_href(sight.dossier.id, step.id),
    )


def _change(sight: Sight, told_change: Mapping[str, object], words: Words) -> Change:
    _ = words.gettext
    name, was, now = str(told_change["name"]), told_change["from"], told_change["to"]
    match told_change["what"]:
        case "answers":
            question, answer = sight.checklist.questions[name], sight.dossier.answers.get(name)
            return Change(
                "answer",
                words.plain(question.title),
                _("another answer; the history names it"),
                answer_told(question, answer, words),
                answer.by.name if answer else "",
                words.moment(answer.at) if answer else "",
            )
        case "evidence":
            there = sight.dossier.evidence.get(name)
            if there is None:
                return Change("evidence", _("A file was withdrawn"), _("attached"), "")
            told_name = words.typed(there.name)
            return Change("evidence", told_name, "", _("attached"), there.by.name, words.moment(there.at))
        case "derived":
            return Change("derived", short(sight.checklist.derived[name].title, words), _text(was), _text(now))
        case "level":
            return Change("level", _("Level"), _level(sight, name, was, words), _level(sight, name, now, words))
        case _:
            return Change("requirement", _("What the step asks for"), _text(was), _text(now) or _("changed"))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _level(sight: Sight, step: str, level: object, words: Words) -> str:
    return "" if level is None else level_title(sight.checklist.steps[step], str(level), words)
