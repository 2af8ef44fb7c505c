"""Dossiers: the list, the task list, opening and closing one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Checklist, Kind
from certflow.domain.checklist.composed import Expiry
from certflow.domain.closing import open_steps
from certflow.domain.dossier import Dossier, RecordState, Stage
from certflow.domain.facts import ERASED
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.plan import Verdict
from certflow.web.pages import (
    Closing,
    DossierPage,
    DossierRow,
    EndingRow,
    Error,
    Link,
    Moved,
    NewDossierPage,
    Newer,
    Option,
    PartyChoice,
    Passage,
)
from certflow.web.showing import derivation, tasks
from certflow.web.showing.composed import ending
from certflow.web.showing.heads import checklist_name, dossier_head, organisation
from certflow.web.showing.items import Trouble, errors_of, lists_of
from certflow.web.showing.kept import kept
from certflow.web.showing.links import dossier_href, question_link, short, what_if_href
from certflow.web.showing.newer import impact_href
from certflow.web.showing.states import progress
from certflow.web.showing.values import parsed
from certflow.web.showing.what_if import levers
from certflow.web.words import Words

#: records that say how the dossier stands now, the best first
_TELLING = (RecordState.SEALED, RecordState.PENDING, RecordState.FAILED, RecordState.WITHDRAWN)


def dossier_row(sight: Sight, directory: Directory, words: Words, later: str = "") -> DossierRow:
    """One dossier in the list. later: an edition that follows the one it stands on."""
    dossier, checklist = sight.dossier, sight.checklist
    changed = words.moment(dossier.changed_at) if dossier.changed_at else ""
    return DossierRow(
        title=words.typed(dossier.title),
        href=dossier_href(dossier.id),
        checklist=f"{words.plain(checklist.title)} ({checklist.edition})",
        parties=tuple(organisation(directory, id) for id in dossier.parties),
        changed=words.gettext("changed %(when)s", when=changed),
        progress=progress(sight),
        headline=sight.once(("headline", words.language), lambda: _headline(sight, words)),
        sealed=any(line.state is RecordState.SEALED for line in dossier.records.values()),
        newer=Link(words.gettext("A later edition: %(edition)s", edition=later), impact_href(dossier.id, later))
        if later
        else None,
    )


def unreadable_row(id: str, title: str | None, why: str, words: Words) -> DossierRow:
    """A dossier whose checklist cannot be read now."""
    return DossierRow(title or words.typed(ERASED), dossier_href(id), why, (), "")


def _headline(sight: Sight, words: Words) -> str:
    """The value that decides the levels: “SAIL III”."""
    joint = derivation.joint_of(sight.checklist)
    if joint is None or sight.plan.derived[joint].value is None:
        return ""
    return f"{short(sight.checklist.derived[joint].title, words)} {derivation.rung(sight, joint, words).value}"


def dossier_page(
    sight: Sight,
    directory: Directory,
    reader: Actor,
    words: Words,
    moved: Moved | None = None,
    trouble: Trouble | None = None,
    only: str = "",
    page: int = 1,
    newer: Newer | None = None,
) -> DossierPage:
    """The dossier as a task list under the picture of its derivation.

    trouble  what could not be done with an item
    only     the tasks that are asked for; empty for all, section by section
    """
    marked = frozenset(value.href.rpartition("/")[2] for value in moved.values) if moved else frozenset[str]()
    sections = (
        ()
        if only
        else tuple(
            replace(drawn, items=lists_of(sight, section, reader, words, trouble))
            for section, drawn in zip(sight.checklist.sections, tasks.sections(sight, words), strict=True)
        )
    )
    return DossierPage(
        dossier=dossier_head(sight, directory, words),
        sections=sections,
        shows=tasks.shows(sight, only, words),
        chosen=tasks.chosen(sight, only, reader, words, page) if only else None,
        progress=progress(sight),
        ladder=derivation.ladder(sight, words, marked),
        grid=derivation.joint_grid(sight, words),
        moved=moved,
        undecided=derivation.undecided(sight, words),
        outside=derivation.outside(sight, words),
        closing=closing(sight, reader, words),
        what_if_href=what_if_href(sight.dossier.id) if levers(sight) else "",
        take_over_href=_taking_over(sight, reader),
        errors=tuple(error for section in sections for error in errors_of(section.items)),
        endings=tuple(endings(sight, words)),
        newer=newer,
        kept=tuple(kept(sight, words)),
    )


def endings(sight: Sight, words: Words) -> Iterator[EndingRow]:
    """What holds only for a time, in the checklist's order."""
    for name, question in sight.checklist.questions.items():
        if question.kind is Kind.EXPIRY and sight.plan.questions[name].asked is not Verdict.NO:
            value = parsed(question, sight.dossier.answers.get(name))
            if isinstance(value, Expiry):
                yield EndingRow(question_link(sight, name, words), ending(value, words))


def closing(sight: Sight, reader: Actor, words: Words) -> Closing:
    """What stands between the dossier and its record; the act is there for whoever may close."""
    dossier = sight.dossier
    line = next((each for state in _TELLING for each in dossier.records.values() if each.state is state), None)
    record = Link(words.gettext("Open the record"), url_for("records.one", record=line.id)) if line else None
    if dossier.stage is Stage.CLOSED or not may(reader, Permission.DOSSIER_CLOSE):
        return Closing(record=record, reopen_action=_reopening(dossier, reader))
    missing = [words.plain(problem.message) for problem in sight.plan.problems]
    if still := sight.once("open steps", lambda: len(open_steps(sight.plan, dossier))):
        missing.append(words.ngettext("%(num)s step is not approved yet", "%(num)s steps are not approved yet", still))
    if issues := len(dossier.open_issues):
        missing.append(words.ngettext("%(num)s issue is not settled yet", "%(num)s issues are not settled yet", issues))
    href = url_for("dossiers.close", dossier=dossier.id)
    return Closing(action="" if missing else href, shown=str(dossier.revision), missing=tuple(missing), record=record)


def _reopening(dossier: Dossier, reader: Actor) -> str:
    may_reopen = dossier.stage is Stage.CLOSED and may(reader, Permission.DOSSIER_CLOSE)
    return url_for("dossiers.reopen", dossier=dossier.id) if may_reopen else ""


def _taking_over(sight: Sight, reader: Actor) -> str:
    """Where the reader can take over from another dossier; empty where the checklist maps none, or they may not."""
    offered = sight.checklist.mappings and sight.dossier.stage is Stage.OPEN and may(reader, Permission.ANSWER_WRITE)
    return url_for("taking_over.choose", dossier=sight.dossier.id) if offered else ""


@dataclass(frozen=True)
class Opening:
    """What somebody typed to open a dossier. parties: party → organisation."""

    title: str = ""
    edition: str = ""
    parties: Mapping[str, str] = field(default_factory=dict)


def new_page(
    checklists: Iterable[Checklist],
    directory: Directory,
    words: Words,
    typed: Opening | None = None,
    errors: tuple[Error, ...] = (),
) -> NewDossierPage:
    """The form that opens a dossier: the parties of every edition on offer, each once."""
    typed = typed or Opening()
    offered = sorted(checklists, key=lambda each: (each.id, each.edition))
    names: dict[str, str] = {}
    for checklist in offered:
        for party, name in checklist.parties.items():
            names.setdefault(party, words.plain(name))
    return NewDossierPage(
        action=url_for("dossiers.open"),
        editions=tuple(
            Option(
                checklist_name(each),
                words.passage(each.title),
                hint=f"{checklist_name(each)} · {each.publisher}",
                chosen=checklist_name(each) == typed.edition or len(offered) == 1,
            )
            for each in offered
        ),
        parties=tuple(
            PartyChoice(party, Passage(name), _organisations(directory, typed.parties.get(party)))
            for party, name in names.items()
        ),
        title=typed.title,
        errors=errors,
    )


def _organisations(directory: Directory, chosen: str | None) -> tuple[Option, ...]:
    known = sorted(directory.organisations.values(), key=lambda each: each.name.casefold())
    return tuple(Option(each.id, Passage(each.name), chosen=each.id == chosen) for each in known)
