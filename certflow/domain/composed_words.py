"""Answers of several parts as people read them: one line for each thing that is said.

Days and numbers are written as the caller writes them; the paper has them as ISO days and plain numbers, a page in the
reader's own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certflow.domain.checklist import Question
from certflow.domain.checklist.composed import (
    OUTCOMES,
    Counter,
    Decision,
    Duration,
    Expiry,
    Month,
    Place,
    Row,
    Rows,
)
from certflow.domain.checklist.values import Composed, Reference, Value, plain
from certflow.domain.units import number_in, unit_in

#: how many forms: one and other; Ukrainian has one, few and many, and one more for parts of a whole
_UNITS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "seconds": ("second", "seconds"),
        "minutes": ("minute", "minutes"),
        "hours": ("hour", "hours"),
        "days": ("day", "days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
    "it": {
        "seconds": ("secondo", "secondi"),
        "minutes": ("minuto", "minuti"),
        "hours": ("ora", "ore"),
        "days": ("giorno", "giorni"),
        "weeks": ("settimana", "settimane"),
        "months": ("mese", "mesi"),
        "years": ("anno", "anni"),
    },
    "uk": {
        "seconds": ("секунда", "секунди", "секунд", "секунди"),
        "minutes": ("хвилина", "хвилини", "хвилин", "хвилини"),
        "hours": ("година", "години", "годин", "години"),
        "days": ("день", "дні", "днів", "дня"),
        "weeks": ("тиждень", "тижні", "тижнів", "тижня"),
        "months": ("місяць", "місяці", "місяців", "місяця"),
        "years": ("рік", "роки", "років", "року"),
    },
}

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "yes": "yes",
        "no": "no",
        "none": "There is nothing to list.",
        "decided": "{outcome}: {by}",
        "letter": "Reference {reference}, {on}",
        "conditions": "Conditions: {conditions}",
        "row": "{count} row",
        "rows": "{count} rows",
        "expires": "Expires on {on}",
        "expires_when": "Expires when this happens: {event}",
        "expires_after": "Expires {after} after this happens: {event}",
        "happened": "It happened on {happened}, so it expires on {on}",
        "total": "{total} counted for configuration {configuration}",
        "since": "Counted since {on}: {note}",
        "anew": "counting starts anew",
        "attached_one": "{count} attached piece",
        "attached": "{count} attached pieces",
        "gone": "a piece that is not attached any more",
    },
    "it": {
        "yes": "sì",
        "no": "no",
        "none": "Non c'è nulla da elencare.",
        "decided": "{outcome}: {by}",
        "letter": "Riferimento {reference}, {on}",
        "conditions": "Condizioni: {conditions}",
        "row": "{count} riga",
        "rows": "{count} righe",
        "expires": "Scade il {on}",
        "expires_when": "Scade quando avviene questo: {event}",
        "expires_after": "Scade {after} dopo questo evento: {event}",
        "happened": "È avvenuto il {happened}, quindi scade il {on}",
        "total": "{total} contati per la configurazione {configuration}",
        "since": "Contati dal {on}: {note}",
        "anew": "il conteggio riparte",
        "attached_one": "{count} prova allegata",
        "attached": "{count} prove allegate",
        "gone": "una prova non più allegata",
    },
    "uk": {
        "yes": "так",
        "no": "ні",
        "none": "Немає чого перелічувати.",
        "decided": "{outcome}: {by}",
        "letter": "Номер {reference}, {on}",
        "conditions": "Умови: {conditions}",
        "row": "рядків: {count}",
        "rows": "рядків: {count}",
        "expires": "Діє до {on}",
        "expires_when": "Діє до такої події: {event}",
        "expires_after": "Діє ще {after} після такої події: {event}",
        "happened": "Це сталося {happened}, тож діє до {on}",
        "total": "Нараховано {total} для конфігурації {configuration}",
        "since": "Лік від {on}: {note}",
        "anew": "лік починається знову",
        "attached_one": "долучено доказів: {count}",
        "attached": "долучено доказів: {count}",
        "gone": "доказ, якого більше не долучено",
    },
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How one reader writes days and numbers; as on paper unless told."""

    language: str
    day: Callable[[date], str] = date.isoformat
    say_number: Callable[[Decimal], str] | None = None

    def number(self, number: Decimal) -> str:
        return self.say_number(number) if self.say_number else number_in(plain(number), self.language)


def say_composed(question: Question, value: Composed, manner: Manner) -> str:
    """An answer of several parts, in lines."""
    return "\n".join(_lines(question, value, manner))


def say_count(rows: int, language: str) -> str:
    """How many rows there are."""
    return _PHRASES[language]["row" if rows == 1 else "rows"].replace("{count}", str(rows))


def say_pieces(value: tuple[str, ...], names: Mapping[str, str] | None, manner: Manner) -> str:
    """Chosen evidence: by name where `names` are known to this reader, else how many pieces there are."""
    phrases = _PHRASES[manner.language]
    if names is None:
        count = manner.number(Decimal(len(value)))
        return phrases["attached_one" if len(value) == 1 else "attached"].replace("{count}", count)
    return "\n".join(names.get(one, phrases["gone"]) for one in value)


def say_cell(column: Question, value: Value | None, manner: Manner) -> str:
    """What stands in one cell of a row, with its unit."""
    match value:
        case None:
            return ""
        case bool():
            return _PHRASES[manner.language]["yes" if value else "no"]
        case Decimal():
            number = manner.number(value)
            return f"{number}\u202f{unit_in(column.unit, manner.language)}" if column.unit else number
        case date():
            return manner.day(value)
        case Reference(document, page):
            return f"{document}, {page}" if page else document
    titled = column.titles.get(str(value))
    return str(value) if titled is None else titled.in_language(manner.language)


def say_ending(value: Expiry, manner: Manner) -> str:
    """Until when something holds, in one line: the day where it is known, else the event."""
    phrases = _PHRASES[manner.language]
    if value.ends is not None:
        return _filled(phrases["expires"], on=manner.day(value.ends))
    if not value.months:
        return _filled(phrases["expires_when"], event=value.event)
    return _filled(phrases["expires_after"], after=say_time(Decimal(value.months), "months", manner), event=value.event)


def say_time(amount: Decimal, unit: str, manner: Manner) -> str:
    """“3 months”, in the form that the number asks for."""
    return f"{manner.number(amount)}\u00a0{_UNITS[manner.language][unit][_form(amount, manner.language)]}"


def unit_words(unit: str, language: str) -> str:
    """A unit of time as a choice: “months”."""
    return _UNITS[language][unit][2 if language == "uk" else 1]


def _form(amount: Decimal, language: str) -> int:
    if language != "uk":
        return 0 if amount == 1 else 1
    if amount != int(amount):
        return 3
    tens, ones = int(amount) % 100, int(amount) % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if ones in (2, 3, 4) and tens not in (12, 13, 14) else 2


def _lines(question: Question, value: Composed, manner: Manner) -> Iterator[str]:
    phrases = _PHRASES[manner.language]
    match value:
        case Month():
            yield value.brief()
        case Duration(amount, unit):
            yield say_time(amount, unit, manner)
        case Place():
            yield value.brief()
        case Decision():
            yield _filled(phrases["decided"], outcome=OUTCOMES[value.outcome].in_language(manner.language), by=value.by)
            if value.reference or value.on:
                on = "–" if value.on is None else manner.day(value.on)
                yield _filled(phrases["letter"], reference=value.reference or "–", on=on)
            if value.conditions:
                yield _filled(phrases["conditions"], conditions=value.conditions)
        case Expiry(event=event, happened=happened):
            ends = value.ends
            yield say_ending(Expiry(value.on, event, value.months), manner)
            if happened is not None and ends is not None:
                yield _filled(phrases["happened"], happened=manner.day(happened), on=manner.day(ends))
        case Counter():
            yield from _counted(question, value, manner)
        case Rows(rows):
            yield from (f"{at}. {_row(question, row, manner)}" for at, row in enumerate(rows, 1))
            if not rows:
                yield phrases["none"]


def _row(question: Question, row: Row, manner: Manner) -> str:
    cells = dict(row)
    told = [
        f"{column.title.in_language(manner.language)}: {say_cell(column, cells[column.id], manner)}"
        for column in question.columns
        if column.id in cells
    ]
    return "; ".join(told)


def say_counted(question: Question, value: Counter, manner: Manner) -> Iterator[str]:
    """What a counter came to, and since when it counts."""
    phrases = _PHRASES[manner.language]
    total = manner.number(value.total) + _unit(question, manner)
    yield _filled(phrases["total"], total=total, configuration=value.configuration)
    if (last := value.last_reset()) is not None:
        yield _filled(phrases["since"], on=manner.day(last.on), note=last.note)


def _unit(question: Question, manner: Manner) -> str:
    return f"\u202f{unit_in(question.unit, manner.language)}" if question.unit else ""


def _counted(question: Question, value: Counter, manner: Manner) -> Iterator[str]:
    phrases, unit = _PHRASES[manner.language], _unit(question, manner)
    yield from say_counted(question, value, manner)
    for entry in value.entries:
        other = entry.configuration if entry.configuration != value.configuration else ""
        anew = phrases["anew"] if entry.reset else ""
        parts = (manner.day(entry.on), manner.number(entry.amount) + unit, other, anew, entry.note)
        yield " · ".join(part for part in parts if part)


def _filled(phrase: str, **told: str) -> str:
    """A phrase with its gaps filled; what fills them is never read as a phrase itself."""
    parts: list[str] = []
    while phrase:
        head, gap, rest = phrase.partition("{")
        name, _, phrase = rest.partition("}")
        parts += [head, told[name] if gap else ""]
    return "".join(parts)
