"""Bundles for tests: one real record, and a ledger around it that can be bent in any way.

The record is made once, by the acts that everybody uses. `History` is the ledger as a list of entries; whoever holds
it can write another past, sign it with any key, and pack it as certflow would.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certflow.actions import bundles, dossiers, evidence, printing
from certflow.domain import ledger
from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack, unpack
from certflow.domain.bundle.folded import Subtree, cover, fold_line
from certflow.domain.bundle.openings import Opening, write_openings
from certflow.domain.carried import SCHEMA, schema_file
from certflow.domain.checkpoint import Checkpoint, NoteKey, Sign, sign_note
from certflow.domain.ledger import canonical, leaf_hash
from certflow.domain.record import LedgerProof, RecordContent, read_content
from certflow.pdf.draw import draw
from certflow.pdf.keys import Keyring, ledger_signer
from certflow.pdf.sign import seal
from certflow.storage import database, entries, openings
from tests.actions.office import Office, open_office

Body = dict[str, Any]


@dataclass(frozen=True)
class History:
    """A ledger as its entries' bodies, and what a bundle of `dossier` shows of it.

    signed   the sizes that were signed, smallest first
    given    everything in the bundle that does not follow from the entries
    """

    bodies: tuple[Body, ...]
    dossier: str
    signed: tuple[int, ...]
    openings: tuple[Opening, ...]
    given: Mapping[str, bytes]
    key: NoteKey
    sign: Sign

    @cached_property
    def lines(self) -> list[bytes]:
        return [canonical(body) for body in self.bodies]

    def node(self, level: int, place: int) -> bytes:
        if level == 0:
            return leaf_hash(self.lines[place])
        return ledger.node_hash(self.node(level - 1, 2 * place), self.node(level - 1, 2 * place + 1))

    def note(self, size: int) -> str:
        """The checkpoint over the first `size` entries, as the ledger would sign it."""
        return sign_note(Checkpoint(self.key.name, size, ledger.root(size, self.node)).text, self.key, self.sign)

    def files(self) -> dict[str, bytes]:
        """The bundle's files."""
        own = [seq for seq, body in enumerate(self.bodies, 1) if body["dossier"] == self.dossier]
        lines = [
            fold_line(each, self.node(each.level, each.place)) if isinstance(each, Subtree) else self.lines[each - 1]
            for each in cover(own, self.signed)
        ]
        return form.with_manifest(
            {
                **self.given,
                form.ENTRIES: b"".join(line + b"\n" for line in lines),
                form.OPENINGS: write_openings(self.openings),
                **{form.checkpoint_name(size): self.note(size).encode() for size in self.signed},
            }
        )

    def zip(self) -> bytes:
        return pack(self.files())

    def then(self, *added: Body, signed: Iterable[int] = ()) -> History:
        """The same with more entries at its end; numbers and chains are made to fit."""
        sizes = sorted({*self.signed, *signed, len(self.bodies) + len(added)})
        return replace(self, bodies=fitting((*self.bodies, *added)), signed=tuple(sizes))

    def changed(self, change: Callable[[list[Body]], None]) -> History:
        """Another past: every number, chain, hash and signature after it is made to fit."""
        bodies = [json.loads(json.dumps(body)) for body in self.bodies]
        change(bodies)
        return replace(self, bodies=fitting(bodies))

    def signed_by(self, key: NoteKey, sign: Sign) -> History:
        return replace(self, key=key, sign=sign)


def fitting(bodies: Sequence[Body]) -> tuple[Body, ...]:
    """The bodies with seq, revision and previous as their places ask."""
    ends: dict[str | None, tuple[int, str | None]] = {}
    found = []
    for seq, body in enumerate(bodies, 1):
        revision, previous = ends.get(body["dossier"], (0, None))
        number = None if body["dossier"] is None else revision + 1
        body = {**body, "seq": seq, "revision": number, "previous": previous}
        ends[body["dossier"]] = revision + 1, leaf_hash(canonical(body)).hex()
        found.append(body)
    return tuple(found)


def stranger(number: int) -> Body:
    """An entry of somebody else's dossier."""
    return {
        "dossier": f"other-{number % 3}",
        "at": f"2026-11-22T10:00:{number % 60:02}.000000Z",
        "by": {"person": "x", "name": "X", "organisation": "x", "role": "compliance", "signed_in": "password"},
        "kind": "AnswerWithdrawn",
        "v": 1,
        "object": {"question": f"q{number}"},
        "shown": None,
        "rule": None,
        "software": "test",
    }


def files_of(bundle: bytes) -> dict[str, bytes]:
    return dict(unpack(bundle))


#: a second and a third edition of the office's checklist, each a few lines over the one before
EXTENDED = {
    "1-it": 'checklist: glider\nedition: "1-it"\nextends: "1"\nstatus: draft\ntitle: Alianti in Italia\n',
    "2": 'checklist: glider\nedition: "2"\nextends: "1-it"\nstatus: draft\ntitle: Alianti in Liguria\n',
}


def on_an_extended_edition(office: Office) -> None:
    """Go over to a fresh dossier on an edition that extends one that extends another."""
    for edition, text in EXTENDED.items():
        (office.desk.config.checklists / "glider" / f"{edition}.yaml").write_text(text, "utf-8")
    office.desk = office.with_new_desk()
    parties = {"ligure": "designer", "krylo": "operator"}
    office.dossier_id = dossiers.open_dossier(office.desk, office.anna, "glider", "2", "A glider", parties)


def a_real_record(folder: Path, prepare: Callable[[Office], None] = lambda _: None) -> tuple[Office, bytes]:
    """An office whose dossier has a sealed record, with another dossier's entries in between; and its bundle."""
    office = open_office(f"sqlite:///{folder / 'certflow.sqlite'}", folder)
    prepare(office)
    desk, parties = office.desk, {"krylo": "operator"}
    office.save(office.anna, mass_kg="5", towed="no")
    dossiers.open_dossier(desk, office.evhen, "glider", "1", "Another", parties)
    evidence.attach(desk, office.anna, office.dossier_id, "mass", "Ваги.pdf", io.BytesIO(b"%PDF-1.7\nwords\n"))
    office.submit("mass")
    dossiers.open_dossier(desk, office.evhen, "glider", "1", "A third", parties)
    office.approve("mass", office.bruno)
    office.close()
    office.clock.pass_by(minutes=1)
    assert printing.work_once(desk)
    return office, bundles.fetch(desk, "latest")[1]


def history_of(office: Office, bundle: bytes) -> History:
    """The office's ledger, to be bent."""
    desk = office.desk
    dossier = office.dossier_id
    with database.reading(desk.engine) as conn:
        bodies = tuple(entry.as_json() for entry in entries.every(conn))
        opened = openings.of_dossier(conn, dossier)
    files = files_of(bundle)
    signed = tuple(int(name[len(form.CHECKPOINTS) :]) for name in files if name.startswith(form.CHECKPOINTS))
    given = {
        name: content
        for name, content in files.items()
        if name not in {form.MANIFEST, form.ENTRIES, form.OPENINGS} and not name.startswith(form.CHECKPOINTS)
    }
    return History(fitting(bodies), dossier, signed, opened, given, *ledger_signer(desk.keyring))


def another_past(history: History, ring: Keyring, fonts: Path) -> History:
    """What somebody with all keys can make: Mario approved instead of Bruno, in the ledger and in a new sealed record.

    Nothing inside gives it away; only a checkpoint that somebody else kept does.
    """

    def rename(bodies: list[Body]) -> None:
        for body in bodies:
            if body["kind"] == "StepApproved":
                body["by"]["name"] = "Mario"

    forged = history.changed(rename)
    content = with_proof(renamed(read_content(history.given[form.SNAPSHOT])), forged)
    paper = draw(content.as_json(), "en", fonts, files=carried(content, history))
    return with_record(forged, seal(paper, ring, content.identity.made_at), content)


def carried(content: RecordContent, history: History) -> dict[str, bytes]:
    """What a record takes along: the schema of its data, and the checklist."""
    return {SCHEMA: schema_file(content.form)} | {
        name.partition("-")[2]: raw for name, raw in history.given.items() if name.startswith(form.CHECKLISTS)
    }


def renamed(content: RecordContent) -> RecordContent:
    steps = tuple(
        replace(step, approvals=tuple(replace(vote, name="Mario") for vote in step.approvals)) for step in content.steps
    )
    return replace(content, steps=steps)


def with_proof(content: RecordContent, history: History) -> RecordContent:
    """The content with the proof of its request in this history."""
    requested = next(seq for seq, body in enumerate(history.bodies, 1) if body["kind"] == "RecordRequested")
    size = min(size for size in history.signed if size >= requested)
    hashes = ledger.prove_inclusion(requested - 1, size, history.node)
    proof = LedgerProof(
        entries=content.identity.revision,
        checkpoint=history.note(size),
        leaf_index=requested - 1,
        tree_size=size,
        hashes=tuple(each.hex() for each in hashes),
        entry=history.lines[requested - 1].decode(),
    )
    return replace(content, ledger=proof)


def with_record(history: History, pdf: bytes, content: RecordContent) -> History:
    """The history with another sealed file in place of its record."""

    def put(bodies: list[Body]) -> None:
        for body in bodies:
            if body["kind"] == "RecordSealed":
                body["object"] |= {"sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf)}

    given = {**history.given, form.RECORD: pdf, form.SNAPSHOT: content.as_json()}
    return replace(history.changed(put), given=given)


def stranger_key(name: str) -> tuple[NoteKey, Sign]:
    """A key of the same name that is not the ledger's."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return NoteKey(name, private.public_key().public_bytes_raw()), private.sign
