"""Issue records: opening one, and one with its positions and decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Option, Person
from certflow.web.pages.steps import StepHead


@dataclass(frozen=True)
class OpenIssuePage:
    """Opening an issue on a step. Posts `sort`, `title` and `text`."""

    dossier: DossierHead
    step: StepHead
    action: str
    sorts: tuple[Option, ...]
    title: str = ""
    text: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "issues/open.html"


@dataclass(frozen=True)
class PositionShown:
    """What one party holds; without `text` it has said nothing yet."""

    party: str
    text: str = ""
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class IssuePage:
    """One issue. Taking a position posts `position`; deciding posts `verdict`, `decision`, `effect` and `password`.

    state   open, accepted, not_accepted or withdrawn
    cannot  why the reader may not decide it, empty when they may or it is settled
    """

    dossier: DossierHead
    step: StepHead
    title: str
    sort: str
    state: str
    text: str
    opened_by: Person
    opened_when: str
    positions: tuple[PositionShown, ...]
    decision: str = ""
    effect: str = ""
    decided: str = ""
    verdicts: tuple[Option, ...] = ()
    position_action: str = ""
    decide_action: str = ""
    withdraw_action: str = ""
    cannot: str = ""
    typed_position: str = ""
    typed_decision: str = ""
    typed_effect: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "issues/show.html"
