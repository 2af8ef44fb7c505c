"""Keys come and go, in files and in tokens; what was sealed stays verifiable."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from certflow.pdf.anchor import KeyUnusable, read_anchor
from certflow.pdf.authority import ROOT_YEARS, key_usage
from certflow.pdf.examine import examine
from certflow.pdf.keys import Keyring, Pkcs11, check_keys, make_keys, open_seal
from certflow.pdf.rotation import rotate
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer
from tests.equipment import program
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.sample import MADE_AT
from tests.pdf.test_keys import company_seal

MODULE = next(Path("/usr/lib").glob("**/libsofthsm2.so"), None)


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    made = Keyring(tmp_path / "keys", "demo.example")
    make_keys(made, MADE_AT)
    return made


def authentic(pdf: bytes, ring: Keyring) -> Answer:
    return examine(pdf, read_anchor(ring.anchor), NOW).authentic.answer


def test_records_sealed_before_and_after_a_rotation_verify(ring: Keyring, drawn: bytes) -> None:
    before, old = seal(drawn, ring, SEALED_AT), open_seal(ring, MADE_AT).certificate

    assert rotate(ring, MADE_AT) is False, "the same root, so the same anchor"

    check_keys(ring, MADE_AT)
    assert open_seal(ring, MADE_AT).certificate != old
    assert (authentic(before, ring), authentic(seal(drawn, ring, SEALED_AT), ring)) == (Answer.YES, Answer.YES)


def test_a_root_that_ends_too_soon_is_replaced_and_the_old_one_stays_trusted(ring: Keyring, drawn: bytes) -> None:
    before, anchor = seal(drawn, ring, SEALED_AT), read_anchor(ring.anchor)
    late = MADE_AT + timedelta(days=365 * (ROOT_YEARS - 5))

    assert rotate(ring, late) is True

    check_keys(ring, late)
    now = read_anchor(ring.anchor)
    assert (now.earlier, now.ledger) == ((anchor.root,), anchor.ledger)
    assert examine(before, now, NOW).authentic.answer is Answer.YES
    assert examine(seal(drawn, ring, late), now, late).authentic.answer is Answer.YES


def test_a_seal_of_another_authority_takes_over(ring: Keyring, drawn: bytes, tmp_path: Path) -> None:
    before = seal(drawn, ring, SEALED_AT)
    bought = company_seal(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    other = replace(ring, pkcs12=bought, passphrase="open sesame")
    with pytest.raises(KeyUnusable, match="certflow rotate"):
        check_keys(other, MADE_AT)

    assert rotate(other, MADE_AT) is True

    assert (authentic(before, other), authentic(seal(drawn, other, SEALED_AT), other)) == (Answer.YES, Answer.YES)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Pkcs11]]:
    """One token with a key of each kind; a process loads the library once, so there is one for all tests."""
    program("softhsm2-util", "softhsm2")
    assert MODULE is not None, "Debian's softhsm2 brings both"
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        _softhsm("--init-token", "--free", "--label", "certflow", "--so-pin", "5678", "--pin", "1234")
        yield {
            kind: Pkcs11(MODULE, "certflow", kind, _import(folder, kind, key), "1234")
            for kind, key in (
                ("ecdsa", ec.generate_private_key(ec.SECP256R1())),
                ("rsa", rsa.generate_private_key(65537, 3072)),
            )
        }


def _softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def _import(folder: Path, kind: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> Path:
    """Put the key into the token; gives the file of the certificates that belong to it."""
    pem, plain = folder / "key.pem", serialization.NoEncryption()
    pem.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    number = {"ecdsa": "01", "rsa": "02"}[kind]
    _softhsm("--import", str(pem), "--token", "certflow", "--label", kind, "--id", number, "--pin", "1234")
    pem.unlink()
    certificates = folder / f"{kind}.pem"
    certificates.write_bytes(_chain(key.public_key()))
    return certificates


def _chain(public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    root_key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, each)]) for each in ("Token seal", "Token root")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(names[1])
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE_AT - timedelta(days=1))
        .not_valid_after(MADE_AT + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=name == names[1], path_length=None), critical=True)
        .add_extension(key_usage(authority=name == names[1]), critical=True)
        .sign(root_key, hashes.SHA256())
        for name, key in zip(names, (public, root_key.public_key()), strict=True)
    )
    return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in made)


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_key_in_a_token_seals_beside_older_records(
    kind: str, tokens: dict[str, Pkcs11], ring: Keyring, drawn: bytes
) -> None:
    before = seal(drawn, ring, SEALED_AT)
    other = replace(ring, pkcs11=tokens[kind])
    rotate(other, MADE_AT)

    assert (authentic(before, other), authentic(seal(drawn, other, SEALED_AT), other)) == (Answer.YES, Answer.YES)


@pytest.mark.parametrize("wrong", [{"pin": "9999"}, {"key": "other"}, {"token": "other"}], ids=str)
def test_a_token_that_does_not_fit_is_refused_with_its_reason(
    wrong: dict[str, str], tokens: dict[str, Pkcs11], ring: Keyring, drawn: bytes
) -> None:
    with pytest.raises(KeyUnusable) as refused:
        seal(drawn, replace(ring, pkcs11=replace(tokens["ecdsa"], **wrong)), SEALED_AT)  # type: ignore[arg-type]

    assert refused.value.code == "keys.token"
