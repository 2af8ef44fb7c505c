"""Do the data inside a record add up, with themselves and with the ledger?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from certflow.domain import ledger
from certflow.domain.carried import SNAPSHOT, Differs, check_carried
from certflow.domain.checkpoint import open_note, read_checkpoint
from certflow.domain.facts import FULL
from certflow.domain.record import Applies, LedgerProof, Outcome, RecordContent, StepState
from certflow.pdf.anchor import Anchor, verify_note
from certflow.pdf.verdict import Reason


class NotWhole(Exception):
    """Something does not add up; `reason` says what."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class NoProof(Exception):
    """The record carries no proof from the ledger."""

    reason = Reason("proof.missing", "The record carries no proof from the ledger.")


def data_among(files: Mapping[str, bytes]) -> bytes:
    """The data among the attached files. Raises NotWhole where they are missing."""
    if SNAPSHOT not in files:
        raise NotWhole(Reason("data.no-data", "The file does not carry {name}.", name=SNAPSHOT))
    return files[SNAPSHOT]


def attached(reader: PdfFileReader) -> dict[str, bytes]:
    """Every attached file by its name. Raises NotWhole where a name or a file is there twice, or in one list only."""
    listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    by_name = [(str(listed[at]), listed.raw_get(at + 1).reference) for at in range(0, len(listed), 2)]
    associated = [reader.root["/AF"].raw_get(at).reference for at in range(len(reader.root["/AF"]))]
    alike = sorted(set(associated), key=str) == sorted({each for _, each in by_name}, key=str)
    if not alike or not len({name for name, _ in by_name}) == len(by_name) == len(associated):
        raise NotWhole(Reason("data.attachments", "The file must carry exactly the files that its data name."))
    files = {}
    for at, (name, _) in enumerate(by_name):
        file = listed[2 * at + 1]
        if not name == file["/UF"] == file["/F"]:
            raise NotWhole(Reason("data.attachments", "The file must carry exactly the files that its data name."))
        files[name] = file["/EF"]["/F"].data
    return files


def check_whole(content: RecordContent, files: Mapping[str, bytes], anchor: Anchor) -> None:
    """Raises NotWhole, or NoProof when all adds up but the ledger is not asked to witness it.

    files   all that is attached, the data among them
    """
    _check_content(content)
    try:
        check_carried(content, files)
    except Differs as other:
        raise NotWhole(
            Reason("data.file", "The attached file {name} is not among those that the data name.", name=other.name)
        ) from other
    if content.ledger is None:
        raise NoProof
    _check_proof(content, content.ledger, anchor)


def _check_content(content: RecordContent) -> None:
    listed = {file.sha256 for file in content.evidence}
    for step in content.steps:
        if not set(step.evidence) <= listed:
            raise NotWhole(Reason("data.evidence", "Step {step} names evidence that is not listed.", step=step.id))
        if step.state is StepState.APPROVED and not step.approvals:
            raise NotWhole(
                Reason(
                    "data.nobody-approved",
                    "Step {step} counts as approved but names nobody who approved it.",
                    step=step.id,
                )
            )
    met = content.result.outcome in (Outcome.MET_AS_CLAIMED, Outcome.MET_WITH_WAIVERS)
    if met and (content.result.open_points or _unfinished(content)):
        raise NotWhole(Reason("data.left-open", "The outcome says that all is met, but something is left open."))
    _check_waivers(content)


def _check_waivers(content: RecordContent) -> None:
    """A step that is set aside has its waiver, and the outcome says that there is one."""
    waived = {step for waiver in content.waivers for step in waiver.steps}
    for step in content.steps:
        if step.state is not StepState.WAIVED:
            continue
        if step.id not in waived or content.result.outcome is Outcome.MET_AS_CLAIMED:
            raise NotWhole(
                Reason(
                    "data.waived",
                    "Step {step} counts as waived, but the record does not say by what, or not on its cover.",
                    step=step.id,
                )
            )


def _unfinished(content: RecordContent) -> bool:
    done = {StepState.APPROVED, StepState.WAIVED, StepState.NOT_REQUIRED}
    return any(step.applies is not Applies.NO and step.state not in done for step in content.steps)


def _check_proof(content: RecordContent, proof: LedgerProof, anchor: Anchor) -> None:
    try:
        checkpoint = read_checkpoint(open_note(proof.checkpoint, anchor.ledger, verify_note))
    except ValueError as why:
        raise NotWhole(
            Reason("proof.checkpoint", "The ledger's checkpoint does not hold: {why}.", why=str(why))
        ) from why
    if checkpoint.origin != anchor.ledger.name:
        raise NotWhole(Reason("proof.other-ledger", "The checkpoint is of another ledger than the trust anchor names."))
    if checkpoint.size != proof.tree_size or proof.entries != content.identity.revision:
        raise NotWhole(
            Reason("proof.numbers", "The checkpoint, the proof and the record speak of different numbers of entries.")
        )
    leaf = ledger.leaf_hash(proof.entry.encode())
    hashes = [bytes.fromhex(each) for each in proof.hashes]
    if not ledger.included(leaf, proof.leaf_index, proof.tree_size, hashes, checkpoint.root):
        raise NotWhole(
            Reason(
                "proof.not-included", "The entry for this record is not in the ledger that the checkpoint describes."
            )
        )
    _check_entry(content, proof, json.loads(proof.entry))


def _check_entry(content: RecordContent, proof: LedgerProof, entry: dict[str, Any]) -> None:
    """The entry that the ledger vouches for must be the request for this very record."""
    asked, identity, view = entry["object"], content.identity, content.view.written
    said = (entry["kind"], asked["record"], entry["dossier"], entry["revision"], entry["seq"], _audience(asked))
    meant = ("RecordRequested", identity.record_id, identity.dossier_id, identity.revision, proof.leaf_index + 1, view)
    if said != meant:
        raise NotWhole(
            Reason(
                "proof.other-entry",
                "The ledger's entry is about {said}, not about {meant}.",
                said=str(said),
                meant=str(meant),
            )
        )


def _audience(asked: dict[str, Any]) -> object:
    """Whom the request says the record is for; requests from before there were views say nothing."""
    return asked.get("audience", FULL)
