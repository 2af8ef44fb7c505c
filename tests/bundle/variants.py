"""Bundles of other records than the plain one: each a real record, as History, with the anchor that goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from certflow.actions import bundles, printing, records
from certflow.domain.bundle import form
from certflow.domain.record import read_content
from certflow.pdf.anchor import Anchor, read_anchor
from certflow.pdf.bundle import key_files
from certflow.pdf.draw import draw
from certflow.pdf.rotation import rotate
from certflow.pdf.sign import seal
from tests.bundle import workshop
from tests.bundle.workshop import History, carried, with_record
from tests.pdf.authority import Authority
from tests.pdf.test_company_seal import ring_of


@dataclass(frozen=True)
class Variant:
    name: str
    history: History
    anchor: Anchor


def variants(folder: Path) -> Iterator[Variant]:
    """On an edition that extends others: the full record, a partner's view, and two under other seals."""
    office, bundle = workshop.a_real_record(folder, workshop.on_an_extended_edition)
    ring = office.desk.keyring
    anchor, history = read_anchor(ring.anchor), workshop.history_of(office, bundle)
    yield Variant("an extended edition", history, anchor)
    yield Variant("a company's seal", *by_a_company(history, anchor, folder))
    partner = records.request_again(office.desk, office.iryna, office.dossier_id, "en", "partner:krylo")
    assert printing.work_once(office.desk)
    yield Variant("a partner's view", workshop.history_of(office, bundles.fetch(office.desk, partner)[1]), anchor)
    rotate(ring, office.desk.now())
    office.clock.pass_by(minutes=1)
    again = records.request_again(office.desk, office.iryna, office.dossier_id, "it+uk", "full", "Other languages.")
    assert printing.work_once(office.desk)
    sealed = workshop.history_of(office, bundles.fetch(office.desk, again)[1])
    yield Variant("sealed after a rotation", sealed, read_anchor(ring.anchor))
    office.desk.engine.dispose()


def by_a_company(history: History, anchor: Anchor, folder: Path) -> tuple[History, Anchor]:
    """The same record, sealed with what a company's authority issued; the ledger's key stays."""
    content = read_content(history.given[form.SNAPSHOT])
    made_at, company_folder = content.identity.made_at, folder / "company"
    company_folder.mkdir()
    authority = Authority(company_folder, made_at)
    try:
        company, theirs = ring_of("seal-silent", authority, company_folder)
    finally:
        authority.close()
    trusted = replace(theirs, ledger=anchor.ledger, earlier=(anchor.root,))
    paper = draw(content.as_json(), "en", folder / "fonts", files=carried(content, history))
    told = with_record(history, seal(paper, company, made_at), content)
    return replace(told, given={**told.given, **key_files(trusted)}), trusted
