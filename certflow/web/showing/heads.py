"""What stands on top of a page: the dossier's title block, and what a step is."""

from __future__ import annotations

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Checklist, Step
from certflow.domain.checklist.model import Criterion as CriterionOf
from certflow.domain.checklist.model import Part
from certflow.domain.people import Directory
from certflow.domain.plan import PlannedStep
from certflow.web.pages import Aspect, Criterion, DossierHead, PartShown, Passage, Person, StepHead
from certflow.web.showing.flags import flags, gates_before
from certflow.web.showing.links import cited, dossier_href, question_links, source_href, why_step_href
from certflow.web.showing.reasons import step_reason
from certflow.web.showing.states import codes, level_code, state_code, title
from certflow.web.words import Words


def organisation(directory: Directory, id: str) -> str:
    """An organisation's name; its id where it has none."""
    return directory.organisations[id].name if id in directory.organisations else id


def parties(sight: Sight, directory: Directory, words: Words) -> tuple[Person, ...]:
    """The organisations of the dossier with the part each plays, in the checklist's order."""
    order = list(sight.checklist.parties)
    held = sorted(sight.dossier.parties.items(), key=lambda each: (order.index(each[1]), each[0]))
    return tuple(
        Person("", organisation(directory, id), words.plain(sight.checklist.parties[party])) for id, party in held
    )


def dossier_head(sight: Sight, directory: Directory, words: Words) -> DossierHead:
    dossier, checklist = sight.dossier, sight.checklist
    return DossierHead(
        title=words.typed(dossier.title),
        href=dossier_href(dossier.id),
        checklist=f"{words.plain(checklist.title)} ({checklist.edition})",
        checklist_href=url_for("checklists.one", id=checklist.id, edition=checklist.edition),
        revision=f"r {dossier.revision}",
        parties=parties(sight, directory, words),
        history_href=url_for("history.all", dossier=dossier.id),
    )


def step_head(sight: Sight, step: Step, words: Words) -> StepHead:
    planned = sight.plan.steps[step.id]
    return StepHead(
        id=step.id,
        code=codes(sight.checklist)[step.id],
        title=title(step, words),
        level=level_code(planned),
        state=state_code(planned, sight.dossier.case(step.id), sight.dossier.is_waived(step.id)),
        source=cited(step.source, words),
        source_href=source_href(step.source),
        requirement=words.passage(step.text),
        parts=tuple(_part(each, words) for each in step.parts),
        acceptance=tuple(words.passage(each) for each in step.acceptance),
        guidance=words.passage(step.guidance) if step.guidance else None,
        criteria=tuple(_criterion(each, planned, words) for each in step.criteria if each.key in planned.criteria),
        why=step_reason(sight, step.id, words),
        why_href=why_step_href(sight.dossier.id, step.id),
        waits_for=question_links(sight, planned.waits_for, words, most=5),
        flags=(*gates_before(sight, step, words), *flags(sight, step, words)),
    )


def _part(part: Part, words: Words) -> PartShown:
    title, text = (words.passage(each) if each else None for each in (part.title, part.text))
    return PartShown(part.label, title, text, min(part.depth, 4))


def _criterion(criterion: CriterionOf, planned: PlannedStep, words: Words) -> Criterion:
    """What the criterion asks at the level in force; each level adds to those below it, so their texts read as one."""
    asked: dict[str, list[Passage]] = {"": [words.passage(criterion.text)]} if criterion.text else {}
    for each in criterion.at(planned.level):
        asked.setdefault(each.aspect, []).append(words.passage(each.text))
    for each_accepted in criterion.acceptance:
        asked.setdefault("acceptance", []).append(words.passage(each_accepted))
    return Criterion(
        criterion.key,
        words.passage(criterion.title),
        tuple(
            Aspect(aspect(name, words), Passage(" ".join(part.text for part in parts), parts[0].lang))
            for name, parts in asked.items()
        ),
    )


def aspect(name: str, words: Words) -> str:
    _ = words.gettext
    return {"integrity": _("Integrity"), "assurance": _("Assurance"), "acceptance": _("Met when")}.get(name, name)


def checklist_name(checklist: Checklist) -> str:
    return f"{checklist.id}@{checklist.edition}"
