"""A warm reader judges as a fresh one does, and no file leaves anything behind for the next."""

from __future__ import annotations

import io
import os
import random
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from bench.record import content_of
from certflow.child import ChildFailed, Limits
from certflow.domain.carried import SNAPSHOT
from certflow.domain.record import RecordContent
from certflow.pdf.anchor import Anchor
from certflow.pdf.forks import MOST_TOLD, in_a_fork
from certflow.pdf.keys import Keyring, ledger_signer
from certflow.pdf.readers import READING, CannotVerify, Readers, read_alone
from certflow.pdf.sign import Level, renew, seal
from certflow.pdf.verdict import Answer, Outcome
from certflow.pdf.verify import verify
from tests.pdf.attacks import ATTACKS
from tests.pdf.authority import Authority
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.greedy import Make, brackets, table_that_inflates
from tests.pdf.sample import proven

BRIEF = Limits(cpu_s=1, wall_s=20, memory_mb=256)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    made = Readers(1)
    yield made
    made.rest()


@pytest.fixture
def hurried() -> Iterator[Readers]:
    """Readers who give a file one second of a processor."""
    made = Readers(1, BRIEF)
    yield made
    made.rest()


def test_a_warm_reader_judges_as_a_fresh_one(
    readers: Readers, stamped: dict[Level, bytes], stamp_anchor: Anchor
) -> None:
    record = stamped[Level.B_LTA]

    for file in (record, b"hello", ATTACKS[0](record)):
        assert verify(file, stamp_anchor, NOW, read=readers.read) == verify(file, stamp_anchor, NOW)


@pytest.mark.parametrize("make", [table_that_inflates, brackets])
def test_a_greedy_file_leaves_nothing_behind(make: Make, readers: Readers, sealed: bytes, anchor: Anchor) -> None:
    assert verify(sealed, anchor, NOW, read=readers.read).outcome is Outcome.PASSED
    before = readers.waiting

    assert verify(make(sealed), anchor, NOW, read=readers.read).authentic.answer is Answer.NO

    assert verify(sealed, anchor, NOW, read=readers.read).outcome is Outcome.PASSED
    assert readers.waiting == before


@pytest.mark.parametrize("room_mb", [100, 150])
def test_a_file_too_large_for_its_reader_takes_no_room_from_the_next(
    room_mb: int, sealed: bytes, anchor: Anchor
) -> None:
    """In the smaller room the warm child itself cannot take it in, in the other its fork cannot open it."""
    narrow = Readers(1, Limits(cpu_s=5, wall_s=60, memory_mb=room_mb))

    found = verify(bytes(60_000_000), anchor, NOW, read=narrow.read).authentic

    assert found.answer is Answer.NO
    assert f"{room_mb} MB" in found.reason
    assert verify(sealed, anchor, NOW, read=narrow.read).outcome is Outcome.PASSED
    narrow.rest()


def test_the_time_of_a_processor_is_each_files_own(hurried: Readers, sealed: bytes, anchor: Anchor) -> None:
    """Together they take more than one file may."""
    outcomes = {verify(sealed, anchor, NOW, read=hurried.read).outcome for _ in range(6)}

    assert outcomes == {Outcome.PASSED}
    assert len(hurried.waiting) == 1


def test_a_reader_that_somebody_killed_is_replaced(readers: Readers, sealed: bytes, anchor: Anchor) -> None:
    verify(sealed, anchor, NOW, read=readers.read)
    (before,) = readers.waiting
    os.kill(before, signal.SIGKILL)

    assert verify(sealed, anchor, NOW, read=readers.read).outcome is Outcome.PASSED

    assert readers.waiting != (before,)


def test_whoever_comes_later_waits(readers: Readers, sealed: bytes, anchor: Anchor) -> None:
    with ThreadPoolExecutor(3) as people:
        verdicts = list(people.map(lambda _: verify(sealed, anchor, NOW, read=readers.read), range(6)))

    assert {each.outcome for each in verdicts} == {Outcome.PASSED}
    assert len(readers.waiting) == 1


def test_a_reader_is_let_go_when_nobody_has_asked_for_a_while(sealed: bytes, anchor: Anchor) -> None:
    brief = Readers(1, idle_s=0)

    assert verify(sealed, anchor, NOW, read=brief.read).outcome is Outcome.PASSED
    brief._clock.join(20)

    assert brief.waiting == ()


@pytest.mark.parametrize("read", [Readers(1, Limits(1, 20, 30)).read, lambda job: read_alone(job, Limits(1, 20, 30))])
def test_a_reader_that_cannot_start_says_nothing_about_the_file(
    read: Callable[[bytes], bytes], sealed: bytes, anchor: Anchor
) -> None:
    with pytest.raises(CannotVerify):
        verify(sealed, anchor, NOW, read=read)


# the longest record


@pytest.fixture(scope="module")
def longest(drawn: bytes, content: RecordContent, keys: Keyring, authority: Authority) -> bytes:
    """As much to read as a record of a thousand steps and a thousand pages, renewed twice: its data, 175,000 objects
    and 6 MB. It is a short one with that in it, since drawing the real one takes minutes."""
    long = replace(content_of(1000), checklist=content.checklist, files=content.files)
    with pikepdf.open(io.BytesIO(drawn)) as file:
        file.attachments[SNAPSHOT].obj.EF.F.write(proven(long, *ledger_signer(keys)).as_json())
        file.Root.PieceInfo = file.make_indirect(
            pikepdf.Array([file.make_indirect(pikepdf.Dictionary(N=number)) for number in range(175_000)])
        )
        file.Root.Ballast = file.make_stream(random.Random(1).randbytes(4_000_000))
        out = io.BytesIO()
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    made = seal(out.getvalue(), keys, SEALED_AT, authority.service())
    for generation in (2, 3):
        authority.now = later = SEALED_AT + timedelta(days=generation)
        made = renew(made, generation, authority.service(), later)
    authority.now = SEALED_AT
    return made


def test_the_longest_record_is_read_within_the_limits(longest: bytes, readers: Readers, stamp_anchor: Anchor) -> None:
    assert (READING.cpu_s, READING.memory_mb) == (10, 256)

    for read in (readers.read, read_alone):
        verdict = verify(longest, stamp_anchor, NOW, read=read)

        assert verdict.outcome is Outcome.PASSED, verdict
        assert verdict.level == "B-LTA"


# a fork by itself


def forked(work: Callable[[], object]) -> str:
    return in_a_fork(lambda: str(work()).encode(), BRIEF).decode()


@pytest.mark.parametrize(
    "harm",
    [
        lambda: Path("/tmp/left-behind").write_text("x"),
        lambda: os.open("/tmp", os.O_RDWR | os.O_TMPFILE),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: subprocess.run(["true"], check=False),
        os.fork,
    ],
)
def test_a_fork_writes_no_file_reaches_nobody_and_starts_nothing(harm: Callable[[], object]) -> None:
    with pytest.raises(ChildFailed, match="PermissionError"):
        forked(harm)


def test_a_fork_holds_nothing_of_its_parents() -> None:
    with open(os.devnull) as opened:
        assert opened.fileno() > 2
        assert forked(lambda: sorted(map(int, os.listdir("/proc/self/fd")))[:3]) == "[0, 1, 2]"
        assert forked(lambda: os.path.exists(f"/proc/self/fd/{max(9, opened.fileno())}")) == "False"


def test_a_fork_leaves_nothing_in_the_memory_of_its_parent() -> None:
    kept: list[int] = []

    assert forked(lambda: kept.append(1) or len(kept)) == "1"  # type: ignore[func-returns-value]

    assert kept == []


def endless() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("work", "limits", "reason"),
    [
        (endless, BRIEF, "longer than 1 s of a processor"),
        (signal.pause, Limits(cpu_s=1, wall_s=0.2, memory_mb=256), "longer than 0.2 s and"),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), BRIEF, "by signal 11"),
        (lambda: os._exit(7), BRIEF, "with code 7"),
        (lambda: [][0], BRIEF, "IndexError"),
        (lambda: "x" * (MOST_TOLD + 2), BRIEF, "more than 16 MB"),
    ],
)
def test_a_fork_that_gives_nothing_says_why(work: Callable[[], object], limits: Limits, reason: str) -> None:
    with pytest.raises(ChildFailed, match=reason):
        in_a_fork(lambda: str(work()).encode(), limits)
