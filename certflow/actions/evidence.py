"""Evidence: stored and synced first, then recorded; given out only as a download."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from certflow.actions.desk import Desk, see, turn
from certflow.actions.reviews import find_step
from certflow.domain import evidence
from certflow.domain.dossier import Evidence
from certflow.domain.facts import Protected
from certflow.domain.people import Actor, Permission, role_for
from certflow.domain.refusal import Refused

#: how much of a file is looked at to tell its type
BEGINNING = 64


def attach(desk: Desk, actor: Actor, dossier_id: str, step_id: str, name: str, content: BinaryIO) -> None:
    """Attach a file to a step.

    Raises Refused: people.not-allowed, dossier.unknown, step.unknown, evidence.type, evidence.content,
    evidence.too-large, storage.full, and what domain/evidence.py refuses.
    """
    role_for(actor, Permission.EVIDENCE_ATTACH)
    step = find_step(see(desk, actor, dossier_id).checklist, step_id)
    beginning = content.read(BEGINNING)
    content.seek(0)
    media_type = evidence.media_type_of(name, beginning)
    kept = desk.files.put(content, desk.config.upload_limit_bytes)
    with turn(desk, actor, dossier_id, Permission.EVIDENCE_ATTACH) as t:
        t.record(*evidence.attach(t.dossier, step, desk.new_id(), name, kept.sha256, kept.size, media_type))


def withdraw(desk: Desk, actor: Actor, dossier_id: str, evidence_id: str, reason: str) -> None:
    """Take evidence out of the dossier, with a reason."""
    with turn(desk, actor, dossier_id, Permission.EVIDENCE_ATTACH) as t:
        t.record(*evidence.withdraw(t.checklist, t.dossier, evidence_id, reason, t.reader))


def fetch(desk: Desk, actor: Actor, dossier_id: str, evidence_id: str) -> tuple[Evidence, Iterator[bytes]]:
    """One piece of evidence and its content. Raises Refused: dossier.unknown, evidence.unknown, evidence.protected."""
    dossier = see(desk, actor, dossier_id).dossier
    if evidence_id not in dossier.evidence:
        raise Refused("evidence.unknown", evidence=evidence_id)
    found = dossier.evidence[evidence_id]
    if isinstance(found.name, Protected):
        raise Refused("evidence.protected", evidence=evidence_id)
    return found, desk.files.get(found.sha256)
