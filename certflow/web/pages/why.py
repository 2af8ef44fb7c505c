"""Why a value or a step is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.influence import Picture
from certflow.web.pages.parts import Link
from certflow.web.pages.plan import Grid, RuleTable


@dataclass(frozen=True)
class Because:
    """One link in a chain of reasons: this value, by this rule, from these inputs.

    kind: `answer` (somebody typed it: `sentence` says who and when), `derived`, `level`, `unknown`.
    """

    title: str
    value: str
    sentence: str
    kind: str = "derived"
    source: str = ""
    source_href: str = ""
    href: str = ""
    grid: Grid | None = None
    table: RuleTable | None = None
    rule: str = ""
    inputs: tuple[Because, ...] = ()


@dataclass(frozen=True)
class WhyPage:
    """Why a value or a step is what it is, down to the cell of the table.

    pictures   the chain drawn for a page and for a telephone; None where nothing was read
    """

    dossier: DossierHead
    title: str
    because: Because
    back: Link
    level: str = ""
    pictures: tuple[Picture, Picture] | None = None

    template: ClassVar[str] = "dossiers/why.html"
