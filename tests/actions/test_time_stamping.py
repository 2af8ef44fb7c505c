"""A record never gets a weaker seal than asked for: while the time-stamp service fails it waits, and says why."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from structlog.testing import capture_logs

from certflow.actions import printing, records, verification
from certflow.actions.desk import Desk
from certflow.actions.renewing import renew_due
from certflow.actions.self_test import self_test
from certflow.domain.dossier import RecordState
from certflow.domain.facts import RecordDelayed, RecordSealed
from certflow.pdf.keys import make_keys
from certflow.pdf.verdict import Answer, Outcome
from tests.actions.office import START, Office, open_office
from tests.pdf.authority import Authority, Wsgi


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    made = Authority(tmp_path_factory.mktemp("authority"), START)
    yield made
    made.close()


@pytest.fixture
def office(
    database: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, authority: Authority
) -> Iterator[Office]:
    """With a closed dossier and a time-stamp service whose clock is the office's."""
    office = open_office(database, tmp_path)
    roots = tmp_path / "roots.pem"
    roots.write_bytes(authority.root.public_bytes(Encoding.PEM))
    config = replace(office.desk.config, tsa_url=authority.service().url, tsa_roots=roots)
    office.desk = replace(office.desk, config=config)
    make_keys(replace(office.desk.keyring, stampers=roots), office.clock())
    office.finish()
    office.close()
    authority.now = office.clock()
    yield office
    office.desk.engine.dispose()


def out_of_order(_: Wsgi) -> Wsgi:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("503 Service Unavailable", [("Content-Type", "text/plain")])
        return [b"closed"]

    return app


def state(office: Office) -> tuple[RecordState, str]:
    (line,) = office.dossier.records.values()
    return line.state, str(line.reason)


def verdict_of(desk: Desk) -> Outcome:
    _, content = records.fetch(desk, "latest")
    return verification.verify_file(desk, b"".join(content)).outcome


def test_with_a_service_a_record_is_sealed_for_the_long_term(office: Office) -> None:
    assert printing.work_once(office.desk) is True

    sealed = office.facts()[-1]
    assert isinstance(sealed, RecordSealed)
    assert sealed.level == "PAdES B-LTA"
    assert verdict_of(office.desk) is Outcome.PASSED


def test_while_the_service_fails_the_record_waits_visibly_and_ends_by_itself(
    office: Office, authority: Authority
) -> None:
    with authority.spoiled(out_of_order), capture_logs() as told:
        assert printing.work_once(office.desk) is True
        began = time.monotonic()
        assert printing.work_once(office.desk) is False, "the next try is kept off for a while"
        office.clock.pass_by(seconds=31)
        assert printing.work_once(office.desk) is True
        assert time.monotonic() - began < 5, "a try draws nothing while the service fails"

    assert state(office) == (RecordState.PENDING, "The time-stamp service answered 503 Service Unavailable.")
    assert [fact.kind for fact in office.facts()].count("RecordDelayed") == 1, "told once, not at every try"
    assert {line["event"] for line in told if line["log_level"] == "error"} == {
        "record waits for the time-stamp service"
    }

    office.clock.pass_by(seconds=31)  # well within the two minutes that a return may take
    authority.now = office.clock()
    assert printing.work_once(office.desk) is True
    assert state(office) == (RecordState.SEALED, "")
    assert verdict_of(office.desk) is Outcome.PASSED


def test_a_service_whose_authority_the_anchor_does_not_name_keeps_the_record_waiting(
    office: Office, authority: Authority
) -> None:
    office.desk.keyring.anchor.unlink()
    make_keys(replace(office.desk.keyring, stampers=None), office.clock())

    printing.work_once(office.desk)

    delayed = office.facts()[-1]
    assert isinstance(delayed, RecordDelayed)
    assert "CERTFLOW_TSA_ROOTS_FILE" in delayed.reason


def test_a_record_is_renewed_when_its_time_stamp_grows_old_and_stays_the_record_it_is(
    office: Office, authority: Authority, tmp_path: Path
) -> None:
    printing.work_once(office.desk)
    row, _ = records.fetch(office.desk, "latest")
    assert list(renew_due(office.desk)) == [], "the first authority's certificate ends in 2032"

    office.clock.at = authority.now = datetime(2031, 9, 1, tzinfo=UTC)
    config = replace(office.desk.config, tsa_url=authority.service("second").url)
    office.desk = replace(office.desk, config=config)
    with authority.spoiled(out_of_order):
        (failed,) = renew_due(office.desk)
    (done,) = renew_due(office.desk)

    assert ("503" in failed.trouble, done.trouble) == (True, "")
    newest = records.newest(office.desk, row)
    renewed = b"".join(newest.content)
    assert renewed.startswith(b"".join(office.desk.files.get(str(row.sha256))))
    assert (len(renewed), newest.sha256) == (newest.size, hashlib.sha256(renewed).hexdigest())
    assert list(renew_due(office.desk)) == []

    office.clock.at = datetime(2036, 6, 1, tzinfo=UTC)
    verdict = verification.verify_record(office.desk, row.id)
    assert verdict.outcome is Outcome.PASSED, verdict
    assert verdict.identical.answer is Answer.YES


def test_the_self_test_tells_why_nothing_can_be_sealed(office: Office) -> None:
    assert self_test(office.desk) is True
    (office.desk.keyring.folder / "seal-key.pem").chmod(0o644)

    with capture_logs() as told:
        assert self_test(office.desk) is False

    assert "chmod 600" in told[0]["reason"]
