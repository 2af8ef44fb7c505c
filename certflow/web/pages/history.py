"""Everything that happened in a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Link, Option


@dataclass(frozen=True)
class HistoryEntry:
    """One entry of the ledger in words. kind picks the mark: answer, evidence, review, plan, record, people."""

    seq: str
    kind: str
    when: str
    who: str
    organisation: str
    what: str
    about: Link | None = None
    reason: str = ""
    digest: str = ""


@dataclass(frozen=True)
class HistoryPage:
    """Everything that happened in a dossier, newest first. GET `kind` narrows it."""

    dossier: DossierHead
    entries: tuple[HistoryEntry, ...]
    kinds: tuple[Option, ...] = ()
    head: str = ""
    older: str = ""
    newer: str = ""

    template: ClassVar[str] = "dossiers/history.html"
