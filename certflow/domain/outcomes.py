"""What many combinations of answers come to, without making a plan for each.

A node of the checklist is worked out by the very code that makes plans, once for each different thing it reads. For a
combination that was partly seen before, it is enough to look up what its parts came to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Any

from certflow.domain.checklist import Checklist, Value
from certflow.domain.checklist.values import Unknown
from certflow.domain.plan import Plan, Work
from certflow.domain.planned import PlannedStep

#: a place for each lever: which of its values is chosen
Combination = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """A question where something else could be decided.

    values   the answer that stands first (None where it is missing), then the others, the least effort first
    efforts  what each takes; the answer that stands takes nothing
    """

    question: str
    values: tuple[Value | None, ...]
    efforts: tuple[Decimal, ...]


def levers_of(plan: Plan, names: Iterable[str]) -> tuple[Lever, ...]:
    """The levers that derived values depend on, in the order of the checklist."""
    reads = _reads(plan.checklist)
    needed = _behind([f"derived:{name}" for name in names], reads)
    return tuple(
        _lever(plan, name)
        for name, question in plan.checklist.questions.items()
        if question.lever and f"question:{name}" in needed
    )


def _lever(plan: Plan, question: str) -> Lever:
    standing = plan.answers.get(question)
    others = [one for one in plan.checklist.questions[question].lever if one.value != standing]
    others.sort(key=lambda one: one.effort)
    return Lever(
        question,
        (standing, *(one.value for one in others)),
        (Decimal(0), *(one.effort for one in others)),
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a combination cannot be had: an answer is not on offer, or the method ends and leaves these routes."""

    node: str
    routes: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The question whose answer is not on offer; empty where the method ends."""
        kind, name = self.node.split(":", 1)
        return name if kind == "question" else ""


@dataclass(slots=True)
class _Node:
    """One thing that depends on levers, and everything it was seen to come to.

    reads     the nodes it reads that depend on levers too
    pick      its part of a combination
    by_part, by_reads   part of a combination, or numbers of what it reads → number of the outcome
    found     number → what readers see of it, and the trouble with it
    """

    name: str
    reads: tuple[str, ...]
    lever: int | None
    pick: Callable[[Combination], Any]
    by_part: dict[Any, int] = field(default_factory=dict)
    by_reads: dict[tuple[int, ...], int] = field(default_factory=dict)
    numbers: dict[object, int] = field(default_factory=dict)
    found: list[tuple[Value | Unknown | PlannedStep, Trouble | None]] = field(default_factory=list)


class Outcomes:
    """What the nodes of one plan come to for combinations of levers."""

    def __init__(self, plan: Plan, levers: tuple[Lever, ...]) -> None:
        self._plan = plan
        self._levers = levers
        self._work = Work.continued(plan, plan.answers, plan.suppose)
        self._reads = _reads(plan.checklist)
        self._nodes = self._depending()
        self._ways_to: dict[str, tuple[_Node, ...]] = {}
        self._troubled = self._could_trouble()
        self._standing = tuple(
            Trouble(node, _routes(plan.known.get(problem.where)))
            for node, problem in plan.troubles.items()
            if node not in self._nodes
        )

    def value(self, name: str, at: Combination) -> Value | Unknown:
        """What a derived value comes to."""
        node = self._nodes.get(f"derived:{name}")
        if node is None:
            return self._plan.known[name]
        number = node.by_part.get(node.pick(at))
        if number is None:
            number = self._settled(self._way_to(node.name, [node.name]), at)[node.name]
        found = node.found[number][0]
        assert not isinstance(found, PlannedStep)
        return found

    def troubles(self, at: Combination) -> tuple[Trouble, ...]:
        """Everything that stands against a combination, the answers that do not change included."""
        now = self._settled(self._way_to("", [node.name for node in self._troubled]), at)
        moving = (node.found[now[node.name]][1] for node in self._troubled)
        return (*self._standing, *(trouble for trouble in moving if trouble is not None))

    def _depending(self) -> dict[str, _Node]:
        """The nodes that depend on levers, each after what it reads."""
        nodes: dict[str, _Node] = {}
        own = {f"question:{lever.question}": at for at, lever in enumerate(self._levers)}
        on: dict[str, frozenset[int]] = {}
        for name in self._plan.checklist.order:
            reads = tuple(read for read in self._reads[name] if read in nodes)
            behind = frozenset().union(*(on[read] for read in reads)) | ({own[name]} if name in own else set())
            if behind:
                on[name] = behind
                nodes[name] = _Node(name, reads, own.get(name), itemgetter(*sorted(behind)))
        return nodes

    def _could_trouble(self) -> tuple[_Node, ...]:
        questions = self._plan.checklist.questions
        return tuple(
            node
            for name, node in self._nodes.items()
            if name.startswith("derived:")
            or (name.startswith("question:") and any(choice.when for choice in questions[name[9:]].choices))
        )

    def _way_to(self, key: str, names: list[str]) -> tuple[_Node, ...]:
        """The nodes to work out for these, each after what it reads."""
        if key not in self._ways_to:
            behind = _behind(names, self._reads)
            self._ways_to[key] = tuple(node for name, node in self._nodes.items() if name in behind)
        return self._ways_to[key]

    def _settled(self, nodes: tuple[_Node, ...], at: Combination) -> Mapping[str, int]:
        """The number of the outcome of each node."""
        now: dict[str, int] = {}
        for node in nodes:
            part = node.pick(at)
            number = node.by_part.get(part)
            if number is None:
                number = node.by_part[part] = self._worked_out(node, at, now)
            now[node.name] = number
        return now

    def _worked_out(self, node: _Node, at: Combination, now: Mapping[str, int]) -> int:
        own = 0 if node.lever is None else at[node.lever]
        key = (own, *(now[read] for read in node.reads))
        if key not in node.by_reads:
            for read in node.reads:
                self._show(read, self._nodes[read].found[now[read]][0])
            if node.lever is not None:
                self._answer(self._levers[node.lever], own)
            self._work.look_again()
            self._work.settle(node.name)
            node.by_reads[key] = self._number(node)
        return node.by_reads[key]

    def _show(self, node: str, found: Value | Unknown | PlannedStep) -> None:
        """Let readers of a node see one of its outcomes."""
        if isinstance(found, PlannedStep):
            self._work.steps[found.id] = found
        else:
            self._work.known[node.split(":", 1)[1]] = found

    def _answer(self, lever: Lever, place: int) -> None:
        value = lever.values[place]
        answers = {name: given for name, given in self._work.answers.items() if name != lever.question}
        self._work.answers = answers if value is None else {**answers, lever.question: value}

    def _number(self, node: _Node) -> int:
        """The number of what the node has just come to."""
        kind, name = node.name.split(":", 1)
        found: Value | Unknown | PlannedStep
        if kind == "step":
            found = self._work.steps[name]
            seen: object = (found.applies, found.level, found.criteria, found.waits_for, found.because.outside)
        else:
            found = seen = self._work.known[name]
        trouble = Trouble(node.name, _routes(found)) if node.name in self._work.troubles else None
        if (seen, trouble) not in node.numbers:
            node.numbers[seen, trouble] = len(node.found)
            node.found.append((found, trouble))
        return node.numbers[seen, trouble]


def _routes(found: object) -> tuple[str, ...]:
    return tuple(sorted(found.outside)) if isinstance(found, Unknown) else ()


def _reads(checklist: Checklist) -> dict[str, list[str]]:
    """Node → the nodes it reads."""
    reads: dict[str, list[str]] = {node: [] for node in checklist.order}
    for node, readers in checklist.readers.items():
        for reader in readers:
            reads[reader].append(node)
    return reads


def _behind(nodes: Iterable[str], reads: Mapping[str, list[str]]) -> set[str]:
    """These nodes and everything they follow from."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(reads[node])
    return found
