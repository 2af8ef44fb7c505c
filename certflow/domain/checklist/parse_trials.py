"""The tests of a file: one trial for each case, with values instead of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from certflow.domain.checklist.contract import TestShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.laying_out import lay_out
from certflow.domain.checklist.model import Checklist, Trial
from certflow.domain.checklist.parse_tables import read_result
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.tables import Outside
from certflow.domain.checklist.values import ChoiceType, Value
from certflow.domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class _Written:
    """One thing a test says, as it is written, and where."""

    value: object
    path: Path


def read_trials(draft: Draft, checklist: Checklist) -> Checklist:
    """The checklist with the tests of its file. Where the file has problems, tests would only echo them."""
    if draft.problems:
        return checklist
    found: list[Trial] = []
    for at, shape in enumerate(draft.shape.tests):
        found.extend(_trials(draft, checklist, ("tests", at), shape))
    return replace(checklist, trials=tuple(_own_first(found, draft.document.file)))


def _own_first(trials: Sequence[Trial], file: str) -> Iterator[Trial]:
    """The trials, those of an extended edition without what this one expects of the very same answers."""
    ours: dict[object, set[str]] = {}
    for trial in trials:
        if trial.file == file:
            ours.setdefault(_given(trial), set()).update(trial.expect)
    for trial in trials:
        if trial.file == file:
            yield trial
            continue
        said = ours.get(_given(trial), set())
        left = {name: value for name, value in trial.expect.items() if name not in said}
        if left:
            yield replace(trial, expect=left)


def _given(trial: Trial) -> object:
    return frozenset(trial.answers.items()), frozenset(trial.suppose.items()), trial.items


def _trials(draft: Draft, checklist: Checklist, path: Path, shape: TestShape) -> Iterator[Trial]:
    answers = {name: _Written(value, (*path, "answers", name)) for name, value in shape.answers.items()}
    suppose = {name: _Written(value, (*path, "suppose", name)) for name, value in shape.suppose.items()}
    expect = {name: _Written(value, (*path, "expect", name)) for name, value in shape.expect.items()}
    if bool(shape.vary) != bool(shape.cases):
        draft.problem(path, "test.cases", "'vary' and 'cases' go together.")
        return
    if not shape.cases:
        if not expect:
            draft.problem(path, "test.empty", "This test expects nothing: add 'expect', or 'vary' and 'cases'.")
        yield _trial(draft, checklist, path, shape.name, answers, suppose, expect)
    for at, case in enumerate(shape.cases):
        where: Path = (*path, "cases", at)
        if len(case) != len(shape.vary):
            draft.problem(where, "test.width", f"{len(case)} values here, but 'vary' names {len(shape.vary)}.")
            continue
        sets, supposes, expects = dict(answers), dict(suppose), dict(expect)
        for column, (name, value) in enumerate(zip(shape.vary, case, strict=True)):
            role = (
                sets
                if name in checklist.questions or name in checklist.lists
                else supposes
                if name in shape.suppose
                else expects
            )
            role[name] = _Written(value, (*where, column))
        yield _trial(draft, checklist, where, shape.name, sets, supposes, expects)


def _trial(
    draft: Draft,
    checklist: Checklist,
    path: Path,
    name: str,
    answers: Mapping[str, _Written],
    suppose: Mapping[str, _Written],
    expect: Mapping[str, _Written],
) -> Trial:
    place = draft.document.place(path)
    checklist, answers = _with_items(draft, checklist, answers)
    return Trial(
        name=name,
        line=place.line,
        column=place.column,
        answers=dict(_answers(draft, checklist, answers)),
        suppose=dict(_supposed(draft, checklist, suppose)),
        expect=dict(_expected(draft, checklist, expect)),
        file=place.file,
        items=checklist.items,
    )


def _with_items(
    draft: Draft, checklist: Checklist, answers: Mapping[str, _Written]
) -> tuple[Checklist, Mapping[str, _Written]]:
    """The checklist with the items that the answers are about, and the answers as they are called there."""
    laid = lay_out(checklist, {name: one.value for name, one in answers.items()})
    for wrong in laid.wrong:
        at = answers[str(wrong.path[0])].path
        draft.problem((*at, *wrong.path[1:]), wrong.code.replace("answer.", "test."), wrong.message, key=wrong.key)
    written = {
        name: _Written(value, (*answers[str(path[0])].path, *path[1:])) for name, (value, path) in laid.written.items()
    }
    return with_items(checklist, laid.items), written


def _answers(draft: Draft, checklist: Checklist, written: Mapping[str, _Written]) -> Iterator[tuple[str, Value]]:
    for name, one in written.items():
        if not draft.known(one.path, "test.question", "question", name, checklist.questions, key=True):
            continue
        try:
            yield name, checklist.questions[name].from_data(one.value)
        except Refused as refused:
            message = f"'{one.value}' is no answer to '{name}' ({refused.code})."
            draft.problem(one.path, "test.answer", message)


def _supposed(draft: Draft, checklist: Checklist, written: Mapping[str, _Written]) -> Iterator[tuple[str, Value]]:
    for name, one in written.items():
        if not draft.known(one.path, "test.suppose", "derived value", name, checklist.derived, key=True):
            continue
        result = read_result(draft, one.path, one.value, checklist.derived[name].type)
        if result is not None and not isinstance(result, Outside):
            yield name, result


def _expected(draft: Draft, checklist: Checklist, written: Mapping[str, _Written]) -> Iterator[tuple[str, str]]:
    names = [*checklist.derived, *checklist.steps, *checklist.questions]
    for name, one in written.items():
        if draft.known(one.path, "test.expect", "derived value, step or question", name, names, key=True):
            yield name, _long_form(checklist, name, _said(one.value))


def _long_form(checklist: Checklist, name: str, said: str) -> str:
    """`M` as `medium`, where the order has such a short form."""
    if name in checklist.derived:
        type_ = checklist.derived[name].type
        order = checklist.enumerations.get(type_.name or "") if isinstance(type_, ChoiceType) else None
    else:
        levels = tuple(checklist.steps[name].levels) if name in checklist.steps else ()
        order = next((one for one in checklist.enumerations.values() if levels and one.values == levels), None)
    return order.shorts.get(said, said) if order else said


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(_said(one) for one in value) if isinstance(value, list) else str(value)
