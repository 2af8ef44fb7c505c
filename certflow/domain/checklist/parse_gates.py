"""Gates: steps that have to be approved before others may go to review."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Gate
from certflow.domain.checklist.parse_steps import Steps
from certflow.domain.checklist.strict_yaml import Path


def read_gates(draft: Draft, steps: Steps) -> tuple[Gate, ...]:
    """Every gate with the steps behind it and those that come first."""
    found = []
    for name, shape in draft.shape.gates.items():
        path: Path = ("gates", name)
        if not draft.known((*path, "step"), "gate.step", "step", shape.step, steps.steps):
            continue
        before = tuple(dict.fromkeys(_meant(draft, steps, (*path, "before"), shape.before)))
        after = tuple(dict.fromkeys(_meant(draft, steps, (*path, "after"), shape.after)))
        title = draft.text(shape.title, (*path, "title"))
        gate_itself = {shape.step}
        gate = Gate(name, title, shape.step, _without(before, gate_itself), _without(after, gate_itself))
        found.append(gate)
    _must_open(draft, found)
    return tuple(found)


def _without(steps: tuple[str, ...], taken: set[str]) -> tuple[str, ...]:
    """A section may hold the gate's own step as well, which is not meant."""
    return tuple(step for step in steps if step not in taken)


def _meant(draft: Draft, steps: Steps, path: Path, names: list[str]) -> Iterator[str]:
    """The steps of the sections named, and the steps named; a section goes before a step of the same name."""
    sections = {section.id: section.steps for section in steps.sections}
    for at, name in enumerate(names):
        if name in sections:
            yield from sections[name]
        elif draft.known((*path, at), "gate.place", "section or step", name, {*sections, *steps.steps}):
            yield name


def _must_open(draft: Draft, gates: list[Gate]) -> None:
    """Note gates that wait for one another: none of them could ever open."""
    waits: dict[str, set[str]] = {}
    for gate in gates:
        waits.setdefault(gate.step, set()).update(gate.after)
        for step in gate.before:
            waits.setdefault(step, set()).add(gate.step)
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle = [str(step) for step in error.args[1]]
        gate = next(each for each in gates if each.step in circle)
        told = " → ".join(reversed(circle))
        place: Path = ("gates", gate.id, "after" if gate.after else "before")
        draft.problem(place, "gate.circle", f"This gate could never open: {told}.", key=True)
