"""The picture of a derivation, from the checklist alone: what decides the levels, what leads to it, what follows.

joint     the derived value by which the levels of most steps are read (in SORA the SAIL)
lanes     what the joint is read from, each from where its kind of value first appears (iGRC → final GRC)
outcomes  what follows from the joint, or sets the level of a step by itself
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from certflow.actions.desk import Sight
from certflow.domain.checklist import Checklist, Derived
from certflow.domain.checklist.model import ByTable, LevelRow
from certflow.domain.checklist.tables import Axis, Outside, Table
from certflow.domain.checklist.values import ManyType, NumberType, Type, Unknown
from certflow.domain.in_words import derived_in_words
from certflow.domain.plan import Because, Ground
from certflow.web.pages import Grid, Ladder, Lane, RuleTable, Rung, Undecided
from certflow.web.pages import Outside as OutsideShown
from certflow.web.showing.links import question_links, short, why_value_href
from certflow.web.words import Words

#: the longest note under a rung
LONGEST_NOTE = 60


def joint_of(checklist: Checklist) -> str | None:
    """The derived value that most levels are read by."""
    by = Counter(step.level.by for step in checklist.steps.values() if isinstance(step.level, LevelRow))
    return by.most_common(1)[0][0] if by else None


def ladder(sight: Sight, words: Words, moved: frozenset[str] = frozenset()) -> Ladder | None:
    """The derivation as it stands. moved: the values to mark."""
    checklist = sight.checklist
    if not checklist.derived:
        return None
    joint = joint_of(checklist)
    if joint is None:
        return Ladder((Lane("", tuple(rung(sight, name, words, name in moved) for name in checklist.derived)),))
    lanes = tuple(_lane(sight, name, words, moved) for name in _derived_reads(checklist, joint))
    outcomes = tuple(rung(sight, name, words, name in moved) for name in outcomes_of(checklist, joint))
    return Ladder(lanes, rung(sight, joint, words, joint in moved), outcomes)


def rung(sight: Sight, name: str, words: Words, moved: bool = False) -> Rung:
    """One derived value, linked to its reasons."""
    derived, given = sight.checklist.derived[name], sight.plan.derived[name]
    because = given.because
    if because.ground is Ground.HELD:
        label, href = short(derived.title, words), why_value_href(sight.dossier.id, name)
        return Rung(name, label, words.gettext("held"), words.gettext("by %(who)s", who=because.held_by), href)
    return Rung(
        name=name,
        label=short(derived.title, words),
        value="" if given.value is None else words.plain(derived_in_words(sight.checklist, name, given.value)),
        note=_note(because, words),
        href=why_value_href(sight.dossier.id, name),
        waits_for=question_links(sight, because.waits_for, words, most=2),
        outside=given.value is None and bool(because.outside),
        moved=moved,
    )


def undecided(sight: Sight, words: Words) -> tuple[Undecided, ...]:
    """The joint, while it is not known, with the questions that would decide it."""
    joint = joint_of(sight.checklist)
    if joint is None:
        return ()
    because = sight.plan.derived[joint].because
    if sight.plan.derived[joint].value is not None or not because.waits_for:
        return ()
    label = short(sight.checklist.derived[joint].title, words)
    return (Undecided(label, question_links(sight, because.waits_for, words, most=5)),)


def outside(sight: Sight, words: Words) -> tuple[OutsideShown, ...]:
    """Where the answers leave the method, or run into each other."""
    return tuple(
        OutsideShown(
            words.plain(problem.message),
            href=why_value_href(sight.dossier.id, problem.where) if problem.where in sight.checklist.derived else "",
        )
        for problem in sight.plan.problems
    )


def joint_grid(sight: Sight, words: Words) -> Grid | None:
    """The table that gives the joint, with the cell in force."""
    joint = joint_of(sight.checklist)
    return None if joint is None else value_grid(sight, joint, words)


def value_grid(sight: Sight, name: str, words: Words) -> Grid | None:
    """The two-sided table that a derived value is read from; None where it comes from no such table."""
    found = _table_in_force(sight, name)
    if found is None or found[0].columns is None:
        return None
    table, _ = found
    columns = table.columns
    assert columns is not None
    return Grid(
        caption=words.plain(table.title),
        row_label=_axis_label(sight.checklist, table.rows, words),
        column_label=_axis_label(sight.checklist, columns, words),
        columns=tuple(words.plain(band.label) for band in columns.bands),
        rows=tuple(
            (words.plain(band.label), tuple(_cell(sight.checklist, name, result, words) for result in results))
            for band, results in zip(table.rows.bands, table.grid, strict=True)
        ),
        here=(_place(sight, table.rows), _place(sight, columns)),
        source=words.plain(table.source.point) if table.source else "",
    )


def value_rules(sight: Sight, name: str, words: Words) -> RuleTable | None:
    """The one-sided decision table that a derived value is read from, with the row that decided."""
    found = _table_in_force(sight, name)
    if found is None or found[0].columns is not None:
        return None
    table, output = found
    column = list(table.outputs).index(output)
    return RuleTable(
        caption=words.plain(table.title),
        columns=(_axis_label(sight.checklist, table.rows, words), words.plain(sight.checklist.derived[name].title)),
        rows=tuple(
            (words.plain(band.label), _cell(sight.checklist, name, results[column], words))
            for band, results in zip(table.rows.bands, table.grid, strict=True)
        ),
        hit=_place(sight, table.rows),
        source=words.plain(table.source.point) if table.source else "",
    )


def _table_in_force(sight: Sight, name: str) -> tuple[Table, str] | None:
    """The table of the case that holds now; while that is open, the only table there is."""
    derived, because = sight.checklist.derived[name], sight.plan.derived[name].because
    tables = [case.rule for case in derived.cases if isinstance(case.rule, ByTable)]
    if because.cells:
        used = next((rule for rule in tables if rule.table == because.cells[0].table), None)
    else:
        used = tables[0] if len(derived.cases) == 1 and tables and because.ground is Ground.WAITS else None
    return (sight.checklist.tables[used.table], used.output) if used else None


def _place(sight: Sight, axis: Axis) -> int | None:
    found = axis.find(lambda name: sight.plan.known[name])
    return None if isinstance(found, Unknown) or len(found) != 1 else found[0]


def _cell(checklist: Checklist, name: str, result: object, words: Words) -> str:
    return "–" if isinstance(result, Outside) else words.plain(derived_in_words(checklist, name, result))  # type: ignore[arg-type]


def _axis_label(checklist: Checklist, axis: Axis, words: Words) -> str:
    overall = {one.name for expression in axis.reads for one in expression.overall}
    names = dict.fromkeys(name for expression in axis.reads for name in expression.subjects)
    titles = []
    for name in names:
        within = checklist.file if name in overall else checklist
        titles.append(within.derived[name].title if name in within.derived else within.questions[name].title)
    return ", ".join(short(title, words) for title in titles)


def _lane(sight: Sight, last: str, words: Words, moved: frozenset[str]) -> Lane:
    checklist = sight.checklist
    kind = _kind(checklist.derived[last].type)
    above = _ancestors(checklist, last)
    first = next(
        (name for name in checklist.derived if name in above and _kind(checklist.derived[name].type) == kind), last
    )
    chain = (first,) if first == last else (first, last)
    return Lane(_lane_label(checklist, first, words), tuple(rung(sight, name, words, name in moved) for name in chain))


def _lane_label(checklist: Checklist, name: str, words: Words) -> str:
    """The section in which the value is first shown."""
    for section in checklist.sections:
        if any(name in checklist.steps[step].shows for step in section.steps):
            return words.plain(section.title)
    return words.plain(checklist.derived[name].title)


def _kind(type_: Type) -> str:
    if isinstance(type_, NumberType):
        return "number"
    return "many" if isinstance(type_, ManyType) else str(type_)


def _derived_reads(checklist: Checklist, name: str) -> Iterator[str]:
    return (read for read in checklist.derived[name].reads if read in checklist.derived)


def _ancestors(checklist: Checklist, name: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for read in _derived_reads(checklist, waiting.pop()):
            if read not in found:
                found.add(read)
                waiting.append(read)
    return frozenset(found)


def outcomes_of(checklist: Checklist, joint: str) -> list[str]:
    """What follows from the joint, or sets the level of a step by itself."""
    before = _ancestors(checklist, joint) | {joint}
    decide = {read for step in checklist.steps.values() for read in step.level_reads}
    return [
        name for name, derived in checklist.derived.items() if name not in before and _counts(derived, joint, decide)
    ]


def _counts(derived: Derived, joint: str, decide: set[str]) -> bool:
    return joint in derived.reads or derived.name in decide


def _note(because: Because, words: Words) -> str:
    """The cell a value was read from, in few words."""
    if len(because.cells) != 1:
        return ""
    cell = because.cells[0]
    told = words.plain(cell.row) if cell.column is None else f"{words.plain(cell.row)} · {words.plain(cell.column)}"
    return told if len(told) <= LONGEST_NOTE else ""
