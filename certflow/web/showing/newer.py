"""That a later edition is there, since when it applies, and from when nothing earlier is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel import Locale
from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Checklist
from certflow.web.pages import DayShown, Link, Newer
from certflow.web.words import Words


def newer_told(sight: Sight, later: Checklist, today: date, words: Words) -> Newer:
    """The later edition on the dossier's own page."""
    return Newer(
        Link(words.gettext("See what it does to this dossier"), impact_href(sight.dossier.id, later.edition)),
        words.gettext(
            "Edition %(edition)s follows edition %(present)s, on which this dossier stands.",
            edition=later.edition,
            present=sight.dossier.edition,
        ),
        days_of(sight.checklist, later, today, words),
        draft=later.status == "draft",
    )


def impact_href(dossier: str, edition: str) -> str:
    return url_for("moving.look_ahead", dossier=dossier, edition=edition)


def days_of(present: Checklist, later: Checklist, today: date, words: Words) -> tuple[DayShown, ...]:
    """The days that count when one edition follows another."""
    return tuple(_days(present, later, today, words))


def _days(present: Checklist, later: Checklist, today: date, words: Words) -> Iterator[DayShown]:
    _ = words.gettext
    begins = _day(later.effective)
    if begins is not None:
        told = _("It applies since %(day)s.") if begins <= today else _("It applies from %(day)s.")
        yield DayShown(told % {"day": words.day(begins)})
    for one in later.jurisdictions.values():
        where, starts = _where(one.name, words), _day(one.effective) or begins
        if one.effective and (own := _day(one.effective)):
            yield DayShown(_("%(where)s: it applies from %(day)s.", where=where, day=words.day(own)))
        if one.mandatory_by and (by := _day(one.mandatory_by)):
            yield DayShown(
                _(
                    "%(where)s: mandatory from %(day)s; nothing earlier is accepted then.",
                    where=where,
                    day=words.day(by),
                ),
                past=by <= today,
                gone=_gone(starts, by, today),
            )
    for one in present.jurisdictions.values():
        if one.accept_until and (until := _day(one.accept_until)):
            facts = {"where": _where(one.name, words), "edition": present.edition, "day": words.day(until)}
            if until < today:
                told = _("%(where)s: applications on edition %(edition)s were taken until %(day)s.", **facts)
            else:
                told = _("%(where)s: applications on edition %(edition)s are taken until %(day)s.", **facts)
            yield DayShown(told, past=until < today)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _gone(start: date | None, end: date, today: date) -> int | None:
    """How much of the time between two days is over."""
    if start is None or end <= start:
        return None
    return min(100, max(0, 100 * (today - start).days // (end - start).days))


def _where(name: str, words: Words) -> str:
    """A state by its name in the reader's language."""
    return str(Locale.parse(words.language).territories.get(name, name))
