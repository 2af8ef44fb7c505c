"""No address tells anybody what another organisation keeps to itself (P12).

Every GET there is, with every argument that could lead somewhere, for every kind of reader: the protected words appear
in no body and no header of whoever may not read them. The owner finds each of them, so the search can fail.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from certflow.actions import dossiers, evidence, people, reviews
from certflow.app import make_app
from certflow.domain.checklist import Visibility
from certflow.domain.ledger import canonical
from certflow.domain.marking import Marking, Sharing
from certflow.domain.people import Role
from tests.actions.office import CONSOLE, PASSWORD, Office, email_of, hire, open_office
from tests.domain.protected import (
    PROTECTED,
    SECRET_CONTENT,
    SECRET_FILE,
    SECRET_MASS,
    SECRET_POUNDS,
    SECRET_WORDS,
)
from tests.web.browser import HOME, Browser

SECRET_ROW = "Between the two"
SECRET_SPAR = b"the spar, attested only"
SECRET_LICENCE = "licence UAMA 90210"

#: secret → the people who may read it; everybody else must not find it anywhere
SECRETS = {
    SECRET_MASS: {"anna", "bruno"},
    SECRET_MASS.replace(".", ","): {"anna", "bruno"},
    SECRET_POUNDS: {"anna", "bruno"},
    hashlib.sha256(canonical(SECRET_MASS)).hexdigest(): set(),
    SECRET_ROW: {"anna", "bruno"},
    SECRET_WORDS: {"anna", "bruno", "aldo"},
    SECRET_FILE: {"anna", "bruno"},
    SECRET_CONTENT.decode(): {"anna", "bruno"},
    SECRET_SPAR.decode(): {"anna", "bruno"},
    SECRET_LICENCE: {"anna", "bruno"},
    "scales.txt": {"anna", "bruno"},
}
READERS = ("anna", "bruno", "evhen", "iryna", "aldo", "zoe", "")


@dataclass(frozen=True)
class Guarded:
    """An office whose dossier holds protected things, under review; and what to put into addresses."""

    office: Office
    app: Flask
    dossier: str
    piece: str
    record: str

    def addresses(self) -> Iterator[str]:
        given = {
            "dossier": [self.dossier],
            "step": ["mass", "link", "tow"],
            "question": ["mass_kg", "how", "limit_kg"],
            "name": ["heavy", "size", "mass_lb", "margin", "fits", "link_level"],
            "piece": list(self.office.dossier.evidence),
            "record": [self.record or "0" * 32],
            "person": [self.office.bruno.id],
            "token": ["0" * 64],
            "id": ["glider"],
            "edition": ["1"],
            "section": ["all"],
            "kind": ["question", "derived", "step"],
            "earlier": ["1"],
            "format": ["csv", "xlsx", "oscal", "ciso"],
            "source": ["0" * 32],
            "sort": ["waiver", "alternative"],
            **{each: ["0" * 32] for each in ("departure", "issue", "condition")},
            "list": ["aircraft"],
            "item": ["1"],
        }
        for rule in self.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                yield from _filled(rule.rule, given)
        home = f"/dossiers/{self.dossier}"
        yield from (f"{home}?since={revision}" for revision in range(1, 20))
        yield from (f"{home}/steps/{step}?since=3" for step in ("mass", "link", "tow"))
        yield from (f"{home}/history?kind={kind}" for kind in ("answer", "evidence", "review", "record"))
        yield f"{home}/what-if?option=limit_kg=100&option=limit_kg=1000&reach=size=small"
        yield f"{home}/what-if?option=mass_kg=10"
        yield f"{home}/what-if?try.limit_kg=10"
        yield f"{home}/steps/mass/conflict/mass_kg?mine=x"


def _filled(rule: str, given: dict[str, list[str]]) -> Iterator[str]:
    found = re.search(r"<(?:[^<>]+:)?(\w+)>", rule)
    if found is None:
        yield rule
        return
    for each in given[found.group(1)]:
        yield from _filled(rule.replace(found.group(0), each, 1), given)


@pytest.fixture
def guarded(sqlite: str, tmp_path: Path) -> Iterator[Guarded]:
    office = open_office(sqlite, tmp_path, PROTECTED)
    people.add_organisation(office.desk, CONSOLE, "enac", "Ente", "IT")
    hire(office.desk, "Aldo", "enac", Role.AUTHORITY_OBSERVER, Role.COMPLIANCE)
    parties = {"ligure": "designer", "krylo": "operator", "enac": "authority"}
    dossier = dossiers.open_dossier(office.desk, office.anna, "glider", "1", "A heavy glider", parties)
    office.dossier_id = dossier
    office.save(office.anna, mass_kg="150", limit_kg="1000", towed="yes", rope="Steel.")
    office.submit("mass")
    reviews.return_step(office.desk, office.bruno, dossier, "mass", "Weigh it again.")
    office.save(office.anna, mass_kg=SECRET_MASS, how=SECRET_WORDS)
    evidence.attach(office.desk, office.anna, dossier, "link", SECRET_FILE, BytesIO(SECRET_CONTENT))
    marked = Marking(audience=Visibility.OWNER, licence=SECRET_LICENCE)
    evidence.attach(office.desk, office.anna, dossier, "mass", "scales.txt", BytesIO(b"scales"), marked)
    attested = Marking(sharing=Sharing.ATTEST_ONLY)
    evidence.attach(office.desk, office.anna, dossier, "mass", "spar.txt", BytesIO(SECRET_SPAR), attested)
    office.submit("mass", "link", "tow")
    piece = next(iter(office.dossier.evidence))
    yield Guarded(office, make_app(office.desk), dossier, piece, "")
    office.desk.engine.dispose()


def _browser(guarded: Guarded, name: str) -> Browser:
    browser = Browser(guarded.app)
    return browser.sign_in(email_of(name), PASSWORD) if name else browser


def _told(response: TestResponse) -> str:
    return response.get_data().decode("utf-8", "replace") + str(response.headers)


@pytest.mark.parametrize("reader", READERS)
def test_no_address_tells_what_its_reader_may_not_read(guarded: Guarded, reader: str) -> None:
    browser = _browser(guarded, reader)
    found: set[str] = set()
    for address in guarded.addresses():
        for wants in ("text/html", "application/json"):
            for language in ("en", "it"):
                headers = {"Accept": wants, "Accept-Language": language}
                told = _told(browser.client.get(address, base_url=HOME, headers=headers))
                for secret, readers in SECRETS.items():
                    # the table itself is the checklist's, and open to all; which row holds is not
                    if secret in told and not (secret == SECRET_ROW and address.startswith("/checklists")):
                        assert reader in readers, f"{reader or 'a visitor'} reads {secret!r} on {address}"
                        found.add(secret)
    assert found >= {secret for secret, readers in SECRETS.items() if reader in readers and "," not in secret}


def test_a_partner_reads_whose_it_is_and_the_commitment(guarded: Guarded) -> None:
    evhen = _browser(guarded, "evhen").open(f"/dossiers/{guarded.dossier}/steps/mass")
    commitment = guarded.office.dossier.answers["mass_kg"].commitment

    assert "Mass held by Ligure" in evhen.main
    assert commitment in evhen.main
    assert not evhen.page.xpath("//*[@name='answer.mass_kg'] | //*[@name='seen.mass_kg']")
    why = evhen.open(f"/dossiers/{guarded.dossier}/why/size").main
    assert "Size Middle" in why
    assert "held by Ligure" in why


def test_a_reviewer_is_told_what_they_would_approve_unread(guarded: Guarded) -> None:
    evhen = _browser(guarded, "evhen").open(f"/dossiers/{guarded.dossier}/steps/link/review")

    assert "held by Ligure" in evhen.main
    assert "one of them from Ligure, which holds what others may not see" in evhen.main


def _forms(guarded: Guarded) -> dict[str, tuple[str, dict[str, str]]]:
    home = f"/dossiers/{guarded.dossier}"
    standing = str(guarded.office.dossier.answers["mass_kg"].seq)
    return {
        "the very answer": (f"{home}/steps/mass", {"answer.mass_kg": SECRET_MASS, "seen.mass_kg": standing}),
        "another answer": (f"{home}/steps/mass", {"answer.mass_kg": "300", "seen.mass_kg": standing}),
        "no answer": (f"{home}/steps/mass", {"answer.mass_kg": "", "seen.mass_kg": standing}),
        "a stale answer": (f"{home}/steps/mass", {"answer.mass_kg": "300", "seen.mass_kg": "0"}),
        "one half of a conflict": (f"{home}/steps/mass/conflict/mass_kg", {"choice": "mine", "mine": "x"}),
        "no file": (f"{home}/evidence/{guarded.piece}/withdraw", {"reason": "Away with it."}),
        "an approval": (f"{home}/steps/mass/approve", {"shown": "0" * 64, "meaning": "approval", "password": PASSWORD}),
    }


@pytest.mark.parametrize("reader", ["evhen", "aldo"])
def test_no_form_lets_a_partner_guess_or_overwrite(guarded: Guarded, reader: str) -> None:
    """A guess that hits and one that misses are answered alike, and nothing is written."""
    browser = _browser(guarded, reader)
    token = browser.open(f"/dossiers/{guarded.dossier}").token()
    before = guarded.office.dossier
    answers = {}
    for what, (address, typed) in _forms(guarded).items():
        for accept in ("text/html", "application/json"):
            data = {"csrf_token": token, **typed}
            response = browser.client.post(address, data=data, base_url=HOME, headers={"Accept": accept})
            answers[what, accept] = _told(response).replace(SECRET_MASS, "300")
            if what != "the very answer":
                assert not [each for each, who in SECRETS.items() if reader not in who and each in _told(response)], (
                    what
                )
    for accept in ("text/html", "application/json"):
        assert _without_token(answers["the very answer", accept]) == _without_token(answers["another answer", accept])
    after = guarded.office.dossier
    assert (after.answers, after.evidence, after.cases) == (before.answers, before.evidence, before.cases)


def _without_token(told: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*>|Content-Length: \d+', "", told)


def test_a_partner_gets_the_file_refused_and_its_owner_gets_it(guarded: Guarded) -> None:
    address = f"/dossiers/{guarded.dossier}/evidence/{guarded.piece}"

    assert _browser(guarded, "evhen").open(address).status == 403
    assert _browser(guarded, "bruno").open(address).response.get_data() == SECRET_CONTENT


def test_what_a_partner_saves_moves_only_what_both_may_see(guarded: Guarded) -> None:
    evhen = _browser(guarded, "evhen").open(f"/dossiers/{guarded.dossier}/steps/mass")
    evhen.press("Save", answer__limit_kg="200")

    assert evhen.notices == ["Saved."]
    assert "Fits" in evhen.main
    for secret, readers in SECRETS.items():
        assert "evhen" in readers or secret not in _told(evhen.response)
