"""Questions of a file: asked in a step, or stamped on it by a pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import re2

from certflow.domain.checklist.check_questions import PARTS, check_kind, check_parts
from certflow.domain.checklist.composing import MOST_ROWS
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import (
    AskingShape,
    InRowShape,
    PatternShape,
    QuestionShape,
    SectionShape,
    StepShape,
)
from certflow.domain.checklist.counting import as_conditions_see, counter_columns, rows_type
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Enumeration
from certflow.domain.checklist.parse_visibility import check_visibility
from certflow.domain.checklist.questions import Candidate, Choice, Kind, Limits, Question, Visibility, type_of
from certflow.domain.checklist.readers import MAX_LINE, MAX_TEXT
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.values import Value
from certflow.domain.refusal import Refused
from certflow.domain.text import Text

#: what is wrong with a pattern is told with its place, not logged
_QUIET = re2.Options()
_QUIET.log_errors = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the file has it: asked in a step, or stamped there by a pattern."""

    id: str
    step: str
    shape: QuestionShape
    path: Path
    criterion: str | None = None
    names: Mapping[str, Text] = field(default_factory=dict)


def steps_of(shape: Sequence[SectionShape]) -> Iterator[tuple[Path, StepShape]]:
    """Every step with its path, in the order of the file."""
    for at, section in enumerate(shape):
        for row, step in enumerate(section.steps):
            yield ("sections", at, "steps", row), step


def asked_questions(draft: Draft) -> Iterator[Asked]:
    """Every question of the file, the stamped ones too."""
    for path, step in steps_of(draft.shape.sections):
        for name, shape in step.questions.items():
            yield Asked(name, step.id, shape, (*path, "questions", name))
        if step.pattern is None:
            continue
        if not draft.known((*path, "pattern"), "pattern.unknown", "pattern", step.pattern, draft.shape.patterns):
            continue
        yield from _stamped(draft, path, step, draft.shape.patterns[step.pattern])


def _stamped(draft: Draft, path: Path, step: StepShape, pattern: PatternShape) -> Iterator[Asked]:
    assert step.pattern is not None
    here: Path = ("patterns", step.pattern)
    stem = step.id.replace("-", "_")
    names = {"step": draft.text(step.title, (*path, "title"))}
    for name, shape in pattern.per_step.items():
        yield Asked(f"{stem}_{name}", step.id, shape, (*here, "per_step", name), None, names)
    for key, criterion in step.criteria.items():
        more = {**names, "criterion": draft.text(criterion.title, (*path, "criteria", key, "title"))}
        for name, shape in pattern.per_criterion.items():
            at = (*here, "per_criterion", name)
            yield Asked(f"{stem}_{key.replace('-', '_')}_{name}", step.id, shape, at, f"{step.id}.{key}", more)


def read_questions(draft: Draft) -> dict[str, Question]:
    """Every question with its type, but without its conditions: these need all types first."""
    found: dict[str, Question] = {}
    for asked in asked_questions(draft):
        if asked.id in found:
            message = f"The question '{asked.id}' is asked in step '{found[asked.id].step}' already."
            draft.problem(asked.path, "question.twice", message, key=True)
        else:
            found[asked.id] = _question(draft, asked)
    return found


def _question(draft: Draft, asked: Asked) -> Question:
    shape, path = asked.shape, asked.path
    kind = Kind(shape.kind)
    check_kind(draft, shape, path, kind)
    question = _part(draft, asked.id, asked.step, shape, path, _filled(_title(draft, shape, path), asked.names))
    question = replace(
        question,
        help=draft.optional_text(shape.help, (*path, "help")),
        # nothing is to be answered there
        optional=shape.optional or kind is Kind.CALCULATION,
        precision=shape.precision,
        units=tuple(dict.fromkeys([shape.unit or "days", *shape.units])) if kind is Kind.DURATION else (),
        columns=_columns(draft, asked, shape, kind),
        least=1 if shape.least is None else shape.least,
        most=shape.most or MOST_ROWS,
        types=tuple(shape.types),
        shows=shape.shows,
        symbol=shape.symbol or "",
        criterion=asked.criterion,
        visibility=Visibility(shape.visibility),
        held_by=shape.held_by,
    )
    check_visibility(draft, path, shape)
    if kind is Kind.ROWS:
        question = replace(question, type=rows_type(question.columns))
    if shape.otherwise is None and shape.lever is None:
        return question
    return replace(
        question,
        otherwise=_otherwise(draft, shape, path, question),
        lever=tuple(_candidates(draft, shape, path, question)),
    )


def _title(draft: Draft, shape: QuestionShape, path: Path) -> Text:
    """The title of a question; a calculation that gives none has that of what it shows."""
    if shape.title is not None:
        return draft.text(shape.title, (*path, "title"))
    shown = draft.shape.derived.get(shape.shows or "") if shape.kind == "calculation" else None
    if shown is not None:
        return draft.text(shown.title, ("derived", shape.shows or "", "title"))
    draft.problem(path, "question.title", "A question needs a 'title': what is asked.", key=True)
    return Text("")


def _part(draft: Draft, name: str, step: str, shape: QuestionShape | InRowShape, path: Path, title: Text) -> Question:
    """What a question and a column of rows have in common."""
    kind = Kind(shape.kind)
    check_parts(draft, shape, path, kind)
    of = draft.enumeration((*path, "of"), shape.of) if shape.of is not None else None
    question = Question(
        id=name,
        step=step,
        kind=kind,
        title=title,
        unit=shape.unit,
        optional=shape.optional,
        choices=_choices(draft, shape, path, of),
        limits=Limits(shape.min, shape.max, shape.above, shape.below, shape.whole),
        long=shape.long,
        max_length=shape.max_length or (MAX_TEXT if shape.long else MAX_LINE),
        pattern=_pattern(draft, shape, path),
    )
    type_ = type_of(question, draft.choice_type(of.name) if of else None)
    return question if type_ is None else replace(question, type=type_)


def _columns(draft: Draft, asked: Asked, shape: QuestionShape, kind: Kind) -> tuple[Question, ...]:
    if kind is Kind.COUNTER:
        return counter_columns(asked.step, shape.unit)
    found = []
    for name, column in shape.columns.items() if kind is Kind.ROWS else ():
        path: Path = (*asked.path, "columns", name)
        title = draft.text(column.title, (*path, "title"))
        found.append(_part(draft, name, asked.step, column, path, title))
    return tuple(found)


def _choices(draft: Draft, shape: AskingShape, at: Path, of: Enumeration | None) -> tuple[Choice, ...]:
    options = shape.options
    if options is None:
        return tuple(Choice(value, title) for value, title in of.titles.items()) if of else ()
    found = []
    for value, option in options.items():
        path: Path = (*at, "options", value)
        if of and not draft.known(path, "question.option", f"value of '{of.name}'", value, of.values, key=True):
            continue
        bare = option.title == {"": value}
        title = of.titles[value] if of and bare else draft.text(option.title, (*path, "title"))
        found.append(Choice(value, title))
    if of:
        found.sort(key=lambda choice: of.values.index(choice.value))
    return tuple(found)


def _pattern(draft: Draft, shape: AskingShape, path: Path) -> str | None:
    pattern = shape.pattern
    if pattern is not None:
        try:
            re2.compile(pattern, _QUIET)
        except re2.error as error:
            said = b" ".join(error.args).decode(errors="replace")
            draft.problem((*path, "pattern"), "question.pattern", f"Not an RE2 pattern: {said}.")
            return None
    return pattern


def _otherwise(draft: Draft, shape: QuestionShape, path: Path, question: Question) -> Value | None:
    written = shape.otherwise
    if written is None:
        return None
    if question.type is None:
        draft.problem((*path, "otherwise"), "question.otherwise", "Nothing can read this kind of answer.", key=True)
        return None
    try:
        return as_conditions_see(question).from_data(written)
    except Refused as refused:
        message = f"'{written}' is no answer to this question ({refused.code})."
        draft.problem((*path, "otherwise"), "question.otherwise", message)
        return None


def _candidates(draft: Draft, shape: QuestionShape, path: Path, question: Question) -> Iterator[Candidate]:
    lever = shape.lever
    if lever is None or question.kind not in PARTS["lever"]:
        return
    seen: set[Value] = set()
    for written, effort in lever.effort.items():
        where: Path = (*path, "lever", "effort", written)
        try:
            value = question.from_data(written)
        except Refused as refused:
            message = f"'{written}' is no answer to this question ({refused.code})."
            draft.problem(where, "question.lever", message, key=True)
            continue
        if value in seen:
            draft.problem(where, "question.lever", f"'{written}' is the same answer as an earlier one.", key=True)
            continue
        seen.add(value)
        yield Candidate(value, effort)


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


def with_conditions(draft: Draft, questions: Mapping[str, Question], language: Language) -> dict[str, Question]:
    complete = dict(questions)
    each = {
        step.id: step.each if step.each in draft.shape.lists else None for _, step in steps_of(draft.shape.sections)
    }
    for asked in asked_questions(draft):
        question = questions[asked.id]
        seen = language.within(each[question.step])
        of = language.of_items.get(question.shows or "")
        if of not in (None, seen.item):
            message = f"Each item of '{of}' has its own '{question.shows}': show it in a step of each of them."
            draft.problem((*asked.path, "shows"), "question.shows", message)
        options = asked.shape.options or {}
        limited = [value for value, option in options.items() if option.when is not None]
        if asked.shape.when is None and not limited:
            continue
        offered = {
            value: draft.condition((*asked.path, "options", value, "when"), options[value].when, seen)
            for value in limited
        }
        choices = tuple(
            replace(choice, when=offered[choice.value]) if choice.value in offered else choice
            for choice in question.choices
        )
        when = draft.condition((*asked.path, "when"), asked.shape.when, seen)
        complete[asked.id] = replace(question, when=when, choices=choices)
    return complete
