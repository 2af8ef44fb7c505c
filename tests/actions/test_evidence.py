"""Evidence: taken whole and by its content, or not at all."""

from __future__ import annotations

import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from certflow.actions import evidence
from certflow.domain.dossier import State
from certflow.domain.refusal import Refused
from tests.actions.office import Office, open_office, size

PDF = b"%PDF-1.7\n" + b"words\n" * 20


def attach(office: Office, name: str, content: bytes) -> None:
    evidence.attach(office.desk, office.anna, office.dossier_id, "mass", name, io.BytesIO(content))


def refusal(office: Office, name: str, content: bytes) -> Refused:
    before = size(office.desk)
    with pytest.raises(Refused) as refused:
        attach(office, name, content)
    assert size(office.desk) == before
    return refused.value


def kept_files(office: Office) -> list[Path]:
    return [path for path in (office.desk.config.data / "files").rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_given(office: Office) -> None:
    attach(office, "Ваги 2026.pdf", PDF)

    (known,) = office.dossier.evidence_of("mass")
    found, content = evidence.fetch(office.desk, office.bruno, office.dossier_id, known.id)

    assert b"".join(content) == PDF
    assert (found.name, found.media_type, found.size) == ("Ваги 2026.pdf", "application/pdf", len(PDF))


def test_evidence_takes_a_submitted_step_back(office: Office) -> None:
    office.save(office.anna, mass_kg="5", towed="no")
    office.submit("mass")

    attach(office, "scales.pdf", PDF)

    assert office.case("mass").state is State.DRAFT


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>", "evidence.type"),
        ("scales", PDF, "evidence.type"),
        ("scales.pdf", b"MZ\x90\x00", "evidence.content"),
        ("scales.pdf", b"", "evidence.empty"),
        ("", PDF, "evidence.name"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(office: Office, name: str, content: bytes, code: str) -> None:
    assert refusal(office, name, content).code == code
    assert kept_files(office) == []


def test_a_file_above_the_limit_is_refused_and_not_kept(database: str, tmp_path: Path) -> None:
    office = open_office(database, tmp_path, CERTFLOW_UPLOAD_LIMIT_MB="1")

    refused = refusal(office, "scales.pdf", PDF + b"x" * 1_000_000)

    assert (refused.code, refused.facts["most"]) == ("evidence.too-large", "1 MB")
    assert kept_files(office) == []


def test_a_full_disk_is_refused_and_leaves_nothing(office: Office) -> None:
    with room_for(100_000):
        assert refusal(office, "scales.pdf", PDF + b"x" * 200_000).code == "storage.full"

    assert kept_files(office) == []


def test_the_same_file_twice_is_attached_once(office: Office) -> None:
    attach(office, "scales.pdf", PDF)
    attach(office, "scales.pdf", PDF)

    assert len(office.dossier.evidence_of("mass")) == 1


def test_withdrawn_evidence_is_gone_from_the_step_and_stays_in_the_history(office: Office) -> None:
    attach(office, "scales.pdf", PDF)
    (known,) = office.dossier.evidence_of("mass")

    evidence.withdraw(office.desk, office.anna, office.dossier_id, known.id, "The wrong scales.")

    assert office.dossier.evidence_of("mass") == ()
    assert [fact.kind for fact in office.facts()][-2:] == ["EvidenceAttached", "EvidenceWithdrawn"]
    with pytest.raises(Refused) as refused:
        evidence.fetch(office.desk, office.anna, office.dossier_id, known.id)
    assert refused.value.code == "evidence.unknown"


@contextmanager
def room_for(most: int) -> Iterator[None]:
    """No file of this process may grow beyond `most` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
