"""Waivers and other means of compliance: who may grant them, and which steps may have one."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist.contract import StepShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.parse_reviews import deciders
from certflow.domain.checklist.policies import Departing, DepartureRule
from certflow.domain.checklist.strict_yaml import Path

#: what a step says that may not depart from the rule, though others of the file may
NEVER = "never"

Rules = Mapping[Departing, Mapping[str, DepartureRule]]


def read_departures(draft: Draft) -> Rules:
    """The rules by their names, and the ones that hold where a step says nothing else under ''."""
    shape = draft.shape
    waivers = {
        name: DepartureRule(deciders(draft, ("waivers", name), one), one.months, one.measure)
        for name, one in shape.waivers.items()
    }
    alternatives = {
        name: DepartureRule(deciders(draft, ("alternatives", name), one), one.months)
        for name, one in shape.alternatives.items()
    }
    found = {Departing.WAIVER: waivers, Departing.ALTERNATIVE: alternatives}
    for sort, rules in found.items():
        for name in rules:
            if name == NEVER:
                message = f"'{NEVER}' is what a step says that may not depart from the rule; choose another name."
                draft.problem((f"{sort}s", name), "departure.never", message, key=True)
        default = getattr(shape, sort)
        if default is not None and draft.known((sort,), "departure.unknown", sort, default, rules):
            rules[""] = rules[default]
    return found


def departures_of_step(draft: Draft, path: Path, shape: StepShape, rules: Rules) -> dict[Departing, DepartureRule]:
    """How this step may depart from what it asks: as it says, else as the file says, else not at all."""
    found = {}
    for sort, known in rules.items():
        name = getattr(shape, sort) or ""
        if name and name != NEVER:
            draft.known((*path, sort), "departure.unknown", sort, name, {*known, NEVER} - {""})
        if name in known:
            found[sort] = known[name]
    return found
