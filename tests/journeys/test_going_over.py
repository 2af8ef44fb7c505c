"""The regulation changes while a dossier runs, told from the pages: half approved on the edition before, shown what the
later one does, agreed to, reviewed again where it reopened, closed; and both records verified by two verifiers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from certflow.actions import bundles, dossiers, moving, printing, records
from certflow.app import make_app
from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack, unpack
from certflow.pdf.anchor import read_anchor
from certflow.pdf.bundle import data_of, verify_bundle
from certflow.pdf.printed import read_text
from certflow.pdf.verdict import Outcome
from tests.actions.office import PASSWORD, Office, email_of, open_office
from tests.bundle.conftest import load_tool
from tests.bundle.test_bundle import run_recipe
from tests.domain.building import CHECKLIST
from tests.web.browser import Browser

#: 200 kg: the link applies at level low; it is printed in the authority's form
WITH_MATRIX = CHECKLIST + "matrix:\n  - {title: The form, rows: [mass, link]}\n"
EDITION = "checklist/1-glider@2.yaml"
OTHER = ("text: Say what it weighs.", "text: State what it weighs at take-off.")
SAME = ("text: The link holds.", "text: The link keeps holding.")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = open_office(f"sqlite:///{tmp_path / 'certflow.sqlite'}", tmp_path, WITH_MATRIX)
    yield office
    office.desk.engine.dispose()


def make_records(office: Office) -> None:
    while printing.work_once(office.desk):
        pass


def hold(office: Office, record: str, tmp_path: Path) -> bytes:
    """The record, which both verifiers and the recipe for OpenSSL find good, alone and in its bundle."""
    pdf = b"".join(records.fetch(office.desk, record)[1])
    bundle = bundles.fetch(office.desk, record)[1]
    anchor = office.desk.keyring.anchor
    verdict = verify_bundle(bundle, read_anchor(anchor), datetime.now(UTC))
    assert verdict.outcome is Outcome.PASSED, verdict
    tool = load_tool()
    for data in (pdf, bundle):
        code, why = tool.verify(data, tool.Anchor(anchor.read_bytes()), [], datetime.now(UTC))
        assert code == tool.HOLDS, why
    done = run_recipe(bundle, tmp_path / record, anchor)
    assert done.returncode == 0, done.stderr
    return pdf


def test_a_dossier_goes_over_to_a_new_edition_while_it_runs(office: Office, tmp_path: Path) -> None:
    home = f"/dossiers/{office.dossier_id}"
    office.save(office.anna, mass_kg="200", towed="no", how="By radio.")
    office.submit("mass", "link")
    office.approve("mass", office.bruno)
    office.approve("link", office.evhen)

    # it was closed on the first edition, has its sealed record, and was reopened for a change
    first = office.close()
    make_records(office)
    dossiers.reopen(office.desk, office.iryna, office.dossier_id, "The regulation changes.")

    # the new edition appears; everybody sees what it would do, and nothing has happened
    office.later_edition(OTHER, SAME, said="link: {from: link, change: editorial}")
    app: Flask = make_app(office.desk)

    def at(name: str, address: str) -> Browser:
        return Browser(app).sign_in(email_of(name), PASSWORD).open(address)

    anna = at("anna", home).follow("See what it does to this dossier")
    assert "State what it weighs at take-off." in anna.main
    assert "The link keeps holding." in anna.main
    assert office.dossier.edition == "1"

    # the accountable manager agrees to exactly that
    iryna = at("iryna", f"{home}/editions/2").press("Go over to this edition", reason="It applies since September.")
    assert iryna.notices == ["The dossier stands on edition 2 now. 1 review was carried. 1 opens again."]
    assert (
        "Given on edition 1 in other words of the same meaning, and carried." in at("anna", f"{home}/steps/link").main
    )

    # the reopened step says why, is sent again and approved again; the carried one is left alone
    assert "Its words changed." in at("anna", f"{home}/steps/mass").main
    at("anna", f"{home}/steps/mass").press("Send for review")
    bruno = at("bruno", f"{home}/steps/mass/review")
    bruno.press("Approve this step", meaning="approval", password=PASSWORD)
    assert bruno.status == 200

    # closed again: the record follows the new edition and names both
    second = office.close()
    make_records(office)
    pdf = hold(office, second, tmp_path)
    told = json.loads(data_of(pdf))
    assert told["checklist"]["edition"] == "2"
    steps = {step["id"]: step for step in told["steps"]}
    assert steps["link"]["requirement"]["text"] == "The link keeps holding."
    [carried] = steps["link"]["approvals"]
    assert carried["meaning"]["text"] == "Approved (other words of the same meaning, carried from edition 1)"
    [again] = steps["mass"]["approvals"]
    assert again["meaning"]["text"] == "Approved"
    [moved] = [deed for deed in told["deeds"] if deed["what"]["text"] == "Went over to a later edition"]
    assert (moved["words"]["text"], moved["name"]) == ("1 → 2: It applies since September.", "Iryna")
    assert told["matrix"][0]["rows"]
    assert "carriedfromedition1" in read_text(pdf)
    assert {each["name"] for each in told["files"]} >= {"glider@2.yaml"}

    # the first record stays what it was, on its own edition, and its page says that the dossier has moved on
    hold_first = b"".join(records.fetch(office.desk, first)[1])
    assert json.loads(data_of(hold_first))["checklist"]["edition"] == "1"
    tool = load_tool()
    anchor = tool.Anchor(office.desk.keyring.anchor.read_bytes())
    assert tool.verify(hold_first, anchor, [], datetime.now(UTC))[0] == tool.HOLDS
    assert "This record stands on edition 1; the dossier has gone over to edition 2 since." in (
        at("iryna", f"/records/{first}").main
    )
    assert moving.newer(office.desk, dossiers.see(office.desk, office.anna, office.dossier_id)) == ()


def test_a_record_on_the_edition_before_is_no_record_of_what_stood(office: Office) -> None:
    """Both verifiers hold the checklist against the edition that the dossier had gone over to."""
    office.finish()
    office.later_edition(OTHER)
    office.go_over()
    office.submit("mass")
    office.approve("mass", office.bruno)
    record = office.close()
    make_records(office)
    files = unpack(bundles.fetch(office.desk, record)[1])
    old = (office.desk.config.checklists / "glider" / "1.yaml").read_bytes()

    data = pack(
        form.with_manifest({**{name: each for name, each in files.items() if name != form.MANIFEST}, EDITION: old})
    )

    verdict = verify_bundle(data, read_anchor(office.desk.keyring.anchor), datetime.now(UTC))
    tool = load_tool()
    anchor = tool.Anchor(office.desk.keyring.anchor.read_bytes())
    assert verdict.outcome is Outcome.FAILED
    assert "the edition on which the dossier stood" in verdict.complete.reason
    assert tool.verify(data, anchor, [], datetime.now(UTC))[0] == tool.WRONG


def test_a_bundle_of_a_record_from_before_carries_the_edition_of_then(office: Office, tmp_path: Path) -> None:
    office.finish()
    record = office.close()
    make_records(office)
    dossiers.reopen(office.desk, office.iryna, office.dossier_id, "The regulation changes.")
    office.later_edition(OTHER)
    office.go_over()

    pdf = hold(office, record, tmp_path)

    assert json.loads(data_of(pdf))["checklist"]["edition"] == "1"
