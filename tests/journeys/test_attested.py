"""A document that one company may not hand over, told from both desks: named, looked at where it is, vouched for, and
proven by its SHA-256 in the record that the other company keeps."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from certflow.actions import dossiers, printing
from certflow.app import make_app
from certflow.domain.people import Role
from certflow.pdf.bundle import data_of
from tests.actions.office import PASSWORD, Office, email_of, hire, open_office
from tests.web.browser import HOME, Browser

DRAWING = b"%PDF-1.7 the wing spar, which may not cross the border"
SHA256 = hashlib.sha256(DRAWING).hexdigest()
SECRET = b"the test report, seen by nobody else"


@pytest.fixture
def office(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    office = open_office(sqlite, tmp_path)
    hire(office.desk, "Olena", "krylo", Role.TECHNICAL_REVIEWER)
    office.dossier_id = dossiers.open_dossier(
        office.desk, office.anna, "glider", "1", "A glider for two", {"ligure": "designer", "krylo": "operator"}
    )
    yield office
    office.desk.engine.dispose()


@pytest.fixture
def app(office: Office) -> Flask:
    return make_app(office.desk)


def test_a_document_that_may_not_be_handed_over_is_attested_and_proven_by_hash(office: Office, app: Flask) -> None:
    def at(name: str, address: str) -> Browser:
        return Browser(app).sign_in(email_of(name), PASSWORD).open(address)

    home = f"/dossiers/{office.dossier_id}"
    office.save(office.anna, mass_kg="5", towed="no")

    # Anna names the drawing, which stays at Ligure, and uploads a report that only Ligure may open
    anna = at("anna", f"{home}/steps/mass")
    named = {"kept__name": "spar.pdf", "kept__size": str(len(DRAWING)), "kept__sha256": SHA256}
    anna.press("Attach", **named, mark__export="EU 2021/821 9A012", mark__licence="UAMA 7/2026")
    assert "never uploaded" in anna.main
    token = anna.token()
    upload = {"csrf_token": token, "file": (io.BytesIO(SECRET), "report.txt"), "mark.sharing": "attest_only"}
    anna.send(f"{home}/steps/mass/evidence", upload, content_type="multipart/form-data")
    report = next(each for each in office.dossier.evidence.values() if each.name == "report.txt")
    drawing = next(each for each in office.dossier.evidence.values() if each.name == "spar.pdf")

    # what is classified above the accreditation of this installation is not taken
    upload = {"csrf_token": token, "file": (io.BytesIO(b"x"), "plan.txt"), "mark.classification": "secret"}
    anna.send(f"{home}/steps/mass/evidence", upload, content_type="multipart/form-data")
    assert anna.status == 422
    assert "accredited up to UNCLASSIFIED" in anna.errors[0]
    assert len(office.dossier.evidence) == 2
    office.submit("mass")

    # Olena of the other company sees which files there are, and gets neither
    olena = at("olena", f"{home}/steps/mass/review")
    assert SHA256 in olena.main
    assert "controlled: EU 2021/821 9A012 · licence UAMA 7/2026" in olena.main
    assert not olena.page.xpath("//a[@download]")
    assert "one of them from Ligure, which holds what others may not see" in olena.main
    for piece in (report, drawing):
        assert olena.client.get(f"{home}/evidence/{piece.id}", base_url=HOME).status_code == 403
        assert olena.client.get(f"{home}/evidence/{piece.id}/mark", base_url=HOME).status_code in (403, 422)

    # Bruno of Ligure opens what is here, looks at the drawing where it is, and vouches for both
    bruno = at("bruno", f"{home}/steps/mass/review")
    assert bruno.client.get(f"{home}/evidence/{report.id}", base_url=HOME).get_data() == SECRET
    assert bruno.client.get(f"{home}/evidence/{drawing.id}", base_url=HOME).status_code == 403
    bruno.press("Approve this step", meaning="approval", password=PASSWORD)
    assert bruno.notices[0] == "Approved."

    # the record that the other company may have proves both files and holds neither
    record = office.close()
    assert printing.work_once(office.desk)
    pdf = at("iryna", f"/records/{record}/file").response.get_data()
    evidence = {each["name"]: each for each in json.loads(data_of(pdf))["evidence"]}
    assert evidence["spar.pdf"]["sha256"] == SHA256
    assert evidence["spar.pdf"]["mode"]["text"] == "stays with its owner, attested"
    assert evidence["spar.pdf"]["marking"]["text"] == "export control: EU 2021/821 9A012; licence UAMA 7/2026"
    assert evidence["report.txt"]["sha256"] == hashlib.sha256(SECRET).hexdigest()
    assert SECRET not in pdf
