"""From what people type to answers: one reader for each plain kind of question.

A reader judges and never guesses. It raises Refused with the code of what is wrong and what its sentence needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import re2

from certflow.domain.checklist.composed import Month
from certflow.domain.checklist.values import Reference, YesNoNa, plain, read_day

if TYPE_CHECKING:
    from certflow.domain.checklist.questions import Question, Raw

MAX_DIGITS = 15
MAX_TEXT = 10_000
MAX_LINE = 300


def read_line(question: Question, raw: object, *, long: bool = False) -> str:
    """Text that is safe to keep: no control characters, nothing that reorders what is shown."""
    if not isinstance(raw, str):
        raise question.refuse("required")
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise question.refuse("required")
    for character in text:
        allowed = (character == "\n" and long) or character == "\t"
        if not allowed and (unicodedata.category(character) in ("Cc", "Cs") or character in _REORDERING):
            raise question.refuse("character", given=f"U+{ord(character):04X}")
    return text


_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GROUPED = re.compile(r"[-−]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?")  # at most 40 characters are looked at
_PLAIN = re.compile(r"[-−+]?(\d+([.,]\d*)?|[.,]\d+)")


def read_number(question: Question, raw: Raw) -> Decimal:
    number = bare_number(question, raw)
    check_limits(question, number, str(raw).strip()[:40])
    return number


def bare_number(question: Question, raw: Raw) -> Decimal:
    """A number as people write it, before its limits are looked at."""
    text = read_line(question, raw)
    given = text[:40]
    if len(text) > 40 or not (text.isascii() or _GROUPED.fullmatch(text) or "−" in text):
        raise question.refuse("number", given=given)
    if not (_GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)):
        raise question.refuse("number", given=given)
    # "1,500" is 1.5 in Rome and 1500 in London: ask rather than guess
    if re.fullmatch(r"[-−+]?[1-9]\d{0,2},\d{3}", text):
        raise question.refuse("ambiguous", given=given)
    bare = re.sub(r"\s", "", text).replace(",", ".").replace("−", "-")
    digits = bare.lstrip("+-").replace(".", "").strip("0")
    if not re.fullmatch(r"[-+]?[0-9.]+", bare):
        raise question.refuse("number", given=given)
    if len(digits) > MAX_DIGITS:
        raise question.refuse("digits", most=MAX_DIGITS, given=given)
    return Decimal(plain(Decimal(bare)))


def check_limits(question: Question, number: Decimal, given: str) -> None:
    limits = question.limits
    if limits.min is not None and number < limits.min:
        raise question.refuse("too-small", least=plain(limits.min), given=given)
    if limits.max is not None and number > limits.max:
        raise question.refuse("too-large", most=plain(limits.max), given=given)
    if limits.above is not None and number <= limits.above:
        raise question.refuse("not-above", limit=plain(limits.above), given=given)
    if limits.below is not None and number >= limits.below:
        raise question.refuse("not-below", limit=plain(limits.below), given=given)
    if limits.whole and number != number.to_integral_value():
        raise question.refuse("whole", given=given)


def read_choice(question: Question, raw: Raw) -> str:
    word = read_line(question, raw)
    if word not in question.titles:
        raise question.refuse("choice", given=word[:80], offered=tuple(question.titles))
    return word


def read_many(question: Question, raw: Raw) -> tuple[str, ...]:
    if isinstance(raw, Mapping):
        raise question.refuse("required")
    words = {read_choice(question, one) for one in ([raw] if isinstance(raw, str) else raw)}
    if not words:
        raise question.refuse("required")
    return tuple(value for value in question.titles if value in words)


YES_WORDS = frozenset({"yes", "true", "on", "1"})
_NO = frozenset({"no", "false", "off", "0"})


def read_yes_no(question: Question, raw: Raw) -> bool:
    word = read_line(question, raw).lower()
    if word not in YES_WORDS | _NO:
        raise question.refuse("choice", given=word[:80], offered=("yes", "no"))
    return word in YES_WORDS


def read_yes_no_na(question: Question, raw: Raw) -> YesNoNa:
    parts = raw if isinstance(raw, Mapping) else {"answer": raw}
    answer = read_line(question, parts.get("answer", "")).lower()
    if answer in YES_WORDS | _NO:
        return YesNoNa("yes" if answer in YES_WORDS else "no")
    if answer not in ("not_applicable", "na"):
        raise question.refuse("choice", given=answer[:80], offered=("yes", "no", "not_applicable"))
    if not str(parts.get("reason") or "").strip():
        raise question.refuse("reason")
    return YesNoNa("not_applicable", shortened(question, read_line(question, parts["reason"], long=True), MAX_TEXT))


def read_text(question: Question, raw: Raw) -> str:
    text = shortened(question, read_line(question, raw, long=question.long), question.max_length)
    if question.pattern is not None and not re2.fullmatch(question.pattern, text):
        raise question.refuse("pattern", given=text[:80])
    return text


def shortened(question: Question, text: str, most: int) -> str:
    if len(text) > most:
        raise question.refuse("text", most=most)
    return text


def read_date(question: Question, raw: Raw) -> date | Month:
    text = read_line(question, raw)
    if question.precision != "day":
        return _month(question, text)
    if (day := read_day(text)) is not None:
        return day
    raise question.refuse("date", given=text[:40])


def _month(question: Question, text: str) -> Month:
    """A month written as 2026-11, or a year."""
    year, _, month = text.partition("-")
    if question.precision == "year" and _YEAR.fullmatch(text) and int(year):
        return Month(int(year))
    if question.precision == "month" and _YEAR.fullmatch(year) and int(year) and month in _MONTHS:
        return Month(int(year), int(month))
    raise question.refuse(question.precision, given=text[:40])


_YEAR = re.compile(r"[0-9]{4}")
_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))


def read_reference(question: Question, raw: Raw) -> Reference:
    parts = raw if isinstance(raw, Mapping) else {"document": raw}
    if not str(parts.get("document") or "").strip():
        raise question.refuse("required" if not str(parts.get("page") or "").strip() else "reference")
    document = shortened(question, read_line(question, parts["document"]), MAX_LINE)
    page = str(parts.get("page") or "").strip()
    return Reference(document, shortened(question, read_line(question, page), MAX_LINE) if page else "")


def read_declaration(question: Question, raw: Raw) -> bool:
    if not read_yes_no(question, raw):
        raise question.refuse("required")
    return True
