"""What a form draws of questions of several parts: rows and cells, what is on offer, how a value was worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Kind, Question, Value
from certflow.domain.checklist.composed import OUTCOMES, Counter, Expiry
from certflow.domain.composed_words import Manner, say_ending, unit_words
from certflow.domain.facts import Withheld
from certflow.domain.in_words import NO, YES
from certflow.domain.worked import work_shown
from certflow.web import fields
from certflow.web.context import desk
from certflow.web.directory import organisation_name
from certflow.web.fields import Typed
from certflow.web.pages import Calculation, Column, Ending, Field, FieldRow, Option, Passage, PutIn
from certflow.web.showing.links import why_value_href
from certflow.web.words import Words


def manner(words: Words) -> Manner:
    """How this reader's pages write days and numbers."""
    return Manner(words.language, words.day, words.number)


def names_of(sight: Sight) -> dict[str, str]:
    """The evidence that the reader sees, by id."""
    return {each.id: each.name for each in sight.dossier.evidence.values() if isinstance(each.name, str)}


def completed(field: Field, sight: Sight, question: Question, typed: Typed, value: Value | None, words: Words) -> Field:
    """The field with everything that its kind draws beside its inputs."""
    complete = _COMPLETE.get(question.kind)
    return field if complete is None else complete(field, sight, question, typed, value, words)


_Complete = Callable[[Field, Sight, Question, Typed, Value | None, Words], Field]


def _rows(field: Field, sight: Sight, question: Question, typed: Typed, value: Value | None, words: Words) -> Field:
    numbered = fields.rows_in(typed) or [{}]
    counts = manner(words).number(value.total) if isinstance(value, Counter) else ""
    return replace(
        field,
        columns=tuple(
            Column(words.passage(each.title), words.unit(each.unit), each.optional) for each in question.columns
        ),
        rows=tuple(
            FieldRow(at, tuple(_cell(field.id, at, column, cells, words) for column in question.columns))
            for at, cells in enumerate(numbered, 1)
        ),
        none_offered=question.kind is Kind.ROWS and question.least == 0,
        import_href=url_for("rows.one", dossier=sight.dossier.id, step=question.step, question=question.id)
        if question.kind is Kind.ROWS
        else "",
        total=f"{counts}\u202f{words.unit(question.unit)}" if counts and question.unit else counts,
    )


def _cell(question: str, at: int, column: Question, cells: dict[str, str], words: Words) -> Field:
    """One cell as a field of its own."""
    value = cells.get(column.id, "")
    offered = [(choice.value, words.passage(choice.title)) for choice in column.choices]
    if column.kind is Kind.YES_NO:
        offered = [("yes", words.passage(YES)), ("no", words.passage(NO))]
    return Field(
        id=f"{question}.{at}.{column.id}",
        kind=column.kind.value,
        title=words.passage(column.title),
        value=value,
        parts=tuple(
            (name.removeprefix(f"{column.id}."), text)
            for name, text in cells.items()
            if name.startswith(f"{column.id}.")
        ),
        options=tuple(Option(each, label, chosen=each == value) for each, label in offered),
        unit=words.unit(column.unit),
        optional=column.optional,
        long=column.long,
    )


def _offered(
    offer: Callable[[Sight, Question, Words], Iterator[tuple[str, Passage, str]]], part: str = ""
) -> _Complete:
    """Completes a field with what can be chosen; `part` is the input that holds the choice."""

    def complete(
        field: Field, sight: Sight, question: Question, typed: Typed, value: Value | None, words: Words
    ) -> Field:
        chosen = {dict(typed.parts).get(part, "")} if part else {typed.value, *typed.many}
        options = tuple(
            Option(each, label, hint, each in chosen) for each, label, hint in offer(sight, question, words)
        )
        return replace(field, options=options)

    return complete


def _pieces(sight: Sight, question: Question, words: Words) -> Iterator[tuple[str, Passage, str]]:
    for each in sight.dossier.evidence_of(question.step):
        if not isinstance(each.name, Withheld) and _fits(each.name, question):
            yield each.id, Passage(each.name, "und"), f"{words.size(each.size)}, {words.moment(each.at)}"


def _fits(name: str, question: Question) -> bool:
    return not question.types or name.rpartition(".")[2].lower() in question.types


def _organisations(sight: Sight, question: Question, words: Words) -> Iterator[tuple[str, Passage, str]]:
    parts = sight.checklist.parties
    for organisation, part in sorted(sight.dossier.parties.items()):
        yield organisation, Passage(organisation_name(organisation)), words.plain(parts[part]) if part in parts else ""


def _outcomes(sight: Sight, question: Question, words: Words) -> Iterator[tuple[str, Passage, str]]:
    return ((value, words.passage(title), "") for value, title in OUTCOMES.items())


def _units(sight: Sight, question: Question, words: Words) -> Iterator[tuple[str, Passage, str]]:
    return ((unit, Passage(unit_words(unit, words.language)), "") for unit in question.units)


def _ending(field: Field, sight: Sight, question: Question, typed: Typed, value: Value | None, words: Words) -> Field:
    return replace(field, ending=ending(value, words)) if isinstance(value, Expiry) else field


def ending(value: Expiry, words: Words) -> Ending:
    """Until when something holds, and whether that is over by the desk's clock."""
    return Ending(say_ending(value, manner(words)), past=value.ends is not None and value.ends < desk().now().date())


def _worked(field: Field, sight: Sight, question: Question, typed: Typed, value: Value | None, words: Words) -> Field:
    return replace(field, calculation=calculation(sight, question, words))


def calculation(sight: Sight, question: Question, words: Words) -> Calculation:
    """How a derived value came about."""
    worked = work_shown(sight.plan, question, words.language)
    return Calculation(
        worked.value,
        worked.formula,
        worked.because,
        tuple(PutIn(one.symbol, one.title, one.value) for one in worked.inputs),
        why_value_href(sight.dossier.id, worked.name),
    )


_COMPLETE: dict[Kind, _Complete] = {
    Kind.ROWS: _rows,
    Kind.COUNTER: _rows,
    Kind.EVIDENCE: _offered(_pieces),
    Kind.PARTY: _offered(_organisations),
    Kind.DECISION: _offered(_outcomes, "outcome"),
    Kind.DURATION: _offered(_units, "unit"),
    Kind.EXPIRY: _ending,
    Kind.CALCULATION: _worked,
}
