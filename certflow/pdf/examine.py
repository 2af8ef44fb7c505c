"""What a file of unknown origin is: taken apart, checked, and told as answers. Any exception counts against the
file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from certflow.domain.record import RecordContent, read_content
from certflow.pdf.anchor import Anchor
from certflow.pdf.strict import Sealed, check_form_of, check_trust
from certflow.pdf.verdict import Answer, Found, Named, NotAuthentic, Point, Reason, answered
from certflow.pdf.whole import NoProof, NotWhole, attached, check_whole, data_among

NO_TIME = answered(
    Answer.UNKNOWN, Reason("seal.no-time", "No time-stamp proves when it was sealed. Ask the ledger that issued it.")
)


def examine(pdf: bytes, anchor: Anchor, at: datetime, known_at: datetime | None = None) -> Found:
    """What the file is. Meant for the reading child: a hostile file may take all the time and memory there is.
    Raises MemoryError.

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
    except MemoryError:  # the one thing that more room would mend; whoever gave the room says so
        raise
    except Exception as broken:  # whatever a hostile file breaks, the answer is no
        why = Reason("file.broken", "The file cannot be read as a record ({kind}).", kind=type(broken).__name__)
        return Found(answered(Answer.NO, why, "FORMAT_FAILURE"))
    found = Found(authentic, at_sealing=at_sealing, today=today, level=sealed.level)
    return _look_inside(sealed, anchor, found) if authentic.answer is Answer.YES else found


def _judged(sealed: Sealed, anchor: Anchor, at: datetime) -> Point:
    try:
        since = check_trust(sealed, anchor, at)
    except NotAuthentic as no:
        return _no(no)
    good = Reason("seal.good", "Sealed under the trust anchor, and unchanged since.")
    if sealed.tokens:
        good = Reason(
            "seal.good-stamped",
            "Sealed under the trust anchor, and unchanged since. "
            "A time-stamp proves that it stood on {day} at {time} UTC.",
            day=f"{since:%Y-%m-%d}",
            time=f"{since:%H:%M:%S}",
        )
    return answered(Answer.YES, good, "TOTAL_PASSED")


def _no(no: NotAuthentic) -> Point:
    return answered(Answer.NO if no.settled else Answer.UNKNOWN, no.reason, no.indication)


def _look_inside(sealed: Sealed, anchor: Anchor, found: Found) -> Found:
    """The same, with what the data inside add up to."""
    try:
        files = attached(sealed.reader)
        content = read_content(data_among(files))
    except MemoryError:
        raise
    except Exception as broken:
        return replace(
            found,
            complete=answered(
                Answer.NO, Reason("data.unreadable", "The data inside cannot be read: {why}", why=str(broken))
            ),
        )
    return replace(found, complete=_whole(content, files, anchor), named=_named(content))


def _whole(content: RecordContent, files: Mapping[str, bytes], anchor: Anchor) -> Point:
    try:
        check_whole(content, files, anchor)
    except NoProof as none:
        return answered(Answer.UNKNOWN, none.reason)
    except NotWhole as no:
        return answered(Answer.NO, no.reason)
    except Exception as broken:
        return answered(
            Answer.NO, Reason("proof.unreadable", "The ledger's proof cannot be read: {why}", why=str(broken))
        )
    return answered(Answer.YES, Reason("data.whole", "The data inside add up, and the ledger's proof holds."))


def _named(content: RecordContent) -> Named:
    identity = content.identity
    made_at = f"{identity.made_at:%Y-%m-%dT%H:%M:%SZ}"
    data = hashlib.sha256(content.as_json()).hexdigest()
    answers = (answer for step in content.steps for answer in step.answers)
    return Named(
        identity.record_id,
        identity.dossier_id,
        identity.title,
        identity.revision,
        made_at,
        data,
        content.view.written,
        {answer.id: answer.held.commitment for answer in answers if answer.held},
    )
