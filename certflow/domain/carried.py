"""The files that a record carries: its data, their JSON Schema, the checklist as followed, and the ledger's proof.

The data name each of the others with its SHA-256, except the two that the ledger's proof in the data already says to
the byte. So nothing can be added, left out or exchanged without a contradiction.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from certflow.domain import record as r
from certflow.domain.edition import File, digest_of

SNAPSHOT, SCHEMA = "record.json", "record.schema.json"
#: the entry as the ledger hashed it, and the way from it to the signed checkpoint (c2sp.org/tlog-proof)
ENTRY, PROOF = "ledger-entry.json", "ledger.tlog-proof"


class Relationship(StrEnum):
    """What a file is to the paper, in the words of PDF/A-3 (ISO 19005-3, annex E)."""

    #: the paper was made from it
    SOURCE = "Source"
    #: it was worked out by it
    DATA = "Data"
    #: it says more than the paper
    SUPPLEMENT = "Supplement"


class Differs(ValueError):
    """A file is not the one that the data speak of; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def schema_file(form: str = r.FORM) -> bytes:
    """The JSON Schema of the data, as people read it."""
    return json.dumps(r.schema(form), indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def checklist_files(checklist: str, line: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files of an edition, each by its edition, its own first and then what it extends."""
    return {f"{checklist}@{edition}.yaml": raw for edition, raw in line}


def listed(schema: bytes, checklist: Mapping[str, bytes]) -> tuple[r.Attachment, ...]:
    """How the data name the files beside them."""
    about_schema = "JSON Schema of record.json"
    about_checklist = "Edition of the checklist, exactly as it was followed"
    return (
        _listed(SCHEMA, schema, about_schema, "application/schema+json", Relationship.SUPPLEMENT),
        *(
            _listed(name, raw, about_checklist, "application/yaml", Relationship.DATA)
            for name, raw in checklist.items()
        ),
    )


def _listed(name: str, raw: bytes, about: str, media_type: str, relationship: Relationship) -> r.Attachment:
    return r.Attachment(name, about, media_type, relationship.value, len(raw), hashlib.sha256(raw).hexdigest())


def all_listed(content: r.RecordContent) -> tuple[r.Attachment, ...]:
    """Every file that a record with these data carries, the data themselves first."""
    data = content.as_json()
    own = _listed(SNAPSHOT, data, "The content of this record as JSON", "application/json", Relationship.SOURCE)
    by_ledger = ledger_files(content)
    words = {ENTRY: "The ledger's entry that asked for this record", PROOF: "Proof that the entry is in the ledger"}
    kinds = {ENTRY: "application/json", PROOF: "text/plain"}
    proof = (_listed(name, raw, words[name], kinds[name], Relationship.SUPPLEMENT) for name, raw in by_ledger.items())
    return (own, *content.files, *proof)


def ledger_files(content: r.RecordContent) -> dict[str, bytes]:
    """The ledger's proof as files for tools that know nothing of records; earlier shapes had none."""
    proof = content.ledger
    if proof is None or content.form in r.FORMS[:2]:
        return {}
    hashes = (base64.b64encode(bytes.fromhex(each)).decode() for each in proof.hashes)
    lines = ("c2sp.org/tlog-proof@v1", f"index {proof.leaf_index}", *hashes, "", proof.checkpoint)
    return {ENTRY: proof.entry.encode(), PROOF: "\n".join(lines).encode()}


def check_carried(content: r.RecordContent, files: Mapping[str, bytes]) -> None:
    """The files are those that the data name, all of them and no others. Raises Differs."""
    wanted = {each.name: each for each in all_listed(content)}
    for name in sorted(set(wanted) ^ set(files)):
        raise Differs(name)
    for name, each in wanted.items():
        if (len(files[name]), hashlib.sha256(files[name]).hexdigest()) != (each.size, each.sha256):
            raise Differs(name)
    line = tuple(File(files[each.name]) for each in content.files if each.relationship == Relationship.DATA)
    if line and digest_of(line) != content.checklist.digest:
        raise Differs(content.files[-1].name)
