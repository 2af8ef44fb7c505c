"""Rows of a question from a sheet, and the heads of the columns that such a sheet has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from certflow.domain.checklist import Kind, Question
from certflow.domain.checklist.composing import read_each_row
from certflow.domain.exchange.sheet import Sheet
from certflow.domain.refusal import Refused
from certflow.domain.text import LANGUAGES, Text

_DOCUMENT = Text("document", translations={"it": "documento", "uk": "документ"})
_PAGE = Text("page or chapter", translations={"it": "pagina o capitolo", "uk": "сторінка або розділ"})
#: what people write for yes and no
_YES = frozenset({"yes", "y", "true", "1", "x", "sì", "si", "vero", "так"})
_NO = frozenset({"no", "n", "false", "0", "falso", "ні"})


def heads_of(question: Question) -> tuple[tuple[str, Text], ...]:
    """Every column of a sheet: the input that it fills, and its head. A reference takes two."""
    return tuple(_heads(question))


def _heads(question: Question) -> Iterator[tuple[str, Text]]:
    for column in question.columns:
        if column.kind is Kind.REFERENCE:
            yield f"{column.id}.document", _joined(column.title, _DOCUMENT)
            yield f"{column.id}.page", _joined(column.title, _PAGE)
        elif column.unit:
            yield column.id, _with_unit(column.title, column.unit)
        else:
            yield column.id, column.title


def _joined(one: Text, other: Text) -> Text:
    said = {each: f"{one.in_language(each)}: {other.in_language(each)}" for each in LANGUAGES}
    return Text(said["en"], translations=said)


def _with_unit(title: Text, unit: str) -> Text:
    said = {each: f"{title.in_language(each)} ({unit})" for each in LANGUAGES}
    return Text(said["en"], translations=said)


def rows_in_sheet(question: Question, sheets: Sequence[Sheet]) -> tuple[dict[str, str], tuple[Refused, ...]]:
    """What a form would send for the rows of the first sheet that has any; and everything that is wrong, by its cell.

    Raises Refused: rows.empty, rows.heads.
    """
    sheet = next((one for one in sheets if any(any(row) for row in one.rows)), None)
    if sheet is None:
        raise Refused("rows.empty")
    top = next(at for at, row in enumerate(sheet.rows) if any(row))
    places = _places(question, sheet.rows[top])
    heads = dict(heads_of(question))
    missing = [
        head for input_, head in heads.items() if input_ not in places and not _column(question, input_).optional
    ]
    if missing:
        raise Refused("rows.heads", sheet=sheet.name, row=top + 1, missing=tuple(missing))
    typed = dict(_cells(question, sheet, top, places))
    if not typed:
        raise Refused("rows.empty")
    _, wrong = read_each_row(question, typed)
    return typed, tuple(
        Refused("rows.cell", sheet=sheet.name, row=one.facts["row"], column=one.facts["column"], why=one.facts["why"])
        for one in wrong
    )


def _column(question: Question, input_: str) -> Question:
    return next(column for column in question.columns if column.id == input_.partition(".")[0])


def _places(question: Question, row: Sequence[str]) -> dict[str, int]:
    """Which column of the sheet fills which input, by the heads in any language or by the ids."""
    known: dict[str, str] = {}
    for input_, head in heads_of(question):
        title = _column(question, input_).title
        for said in (
            input_,
            *(head.in_language(one) for one in LANGUAGES),
            *(title.in_language(one) for one in LANGUAGES),
        ):
            known.setdefault(_plain(said), input_)
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        filled = known.get(_plain(cell))
        if filled is not None:
            found.setdefault(filled, at)
    return found


def _plain(head: str) -> str:
    return " ".join(head.casefold().split())


def _cells(question: Question, sheet: Sheet, top: int, places: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for at, row in enumerate(sheet.rows[top + 1 :], top + 2):
        for input_, place in places.items():
            text = row[place].strip() if place < len(row) else ""
            if text:
                yield f"{at}.{input_}", _as_typed(_column(question, input_), text)


def _as_typed(column: Question, text: str) -> str:
    """A cell as a form would have sent it: the value in place of its title, yes for “так”."""
    word = text.casefold()
    if column.kind is Kind.YES_NO:
        return "yes" if word in _YES else "no" if word in _NO else text
    for choice in column.choices:
        if word in {choice.value.casefold(), *(choice.title.in_language(one).casefold() for one in LANGUAGES)}:
            return choice.value
    return text
