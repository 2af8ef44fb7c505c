"""A record passes as issued; whatever is done to it afterwards is found, and never ends as a mere error."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certflow.child import Limits
from certflow.cli.verify import run
from certflow.domain.carried import SNAPSHOT, ledger_files
from certflow.domain.facts import Json
from certflow.domain.record import Outcome as Result
from certflow.domain.record import RecordContent, StepState
from certflow.pdf.anchor import Anchor, read_anchor
from certflow.pdf.authority import SEAL_YEARS
from certflow.pdf.draw import draw
from certflow.pdf.examine import examine
from certflow.pdf.keys import Keyring, ledger_signer, make_keys
from certflow.pdf.readers import read_alone
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer, Known, Outcome
from certflow.pdf.verify import verify
from certflow.pdf.whole import NotWhole, check_whole
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.sample import CARRIED, MADE_AT, proven
from tests.pdf.tampering import TAMPERING, sealed_by_a_look_alike, signed_again

Tamper = Callable[[bytes], bytes]


def test_a_record_as_issued_passes_offline(sealed: bytes, anchor: Anchor, content: RecordContent) -> None:
    verdict = verify(sealed, anchor, NOW)

    assert (verdict.authentic.answer, verdict.complete.answer) == (Answer.YES, Answer.YES), verdict
    assert (verdict.identical.answer, verdict.current.answer) == (Answer.UNKNOWN, Answer.UNKNOWN)
    assert verdict.outcome is Outcome.PASSED
    assert verdict.named is not None
    assert verdict.named.record_id == content.identity.record_id


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found(tamper: Tamper, sealed: bytes, keys: Keyring, tmp_path: Path) -> None:
    forged = tamper(sealed)
    assert forged != sealed
    file = tmp_path / "forged.pdf"
    file.write_bytes(forged)

    assert run([str(file), "--anchor", str(keys.anchor)]) == 2


def test_a_second_signature_is_found(sealed: bytes, keys: Keyring, anchor: Anchor) -> None:
    verdict = verify(signed_again(sealed, keys), anchor, NOW)

    assert verdict.outcome is Outcome.FAILED


def test_a_seal_by_a_look_alike_authority_is_found(drawn: bytes, keys: Keyring, anchor: Anchor, tmp_path: Path) -> None:
    forged = sealed_by_a_look_alike(drawn, tmp_path / "keys", keys.instance)

    verdict = verify(forged, anchor, NOW)

    assert verdict.authentic.answer is Answer.NO
    assert verdict.authentic.indication == "NO_CERTIFICATE_CHAIN_FOUND"


def test_a_hundred_random_byte_changes_are_found(sealed: bytes, anchor: Anchor) -> None:
    chance = random.Random(20261122)
    assert examine(sealed, anchor, NOW).authentic.answer is Answer.YES
    for _ in range(100):
        at, other = chance.randrange(len(sealed)), chance.randrange(1, 256)
        forged = sealed[:at] + bytes([sealed[at] ^ other]) + sealed[at + 1 :]

        assert examine(forged, anchor, NOW).authentic.answer is Answer.NO, f"byte {at} xor {other}"


def test_every_byte_of_the_signature_itself_counts(sealed: bytes, anchor: Anchor) -> None:
    """A CMS holds parts that it does not sign; here each of its bytes has one allowed value."""
    start = sealed.index(b"/Contents <", sealed.index(b"%%EOF")) + 11
    end = sealed.index(b"00000000", start)
    for at in range(start, end, 11):
        other = b"0" if sealed[at : at + 1] != b"0" else b"1"
        forged = sealed[:at] + other + sealed[at + 1 :]

        assert examine(forged, anchor, NOW).authentic.answer is Answer.NO, f"digit {at - start}"


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"hello", b"\0" * 100_000, b"%PDF-1.7\n" + b"[" * 100_000])
def test_what_is_no_record_fails_and_does_not_crash(junk: bytes, keys: Keyring, tmp_path: Path) -> None:
    file = tmp_path / "junk.pdf"
    file.write_bytes(junk)

    assert run([str(file), "--anchor", str(keys.anchor)]) == 2


def test_a_file_that_eats_the_readers_limits_fails(sealed: bytes, anchor: Anchor) -> None:
    small = Limits(cpu_s=5, wall_s=10, memory_mb=160)

    verdict = verify(sealed * 40, anchor, NOW, read=lambda job: read_alone(job, small))

    assert verdict.authentic.answer is Answer.NO


def test_a_proof_from_another_ledger_is_not_complete(
    keys: Keyring, fonts: Path, anchor: Anchor, tmp_path: Path
) -> None:
    other = Keyring(tmp_path / "keys", keys.instance)
    make_keys(other, MADE_AT)

    assert complete_with(lambda c: proven(c, *ledger_signer(other)), keys, fonts, anchor) is Answer.NO


@pytest.mark.parametrize(
    "lie",
    [{"kind": "RecordFailed"}, {"dossier": "CF-1"}, {"revision": 1}, {"seq": 6}, {"object": {"record": "R-1"}}],
    ids=str,
)
def test_a_proof_of_another_entry_is_not_complete(
    lie: dict[str, Json], keys: Keyring, content: RecordContent, anchor: Anchor
) -> None:
    check_carried_whole(content, anchor)
    with pytest.raises(NotWhole):
        check_carried_whole(proven(content, *ledger_signer(keys), lie), anchor)


def test_an_approved_step_without_an_approval_is_not_complete(content: RecordContent, anchor: Anchor) -> None:
    bare = replace(content.steps[0], approvals=())
    with pytest.raises(NotWhole, match="nobody who approved"):
        check_carried_whole(replace(content, steps=(bare, *content.steps[1:])), anchor)


def test_all_met_with_something_left_open_is_not_complete(content: RecordContent, anchor: Anchor) -> None:
    unfinished = replace(content.steps[0], state=StepState.SUBMITTED)
    result = replace(content.result, outcome=Result.MET_AS_CLAIMED, open_points=())
    with pytest.raises(NotWhole, match="left open"):
        check_carried_whole(replace(content, result=result, steps=(unfinished,)), anchor)


def test_a_record_without_a_proof_is_indeterminate(keys: Keyring, fonts: Path, anchor: Anchor) -> None:
    assert complete_with(lambda c: replace(c, ledger=None), keys, fonts, anchor) is Answer.UNKNOWN


def check_carried_whole(content: RecordContent, anchor: Anchor) -> None:
    """The data with the very files that belong to them."""
    beside = CARRIED if content.files else {}
    check_whole(content, {SNAPSHOT: content.as_json(), **beside, **ledger_files(content)}, anchor)


def complete_with(
    change: Callable[[RecordContent], RecordContent], keys: Keyring, fonts: Path, anchor: Anchor
) -> Answer:
    from tests.pdf.sample import brief

    pdf = seal(draw(change(brief()).as_json(), "en", fonts), keys, SEALED_AT)
    verdict = verify(pdf, anchor, NOW)
    assert verdict.authentic.answer is Answer.YES
    return verdict.complete.answer


def test_after_the_certificate_has_expired_only_the_ledger_can_tell(
    sealed: bytes, anchor: Anchor, content: RecordContent
) -> None:
    later = SEALED_AT + timedelta(days=365 * (SEAL_YEARS + 1))

    alone = verify(sealed, anchor, later)
    asked = verify(sealed, anchor, later, lambda _: Known(content.identity.record_id, SEALED_AT))

    assert (alone.authentic.answer, alone.authentic.indication) == (Answer.UNKNOWN, "OUT_OF_BOUNDS_NO_POE")
    assert alone.outcome is Outcome.INDETERMINATE
    assert asked.outcome is Outcome.PASSED


def test_the_ledger_answers_what_the_file_cannot(sealed: bytes, anchor: Anchor, content: RecordContent) -> None:
    name = content.identity.record_id

    unknown = verify(sealed, anchor, NOW, lambda _: None)
    replaced = verify(sealed, anchor, NOW, lambda _: Known(name, SEALED_AT, replaced_by="R-2"))
    withdrawn = verify(sealed, anchor, NOW, lambda _: Known(name, SEALED_AT, withdrawn="wrong mass"))
    current = verify(sealed, anchor, NOW, lambda _: Known(name, SEALED_AT))
    another = verify(sealed, anchor, NOW, lambda _: Known("R-2", SEALED_AT))

    assert unknown.identical.answer is Answer.NO
    assert (replaced.current.answer, withdrawn.current.answer) == (Answer.NO, Answer.NO)
    assert (current.identical.answer, current.current.answer) == (Answer.YES, Answer.YES)
    assert another.authentic.answer is Answer.NO


def test_the_command_tells_people_and_programs(
    sealed: bytes, keys: Keyring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "record.pdf"
    file.write_bytes(sealed)

    assert run([str(file), "--anchor", str(keys.anchor)]) == 0
    assert "authentic  yes" in capsys.readouterr().out
    assert run([str(file), "--anchor", str(keys.anchor), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "passed"


def test_the_command_says_what_it_lacks(
    sealed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CERTFLOW_DATA", str(tmp_path / "nothing"))
    file = tmp_path / "record.pdf"
    file.write_bytes(sealed)

    assert run([str(file)]) == 1
    assert "--anchor" in capsys.readouterr().err
    assert run([str(tmp_path / "absent.pdf"), "--anchor", str(file)]) == 1


def test_the_command_takes_the_anchor_of_its_own_data_folder(
    sealed: bytes, keys: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CERTFLOW_DATA", str(keys.folder.parent))
    file = tmp_path / "record.pdf"
    file.write_bytes(sealed)

    assert read_anchor(keys.anchor)
    assert run([str(file)]) == 0
