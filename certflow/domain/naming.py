"""What questions, derived values and their values are called, and conditions in words: no dossier needed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from certflow.domain.checklist import Checklist, Question
from certflow.domain.checklist.composed import Rows
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.values import Value, YesNoNa, YesNoType, as_words
from certflow.domain.composed_words import say_count
from certflow.domain.saying import in_plain_words
from certflow.domain.text import Text
from certflow.domain.units import number_in, unit_in

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"yes": "yes", "no": "no", "not_applicable": "not applicable", "none": "none of them"},
    "it": {"yes": "sì", "no": "no", "not_applicable": "non applicabile", "none": "nessuno"},
    "uk": {"yes": "так", "no": "ні", "not_applicable": "не застосовується", "none": "жоден"},
}


def title_of(checklist: Checklist, name: str, language: str) -> str:
    """The title of a question or derived value."""
    rows, dot, column = name.partition(".")
    known = checklist.derived.get(rows) or checklist.questions.get(rows)
    if known is None:
        return name
    title = known.title.in_language(language)
    columns = {one.id: one.title.in_language(language) for one in known.columns} if isinstance(known, Question) else {}
    return f"{title}: {columns[column]}" if dot else title


def title_of_all(checklist: Checklist, name: str, language: str) -> str:
    """The title of what each item of a list has, or of the list itself, whichever item a dossier is about."""
    base = checklist.file
    return base.lists[name].title.in_language(language) if name in base.lists else title_of(base, name, language)


def value_of(checklist: Checklist, name: str, value: Value, language: str) -> str:
    """A value of a question or derived value as people read it: titles instead of ids, with its unit."""
    known = checklist.derived.get(name) or checklist.questions.get(name)
    titles: Mapping[str, Text] = known.titles if known else {}
    words = _WORDS.get(language, _WORDS["en"])

    def titled(one: str) -> str:
        return titles[one].in_language(language) if one in titles else one

    match value:
        case bool():
            return words["yes" if value else "no"]
        case YesNoNa():
            return words[value.answer]
        case str():
            return titled(value) if value in titles else words.get(value, value)
        case Rows(rows):
            return say_count(len(rows), language)
        case tuple():
            return ", ".join(titled(one) for one in value) or words["none"]
        case _:
            unit = known.unit if known else None
            said = number_in(as_words(value), language) if isinstance(value, Decimal) else as_words(value)
            return f"{said} {unit_in(unit, language)}" if unit else said


def rule_in_words(checklist: Checklist, expression: Expression, language: str) -> str:
    """A condition or calculation as people say it; the expression itself where it has no words."""
    told = in_plain_words(
        expression.tree,
        language,
        lambda name: title_of(checklist, name, language),
        lambda name, value: value_of(checklist, name, value, language),
        isinstance(expression.type, YesNoType),
        lambda name: title_of_all(checklist, name, language),
    )
    return expression.text if told is None else told
