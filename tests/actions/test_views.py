"""One record for several audiences: each says what its audience may read, and all rest on the same ledger."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from certflow.actions import bundles, disclosing, dossiers, evidence, people, printing, records, verification
from certflow.domain.disclosure import Disclosure
from certflow.domain.people import Actor, Role
from certflow.domain.refusal import Refused
from certflow.pdf.anchor import read_anchor
from certflow.pdf.bundle import data_of, verify_bundle
from certflow.pdf.printed import read_text
from certflow.pdf.verdict import Answer, Outcome
from certflow.pdf.verify import verify, with_disclosure
from certflow.storage.records import RecordRow
from tests.actions.office import CONSOLE, Office, hire, open_office
from tests.bundle.conftest import load_tool
from tests.domain.protected import PROTECTED, SECRET_CONTENT, SECRET_FILE, SECRET_MASS, SECRET_POUNDS, SECRET_WORDS

AUDIENCES = ("full", "partner:ligure", "partner:krylo", "partner:enac", "public")

#: audience → the secrets that it may read
READS = {
    "full": {SECRET_MASS, SECRET_POUNDS, SECRET_WORDS, SECRET_FILE},
    "partner:ligure": {SECRET_MASS, SECRET_POUNDS, SECRET_WORDS, SECRET_FILE},
    "partner:krylo": set(),
    "partner:enac": {SECRET_WORDS},
    "public": set(),
}
SECRETS = (SECRET_MASS, SECRET_POUNDS, SECRET_WORDS, SECRET_FILE)
PEOPLE = ("Anna", "Bruno", "Evhen", "Iryna")


class Views:
    """A closed dossier with protected things, and its record for every audience."""

    def __init__(self, office: Office, aldo: Actor) -> None:
        self.office, self.desk, self.aldo = office, office.desk, aldo
        self.rows: dict[str, RecordRow] = {}
        self.pdfs: dict[str, bytes] = {}

    def make(self) -> None:
        for audience in AUDIENCES[1:]:
            records.request_again(self.desk, self.office.iryna, self.office.dossier_id, "en", audience)
        while printing.work_once(self.desk):
            pass
        for row in records.every(self.desk):
            self.rows[row.audience] = row
            self.pdfs[row.audience] = b"".join(records.fetch(self.desk, row.id)[1])


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    folder = tmp_path_factory.mktemp("views")
    office = open_office(f"sqlite:///{folder / 'certflow.sqlite'}", folder, PROTECTED)
    people.add_organisation(office.desk, CONSOLE, "enac", "Ente", "IT")
    aldo = hire(office.desk, "Aldo", "enac", Role.AUTHORITY_OBSERVER)
    parties = {"ligure": "designer", "krylo": "operator", "enac": "authority"}
    office.dossier_id = dossiers.open_dossier(office.desk, office.anna, "glider", "1", "A heavy glider", parties)
    office.save(office.anna, mass_kg=SECRET_MASS, limit_kg="1000", towed="no", how=SECRET_WORDS)
    evidence.attach(office.desk, office.anna, office.dossier_id, "link", SECRET_FILE, io.BytesIO(SECRET_CONTENT))
    office.submit("mass", "link")
    office.approve("mass", office.bruno)
    office.approve("link", office.bruno)
    office.close()
    made = Views(office, aldo)
    made.make()
    yield made
    office.desk.engine.dispose()


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return load_tool()


def said(pdf: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(data_of(pdf))
    return told


def answers(pdf: bytes) -> dict[str, dict[str, Any]]:
    return {answer["id"]: answer for step in said(pdf)["steps"] for answer in step["answers"]}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_view_says_what_its_audience_may_read_and_nothing_else(views: Views, audience: str) -> None:
    pdf = views.pdfs[audience]
    printed = read_text(pdf)
    for secret in SECRETS:
        told = secret in data_of(pdf).decode()
        assert told == (secret in READS[audience]), secret
        assert ("".join(secret.split()) in printed) <= told
    assert (b"quartz" in pdf) <= bool(READS[audience])


def test_a_view_names_its_audience_on_its_cover_and_in_its_data(views: Views) -> None:
    partner, public = (said(views.pdfs[each]) for each in ("partner:krylo", "public"))

    assert partner["view"] == {"audience": "partner", "organisation": "krylo", "name": "Krylo"}
    assert public["view"] == {"audience": "public", "organisation": "", "name": ""}
    assert "MadeforKrylo:" in read_text(views.pdfs["partner:krylo"])
    assert "MadeforEverybody:publicsummary" in read_text(views.pdfs["public"])
    assert "Madefor" not in read_text(views.pdfs["full"])


def test_a_partner_reads_whose_it_is_and_the_ledgers_commitment(views: Views) -> None:
    given = views.office.dossier.answers["mass_kg"]
    mass = answers(views.pdfs["partner:krylo"])["mass_kg"]

    assert (mass["value"], mass["held"]) == (None, {"by": "Ligure", "commitment": given.commitment})
    assert given.commitment in read_text(views.pdfs["partner:krylo"])
    assert "Mass:heldbyLigure" in read_text(views.pdfs["partner:krylo"])


def test_a_public_summary_names_organisations_and_roles_and_no_person(views: Views) -> None:
    pdf = views.pdfs["public"]
    told, printed = said(pdf), read_text(pdf)

    assert not [name for name in PEOPLE if name in data_of(pdf).decode() or name in printed]
    assert [step["id"] for step in told["steps"]] == ["mass", "link", "tow"]
    assert {vote["organisation"] for step in told["steps"] for vote in step["approvals"]} == {"Ligure"}
    assert answers(pdf) == {}
    assert told["result"]["outcome"] == "met_as_claimed"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_view_verifies_against_the_same_ledger(views: Views, tool: ModuleType, audience: str) -> None:
    verdict = verification.verify_file(views.desk, views.pdfs[audience])
    code, _ = tool.verify(views.pdfs[audience], tool.Anchor(anchor_bytes(views)), [], views.desk.now())

    points = (verdict.authentic, verdict.identical, verdict.complete, verdict.current)
    assert {point.answer for point in points} == {Answer.YES}, verdict
    assert verdict.named is not None
    assert verdict.named.audience == audience
    assert code == 0


def anchor_bytes(views: Views) -> bytes:
    return views.desk.keyring.anchor.read_bytes()


def test_each_view_is_a_record_of_its_own_and_takes_the_place_of_no_other(views: Views) -> None:
    assert {row.state for row in views.rows.values()} == {"sealed"}
    assert len({row.sha256 for row in views.rows.values()}) == len(AUDIENCES)


@pytest.mark.parametrize(
    ("who", "audiences"),
    [
        ("bruno", {"full", "partner:ligure", "partner:krylo", "partner:enac", "public"}),
        ("evhen", {"partner:krylo", "public"}),
        ("aldo", {"partner:krylo", "partner:enac", "public"}),
        ("zoe", set()),
    ],
)
def test_the_table_says_who_may_have_which_view(views: Views, who: str, audiences: set[str]) -> None:
    """Whoever may read everything in it."""
    actor = views.aldo if who == "aldo" else getattr(views.office, who)
    had = set()
    for audience, row in views.rows.items():
        with suppress(Refused):
            records.download(views.desk, actor, row.id)
            had.add(audience)
    assert had == audiences


def test_a_view_for_nobody_we_know_is_refused(views: Views) -> None:
    with pytest.raises(Refused, match=r"record\.audience"):
        records.request_again(views.desk, views.office.iryna, views.office.dossier_id, "en", "partner:elsewhere")


# disclosures


@pytest.fixture(scope="module")
def disclosure(views: Views) -> Disclosure:
    return disclosing.fetch(views.desk, views.rows["partner:krylo"].id, "mass_kg")


def both(views: Views, tool: ModuleType, data: bytes, audience: str = "partner:krylo") -> tuple[Outcome, int]:
    """What each of the two verifiers ends with."""
    pdf, now = views.pdfs[audience], views.desk.now()
    verdict = with_disclosure(verify(pdf, read_anchor(views.desk.keyring.anchor), now), data)
    second = load_tool("verify_disclosure").verify(pdf, tool.Anchor(anchor_bytes(views)), data, now)
    return verdict.outcome, second[0]


def test_a_value_disclosed_later_fits_a_partners_copy(views: Views, tool: ModuleType, disclosure: Disclosure) -> None:
    assert disclosure.value == SECRET_MASS
    assert both(views, tool, disclosure.as_json()) == (Outcome.PASSED, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'"{SECRET_MASS}"', '"271.74"'),
        (f'"{SECRET_MASS}"', "271"),
        ('"question":"mass_kg"', '"question":"how"'),
        ('"question":"mass_kg"', '"question":"limit_kg"'),
        ('"dossier":"', '"dossier":"0'),
        ('"salt":"', '"salt":"00'),
        ("certflow-disclosure/1", "certflow-disclosure/2"),
        ("}", ""),
    ],
)
def test_a_tampered_disclosure_fails(
    views: Views, tool: ModuleType, disclosure: Disclosure, old: str, new: str
) -> None:
    data = disclosure.as_json().replace(old.encode(), new.encode())

    assert data != disclosure.as_json()
    assert both(views, tool, data) == (Outcome.FAILED, 2)


def test_only_its_owner_discloses_an_answer(views: Views) -> None:
    record = views.rows["partner:krylo"].id

    assert disclosing.disclosable(views.desk, views.office.anna, record) == ("mass_kg", "how")
    assert disclosing.disclosable(views.desk, views.office.evhen, record) == ()
    for actor in (views.office.evhen, views.aldo):
        with pytest.raises(Refused, match=r"answer\.protected"):
            disclosing.disclose(views.desk, actor, record, "mass_kg")
    with pytest.raises(Refused, match=r"disclosure\.unknown"):
        disclosing.disclose(views.desk, views.office.evhen, record, "limit_kg")


# bundles


@pytest.mark.parametrize("audience", ["full", "partner:ligure", "partner:krylo", "partner:enac"])
def test_a_views_bundle_opens_only_what_its_audience_may_read(
    views: Views, tool: ModuleType, audience: str, tmp_path: Path
) -> None:
    bundle = bundles.fetch(views.desk, views.rows[audience].id)[1]
    verdict = verify_bundle(bundle, read_anchor(views.desk.keyring.anchor), views.desk.now(), [])
    code, why = tool.verify(bundle, tool.Anchor(anchor_bytes(views)), [], views.desk.now())

    assert (verdict.outcome, code) == (Outcome.PASSED, 0), (verdict, why)
    for secret in (SECRET_MASS, SECRET_WORDS, SECRET_FILE):
        assert (secret.encode() in bundle) == (secret in READS[audience])


def test_a_public_summary_has_no_bundle(views: Views) -> None:
    with pytest.raises(Refused, match=r"record\.no-bundle"):
        bundles.fetch(views.desk, views.rows["public"].id)
