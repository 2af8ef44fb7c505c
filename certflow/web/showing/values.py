"""Answers as people read them, and as inputs show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from certflow.actions.desk import Sight
from certflow.domain.checklist import Kind, Limits, Question, Value
from certflow.domain.checklist.questions import Raw
from certflow.domain.checklist.values import Composed
from certflow.domain.composed_words import say_composed, say_pieces
from certflow.domain.dossier import Answer
from certflow.domain.facts import Withheld
from certflow.domain.in_words import answer_in_words
from certflow.domain.plan import Verdict
from certflow.web import fields, names
from certflow.web.directory import organisation_name
from certflow.web.fields import Typed
from certflow.web.pages import Field, Option
from certflow.web.showing.composed import completed, manner, names_of
from certflow.web.words import Words


def parsed(question: Question, answer: Answer | None) -> Value | None:
    """The answer as a value; None when there is none or it is withheld."""
    if answer is None or isinstance(answer.value, Withheld):
        return None
    return question.from_json(answer.value)


def told(
    question: Question,
    value: Value | None,
    words: Words,
    unit: bool = True,
    names: Mapping[str, str] | None = None,
) -> str:
    """An answer in words; empty when there is none. names: evidence by its ids, where the reader sees it."""
    if value is None:
        return ""
    if isinstance(value, Composed):
        return say_composed(question, value, manner(words))
    if question.kind is Kind.EVIDENCE and isinstance(value, tuple):
        return say_pieces(value, names, manner(words))
    if question.kind is Kind.PARTY:
        return organisation_name(str(value))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal):
        number = words.number(value)
        return f"{number}\u202f{words.unit(question.unit)}" if unit and question.unit else number
    return words.plain(answer_in_words(question, value))


def answer_told(
    question: Question,
    answer: Answer | None,
    words: Words,
    unit: bool = True,
    names: Mapping[str, str] | None = None,
) -> str:
    """A standing answer in words."""
    if answer is not None and isinstance(answer.value, Withheld):
        return words.typed(answer.value)
    return told(question, parsed(question, answer), words, unit, names)


def unit_beside(question: Question, words: Words) -> str:
    """The unit that stands beside an answer; answers of several parts say theirs themselves."""
    return words.unit(question.unit) if question.kind is Kind.NUMBER else ""


def by_and_when(answer: Answer, words: Words) -> str:
    return f"{answer.by.name}, {words.moment(answer.at)}"


def field(sight: Sight, name: str, words: Words, raw: Raw | None = None, error: str = "", seen: str = "") -> Field:
    """One question as a form draws it.

    raw    what was typed and could not be taken, so that it stands there again
    seen   the revision the reader had seen; the standing answer's unless told
    """
    question, planned = sight.checklist.questions[name], sight.plan.questions[name]
    answer = sight.dossier.answers.get(name)
    value = parsed(question, answer)
    typed = (
        fields.again(question, raw)
        if raw is not None
        else fields.show(question, value)
        if value is not None
        else Typed()
    )
    drawn = Field(
        id=name,
        kind=question.kind.value,
        title=words.passage(question.title_in_step),
        help=words.passage(question.help) if question.help else None,
        value=typed.value,
        parts=typed.parts,
        options=_options(question, planned.choices, typed, words),
        unit=unit_beside(question, words),
        limits=limits(question, words),
        seen=seen or (str(answer.seq) if answer else "0"),
        optional=question.optional,
        long=question.long,
        undecided=_undecided(sight, name, words) if planned.asked is Verdict.UNDECIDED else "",
        answered=by_and_when(answer, words) if answer else "",
        error=error,
        shown=answer_told(question, answer, words, unit=False, names=names_of(sight)),
        seen_by=seen_by(question, words),
        precision=question.precision,
    )
    return completed(drawn, sight, question, typed, value, words)


def closed(sight: Sight, name: str, words: Words, error: str = "") -> Field:
    """A question that its reader may not answer: who does, and how the ledger names an answer they may not read."""
    question, answer = sight.checklist.questions[name], sight.dossier.answers.get(name)
    shown = field(sight, name, words, error=error)
    if answer is None:
        party = sight.checklist.parties[question.held_by or ""]
        return replace(shown, held=words.gettext("Answered by: %(party)s", party=words.plain(party)))
    return replace(shown, held=shown.shown, commitment=answer.commitment, shown="")


def seen_by(question: Question, words: Words) -> str:
    """Who may read an answer, where that is not simply every party."""
    told_by = names.READ_BY.get(question.visibility)
    return words.gettext(told_by) if told_by else ""


def _options(question: Question, offered: tuple[str, ...], typed: Typed, words: Words) -> tuple[Option, ...]:
    """What is on offer, and whatever was chosen before although it no longer is."""
    chosen = {typed.value, *typed.many} - {""}
    return tuple(
        Option(choice.value, words.passage(choice.title), chosen=choice.value in chosen)
        for choice in question.choices
        if choice.value in offered or choice.value in chosen
    )


def _undecided(sight: Sight, name: str, words: Words) -> str:
    because = sight.plan.questions[name].because
    titles = [words.plain(sight.checklist.questions[each].title) for each in because.waits_for if each != name][:3]
    if not titles:
        return words.gettext("Whether this question counts is not known yet.")
    return words.gettext("Whether this question counts is decided by: %(questions)s", questions="; ".join(titles))


def limits(question: Question, words: Words) -> str:
    """What a number may be, or how long a text."""
    _ = words.gettext
    if question.kind not in (Kind.NUMBER, Kind.DURATION):
        return ""
    given: Limits = question.limits
    told_limits = [
        _("from %(limit)s", limit=words.number(given.min)) if given.min is not None else "",
        _("more than %(limit)s", limit=words.number(given.above)) if given.above is not None else "",
        _("up to %(limit)s", limit=words.number(given.max)) if given.max is not None else "",
        _("less than %(limit)s", limit=words.number(given.below)) if given.below is not None else "",
        _("whole numbers") if given.whole else "",
    ]
    text = ", ".join(each for each in told_limits if each)
    return f"({text})" if text else ""
