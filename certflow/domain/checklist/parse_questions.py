"""Questions of a file: asked in a step, or stamped on it by a pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import re2

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import PatternShape, QuestionShape, SectionShape, StepShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Enumeration
from certflow.domain.checklist.parse_visibility import check_visibility
from certflow.domain.checklist.questions import (
    MAX_LINE,
    MAX_TEXT,
    Candidate,
    Choice,
    Kind,
    Limits,
    Question,
    Visibility,
    type_of,
)
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
        visibility=Visibility(shape.visibility),
        held_by=shape.held_by,
    )
    question = replace(question, type=type_of(question, draft.choice_type(of.name) if of else None))
    return replace(
        question, otherwise=_otherwise(draft, asked, question), lever=tuple(_candidates(draft, asked, question))
    )


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
    "lever": (Kind.NUMBER, Kind.CHOICE, Kind.YES_NO),
}


def _check_parts(draft: Draft, asked: Asked, kind: Kind) -> None:
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
    check_visibility(draft, path, shape)
    if kind is Kind.MULTI_CHOICE and not shape.options:
        draft.problem(path, "question.options", "A multi_choice needs 'options'.", key=True)
    if kind is Kind.CHOICE and not shape.options and not shape.of:
        draft.problem(path, "question.options", "A choice needs 'options', or 'of' with an order or choices.", key=True)


def _values_of(draft: Draft, asked: Asked) -> Enumeration | None:
    name = asked.shape.of
    return draft.enumeration((*asked.path, "of"), name) if name is not None else None


def _choices(draft: Draft, asked: Asked, of: Enumeration | None) -> tuple[Choice, ...]:
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


def _pattern(draft: Draft, asked: Asked) -> str | None:
    pattern = asked.shape.pattern
    if pattern is not None:
        try:
            re2.compile(pattern, _QUIET)
        except re2.error as error:
            said = b" ".join(error.args).decode(errors="replace")
            draft.problem((*asked.path, "pattern"), "question.pattern", f"Not an RE2 pattern: {said}.")
            return None
    return pattern


def _otherwise(draft: Draft, asked: Asked, question: Question) -> Value | None:
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


def _candidates(draft: Draft, asked: Asked, question: Question) -> Iterator[Candidate]:
    lever = asked.shape.lever
    if lever is None or question.kind not in _PARTS["lever"]:
        return
    seen: set[Value] = set()
    for written, effort in lever.effort.items():
        path: Path = (*asked.path, "lever", "effort", written)
        try:
            value = question.from_data(written)
        except Refused as refused:
            message = f"'{written}' is no answer to this question ({refused.code})."
            draft.problem(path, "question.lever", message, key=True)
            continue
        if value in seen:
            draft.problem(path, "question.lever", f"'{written}' is the same answer as an earlier one.", key=True)
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
        options = asked.shape.options or {}
        choices = tuple(
            replace(
                choice,
                when=draft.condition((*asked.path, "options", choice.value, "when"), options[choice.value].when, seen)
                if choice.value in options
                else None,
            )
            for choice in question.choices
        )
        when = draft.condition((*asked.path, "when"), asked.shape.when, seen)
        complete[asked.id] = replace(question, when=when, choices=choices)
    return complete
