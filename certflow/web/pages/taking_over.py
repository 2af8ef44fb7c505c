"""Taking over from another dossier: which one, and what of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Link


@dataclass(frozen=True)
class CarriedShown:
    """One answer or file that would be carried."""

    what: str
    value: str


@dataclass(frozen=True)
class OfferShown:
    """One row: from where to which step here, and all that would be carried."""

    name: str
    source: str
    step: Link
    relationship: str
    carried: tuple[CarriedShown, ...]


@dataclass(frozen=True)
class TakeOverPage:
    """Choosing a dossier (`sources`), then what to carry from it. Posts `row`, once for each row chosen.

    chosen   the dossier that was chosen, in words; empty while none is
    """

    dossier: DossierHead
    sources: tuple[Link, ...]
    chosen: str = ""
    action: str = ""
    offers: tuple[OfferShown, ...] = ()
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/take_over.html"
