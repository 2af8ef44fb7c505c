"""The recipe as pure functions: what each part of a bundle must be for the next to mean something."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certflow.domain.bundle import form
from certflow.domain.bundle.openings import check_openings
from certflow.domain.bundle.recipe import RECIPES
from certflow.domain.bundle.trouble import Trouble
from certflow.domain.bundle.walk import Ledger, walk
from certflow.domain.carried import Relationship
from certflow.domain.checkpoint import Checkpoint, NoteKey, Verify, open_note, read_checkpoint
from certflow.domain.edition import File, digest_of
from certflow.domain.entry import moment
from certflow.domain.facts import FULL, Json
from certflow.domain.record import RecordContent


@dataclass(frozen=True)
class Sealed:
    """What the ledger of a bundle says about its record.

    requested, sealed     seqs of the two entries that the record owes its being to
    replaced_by           the record that took its place, if the bundle shows one
    replaced_because      the reason that was given for that
    withdrawn             the reason for which it was withdrawn, if the bundle shows that
    """

    record: str
    dossier: str
    requested: int
    sealed: int
    sealed_at: datetime
    replaced_by: str | None
    replaced_because: str | None
    withdrawn: str | None


@dataclass(frozen=True)
class Read:
    """A bundle whose ledger holds: every entry in its place under signed roots, and the record among them."""

    files: Mapping[str, bytes]
    ledger: Ledger
    sealed: Sealed


def check_ledger(files: Mapping[str, bytes], key: NoteKey, verify: Verify, outside: Sequence[str] = ()) -> Read:
    """Everything up to the record's own pages. Raises Trouble, naming the first thing that does not hold.

    outside  checkpoints (signed notes) that came by another way than the bundle
    """
    form.check_names(files)
    form.check_manifest(files)
    if hashlib.sha256(files[form.README]).hexdigest() not in RECIPES:
        raise Trouble(form.README, "It is not the recipe of this form of bundle.")
    inside = _checkpoints(files, key, verify)
    kept = [_kept(number, note, key, verify) for number, note in enumerate(outside, 1)]
    ledger = walk(files[form.ENTRIES], {*inside, *(each.size for each in kept)})
    _check_roots(ledger, inside)
    opened = check_openings(files[form.OPENINGS], ledger.bodies)
    sealed = _sealed(files, ledger, opened)
    for number, each in enumerate(kept, 1):
        _check_kept(number, each, ledger)
    return Read(files, ledger, sealed)


def check_content(read: Read, content: RecordContent) -> None:
    """The data in the record say what the ledger says. Raises Trouble."""
    sealed, identity, request = read.sealed, content.identity, read.ledger.bodies[read.sealed.requested]
    said = (identity.record_id, identity.dossier_id, identity.revision)
    if said != (sealed.record, sealed.dossier, request["revision"]):
        raise Trouble(form.SNAPSHOT, f"It is about another record or revision than entry {sealed.requested}.")
    _check_checklist(read, content)
    _check_proof(read, content)
    _check_people(read, content)


def _check_checklist(read: Read, content: RecordContent) -> None:
    """The checklist is the edition on which the dossier stood, under the names that the record gives its files."""
    line = form.checklist_line(read.files)
    digest = digest_of(tuple(File(read.files[name]) for name in reversed(line)))
    first, *others = read.ledger.bodies.values()
    moved = [each for each in others if each["kind"] == "EditionMoved" and each["seq"] < read.sealed.requested]
    stood = [first, *moved][-1]["object"].get("checklist_digest")
    if (first["kind"], stood) != ("DossierOpened", digest):
        raise Trouble(line[-1], "It is not the edition on which the dossier stood when the record was asked for.")
    if content.checklist.digest != digest:
        raise Trouble(form.SNAPSHOT, "It names another edition of the checklist.")
    attached = [each.name for each in content.files if each.relationship == Relationship.DATA]
    alone = [f"{content.checklist.id}@{content.checklist.edition}.yaml"]  # earlier records carried no checklist
    if line not in ((form.CHECKLIST,), form.checklist_names(attached or alone)):
        raise Trouble(line[-1], "The record names the files of its checklist otherwise.")


def _checkpoints(files: Mapping[str, bytes], key: NoteKey, verify: Verify) -> dict[int, Checkpoint]:
    found: dict[int, Checkpoint] = {}
    for name in files:
        if name.startswith(form.CHECKPOINTS):
            try:
                each = _open(files[name].decode(), key, verify)
            except ValueError as why:
                raise Trouble(name, f"The ledger's key did not sign it as it is: {why}.") from why
            if form.checkpoint_name(each.size) != name:
                raise Trouble(name, f"It is the checkpoint over {each.size} entries.")
            found[each.size] = each
    if not found:
        raise Trouble(form.CHECKPOINTS, "There is no checkpoint, so nothing vouches for the entries.")
    return found


def _open(note: str, key: NoteKey, verify: Verify) -> Checkpoint:
    found = read_checkpoint(open_note(note, key, verify))
    if found.origin != key.name:
        raise ValueError("it is of another ledger")
    return found


def _kept(number: int, note: str, key: NoteKey, verify: Verify) -> Checkpoint:
    try:
        return _open(note, key, verify)
    except ValueError as why:
        raise Trouble(_outside(number), f"The key of this ledger did not sign it: {why}.") from why


def _outside(number: int) -> str:
    return f"the checkpoint you hold (no. {number})"


def _check_roots(ledger: Ledger, inside: Mapping[int, Checkpoint]) -> None:
    for size, each in inside.items():
        if ledger.roots.get(size) != each.root:
            last = max((own for own in ledger.lines if own <= size), default=0)
            why = f"It signs other entries than the {size} here; the last one shown before it is entry {last}."
            raise Trouble(form.checkpoint_name(size), why)
    if ledger.size != max(inside):
        raise Trouble(form.ENTRIES, f"No checkpoint vouches for what comes after entry {max(inside)}.")


def _check_kept(number: int, kept: Checkpoint, ledger: Ledger) -> None:
    if kept.size > ledger.size:
        why = (
            f"It covers {kept.size} entries, but this ledger ends after {ledger.size}: it was cut off or rolled back, "
            "or the bundle is older. Ask for a new one."
        )
        raise Trouble(_outside(number), why)
    if ledger.roots.get(kept.size) != kept.root:
        raise Trouble(
            _outside(number), f"It signs another history: the first {kept.size} entries here are not the same."
        )


def _sealed(files: Mapping[str, bytes], ledger: Ledger, opened: Mapping[tuple[int, str], Json]) -> Sealed:
    """The entries that asked for this very file and sealed it, and what became of the record since."""
    sha256 = hashlib.sha256(files[form.RECORD]).hexdigest()
    size = len(files[form.RECORD])
    file = _find(ledger, "RecordSealed", sha256=sha256, size=size) or _find(
        ledger, "RecordRenewed", sha256=sha256, size=size
    )
    if file is None:
        raise Trouble(form.RECORD, "No entry of the ledger says that exactly this file was sealed.")
    record = ledger.bodies[file]["object"].get("record")
    requested, sealed = (_find(ledger, kind, record=record) for kind in ("RecordRequested", "RecordSealed"))
    if requested is None or sealed is None or not requested < sealed <= file:
        raise Trouble(form.RECORD, f"No entries before {file} asked for this record and sealed it.")
    withdrawn = _find(ledger, "RecordWithdrawn", record=record)
    replaced_by = _replacement(ledger, sealed, requested)
    asked = _find(ledger, "RecordRequested", record=replaced_by)
    because = None if asked is None else opened.get((asked, "reason"))
    return Sealed(
        record=record,
        dossier=ledger.bodies[sealed]["dossier"],
        requested=requested,
        sealed=sealed,
        sealed_at=_moment(ledger, sealed),
        replaced_by=replaced_by,
        replaced_because=None if because is None else str(because),
        withdrawn=None if withdrawn is None else str(opened.get((withdrawn, "reason"), "no reason is kept any more")),
    )


def _find(ledger: Ledger, kind: str, **members: object) -> int | None:
    """The first entry of a kind whose object has these members."""
    for seq, body in ledger.bodies.items():
        if body["kind"] == kind and members.items() <= {**body["object"]}.items():
            return seq
    return None


def _replacement(ledger: Ledger, sealed: int, requested: int) -> str | None:
    """The last record sealed later, unless it was asked for another audience: a view replaces no other one."""
    audience = ledger.bodies[requested]["object"].get("audience", FULL)
    asked = [body["object"] for body in ledger.bodies.values() if body["kind"] == "RecordRequested"]
    others = [each.get("record") for each in asked if each.get("audience", FULL) != audience]
    later = [body["object"] for seq, body in ledger.bodies.items() if seq > sealed and body["kind"] == "RecordSealed"]
    return next((str(each["record"]) for each in reversed(later) if each.get("record") not in others), None)


def _moment(ledger: Ledger, seq: int) -> datetime:
    said = ledger.bodies[seq]["at"]
    try:
        at = datetime.fromisoformat(said)
        if moment(at) == said:
            return at
    except (ValueError, TypeError, RuntimeError):
        pass
    raise Trouble(f"{form.ENTRIES} (entry {seq})", "It does not say when.")


def _check_proof(read: Read, content: RecordContent) -> None:
    """The proof inside the record is about this ledger and no other."""
    proof = content.ledger
    if proof is None or read.ledger.lines[read.sealed.requested] != proof.entry.encode():
        raise Trouble(form.SNAPSHOT, f"It carries no proof of entry {read.sealed.requested}, or of another one.")
    if read.files.get(form.checkpoint_name(proof.tree_size)) != proof.checkpoint.encode():
        raise Trouble(form.SNAPSHOT, "It carries a checkpoint that the ledger of this bundle does not have.")


def _check_people(read: Read, content: RecordContent) -> None:
    """Who approved what, and every piece of evidence, stand in the ledger before the record was asked for."""
    upto = [body for seq, body in read.ledger.bodies.items() if seq <= read.sealed.requested]
    votes = set(_of_kind(upto, "StepApproved", ("step",), ("name", "shown", "at")))
    files = set(_of_kind(upto, "EvidenceAttached", ("sha256", "size", "media_type"), ("name", "at")))
    given = set(_of_answers(upto))
    for step in content.steps:
        for answer in step.answers:
            if answer.held and (answer.id, answer.held.commitment) not in given:
                raise Trouble(form.SNAPSHOT, f"No entry commits to the answer {answer.id} as it says.")
        for vote in step.approvals:
            if (step.id, vote.name, vote.digest, _second(vote.at)) not in votes:
                raise Trouble(form.SNAPSHOT, f"No entry holds the approval of {step.id} by {vote.name}.")
    for file in content.evidence:
        if (file.sha256, file.size, file.media_type, file.attached_by, _second(file.attached_at)) not in files:
            raise Trouble(form.SNAPSHOT, f"No entry attached the evidence {file.sha256}.")


def _of_answers(bodies: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Question and commitment of every answer that was given."""
    for body in bodies:
        if body["kind"] == "AnswerGiven":
            yield body["object"]["question"], body["object"]["value"]["committed"]


def _of_kind(
    bodies: Iterable[Mapping[str, Any]], kind: str, of_object: Sequence[str], about: Sequence[str]
) -> Iterable[tuple[Any, ...]]:
    """Of each entry of a kind: these members of its object, and who, what was shown, and the second."""
    for body in bodies:
        if body["kind"] == kind:
            who = {"name": body["by"]["name"], "shown": body["shown"], "at": body["at"][:19]}
            yield (*(body["object"][name] for name in of_object), *(who[name] for name in about))


def _second(at: datetime) -> str:
    return moment(at)[:19]
