"""Issue records as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from certflow.actions.desk import Sight
from certflow.actions.issues import LookedIssue
from certflow.domain.checklist import Step
from certflow.domain.dossier import Issue, IssueState
from certflow.domain.people import Directory
from certflow.domain.review.issues import IssueSort, Verdict
from certflow.web import names
from certflow.web.pages import Error, IssuePage, OpenIssuePage, Option, Passage, Person, PositionShown
from certflow.web.showing.heads import dossier_head, organisation, step_head
from certflow.web.telling import told
from certflow.web.words import Words

#: refusals that only mean that the form is not filled in yet
_NOT_YET = frozenset({"review.sign-in-again"})


@dataclass(frozen=True)
class Typed:
    """What somebody typed who opens an issue, takes a position or decides."""

    sort: str = ""
    title: str = ""
    text: str = ""
    position: str = ""
    verdict: str = ""
    decision: str = ""
    effect: str = ""


def open_page(
    sight: Sight,
    step: Step,
    directory: Directory,
    words: Words,
    typed: Typed | None = None,
    errors: tuple[Error, ...] = (),
) -> OpenIssuePage:
    """The form that opens an issue on a step."""
    typed = typed or Typed()
    return OpenIssuePage(
        dossier=dossier_head(sight, directory, words),
        step=step_head(sight, step, words),
        action=url_for("issues.open_on", dossier=sight.dossier.id, step=step.id),
        sorts=tuple(
            Option(each, Passage(words.gettext(names.ISSUE_SORTS[each])), chosen=each == typed.sort)
            for each in IssueSort
        ),
        title=typed.title,
        text=typed.text,
        errors=errors,
    )


def issue_page(
    sight: Sight,
    looked: LookedIssue,
    directory: Directory,
    words: Words,
    typed: Typed | None = None,
    errors: tuple[Error, ...] = (),
) -> IssuePage:
    """One issue, with what the reader may do about it."""
    typed, issue = typed or Typed(), looked.issue
    where: dict[str, Any] = {"dossier": sight.dossier.id, "issue": issue.id}
    waits = issue.state is IssueState.OPEN
    decides = waits and (looked.cannot is None or looked.cannot.code in _NOT_YET)
    by = issue.opened.by
    verdicts = {
        Verdict.ACCEPTED: words.gettext("Accepted"),
        Verdict.NOT_ACCEPTED: words.gettext("Not accepted"),
    }
    return IssuePage(
        dossier=dossier_head(sight, directory, words),
        step=step_head(sight, sight.checklist.step(issue.step), words),
        title=words.typed(issue.title),
        sort=words.gettext(names.ISSUE_SORTS.get(issue.sort, issue.sort)),
        state=issue.state,
        text=words.typed(issue.text),
        opened_by=Person(
            by.name, organisation(directory, by.organisation), words.gettext(names.ROLES.get(by.role, by.role))
        ),
        opened_when=words.moment(issue.opened.at),
        positions=_positions(sight, issue, words),
        decision=words.typed(issue.decision),
        effect=words.typed(issue.effect),
        decided="" if waits else f"{issue.last.by.name}, {words.moment(issue.last.at)}",
        verdicts=tuple(Option(each, Passage(text), chosen=each == typed.verdict) for each, text in verdicts.items()),
        position_action=url_for("issues.hold", **where) if looked.positions else "",
        decide_action=url_for("issues.decide", **where) if decides else "",
        withdraw_action=url_for("issues.withdraw", **where) if looked.withdraws else "",
        cannot=""
        if decides or not waits or looked.cannot is None
        else words.refusal(told(looked.cannot, words, sight.checklist)),
        typed_position=typed.position,
        typed_decision=typed.decision,
        typed_effect=typed.effect,
        errors=errors,
    )


def _positions(sight: Sight, issue: Issue, words: Words) -> tuple[PositionShown, ...]:
    """What each party of the dossier holds, in the checklist's order; also those who have said nothing."""
    present = set(sight.dossier.parties.values())
    found = []
    for party, title in sight.checklist.parties.items():
        held = issue.positions.get(party)
        if held is not None:
            found.append(PositionShown(words.plain(title), words.typed(held.text), held.by.name, words.moment(held.at)))
        elif party in present:
            found.append(PositionShown(words.plain(title)))
    return tuple(found)
