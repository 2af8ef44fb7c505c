"""A record on its way or sealed, and the verdict on a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.dossiers import DossierHead
from certflow.web.pages.parts import Error, Link, Option


@dataclass(frozen=True)
class Finding:
    """One answer. outcome: yes, no, unknown.

    name   one of the four: authentic, identical, complete, current; or, further: at-sealing, today
    """

    name: str
    outcome: str
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What verification found; outcome: passed, failed, indeterminate.

    findings   the four answers that decide
    further    how far the proof of the seal reaches
    level      of the seal, such as “PAdES B-T”; empty where it could not be told
    """

    outcome: str
    findings: tuple[Finding, ...]
    summary: str = ""
    further: tuple[Finding, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of making a record; state: done, now, waiting, failed."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class RecordViewShown:
    """The view of the record for one audience. Asking for it posts `audience` and `language` to `action`."""

    audience: str
    label: str
    href: str = ""
    state: str = ""
    here: bool = False
    action: str = ""
    language: str = ""


@dataclass(frozen=True)
class RecordPage:
    """A record: pending, failed or sealed. While pending the page asks for itself again (`pending.js`).

    Retrying posts only `csrf_token` to `retry_action`; `another_action` takes one of `languages` as `language`.
    `held` says why its reader may not have the file, `moved_on` that the dossier went over to another edition since.
    """

    dossier: DossierHead
    id: str
    state: str
    requested: str
    stages: tuple[Stage, ...] = ()
    failure: str = ""
    remedy: str = ""
    retry_action: str = ""
    withdraw_action: str = ""
    language: str = ""
    languages: tuple[Option, ...] = ()
    another_action: str = ""
    download_href: str = ""
    bundle_href: str = ""
    held: str = ""
    audience: str = ""
    views: tuple[RecordViewShown, ...] = ()
    disclosures: tuple[Link, ...] = ()
    verify_href: str = ""
    file: str = ""
    size: str = ""
    sha256: str = ""
    sealed: str = ""
    signature: str = ""
    moved_on: str = ""
    verdict: Verdict | None = None

    template: ClassVar[str] = "records/show.html"


@dataclass(frozen=True)
class VerifyPage:
    """Open to all. Posts multipart `file`, or `id`; `checked` says what was looked at."""

    action: str
    limit: str
    id: str = ""
    checked: str = ""
    sha256: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    verdict: Verdict | None = None
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "records/verify.html"
