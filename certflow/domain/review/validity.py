"""For how long approvals hold, and the day on which one ends.

The rule says until when; that an approval has ended is a fact, written by certflow itself. So where a step stands
follows from its facts alone, whoever looks at whatever moment.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from certflow.domain.checklist import Checklist, Step, Validity
from certflow.domain.dossier import Case, Dossier, State
from certflow.domain.facts import Json, StepExpired
from certflow.domain.plan import Plan
from certflow.domain.refusal import Refused

#: the name under which these consequences stand in the ledger
RULE = "review.validity"


@dataclass(frozen=True)
class End:
    """The last day on which an approval holds, and what it was counted from.

    counted  from: "approval", or the name of the date that was read; months: how many were added to it
    """

    day: date
    counted: Mapping[str, Json]


def expired(checklist: Checklist, plan: Plan, dossier: Dossier, today: date) -> tuple[StepExpired, ...]:
    """The approvals that hold no more today, each with the day and the rule that ended it."""
    return tuple(
        StepExpired(step=step, until=end.day.isoformat(), counted=end.counted)
        for step, end in standing_ends(checklist, plan, dossier).items()
        if end.day < today
    )


def standing_ends(checklist: Checklist, plan: Plan, dossier: Dossier) -> dict[str, End]:
    """Step → the end of its approval, for every approval that has one."""
    found = {}
    for case in dossier.cases.values():
        if case.state is State.APPROVED and (end := end_of(checklist.step(case.step), plan, case)) is not None:
            found[case.step] = end
    return found


def end_of(step: Step, plan: Plan, case: Case) -> End | None:
    """When the approval of a step ends; None where nothing ends it, or it is not approved."""
    validity = step.policy(plan.steps[step.id].level).validity
    if validity is None or case.state is not State.APPROVED:
        return None
    return end_if_approved(validity, plan, case.votes[-1].at.date())


def end_if_approved(validity: Validity, plan: Plan, on: date) -> End | None:
    """When an approval given on a day would end."""
    ends = []
    if validity.months is not None:
        start = on if validity.after is None else _day(plan, validity.after)
        if start is not None:
            counted: Mapping[str, Json] = {"from": validity.after or "approval", "months": validity.months}
            ends.append(End(months_after(start, validity.months), counted))
    if validity.until is not None and (last := _day(plan, validity.until)) is not None:
        ends.append(End(last, {"from": validity.until, "months": 0}))
    return min(ends, key=lambda end: end.day, default=None)


def must_hold(step: Step, plan: Plan, today: date) -> None:
    """Refuse an approval that would be over before it is given.

    Raises Refused: review.over.
    """
    validity = step.policy(plan.steps[step.id].level).validity
    end = end_if_approved(validity, plan, today) if validity else None
    if end is not None and end.day < today:
        raise Refused("review.over", step=step.id, day=end.day.isoformat())


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day does not exist."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _day(plan: Plan, name: str) -> date | None:
    """A date as the plan knows it; None while it does not."""
    known = plan.known.get(name)
    return known if isinstance(known, date) else None
