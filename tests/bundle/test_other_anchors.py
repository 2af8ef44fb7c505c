"""An anchor may have grown since the bundle was made; any other difference counts against the bundle.

certflow, the second verifier and the recipe say the same.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from certflow.domain.bundle import form
from certflow.pdf.anchor import Anchor, anchor_json, read_anchor, write_anchor
from certflow.pdf.bundle import key_files, verify_bundle
from certflow.pdf.keys import Keyring, make_keys
from certflow.pdf.rotation import rotate
from tests.bundle.conftest import NOW
from tests.bundle.forging import repacked
from tests.bundle.test_agreement import CODES
from tests.bundle.test_bundle import run_recipe
from tests.bundle.workshop import History, stranger_key

Codes = Callable[[bytes, Anchor], tuple[int, int, int]]


@pytest.fixture(scope="module")
def rotated(ring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Anchor:
    """The anchor after `certflow rotate`, late enough for a new root."""
    later = replace(ring, folder=tmp_path_factory.mktemp("rotated") / "keys")
    shutil.copytree(ring.folder, later.folder)
    assert rotate(later, NOW + timedelta(days=365 * 15))
    return read_anchor(later.anchor)


@pytest.fixture(scope="module")
def look_alike(ring: Keyring, anchor: Anchor, tmp_path_factory: pytest.TempPathFactory) -> Anchor:
    """Another root of the same name, beside the ledger's true key."""
    other = replace(ring, folder=tmp_path_factory.mktemp("other") / "keys")
    make_keys(other, anchor.root.not_valid_before_utc + timedelta(days=1))
    made = read_anchor(other.anchor)
    assert made.root.subject == anchor.root.subject
    return replace(made, ledger=anchor.ledger)


@pytest.fixture
def codes(tool: ModuleType, tmp_path: Path) -> Codes:
    """How all three end, in that order."""

    def ends(bundle: bytes, trusted: Anchor) -> tuple[int, int, int]:
        write_anchor(trusted, tmp_path / "anchor.json")
        first = CODES[verify_bundle(bundle, trusted, NOW).outcome]
        second: int = tool.verify(bundle, tool.Anchor((tmp_path / "anchor.json").read_bytes()), [], NOW)[0]
        return first, second, run_recipe(bundle, tmp_path / "bundle", tmp_path / "anchor.json").returncode

    return ends


def naming(history: History, anchor: Anchor) -> bytes:
    """The bundle as if it had been made under that anchor."""
    return replace(history, given={**history.given, **key_files(anchor)}).zip()


def test_a_bundle_made_before_a_rotation_passes_after_it(bundle: bytes, rotated: Anchor, codes: Codes) -> None:
    assert codes(bundle, rotated) == (0, 0, 0)


def test_a_bundle_made_before_an_authority_was_added_passes_after_it(
    bundle: bytes, rotated: Anchor, look_alike: Anchor, codes: Codes
) -> None:
    assert codes(bundle, replace(rotated, time_stamping=(look_alike.root,))) == (0, 0, 0)


def test_a_bundle_made_after_a_rotation_passes_under_its_anchor(
    history: History, rotated: Anchor, codes: Codes
) -> None:
    assert codes(naming(history, rotated), rotated) == (0, 0, 0)


def test_a_bundle_that_names_a_newer_root_does_not_pass(
    history: History, anchor: Anchor, rotated: Anchor, codes: Codes
) -> None:
    assert codes(naming(history, rotated), anchor) == (2, 2, 2)


def test_a_look_alike_of_the_root_is_refused_on_either_side(
    history: History, bundle: bytes, anchor: Anchor, look_alike: Anchor, codes: Codes, tmp_path: Path
) -> None:
    assert codes(bundle, look_alike) == (2, 2, 2)

    shutil.rmtree(tmp_path / "bundle")
    assert codes(naming(history, replace(look_alike, earlier=(anchor.root,))), anchor) == (2, 2, 2)


def test_a_time_stamp_authority_is_no_root_and_a_root_no_such_authority(
    history: History, anchor: Anchor, look_alike: Anchor, codes: Codes, tmp_path: Path
) -> None:
    stamping, earlier = replace(anchor, time_stamping=(look_alike.root,)), replace(anchor, earlier=(look_alike.root,))

    assert codes(naming(history, stamping), earlier) == (2, 2, 2)
    shutil.rmtree(tmp_path / "bundle")
    assert codes(naming(history, earlier), stamping) == (2, 2, 2)


def test_another_ledger_of_the_same_name_is_refused(bundle: bytes, rotated: Anchor, codes: Codes) -> None:
    assert codes(bundle, replace(rotated, ledger=stranger_key(rotated.ledger.name)[0])) == (2, 2, 2)


@pytest.mark.parametrize("bend", ["a member more", "an empty list", "words beside a root", "another order"])
def test_the_anchor_in_a_bundle_is_written_in_one_way(
    bend: str, history: History, anchor: Anchor, tool: ModuleType
) -> None:
    said = json.loads(anchor_json(anchor))
    bent = {
        "a member more": {**said, "note": "mine"},
        "an empty list": {**said, "earlier": []},
        "words beside a root": {**said, "root": "mine\n" + said["root"]},
        "another order": dict(reversed(said.items())),
    }[bend]
    data = repacked(history.files(), **{form.ANCHOR: json.dumps(bent, indent=2).encode() + b"\n"})

    assert CODES[verify_bundle(data, anchor, NOW).outcome] == 2
    assert tool.verify(data, tool.Anchor(anchor_json(anchor)), [], NOW)[0] == 2


def test_the_recipe_takes_no_second_ledger_key(history: History, anchor: Anchor, codes: Codes) -> None:
    """Whoever adds one could have the checkpoints verified by it."""
    key, sign = stranger_key(anchor.ledger.name)
    files = history.signed_by(key, sign).files()
    files |= key_files(replace(anchor, ledger=key))
    two = {**json.loads(anchor_json(anchor)), "more": {"ledger": str(key)}}

    assert codes(repacked(files, **{form.ANCHOR: json.dumps(two, indent=2).encode() + b"\n"}), anchor) == (2, 2, 2)
