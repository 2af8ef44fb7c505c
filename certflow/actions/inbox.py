"""The inbox: what waits for a decision in a person's dossiers, and what they may decide of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from certflow.actions import issues
from certflow.actions.departures import look_into
from certflow.actions.desk import Desk, Sight, see_many
from certflow.actions.reviews import needed_for, why_not
from certflow.domain.checklist import Step
from certflow.domain.dossier import Departure, DepartureState, Issue, IssueState, State
from certflow.domain.people import Actor, Permission, may
from certflow.domain.refusal import Refused
from certflow.domain.review import steps
from certflow.storage import cases, database, matters
from certflow.storage.cases import CaseRow
from certflow.storage.matters import MatterRow


@dataclass(frozen=True)
class Waiting:
    """A submitted step in the inbox. cannot: why this person may not decide it."""

    sight: Sight
    step: Step
    needed: steps.Needed
    cannot: Refused | None


@dataclass(frozen=True)
class Request:
    """A waiver, another means or an issue in the inbox. cannot: why this person may not decide it."""

    sight: Sight
    about: Departure | Issue
    cannot: Refused | None


@dataclass(frozen=True)
class Unreadable:
    """A dossier with steps in review that cannot be read now. title: None once erased."""

    dossier: str
    title: str | None
    why: Refused


@dataclass(frozen=True)
class Inbox:
    """What waits for review in the dossiers of one organisation."""

    waiting: tuple[Waiting, ...]
    unreadable: tuple[Unreadable, ...] = ()
    requests: tuple[Request, ...] = ()

    @property
    def mine(self) -> int:
        """How much waits for this person's own decision."""
        return sum(each.cannot is None for each in self.waiting) + sum(each.cannot is None for each in self.requests)


def inbox(desk: Desk, actor: Actor) -> Inbox:
    """What waits in this person's dossiers, longest waiting first; first what they may decide."""
    if not may(actor, Permission.DOSSIER_SEE):
        return Inbox(())
    with database.reading(desk.engine) as conn:
        submitted = cases.submitted_for(conn, actor.organisation)
        asked = matters.waiting_for(conn, actor.organisation)
        found: tuple[CaseRow | MatterRow, ...] = (*submitted, *asked)
        looked = see_many(desk, conn, actor, {each.dossier: each.revision for each in found})
    today = desk.now().date()
    waiting = (_waiting(looked[each.dossier], each.step, actor) for each in submitted)
    requests = (_request(looked[each.dossier], each.id, actor, today) for each in asked)
    return Inbox(
        tuple(sorted(filter(None, waiting), key=lambda each: each.cannot is not None)),
        tuple(
            Unreadable(id, next(each.title for each in found if each.dossier == id), why)
            for id, why in looked.items()
            if isinstance(why, Refused)
        ),
        tuple(sorted(filter(None, requests), key=lambda each: each.cannot is not None)),
    )


def _waiting(sight: Sight | Refused, step_id: str, actor: Actor) -> Waiting | None:
    """A step of the inbox; None when it is not there to be decided after all."""
    if isinstance(sight, Refused) or sight.dossier.case(step_id).state is not State.SUBMITTED:
        return None
    step = sight.checklist.step(step_id)
    return sight.once(
        ("waiting", step_id, actor), lambda: Waiting(sight, step, needed_for(sight, step), why_not(sight, step, actor))
    )


def _request(sight: Sight | Refused, id: str, actor: Actor, today: date) -> Request | None:
    """A waiver, another means or an issue in the inbox; None when it does not wait after all."""
    if isinstance(sight, Refused):
        return None
    departure, issue = sight.dossier.departures.get(id), sight.dossier.issues.get(id)
    if departure is not None and departure.state is DepartureState.ASKED:
        return Request(sight, departure, look_into(sight, departure, actor, today).cannot)
    if issue is not None and issue.state is IssueState.OPEN:
        return Request(sight, issue, issues.look_into(sight, issue, actor).cannot)
    return None
