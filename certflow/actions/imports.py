"""Read a file that somebody else made, in a child process with limits. Nothing is stored, and nothing of it is run."""

from __future__ import annotations

import base64
import json

from certflow.child import ChildFailed, Limits, run_child
from certflow.domain.edition import File
from certflow.domain.exchange.report import MAX_BYTES, Report
from certflow.domain.refusal import Refused

LIMITS = Limits(cpu_s=60, wall_s=120, memory_mb=1536)


def import_file(raw: bytes, name: str, over: File | None = None, limits: Limits = LIMITS) -> Report:
    """What becomes of a file: a checklist, and everything to be told about it.

    over  the checklist that an OSCAL profile tailors
    Raises Refused: import.*
    """
    if len(raw) > MAX_BYTES:
        raise Refused("import.too-large", bytes=len(raw), most=MAX_BYTES)
    base = None if over is None else {"file": base64.b64encode(over.raw).decode(), "name": over.name}
    asked = {"file": base64.b64encode(raw).decode(), "name": name, "over": base}
    try:
        said = run_child("certflow.exchange.reader", [], json.dumps(asked).encode(), limits)
    except ChildFailed as failed:
        raise Refused("import.failed", why=failed.reason) from failed
    found = json.loads(said)
    if "refused" in found:
        raise Refused(str(found["refused"]), **found["facts"])
    return Report.from_json(said.decode())
