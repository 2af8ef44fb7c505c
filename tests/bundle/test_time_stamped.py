"""A bundle of a time-stamped record: certflow, the second verifier and the recipe all take it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import ModuleType

import pytest

from certflow.domain.bundle import form
from certflow.domain.record import read_content
from certflow.pdf.anchor import Anchor, write_anchor
from certflow.pdf.bundle import key_files, verify_bundle
from certflow.pdf.draw import draw
from certflow.pdf.keys import Keyring
from certflow.pdf.sign import Level, seal
from certflow.pdf.verdict import Answer, Outcome
from certflow.pdf.verify import verify
from tests.bundle.conftest import NOW
from tests.bundle.test_bundle import run_recipe
from tests.bundle.workshop import History, carried, with_record
from tests.pdf.authority import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory, history: History) -> Iterator[Authority]:
    made_at = read_content(history.given[form.SNAPSHOT]).identity.made_at
    made = Authority(tmp_path_factory.mktemp("authority"), made_at + timedelta(minutes=1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def stamp_anchor(anchor: Anchor, authority: Authority) -> Anchor:
    return replace(anchor, time_stamping=(authority.root,))


@pytest.fixture(scope="module", params=[Level.B_T, Level.B_LTA])
def stamped(
    request: pytest.FixtureRequest,
    history: History,
    ring: Keyring,
    authority: Authority,
    stamp_anchor: Anchor,
    tmp_path_factory: pytest.TempPathFactory,
) -> History:
    content = read_content(history.given[form.SNAPSHOT])
    paper = draw(content.as_json(), "en", tmp_path_factory.mktemp("fonts"), files=carried(content, history))
    pdf = seal(paper, ring, authority.now, authority.service(), request.param)
    told = with_record(history, pdf, content)
    return replace(told, given={**told.given, **key_files(stamp_anchor)})


def test_all_three_take_a_time_stamped_record(
    stamped: History,
    stamp_anchor: Anchor,
    anchor: Anchor,
    tool: ModuleType,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder, bundle = tmp_path_factory.mktemp("stamped"), stamped.zip()
    write_anchor(stamp_anchor, folder / "anchor.json")
    trusted = tool.Anchor((folder / "anchor.json").read_bytes())

    assert verify_bundle(bundle, stamp_anchor, NOW).outcome is Outcome.PASSED
    assert tool.verify(bundle, trusted, [], NOW)[0] == 0
    done = run_recipe(bundle, folder / "bundle", folder / "anchor.json")
    assert done.returncode == 0, done
    # without its bundle the second verifier does not settle time-stamps, and an older anchor knows nothing of them
    assert tool.verify(stamped.given[form.RECORD], trusted, [], NOW)[0] == 3
    assert verify_bundle(bundle, anchor, NOW).outcome is Outcome.FAILED


def test_the_verdict_on_a_bundle_tells_what_the_record_tells(
    stamped: History, stamp_anchor: Anchor, history: History, anchor: Anchor
) -> None:
    plain = verify_bundle(history.zip(), anchor, NOW)
    verdict, record = verify_bundle(stamped.zip(), stamp_anchor, NOW), stamped.given[form.RECORD]
    alone = verify(record, stamp_anchor, NOW)

    assert verdict.level == alone.level
    assert verdict.level != plain.level
    assert (verdict.at_sealing, verdict.today) == (alone.at_sealing, alone.today)
    assert verdict.at_sealing.answer is Answer.YES


def test_without_an_anchor_nobody_says_that_the_seal_was_good(stamped: History) -> None:
    verdict = verify_bundle(stamped.zip(), None, NOW)

    assert verdict.level is not None
    for point in (verdict.authentic, verdict.at_sealing, verdict.today):
        assert (point.answer, point.indication) == (Answer.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND")
