"""Waivers and other means of compliance: asking for one, and one that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Person
from certflow.web.pages.steps import Decision, Needed, StepHead


@dataclass(frozen=True)
class AskPage:
    """Asking for a departure of one sort. Posts `until`, `reason` and `instead`.

    sort        waiver or alternative
    latest      the latest day that may be asked for, in words; empty where there is no limit
    until_must  whether a last day has to be given
    cannot      why the reader may not ask, empty when they may
    """

    dossier: DossierHead
    step: StepHead
    sort: str
    action: str
    needed: tuple[Needed, ...]
    latest: str = ""
    until_must: bool = True
    instead_must: bool = True
    cannot: str = ""
    until: str = ""
    reason: str = ""
    instead: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "departures/ask.html"


@dataclass(frozen=True)
class DeparturePage:
    """One departure. Granting posts `shown` (the digest of what stands here), `password` and `comment`.

    state   asked, granted, refused, withdrawn or ended
    ending  why it is over, empty while it waits or stands
    cannot  why the reader may not grant it, empty when they may or nothing is to be granted
    """

    dossier: DossierHead
    step: StepHead
    sort: str
    state: str
    reason: str
    instead: str
    until: str
    asked_by: Person
    asked_when: str
    digest: str
    needed: tuple[Needed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ending: str = ""
    grant_action: str = ""
    refuse_action: str = ""
    withdraw_action: str = ""
    cannot: str = ""
    comment: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "departures/show.html"
