"""One real record for all tests of this folder, and another past that only its makers could have made."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType

import pytest

from certflow.config import ROOT
from certflow.pdf.anchor import Anchor, read_anchor
from certflow.pdf.bundle import verify_bundle
from certflow.pdf.keys import Keyring
from certflow.pdf.verdict import Known, LedgerView, Verdict
from certflow.pdf.verify import verify
from tests.actions.office import Office
from tests.bundle import workshop
from tests.bundle.workshop import History

NOW = datetime(2026, 12, 1, tzinfo=UTC)
Check = Callable[..., Verdict]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, bytes]:
    return workshop.a_real_record(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def real_office(made: tuple[Office, bytes]) -> Office:
    return made[0]


@pytest.fixture(scope="session")
def bundle(made: tuple[Office, bytes]) -> bytes:
    """The bundle as issued."""
    return made[1]


@pytest.fixture(scope="session")
def ring(real_office: Office) -> Keyring:
    return real_office.desk.keyring


@pytest.fixture(scope="session")
def anchor(ring: Keyring) -> Anchor:
    return read_anchor(ring.anchor)


@pytest.fixture(scope="session")
def history(real_office: Office, bundle: bytes) -> History:
    return workshop.history_of(real_office, bundle)


@pytest.fixture(scope="session")
def forged(history: History, ring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> History:
    return workshop.another_past(history, ring, tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="session")
def check(anchor: Anchor) -> Check:
    return checker(anchor)


def checker(anchor: Anchor) -> Check:
    """Verifies a bundle under the anchor; each record is opened once, for the same file gets the same verdict."""
    seen: dict[tuple[bytes, Known | None], Verdict] = {}

    def judge(pdf: bytes, trusted: Anchor, at: datetime, view: LedgerView) -> Verdict:
        known = view("")
        if (pdf, known) not in seen:
            seen[pdf, known] = verify(pdf, trusted, at, view)
        return seen[pdf, known]

    return lambda data, *outside: verify_bundle(data, anchor, NOW, outside, judge)


@pytest.fixture(scope="session")
def tool() -> ModuleType:
    return load_tool()


def load_tool(name: str = "verify_record") -> ModuleType:
    """A program below tools/, which is no part of certflow; loaded once, so that one may use the other."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
