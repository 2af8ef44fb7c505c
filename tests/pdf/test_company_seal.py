"""A seal that a company's authority issued, with revocation data that has to be fetched."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader

from certflow.pdf.anchor import Anchor, KeyUnusable, read_anchor
from certflow.pdf.keys import Keyring, check_keys, make_keys
from certflow.pdf.sign import Level, seal
from certflow.pdf.verdict import Answer
from certflow.pdf.verify import verify
from tests.pdf.authority import Authority
from tests.pdf.conftest import MADE_AT, NOW, SEALED_AT

PASSPHRASE = "open sesame"


def ring_of(label: str, authority: Authority, folder: Path) -> tuple[Keyring, Anchor]:
    """An installation whose seal is the company's, and the anchor that it hands out."""
    stampers = folder / "stampers.pem"
    stampers.write_bytes(authority.root.public_bytes(serialization.Encoding.PEM))
    file = authority.company_seal(label, folder, PASSPHRASE)
    ring = Keyring(folder / "keys", "demo.example", file, PASSPHRASE, stampers)
    make_keys(ring, MADE_AT)
    check_keys(ring, MADE_AT)
    return ring, read_anchor(ring.anchor)


@pytest.mark.parametrize(("label", "kept"), [("seal-crl", "/CRLs"), ("seal-ocsp", "/OCSPs")])
@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_its_revocation_data_lie_inside_and_it_verifies_when_the_authority_is_gone(
    label: str, kept: str, level: Level, drawn: bytes, authority: Authority, tmp_path: Path
) -> None:
    authority.now = SEALED_AT
    ring, anchor = ring_of(label, authority, tmp_path)

    sealed = seal(drawn, ring, SEALED_AT, authority.service(), level)
    asked = authority.asked
    verdict = verify(sealed, anchor, NOW)

    assert kept in PdfFileReader(io.BytesIO(sealed)).root["/DSS"]
    assert verdict.authentic.answer is Answer.YES, verdict.authentic
    assert authority.asked == asked, "verifying asks nobody"
    assert verify(sealed, anchor, NOW.replace(year=2027)).at_sealing.answer is Answer.YES


def test_a_seal_that_was_revoked_seals_nothing_and_the_operator_is_told(
    drawn: bytes, authority: Authority, tmp_path: Path
) -> None:
    authority.now = SEALED_AT
    ring, _ = ring_of("seal-revoked", authority, tmp_path)

    with pytest.raises(KeyUnusable, match="revoked") as refused:
        seal(drawn, ring, SEALED_AT, authority.service())

    assert refused.value.code == "keys.revoked"


def test_a_seal_that_names_no_place_to_ask_brings_no_revocation_data_of_its_own(
    drawn: bytes, authority: Authority, tmp_path: Path
) -> None:
    authority.now = SEALED_AT
    ring, anchor = ring_of("seal-silent", authority, tmp_path)

    verdict = verify(seal(drawn, ring, SEALED_AT, authority.service()), anchor, NOW)

    assert verdict.authentic.answer is Answer.YES
    assert verdict.level == "B-LTA"
