"""How two editions differ, step by step and criterion by criterion.

- What an author declares (`supersedes`) counts, but cannot make less of a change than can be seen.
- A level that rises anywhere and falls nowhere is tightened, the reverse is relaxed.
- Words that changed without a declaration are a material change: nobody has said that the meaning stayed.
- An approval may be carried over only where the meaning stayed (`holds`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.fingerprint import (
    Words,
    asked_by_step,
    in_every_language,
    in_its_own_language,
    said_by_criterion,
    said_by_step,
)
from certflow.domain.checklist.model import (
    ByTable,
    Checklist,
    Criterion,
    LevelRow,
    Rule,
    Step,
    Succession,
    Supersession,
)
from certflow.domain.checklist.problems import Problem, nearest
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.checklist.tables import Axis, Table
from certflow.domain.edition import File
from certflow.domain.text import Text


class Change(StrEnum):
    """What became of a requirement."""

    #: the same in every word and level
    UNCHANGED = "unchanged"
    #: other words, translations or citation, and the same meaning
    EDITORIAL = "editorial"
    #: more is asked
    TIGHTENED = "tightened"
    #: less is asked
    RELAXED = "relaxed"
    #: something else is asked, or nobody has said which way it changed
    MATERIAL = "material"
    #: nothing before it
    NEW = "new"
    #: nothing after it
    WITHDRAWN = "withdrawn"
    #: several became one
    MERGED = "merged"
    #: one became several
    SPLIT = "split"


class Part(StrEnum):
    """What differs."""

    WORDING = "wording"
    #: which questions it asks: their kinds, units and the values on offer
    QUESTIONS = "questions"
    TRANSLATION = "translation"
    SOURCE = "source"
    LEVELS = "levels"
    #: when it applies, and how its level is found
    RULE = "rule"
    #: who has to approve
    REVIEW = "review"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class LevelMove:
    """A cell of the printed table of levels that changed: at `value`, from which level to which."""

    value: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One step or criterion in two editions.

    id       in the later edition; in the earlier one where it was removed
    earlier  what it came from
    said     what the author declares it to be; None where nothing is declared
    """

    id: str
    change: Change
    earlier: tuple[str, ...]
    differs: tuple[Part, ...] = ()
    levels: tuple[LevelMove, ...] = ()
    note: Text | None = None
    criteria: tuple[Compared, ...] = ()
    said: Change | None = None

    @property
    def holds(self) -> bool:
        """Whether the meaning stayed, in every dossier."""
        return self.change in (Change.UNCHANGED, Change.EDITORIAL)

    @property
    def says_the_same(self) -> bool:
        """Whether its words mean what they meant.

        That leaves out its rule, its levels and who reviews it: what these come to differs from dossier to dossier, and
        a dossier can be looked at. What an author declares counts, unless levels that moved say all of it.
        """
        if self.change in (Change.NEW, Change.WITHDRAWN, Change.MERGED, Change.SPLIT):
            return False
        if self.declares_other:
            return False
        if Part.QUESTIONS in self.differs:
            return False
        if Part.WORDING in self.differs and self.said is not Change.EDITORIAL:
            return False
        return all(one.says_the_same for one in self.criteria)

    @property
    def declares_other(self) -> bool:
        """Whether its author declares, of it or a criterion, that it changed in meaning, beyond levels that moved."""
        of_levels = bool(self.levels) and self.said is self.change
        own = self.said not in (None, Change.EDITORIAL) and not of_levels
        return own or any(one.declares_other for one in self.criteria)


def compare_editions(before: Checklist, after: Checklist) -> tuple[Compared, ...]:
    """What became of every step: first those of the later edition in its order, then those that were removed."""
    crosswalk = _Crosswalk.between(before, after)
    found = [_compare_step(crosswalk, step) for step in after.steps.values()]
    left = [id_ for id_ in before.steps if id_ not in crosswalk.successors]
    gone = [Compared(id_, Change.WITHDRAWN, (id_,), note=crosswalk.said.withdrawn.get(id_)) for id_ in left]
    return (*found, *gone)


def unknown_ids(before: Checklist, after: Checklist) -> tuple[str, ...]:
    """Ids that the later edition says it follows, and that the earlier one does not have."""
    said = after.supersedes.get(before.edition, _NOTHING_SAID)
    named = [*(id_ for one in said.steps.values() for id_ in one.earlier), *said.withdrawn]
    return tuple(id_ for id_ in dict.fromkeys(named) if id_ not in before.steps and id_ not in _criteria(before))


def crosswalk_problems(file: File, before: Checklist, after: Checklist) -> tuple[Problem, ...]:
    """The same, each where it stands in the file of the later edition."""
    document = read_yaml(file.raw, file=file.name)
    unknown = unknown_ids(before, after)
    known = [*before.steps, *_criteria(before)]
    found = []
    for path, place in document.places.items():
        match path:
            case ("supersedes", before.edition, "steps", _, "from", *_):
                id_ = document.at(path)
            case ("supersedes", before.edition, "withdrawn", name):
                id_, place = name, document.place(path, key=True)
            case _:
                continue
        if id_ in unknown:
            message = f"Edition {before.edition} has no step or criterion '{id_}'.{nearest(str(id_), known)}"
            found.append(Problem(place.line, place.column, "supersedes.unknown", message, file.name))
    return tuple(found)


def stale_translations(file: File, before: Checklist, after: Checklist) -> tuple[Problem, ...]:
    """Texts of steps whose own language changed since the earlier edition while a translation did not.

    An edition that extends another has none: there a text goes whole.
    """
    if after.extends is not None:
        return ()
    document = read_yaml(file.raw, file=file.name)
    crosswalk = _Crosswalk.between(before, after)
    found = []
    for path in document.places:
        match path:
            case ("sections", _, "steps", _, "id"):
                step = after.steps.get(str(document.at(path)))
            case _:
                continue
        earlier = crosswalk.earlier(step.id) if step else ()
        if step is None or len(earlier) != 1 or earlier[0] not in before.steps:
            continue
        for part, was, now in _texts(before.steps[earlier[0]], step):
            if old := [name for name, said in now.translations.items() if was.translations.get(name) == said]:
                place = document.place((*path[:-1], part))
                message = f"This changed since edition {before.edition}, but not in {', '.join(old)}."
                found.append(Problem(place.line, place.column, "text.stale", message, file.name))
    return tuple(found)


def _texts(old: Step, new: Step) -> Iterator[tuple[str, Text, Text]]:
    """The texts of a step that are said otherwise now, in the language that decides."""
    for part in ("title", "text", "guidance"):
        was, now = getattr(old, part), getattr(new, part)
        if was is not None and now is not None and was.authoritative != now.authoritative:
            yield part, was, now
    if old.source.point.authoritative != new.source.point.authoritative:
        yield "source", old.source.point, new.source.point


_NOTHING_SAID = Supersession("", None, {}, {})


@dataclass(frozen=True, slots=True)
class _Crosswalk:
    """Which ids of two editions belong together."""

    before: Checklist
    after: Checklist
    said: Supersession
    criteria: Mapping[str, Criterion]
    successors: Mapping[str, tuple[str, ...]]

    @classmethod
    def between(cls, before: Checklist, after: Checklist) -> _Crosswalk:
        said = after.supersedes.get(before.edition, _NOTHING_SAID)
        criteria = _criteria(before)
        successors: dict[str, tuple[str, ...]] = {}
        for id_ in (*after.steps, *_criteria(after)):
            for old in _earlier(said, id_, before.steps, criteria):
                successors[old] = (*successors.get(old, ()), id_)
        return cls(before, after, said, criteria, successors)

    def earlier(self, id_: str) -> tuple[str, ...]:
        return _earlier(self.said, id_, self.before.steps, self.criteria)

    def kin(self, id_: str, earlier: tuple[str, ...]) -> Change | None:
        """What follows from the family tree alone; None where it is one to one."""
        if not earlier:
            return Change.NEW
        if len(earlier) > 1:
            return Change.MERGED
        return Change.SPLIT if len(_of_one_kind(self.successors[earlier[0]], id_)) > 1 else None


def _of_one_kind(ids: Iterable[str], like: str) -> list[str]:
    """Steps with steps, criteria with criteria: a step that became a criterion as well was not split by that."""
    return [one for one in ids if ("." in one) is ("." in like)]


def _earlier(
    said: Supersession, id_: str, steps: Mapping[str, Step], criteria: Mapping[str, Criterion]
) -> tuple[str, ...]:
    succession = said.steps.get(id_)
    if succession is not None:
        return tuple(old for old in succession.earlier if old in steps or old in criteria)
    return (id_,) if id_ in steps or id_ in criteria else ()


def _criteria(checklist: Checklist) -> dict[str, Criterion]:
    return {one.key: one for step in checklist.steps.values() for one in step.criteria}


def _compare_step(crosswalk: _Crosswalk, step: Step) -> Compared:
    earlier = crosswalk.earlier(step.id)
    declared = crosswalk.said.steps.get(step.id)
    note = declared.note if declared else None
    criteria = tuple(_compare_criteria(crosswalk, step, earlier))
    if (kin := crosswalk.kin(step.id, earlier)) is not None:
        return Compared(step.id, kin, earlier, note=note, criteria=criteria)
    old = crosswalk.before.steps.get(earlier[0])
    said = _said(declared)
    if old is None:
        return Compared(step.id, Change.MATERIAL, earlier, note=note, criteria=criteria, said=Change.MATERIAL)
    moves = _level_moves(old, step)
    differs = (*_differs(crosswalk, old, step), *_criteria_differ(criteria))
    change = _verdict(differs, _direction(old, step, moves), declared, all(one.holds for one in criteria))
    return Compared(step.id, change, earlier, differs, moves, note, criteria, said)


def _compare_criteria(crosswalk: _Crosswalk, step: Step, earlier: tuple[str, ...]) -> Iterator[Compared]:
    for criterion in step.criteria:
        yield _compare_criterion(crosswalk, criterion, crosswalk.said.steps.get(step.id))
    for id_ in earlier:
        old = crosswalk.before.steps.get(id_)
        for one in old.criteria if old else ():
            if one.key not in crosswalk.successors:
                yield Compared(one.key, Change.WITHDRAWN, (one.key,), note=crosswalk.said.withdrawn.get(one.key))


def _compare_criterion(crosswalk: _Crosswalk, criterion: Criterion, of_step: Succession | None) -> Compared:
    earlier = crosswalk.earlier(criterion.key)
    # a step that means the same has criteria that mean the same
    whole = of_step if of_step is not None and of_step.change == Change.EDITORIAL else None
    declared = crosswalk.said.steps.get(criterion.key, whole)
    note = declared.note if declared else None
    if (kin := crosswalk.kin(criterion.key, earlier)) is not None:
        return Compared(criterion.key, kin, earlier, note=note)
    old = crosswalk.criteria.get(earlier[0])
    if old is None:
        return Compared(criterion.key, Change.MATERIAL, earlier, note=note, said=Change.MATERIAL)

    def said(one: Criterion, words: Words) -> object:
        return said_by_criterion(one, words)

    differs = [*_words_differ(said(old, in_its_own_language), said(criterion, in_its_own_language), Part.WORDING)]
    if not differs:
        differs += _words_differ(said(old, in_every_language), said(criterion, in_every_language), Part.TRANSLATION)
    if str(old.source) != str(criterion.source):
        differs.append(Part.SOURCE)
    change = _verdict(tuple(differs), None, declared)
    return Compared(criterion.key, change, earlier, tuple(differs), note=note, said=_said(declared))


def _differs(crosswalk: _Crosswalk, old: Step, new: Step) -> Iterator[Part]:
    def said(checklist: Checklist, step: Step, words: Words) -> object:
        return said_by_step(step, (checklist.questions[name] for name in step.questions), words)

    before, after = crosswalk.before, crosswalk.after
    if _asked(before, old) != _asked(after, new):
        yield Part.QUESTIONS
    if said(before, old, in_its_own_language) != said(after, new, in_its_own_language):
        yield Part.WORDING
    elif said(before, old, in_every_language) != said(after, new, in_every_language):
        yield Part.TRANSLATION
    if str(old.source) != str(new.source):
        yield Part.SOURCE
    if _level_moves(old, new):
        yield Part.LEVELS
    if _rule(old) != _rule(new):
        yield Part.RULE
    if {level: old.policy(level) for level in old.levels} != {level: new.policy(level) for level in new.levels} or (
        old.policy() != new.policy()
    ):
        yield Part.REVIEW


def _asked(checklist: Checklist, step: Step) -> list[object]:
    return asked_by_step(step, (checklist.questions[name] for name in step.questions))


def _words_differ(before: object, after: object, part: Part) -> list[Part]:
    return [part] if before != after else []


def _criteria_differ(criteria: tuple[Compared, ...]) -> tuple[Part, ...]:
    return (Part.CRITERIA,) if any(one.change is not Change.UNCHANGED for one in criteria) else ()


def _rule(step: Step) -> tuple[object, ...]:
    """When a step applies, to what, and what gives its level; the cells of a printed table are compared one by one."""
    level = ("table", step.level.by) if isinstance(step.level, LevelRow) else step.level and step.level.text
    return step.each, step.when and step.when.text, level, _place(step, step.applies_from)


def _place(step: Step, level: str | None) -> int | None:
    return None if level is None else tuple(step.levels).index(level)


def _level_moves(old: Step, new: Step) -> tuple[LevelMove, ...]:
    if not isinstance(old.level, LevelRow) or not isinstance(new.level, LevelRow):
        return ()
    was, now = old.level.levels, new.level.levels
    return tuple(
        LevelMove(value, was[value], now[value])
        for value in now
        if value in was and _place(old, was[value]) != _place(new, now[value])
    )


def _direction(old: Step, new: Step, moves: tuple[LevelMove, ...]) -> Change | None:
    """Which way the levels moved. Orders are compared by place, so `optional` is what `not_required` is now."""
    if not moves:
        return None
    if len(old.levels) != len(new.levels):
        return Change.MATERIAL
    ways = {tuple(new.levels).index(one.after) > tuple(old.levels).index(one.before) for one in moves}
    return Change.MATERIAL if len(ways) > 1 else Change.TIGHTENED if True in ways else Change.RELAXED


def _said(declared: Succession | None) -> Change | None:
    return Change(declared.change) if declared and declared.change != Change.NEW else None


def _verdict(
    differs: tuple[Part, ...], direction: Change | None, declared: Succession | None, criteria_hold: bool = True
) -> Change:
    said = _said(declared)
    if direction is not None:
        # levels that moved are seen by everybody; a declaration may add to them, never deny them
        return direction if said in (None, Change.EDITORIAL, direction) else Change.MATERIAL
    if said is not None and said is not Change.EDITORIAL:
        return said
    if not differs:
        return Change.UNCHANGED
    # an author answers for the words; rules and policies speak for themselves
    harmless = {Part.TRANSLATION, Part.SOURCE} | ({Part.WORDING} if said else set())
    harmless |= {Part.CRITERIA} if criteria_hold else set()
    return Change.EDITORIAL if set(differs) <= harmless else Change.MATERIAL


def changed_values(before: Checklist, after: Checklist) -> dict[str, Change]:
    """Derived values whose own rule or table is not the same; what follows from that for a dossier, its plans show."""
    found = {}
    for name in after.derived:
        if name not in before.derived:
            found[name] = Change.NEW
        elif _value_rule(before, name) != _value_rule(after, name):
            found[name] = Change.MATERIAL
    return {**found, **{name: Change.WITHDRAWN for name in before.derived if name not in after.derived}}


def _value_rule(checklist: Checklist, name: str) -> tuple[object, ...]:
    """The rule of a derived value as plain data, with the cells of its tables."""
    derived = checklist.derived[name]
    cases = ((case.when and case.when.text, _rule_data(checklist, case.rule)) for case in derived.cases)
    return derived.each, *cases


def _rule_data(checklist: Checklist, rule: Rule) -> object:
    match rule:
        case Expression():
            return rule.text
        case ByTable(table, output):
            return output, _table_data(checklist.tables[table])
        case _:
            return rule


def _table_data(table: Table) -> tuple[object, ...]:
    return _axis_data(table.rows), table.columns and _axis_data(table.columns), table.combine, table.grid


def _axis_data(axis: Axis) -> tuple[object, ...]:
    return tuple(read.text for read in axis.reads), axis.hit, tuple(band.cells for band in axis.bands)
