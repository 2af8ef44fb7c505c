"""The one ZIP form: what was packed comes out, and no other bytes are taken."""

from __future__ import annotations

import io
import zipfile

import pytest

from certflow.domain.bundle.archive import MOST_BYTES, MOST_FILES, pack, unpack
from certflow.domain.bundle.trouble import Trouble

FILES = {"a/b": b"", "c": b"some words\n", "d.txt": bytes(range(256))}


def test_what_was_packed_comes_out() -> None:
    assert unpack(pack(FILES)) == FILES
    assert unpack(pack({})) == {}


def test_the_order_of_packing_does_not_matter() -> None:
    assert pack(dict(reversed(FILES.items()))) == pack(FILES)


def test_other_programs_read_it() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(FILES))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_every_bit_counts() -> None:
    packed = pack(FILES)
    for at in range(len(packed)):
        for bit in range(8):
            with pytest.raises(Trouble):
                unpack(packed[:at] + bytes([packed[at] ^ 1 << bit]) + packed[at + 1 :])


def test_every_length_counts() -> None:
    packed = pack(FILES)
    for size in range(len(packed)):
        with pytest.raises(Trouble):
            unpack(packed[:size])
    with pytest.raises(Trouble):
        unpack(packed + b"\0")


def test_what_is_larger_than_any_bundle_is_not_read() -> None:
    with pytest.raises(Trouble, match="larger than"):
        unpack(bytes(MOST_BYTES + 1))


def test_more_files_than_any_bundle_has_are_not_taken() -> None:
    with pytest.raises(Trouble, match="more than"):
        unpack(pack({f"{number:06}": b"" for number in range(MOST_FILES + 1)}))
