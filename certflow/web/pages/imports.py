"""Bringing in a checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.parts import Error, Option


@dataclass(frozen=True)
class ImportPage:
    """The form, and what became of the file that was sent last.

    over      the checklists that an OSCAL profile may go over
    counted   what was read and what was kept aside: name → count, in words
    doubts    what could not be mapped, or is odd in the file itself
    problems  what has to be mended first, each with its place
    name      where the checklist file belongs
    """

    action: str
    back: str
    template_href: str
    over: tuple[Option, ...] = ()
    errors: tuple[Error, ...] = ()
    file: str = ""
    format: str = ""
    counted: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    name: str = ""
    endings: str = ".xlsx, .csv, .json, .yaml"

    template: ClassVar[str] = "checklists/import.html"
