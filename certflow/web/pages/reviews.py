"""The inbox, a review, and a step that changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Link, Option, Passage
from certflow.web.pages.plan import Rung
from certflow.web.pages.questions import Ending, Evidence
from certflow.web.pages.steps import ConditionShown, Decision, Needed, StepHead


@dataclass(frozen=True)
class InboxRow:
    """A step that waits. `wants` says what is asked of the reader, `cannot` why they may not decide it."""

    dossier: str
    code: str
    title: Passage
    href: str
    level: str
    submitted_by: str
    organisation: str
    when: str
    votes: str
    wants: str = ""
    cannot: str = ""


@dataclass(frozen=True)
class RequestRow:
    """A waiver, other means or issue that waits. `wants`: what is asked of the reader; `cannot`: why they may not."""

    dossier: str
    code: str
    title: Passage
    sort: str
    text: str
    href: str
    asked_by: str
    organisation: str
    when: str
    wants: str = ""
    cannot: str = ""


@dataclass(frozen=True)
class UnreadableRow:
    """A dossier that cannot be read now, and why."""

    dossier: Link
    why: str


@dataclass(frozen=True)
class InboxPage:
    mine: tuple[InboxRow, ...]
    others: tuple[InboxRow, ...] = ()
    unreadable: tuple[UnreadableRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()

    template: ClassVar[str] = "reviews/inbox.html"


@dataclass(frozen=True)
class AnswerShown:
    """An answer as the approval covers it; `before` is what it said at the last decision, when it changed.

    commitment   how the ledger names an answer that the reader may not see; `value` then says who holds it
    """

    question: Passage
    value: str
    unit: str = ""
    by: str = ""
    when: str = ""
    changed: bool = False
    before: str = ""
    lang: str = ""
    commitment: str = ""
    ending: Ending | None = None


@dataclass(frozen=True)
class Change:
    """Something that changed. what: requirement, level, answer, evidence, derived."""

    what: str
    title: str
    before: str
    after: str
    by: str = ""
    when: str = ""


@dataclass(frozen=True)
class Covered:
    """Everything an approval covers; `digest` is the SHA-256 over exactly this."""

    step: StepHead
    answers: tuple[AnswerShown, ...]
    evidence: tuple[Evidence, ...]
    derived: tuple[Rung, ...]
    digest: str


@dataclass(frozen=True)
class ReviewPage:
    """Approve or return one step.

    Approving posts `shown` (the digest of what is covered), `meaning`, `comment`, `conditions` (one a line) and, when
    `step_up`, `password`.
    Returning posts `shown` and `reason`.

    cannot    why the reader may not decide, empty when they may
    unseen    what the reader would approve without seeing it, in words; empty where they see everything
    """

    dossier: DossierHead
    covered: Covered
    needed: tuple[Needed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    since: str = ""
    approve_action: str = ""
    return_action: str = ""
    meanings: tuple[Option, ...] = ()
    step_up: bool = True
    cannot: str = ""
    reason: str = ""
    comment: str = ""
    conditions: tuple[ConditionShown, ...] = ()
    on_condition: str = ""
    errors: tuple[Error, ...] = ()
    unseen: str = ""

    template: ClassVar[str] = "reviews/show.html"


@dataclass(frozen=True)
class ChangedPage:
    """The step changed between looking and deciding; nothing was recorded."""

    dossier: DossierHead
    step: Link
    changes: tuple[Change, ...]
    looked: str
    shown_before: str
    shown_now: str
    review_href: str

    template: ClassVar[str] = "reviews/changed.html"
