"""Records: how far one is, and what verifying one found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from flask import url_for

from certflow.actions.records import RecordView
from certflow.domain.dossier import RecordState, Stage
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.record import Audience
from certflow.domain.refusal import Refused
from certflow.domain.views import read_view, views_of
from certflow.web.names import RECORD_LANGUAGE_NAMES
from certflow.web.pages import Error, Finding, Link, Option, Passage, RecordPage, RecordViewShown, Verdict, VerifyPage
from certflow.web.pages import Stage as StageShown
from certflow.web.showing.earlier import question_title
from certflow.web.showing.heads import dossier_head, organisation
from certflow.web.words import Words


class Row(Protocol):
    """What this file reads of a record's row."""

    @property
    def id(self) -> str: ...
    @property
    def revision(self) -> int: ...


class Progress(Protocol):
    """How far a record is drawn."""

    @property
    def done(self) -> int: ...
    @property
    def parts(self) -> int: ...


class Point(Protocol):
    @property
    def answer(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def indication(self) -> str | None: ...
    @property
    def code(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, str]: ...


class Named(Protocol):
    @property
    def record_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def made_at(self) -> str: ...
    @property
    def audience(self) -> str: ...


class Found(Protocol):
    """What a verification gives."""

    @property
    def sha256(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def authentic(self) -> Point: ...
    @property
    def identical(self) -> Point: ...
    @property
    def complete(self) -> Point: ...
    @property
    def current(self) -> Point: ...
    @property
    def at_sealing(self) -> Point: ...
    @property
    def today(self) -> Point: ...
    @property
    def level(self) -> str | None: ...
    @property
    def named(self) -> Named | None: ...
    @property
    def disclosed(self) -> Point | None: ...


#: states of a view that need no other one
_STANDING = frozenset({RecordState.SEALED, RecordState.PENDING})

#: states in which a sealed file exists
_SEALED = frozenset({"sealed", "superseded", "withdrawn"})


def file_name(row: Row) -> str:
    return f"certflow-{row.id[:12]}-r{row.revision}.pdf"


def bundle_name(row: Row) -> str:
    return f"certflow-{row.id[:12]}-r{row.revision}.zip"


def record_page(
    view: RecordView, directory: Directory, reader: Actor, words: Words, own: tuple[str, ...] = ()
) -> RecordPage:
    """One record: under way, failed, or sealed with its download. own: the protected answers that are the reader's."""
    row = view.row
    where: dict[str, Any] = {"record": row.id}
    line = view.sight.dossier.records[row.id]
    state = "sealed" if row.state in _SEALED else row.state
    ended = words.moment(row.ended_at) if row.ended_at else ""
    may_bundle = state == "sealed" and view.whole and row.audience != Audience.PUBLIC
    return RecordPage(
        dossier=dossier_head(view.sight, directory, words),
        id=row.id,
        state=state,
        requested=words.gettext(
            "Asked for by %(who)s, %(when)s.", who=line.requested_by.name, when=words.moment(line.requested_at)
        ),
        stages=_stages(row.state, row.reason or "", view.progress, words),
        failure=row.reason or "" if row.state == "failed" else "",
        remedy=words.gettext("The dossier is unharmed. Try again; if it fails again, tell whoever runs certflow.")
        if state == "failed"
        else "",
        retry_action=url_for("records.again", **where)
        if state == "failed" and may(reader, Permission.RECORD_MAKE)
        else "",
        language=RECORD_LANGUAGE_NAMES[row.language],
        languages=tuple(each for each in record_languages() if each.value != row.language),
        another_action=url_for("records.again", **where) if _may_ask_again(view, reader) else "",
        download_href=url_for("records.download", **where) if state == "sealed" and view.whole else "",
        bundle_href=url_for("records.bundle", **where) if may_bundle else "",
        audience=audience_told(view, row.audience, directory, words),
        views=_views(view, directory, reader, words),
        disclosures=tuple(
            Link(
                question_title(view.sight, name, words),
                url_for("records.disclose", record=row.id, question=name),
            )
            for name in own
        ),
        held="" if view.whole else words.refusal(Refused("record.protected")),
        verify_href=url_for("verify.ask", id=row.id) if state == "sealed" else "",
        withdraw_action=url_for("records.withdraw", **where)
        if row.state == "sealed" and may(reader, Permission.RECORD_WITHDRAW)
        else "",
        file=file_name(row),
        size=words.size(row.size) if row.size else "",
        sha256=row.sha256 or "",
        sealed=ended,
        signature=row.level or "",
        moved_on=_moved_on(line.edition, view.sight.dossier.edition, words),
    )


def _moved_on(edition: str, now: str, words: Words) -> str:
    """That the dossier stands on another edition than this record."""
    if edition in ("", now):
        return ""
    return words.gettext(
        "This record stands on edition %(edition)s; the dossier has gone over to edition %(now)s since.",
        edition=edition,
        now=now,
    )


def audience_told(view: RecordView, written: str, directory: Directory, words: Words) -> str:
    """Whom a view is for."""
    _ = words.gettext
    whose = read_view(written)
    if whose is None or whose.audience is Audience.FULL:
        return _("Everything, nothing left out")
    if whose.audience is Audience.PUBLIC:
        return _("Public summary")
    return _("For %(organisation)s", organisation=organisation(directory, whose.organisation))


def _views(view: RecordView, directory: Directory, reader: Actor, words: Words) -> tuple[RecordViewShown, ...]:
    """The view for each audience: the newest there is, or the button that asks for it."""
    dossier, found = view.sight.dossier, []
    may_ask = dossier.stage is Stage.CLOSED and may(reader, Permission.RECORD_MAKE)
    for each in views_of(dossier):
        lines = [line for line in dossier.records.values() if line.audience == each.written]
        current = next((line for line in reversed(lines) if line.state in _STANDING), None)
        found.append(
            RecordViewShown(
                audience=each.written,
                label=audience_told(view, each.written, directory, words),
                href=url_for("records.one", record=current.id) if current else "",
                state=current.state.value if current else "",
                here=current is not None and current.id == view.row.id,
                action=url_for("records.again", record=view.row.id) if may_ask and current is None else "",
                language=view.row.language,
            )
        )
    return tuple(found)


def record_languages(chosen: Callable[[str], bool] = lambda _: False) -> tuple[Option, ...]:
    """All that a record can be made in, one language or two side by side."""
    return tuple(
        Option(each, Passage(name, "" if "+" in each else each), chosen=chosen(each))
        for each, name in RECORD_LANGUAGE_NAMES.items()
    )


def _may_ask_again(view: RecordView, reader: Actor) -> bool:
    """Whether the sealed record is current and may be followed by one in another language."""
    dossier = view.sight.dossier
    under_way = any(line.state is RecordState.PENDING for line in dossier.records.values())
    current = view.row.state == "sealed" and dossier.stage is Stage.CLOSED
    return current and not under_way and may(reader, Permission.RECORD_MAKE)


def standing(view: RecordView, words: Words) -> str:
    """What a reader of a sealed record has to know about it; empty when it is current."""
    _ = words.gettext
    if view.row.state == "superseded" and view.row.reason:
        return _("A later record of this dossier took the place of this one: %(reason)s", reason=view.row.reason)
    if view.row.state == "superseded":
        return _("A later record of this dossier took the place of this one.")
    if view.row.state == "withdrawn":
        return _("This record was withdrawn: %(reason)s", reason=view.row.reason or "")
    return ""


def _stages(state: str, reason: str, progress: Progress | None, words: Words) -> tuple[StageShown, ...]:
    _ = words.gettext
    labels = (_("Asked for"), _("Drawn and compared with the dossier"), _("Sealed, and its digest in the ledger"))
    states = {"pending": ("done", "now", "waiting"), "failed": ("done", "failed", "waiting")}.get(state, ("done",) * 3)
    drawn = (
        words.gettext("%(done)s of %(parts)s parts", done=progress.done, parts=progress.parts)
        if progress and state == "pending"
        else ""
    )
    notes = ("", drawn, reason if state == "pending" else "")
    return tuple(StageShown(*each) for each in zip(labels, states, notes, strict=True))


def verify_page(limit: str, words: Words, id: str = "", refused: Refused | None = None) -> VerifyPage:
    field = "id" if refused and refused.code == "record.unknown" else "file"
    errors = (Error(words.refusal(refused), field),) if refused else ()
    return VerifyPage(action=url_for("verify.check"), limit=limit, id=id, errors=errors)


def verdict_page(found: Found, checked: str, limit: str, words: Words) -> VerifyPage:
    """The four answers on one file, and how far the proof of its seal reaches."""
    _ = words.gettext
    named = found.named
    facts = (
        (
            (_("Record"), named.record_id),
            (_("Dossier"), named.title),
            (_("Revision"), str(named.revision)),
            (_("Made"), words.moment(datetime.fromisoformat(named.made_at))),
            (_("Made for"), _audience_named(named.audience, words)),
        )
        if named
        else ()
    )
    return VerifyPage(
        action=url_for("verify.check"),
        limit=limit,
        checked=checked,
        sha256=found.sha256,
        facts=facts,
        verdict=_verdict(found, words),
    )


def _audience_named(written: str, words: Words) -> str:
    """Whom a file says it was made for, without a directory to ask: anybody may read this."""
    _ = words.gettext
    names = {"full": _("Everything, nothing left out"), "public": _("Public summary")}
    return names.get(written) or _("For %(organisation)s", organisation=written.partition(":")[2])


def _verdict(found: Found, words: Words) -> Verdict:
    deciding = {
        "authentic": found.authentic,
        "identical": found.identical,
        "complete": found.complete,
        "current": found.current,
    }
    further = {"at-sealing": found.at_sealing, "today": found.today}
    if found.disclosed is not None:
        further["disclosed"] = found.disclosed
    return Verdict(
        str(found.outcome),
        _findings(deciding, words),
        further=_findings(further, words),
        level=f"PAdES {found.level}" if found.level else "",
    )


def _findings(points: Mapping[str, Point], words: Words) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            name,
            str(point.answer),
            words.finding(point.code, point.facts) or point.reason,
            (point.indication,) if point.indication else (),
        )
        for name, point in points.items()
    )
