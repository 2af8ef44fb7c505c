"""The files inside a record: complete, named, dated, taken out by common tools, and no others."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from certflow.cli import record as command
from certflow.domain import carried
from certflow.domain.record import RecordContent, schema
from certflow.pdf.anchor import Anchor
from certflow.pdf.join import Attached, _attach
from certflow.pdf.keys import Keyring
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer
from certflow.pdf.verify import verify
from tests.equipment import program
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.sample import CARRIED, CHECKLIST, MADE_AT

RELATIONSHIPS = {
    "record.json": "/Source",
    "record.schema.json": "/Supplement",
    "sora@2.5-it.yaml": "/Data",
    "sora@2.5-easa.yaml": "/Data",
    "ledger-entry.json": "/Supplement",
    "ledger.tlog-proof": "/Supplement",
}


def test_each_file_says_what_it_is_and_bears_the_records_date(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        files: list[Any] = list(pdf.Root.AF)
        assert {str(each.UF): str(each.AFRelationship) for each in files} == RELATIONSHIPS
        for each in files:
            assert len(str(each.Desc)) > 10
            assert str(each.EF.F.Params.CreationDate) == f"D:{MADE_AT:%Y%m%d%H%M%SZ}"
            assert int(each.EF.F.Params.Size) == len(each.EF.F.read_bytes())


def test_pikepdf_takes_them_out_as_they_were_put_in(drawn: bytes, content: RecordContent) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        found = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}

    assert found == {"record.json": content.as_json(), **CARRIED, **carried.ledger_files(content)}


def test_pdfdetach_takes_them_out_too(sealed: bytes, content: RecordContent, tmp_path: Path) -> None:
    program("pdfdetach", "poppler-utils")
    (tmp_path / "record.pdf").write_bytes(sealed)

    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(tmp_path / "record.pdf")], check=True)

    assert (tmp_path / "record.json").read_bytes() == content.as_json()
    for name, raw in CARRIED.items():
        assert (tmp_path / name).read_bytes() == raw


def test_the_schema_beside_the_data_is_that_of_their_form(content: RecordContent) -> None:
    """That data hold to it is shown in test_record_content."""
    assert json.loads(CARRIED[carried.SCHEMA]) == schema(content.form)


def test_the_command_prints_the_schema_that_records_carry(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["schema"]) == 0

    assert capsys.readouterr().out.encode() == CARRIED[carried.SCHEMA]


def anew(drawn: bytes, files: dict[str, bytes], at: datetime = MADE_AT) -> bytes:
    """The drawing with these files instead of its own."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        del pdf.Root.Names, pdf.Root.AF
        for name in sorted(files):
            _attach(pdf, Attached(name, "some file", "Supplement", "text/plain", at, files[name]))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


Change = Callable[[dict[str, bytes]], dict[str, bytes]]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda files: {**files, "more.json": b"{}"}, "more.json"),
        (lambda files: {name: raw for name, raw in files.items() if name != carried.SCHEMA}, carried.SCHEMA),
        (lambda files: {**files, "sora@2.5-easa.yaml": b"checklist: milder\n"}, "sora@2.5-easa.yaml"),
        (lambda files: {**files, carried.PROOF: files[carried.PROOF] + b"\n"}, carried.PROOF),
        (lambda files: {**files, carried.ENTRY: b"{}"}, carried.ENTRY),
    ],
)
def test_a_file_that_the_data_do_not_name_is_found_even_under_a_good_seal(
    change: Change, name: str, drawn: bytes, content: RecordContent, keys: Keyring, anchor: Anchor, tmp_path: Path
) -> None:
    files = change({carried.SNAPSHOT: content.as_json(), **CARRIED, **carried.ledger_files(content)})
    forged = seal(anew(drawn, files), keys, SEALED_AT)

    verdict = verify(forged, anchor, NOW)

    assert verdict.authentic.answer is Answer.YES
    assert verdict.complete.answer is Answer.NO
    assert name in str(verdict.complete)


def test_another_checklist_than_the_one_that_was_followed_is_found(content: RecordContent) -> None:
    other = {**CHECKLIST, "sora@2.5-easa.yaml": b"checklist: milder\n"}
    lying = replace(content, files=carried.listed(CARRIED[carried.SCHEMA], other))
    files = {
        carried.SNAPSHOT: lying.as_json(),
        **CARRIED,
        **other,
        **carried.ledger_files(content),
    }

    with pytest.raises(carried.Differs, match=r"sora@2\.5-easa\.yaml"):
        carried.check_carried(lying, files)
