"""Every class of attack on PDF signatures that the literature names is found, with and without time-stamps.

The tampering table, one line each with what found it: `pytest -q -s tests/pdf/test_attacks.py | grep '→'`
"""

from __future__ import annotations

import hashlib
import random

import pytest

from certflow.pdf.anchor import Anchor
from certflow.pdf.examine import examine
from certflow.pdf.keys import Keyring
from certflow.pdf.readers import READING
from certflow.pdf.sign import Level, seal
from certflow.pdf.verdict import Answer, Known, Point
from certflow.pdf.verify import identical, verify
from tests.pdf.attacks import ATTACKS, SHADOWS, Attack
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.greedy import GREEDY, Make


def tell(name: str, found: Point) -> None:
    print(f"\n{name:40} → {found.indication}: {found.reason}")


@pytest.fixture(params=["sealed", "stamped"])
def record(request: pytest.FixtureRequest, sealed: bytes, stamped: dict[Level, bytes]) -> bytes:
    return sealed if request.param == "sealed" else stamped[Level.B_LTA]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_found(attack: Attack, record: bytes, stamp_anchor: Anchor) -> None:
    forged = attack(record)

    assert forged != record
    found = examine(forged, stamp_anchor, NOW)
    assert found.authentic.answer is Answer.NO, found
    tell(attack.__name__, found.authentic)


@pytest.mark.parametrize("make", GREEDY, ids=lambda make: make.__name__)
def test_a_file_that_would_eat_its_reader_ends_in_a_verdict(make: Make, sealed: bytes, anchor: Anchor) -> None:
    """The child that reads it has 10 s of a processor and bounded memory; what it runs into counts against the file."""
    assert (READING.cpu_s, READING.memory_mb) == (10, 256)

    found = verify(make(sealed), anchor, NOW).authentic

    assert found.answer is Answer.NO
    tell(make.__name__, found)


@pytest.mark.parametrize("shadow", SHADOWS)
def test_a_shadow_attack_is_found(shadow: str, drawn: bytes, keys: Keyring, stamp_anchor: Anchor) -> None:
    """We seal only what we drew ourselves; yet even a prepared file, sealed with our key, does not pass afterwards."""
    prepare, spring = SHADOWS[shadow]
    sealed = seal(prepare(drawn), keys, SEALED_AT)
    sprung = spring(sealed)

    assert sprung != sealed
    for each in (sealed, sprung) if prepare(drawn) != drawn else (sprung,):
        found = examine(each, stamp_anchor, NOW)
        assert found.authentic.answer is Answer.NO, found
    tell(f"shadow: {shadow}", found.authentic)


def test_of_five_hundred_changed_bytes_none_comes_out_identical(
    stamped: dict[Level, bytes], stamp_anchor: Anchor
) -> None:
    """The digest decides that; a part of them is also taken apart, to see that the seal finds it by itself."""
    pdf, chance = stamped[Level.B_LTA], random.Random(4)
    own = hashlib.sha256(pdf).hexdigest()

    def ledger(sha256: str) -> Known | None:
        return Known("CF-2026-0042-R1", SEALED_AT) if sha256 == own else None

    assert identical(own, ledger).answer is Answer.YES
    for number in range(500):
        at, other = chance.randrange(len(pdf)), chance.randrange(1, 256)
        forged = pdf[:at] + bytes([pdf[at] ^ other]) + pdf[at + 1 :]

        assert identical(hashlib.sha256(forged).hexdigest(), ledger).answer is Answer.NO
        if number % 10 == 0:
            assert examine(forged, stamp_anchor, NOW).authentic.answer is not Answer.YES, f"byte {at} xor {other}"
