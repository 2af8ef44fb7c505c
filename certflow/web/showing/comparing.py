"""What became of each requirement from one edition to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flask import url_for

from certflow.domain.checklist import Checklist
from certflow.domain.checklist.changes import Change, Compared, Part, changed_values, compare_editions
from certflow.domain.checklist.table_changes import CellMove, TableCompared, compare_tables
from certflow.domain.checklist.tables import Outside, Result
from certflow.domain.checklist.values import as_words
from certflow.domain.in_words import derived_in_words
from certflow.domain.naming import value_of
from certflow.domain.text import Text
from certflow.web.pages import Became, ComparePage, Link, Passage, Room, TableMoved
from certflow.web.showing.browsing import head
from certflow.web.showing.heads import checklist_name
from certflow.web.showing.requirements import step_href, tables_href, values_href
from certflow.web.showing.states import codes, title
from certflow.web.showing.tables import derived_by
from certflow.web.words import Words


def compare_page(before: Checklist, after: Checklist, words: Words, only: str = "") -> ComparePage:
    """Everything that changed; only: the requirements that became this."""
    compared = compare_editions(before, after)
    counts = Counter(one.change for one in compared)
    said = after.supersedes.get(before.edition)
    shown = [one for one in compared if one.change == only or (not only and one.change is not Change.UNCHANGED)]
    return ComparePage(
        head=head(after, words),
        earlier=Link(checklist_name(before), url_for("checklists.one", id=before.id, edition=before.edition)),
        counts=tuple(_counts(before, after, counts, only, words)),
        steps=tuple(_became(before, after, one, words) for one in shown),
        values=tuple(_values(before, after, words)),
        tables=tuple(
            _table(before, after, one, words)
            for one in compare_tables(before, after)
            if one.change is not Change.UNCHANGED
        ),
        note=words.passage(said.note) if said and said.note else None,
    )


def change_title(change: Change, words: Words) -> str:
    """What a requirement became, in one word."""
    _ = words.gettext
    return {
        Change.UNCHANGED: _("unchanged"),
        Change.EDITORIAL: _("other words, same meaning"),
        Change.TIGHTENED: _("tightened"),
        Change.RELAXED: _("relaxed"),
        Change.MATERIAL: _("changed"),
        Change.NEW: _("new"),
        Change.WITHDRAWN: _("withdrawn"),
        Change.MERGED: _("merged"),
        Change.SPLIT: _("split"),
    }[change]


def part_title(part: Part, words: Words) -> str:
    """What differs, in words."""
    _ = words.gettext
    return {
        Part.WORDING: _("its words"),
        Part.QUESTIONS: _("which questions it asks"),
        Part.TRANSLATION: _("a translation"),
        Part.SOURCE: _("its source"),
        Part.LEVELS: _("its levels"),
        Part.RULE: _("when it applies"),
        Part.REVIEW: _("who reviews"),
        Part.CRITERIA: _("its criteria"),
    }.get(part, part.value)


def _counts(before: Checklist, after: Checklist, counts: Counter[Change], only: str, words: Words) -> Iterator[Room]:
    def href(which: str) -> str:
        return url_for(
            "checklists.compare", id=after.id, edition=after.edition, earlier=before.edition, only=which or None
        )

    changed = sum(counts.values()) - counts[Change.UNCHANGED]
    yield Room(words.gettext("everything that changed: %(num)s", num=changed), href(""), not only)
    for change in Change:
        if counts[change]:
            yield Room(f"{change_title(change, words)}: {counts[change]}", href(change.value), only == change.value)


def _became(before: Checklist, after: Checklist, one: Compared, words: Words) -> Became:
    there = after if one.id in after.steps else before
    step = there.steps.get(one.id)
    shown = title(step, words) if step else Passage("")
    return Became(
        code=codes(there)[one.id] if step else one.id,
        title=shown,
        change=one.change.value,
        change_title=change_title(one.change, words),
        href=step_href(there, one.id) if step else "",
        came_from=tuple(codes(before).get(id, id) for id in one.earlier) if one.earlier not in ((), (one.id,)) else (),
        differs=tuple(part_title(part, words) for part in one.differs),
        levels=tuple(
            (
                value_of(after, _by(after, one.id), move.value, words.language),
                _level(before, one.earlier[0], move.before, words),
                _level(after, one.id, move.after, words),
            )
            for move in one.levels
        ),
        note=words.passage(one.note) if one.note else None,
        criteria=tuple(
            _became(before, after, each, words) for each in one.criteria if each.change is not Change.UNCHANGED
        ),
    )


def _by(checklist: Checklist, step: str) -> str:
    """What the printed table reads a step's level by."""
    return checklist.steps[step].level_reads[0]


def _level(checklist: Checklist, step: str, level: str, words: Words) -> str:
    named = checklist.steps[step].levels
    return words.plain(named[level]) if level in named else level


def _values(before: Checklist, after: Checklist, words: Words) -> Iterator[tuple[Link, str]]:
    for name, change in changed_values(before, after).items():
        there = after if name in after.derived else before
        yield Link(words.plain(there.derived[name].title), values_href(there, name)), change_title(change, words)


def _table(before: Checklist, after: Checklist, one: TableCompared, words: Words) -> TableMoved:
    there = after if one.id in after.tables else before
    return TableMoved(
        title=words.plain(there.tables[one.id].title),
        change_title=change_title(one.change, words),
        href=tables_href(there, one.id),
        cells=tuple(_cell(before, after, one.id, cell, words) for cell in one.cells),
        new=tuple(words.plain(label) for label in one.new),
        gone=tuple(words.plain(label) for label in one.gone),
    )


def _cell(before: Checklist, after: Checklist, table: str, cell: CellMove, words: Words) -> tuple[str, str, str, str]:
    column = words.plain(cell.column) if isinstance(cell.column, Text) else cell.column
    output = cell.column if isinstance(cell.column, str) else next(iter(after.tables[table].outputs))
    was, now = _result(before, table, output, cell.before, words), _result(after, table, output, cell.after, words)
    return words.plain(cell.row), column, was, now


def _result(checklist: Checklist, table: str, output: str, result: Result, words: Words) -> str:
    if isinstance(result, Outside):
        return words.gettext("outside the method")
    derived = derived_by(checklist, checklist.tables[table], output)
    return words.plain(derived_in_words(checklist, derived.name, result)) if derived else as_words(result)
