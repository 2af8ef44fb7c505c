"""Sections, steps and criteria of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import (
    CriterionShape,
    StepShape,
)
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.fingerprint import wording_digest
from certflow.domain.checklist.model import (
    Criterion,
    Derived,
    Enumeration,
    Heading,
    LevelRow,
    LevelText,
    Section,
    Step,
)
from certflow.domain.checklist.parse_departures import Rules, departures_of_step, read_departures
from certflow.domain.checklist.parse_groups import Groups
from certflow.domain.checklist.parse_levels import Row, applies_from_of, level_rows
from certflow.domain.checklist.parse_parts import check_under, read_heading, read_parts
from certflow.domain.checklist.parse_questions import with_conditions
from certflow.domain.checklist.parse_reviews import check_days, read_reviews, reviews_of_step
from certflow.domain.checklist.parse_visibility import authority_exists
from certflow.domain.checklist.policies import ReviewPolicy
from certflow.domain.checklist.questions import Question, Visibility
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.values import ChoiceType
from certflow.domain.text import Text


@dataclass(frozen=True, slots=True)
class Steps:
    """What was read of the sections."""

    sections: tuple[Section, ...]
    steps: Mapping[str, Step]
    questions: Mapping[str, Question]


def read_steps(
    draft: Draft,
    questions: Mapping[str, Question],
    language: Language,
    derived: Mapping[str, Derived],
    groups: Groups,
) -> Steps:
    """Sections and steps, and the questions with their conditions."""
    shape = draft.shape
    reviews = read_reviews(draft, questions, derived)
    departures = read_departures(draft)
    complete = with_conditions(draft, questions, language)
    shown_names = frozenset({*complete, *shape.derived})
    rows = level_rows(draft, language)
    asked_in: dict[str, dict[str, Question]] = {}
    for name, question in complete.items():
        asked_in.setdefault(question.step, {})[name] = question
    steps: dict[str, Step] = {}
    sections: list[Section] = []
    seen: set[str] = set()
    for at, section in enumerate(shape.sections):
        path: Path = ("sections", at)
        if section.id in {one.id for one in sections}:
            draft.problem((*path, "id"), "section.twice", f"There is a section '{section.id}' already.")
        headings: dict[str, Heading] = {}
        own: dict[str, Step] = {}
        for row, step in enumerate(section.steps):
            where: Path = (*path, "steps", row)
            check_under(draft, where, step, {**headings, **own} if step.under else {})
            if step.id in steps or step.id in seen:
                draft.problem((*where, "id"), "step.twice", f"There is a step '{step.id}' already.")
                continue
            if step.id in shape.derived:
                message = f"A derived value is called '{step.id}' too: tests could not tell which of them is meant."
                draft.problem((*where, "id"), "step.derived", message)
            if not step.assessable:
                headings[step.id] = read_heading(draft, where, step, len(own))
                seen.add(step.id)
                continue
            own[step.id] = steps[step.id] = _step(
                draft,
                where,
                section.id,
                step,
                asked_in.get(step.id, {}),
                language,
                rows.get(step.id),
                reviews,
                departures,
                shown_names,
                groups,
            )
        title = draft.text(section.title, (*path, "title"))
        intro = draft.optional_text(section.intro, (*path, "intro"))
        sections.append(Section(section.id, title, intro, tuple(own), tuple(headings.values())))
    return Steps(tuple(sections), steps, complete)


def _step(
    draft: Draft,
    path: Path,
    section: str,
    shape: StepShape,
    questions: Mapping[str, Question],
    language: Language,
    row: Row | None,
    reviews: Mapping[str, ReviewPolicy],
    departures: Rules,
    shown_names: frozenset[str],
    groups: Groups,
) -> Step:
    each = draft.list_called((*path, "each"), shape.each)
    language = language.within(each)
    if shape.level is not None and row is not None:
        message = "This step has its level in a 'levels' block already; keep one of them."
        draft.problem((*path, "level"), "level.twice", message, key=True)
    when = _when(draft, path, shape, language, groups)
    level, order, applies_from = _level(draft, path, shape, language, row)
    levels = order.titles if order else {}
    criteria = tuple(
        _criterion(draft, (*path, "criteria", key), f"{shape.id}.{key}", one, tuple(levels))
        for key, one in shape.criteria.items()
    )
    own = tuple(questions)
    for at, party in enumerate(shape.provided_by):
        draft.known((*path, "provided_by", at), "step.party", "party", party, draft.shape.parties)
    shows = [
        name
        for at, name in enumerate(shape.shows)
        if draft.known((*path, "shows", at), "step.shows", "derived value or question", name, shown_names)
    ]
    # What a calculation shows was seen as well.
    shows += [one.shows for one in questions.values() if one.shows is not None and one.shows in shown_names]
    approved = reviews_of_step(draft, path, shape, tuple(levels), applies_from, reviews)
    check_days(draft, path, shape, approved, language)
    authority_exists(draft, (*path, "evidence_visibility"), shape.evidence_visibility)
    step = Step(
        id=shape.id,
        section=section,
        title=draft.text(shape.title, (*path, "title")),
        source=draft.source(shape.source, (*path, "source")) or Source(Text("")),
        text=draft.text(shape.text, (*path, "text")),
        guidance=draft.optional_text(shape.guidance, (*path, "guidance")),
        expected_evidence=tuple(draft.text(one, (*path, "evidence", at)) for at, one in enumerate(shape.evidence)),
        criteria=criteria,
        questions=own,
        provided_by=tuple(shape.provided_by),
        # Only what the author names: an approval at a level holds while it holds, whatever the level was found from.
        shows=tuple(dict.fromkeys(shows)),
        levels=MappingProxyType(dict(levels)),
        when=when,
        level=level,
        applies_from=applies_from,
        reviews=MappingProxyType(approved),
        departures=MappingProxyType(departures_of_step(draft, path, shape, departures)),
        wording_digest="",
        each=each,
        under=shape.under,
        groups=tuple(shape.groups),
        parts=read_parts(draft, path, shape.parts),
        acceptance=tuple(draft.text(one, (*path, "acceptance", at)) for at, one in enumerate(shape.acceptance)),
        weight=shape.weight,
        evidence_visibility=Visibility(shape.evidence_visibility),
    )
    return replace(step, wording_digest=wording_digest(step, [questions[name] for name in own]))


def _when(draft: Draft, path: Path, shape: StepShape, language: Language, groups: Groups) -> Expression | None:
    """When the step applies: where its own condition holds, and one of its groups is chosen."""
    own = draft.condition((*path, "when"), shape.when, language)
    chosen = groups.condition(shape.groups, (*path, "groups")) if shape.groups else None
    if chosen is None or (own is None and shape.when is not None):
        return own
    return draft.condition((*path, "groups"), chosen if own is None else f"({own.text}) && ({chosen})", language)


def _level(
    draft: Draft, path: Path, shape: StepShape, language: Language, row: Row | None
) -> tuple[Expression | LevelRow | None, Enumeration | None, str | None]:
    if shape.level is None:
        if shape.applies_from is not None and row is None:
            draft.problem(
                (*path, "applies_from"), "level.missing", "Only a step with a level applies from one.", key=True
            )
        if row is None:
            return None, None, None
        own = applies_from_of(draft, (*path, "applies_from"), shape.applies_from, row.order)
        return row.row, row.order, own or row.applies_from
    level = draft.expression((*path, "level"), shape.level, language)
    if level is None:
        return None, None, None
    if not isinstance(level.type, ChoiceType) or not level.type.ordered or level.type.name is None:
        draft.problem((*path, "level"), "level.type", f"A level is a value of an order; this gives {level.type}.")
        return None, None, None
    order = draft.enumerations[level.type.name]
    return level, order, applies_from_of(draft, (*path, "applies_from"), shape.applies_from, order)


def _criterion(draft: Draft, path: Path, key: str, shape: CriterionShape, order: tuple[str, ...]) -> Criterion:
    texts = []
    for level, aspects in shape.levels.items():
        here: Path = (*path, "levels", level)
        if not draft.known(here, "criterion.level", "level of this step", level, order, key=True):
            continue
        for aspect in ("integrity", "assurance"):
            if (words := getattr(aspects, aspect)) is not None:
                texts.append(LevelText(level, aspect, draft.text(words, (*here, aspect))))
    for at, party in enumerate(shape.provided_by):
        draft.known((*path, "provided_by", at), "criterion.party", "party", party, draft.shape.parties)
    return Criterion(
        key=key,
        title=draft.text(shape.title, (*path, "title")),
        text=draft.optional_text(shape.text, (*path, "text")),
        texts=tuple(sorted(texts, key=lambda one: order.index(one.level))),
        source=draft.source(shape.source, (*path, "source")),
        provided_by=tuple(shape.provided_by),
        cumulative=shape.cumulative,
        order=order,
        acceptance=tuple(draft.text(one, (*path, "acceptance", at)) for at, one in enumerate(shape.acceptance)),
    )
