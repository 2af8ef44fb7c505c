"""From what people type to answers of several parts.

What was typed comes as one flat map, input by input; the inputs of a row carry its number in front: `2.mass_kg`, and
`2.shown_in.document` for a part of a cell. So a form, an autosave and a row that is only half filled in look alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, NoReturn

from certflow.domain.checklist.composed import (
    OUTCOMES,
    Counter,
    CounterEntry,
    Decision,
    Duration,
    Expiry,
    Place,
    Row,
    Rows,
    counted_in,
)
from certflow.domain.checklist.readers import (
    MAX_LINE,
    MAX_TEXT,
    YES_WORDS,
    bare_number,
    check_limits,
    read_line,
    shortened,
)
from certflow.domain.checklist.values import Value, plain, read_day
from certflow.domain.refusal import Refused

if TYPE_CHECKING:
    from certflow.domain.checklist.questions import Question, Raw

#: the most rows that any question takes
MOST_ROWS = 1000

_CELL = re.compile(r"([0-9]{1,4})\.([a-z][a-z0-9_]*)(?:\.([a-z]+))?")
_EXACT = Context(prec=40)


# rows


def flattened(data: object) -> dict[str, str]:
    """Rows as somebody wrote them into a file, a list of maps, in the way a form sends them; `none` stands for none."""
    if isinstance(data, Mapping):
        beside = {str(name): written(value) for name, value in data.items() if name != "entries"}
        return beside | (flattened(data["entries"]) if data.get("entries") else {})
    if data == "none" or data == []:
        return {"none": "yes"}
    found: dict[str, str] = {}
    for at, row in enumerate(data if isinstance(data, list) else [], 1):
        for name, value in row.items() if isinstance(row, Mapping) else ():
            parts = value.items() if isinstance(value, Mapping) else [("", value)]
            found |= {f"{at}.{name}.{part}".rstrip("."): written(one) for part, one in parts}
    return found


def written(data: object) -> str:
    """A value of a file as somebody would type it."""
    if isinstance(data, bool):
        return "yes" if data else "no"
    return "" if data is None else str(data)


def rows_typed(raw: Raw) -> list[tuple[int, dict[str, Raw]]]:
    """What was typed row by row, the rows left out in which nothing was."""
    found: dict[int, dict[str, Raw]] = {}
    for name, value in raw.items() if isinstance(raw, Mapping) else ():
        if cell := _CELL.fullmatch(name):
            at, column, part = int(cell[1]), cell[2], cell[3]
            row = found.setdefault(at, {})
            row[column] = {**_parts(row.get(column)), part: value} if part else value
    return [(at, row) for at, row in sorted(found.items()) if any(_is_typed(cell) for cell in row.values())]


def _parts(cell: Raw | None) -> Mapping[str, str]:
    return cell if isinstance(cell, Mapping) else {}


def _is_typed(cell: Raw | None) -> bool:
    if isinstance(cell, Mapping):
        return any(part.strip() for part in cell.values())
    return isinstance(cell, str) and bool(cell.strip())


def read_rows(question: Question, raw: Raw) -> Rows:
    """Raises Refused for the first cell that cannot be taken."""
    rows, wrong = read_each_row(question, raw)
    if wrong:
        raise wrong[0]
    if not rows and not (question.least == 0 and says_none(raw)):
        raise question.refuse("rows-none" if question.least == 0 else "required")
    if len(rows) > question.most:
        raise question.refuse("rows-many", most=question.most, given=len(rows))
    if rows and len(rows) < question.least:
        raise question.refuse("rows-few", least=question.least)
    return Rows(tuple(rows))


def says_none(raw: Raw) -> bool:
    """Whether somebody ticked that there is nothing to list."""
    return isinstance(raw, Mapping) and raw.get("none", "").strip().lower() in YES_WORDS


def read_each_row(question: Question, raw: Raw) -> tuple[list[Row], list[Refused]]:
    """The rows, and everything that is wrong with any cell of them, each with its row and column."""
    rows: list[Row] = []
    wrong: list[Refused] = []
    for at, cells in rows_typed(raw):
        read = list(_cells(question, at, cells))
        wrong += [one for _, one in read if isinstance(one, Refused)]
        rows.append(tuple((name, one) for name, one in read if not isinstance(one, Refused)))
    return rows, wrong


def _cells(question: Question, at: int, cells: Mapping[str, Raw]) -> Iterator[tuple[str, Value | Refused]]:
    known = [column.id for column in question.columns]
    for name in cells:
        if name not in known:
            yield name, question.refuse("column", row=at, given=name[:80], offered=tuple(known))
    for column in question.columns:
        cell = cells.get(column.id, "")
        if column.optional and not _is_typed(cell):
            continue
        try:
            yield column.id, column.parse(cell)
        except Refused as refused:
            yield column.id, question.refuse("row", row=at, column=column.title, why=refused)


def read_counter(question: Question, raw: Raw) -> Counter:
    """Inputs: `configuration`, and for each entry on, amount, configuration, reset, note."""
    parts = raw if isinstance(raw, Mapping) else {}
    if not parts.get("configuration", "").strip():
        raise question.refuse("configuration")
    configuration = shortened(question, read_line(question, parts["configuration"]), MAX_LINE)
    rows, wrong = read_each_row(question, raw)
    if wrong:
        raise wrong[0]
    if len(rows) > question.most:
        raise question.refuse("rows-many", most=question.most, given=len(rows))
    entries = [
        _entry(question, at, dict(row), configuration) for (at, _), row in zip(rows_typed(raw), rows, strict=True)
    ]
    return Counter(configuration, tuple(entries))


def _entry(question: Question, at: int, cells: Mapping[str, Value], configuration: str) -> CounterEntry:
    on, amount = cells["on"], cells.get("amount", Decimal(0))
    assert isinstance(on, date)
    assert isinstance(amount, Decimal)
    reset, note = cells.get("reset") is True, str(cells.get("note", ""))
    if reset and not note:
        raise question.refuse("reset-reason", row=at)
    if not reset and "amount" not in cells:
        raise question.refuse("entry-amount", row=at)
    return CounterEntry(on, amount, str(cells.get("configuration", configuration)), note, reset)


# decisions and terms


def read_decision(question: Question, raw: Raw) -> Decision:
    """Inputs: `by`, `outcome`, `reference`, `on`, `conditions`."""
    typed = _typed(question, raw, "outcome")
    if typed("outcome") not in OUTCOMES:
        raise question.refuse("choice" if typed("outcome") else "outcome", given=typed("outcome")[:80],
                              offered=tuple(OUTCOMES))  # fmt: skip
    if not typed("by"):
        raise question.refuse("decision-by")
    found = Decision(
        by=shortened(question, typed("by"), MAX_LINE),
        outcome=typed("outcome"),
        reference=shortened(question, typed("reference"), MAX_LINE),
        on=_day(question, typed("on")),
        conditions=shortened(question, typed("conditions"), MAX_TEXT),
    )
    if found.outcome != "pending" and (found.on is None or not found.reference):
        raise question.refuse("decision-letter")
    if found.outcome == "granted_with_conditions" and not found.conditions:
        raise question.refuse("decision-conditions")
    return found


def read_expiry(question: Question, raw: Raw) -> Expiry:
    """Inputs: `on`; or `event`, `months`, `happened`."""
    typed = _typed(question, raw, "on")
    event = typed("event")
    if typed("on"):
        if event:
            raise question.refuse("expiry-both")
        return Expiry(on=_day(question, typed("on")))
    if not event:
        raise question.refuse("expiry-none" if typed("happened") or typed("months") else "required")
    months = bare_number(question, typed("months") or "0")
    if not 0 <= months <= 600 or months != int(months):
        raise question.refuse("expiry-months", given=typed("months")[:40])
    return Expiry(
        event=shortened(question, event, MAX_LINE), months=int(months), happened=_day(question, typed("happened"))
    )


def read_duration(question: Question, raw: Raw) -> Duration:
    """Inputs: `amount`, `unit`; or text such as `3 months`, where a number alone is in the first unit."""
    if isinstance(raw, str):
        number, _, word = raw.strip().rpartition(" ") if raw.strip()[-1:].isalpha() else (raw, "", "")
        raw = {"amount": number, "unit": word}
    typed = _typed(question, raw, "amount")
    unit = typed("unit") or question.units[0]
    if unit not in question.units:
        raise question.refuse("choice", given=unit[:80], offered=question.units)
    amount = bare_number(question, typed("amount"))
    if amount < 0:
        raise question.refuse("too-small", least="0", given=typed("amount")[:40])
    counted = counted_in(question.units[0], amount, unit)
    check_limits(question, counted, typed("amount")[:40])
    return Duration(amount, unit, counted)


# people, places, evidence


def read_party(question: Question, raw: Raw) -> str:
    """An organisation by its id. Whether it takes part is asked where the dossier is known."""
    return shortened(question, read_line(question, raw), 80)


def read_evidence(question: Question, raw: Raw) -> tuple[str, ...]:
    """Pieces of evidence by their ids. Whether they are attached is asked where the dossier is known."""
    if isinstance(raw, Mapping):
        raise question.refuse("required")
    found = tuple(dict.fromkeys(shortened(question, read_line(question, one), 64) for one in _several(raw)))
    if not found:
        raise question.refuse("required")
    if len(found) > question.most:
        raise question.refuse("evidence-many", most=question.most, given=len(found))
    return found


def _several(raw: str | Sequence[str]) -> Sequence[str]:
    return [raw] if isinstance(raw, str) else raw


_DEGREES = re.compile(r"([-−+]?)(\d{1,3}(?:[.,]\d{1,12})?)\s*°?\s*([NSEW]?)")
_MINUTES = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2}(?:[.,]\d{1,8})?)\s*['′’]\s*(?:(\d{1,2}(?:[.,]\d{1,6})?)\s*[\"″”]\s*)?([NSEW])"
)
_DESIGNATOR = re.compile(r"[A-Z]{2}[A-Z0-9 /-]{0,28}[A-Z0-9]")


def read_place(question: Question, raw: Raw) -> Place:
    """Inputs: `latitude`, `longitude`, `designator`; or one text with a designator, or both degrees after a comma."""
    if isinstance(raw, str):
        parts = re.split(r"\s*;\s*|,\s+", raw.strip())
        raw = dict(zip(("latitude", "longitude"), parts, strict=True)) if len(parts) == 2 else {"designator": raw}
    typed = _typed(question, raw, "latitude")
    designator = " ".join(typed("designator").upper().split())
    if designator and not _DESIGNATOR.fullmatch(designator):
        raise question.refuse("designator", given=designator[:40])
    if not typed("latitude") and not typed("longitude"):
        if not designator:
            raise question.refuse("required")
        return Place(designator=designator)
    latitude = _degrees(question, typed("latitude"), "NS", 90)
    return Place(latitude, _degrees(question, typed("longitude"), "EW", 180), designator)


def _degrees(question: Question, text: str, letters: str, most: int) -> Decimal:
    upper = text.upper()
    if found := _DEGREES.fullmatch(upper):
        sign, letter = found[1], found[3]
        degrees = _decimal(found[2])
    elif found := _MINUTES.fullmatch(upper):
        sign, letter = "", found[4]
        minutes, seconds = _decimal(found[2]), _decimal(found[3] or "0")
        degrees = _EXACT.add(_decimal(found[1]), _EXACT.divide(_EXACT.add(minutes * 60, seconds), 3600))
        if minutes >= 60 or seconds >= 60:
            raise question.refuse("degrees", given=text[:40], most=most)
    else:
        raise question.refuse("degrees", given=text[:40], most=most)
    if degrees > most or (letter and letter not in letters) or (letter and sign):
        raise question.refuse("degrees", given=text[:40], most=most)
    south = letter in ("S", "W") or sign in ("-", "−")
    rounded = degrees.quantize(Decimal("0.000001"), rounding=ROUND_HALF_EVEN)
    return Decimal(plain(-rounded if south else rounded))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def refuse_calculation(question: Question, raw: Raw) -> NoReturn:
    raise question.refuse("calculated")


# parts of an answer


def _typed(question: Question, raw: Raw, first: str) -> Callable[[str], str]:
    """Gives each input of one answer, tidied; an empty text where nothing was typed."""
    parts = raw if isinstance(raw, Mapping) else {first: raw if isinstance(raw, str) else ""}
    if not any(part.strip() for part in parts.values()):
        raise question.refuse("required")

    def typed(name: str) -> str:
        text = parts.get(name, "")
        return read_line(question, text, long=name == "conditions") if text.strip() else ""

    return typed


def _day(question: Question, text: str) -> date | None:
    if not text:
        return None
    if (day := read_day(text)) is None:
        raise question.refuse("date", given=text[:40])
    return day
