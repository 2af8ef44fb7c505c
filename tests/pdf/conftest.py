"""One record, drawn and sealed once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certflow.domain.record import RecordContent
from certflow.domain.text import LANGUAGES
from certflow.pdf.anchor import Anchor, read_anchor
from certflow.pdf.draw import Press
from certflow.pdf.keys import Keyring, ledger_signer, make_keys
from certflow.pdf.sign import Level, seal
from tests.pdf.authority import Authority
from tests.pdf.sample import CARRIED, MADE_AT, full, proven, sample

PAIRS = ("en+it", "en+uk", "it+uk")
SEALED_AT = MADE_AT + timedelta(minutes=1)
NOW = MADE_AT + timedelta(days=30)


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    ring = Keyring(tmp_path_factory.mktemp("data") / "keys", "demo.example")
    make_keys(ring, MADE_AT)
    return ring


@pytest.fixture(scope="session")
def anchor(keys: Keyring) -> Anchor:
    return read_anchor(keys.anchor)


@pytest.fixture(scope="session")
def content(keys: Keyring) -> RecordContent:
    """A short record with every chapter and the ledger's proof."""
    return proven(full(), *ledger_signer(keys))


@pytest.fixture(scope="session")
def press(fonts: Path) -> Iterator[Press]:
    """Draws without a shelf, its children warm for the next test."""
    press = Press(fonts)
    yield press
    press.rest()


@pytest.fixture(scope="session")
def drawn(content: RecordContent, press: Press) -> bytes:
    return press.draw(content, "en", files=CARRIED)


@pytest.fixture(scope="session")
def drawn_pairs(content: RecordContent, press: Press) -> dict[str, bytes]:
    """The short record in two languages side by side, by pair."""
    return {pair: press.draw(content, pair, files=CARRIED) for pair in PAIRS}


@pytest.fixture(scope="session")
def drawn_whole(press: Press, keys: Keyring) -> dict[str, bytes]:
    """The whole sample, thirty steps with the ledger's proof, by language."""
    content = proven(sample(), *ledger_signer(keys))
    return {language: press.draw(content, language) for language in LANGUAGES}


@pytest.fixture(scope="session")
def sealed(drawn: bytes, keys: Keyring) -> bytes:
    return seal(drawn, keys, SEALED_AT)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """A time-stamp authority that answers over HTTP, with CRL and OCSP."""
    made = Authority(tmp_path_factory.mktemp("authority"), SEALED_AT)
    yield made
    made.close()


@pytest.fixture(scope="session")
def stamped(drawn: bytes, keys: Keyring, authority: Authority) -> dict[Level, bytes]:
    """The record at each level that needs a time-stamp service."""
    authority.now = SEALED_AT
    levels = (Level.B_T, Level.B_LT, Level.B_LTA)
    return {level: seal(drawn, keys, SEALED_AT, authority.service(), level) for level in levels}


@pytest.fixture(scope="session")
def stamp_anchor(anchor: Anchor, authority: Authority) -> Anchor:
    """The anchor, with the authority among those whose time-stamps count."""
    return replace(anchor, time_stamping=(authority.root,))


@pytest.fixture(scope="session")
def drawing(press: Press) -> Callable[[RecordContent], bytes]:
    """Draws any content in English."""
    return lambda content: press.draw(content, "en", files=CARRIED if content.files else {})
