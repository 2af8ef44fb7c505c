"""What stands between a button and an act, and what is shown when something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.parts import Error, Link, Option


@dataclass(frozen=True)
class ReasonPage:
    """Asks for the words that an act needs. Posts `name` (a text) and, when `languages` are given, `language`.

    hidden   further inputs (name, value) that the form says again
    """

    title: str
    lead: str
    action: str
    button: str
    back: Link
    label: str
    name: str = "reason"
    reason: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    languages: tuple[Option, ...] = ()
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "reason.html"


@dataclass(frozen=True)
class ErrorPage:
    """A refusal or a failure: what happened, why, what to do, and the number to quote."""

    what: str
    why: str
    todo: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    status: int = 400
    reference: str = ""

    template: ClassVar[str] = "error.html"
