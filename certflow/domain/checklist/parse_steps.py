"""Sections, steps, criteria and questions of a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import re2

from certflow.domain.checklist.conditions import Expression, Language
from certflow.domain.checklist.contract import (
    CriterionShape,
    LevelsShape,
    PatternShape,
    QuestionShape,
    SectionShape,
    StepShape,
)
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import (
    Criterion,
    Derived,
    Enumeration,
    LevelRow,
    LevelText,
    ReviewPolicy,
    Section,
    Step,
)
from certflow.domain.checklist.questions import MAX_LINE, MAX_TEXT, Choice, Kind, Limits, Question, type_of
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.values import ChoiceType, Value
from certflow.domain.refusal import Refused
from certflow.domain.text import Text


@dataclass(frozen=True, slots=True)
class Steps:
    """What was read of the sections."""

    sections: tuple[Section, ...]
    steps: Mapping[str, Step]
    questions: Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the file has it: asked in a step, or stamped there by a pattern."""

    id: str
    step: str
    shape: QuestionShape
    path: Path
    criterion: str | None = None
    names: Mapping[str, Text] = field(default_factory=dict)


def _steps(shape: Sequence[SectionShape]) -> Iterator[tuple[Path, StepShape]]:
    for at, section in enumerate(shape):
        for row, step in enumerate(section.steps):
            yield ("sections", at, "steps", row), step


def _asked(draft: Draft) -> Iterator[_Asked]:
    for path, step in _steps(draft.shape.sections):
        for name, shape in step.questions.items():
            yield _Asked(name, step.id, shape, (*path, "questions", name))
        if step.pattern is None:
            continue
        if not draft.known((*path, "pattern"), "pattern.unknown", "pattern", step.pattern, draft.shape.patterns):
            continue
        yield from _stamped(draft, path, step, draft.shape.patterns[step.pattern])


def _stamped(draft: Draft, path: Path, step: StepShape, pattern: PatternShape) -> Iterator[_Asked]:
    assert step.pattern is not None
    here: Path = ("patterns", step.pattern)
    stem = step.id.replace("-", "_")
    names = {"step": draft.text(step.title, (*path, "title"))}
    for name, shape in pattern.per_step.items():
        yield _Asked(f"{stem}_{name}", step.id, shape, (*here, "per_step", name), None, names)
    for key, criterion in step.criteria.items():
        more = {**names, "criterion": draft.text(criterion.title, (*path, "criteria", key, "title"))}
        for name, shape in pattern.per_criterion.items():
            at = (*here, "per_criterion", name)
            yield _Asked(f"{stem}_{key.replace('-', '_')}_{name}", step.id, shape, at, f"{step.id}.{key}", more)


def read_questions(draft: Draft) -> dict[str, Question]:
    """Every question with its type, but without its conditions: these need all types first."""
    found: dict[str, Question] = {}
    for asked in _asked(draft):
        if asked.id in found:
            message = f"The question '{asked.id}' is asked in step '{found[asked.id].step}' already."
            draft.problem(asked.path, "question.twice", message, key=True)
        else:
            found[asked.id] = _question(draft, asked)
    return found


def _question(draft: Draft, asked: _Asked) -> Question:
    shape, path = asked.shape, asked.path
    kind = Kind(shape.kind)
    _check_parts(draft, asked, kind)
    of = _values_of(draft, asked)
    question = Question(
        id=asked.id,
        step=asked.step,
        kind=kind,
        title=_filled(draft.text(shape.title, (*path, "title")), asked.names),
        help=draft.optional_text(shape.help, (*path, "help")),
        unit=shape.unit,
        optional=shape.optional,
        choices=_choices(draft, asked, of),
        limits=Limits(shape.min, shape.max, shape.above, shape.below, shape.whole),
        long=shape.long,
        max_length=shape.max_length or (MAX_TEXT if shape.long else MAX_LINE),
        pattern=_pattern(draft, asked),
        criterion=asked.criterion,
    )
    question = replace(question, type=type_of(question, draft.choice_type(of.name) if of else None))
    return replace(question, otherwise=_otherwise(draft, asked, question))


#: parts of a question that only some kinds have
_PARTS: Mapping[str, tuple[Kind, ...]] = {
    "unit": (Kind.NUMBER,),
    "min": (Kind.NUMBER,),
    "max": (Kind.NUMBER,),
    "above": (Kind.NUMBER,),
    "below": (Kind.NUMBER,),
    "whole": (Kind.NUMBER,),
    "of": (Kind.CHOICE,),
    "options": (Kind.CHOICE, Kind.MULTI_CHOICE),
    "long": (Kind.TEXT,),
    "max_length": (Kind.TEXT,),
    "pattern": (Kind.TEXT,),
}


def _check_parts(draft: Draft, asked: _Asked, kind: Kind) -> None:
    shape, path = asked.shape, asked.path
    for part in sorted(shape.model_fields_set & _PARTS.keys()):
        if kind not in _PARTS[part]:
            kinds = " or ".join(_PARTS[part])
            draft.problem((*path, part), "question.part", f"A {kind} question has no '{part}': it is for "
                          f"{kinds}.", key=True)  # fmt: skip
    low = [one for one in (shape.min, shape.above) if one is not None]
    high = [one for one in (shape.max, shape.below) if one is not None]
    if len(low) > 1 or len(high) > 1:
        draft.problem(path, "question.limits", "Use 'min' or 'above', and 'max' or 'below', not both.", key=True)
    elif low and high and (low[0] > high[0] or (low[0] == high[0] and None in (shape.min, shape.max))):
        draft.problem(path, "question.limits", "No number lies between these limits.", key=True)
    if kind is Kind.MULTI_CHOICE and not shape.options:
        draft.problem(path, "question.options", "A multi_choice needs 'options'.", key=True)
    if kind is Kind.CHOICE and not shape.options and not shape.of:
        draft.problem(path, "question.options", "A choice needs 'options', or 'of' with an order or choices.", key=True)


def _values_of(draft: Draft, asked: _Asked) -> Enumeration | None:
    name = asked.shape.of
    return draft.enumeration((*asked.path, "of"), name) if name is not None else None


def _choices(draft: Draft, asked: _Asked, of: Enumeration | None) -> tuple[Choice, ...]:
    options = asked.shape.options
    if options is None:
        return tuple(Choice(value, title) for value, title in of.titles.items()) if of else ()
    found = []
    for value, option in options.items():
        path: Path = (*asked.path, "options", value)
        if of and not draft.known(path, "question.option", f"value of '{of.name}'", value, of.values, key=True):
            continue
        bare = option.title == {"": value}
        title = of.titles[value] if of and bare else draft.text(option.title, (*path, "title"))
        found.append(Choice(value, title))
    if of:
        found.sort(key=lambda choice: of.values.index(choice.value))
    return tuple(found)


def _pattern(draft: Draft, asked: _Asked) -> str | None:
    pattern = asked.shape.pattern
    if pattern is not None:
        try:
            re2.compile(pattern)
        except re2.error as error:
            draft.problem((*asked.path, "pattern"), "question.pattern", f"Not an RE2 pattern: {error}.")
            return None
    return pattern


def _otherwise(draft: Draft, asked: _Asked, question: Question) -> Value | None:
    written = asked.shape.otherwise
    if written is None:
        return None
    if question.type is None:
        draft.problem(
            (*asked.path, "otherwise"), "question.otherwise", "Nothing can read this kind of answer.", key=True
        )
        return None
    try:
        return question.from_data(written)
    except Refused as refused:
        message = f"'{written}' is no answer to this question ({refused.code})."
        draft.problem((*asked.path, "otherwise"), "question.otherwise", message)
        return None


def _filled(title: Text, names: Mapping[str, Text]) -> Text:
    """The title of a stamped question, with `{criterion}` and `{step}` put in."""
    if not names or "{" not in title.authoritative:
        return title
    languages = {*title.translations, *(one for name in names.values() for one in name.translations)}

    def fill(language: str) -> str:
        text = title.in_language(language)
        for name, said in names.items():
            text = text.replace("{" + name + "}", said.in_language(language))
        return text

    return Text(fill(title.language), title.language, {one: fill(one) for one in languages})


def read_steps(
    draft: Draft, questions: Mapping[str, Question], language: Language, derived: Mapping[str, Derived]
) -> Steps:
    """Sections and steps, and the questions with their conditions."""
    shape = draft.shape
    reviews = {name: ReviewPolicy(tuple(one.roles), one.quorum, one.organisations, tuple(one.parties), one.step_up)
               for name, one in shape.reviews.items()}  # fmt: skip
    for name, review in shape.reviews.items():
        for at, party in enumerate(review.parties):
            draft.known(("reviews", name, "parties", at), "review.party", "party", party, shape.parties)
    complete = _with_conditions(draft, questions, language)
    rows = _level_rows(draft, language)
    asked_in: dict[str, dict[str, Question]] = {}
    for name, question in complete.items():
        asked_in.setdefault(question.step, {})[name] = question
    steps: dict[str, Step] = {}
    sections: list[Section] = []
    for at, section in enumerate(shape.sections):
        path: Path = ("sections", at)
        if section.id in {one.id for one in sections}:
            draft.problem((*path, "id"), "section.twice", f"There is a section '{section.id}' already.")
        for row, step in enumerate(section.steps):
            where: Path = (*path, "steps", row)
            if step.id in steps:
                draft.problem((*where, "id"), "step.twice", f"There is a step '{step.id}' already.")
                continue
            steps[step.id] = _step(
                draft, where, section.id, step, asked_in.get(step.id, {}), language, rows.get(step.id), reviews, derived
            )
        title = draft.text(section.title, (*path, "title"))
        intro = draft.optional_text(section.intro, (*path, "intro"))
        sections.append(Section(section.id, title, intro, tuple(step.id for step in section.steps)))
    return Steps(tuple(sections), steps, complete)


def _with_conditions(draft: Draft, questions: Mapping[str, Question], language: Language) -> dict[str, Question]:
    complete = dict(questions)
    for asked in _asked(draft):
        question = questions[asked.id]
        options = asked.shape.options or {}
        choices = tuple(
            replace(
                choice,
                when=draft.condition(
                    (*asked.path, "options", choice.value, "when"), options[choice.value].when, language
                )
                if choice.value in options
                else None,
            )
            for choice in question.choices
        )
        when = draft.condition((*asked.path, "when"), asked.shape.when, language)
        complete[asked.id] = replace(question, when=when, choices=choices)
    return complete


@dataclass(frozen=True, slots=True)
class _Row:
    """A step's line in a `levels` block."""

    row: LevelRow
    order: Enumeration
    applies_from: str | None


def _level_rows(draft: Draft, language: Language) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    steps = {step.id for _, step in _steps(draft.shape.sections)}
    for at, shape in enumerate(draft.shape.levels):
        path: Path = ("levels", at)
        order = draft.enumeration((*path, "gives"), shape.gives)
        if order is None or not _columns_fit(draft, path, shape, language):
            continue
        applies_from = _applies_from(draft, (*path, "applies_from"), shape.applies_from, order)
        title, source = draft.text(shape.title, (*path, "title")), draft.source(shape.source, (*path, "source"))
        for step, cells in shape.rows.items():
            here: Path = (*path, "rows", step)
            if not draft.known(here, "levels.step", "step", step, steps, key=True):
                continue
            if step in found:
                draft.problem(here, "levels.twice", f"'{step}' has its levels in another block already.", key=True)
            if levels := _cells(draft, here, cells, shape.columns, order):
                found[step] = _Row(LevelRow(shape.by, MappingProxyType(levels), title, source), order, applies_from)
    return found


def _columns_fit(draft: Draft, path: Path, shape: LevelsShape, language: Language) -> bool:
    if not draft.known((*path, "by"), "levels.by", "named value", shape.by, language.variables):
        return False
    type_ = language.variables[shape.by]
    if not isinstance(type_, ChoiceType) or set(shape.columns) != set(type_.values):
        values = ", ".join(getattr(type_, "values", ["it is no choice"]))
        message = f"The columns must be every value of '{shape.by}' once: {values}."
        draft.problem((*path, "columns"), "levels.columns", message)
        return False
    return True


def _cells(
    draft: Draft, path: Path, cells: Sequence[str], columns: Sequence[str], order: Enumeration
) -> dict[str, str]:
    if len(cells) != len(columns):
        draft.problem(path, "levels.width", f"{len(cells)} levels here for {len(columns)} columns.")
        return {}
    levels = {}
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        level = order.shorts.get(cell, cell)
        if draft.known((*path, at), "levels.value", f"value of '{order.name}'", level, [*order.values, *order.shorts]):
            levels[column] = level
    return levels if len(levels) == len(columns) else {}


def _applies_from(draft: Draft, path: Path, level: str | None, order: Enumeration) -> str | None:
    if level is None or not draft.known(path, "level.unknown", f"value of '{order.name}'", level, order.values):
        return None
    return level


def _step(
    draft: Draft,
    path: Path,
    section: str,
    shape: StepShape,
    questions: Mapping[str, Question],
    language: Language,
    row: _Row | None,
    reviews: Mapping[str, ReviewPolicy],
    derived: Mapping[str, Derived],
) -> Step:
    if shape.level is not None and row is not None:
        message = "This step has its level in a 'levels' block already; keep one of them."
        draft.problem((*path, "level"), "level.twice", message, key=True)
    when = draft.condition((*path, "when"), shape.when, language)
    level, order, applies_from = _level(draft, path, shape, language, row)
    levels = order.titles if order else {}
    criteria = tuple(
        _criterion(draft, (*path, "criteria", key), f"{shape.id}.{key}", one, tuple(levels))
        for key, one in shape.criteria.items()
    )
    own = tuple(questions)
    for at, party in enumerate(shape.provided_by):
        draft.known((*path, "provided_by", at), "step.party", "party", party, draft.shape.parties)
    for at, name in enumerate(shape.shows):
        draft.known((*path, "shows", at), "step.shows", "derived value", name, draft.shape.derived)
    step = Step(
        id=shape.id,
        section=section,
        title=draft.text(shape.title, (*path, "title")),
        source=draft.source(shape.source, (*path, "source")) or Source(""),
        text=draft.text(shape.text, (*path, "text")),
        guidance=draft.optional_text(shape.guidance, (*path, "guidance")),
        expected_evidence=tuple(draft.text(one, (*path, "evidence", at)) for at, one in enumerate(shape.evidence)),
        criteria=criteria,
        questions=own,
        provided_by=tuple(shape.provided_by),
        shows=(),
        levels=MappingProxyType(dict(levels)),
        when=when,
        level=level,
        applies_from=applies_from,
        reviews=MappingProxyType(_reviews(draft, path, shape, tuple(levels), applies_from, reviews)),
        wording_digest="",
    )
    # Only what the author names: an approval at a level holds while the level holds, whatever the level was found from.
    shows = tuple(name for name in dict.fromkeys(shape.shows) if name in derived)
    return replace(step, shows=shows, wording_digest=_wording_digest(step, [questions[name] for name in own]))


def _level(
    draft: Draft, path: Path, shape: StepShape, language: Language, row: _Row | None
) -> tuple[Expression | LevelRow | None, Enumeration | None, str | None]:
    if shape.level is None:
        if shape.applies_from is not None and row is None:
            draft.problem(
                (*path, "applies_from"), "level.missing", "Only a step with a level applies from one.", key=True
            )
        if row is None:
            return None, None, None
        own = _applies_from(draft, (*path, "applies_from"), shape.applies_from, row.order)
        return row.row, row.order, own or row.applies_from
    level = draft.expression((*path, "level"), shape.level, language)
    if level is None:
        return None, None, None
    if not isinstance(level.type, ChoiceType) or not level.type.ordered or level.type.name is None:
        draft.problem((*path, "level"), "level.type", f"A level is a value of an order; this gives {level.type}.")
        return None, None, None
    order = draft.enumerations[level.type.name]
    return level, order, _applies_from(draft, (*path, "applies_from"), shape.applies_from, order)


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
    )


def _reviews(
    draft: Draft,
    path: Path,
    shape: StepShape,
    levels: tuple[str, ...],
    applies_from: str | None,
    reviews: Mapping[str, ReviewPolicy],
) -> dict[str, ReviewPolicy]:
    default = draft.shape.review
    if default is not None and not draft.known(("review",), "review.unknown", "review", default, reviews):
        default = None
    named = shape.review if isinstance(shape.review, dict) else {"": shape.review or default}
    found: dict[str, ReviewPolicy] = {"": reviews[default]} if default else {}
    for level, name in named.items():
        at: Path = (*path, "review", level) if isinstance(shape.review, dict) else (*path, "review")
        if level and not draft.known(at, "review.level", "level of this step", level, levels, key=True):
            continue
        if name is None:
            draft.problem(path, "review.missing", "Nothing says who reviews this step: add 'review', here or for all.")
        elif draft.known(at, "review.unknown", "review", name, reviews):
            found[level] = reviews[name]
    needed = levels[levels.index(applies_from) :] if applies_from else levels
    missing = [level for level in needed if level not in found]
    if isinstance(shape.review, dict) and "" not in found and missing:
        message = f"Nothing says who reviews this step at {', '.join(missing)}: add it, or a 'review' for all."
        draft.problem((*path, "review"), "review.missing", message)
    found.setdefault("", next(iter(found.values()), ReviewPolicy(())))
    return found


def _wording_digest(step: Step, questions: Sequence[Question]) -> str:
    """SHA-256 over everything the step says, in every language."""

    def words(text: Text | None) -> object:
        return None if text is None else [text.language, text.authoritative, dict(text.translations)]

    said = {
        "title": words(step.title),
        "source": str(step.source),
        "text": words(step.text),
        "guidance": words(step.guidance),
        "evidence": [words(one) for one in step.expected_evidence],
        "provided_by": list(step.provided_by),
        "criteria": [
            [one.key, words(one.title), words(one.text), str(one.source), list(one.provided_by), one.cumulative,
             [[text.level, text.aspect, words(text.text)] for text in one.texts]]
            for one in step.criteria
        ],
        "questions": [
            [one.id, one.kind, words(one.title), words(one.help), one.unit, one.optional,
             [[choice.value, words(choice.title)] for choice in one.choices]]
            for one in questions
        ],
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
