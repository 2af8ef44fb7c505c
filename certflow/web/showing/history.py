"""The ledger of one dossier in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain import facts as f
from certflow.domain.entry import Entry
from certflow.domain.facts import Withheld
from certflow.domain.ledger import canonical, leaf_hash
from certflow.domain.people import Directory
from certflow.web import names
from certflow.web.pages import HistoryEntry, HistoryPage, Link, Option, Passage
from certflow.web.showing.departures import because
from certflow.web.showing.earlier import question_then, question_title, step_title
from certflow.web.showing.heads import dossier_head, organisation
from certflow.web.showing.items import called
from certflow.web.showing.links import question_link, step_href
from certflow.web.showing.moved import difference
from certflow.web.showing.policy import over
from certflow.web.showing.states import codes, title
from certflow.web.showing.values import told
from certflow.web.words import Words

#: entries on one page
PAGE = 100

#: so much of an answer stands in the history
LONGEST_ANSWER = 200


def history_page(
    sight: Sight,
    entries: Sequence[Entry],
    directory: Directory,
    words: Words,
    kind: str = "",
    before: int | None = None,
) -> HistoryPage:
    """Newest first. kind narrows it; before: the revision of the last entry already shown."""
    wanted = [
        entry
        for entry in reversed(entries)
        if (not kind or names.ENTRY_KINDS.get(entry.fact.kind) == kind)
        and (before is None or (entry.revision or 0) < before)
    ]
    shown, dossier = wanted[:PAGE], sight.dossier.id
    older = (
        url_for("history.all", dossier=dossier, kind=kind or None, before=shown[-1].revision) if wanted[PAGE:] else ""
    )
    everything = Option("", Passage(words.gettext("Everything")), chosen=not kind)
    return HistoryPage(
        dossier=dossier_head(sight, directory, words),
        entries=tuple(_entry(sight, entry, directory, words) for entry in shown),
        kinds=(
            everything,
            *(
                Option(each, Passage(words.gettext(name)), chosen=each == kind)
                for each, name in names.KIND_NAMES.items()
            ),
        ),
        head=_hash(entries[-1]) if entries else "",
        older=older,
        newer=url_for("history.all", dossier=dossier, kind=kind or None) if before is not None else "",
    )


def _hash(entry: Entry) -> str:
    return leaf_hash(canonical(entry.as_json())).hex()


def _entry(sight: Sight, entry: Entry, directory: Directory, words: Words) -> HistoryEntry:
    role = words.gettext(names.ROLES.get(entry.by.role, entry.by.role))
    of = organisation(directory, entry.by.organisation) if entry.by.organisation else ""
    return HistoryEntry(
        seq=str(entry.revision),
        kind=names.MARKS.get(entry.fact.kind) or names.ENTRY_KINDS.get(entry.fact.kind, "plan"),
        when=words.moment(entry.at),
        who=entry.by.name,
        organisation=f"{of}, {role}" if of else "",
        what=_what(sight, entry.fact, words),
        about=_about(sight, entry.fact, words),
        reason=_reason(sight, entry, words),
        digest=_hash(entry),
    )


def _what(sight: Sight, fact: f.Fact, words: Words) -> str:
    _ = words.gettext
    match fact:
        case f.DossierOpened():
            return _("Opened the dossier on %(edition)s", edition=f"{fact.checklist}@{fact.edition}")
        case f.AnswerGiven():
            return _("Answered")
        case f.AnswerWithdrawn():
            return _("Withdrew the answer to")
        case f.ItemAdded():
            return _("Added “%(name)s”", name=_item(sight, fact, words))
        case f.ItemRenamed():
            return _("Named it “%(name)s”", name=_item(sight, fact, words))
        case f.ItemRemoved():
            return _("Removed “%(name)s”", name=_item(sight, fact, words))
        case f.ItemPutBack():
            return _("Put back “%(name)s”", name=_item(sight, fact, words))
        case f.EvidenceAttached():
            return _("Attached “%(name)s” to", name=words.typed(fact.name))
        case f.EvidenceMarked():
            return _("Marked a piece of evidence of")
        case f.EvidenceWithdrawn():
            return _("Withdrew a piece of evidence")
        case f.StepSubmitted():
            return _("Sent for review:")
        case f.StepTakenBack():
            return _("Took back from review:")
        case f.StepApproved():
            return _("Approved, and so completed:") if fact.final else _("Approved:")
        case f.StepReturned():
            return _("Returned:")
        case f.StepReopened():
            return _("A change took back the review of")
        case f.StepExpired():
            return _("The approval came to its end:")
        case f.TakenOver():
            return _("Took over from %(there)s into", there=f"{fact.source['edition']} {fact.source['from']}")
        case f.IssueOpened():
            return _("Opened the issue “%(title)s” on", title=words.typed(fact.title))
        case f.PositionTaken():
            return _("Took a position in an issue on")
        case f.IssueDecided(verdict="accepted"):
            return _("Accepted an issue on")
        case f.IssueDecided():
            return _("Did not accept an issue on")
        case f.IssueWithdrawn():
            return _("Took back an issue on")
        case f.ConditionSet():
            return _("Set a condition on the approval of")
        case f.ConditionMet():
            return _("Declared a condition met:")
        case f.DepartureAsked(sort="waiver"):
            return _("Asked for a waiver of")
        case f.DepartureAsked():
            return _("Proposed another means of compliance for")
        case f.DepartureGranted():
            return _("Granted, and so decided:") if fact.final else _("Granted:")
        case f.DepartureRefused():
            return _("Refused:")
        case f.DepartureWithdrawn():
            return _("Took back the request about")
        case f.DepartureEnded():
            return _("The waiver or other means ended:")
        case f.DossierClosed():
            return _("Closed the dossier")
        case f.DossierReopened():
            return _("Reopened the dossier")
        case f.EditionMoved():
            return _("Went over from edition %(before)s to %(edition)s", before=fact.before, edition=fact.edition)
        case f.RecordRequested():
            return _("Asked for the record")
        case f.RecordDelayed():
            return _("The record waits")
        case f.RecordRenewed():
            return _("The record got a new time-stamp, SHA-256 %(digest)s…", digest=fact.sha256[:12])
        case f.RecordSealed():
            return _("The record was sealed, SHA-256 %(digest)s…", digest=fact.sha256[:12])
        case f.RecordFailed():
            return _("The record could not be made")
        case f.RecordWithdrawn():
            return _("Withdrew the record")
    return fact.kind


def _item(sight: Sight, fact: f.ItemAdded | f.ItemRenamed | f.ItemRemoved | f.ItemPutBack, words: Words) -> str:
    """What it was called by this fact, else what it is called now."""
    now = sight.dossier.item(fact.list, fact.item)
    if isinstance(fact, f.ItemAdded | f.ItemRenamed):
        now = replace(now, name=fact.name)
    return called(sight, now, words) if fact.list in sight.checklist.lists else words.typed(now.name)


_OF_RECORDS = (
    f.RecordRequested,
    f.RecordDelayed,
    f.RecordSealed,
    f.RecordFailed,
    f.RecordRenewed,
    f.RecordWithdrawn,
)


def _about(sight: Sight, fact: f.Fact, words: Words) -> Link | None:
    if isinstance(fact, f.AnswerGiven | f.AnswerWithdrawn):
        if fact.question in sight.checklist.questions:
            return question_link(sight, fact.question, words)
        return Link(question_title(sight, fact.question, words), "")
    if isinstance(fact, _OF_RECORDS):
        return Link(words.gettext("Record"), url_for("records.one", record=fact.record))
    step = getattr(fact, "step", None)
    if step is None:
        return None
    if step not in sight.checklist.steps:
        return Link(step_title(sight, step, words), "")
    named = f"{codes(sight.checklist)[step]} {title(sight.checklist.steps[step], words).text}"
    return Link(named, step_href(sight.dossier.id, step))


def _reason(sight: Sight, entry: Entry, words: Words) -> str:
    match fact := entry.fact:
        case f.AnswerGiven():
            return _given(sight, fact, entry.revision or 0, words)
        case f.StepReopened():
            return " ".join(difference(sight, dict(each), words) for each in fact.because)
        case f.StepExpired():
            return over(sight, {"until": fact.until, **fact.counted}, words)
        case f.ConditionSet() | f.IssueOpened() | f.PositionTaken():
            return words.typed(fact.text)
        case f.IssueDecided():
            return words.typed(fact.decision)
        case f.IssueWithdrawn():
            return words.typed(fact.reason)
        case f.ConditionMet():
            return words.typed(fact.note)
        case f.DepartureEnded():
            return " ".join(because(sight, fact.because, words))
        case f.DepartureAsked() | f.DepartureRefused() | f.DepartureWithdrawn():
            return words.typed(fact.reason)
        case f.EditionMoved():
            return words.typed(fact.reason)
        case f.StepReturned() | f.EvidenceWithdrawn() | f.DossierReopened() | f.RecordWithdrawn() | f.RecordFailed():
            return words.typed(fact.reason)
        case f.RecordDelayed() | f.RecordRequested():
            return words.typed(fact.reason)
        case f.StepApproved() | f.DepartureGranted():
            return words.typed(fact.comment)
        case f.DossierClosed():
            return words.typed(fact.statement)
    return ""


def _given(sight: Sight, fact: f.AnswerGiven, revision: int, words: Words) -> str:
    """The answer of that moment, cut where it is long: the step shows the whole of what stands now."""
    question = question_then(sight, fact.question, revision)
    if question is None:
        return ""
    if isinstance(fact.value, Withheld):
        return words.typed(fact.value)
    given = told(question, question.from_json(fact.value), words)
    return given if len(given) <= LONGEST_ANSWER else f"{given[:LONGEST_ANSWER]}…"
