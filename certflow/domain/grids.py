"""Answers of several rows as tables, as the record prints them: rows, what a counter counted, what a formula was given.

The first column names each row, units stand above their columns, and a column is added up where the checklist adds it
up. An optional column that is blank in every row is left out and named beside the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from certflow.domain.checklist import Checklist, Kind, Question
from certflow.domain.checklist.composed import Counter, CounterEntry, Row, Rows
from certflow.domain.checklist.trees import expressions_in
from certflow.domain.checklist.values import Value, plain
from certflow.domain.composed_words import Manner, say_composed, say_count, say_counted
from certflow.domain.in_words import TYPED, answer_in_words, joined, with_unit
from certflow.domain.plan import Plan
from certflow.domain.record import Grid, GridColumn
from certflow.domain.text import LANGUAGES, Text
from certflow.domain.units import unit_in
from certflow.domain.worked import Worked, work_shown

NUMBER = Text("No.", translations={"it": "N.", "uk": "№"})
TOTAL = Text("Total", translations={"it": "Totale", "uk": "Разом"})
COUNTS = Text("Counts", translations={"it": "Conta", "uk": "Зараховано"})
BLANK = Text(
    "Blank in every row: {}", translations={"it": "In bianco in ogni riga: {}", "uk": "Порожньо в усіх рядках: {}"}
)
PUT_IN = Text("Put in", translations={"it": "Dato", "uk": "Вхідне значення"})
SYMBOL = Text("Symbol", translations={"it": "Simbolo", "uk": "Символ"})
VALUE = Text("Value", translations={"it": "Valore", "uk": "Значення"})

_NOTHING = Text("", TYPED)
_SUM = re.compile(r"\bsum\(\s*(\w+\.\w+)\s*\)", re.ASCII)
#: no column is narrower or wider than so many letters beside the others
_NARROW, _WIDE = 5, 30


def rows_in_words(checklist: Checklist, question: Question, value: Rows) -> tuple[Text, Grid | None]:
    """How many rows there are, and the rows."""
    if not value.rows:
        return joined(lambda language: say_composed(question, value, Manner(language))), None
    said, blank = _said_anywhere(question.columns, value.rows)
    names = joined(lambda language: ", ".join(each.title.in_language(language) for each in blank))

    def told(language: str) -> str:
        left_out = BLANK.in_language(language).replace("{}", names.in_language(language))
        return "\n".join([say_count(len(value.rows), language), *([left_out] if blank else [])])

    cells = [(Text(str(at), TYPED), *cells_in_words(said, row)) for at, row in enumerate(value.rows, 1)]
    added = [_sum(checklist, question, each, value.rows) for each in said]
    total = (TOTAL, *(_NOTHING if each is None else each for each in added)) if any(added) else ()
    titles = (NUMBER, *map(headed, said))
    return joined(told), grid_of(titles, cells, total, numbers=(True, *map(_is_number, said)))


def counter_in_words(question: Question, value: Counter) -> tuple[Text, Grid | None]:
    """What counts, and every entry."""
    words = joined(lambda language: "\n".join(say_counted(question, value, Manner(language))))
    if not value.entries:
        return words, None
    said, _ = _said_anywhere(question.columns, [_entered(each, value) for each in value.entries])
    cells = [cells_in_words(said, _entered(each, value)) for each in value.entries]
    total = tuple(
        COUNTS if not at else with_unit(plain(value.total), None) if each.id == "amount" else _NOTHING
        for at, each in enumerate(said)
    )
    return words, grid_of(tuple(map(headed, said)), cells, total, numbers=tuple(map(_is_number, said)))


def calculation_in_words(plan: Plan, question: Question) -> tuple[Text, Grid | None]:
    """The result with its formula, and what was put into it."""
    by_language = {language: work_shown(plan, question, language) for language in LANGUAGES}
    shown = by_language["en"]
    if not shown.inputs:
        return joined(lambda language: _came_out(by_language[language])), None
    symbols = any(each.symbol for each in shown.inputs)

    def put_in(at: int) -> tuple[Text, ...]:
        title = joined(lambda language: by_language[language].inputs[at].title)
        worth = joined(lambda language: by_language[language].inputs[at].value)
        return (title, *([Text(shown.inputs[at].symbol, TYPED)] if symbols else []), worth)

    titles = (PUT_IN, *([SYMBOL] if symbols else []), VALUE)
    cells = [put_in(at) for at in range(len(shown.inputs))]
    return joined(lambda language: _came_out(by_language[language])), grid_of(titles, cells)


def grid_of(
    titles: Sequence[Text],
    cells: Sequence[tuple[Text, ...]],
    total: tuple[Text, ...] = (),
    numbers: Sequence[bool] = (),
) -> Grid:
    """The table with these cells; how wide a column is follows from all that stands in it."""
    columns = (
        GridColumn(title, _share([title, *(row[at] for row in cells)]), bool(numbers) and numbers[at])
        for at, title in enumerate(titles)
    )
    return Grid(tuple(columns), tuple(cells), total)


def headed(column: Question) -> Text:
    """What stands above a column: its title with its unit."""
    if not column.unit:
        return column.title
    unit = column.unit
    return joined(lambda language: f"{column.title.in_language(language)}, {unit_in(unit, language)}")


def cells_in_words(columns: Iterable[Question], row: Row) -> tuple[Text, ...]:
    """What a row says in these columns; a number without its unit, which stands above."""
    cells = dict(row)
    return tuple(_cell(column, cells.get(column.id)) for column in columns)


def _cell(column: Question, value: Value | None) -> Text:
    match value:
        case None:
            return _NOTHING
        case bool():
            return answer_in_words(column, value)
        case Decimal():
            return with_unit(plain(value), None)
    return answer_in_words(column, value)


def _is_number(column: Question) -> bool:
    return column.kind is Kind.NUMBER


def _said_anywhere(columns: Sequence[Question], rows: Iterable[Row]) -> tuple[list[Question], list[Question]]:
    """The columns in which something is said, and the others."""
    used = {name for row in rows for name, _ in row}
    return [each for each in columns if each.id in used], [each for each in columns if each.id not in used]


def _entered(entry: CounterEntry, counter: Counter) -> Row:
    """An entry as a row; the configuration only where it is another one."""
    told: dict[str, Value | None] = {
        "on": entry.on,
        "amount": entry.amount,
        "configuration": entry.configuration if entry.configuration != counter.configuration else None,
        "reset": True if entry.reset else None,
        "note": entry.note or None,
    }
    return tuple((name, cell) for name, cell in told.items() if cell is not None)


@lru_cache(maxsize=64)
def _summed(checklist: Checklist) -> frozenset[str]:
    """The columns that a condition or calculation adds up, as `question.column`."""
    return frozenset(name for each in expressions_in(checklist.file) for name in _SUM.findall(each.text))


def _sum(checklist: Checklist, question: Question, column: Question, rows: Sequence[Row]) -> Text | None:
    if f"{question.id.partition('~')[0]}.{column.id}" not in _summed(checklist):
        return None
    found = [dict(row).get(column.id) for row in rows]
    return with_unit(plain(sum((each for each in found if isinstance(each, Decimal)), Decimal(0))), None)


def _came_out(worked: Worked) -> str:
    return "\n".join(each for each in (worked.value, worked.formula or worked.because) if each)


def _share(texts: Sequence[Text]) -> int:
    """As wide as the longest word asks for, or more where there is much to say."""
    words = [each for text in texts for each in (text.authoritative, *text.translations.values()) if each]
    longest = max((len(word) for each in words for word in each.split()), default=0)
    usual = sum(map(len, words)) // max(len(words), 1)
    return min(max(longest, usual // 2, _NARROW), _WIDE)
