"""One edition to read before using it: contents, sections, values, tables, and all of it to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from flask import url_for

from certflow.domain.checklist import Checklist, Section
from certflow.domain.checklist.model import LevelRow
from certflow.web.names import LANGUAGE_NAMES
from certflow.web.pages import (
    ChecklistHead,
    ChecklistPage,
    ChecklistPrintPage,
    EarlierEdition,
    Found,
    JurisdictionRow,
    Link,
    Room,
    SectionLine,
    SectionPage,
    TablesPage,
    ValuesPage,
)
from certflow.web.showing.derivation import joint_of
from certflow.web.showing.finding import find
from certflow.web.showing.heads import checklist_name
from certflow.web.showing.links import cited, short, source_href
from certflow.web.showing.requirements import STEPS_A_PAGE, VALUES_A_PAGE, headings_below, section_href, step_shown
from certflow.web.showing.tables import levels_tables, matrix, orders, step_line, table_shown, value_shown
from certflow.web.words import Words

#: a checklist of more steps lists only its sections; their steps are one link away
STEPS_IN_CONTENTS = 200


def head(checklist: Checklist, words: Words, current: str = "", find: str = "") -> ChecklistHead:
    """What stands on top of every page about an edition. current: the endpoint of the page that is open."""
    _ = words.gettext
    where: dict[str, Any] = {"id": checklist.id, "edition": checklist.edition}
    rooms = (
        ("one", _("Contents"), True),
        ("values", _("What follows"), bool(checklist.derived)),
        ("tables", _("Tables"), bool(checklist.tables or checklist.enumerations)),
        ("print_view", _("Print view"), True),
    )
    return ChecklistHead(
        title=words.passage(checklist.title),
        edition=checklist_name(checklist),
        status=checklist.status,
        href=url_for("checklists.one", **where),
        rooms=tuple(
            Room(text, url_for(f"checklists.{name}", **where), name == current) for name, text, there in rooms if there
        ),
        find_action=url_for("checklists.one", **where),
        find=find,
    )


#: format → what people call it
EXPORTED = {"xlsx": "Excel", "csv": "CSV", "oscal": "OSCAL", "ciso": "CISO Assistant"}


def contents_page(checklist: Checklist, at_hand: Iterable[str], words: Words, searched: str = "") -> ChecklistPage:
    """What the edition is, where it holds, and its sections. at_hand: the editions that can be compared with it."""
    short_one = len(checklist.steps) <= STEPS_IN_CONTENTS
    known = set(at_hand)
    return ChecklistPage(
        head=head(checklist, words, "one", searched),
        facts=tuple((name, value) for name, value in _facts(checklist, words) if value),
        digest=checklist.digest,
        sections=tuple(_section_line(checklist, one, short_one, words) for one in checklist.sections),
        source_href=source_href(checklist.source),
        lacks=tuple(dict.fromkeys(one.message for one in checklist.lacks))[:12],
        changes=tuple(words.passage(text) for text in checklist.changes),
        earlier=tuple(_earlier(checklist, known, words)),
        jurisdictions=tuple(_jurisdictions(checklist, words)),
        parties=tuple(words.passage(name) for name in checklist.parties.values()),
        lists=tuple(
            words.gettext("%(list)s (up to %(most)s)", list=words.plain(one.title), most=one.most)
            for one in checklist.lists.values()
        ),
        groups=tuple(
            (words.passage(one.title), words.passage(one.text) if one.text else None)
            for one in checklist.groups.values()
        ),
        parts=_parts(checklist, words),
        found=_found(checklist, searched, words) if searched else None,
        exports=tuple(
            Link(name, url_for("checklists.export", id=checklist.id, edition=checklist.edition, format=format_))
            for format_, name in EXPORTED.items()
        ),
    )


def _facts(checklist: Checklist, words: Words) -> Iterator[tuple[str, str]]:
    _ = words.gettext
    yield _("Publisher"), checklist.publisher
    yield _("Authority"), checklist.authority
    yield _("What the regulation says"), cited(checklist.source, words)
    yield _("In force since"), _day(checklist.effective, words)
    yield _("Differs from edition"), checklist.extends or ""
    yield _("Licence"), checklist.licence
    yield _("Languages"), ", ".join(LANGUAGE_NAMES.get(one, one) for one in checklist.languages)
    yield _("The text that counts"), LANGUAGE_NAMES.get(checklist.language, checklist.language)


def _day(day: str | None, words: Words) -> str:
    return words.day(date.fromisoformat(day)) if day else ""


def _parts(checklist: Checklist, words: Words) -> tuple[str, ...]:
    """How many there are of what."""
    criteria = sum(len(step.criteria) for step in checklist.steps.values())
    counted = (
        (len(checklist.steps), words.ngettext("%(num)s step", "%(num)s steps", len(checklist.steps))),
        (criteria, words.ngettext("%(num)s criterion", "%(num)s criteria", criteria)),
        (len(checklist.questions), words.ngettext("%(num)s question", "%(num)s questions", len(checklist.questions))),
        (
            len(checklist.derived),
            words.ngettext("%(num)s derived value", "%(num)s derived values", len(checklist.derived)),
        ),
        (len(checklist.tables), words.ngettext("%(num)s table", "%(num)s tables", len(checklist.tables))),
        (
            len(checklist.trials),
            words.ngettext("%(num)s test in the file", "%(num)s tests in the file", len(checklist.trials)),
        ),
    )
    return tuple(told for count, told in counted if count)


def _earlier(checklist: Checklist, at_hand: set[str], words: Words) -> Iterator[EarlierEdition]:
    for edition in dict.fromkeys((*checklist.supersedes, *([checklist.extends] if checklist.extends else []))):
        said = checklist.supersedes.get(edition)
        where: dict[str, Any] = {"id": checklist.id, "edition": checklist.edition, "earlier": edition}
        yield EarlierEdition(
            edition,
            words.passage(said.note) if said and said.note else None,
            url_for("checklists.compare", **where) if edition in at_hand else "",
        )


def _jurisdictions(checklist: Checklist, words: Words) -> Iterator[JurisdictionRow]:
    for one in checklist.jurisdictions.values():
        yield JurisdictionRow(
            one.name,
            _day(one.effective, words),
            _day(one.mandatory_by, words),
            _day(one.accept_until, words),
            _day(one.valid_until, words),
            words.passage(one.note) if one.note else None,
        )


def _section_line(checklist: Checklist, section: Section, with_steps: bool, words: Words) -> SectionLine:
    return SectionLine(
        title=words.passage(section.title),
        href=section_href(checklist, section.id),
        count=len(section.steps),
        questions=sum(len(checklist.steps[id].questions) for id in section.steps),
        intro=words.passage(section.intro) if section.intro else None,
        steps=tuple(step_line(checklist, id, words) for id in section.steps) if with_steps else (),
    )


def _found(checklist: Checklist, searched: str, words: Words) -> Found:
    lines, more = find(checklist, searched, words)
    return Found(searched, lines, more)


# sections


def section_page(checklist: Checklist, section: Section, words: Words, page: int = 1) -> SectionPage:
    """One section, or one page of a long one."""
    count = max(ceil(len(section.steps) / STEPS_A_PAGE), 1)
    page = min(page, count)
    shown = section.steps[(page - 1) * STEPS_A_PAGE : page * STEPS_A_PAGE]
    return replace(
        _section(checklist, section, shown, words),
        pages=_pages([section_href(checklist, section.id, page=at) for at in range(1, count + 1)], page),
        previous=_neighbour(checklist, section, -1, words),
        next=_neighbour(checklist, section, 1, words),
    )


def _section(checklist: Checklist, section: Section, steps: Sequence[str], words: Words) -> SectionPage:
    by = joint_of(checklist)
    columns = next((tuple(row.levels) for row in _level_rows(checklist) if row.by == by), ())
    return SectionPage(
        head=head(checklist, words),
        title=words.passage(section.title),
        intro=words.passage(section.intro) if section.intro else None,
        steps=tuple(step_shown(checklist, checklist.steps[id], columns, by, words) for id in steps),
        headings=headings_below(section, words) if list(steps[-1:]) == list(section.steps[-1:]) else (),
        columns=columns,
        columns_label=short(checklist.derived[by].title, words) if by else "",
    )


def _level_rows(checklist: Checklist) -> Iterator[LevelRow]:
    return (step.level for step in checklist.steps.values() if isinstance(step.level, LevelRow))


def _neighbour(checklist: Checklist, section: Section, way: int, words: Words) -> Link | None:
    at = checklist.sections.index(section) + way
    if not 0 <= at < len(checklist.sections):
        return None
    other = checklist.sections[at]
    return Link(words.plain(other.title), section_href(checklist, other.id))


def _pages(hrefs: list[str], current: int) -> tuple[Room, ...]:
    return tuple(Room(str(at), href, at == current) for at, href in enumerate(hrefs, 1)) if len(hrefs) > 1 else ()


# values and tables


def values_page(checklist: Checklist, words: Words, page: int = 1) -> ValuesPage:
    """What follows from the answers, with its rules."""
    names = list(checklist.derived)
    count = max(ceil(len(names) / VALUES_A_PAGE), 1)
    page = min(page, count)
    shown = names[(page - 1) * VALUES_A_PAGE : page * VALUES_A_PAGE]
    where: dict[str, Any] = {"id": checklist.id, "edition": checklist.edition}
    hrefs = [url_for("checklists.values", **where, page=at if at > 1 else None) for at in range(1, count + 1)]
    return ValuesPage(
        head(checklist, words, "values"),
        tuple(value_shown(checklist, checklist.derived[name], words) for name in shown),
        _pages(hrefs, page),
    )


def tables_page(checklist: Checklist, words: Words) -> TablesPage:
    """Every table as printed, and the named values that stand in them."""
    return TablesPage(
        head=head(checklist, words, "tables"),
        levels=levels_tables(checklist, words),
        tables=tuple(table_shown(checklist, one, words) for one in checklist.tables.values()),
        orders=orders(checklist, words),
        routes=tuple(words.passage(one.message) for one in checklist.routes.values()),
        matrix=matrix(checklist, words),
    )


def print_page(checklist: Checklist, words: Words) -> ChecklistPrintPage:
    """The whole edition on one page."""
    values = tuple(value_shown(checklist, one, words) for one in checklist.derived.values())
    return ChecklistPrintPage(
        contents_page(checklist, (), words),
        tuple(_section(checklist, one, one.steps, words) for one in checklist.sections),
        ValuesPage(head(checklist, words), values),
        tables_page(checklist, words),
    )
