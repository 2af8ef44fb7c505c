"""Checkpoints as C2SP signed notes, held against the note that the format's own documentation signs."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certflow.domain import checkpoint
from certflow.domain.checkpoint import Checkpoint, NoteKey

# golang.org/x/mod/sumdb/note, the example in its documentation
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PUBLISHED_NOTE = (
    f"{PUBLISHED_TEXT}\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = NoteKey("certflow.example", PRIVATE.public_key().public_bytes_raw())
POINT = Checkpoint("certflow.example", 20852163, bytes(range(32)))


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_a_published_note_opens():
    key = checkpoint.read_key(PUBLISHED_KEY)

    assert checkpoint.open_note(PUBLISHED_NOTE, key, fits) == PUBLISHED_TEXT
    assert str(key) == PUBLISHED_KEY


def test_a_checkpoint_is_three_lines():
    assert POINT.text == "certflow.example\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def test_a_checkpoint_reads_back_from_its_signed_note():
    note = checkpoint.sign_note(POINT.text, KEY, PRIVATE.sign)

    assert checkpoint.read_checkpoint(checkpoint.open_note(note, KEY, fits)) == POINT


def test_a_witness_may_sign_below_us():
    note = checkpoint.sign_note(POINT.text, KEY, PRIVATE.sign) + "— witness.example AAAAAAAA\n"

    assert checkpoint.open_note(note, KEY, fits) == POINT.text


def test_extension_lines_are_read_past():
    assert checkpoint.read_checkpoint(POINT.text + "more\n") == POINT


def test_a_changed_byte_anywhere_in_what_is_signed_is_noticed():
    note = checkpoint.sign_note(POINT.text, KEY, PRIVATE.sign)
    for place in range(len(POINT.text)):
        bent = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        with pytest.raises(ValueError):
            checkpoint.open_note(bent, KEY, fits)


def test_a_note_of_another_key_of_the_same_name_does_not_open():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    theirs = NoteKey(KEY.name, other.public_key().public_bytes_raw())

    with pytest.raises(ValueError):
        checkpoint.open_note(checkpoint.sign_note(POINT.text, theirs, other.sign), KEY, fits)


def test_a_signature_under_our_id_by_another_key_does_not_open():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    with pytest.raises(ValueError):
        checkpoint.open_note(checkpoint.sign_note(POINT.text, KEY, other.sign), KEY, fits)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n",
        "origin\n1\n",
        "origin\n1\nAAAA\n",
        "\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n01\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n٣\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "origin\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
        "origin\n" + "9" * 5000 + "\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(ValueError):
        checkpoint.read_checkpoint(text)


@pytest.mark.parametrize("note", ["", "text", "text\n\n", "text\n\n— certflow.example !!\n", "x" * 20_000 + "\n\n"])
def test_what_is_no_signed_note_is_refused(note: str):
    with pytest.raises(ValueError):
        checkpoint.open_note(note, KEY, fits)


@pytest.mark.parametrize("name", ["", "two words", "plus+sign", "line\nbreak"])
def test_a_key_needs_a_name_that_fits_into_a_line(name: str):
    with pytest.raises(ValueError):
        NoteKey(name, bytes(32))


def test_a_key_whose_id_does_not_fit_is_refused():
    with pytest.raises(ValueError):
        checkpoint.read_key(PUBLISHED_KEY.replace("c74f20a3", "c74f20a4"))
