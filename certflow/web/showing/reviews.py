"""What a reviewer is shown: the inbox, everything an approval covers, and what changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from certflow.actions.inbox import Inbox, Request, Unreadable, Waiting
from certflow.actions.reviews import Review
from certflow.domain.checklist import Kind
from certflow.domain.checklist.composed import Expiry
from certflow.domain.dossier import Issue, State
from certflow.domain.facts import ERASED
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.plan import Verdict
from certflow.domain.review.covered import questions_covered
from certflow.domain.review.steps import Meaning
from certflow.domain.visibility import Reader, unseen
from certflow.domain.worked import tell_calculation
from certflow.web import names
from certflow.web.pages import (
    AnswerShown,
    ChangedPage,
    Covered,
    Error,
    InboxPage,
    InboxRow,
    Link,
    Option,
    Passage,
    RequestRow,
    ReviewPage,
    UnreadableRow,
)
from certflow.web.showing.changes import answer_before, changed_answers, changes, since
from certflow.web.showing.composed import ending, names_of
from certflow.web.showing.derivation import rung
from certflow.web.showing.flags import departure_href, flag_text, issue_href, issue_text
from certflow.web.showing.heads import dossier_head, organisation, step_head
from certflow.web.showing.links import dossier_href, review_href
from certflow.web.showing.policy import needed
from certflow.web.showing.states import codes, level_code, title
from certflow.web.showing.steps import attached, conditions, decisions, unseen_told
from certflow.web.showing.tasks import votes
from certflow.web.showing.values import answer_told, parsed, unit_beside
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
    conditions: str = ""


def inbox_page(inbox: Inbox, directory: Directory, words: Words) -> InboxPage:
    """Steps in review: those the reader may decide, then those that wait for others."""
    rows = [(each.cannot is None, _row(each, directory, words)) for each in inbox.waiting]
    return InboxPage(
        tuple(row for mine, row in rows if mine),
        tuple(row for mine, row in rows if not mine),
        tuple(_unreadable(each, words) for each in inbox.unreadable),
        tuple(_request(each, directory, words) for each in inbox.requests),
    )


def _unreadable(each: Unreadable, words: Words) -> UnreadableRow:
    title = words.typed(ERASED if each.title is None else each.title)
    return UnreadableRow(Link(title, dossier_href(each.dossier)), words.refusal(each.why))


def _request(each: Request, directory: Directory, words: Words) -> RequestRow:
    sight, about = each.sight, each.about
    step, dossier = sight.checklist.step(about.step), sight.dossier.id
    if isinstance(about, Issue):
        text, href, asked = issue_text(about, words), issue_href(dossier, about.id), about.opened
    else:
        text, href, asked = flag_text(about, words), departure_href(dossier, about.id), about.asked
    return RequestRow(
        dossier=words.typed(sight.dossier.title),
        code=codes(sight.checklist)[step.id],
        title=title(step, words),
        sort=about.sort,
        text=text,
        href=href,
        asked_by=asked.by.name,
        organisation=organisation(directory, asked.by.organisation),
        when=words.moment(asked.at),
        wants=words.gettext("your decision") if each.cannot is None else "",
        cannot="" if each.cannot is None else words.refusal(told(each.cannot, words, sight.checklist)),
    )


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
    shown = step.shown(sight.plan.steps[step.id].level)
    cannot = "" if review.cannot is None else words.refusal(told(review.cannot, words, sight.checklist))
    return ReviewPage(
        dossier=dossier_head(sight, directory, words),
        covered=Covered(
            step=step_head(sight, step, words),
            answers=_answers(review, words),
            evidence=tuple(attached(sight, each, reader, words) for each in sight.dossier.evidence_of(step.id)),
            derived=tuple(rung(sight, name, words) for name in shown if name in sight.checklist.derived),
            digest=review.shown,
        ),
        needed=needed(sight, step, directory, words),
        decisions=decisions(sight, step, directory, words),
        changes=changes(review, words),
        since=since(review, words),
        approve_action=url_for("reviews.approve", **where) if may_approve else "",
        return_action=url_for("reviews.give_back", **where) if _may_return(review, reader, state) else "",
        meanings=tuple(
            Option(each, Passage(words.gettext(names.MEANINGS[each])), chosen=each == typed.meaning) for each in Meaning
        ),
        step_up=True,
        cannot=cannot if state is not State.DRAFT or not may_approve else "",
        reason=typed.reason,
        comment=typed.comment,
        conditions=conditions(sight, step, reader, directory, words),
        on_condition=typed.conditions,
        errors=errors,
        unseen=_unseen(review, reader, words),
    )


def _unseen(review: Review, reader: Actor, words: Words) -> str:
    """What an approval by the reader would cover unread."""
    sight = review.sight
    covered = questions_covered(sight.checklist, sight.plan, review.step)
    without = unseen(sight.checklist, sight.dossier, covered, review.step.id, Reader.of(reader, sight.dossier.parties))
    return unseen_told(sight, without, words)


def _may_return(review: Review, reader: Actor, state: State) -> bool:
    """Whoever may approve may return; so may a reviewer who already approved, or who looks at an approved step."""
    if state is State.DRAFT or not may(reader, Permission.STEP_REVIEW):
        return False
    if review.cannot is None:
        return True
    return review.cannot.code in {"review.already-voted", "review.seat-taken", "review.not-submitted", *_NOT_YET}


def _answers(review: Review, words: Words) -> tuple[AnswerShown, ...]:
    sight, step, found = review.sight, review.step, []
    was = {name: answer_before(review, name, words) for name in changed_answers(review)}
    shown = step.shown(sight.plan.steps[step.id].level)
    for name in (*step.questions, *(each for each in shown if each in sight.checklist.questions)):
        if sight.plan.questions[name].asked is not Verdict.YES:
            continue
        question, answer = sight.checklist.questions[name], sight.dossier.answers.get(name)
        if question.kind is Kind.CALCULATION:
            told = tell_calculation(sight.plan, question, words.language)
            found.append(AnswerShown(question=words.passage(question.title), value=told))
            continue
        found.append(
            AnswerShown(
                question=words.passage(question.title_in_step if name in step.questions else question.title),
                value=answer_told(question, answer, words, unit=False, names=names_of(sight)),
                unit=unit_beside(question, words) if answer and name not in sight.hidden else "",
                by=answer.by.name if answer else "",
                when=words.moment(answer.at) if answer else "",
                changed=name in was,
                before=was.get(name, ""),
                commitment=answer.commitment if answer and name in sight.hidden else "",
                ending=ending(value, words) if isinstance(value := parsed(question, answer), Expiry) else None,
            )
        )
    return tuple(found)


def changed_page(review: Review, looked: str, directory: Directory, words: Words) -> ChangedPage:
    """The step is no longer what the reviewer looked at: every difference, before and now.

    looked: the digest of what they were shown; `review.earlier` is what stood under it.
    """
    sight, step = review.sight, review.step
    sent = review.earlier.sent if review.earlier else None
    return ChangedPage(
        dossier=dossier_head(sight, directory, words),
        step=Link(
            f"{codes(sight.checklist)[step.id]} {title(step, words).text}", review_href(sight.dossier.id, step.id)
        ),
        changes=changes(review, words),
        looked=words.gettext("as sent by %(who)s, %(when)s", who=sent.by.name, when=words.moment(sent.at))
        if sent
        else "",
        shown_before=looked,
        shown_now=review.shown,
        review_href=review_href(sight.dossier.id, step.id),
    )
