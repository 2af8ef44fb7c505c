"""What a file of unknown origin is: taken apart, checked, and told as answers. Any exception counts against the
file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from certflow.domain.record import RecordContent, read_content
from certflow.pdf.anchor import Anchor
from certflow.pdf.strict import Sealed, check_form_of, check_trust
from certflow.pdf.verdict import Answer, Found, Named, NotAuthentic, Point
from certflow.pdf.whole import NoProof, NotWhole, check_whole, embedded

NO_TIME = Point(Answer.UNKNOWN, "No time-stamp proves when it was sealed. Ask the ledger that issued it.")


def examine(pdf: bytes, anchor: Anchor, at: datetime, known_at: datetime | None = None) -> Found:
    """What the file is. Meant for the reading child: a hostile file may take all the time and memory there is.

    known_at   when the ledger says that exactly this file was sealed or renewed
    """
    try:
        sealed = check_form_of(pdf)
        today = _judged(sealed, anchor, at)
        proven_at = sealed.stamped_at or known_at
        at_sealing = NO_TIME if proven_at is None else _judged(sealed, anchor, proven_at)
        # What the ledger knows to have been there then is judged then.
        authentic = today if known_at is None or today.answer is Answer.YES else _judged(sealed, anchor, known_at)
    except NotAuthentic as no:
        return Found(_no(no))
    except Exception as broken:  # whatever a hostile file breaks, the answer is no
        why = f"The file cannot be read as a record ({type(broken).__name__})."
        return Found(Point(Answer.NO, why, "FORMAT_FAILURE"))
    found = Found(authentic, at_sealing=at_sealing, today=today, level=sealed.level)
    return _look_inside(sealed, anchor, found) if authentic.answer is Answer.YES else found


def _judged(sealed: Sealed, anchor: Anchor, at: datetime) -> Point:
    try:
        since = check_trust(sealed, anchor, at)
    except NotAuthentic as no:
        return _no(no)
    stamped = f" A time-stamp proves that it stood on {since:%Y-%m-%d at %H:%M:%S} UTC." if sealed.tokens else ""
    return Point(Answer.YES, f"Sealed under the trust anchor, and unchanged since.{stamped}", "TOTAL_PASSED")


def _no(no: NotAuthentic) -> Point:
    return Point(Answer.NO if no.settled else Answer.UNKNOWN, no.reason, no.indication)


def _look_inside(sealed: Sealed, anchor: Anchor, found: Found) -> Found:
    """The same, with what the data inside add up to."""
    try:
        content = read_content(embedded(sealed.reader))
    except Exception as broken:
        return replace(found, complete=Point(Answer.NO, f"The data inside cannot be read: {broken}"))
    return replace(found, complete=_whole(content, anchor), named=_named(content))


def _whole(content: RecordContent, anchor: Anchor) -> Point:
    try:
        check_whole(content, anchor)
    except NoProof as none:
        return Point(Answer.UNKNOWN, str(none))
    except NotWhole as no:
        return Point(Answer.NO, str(no))
    except Exception as broken:
        return Point(Answer.NO, f"The ledger's proof cannot be read: {broken}")
    return Point(Answer.YES, "The data inside add up, and the ledger's proof holds.")


def _named(content: RecordContent) -> Named:
    identity = content.identity
    made_at = f"{identity.made_at:%Y-%m-%dT%H:%M:%SZ}"
    data = hashlib.sha256(content.as_json()).hexdigest()
    return Named(identity.record_id, identity.dossier_id, identity.title, identity.revision, made_at, data)
