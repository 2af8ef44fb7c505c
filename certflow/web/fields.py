"""Each kind of question in a form: read from what the browser posts, and put back as the reader's input.

What goes wrong is decided by `Question.parse`; here nothing is judged, so that whatever was typed can be shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from certflow.domain.checklist import Kind, Question, Reference, Value, YesNoNa
from certflow.domain.checklist.composed import Counter, Rows
from certflow.domain.checklist.questions import Raw
from certflow.domain.checklist.values import plain, to_json

Form = MultiDict[str, str]


@dataclass(frozen=True)
class Typed:
    """What stands in the inputs: `value` in the first one, `parts` in the further ones, `many` in checkboxes."""

    value: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    many: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindOfField:
    """How one kind travels.

    read   the form and the name of the input → what `Question.parse` takes
    show   a parsed answer → what stands in the inputs
    again  what was read → what stands in the inputs, unchanged
    """

    read: Callable[[Form, str], Raw]
    show: Callable[[Value], Typed]
    again: Callable[[Raw], Typed]


def read(form: Form, question: Question) -> Raw:
    """What somebody typed or chose for a question."""
    return KINDS[question.kind].read(form, f"answer.{question.id}")


def is_blank(raw: Raw) -> bool:
    """Whether nothing was typed at all."""
    if isinstance(raw, Mapping):
        return not any(part.strip() for part in raw.values())
    return not raw.strip() if isinstance(raw, str) else not raw


def show(question: Question, value: Value) -> Typed:
    """The inputs for an answer that stands."""
    return KINDS[question.kind].show(value)


def again(question: Question, raw: Raw) -> Typed:
    """The inputs as they were sent."""
    return KINDS[question.kind].again(raw)


def rows_in(typed: Typed) -> list[dict[str, str]]:
    """The inputs of a table row by row, blank rows as well: column, or column and part → what stands there."""
    return [cells for _, cells in sorted(_by_row(typed.parts).items())]


def turned(raw: Raw, row: int | None) -> Raw:
    """What was typed with one row more, or without the row of this place."""
    parts = dict(raw) if isinstance(raw, Mapping) else {}
    rows = _by_row(tuple(parts.items()))
    beside = {name: text for name, text in parts.items() if not name.partition(".")[0].isdigit()}
    kept = [cells for at, cells in sorted(rows.items()) if at != row]
    kept += [{"": ""}] if row is None else []
    # where no row had been typed yet, an empty one stood there too
    kept = kept if rows or row is not None else [{"": ""}, *kept]
    return beside | {f"{at}.{name}": text for at, cells in enumerate(kept, 1) for name, text in cells.items()}


def _by_row(parts: tuple[tuple[str, str], ...]) -> dict[int, dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for name, text in parts:
        at, _, cell = name.partition(".")
        if at.isascii() and at.isdigit() and len(at) <= 4:
            rows.setdefault(int(at), {})[cell] = text
    return rows


def _line(form: Form, name: str) -> Raw:
    return form.get(name, "")


def _line_again(raw: Raw) -> Typed:
    return Typed(raw if isinstance(raw, str) else "")


def _number(value: Value) -> Typed:
    return Typed(plain(value) if isinstance(value, Decimal) else str(value))


def _word(value: Value) -> Typed:
    return Typed(str(value))


def _yes(value: Value) -> Typed:
    return Typed("yes" if value else "no")


def _many(form: Form, name: str) -> Raw:
    return tuple(form.getlist(name))


def _ticks(value: Value) -> Typed:
    return Typed(many=value if isinstance(value, tuple) else ())


def _ticks_again(raw: Raw) -> Typed:
    return Typed(many=() if isinstance(raw, str | Mapping) else tuple(raw))


def _with_reason(form: Form, name: str) -> Raw:
    return {"answer": form.get(name, ""), "reason": form.get(f"{name}.reason", "")}


def _yes_no_na(value: Value) -> Typed:
    if not isinstance(value, YesNoNa):
        return Typed()
    answer = "na" if value.answer == "not_applicable" else value.answer
    return Typed(answer, (("reason", value.reason or ""),))


def _with_reason_again(raw: Raw) -> Typed:
    parts = raw if isinstance(raw, Mapping) else {}
    return Typed(parts.get("answer", ""), (("reason", parts.get("reason", "")),))


def _date(form: Form, name: str) -> Raw:
    """Year, month and day as ISO, as far as they are asked; what is no date stays as typed, for whoever refuses it."""
    asked = [part for part in _OF_A_DATE if f"{name}.{part}" in form]
    typed = [form[f"{name}.{part}"].strip() for part in asked]
    if not any(typed):
        return ""
    return "-".join(f"{text:0>{_OF_A_DATE[part]}}" for part, text in zip(asked, typed, strict=True))


#: the inputs of a date with the digits of each
_OF_A_DATE = {"year": 4, "month": 2, "day": 2}


def _day(value: Value) -> Typed:
    return _day_again(str(to_json(value)))


def _day_again(raw: Raw) -> Typed:
    text = raw if isinstance(raw, str) else ""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    shorn = (part.lstrip("0") or part[-1:] for part in (day, month, year))
    return Typed(text, tuple(zip(("day", "month", "year"), shorn, strict=True)))


def _place(form: Form, name: str) -> Raw:
    return {part: form.get(f"{name}.{part}", "") for part in ("document", "page")}


def _reference(value: Value) -> Typed:
    return (
        Typed(parts=(("document", value.document), ("page", value.page))) if isinstance(value, Reference) else Typed()
    )


def _place_again(raw: Raw) -> Typed:
    return Typed(
        parts=tuple((part, raw.get(part, "")) for part in ("document", "page")) if isinstance(raw, Mapping) else ()
    )


def _inputs(*names: str, days: tuple[str, ...] = ()) -> Callable[[Form, str], Raw]:
    """Reads inputs by their names, those in `days` as dates."""

    def read(form: Form, name: str) -> Raw:
        found = {part: form.get(f"{name}.{part}", "") for part in names}
        return found | {part: str(_date(form, f"{name}.{part}")) for part in days}

    return read


def _duration(form: Form, name: str) -> Raw:
    """The unit alone says nothing: it is always chosen."""
    amount = form.get(f"{name}.amount", "")
    return {"amount": amount, "unit": form.get(f"{name}.unit", "")} if amount.strip() else ""


def _stored(value: Value) -> Typed:
    """The inputs of an answer whose stored form has their names."""
    stored = to_json(value)
    return (
        _parts_again({name: "" if one in (None, 0) else str(one) for name, one in stored.items()})
        if isinstance(stored, Mapping)
        else Typed()
    )


def _parts_again(raw: Raw) -> Typed:
    """Inputs by their names; a date also as the three inputs that it is typed into."""
    parts = dict(raw) if isinstance(raw, Mapping) else {}
    for name in ("on", "happened"):
        if name in parts:
            parts |= {f"{name}.{part}": text for part, text in _day_again(parts[name]).parts}
    return Typed(parts=tuple(parts.items()))


def _cells(form: Form, name: str) -> Raw:
    """Every input of a table, by row and column."""
    return {key.removeprefix(f"{name}."): text for key, text in form.items() if key.startswith(f"{name}.")}


def _rows(value: Value) -> Typed:
    if not isinstance(value, Rows):
        return Typed()
    if not value.rows:
        return Typed(parts=(("none", "yes"),))
    cells = (
        (f"{at}.{name}{part}", text)
        for at, row in enumerate(value.rows, 1)
        for name, cell in row
        for part, text in _cell(cell)
    )
    return Typed(parts=tuple(cells))


def _cell(value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, Reference):
        yield from ((".document", value.document), (".page", value.page))
    else:
        yield (
            "",
            plain(value)
            if isinstance(value, Decimal)
            else "yes"
            if value is True
            else ("no" if value is False else str(to_json(value))),
        )


def _counter(value: Value) -> Typed:
    if not isinstance(value, Counter):
        return Typed()
    parts = [("configuration", value.configuration)]
    for at, entry in enumerate(value.entries, 1):
        other = "" if entry.configuration == value.configuration else entry.configuration
        parts += [
            (f"{at}.on", entry.on.isoformat()),
            (f"{at}.amount", "" if entry.reset and not entry.amount else plain(entry.amount)),
            (f"{at}.configuration", other),
            (f"{at}.reset", "yes" if entry.reset else ""),
            (f"{at}.note", entry.note),
        ]
    return Typed(parts=tuple(parts))


def _cells_again(raw: Raw) -> Typed:
    return Typed(parts=tuple(raw.items()) if isinstance(raw, Mapping) else ())


def _nothing(form: Form, name: str) -> Raw:
    return ""


_LINE = KindOfField(_line, _word, _line_again)
_YES = KindOfField(_line, _yes, _line_again)

#: a kind of question is one row here, one in `templates/parts/fields.html` and one in `domain/checklist`
KINDS: Mapping[str, KindOfField] = {
    Kind.NUMBER: KindOfField(_line, _number, _line_again),
    Kind.CHOICE: _LINE,
    Kind.MULTI_CHOICE: KindOfField(_many, _ticks, _ticks_again),
    Kind.YES_NO: _YES,
    Kind.YES_NO_NA: KindOfField(_with_reason, _yes_no_na, _with_reason_again),
    Kind.TEXT: _LINE,
    Kind.DATE: KindOfField(_date, _day, _day_again),
    Kind.REFERENCE: KindOfField(_place, _reference, _place_again),
    Kind.DECLARATION: _YES,
    Kind.ROWS: KindOfField(_cells, _rows, _cells_again),
    Kind.EVIDENCE: KindOfField(_many, _ticks, _ticks_again),
    Kind.COUNTER: KindOfField(_cells, _counter, _cells_again),
    Kind.DECISION: KindOfField(
        _inputs("by", "outcome", "reference", "conditions", days=("on",)), _stored, _parts_again
    ),
    Kind.EXPIRY: KindOfField(_inputs("event", "months", days=("on", "happened")), _stored, _parts_again),
    Kind.DURATION: KindOfField(_duration, _stored, _parts_again),
    Kind.PARTY: _LINE,
    Kind.PLACE: KindOfField(_inputs("latitude", "longitude", "designator"), _stored, _parts_again),
    Kind.CALCULATION: KindOfField(_nothing, _word, _line_again),
}
