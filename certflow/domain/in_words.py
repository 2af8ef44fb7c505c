"""Values as people read them: answers with their unit, levels and derived values by their titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from certflow.domain.checklist import Checklist, Question
from certflow.domain.checklist.values import Composed, Reference, Value, YesNoNa, plain, readable
from certflow.domain.composed_words import Manner, say_composed, say_pieces
from certflow.domain.text import LANGUAGES, Text
from certflow.domain.units import number_in, unit_in

#: the language tag of words that a person typed, in whatever language that was
TYPED = "und"


def _text(en: str, it: str, uk: str) -> Text:
    return Text(en, translations={"it": it, "uk": uk})


YES = _text("Yes", "Sì", "Так")
NO = _text("No", "No", "Ні")
NOT_APPLICABLE = _text("Not applicable", "Non applicabile", "Не застосовується")
DECLARED = _text("Declared", "Dichiarato", "Заявлено")
NONE_OF_THEM = _text("None of them", "Nessuno", "Жодне з них")


def answer_in_words(question: Question, value: Value, names: Mapping[str, str] | None = None) -> Text:
    """An answer as pages and records show it. What was typed stays as typed, marked with no language.

    names   organisations and pieces of evidence by their ids, as far as this reader may know them
    """
    match value:
        case Composed():
            return joined(lambda language: say_composed(question, value, Manner(language)))
        case tuple() if question.kind == "evidence":
            return joined(lambda language: say_pieces(value, names, Manner(language)))
        case str() if question.kind == "party":
            return Text((names or {}).get(value, value), language=TYPED)
        case bool():
            return (DECLARED if question.kind == "declaration" else YES) if value else NO
        case Decimal():
            return with_unit(plain(value), question.unit)
        case date():
            return Text(value.isoformat(), language=TYPED)
        case Reference(document, page):
            return Text(f"{document}, {page}" if page else document, language=TYPED)
        case YesNoNa(answer, reason):
            said = {"yes": YES, "no": NO}.get(answer, NOT_APPLICABLE)
            return said if reason is None else joined(lambda language: f"{said.in_language(language)}: {reason}")
        case tuple():
            titles = question.titles
            return joined(
                lambda language: (
                    ", ".join(titles[one].in_language(language) for one in value)
                    or (NONE_OF_THEM.in_language(language))
                )
            )
    titled = question.titles.get(str(value))
    return titled if titled is not None else Text(str(value), language=TYPED)


def derived_in_words(checklist: Checklist, name: str, value: Value) -> Text:
    """A derived value as pages and records show it."""
    derived = checklist.derived[name]
    match value:
        case bool():
            return YES if value else NO
        case Decimal():
            return with_unit(readable(value), derived.unit)
        case tuple():
            return joined(lambda language: ", ".join(_titled(derived.titles, one, language) for one in value))
    return joined(lambda language: _titled(derived.titles, str(value), language))


def with_unit(number: str, unit: str | None) -> Text:
    """A number with its unit as each language writes it; a narrow no-break space keeps them together."""
    return joined(lambda language: number_in(number, language) + (f"\u202f{unit_in(unit, language)}" if unit else ""))


def joined(say: Callable[[str], str]) -> Text:
    """The text that `say` gives in each language."""
    return Text(say("en"), translations={language: say(language) for language in LANGUAGES if language != "en"})


def _titled(titles: Mapping[str, Text], value: str, language: str) -> str:
    return titles[value].in_language(language) if value in titles else value
