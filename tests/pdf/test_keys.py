"""Keys are made once, for our eyes only, and a wrong one is refused with its reason."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from certflow.domain.checkpoint import Checkpoint, open_note, sign_note
from certflow.pdf.anchor import Anchor, KeyUnusable, anchor_json, parse_anchor, read_anchor, verify_note
from certflow.pdf.authority import DOCUMENT_SIGNING, key_usage
from certflow.pdf.keys import Keyring, check_keys, ledger_signer, make_keys, open_seal
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer
from certflow.pdf.verify import verify
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.sample import MADE_AT


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    made = Keyring(tmp_path / "keys", "demo.example")
    make_keys(made, MADE_AT)
    return made


def test_a_first_start_makes_keys_that_only_we_can_read(ring: Keyring) -> None:
    check_keys(ring, MADE_AT)

    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
    for name in ("root-key.pem", "seal-key.pem", "ledger-key.pem"):
        assert stat.S_IMODE((ring.folder / name).stat().st_mode) == 0o600, name


def test_a_second_start_changes_nothing(ring: Keyring) -> None:
    before = {file.name: file.read_bytes() for file in ring.folder.iterdir()}

    make_keys(ring, MADE_AT + timedelta(days=5))

    assert {file.name: file.read_bytes() for file in ring.folder.iterdir()} == before


def test_the_seal_says_what_it_is_and_may_do_nothing_else(ring: Keyring) -> None:
    certificate = open_seal(ring, MADE_AT).certificate
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value

    assert "certflow local seal – demo.example" in certificate.subject.rfc4514_string()
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert set(purposes) == {DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION}


def make_readable(ring: Keyring) -> None:
    (ring.folder / "seal-key.pem").chmod(0o644)


def make_ledger_readable(ring: Keyring) -> None:
    (ring.folder / "ledger-key.pem").chmod(0o640)


def remove_key(ring: Keyring) -> None:
    (ring.folder / "seal-key.pem").unlink()


def spoil_key(ring: Keyring) -> None:
    (ring.folder / "seal-key.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")


def spoil_certificate(ring: Keyring) -> None:
    (ring.folder / "seal.pem").write_bytes(b"hello")


def another(ring: Keyring) -> Keyring:
    other = Keyring(ring.folder.parent / "other", ring.instance)
    make_keys(other, MADE_AT)
    return other


def swap_key(ring: Keyring) -> None:
    os.replace(another(ring).folder / "seal-key.pem", ring.folder / "seal-key.pem")


def swap_pair(ring: Keyring) -> None:
    other = another(ring)
    for name in ("seal-key.pem", "seal.pem"):
        os.replace(other.folder / name, ring.folder / name)


def swap_ledger_key(ring: Keyring) -> None:
    os.replace(another(ring).folder / "ledger-key.pem", ring.folder / "ledger-key.pem")


def swap_anchor(ring: Keyring) -> None:
    other = read_anchor(another(ring).anchor)
    ring.anchor.write_bytes(anchor_json(Anchor(other.root, read_anchor(ring.anchor).ledger)))


def use_ledger_key_as_seal(ring: Keyring) -> None:
    (ring.folder / "seal-key.pem").write_bytes((ring.folder / "ledger-key.pem").read_bytes())


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (make_readable, "keys.readable-by-others"),
        (make_ledger_readable, "keys.readable-by-others"),
        (remove_key, "keys.missing"),
        (spoil_key, "keys.unreadable"),
        (spoil_certificate, "keys.unreadable"),
        (swap_key, "keys.mismatch"),
        (swap_pair, "keys.issuer"),
        (swap_ledger_key, "keys.mismatch"),
        (swap_anchor, "keys.mismatch"),
        (use_ledger_key_as_seal, "keys.kind"),
    ],
)
def test_a_wrong_key_is_refused_with_its_reason(harm: Callable[[Keyring], None], code: str, ring: Keyring) -> None:
    harm(ring)
    make_keys(ring, MADE_AT)  # a later start repairs nothing in silence

    with pytest.raises(KeyUnusable) as refused:
        check_keys(ring, MADE_AT)

    assert refused.value.code == code
    assert str(ring.folder) in refused.value.reason or "seal" in refused.value.reason


def test_an_expired_seal_is_refused(ring: Keyring) -> None:
    with pytest.raises(KeyUnusable) as refused:
        open_seal(ring, MADE_AT + timedelta(days=4000))

    assert refused.value.code == "keys.validity"


def test_sealing_opens_the_key_and_refuses_a_readable_one(ring: Keyring, drawn: bytes) -> None:
    make_readable(ring)

    with pytest.raises(KeyUnusable):
        seal(drawn, ring, SEALED_AT)


def test_the_ledgers_key_signs_notes_that_the_anchor_opens(ring: Keyring) -> None:
    key, sign = ledger_signer(ring)
    text = Checkpoint(key.name, 3, bytes(32)).text

    note = sign_note(text, key, sign)

    assert open_note(note, read_anchor(ring.anchor).ledger, verify_note) == text
    with pytest.raises(ValueError, match="not signed"):
        open_note(note.replace("\n3\n", "\n4\n"), key, verify_note)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_anchor_is_refused(data: bytes) -> None:
    with pytest.raises(KeyUnusable):
        parse_anchor(data)


def test_an_anchor_with_a_changed_ledger_key_is_refused(ring: Keyring) -> None:
    members = json.loads(ring.anchor.read_bytes())
    members["ledger"] = members["ledger"].replace("demo.example", "other.example")

    with pytest.raises(KeyUnusable):
        parse_anchor(json.dumps(members).encode())


def company_seal(folder: Path, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> Path:
    """A PKCS#12 file as a company's own authority would hand it out."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, each)]) for each in ("Root", "Grifone seal")]
    root, own = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(names[0])
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE_AT - timedelta(days=1))
        .not_valid_after(MADE_AT + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=name == names[0], path_length=None), critical=True)
        .add_extension(key_usage(authority=name == names[0]), critical=True)
        .sign(root_key, hashes.SHA256())
        for name, public in ((names[0], root_key.public_key()), (names[1], key.public_key()))
    )
    file = folder / "seal.p12"
    locked = serialization.BestAvailableEncryption(b"open sesame")
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, own, [root], locked))
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_seal_of_another_authority_seals_and_verifies(kind: str, tmp_path: Path, drawn: bytes) -> None:
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ecdsa" else rsa.generate_private_key(65537, 3072)
    ring = Keyring(tmp_path / "keys", "demo.example", company_seal(tmp_path, key), "open sesame")
    make_keys(ring, MADE_AT)
    check_keys(ring, MADE_AT)

    verdict = verify(seal(drawn, ring, SEALED_AT), read_anchor(ring.anchor), NOW)

    assert verdict.authentic.answer is Answer.YES, verdict.authentic


@pytest.mark.parametrize(
    ("passphrase", "bits", "code"), [("wrong", 3072, "keys.unreadable"), ("open sesame", 2048, "keys.kind")]
)
def test_a_seal_of_another_authority_that_does_not_fit_is_refused(
    passphrase: str, bits: int, code: str, tmp_path: Path
) -> None:
    file = company_seal(tmp_path, rsa.generate_private_key(65537, bits))

    with pytest.raises(KeyUnusable) as refused:
        open_seal(Keyring(tmp_path, "demo.example", file, passphrase), MADE_AT)

    assert refused.value.code == code
