"""The steps of a dossier as tasks: section by section, folded where there are many, or those that somebody asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from flask import url_for

from certflow.actions import reviews
from certflow.actions.desk import Sight
from certflow.domain.checklist import Kind, Section, Step
from certflow.domain.dossier import State
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.plan import Verdict
from certflow.domain.review.steps import votes_needed
from certflow.web.pages import ChosenTasks, DossierSectionPage, Link, Room, SectionTasks, Task, TaskSection
from certflow.web.showing.flags import flags
from certflow.web.showing.heads import dossier_head
from certflow.web.showing.links import address, dossier_href, question_links, step_href, why_step_href
from certflow.web.showing.policy import valid_until
from certflow.web.showing.reasons import step_reason
from certflow.web.showing.states import asked, codes, count_states, level_code, standings, state_code, title
from certflow.web.words import Words

#: a dossier of more steps shows its sections folded, each with its own page
FOLDED_FROM = 100
#: tasks on one page
A_PAGE = 100


def sections(sight: Sight, words: Words) -> tuple[TaskSection, ...]:
    """Every section with its progress; with its tasks where there are few in all."""
    fold = len(sight.checklist.steps) > FOLDED_FROM
    return tuple(
        sight.once(("section", one.id, words.language, fold), lambda one=one: _section(sight, one, words, fold))  # type: ignore[misc]
        for one in sight.checklist.sections
    )


def _section(sight: Sight, section: Section, words: Words, fold: bool) -> TaskSection:
    return TaskSection(
        title=words.passage(section.title),
        tasks=() if fold else _tasks(sight, section.steps, words),
        intro=words.passage(section.intro) if section.intro and not fold else None,
        href=section_href(sight, section.id),
        count=len(section.steps),
        progress=count_states(sight, section.steps),
    )


def section_href(sight: Sight, section: str) -> str:
    return address("dossiers.section", dossier=sight.dossier.id, section=section)


def _tasks(sight: Sight, steps: Sequence[str], words: Words) -> tuple[Task, ...]:
    return tuple(task(sight, sight.checklist.steps[id], words) for id in steps)


def task(sight: Sight, step: Step, words: Words) -> Task:
    """One step in the list: what it asks, why, and how far it is. Worked out once for each revision and language."""
    return sight.once(("task", step.id, words.language), lambda: _task(sight, step, words))


def _task(sight: Sight, step: Step, words: Words) -> Task:
    planned, case = sight.plan.steps[step.id], sight.dossier.case(step.id)
    return Task(
        id=step.id,
        code=codes(sight.checklist)[step.id],
        title=title(step, words),
        href=step_href(sight.dossier.id, step.id),
        level=level_code(planned),
        state=state_code(planned, case, sight.dossier.is_waived(step.id)),
        reason=step_reason(sight, step.id, words),
        why_href=why_step_href(sight.dossier.id, step.id),
        answered=_answered(sight, step, words) if planned.applies is not Verdict.NO else "",
        votes=_standing(sight, step, words),
        waits_for=question_links(sight, planned.waits_for, words),
        flags=flags(sight, step, words),
    )


def _standing(sight: Sight, step: Step, words: Words) -> str:
    """How far the review is, or until when its approval holds."""
    match sight.dossier.case(step.id).state:
        case State.SUBMITTED:
            return votes(sight, step, words)
        case State.APPROVED:
            until = valid_until(sight, step, words)
            return words.gettext("valid until %(day)s", day=until) if until else ""
    return ""


def _answered(sight: Sight, step: Step, words: Words) -> str:
    names = [name for name in asked(sight.plan, step) if sight.checklist.questions[name].kind is not Kind.CALCULATION]
    done = sum(name in sight.dossier.answers for name in names)
    return words.gettext("%(done)s of %(all)s answered", done=done, all=len(names)) if names else ""


def votes(sight: Sight, step: Step, words: Words) -> str:
    """“1 of 2 approvals”."""
    given = len(sight.dossier.case(step.id).votes)
    needed = votes_needed(sight.checklist, sight.plan, sight.dossier, step)
    of = given + needed.approvals
    return words.ngettext("%(given)s of %(num)s approval", "%(given)s of %(num)s approvals", of, given=given)


# one section


def section_page(
    sight: Sight, section: Section, directory: Directory, words: Words, page: int = 1
) -> DossierSectionPage:
    """The tasks of one section; a long one comes in several pages."""
    steps, pages = _paged(section.steps, page, lambda at: _at(section_href(sight, section.id), at))
    order = sight.checklist.sections
    place = order.index(section)

    def beside(at: int) -> Link | None:
        if not 0 <= at < len(order):
            return None
        return Link(words.plain(order[at].title), section_href(sight, order[at].id))

    return DossierSectionPage(
        dossier=dossier_head(sight, directory, words),
        title=words.passage(section.title),
        intro=words.passage(section.intro) if section.intro else None,
        progress=count_states(sight, section.steps),
        tasks=_tasks(sight, steps, words),
        pages=pages,
        previous=beside(place - 1),
        next=beside(place + 1),
        back=Link(words.gettext("Back to the dossier"), dossier_href(sight.dossier.id)),
    )


def section_tasks(sight: Sight, section: Section, words: Words) -> SectionTasks:
    """The first tasks of a section, to be put under its heading; `more_href` leads to the rest."""
    more = section_href(sight, section.id) if len(section.steps) > A_PAGE else ""
    return SectionTasks(_tasks(sight, section.steps[:A_PAGE], words), more)


def _paged(steps: Sequence[str], page: int, href: Callable[[int], str]) -> tuple[Sequence[str], tuple[Room, ...]]:
    count = max(ceil(len(steps) / A_PAGE), 1)
    page = min(max(page, 1), count)
    rooms = tuple(Room(str(at), href(at), at == page) for at in range(1, count + 1)) if count > 1 else ()
    return steps[(page - 1) * A_PAGE : page * A_PAGE], rooms


def _at(href: str, page: int) -> str:
    return f"{href}?page={page}" if page > 1 else href


# the tasks that somebody asks for


#: what can be asked for → whether a step that stands so is among it
SHOWS: Mapping[str, frozenset[str]] = {
    "open": frozenset({"draft", "returned", "submitted"}),
    "undecided": frozenset({"undecided"}),
    "not_required": frozenset({"not_required"}),
}


def shows(sight: Sight, only: str, words: Words) -> tuple[Room, ...]:
    """What can be asked for: everything, what the reader can do, and what stands in one way."""
    _ = words.gettext
    names = {
        "": _("All steps"),
        "mine": _("Mine to do"),
        "open": _("Open"),
        "undecided": _("Undecided"),
        "not_required": _("Not required"),
    }
    href = dossier_href(sight.dossier.id)
    return tuple(
        Room(text, f"{href}?show={name}#tasks" if name else href, name == only) for name, text in names.items()
    )


def chosen(sight: Sight, only: str, reader: Actor, words: Words, page: int = 1) -> ChosenTasks:
    """The tasks that are asked for, in the checklist's order."""
    if only == "mine":
        found = [id for id in sight.plan.steps if _is_mine(sight, id, reader)]
    else:
        found = [id for id, stands in standings(sight).items() if stands in SHOWS[only]]
    href = url_for("dossiers.one", dossier=sight.dossier.id, show=only)
    steps, pages = _paged(found, page, lambda at: f"{href}&page={at}#tasks")
    return ChosenTasks(len(found), _tasks(sight, steps, words), pages)


def _is_mine(sight: Sight, step: str, reader: Actor) -> bool:
    """Whether the reader can do something about a step now: answer and send it, or decide on it."""
    match standings(sight)[step]:
        case "draft" | "returned":
            return may(reader, Permission.STEP_SUBMIT)
        case "submitted":
            of = sight.checklist.steps[step]
            return sight.once(("mine", step, reader), lambda: reviews.why_not(sight, of, reader) is None)
    return False
