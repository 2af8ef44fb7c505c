"""How an edition follows an earlier one over the editions between them: what each step came from, and whether it still
says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from certflow.domain.checklist.changes import Change, Compared, compare_editions
from certflow.domain.checklist.model import Checklist


@dataclass(frozen=True, slots=True)
class Descent:
    """What a step of the later edition came from.

    earlier  steps of the earlier edition; none where it is new
    links    what became of it from edition to edition, where anything did
    same     whether its words mean what they meant, all the way
    """

    earlier: tuple[str, ...]
    links: tuple[Compared, ...] = ()
    same: bool = True

    @property
    def declares_other(self) -> bool:
        """Whether an author declares that it means something else."""
        return any(one.declares_other for one in self.links)

    @property
    def change(self) -> Change:
        """What became of it on the whole: the first change of meaning, else the last change of words."""
        told = [one.change for one in self.links if one.change is not Change.UNCHANGED]
        if not self.earlier:
            return Change.NEW
        meant = [one for one in told if one is not Change.EDITORIAL]
        return meant[0] if meant else told[-1] if told else Change.UNCHANGED


@dataclass(frozen=True, slots=True)
class Following:
    """Two editions, and what leads from one to the other.

    descents    step of the later edition → what it came from
    successors  step of the earlier edition → the steps that follow it; none where nothing does
    """

    line: tuple[Checklist, ...]
    descents: Mapping[str, Descent]
    successors: Mapping[str, tuple[str, ...]]

    @property
    def before(self) -> Checklist:
        return self.line[0]

    @property
    def after(self) -> Checklist:
        return self.line[-1]

    def became(self, step: str) -> str | None:
        """The step that takes the place of one of the earlier edition: itself, else the first that follows it."""
        follow = self.successors.get(step, ())
        return step if step in follow else next(iter(follow), None)


def line_to(follows: Mapping[str, frozenset[str]], before: str, after: str) -> tuple[str, ...]:
    """The shortest line of editions from `before` to `after`, each following the one ahead of it; empty without one.

    follows: edition → those that its own file names. What one takes over from the edition it extends says nothing of
    what it changed itself.
    """
    lines: list[tuple[str, ...]] = [(after,)]
    seen = {after}
    while lines:
        line = lines.pop(0)
        if line[0] == before:
            return line if len(line) > 1 else ()
        known = [each for each in sorted(follows.get(line[0], ())) if each in follows and each not in seen]
        seen.update(known)
        lines += [(each, *line) for each in known]
    return ()


def follow(line: Sequence[Checklist]) -> Following:
    """What leads from the first edition of a line to the last."""
    before = line[0]
    descents = {step: Descent((step,)) for step in before.steps}
    for one, other in pairwise(line):
        descents = dict(_next(descents, one, other))
    successors = {
        step: tuple(each for each, descent in descents.items() if step in descent.earlier) for step in before.steps
    }
    return Following(tuple(line), descents, successors)


def _next(descents: Mapping[str, Descent], before: Checklist, after: Checklist) -> Iterator[tuple[str, Descent]]:
    for one in compare_editions(before, after):
        if one.id not in after.steps:
            continue
        from_ = [descents[each] for each in one.earlier if each in descents]
        earlier = tuple(dict.fromkeys(each for descent in from_ for each in descent.earlier))
        links = (*(link for descent in from_ for link in descent.links), one)
        yield one.id, Descent(earlier, links, one.says_the_same and all(each.same for each in from_))
