"""Verify a file that somebody brought: is it a record of ours, whole, and still the current one?

The file is only ever opened in a child with limits. The verdict is strict: all conditions must hold, and whatever
goes wrong while reading the file counts against it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from certflow.child import ChildFailed
from certflow.domain.disclosure import NotOpened, read_disclosure
from certflow.pdf.anchor import Anchor, anchor_json
from certflow.pdf.readers import Read, read_alone
from certflow.pdf.reading import asked
from certflow.pdf.verdict import Answer, Found, Known, LedgerView, Named, Point, Reason, Verdict, answered

#: ten times the longest record
MAX_BYTES = 64_000_000

_OFFLINE = Reason("ledger.not-asked", "Not asked: the ledger that issued the record is not at hand.")


def verify(
    pdf: bytes, anchor: Anchor, at: datetime, ledger_view: LedgerView | None = None, read: Read = read_alone
) -> Verdict:
    """The verdict on one file.

    anchor        what is trusted beforehand
    at            now, UTC; certificates are judged at this moment, or at the sealing where the ledger knows it,
                  or as far back as time-stamps reach
    ledger_view   what the ledger knows of a SHA-256; None when checking offline, and then two answers stay unknown
    read          who opens the file
    Raises CannotVerify only when the examining child could not even start.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    known = ledger_view(sha256) if ledger_view else None
    found = _examine(pdf, anchor, (at, known.sealed_at) if known else (at,), read)
    authentic = found.authentic
    if known and found.named and known.record_id != found.named.record_id:
        authentic = answered(
            Answer.NO,
            Reason("file.another-record", "The ledger knows this file as another record than it says it is."),
            "FORMAT_FAILURE",
        )
    current = _current(ledger_view, known)
    return Verdict(
        sha256,
        authentic,
        identical(sha256, ledger_view and (lambda _: known)),
        found.complete,
        current,
        found.named,
        at_sealing=found.at_sealing,
        today=found.today,
        level=found.level,
    )


def with_disclosure(verdict: Verdict, data: bytes) -> Verdict:
    """The verdict, with whether the value in a disclosure is the one that the file commits to."""
    return replace(verdict, disclosed=_disclosed(verdict, data))


def _disclosed(verdict: Verdict, data: bytes) -> Point:
    try:
        disclosure = read_disclosure(data)
    except NotOpened as why:
        return answered(
            Answer.NO, Reason("disclosure.unreadable", "The disclosure cannot be used: {why}.", why=str(why))
        )
    named = verdict.named
    if named is None or verdict.authentic.answer is not Answer.YES:
        return answered(
            Answer.UNKNOWN, Reason("disclosure.no-record", "Not judged, because the record itself is not authentic.")
        )
    question = disclosure.question[:80]
    if disclosure.dossier != named.dossier_id or disclosure.question not in named.held:
        return answered(
            Answer.NO,
            Reason("disclosure.other-record", "This copy holds no commitment to an answer “{what}”.", what=question),
        )
    if disclosure.commitment != named.held[disclosure.question]:
        return answered(
            Answer.NO,
            Reason(
                "disclosure.other-value", "The value is not the one this copy commits to as “{what}”.", what=question
            ),
        )
    return answered(
        Answer.YES,
        Reason("disclosure.fits", "The value disclosed is the one this copy commits to as “{what}”.", what=question),
    )


def identical(sha256: str, ledger_view: LedgerView | None) -> Point:
    """Whether the ledger knows exactly the file with this digest."""
    if ledger_view is None:
        return answered(Answer.UNKNOWN, _OFFLINE)
    known = ledger_view(sha256)
    if known is None:
        return answered(
            Answer.NO, Reason("ledger.never-sealed", "The ledger has never sealed a file with this SHA-256.")
        )
    return answered(
        Answer.YES,
        Reason("ledger.sealed", "The ledger sealed exactly this file as record {record}.", record=known.record_id),
    )


def _current(ledger_view: LedgerView | None, known: Known | None) -> Point:
    if ledger_view is None or known is None:
        return answered(
            Answer.UNKNOWN,
            _OFFLINE if ledger_view is None else Reason("ledger.unknown-file", "The ledger does not know this file."),
        )
    if known.withdrawn is not None:
        return answered(Answer.NO, Reason("record.withdrawn", "The record was withdrawn: {why}", why=known.withdrawn))
    if known.replaced_by is not None:
        return answered(Answer.NO, _replaced(known.replaced_by, known.replaced_because))
    return answered(Answer.YES, Reason("record.current", "Neither replaced nor withdrawn."))


def _replaced(by: str, because: str | None) -> Reason:
    if because is None:
        return Reason("record.replaced", "The record was replaced by {record}.", record=by)
    return Reason("record.replaced-why", "The record was replaced by {record}: {why}", record=by, why=because)


def _examine(pdf: bytes, anchor: Anchor, moments: Sequence[datetime], read: Read) -> Found:
    if len(pdf) > MAX_BYTES:
        return Found(
            answered(Answer.NO, Reason("file.too-long", "The file is longer than any record."), "FORMAT_FAILURE")
        )
    try:
        told = read(asked(pdf, anchor_json(anchor), moments))
    except ChildFailed as failed:
        return Found(
            answered(
                Answer.NO,
                Reason("file.unreadable", "The file cannot be read as a record. {why}", why=failed.reason),
                "FORMAT_FAILURE",
            )
        )
    found = json.loads(told)
    named = Named(**found["named"]) if found["named"] else None
    points = {name: _point(found[name]) for name in ("authentic", "complete", "at_sealing", "today")}
    return Found(**points, named=named, level=found["level"])


def _point(found: dict[str, Any]) -> Point:
    return Point(**found | {"answer": Answer(found["answer"])})
