"""Each kind of question in a form: read from what the browser posts, and put back as the reader's input.

What goes wrong is decided by `Question.parse`; here nothing is judged, so that whatever was typed can be shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from certflow.domain.checklist import Kind, Question, Reference, Value, YesNoNa
from certflow.domain.checklist.questions import Raw
from certflow.domain.checklist.values import plain

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
    """Day, month and year as ISO; whatever is no date stays as typed, for the sentence that refuses it."""
    day, month, year = (form.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    return f"{year:0>4}-{month:0>2}-{day:0>2}"


def _day(value: Value) -> Typed:
    return _day_again(value.isoformat()) if isinstance(value, date) else Typed()


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
}
