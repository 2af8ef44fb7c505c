"""The cheapest way to an outcome: which levers to pull, and what that asks for.

- Combinations of levers come in the order of their total effort, so the first that reaches the outcome is the cheapest.
- A way is listed only where none before it does with the same levers, or fewer, and no more effort on any of them. The
  search leaves out whatever could only lead to such a way, and nothing else: what it lists is exact.
- A way that leads outside the method, or to an answer that is not on offer, is none.
- `outcomes` works each thing out once for each different thing it reads, so a combination costs microseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush, nsmallest
from math import prod
from types import MappingProxyType

from certflow.domain.checklist import Value
from certflow.domain.dossier import Dossier
from certflow.domain.goal import Goal
from certflow.domain.outcomes import Lever, Outcomes, levers_of
from certflow.domain.plan import Plan
from certflow.domain.what_if import WhatIf, try_answers

#: combinations that are looked at before the search stops
LIMIT = 100_000
#: ways that are listed
MOST = 10


class End(StrEnum):
    """Why a search ended."""

    #: every combination was looked at, or ruled out by a way that is listed
    ALL = "all"
    #: as many ways as were asked for are found; any other takes at least as much effort
    ENOUGH = "enough"
    #: too many combinations; those listed are the cheapest, further ones may exist
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the outcome: the answers to change, the effort, and what would follow."""

    effort: Decimal
    changed: Mapping[str, Value]
    what_if: WhatIf


@dataclass(frozen=True, slots=True)
class Ways:
    """The cheapest ways to an outcome, least effort first.

    levers        the questions that were tried; only those the outcome depends on
    combinations  how many there are of their values
    tried         how many were looked at
    answer_first  questions whose missing answers leave combinations undecided
    ends          routes left where a combination would reach the outcome, or come near it, but the method ends
    """

    goals: tuple[Goal, ...]
    ways: tuple[Way, ...]
    levers: tuple[str, ...]
    combinations: int
    tried: int
    end: End
    answer_first: tuple[str, ...]
    ends: tuple[str, ...]


def cheapest_ways(
    plan: Plan,
    goals: Sequence[Goal],
    dossier: Dossier | None = None,
    *,
    most: int = MOST,
    limit: int = LIMIT,
    closed: Collection[str] = (),
) -> Ways:
    """The ways with the least effort from the answers of `plan` to all `goals`, each with what it asks for.

    closed   questions that are not for whoever asks to decide, though they are levers
    """
    levers = tuple(each for each in levers_of(plan, [goal.name for goal in goals]) if each.question not in closed)
    search = _Search(levers, Outcomes(plan, levers), tuple(goals), most)
    end = search.run(limit)
    return Ways(
        goals=tuple(goals),
        ways=tuple(_way(plan, levers, found, dossier) for found in search.found),
        levers=tuple(lever.question for lever in levers),
        combinations=prod(len(lever.values) for lever in levers),
        tried=search.tried,
        end=end,
        answer_first=_in_order(plan, search.waits_for - {lever.question for lever in levers}),
        ends=tuple(name for name in plan.checklist.routes if name in search.outside),
    )


def _way(plan: Plan, levers: Sequence[Lever], at: tuple[int, ...], dossier: Dossier | None) -> Way:
    pulled = {lever.question: lever.values[place] for lever, place in zip(levers, at, strict=True) if place}
    changed = {name: value for name, value in pulled.items() if value is not None}
    effort = sum((lever.efforts[place] for lever, place in zip(levers, at, strict=True)), Decimal(0))
    return Way(effort, MappingProxyType(changed), try_answers(plan, changed, dossier))


def _in_order(plan: Plan, questions: set[str]) -> tuple[str, ...]:
    return tuple(name for name in plan.checklist.questions if name in questions)


@dataclass(slots=True)
class _Search:
    """Goes through combinations, the least effort first. A combination names the place of each lever's value."""

    levers: tuple[Lever, ...]
    outcomes: Outcomes
    goals: tuple[Goal, ...]
    most: int
    found: list[tuple[int, ...]] = field(default_factory=list)
    waits_for: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    tried: int = 0
    cut: bool = False

    def run(self, limit: int) -> End:
        for at in self._by_effort(limit):
            if self.tried == limit:
                return End.LIMIT
            self.tried += 1
            if self._reaches(at):
                self.found.append(at)
                if len(self.found) == self.most:
                    return End.ENOUGH
        return End.LIMIT if self.cut else End.ALL

    def _by_effort(self, limit: int) -> Iterator[tuple[int, ...]]:
        """Every combination that no listed way rules out, by effort, then by how many levers, then by their order.

        A combination is reached by moving one lever on from the last that was moved, so each comes up once. Ruling one
        out rules out all that are reached from it: they pull the same levers, or more, at no less effort.
        """
        start = (0,) * len(self.levers)
        waiting = [(Decimal(0), 0, start, 0)]
        while waiting:
            effort, pulled, at, moved = heappop(waiting)
            if self._ruled_out(at):
                continue
            yield at
            if self._ruled_out(at):
                continue
            for place in range(moved, len(at)):
                lever, now = self.levers[place], at[place]
                if now + 1 < len(lever.values):
                    further = (*at[:place], now + 1, *at[place + 1 :])
                    more = effort - lever.efforts[now] + lever.efforts[now + 1]
                    heappush(waiting, (more, pulled + (now == 0), further, place))
            if len(waiting) > 2 * limit:
                waiting, self.cut = nsmallest(limit, waiting), True  # so many wait that the dearest are never reached

    def _ruled_out(self, at: tuple[int, ...]) -> bool:
        return any(all(mine <= its for mine, its in zip(way, at, strict=True)) for way in self.found)

    def _reaches(self, at: tuple[int, ...]) -> bool:
        reached = True
        for goal in self.goals:
            found = self.outcomes.value(goal.name, at)
            if not goal.met_by(found):
                reached = False
                self.waits_for |= getattr(found, "waits_for", frozenset())
                self.outside |= getattr(found, "outside", frozenset())
        if not reached:
            return False
        troubles = self.outcomes.troubles(at)
        self.outside.update(route for trouble in troubles for route in trouble.routes)
        # an answer that is no longer on offer has to be given again before anything can be judged
        self.waits_for.update(trouble.question for trouble in troubles if trouble.question)
        return not troubles
