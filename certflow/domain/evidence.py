"""Attaching evidence to a step and withdrawing it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from certflow.domain.checklist import Checklist, Step
from certflow.domain.dossier import Dossier, Stage
from certflow.domain.facts import EvidenceAttached, EvidenceMarked, EvidenceWithdrawn, Fact
from certflow.domain.marking import NO_MARKING, Marking
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
    dossier: Dossier,
    step: Step,
    evidence: str,
    name: str,
    sha256: str,
    size: int,
    media_type: str,
    marking: Marking = NO_MARKING,
    *,
    kept: bool = True,
) -> tuple[Fact, ...]:
    """Attach a file to `step`, marked. The same content again under the same name changes nothing.

    kept: False where its owner only names it, and the file is never here
    Raises Refused: dossier.closed, evidence.too-many.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    there = dossier.evidence_of(step.id)
    if any(each.sha256 == sha256 and each.name == name for each in there):
        return ()
    if len(there) >= MOST_PER_STEP:
        raise Refused("evidence.too-many", step=step.id, most=MOST_PER_STEP)
    attached = EvidenceAttached(evidence, step.id, sha256, size, media_type, name, kept)
    said = marking.as_json()
    return (attached, *([EvidenceMarked(evidence, step.id, said)] if said else []))


def mark(dossier: Dossier, evidence: str, marking: Marking, reader: Reader) -> tuple[Fact, ...]:
    """Mark a piece of evidence anew; for whoever works for the organisation that attached it.

    Raises Refused: dossier.closed, evidence.unknown, evidence.not-yours.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    there = dossier.evidence.get(evidence)
    if there is None:
        raise Refused("evidence.unknown", evidence=evidence)
    if reader.organisation != there.by.organisation:
        raise Refused("evidence.not-yours", evidence=evidence)
    if marking == there.marking:
        return ()
    return (EvidenceMarked(evidence, there.step, marking.as_json()),)


def registered(name: str, sha256: str, size: str) -> tuple[str, int, str]:
    """SHA-256, size and media type of a file that stays with its owner, as they were typed.

    Raises Refused: evidence.sha256, evidence.size, and those of `media_type_of`.
    """
    digest = sha256.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise Refused("evidence.sha256")
    if not re.fullmatch(r"[1-9][0-9]{0,14}", size.strip()):
        raise Refused("evidence.size")
    ending = name.rpartition(".")[2].lower()
    beginning = (TYPES[ending][1] or (b"?",))[0] if ending in TYPES else b"?"
    return digest, int(size), media_type_of(name, beginning)


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
