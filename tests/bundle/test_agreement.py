"""Two verifiers that share no code come to the same answer on every bundle, good and bad."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from certflow.config import ROOT
from certflow.domain.bundle import form
from certflow.domain.bundle.recipe import RECIPES
from certflow.pdf.anchor import Anchor, anchor_json, read_anchor, write_anchor
from certflow.pdf.bundle import verify_bundle
from certflow.pdf.examine import examine
from certflow.pdf.verdict import Answer, Outcome
from tests.bundle import forging
from tests.bundle.conftest import NOW, Check, checker
from tests.bundle.forging import Forged
from tests.bundle.test_bundle import run_recipe
from tests.bundle.variants import Variant, variants
from tests.bundle.workshop import History, files_of, stranger
from tests.pdf.tampering import TAMPERING

CODES = {Outcome.PASSED: 0, Outcome.FAILED: 2, Outcome.INDETERMINATE: 3}
#: a bundle as it was made, kept for good
EARLIER = Path(__file__).with_name("earlier")
Second = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def second(tool: ModuleType, anchor: Anchor) -> Second:
    trusted = tool.Anchor(anchor_json(anchor))
    return lambda data, *notes: tool.verify(data, trusted, [note.encode() for note in notes], NOW)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> tuple[Variant, ...]:
    return tuple(variants(tmp_path_factory.mktemp("others")))


def good(history: History, chance: random.Random, count: int = 60) -> Iterator[Forged]:
    """Ledgers that went on in some way, signed now and then, with some texts erased, and one checkpoint kept."""
    before, sealed = history.bodies[:-1], history.bodies[-1]
    for number in range(count):
        between = [stranger(n) for n in range(chance.randrange(6))]
        after = [stranger(n) for n in range(chance.randrange(60))]
        start = replace(history, bodies=before, signed=history.signed[:-1])
        grown = start.then(*between, sealed, *after)
        sizes = range(len(before) + 1, len(grown.bodies))
        signed = sorted({*grown.signed, *chance.sample(sizes, min(len(sizes), chance.randrange(5)))})
        opened = tuple(each for each in history.openings if chance.random() < 0.8)
        grown = replace(grown, signed=tuple(signed), openings=opened)
        yield Forged(f"good {number}", grown.zip(), (grown.note(chance.choice(signed)),))


def bad(history: History, chance: random.Random, flips: int = 60) -> Iterator[Forged]:
    base = len(history.bodies)
    grown = history.then(*(stranger(n) for n in range(9)), signed=(base + 3,))
    for name, forge in {**forging.IN_LINES, **forging.IN_FILES, **forging.IN_ZIP}.items():
        # what looks for the dossier's last entry finds it at the end of the shorter one
        yield Forged(name, forge(history if chance.random() < 0.5 else grown))
    data = grown.zip()
    for number in range(flips):
        yield Forged(f"one bit, {number}", forging.flipped(data, chance))


def test_both_verifiers_agree_on_hundreds_of_bundles(
    history: History, forged: History, check: Check, second: Second
) -> None:
    chance, seen = random.Random(20261122), set()
    cases = [(0, each) for each in good(history, chance)] + [(2, each) for each in bad(history, chance)]
    cases += [(2, each) for each in forging.with_keys(history, forged, chance)]
    for wanted, each in cases:
        verdict = check(each.data, *each.notes)
        code, told = second(each.data, *each.notes)

        assert (CODES[verdict.outcome], code) == (wanted, wanted), (each.name, told, verdict)
        seen.add(each.data)
    assert len(seen) >= 200


def test_both_verifiers_agree_on_every_kind_of_record(others: tuple[Variant, ...], tool: ModuleType) -> None:
    """On an edition that extends another, for a partner, under a company's seal, after a rotation."""
    chance, seen = random.Random(20261128), set()
    for variant in others:
        trusted, check = tool.Anchor(anchor_json(variant.anchor)), checker(variant.anchor)
        cases = [(0, each) for each in good(variant.history, chance, 10)]
        cases += [(2, each) for each in bad(variant.history, chance, 10)]
        for wanted, each in cases:
            verdict = check(each.data, *each.notes)
            code, told = tool.verify(each.data, trusted, [note.encode() for note in each.notes], NOW)

            assert (CODES[verdict.outcome], code) == (wanted, wanted), (variant.name, each.name, told, verdict)
            seen.add(each.data)
    assert len(seen) >= 400


def test_the_recipe_takes_every_kind_of_record_and_finds_another_checklist(
    others: tuple[Variant, ...], tmp_path: Path
) -> None:
    for number, variant in enumerate(others):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_anchor(variant.anchor, folder / "anchor.json")
        done = run_recipe(variant.history.zip(), folder / "good", folder / "anchor.json")

        assert done.returncode == 0, (variant.name, done)
    extended = others[0].history
    assert len(form.checklist_line(extended.files())) == 3
    # the recipe looks at what it knows, and leaves one more file alone
    for name in (name for name in forging.IN_FILES if "checklist" in name and "twice" not in name):
        done = run_recipe(forging.IN_FILES[name](extended), tmp_path / name, tmp_path / "0" / "anchor.json")

        assert done.returncode != 0, (name, done)
        assert "All of it holds" not in done.stdout


def test_a_bundle_made_before_editions_extended_one_another_still_verifies(tool: ModuleType, tmp_path: Path) -> None:
    """Its checklist is one file, and its recipe another one."""
    data, kept = (EARLIER / "bundle.zip").read_bytes(), EARLIER / "anchor.json"

    assert form.CHECKLIST in files_of(data)
    assert verify_bundle(data, read_anchor(kept), NOW).outcome is Outcome.PASSED
    assert tool.verify(data, tool.Anchor(kept.read_bytes()), [], NOW)[0] == 0
    assert run_recipe(data, tmp_path / "bundle", kept).returncode == 0


def test_what_only_an_outside_checkpoint_can_tell_passes_without_one(
    history: History, forged: History, check: Check, second: Second
) -> None:
    """Otherwise the cases above would prove nothing about the checkpoint."""
    for each in forging.with_keys(history, forged, random.Random(1)):
        assert check(each.data).outcome is Outcome.PASSED, each.name
        assert second(each.data)[0] == 0, each.name


def test_both_verifiers_agree_on_bare_records(
    history: History, forged: History, anchor: Anchor, second: Second
) -> None:
    sealed = history.given["record.pdf"]
    for pdf, wanted in ((sealed, 0), (forged.given["record.pdf"], 0), *((each(sealed), 2) for each in TAMPERING)):
        found = examine(pdf, anchor, NOW)
        first = 0 if (found.authentic.answer, found.complete.answer) == (Answer.YES, Answer.YES) else 2

        assert (first, second(pdf)[0]) == (wanted, wanted), second(pdf)


def test_the_second_verifier_knows_the_recipe(tool: ModuleType) -> None:
    assert tool.RECIPES == RECIPES


def test_the_second_verifier_stands_alone_and_is_short() -> None:
    text = (ROOT / "tools" / "verify_record.py").read_text()

    assert "import certflow" not in text
    assert "from certflow" not in text
    assert text.count("\n") < 400
