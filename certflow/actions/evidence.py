"""Evidence: stored and synced first, then recorded; given out only as a download."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from certflow.actions.desk import Desk, see, turn
from certflow.actions.reviews import find_step
from certflow.domain import evidence
from certflow.domain.dossier import Evidence
from certflow.domain.marking import NO_MARKING, Classification, Marking, Sharing, must_be_accredited
from certflow.domain.people import Actor, Permission, role_for
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, may_fetch

#: how much of a file is looked at to tell its type
BEGINNING = 64


def attach(
    desk: Desk,
    actor: Actor,
    dossier_id: str,
    step_id: str,
    name: str,
    content: BinaryIO,
    marking: Marking = NO_MARKING,
) -> None:
    """Attach a file to a step, marked.

    Raises Refused: people.not-allowed, dossier.unknown, step.unknown, evidence.type, evidence.content,
    evidence.too-large, evidence.classified, storage.full, and what domain/evidence.py refuses.
    """
    role_for(actor, Permission.EVIDENCE_ATTACH)
    must_be_accredited(marking, Classification(desk.config.accredited))  # before anything of it is kept
    step = find_step(see(desk, actor, dossier_id).checklist, step_id)
    beginning = content.read(BEGINNING)
    content.seek(0)
    media_type = evidence.media_type_of(name, beginning)
    kept = desk.files.put(content, desk.config.upload_limit_bytes)
    with turn(desk, actor, dossier_id, Permission.EVIDENCE_ATTACH) as t:
        t.record(*evidence.attach(t.dossier, step, desk.new_id(), name, kept.sha256, kept.size, media_type, marking))


def register(
    desk: Desk, actor: Actor, dossier_id: str, step_id: str, name: str, sha256: str, size: str, marking: Marking
) -> None:
    """Name a file that stays with its owner and never comes here: its reviewers vouch for it.

    Raises Refused: evidence.sha256, evidence.size, and as `attach` does.
    """
    must_be_accredited(marking, Classification(desk.config.accredited))
    digest, bytes_, media_type = evidence.registered(name, sha256, size)
    attested = replace(marking, sharing=Sharing.ATTEST_ONLY)
    with turn(desk, actor, dossier_id, Permission.EVIDENCE_ATTACH) as t:
        step = find_step(t.checklist, step_id)
        new = desk.new_id()
        t.record(*evidence.attach(t.dossier, step, new, name, digest, bytes_, media_type, attested, kept=False))


def mark(desk: Desk, actor: Actor, dossier_id: str, evidence_id: str, marking: Marking) -> None:
    """Mark a piece of evidence anew. Approvals that covered the old marking end."""
    must_be_accredited(marking, Classification(desk.config.accredited))
    with turn(desk, actor, dossier_id, Permission.EVIDENCE_ATTACH) as t:
        t.record(*evidence.mark(t.dossier, evidence_id, marking, t.reader))


def withdraw(desk: Desk, actor: Actor, dossier_id: str, evidence_id: str, reason: str) -> None:
    """Take evidence out of the dossier, with a reason."""
    with turn(desk, actor, dossier_id, Permission.EVIDENCE_ATTACH) as t:
        t.record(*evidence.withdraw(t.checklist, t.dossier, evidence_id, reason, t.reader))


def fetch(desk: Desk, actor: Actor, dossier_id: str, evidence_id: str) -> tuple[Evidence, Iterator[bytes]]:
    """One piece of evidence and its content, for whoever is handed the file.

    Raises Refused: dossier.unknown, evidence.unknown, evidence.protected.
    """
    sight = see(desk, actor, dossier_id)
    found = sight.dossier.evidence.get(evidence_id)
    if found is None:
        raise Refused("evidence.unknown", evidence=evidence_id)
    if not may_fetch(sight.checklist, found, Reader.of(actor, sight.dossier.parties)):
        raise Refused("evidence.protected", evidence=evidence_id)
    return found, desk.files.get(found.sha256)
