"""Records sealed by earlier versions, kept in `earlier/` as they were made: they open and verify for good."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from certflow.domain.record import read_content
from certflow.pdf.anchor import read_anchor
from certflow.pdf.draw import draw
from certflow.pdf.verdict import Answer
from certflow.pdf.verify import verify
from certflow.pdf.whole import attached, data_among
from tests.pdf.conftest import NOW

EARLIER = Path(__file__).with_name("earlier")
#: record → what vouches for whoever sealed it
NAMES = {"record-1": "anchor.json", "record-3": "anchor-3.json"}


@pytest.mark.parametrize("name", NAMES)
def test_an_earlier_record_still_verifies(name: str) -> None:
    verdict = verify((EARLIER / f"{name}.pdf").read_bytes(), read_anchor(EARLIER / NAMES[name]), NOW)

    assert (verdict.authentic.answer, verdict.complete.answer) == (Answer.YES, Answer.YES)


@pytest.mark.parametrize("name", NAMES)
def test_its_data_are_read_and_written_back_to_the_byte(name: str) -> None:
    data = (EARLIER / f"{name}.json").read_bytes()

    assert data_among(attached(PdfFileReader(io.BytesIO((EARLIER / f"{name}.pdf").read_bytes())))) == data
    assert read_content(data).as_json() == data


@pytest.mark.parametrize("name", NAMES)
def test_its_data_can_still_be_drawn(name: str, fonts: Path) -> None:
    """A record that was asked for before an update may be drawn after it."""
    carried = attached(PdfFileReader(io.BytesIO((EARLIER / f"{name}.pdf").read_bytes())))
    content = read_content((EARLIER / f"{name}.json").read_bytes())
    files = {each.name: carried[each.name] for each in content.files}

    assert draw(content.as_json(), "en", fonts, files=files).startswith(b"%PDF-")


@pytest.mark.parametrize("name", NAMES)
def test_the_second_verifier_takes_it_too(name: str) -> None:
    tool = Path(__file__).parents[2] / "tools" / "verify_record.py"
    told = subprocess.run(
        [sys.executable, str(tool), str(EARLIER / f"{name}.pdf"), "--anchor", str(EARLIER / NAMES[name])],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stdout + told.stderr
