"""Attaching evidence to a step and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.checklist import Checklist, Step
from certflow.domain.dossier import Dossier, Stage
from certflow.domain.facts import EvidenceAttached, EvidenceWithdrawn, Fact
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, holds_back

#: file name ending → (media type, how such a file begins); what is not here is not taken
TYPES: Mapping[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
    "json": ("application/json", ()),
    "kml": ("application/vnd.google-earth.kml+xml", (b"<?xml", b"<kml", b"\xef\xbb\xbf<?xml")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "zip": ("application/zip", (b"PK\x03\x04",)),
}

#: the most pieces of evidence one step may hold
MOST_PER_STEP = 200

#: the longest file name kept
LONGEST_NAME = 255


def media_type_of(name: str, beginning: bytes) -> str:
    """The media type of a file by its name's ending, if its first bytes agree.

    beginning: at least the first 16 bytes of the content.
    Raises Refused: evidence.type, evidence.content, evidence.name, evidence.empty.
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Refused("evidence.name", longest=LONGEST_NAME)
    ending = name.rpartition(".")[2].lower()
    if ending not in TYPES:
        raise Refused("evidence.type", name=name, allowed=tuple(TYPES))
    if not beginning:
        raise Refused("evidence.empty", name=name)
    media_type, starts = TYPES[ending]
    if starts and not beginning.startswith(starts):
        raise Refused("evidence.content", name=name, ending=ending)
    return media_type


def attach(
    dossier: Dossier, step: Step, evidence: str, name: str, sha256: str, size: int, media_type: str
) -> tuple[Fact, ...]:
    """Attach a stored file to `step`. The same content again under the same name changes nothing.

    Raises Refused: dossier.closed, evidence.too-many.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    there = dossier.evidence_of(step.id)
    if any(each.sha256 == sha256 and each.name == name for each in there):
        return ()
    if len(there) >= MOST_PER_STEP:
        raise Refused("evidence.too-many", step=step.id, most=MOST_PER_STEP)
    return (
        EvidenceAttached(evidence=evidence, step=step.id, sha256=sha256, size=size, media_type=media_type, name=name),
    )


def withdraw(checklist: Checklist, dossier: Dossier, evidence: str, reason: str, reader: Reader) -> tuple[Fact, ...]:
    """Take evidence out of the dossier; its file stays where the ledger's digest can prove it.

    Raises Refused: dossier.closed, evidence.unknown, evidence.protected, evidence.reason.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    if evidence not in dossier.evidence:
        raise Refused("evidence.unknown", evidence=evidence)
    if holds_back(checklist, dossier.evidence[evidence], reader):
        raise Refused("evidence.protected", evidence=evidence)
    if not reason.strip():
        raise Refused("evidence.reason")
    return (EvidenceWithdrawn(evidence=evidence, reason=reason.strip()),)
