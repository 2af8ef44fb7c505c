"""What a file of unknown origin is: taken apart, checked, and told as answers. Any exception counts against the
file."""

from __future__ import annotations

import hashlib
from datetime import datetime

from certflow.domain.record import RecordContent, read_content
from certflow.pdf.anchor import Anchor
from certflow.pdf.strict import NotAuthentic, check_seal
from certflow.pdf.verdict import Answer, Found, Named, Point
from certflow.pdf.whole import NoProof, NotWhole, check_whole, embedded


def examine(pdf: bytes, anchor: Anchor, at: datetime) -> Found:
    """What the file is. Meant for the reading child: a hostile file may take all the time and memory there is."""
    try:
        reader = check_seal(pdf, anchor, at)
    except NotAuthentic as no:
        return Found(Point(Answer.NO if no.settled else Answer.UNKNOWN, no.reason, no.indication))
    except Exception as broken:  # whatever a hostile file breaks, the answer is no
        why = f"The file cannot be read as a record ({type(broken).__name__})."
        return Found(Point(Answer.NO, why, "FORMAT_FAILURE"))
    authentic = Point(Answer.YES, "Sealed under the trust anchor, and unchanged since.", "TOTAL_PASSED")
    try:
        content = read_content(embedded(reader))
    except Exception as broken:
        return Found(authentic, Point(Answer.NO, f"The data inside cannot be read: {broken}"))
    named = _named(content)
    try:
        check_whole(content, anchor)
    except NoProof as none:
        return Found(authentic, Point(Answer.UNKNOWN, str(none)), named)
    except NotWhole as no:
        return Found(authentic, Point(Answer.NO, str(no)), named)
    except Exception as broken:
        return Found(authentic, Point(Answer.NO, f"The ledger's proof cannot be read: {broken}"), named)
    return Found(authentic, Point(Answer.YES, "The data inside add up, and the ledger's proof holds."), named)


def _named(content: RecordContent) -> Named:
    identity = content.identity
    made_at = f"{identity.made_at:%Y-%m-%dT%H:%M:%SZ}"
    data = hashlib.sha256(content.as_json()).hexdigest()
    return Named(identity.record_id, identity.dossier_id, identity.title, identity.revision, made_at, data)
