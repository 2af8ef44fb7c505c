"""A later edition than the one that a dossier stands on."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.web.pages.parts import Link


@dataclass(frozen=True)
class DayShown:
    """A day that counts for an edition. gone: how much of the time up to it is over, in hundredths; None without."""

    text: str
    past: bool = False
    gone: int | None = None


@dataclass(frozen=True)
class Newer:
    """A later edition, and where to see what it does to the dossier."""

    link: Link
    text: str
    days: tuple[DayShown, ...] = ()
    draft: bool = False
