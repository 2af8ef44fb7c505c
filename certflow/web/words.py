"""The reader's language: page texts, passages of a checklist, days, sizes and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from certflow.domain.facts import Protected, Withheld
from certflow.domain.refusal import Refused
from certflow.domain.text import Text
from certflow.domain.units import unit_in
from certflow.languages import catalogue
from certflow.web.pages import Passage
from certflow.wording import finding, sentence

#: bounds above which the next unit of size is used
_UNITS = ("B", "kB", "MB", "GB")


@dataclass(frozen=True)
class Words:
    """One language and everything that is said in it."""

    language: str

    def gettext(self, text: str, **facts: object) -> str:
        """A page text, with `%(name)s` filled in."""
        told = catalogue(self.language).gettext(text)
        return told % facts if facts else told

    def ngettext_plain(self, one: str, many: str, num: int) -> str:
        """The same for templates, which fill in the count themselves."""
        return catalogue(self.language).ngettext(one, many, num)

    def ngettext(self, one: str, many: str, num: int, **facts: object) -> str:
        """A page text that counts; the count is `%(num)s`."""
        return catalogue(self.language).ngettext(one, many, num) % {"num": num, **facts}

    def refusal(self, refused: Refused) -> str:
        return sentence(refused, self.language)

    def finding(self, code: str, facts: Mapping[str, str]) -> str | None:
        """Why a verdict answers as it does; None where no sentence for it is known."""
        return finding(code, facts, self.language)

    def passage(self, text: Text | None) -> Passage:
        """A passage of a checklist, marked with its language where that is not the reader's."""
        if text is None:
            return Passage("")
        shown = text.language_shown(self.language)
        return Passage(text.in_language(self.language), "" if shown == self.language else shown)

    def plain(self, text: Text) -> str:
        return text.in_language(self.language)

    def typed(self, text: str | Withheld) -> str:
        """What somebody typed, or who holds it, or that it was erased."""
        if isinstance(text, Protected):
            return self.gettext("held by %(who)s", who=text.by)
        return self.gettext("(erased)") if isinstance(text, Withheld) else text

    def day(self, at: date | datetime) -> str:
        """A day such as “21 Nov 2026”; a moment's day is that of UTC."""
        return format_date(at.astimezone(UTC) if isinstance(at, datetime) else at, "d MMM y", locale=self.language)

    def moment(self, at: datetime) -> str:
        """A moment to the minute, UTC."""
        return _moment(at.astimezone(UTC).replace(second=0, microsecond=0), self.language)

    def number(self, number: Decimal | int) -> str:
        """A number with all its decimals; thousands are grouped from five digits on."""
        return _number(number, self.language)

    def unit(self, unit: str | None) -> str:
        """A unit as the language writes it; empty where there is none."""
        return unit_in(unit, self.language) if unit else ""

    def size(self, count: int) -> str:
        """A size in bytes, to two figures."""
        amount, unit = Decimal(count), 0
        while amount >= 1000 and unit < len(_UNITS) - 1:
            amount, unit = amount / 1000, unit + 1
        told = format_decimal(amount, format="0.#" if amount < 10 and unit else "0", locale=self.language)
        return f"{told} {_UNITS[unit]}"

    def listed(self, items: list[str] | tuple[str, ...]) -> str:
        """Things named one after another, with the language's own “and”."""
        return format_list(list(items), locale=self.language) if items else ""

    def one_of(self, items: list[str] | tuple[str, ...]) -> str:
        """Things of which one is enough, with the language's own “or”."""
        return format_list(list(items), style="or", locale=self.language) if items else ""


# Lists say the same moments and numbers on every page, and reading a pattern is slow.


@lru_cache(4096)
def _moment(at: datetime, language: str) -> str:
    return format_datetime(at, "d MMM y, HH:mm", locale=language) + " UTC"


@lru_cache(4096)
def _number(number: Decimal | int, language: str) -> str:
    return format_decimal(number, format="#,##0.###############", locale=language)
