"""Who has to approve, apart from whom, for how long, and who may let a step depart from the rule: what steps name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Independence(StrEnum):
    """Who is kept apart, beyond the rule that nobody approves what they prepared."""

    #: nobody approves whose organisation prepared the step
    ORGANISATION = "organisation"
    #: nobody approves who prepared anything in the dossier
    DOSSIER = "dossier"
    #: no two approvals in the same role
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Validity:
    """For how long an approval holds; the earliest of these ends it.

    months  so many months: after `after` where that is named, else after the approval
    after   the date, a question or a derived value, from which the months count; until it is known, nothing ends
    until   the date, a question or a derived value, up to which an approval holds, that day included
    """

    months: int | None = None
    after: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """Who has to approve.

    roles          any of these roles may approve
    quorum         how many people
    organisations  from at least so many different organisations
    parties        each of these parties must be among the approvers
    step_up        each must sign in again to approve
    independence   who is kept apart
    validity       for how long an approval holds; None for as long as its content stands
    shows          questions and derived values that a reviewer sees and an approval covers beside the step's own
    """

    roles: tuple[str, ...]
    quorum: int = 1
    organisations: int = 1
    parties: tuple[str, ...] = ()
    step_up: bool = False
    independence: frozenset[Independence] = frozenset()
    validity: Validity | None = None
    shows: tuple[str, ...] = ()


class Departing(StrEnum):
    """How a step may depart from what it asks."""

    #: the step is set aside for a while
    WAIVER = "waiver"
    #: the step is met by another means than the usual one
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True)
class DepartureRule:
    """Who may grant that a step departs from what it asks.

    policy   roles, quorum, organisations, parties, step-up and independence, as for an approval
    months   the longest time; None where it may last as long as the requirement stands
    instead  whether it has to be said what is done instead
    """

    policy: ReviewPolicy
    months: int | None = None
    instead: bool = True
