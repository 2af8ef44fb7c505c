"""A record never gets a weaker seal than asked for: while the time-stamp service fails it waits, and says why."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from structlog.testing import capture_logs

from certflow.actions import printing, records, verification
from certflow.actions.desk import Desk
from certflow.domain.dossier import RecordState
from certflow.domain.facts import RecordDelayed, RecordSealed
from certflow.pdf.keys import make_keys
from certflow.pdf.verdict import Outcome
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
    row, content = records.fetch(desk, "latest")
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
