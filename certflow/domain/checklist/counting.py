"""Questions that no file writes: the columns of a counter, and the plain question behind one of several parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from certflow.domain.checklist.composed import OUTCOMES
from certflow.domain.checklist.questions import Choice, Kind, Limits, Question
from certflow.domain.checklist.values import ChoiceType, DateType, NumberType, RowsType, YesNoType
from certflow.domain.text import Text


def counter_columns(step: str, unit: str | None) -> tuple[Question, ...]:
    """What each entry of a counter says. The configuration is that of the counter where it is left blank."""

    def column(name: str, kind: Kind, en: str, it: str, uk: str) -> Question:
        return Question(name, step, kind, Text(en, translations={"it": it, "uk": uk}), optional=name != "on")

    amount = column("amount", Kind.NUMBER, "Amount", "Quantità", "Кількість")
    return (
        column("on", Kind.DATE, "Date", "Data", "Дата"),
        replace(amount, unit=unit, limits=Limits(min=Decimal(0))),
        column(
            "configuration",
            Kind.TEXT,
            "Configuration, if another",
            "Configurazione, se diversa",
            "Конфігурація, якщо інша",
        ),
        column("reset", Kind.YES_NO, "Counting starts anew?", "Il conteggio riparte?", "Лік починається знову?"),
        column(
            "note",
            Kind.TEXT,
            "Where it is logged, or why it starts anew",
            "Dove è annotato, o perché riparte",
            "Де записано, або чому знову",
        ),
    )


def rows_type(columns: tuple[Question, ...]) -> RowsType:
    """What conditions may read of rows."""
    readable = [(column.id, column.type) for column in columns]
    return RowsType(
        tuple((name, of) for name, of in readable if isinstance(of, (NumberType, YesNoType, ChoiceType, DateType)))
    )


def as_conditions_see(question: Question) -> Question:
    """The plain question with the value that conditions see of this one: a number for a counter."""
    match question.kind:
        case Kind.COUNTER | Kind.DURATION:
            return replace(question, kind=Kind.NUMBER)
        case Kind.DECISION:
            offered = tuple(Choice(value, title) for value, title in OUTCOMES.items())
            return replace(question, kind=Kind.CHOICE, choices=offered)
        case _:
            return question
