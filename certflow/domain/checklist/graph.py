"""What reads what: one order in which everything can be worked out, and for each thing its readers.

A node is a question (`question:m1a`: whether it is asked, and what it counts as), a derived value (`derived:sail`) or a
step (`step:oso-05`: whether it applies, and its level).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Derived, Step
from certflow.domain.checklist.parse_steps import Steps
from certflow.domain.checklist.questions import Question
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.tables import Table


@dataclass(frozen=True, slots=True)
class Arranged:
    """order: each node after what it reads. readers: node → who reads it, in that order."""

    order: tuple[str, ...]
    readers: Mapping[str, tuple[str, ...]]


def arrange(draft: Draft, steps: Steps, derived: Mapping[str, Derived], tables: Mapping[str, Table]) -> Arranged:
    """The order and the readers of everything. A circle is noted as a problem where it starts."""
    reads = _reads(steps, derived)
    try:
        order = tuple(TopologicalSorter(reads).static_order())
    except CycleError as error:
        circle = [str(node) for node in error.args[1]]
        path = _path(draft, circle[0])
        said = " → ".join(node.split(":", 1)[1] for node in reversed(circle))
        draft.problem(path, "graph.circle", f"This depends on itself: {said}.", key=True)
        order = tuple(reads)
    place = {node: at for at, node in enumerate(order)}
    readers: dict[str, list[str]] = {node: [] for node in order}
    for node in order:
        for read in reads.get(node, ()):
            readers[read].append(node)
    return Arranged(order, {node: tuple(sorted(found, key=place.__getitem__)) for node, found in readers.items()})


def _reads(steps: Steps, derived: Mapping[str, Derived]) -> dict[str, tuple[str, ...]]:
    def nodes(names: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
        for name in names:
            if name in steps.questions:
                yield f"question:{name}"
            elif name in derived:
                yield f"derived:{name}"

    found = {f"question:{name}": (*nodes(_question_reads(one)), *_step_node(steps.steps[one.step]))
             for name, one in steps.questions.items() if one.step in steps.steps}  # fmt: skip
    found |= {f"derived:{name}": tuple(nodes(one.reads)) for name, one in derived.items()}
    found |= {
        f"step:{name}": tuple(dict.fromkeys(nodes((*(one.when.reads if one.when else ()), *one.level_reads))))
        for name, one in steps.steps.items()
    }
    return found


def _question_reads(question: Question) -> tuple[str, ...]:
    conditions = [question.when, *(choice.when for choice in question.choices)]
    return tuple(dict.fromkeys(name for one in conditions if one for name in one.reads))


def _step_node(step: Step) -> tuple[str, ...]:
    """A question of a step that may not apply depends on the step."""
    return (f"step:{step.id}",) if step.when is not None or step.level is not None else ()


def _path(draft: Draft, node: str) -> Path:
    kind, name = node.split(":", 1)
    if kind == "derived":
        return ("derived", name)
    for at, section in enumerate(draft.shape.sections):
        for row, step in enumerate(section.steps):
            if kind == "step" and step.id == name:
                return ("sections", at, "steps", row)
            if kind == "question" and name in step.questions:
                return ("sections", at, "steps", row, "questions", name)
    return ()
