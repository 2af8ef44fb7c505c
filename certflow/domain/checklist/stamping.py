"""A checklist with the items that one dossier has: what is asked of each item, stamped once for each of them.

What comes out is an ordinary checklist: the plan, reviews, records and pages work on it as on any other. Nothing is
read or compiled again: the expressions of an item are those of the file, looking elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from certflow.domain.checklist.expression import Called, Expression
from certflow.domain.checklist.items import Item, all_items, called, label, labelled
from certflow.domain.checklist.model import (
    ByTable,
    Case,
    Checklist,
    Derived,
    LevelRow,
    MatrixBlock,
    Rule,
    Section,
    Step,
)
from certflow.domain.checklist.policies import ReviewPolicy
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.tables import Axis, Table
from certflow.domain.text import Text

#: checklists with their items that a process keeps at hand
REMEMBERED = 128


def with_items(checklist: Checklist, items: Iterable[Item]) -> Checklist:
    """The same edition with these items of its lists; the file's own where each list has its first item, unnamed."""
    base = checklist.file
    known = all_items(base.lists, items)
    return base if known == base.items else _stamped(base, known)


@lru_cache(maxsize=REMEMBERED)
def _stamped(base: Checklist, items: tuple[Item, ...]) -> Checklist:
    stamp = _Stamp(base, items)
    sections = {section.id: tuple(stamp.steps(section)) for section in base.sections}
    order = tuple(one for node in base.order for one in stamp.nodes(node))
    questions = {one.id: one for each in base.questions.values() for one in stamp.questions(each)}
    return replace(
        base,
        sections=tuple(stamp.section(one, sections[one.id]) for one in base.sections),
        steps=MappingProxyType({step.id: step for steps in sections.values() for step in steps}),
        questions=MappingProxyType(questions),
        derived=MappingProxyType({one.name: one for each in base.derived.values() for one in stamp.derived(each)}),
        tables=MappingProxyType({one.id: one for each in base.tables.values() for one in stamp.tables(each)}),
        matrix=tuple(stamp.block(one) for one in base.matrix),
        order=order,
        place=MappingProxyType({node: at for at, node in enumerate(order)}),
        readers=MappingProxyType({one: tuple(readers) for node in base.order for one, readers in stamp.readers(node)}),
        steps_of_questions=MappingProxyType({name: one.step for name, one in questions.items()}),
        items=items,
        base=base,
    )


class _Stamp:
    """Says for each part of a checklist what there is of it: one, or one for each item of its list."""

    def __init__(self, base: Checklist, items: tuple[Item, ...]) -> None:
        self.base = base
        self.items = {name: tuple(one for one in items if one.list == name) for name in base.lists}
        self.standing = {name: tuple(one for one in own if not one.removed) for name, own in self.items.items()}
        if not all(self.standing.values()):
            raise RuntimeError(f"a list of {base.id}@{base.edition} was left without any item")
        self.labels = {one: label(base.lists[one.list], one) for one in items}
        self.each: dict[str, str | None] = {
            **{name: step.each for name, step in base.steps.items()},
            **{name: base.steps[one.step].each for name, one in base.questions.items()},
            **{name: one.each for name, one in base.derived.items()},
            **{name: one.each for name, one in base.tables.items()},
        }

    def of(self, name: str) -> tuple[Item | None, ...]:
        """The items that have what is called so; None alone where it is no item's."""
        list_ = self.each[name]
        return (None,) if list_ is None else self.items[list_]

    def name(self, name: str, item: Item | None) -> str:
        """What it is called for this item, and as it is where it is not an item's, or of another list."""
        return called(name, item.id) if item is not None and self.each.get(name) == item.list else name

    def names(self, names: Iterable[str], item: Item | None = None) -> Iterator[str]:
        """The names seen from an item: its own for what it has, those of all standing items for what others have."""
        for name in names:
            list_ = self.each.get(name)
            if list_ is None or (item is not None and item.list == list_):
                yield self.name(name, item)
            else:
                yield from (called(name, each.id) for each in self.items[list_])

    # the graph: whatever reads one of a list's values from outside the list reads all of them

    def nodes(self, node: str) -> Iterator[str]:
        kind, name = node.split(":", 1)
        return (f"{kind}:{self.name(name, item)}" for item in self.of(name))

    def readers(self, node: str) -> Iterator[tuple[str, Iterator[str]]]:
        """Each of the nodes that this one became, with its readers."""
        kind, name = node.split(":", 1)
        for item in self.of(name):
            yield f"{kind}:{self.name(name, item)}", self._readers(node, item)

    def _readers(self, node: str, item: Item | None) -> Iterator[str]:
        for reader in self.base.readers[node]:
            kind, name = reader.split(":", 1)
            if item is not None and self.each[name] == item.list:
                yield f"{kind}:{self.name(name, item)}"
            elif item is None or not item.removed:
                yield from self.nodes(reader)

    # what is stamped

    def steps(self, section: Section) -> Iterator[Step]:
        """The steps of a section. Neighbours of one list stay together: all of one item, then the next."""
        own = [self.base.steps[name] for name in section.steps]
        for list_, run in groupby(own, key=lambda step: step.each):
            steps = list(run)
            for item in (None,) if list_ is None else self.items[list_]:
                yield from (self.step(step, item) for step in steps)

    def section(self, section: Section, steps: tuple[Step, ...]) -> Section:
        """The section with its steps; a heading comes before the first of what it stood before."""
        names = [step.id for step in steps]
        firsts = [*(next(iter(self.names([name]))) for name in section.steps), None]
        headings = (
            replace(one, at=len(names) if (first := firsts[one.at]) is None else names.index(first))
            for one in section.headings
        )
        return replace(section, steps=tuple(names), headings=tuple(headings))

    def step(self, step: Step, item: Item | None) -> Step:
        level = step.level
        return replace(
            step,
            id=self.name(step.id, item),
            title=self.title(step.title, item),
            criteria=step.criteria
            if item is None
            else tuple(replace(one, key=called(one.key, item.id)) for one in step.criteria),
            questions=tuple(self.names(step.questions, item)),
            shows=tuple(self.names(step.shows, item)),
            when=self.maybe(step.when, item),
            level=replace(level, by=self.name(level.by, item))
            if isinstance(level, LevelRow)
            else self.maybe(level, item),
            reviews=MappingProxyType({level: self.policy(one, item) for level, one in step.reviews.items()}),
            departures=MappingProxyType(
                {how: replace(one, policy=self.policy(one.policy, item)) for how, one in step.departures.items()}
            ),
            under=step.under and self.name(step.under, item),
            item=item,
        )

    def policy(self, policy: ReviewPolicy, item: Item | None) -> ReviewPolicy:
        validity = policy.validity
        if validity is not None:
            after, until = (None if one is None else self.name(one, item) for one in (validity.after, validity.until))
            validity = replace(validity, after=after, until=until)
        return replace(policy, shows=tuple(self.names(policy.shows, item)), validity=validity)

    def questions(self, question: Question) -> Iterator[Question]:
        for item in self.of(question.id):
            yield replace(
                question,
                id=self.name(question.id, item),
                step=self.name(question.step, item),
                title=self.title(question.title, item),
                item=item,
                plainly=None if item is None else question.title,
                when=self.maybe(question.when, item),
                choices=tuple(replace(one, when=self.maybe(one.when, item)) for one in question.choices),
                shows=None if question.shows is None else self.name(question.shows, item),
                criterion=called(question.criterion, item.id) if item and question.criterion else question.criterion,
            )

    def derived(self, derived: Derived) -> Iterator[Derived]:
        for item in self.of(derived.name):
            yield replace(
                derived,
                name=self.name(derived.name, item),
                title=self.title(derived.title, item),
                cases=tuple(self.case(one, item) for one in derived.cases),
                reads=tuple(dict.fromkeys(self.names(derived.reads, item))),
                item=item,
            )

    def case(self, case: Case, item: Item | None) -> Case:
        return replace(case, when=self.maybe(case.when, item), rule=self.rule(case.rule, item))

    def rule(self, rule: Rule, item: Item | None) -> Rule:
        match rule:
            case ByTable(table, output):
                return ByTable(self.name(table, item), output)
            case Expression():
                return self.expression(rule, item)
            case _:
                return rule

    def tables(self, table: Table) -> Iterator[Table]:
        for item in self.of(table.id):
            yield replace(
                table,
                id=self.name(table.id, item),
                rows=self.axis(table.rows, item),
                columns=self.axis(table.columns, item) if table.columns else None,
            )

    def block(self, block: MatrixBlock) -> MatrixBlock:
        """A block of the matrix with the rows of every item."""
        ticks = {
            self.name(step, item): tuple(self.names(tables, item))
            for step, tables in block.ticks.items()
            for item in self.of(step)
        }
        levels = {self.name(step, item): block.levels[step] for step in block.levels for item in self.of(step)}
        rows, asked = tuple(self.names(block.rows)), tuple(self.names(block.asked))
        return replace(block, rows=rows, asked=asked, ticks=MappingProxyType(ticks), levels=MappingProxyType(levels))

    def axis(self, axis: Axis, item: Item | None) -> Axis:
        return replace(axis, reads=tuple(self.expression(one, item) for one in axis.reads))

    def title(self, title: Text, item: Item | None) -> Text:
        return title if item is None else labelled(title, self.labels[item])

    def maybe(self, expression: Expression | None, item: Item | None) -> Expression | None:
        return None if expression is None else self.expression(expression, item)

    def expression(self, expression: Expression, item: Item | None) -> Expression:
        """The same, looking at this item; what it reads of all items, at all that are not removed."""
        found: dict[str, Called] = {}
        for name in expression.reads:
            list_ = self.each[name]
            if list_ is None:
                continue
            if name in expression.called:
                found[name] = tuple(called(name, one.id) for one in self.standing[list_])
            elif item is not None:
                found[name] = called(name, item.id)
        for name in expression.called.keys() & self.standing.keys():
            found[name] = len(self.standing[name])
        return expression.renamed(found)
