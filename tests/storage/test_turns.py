"""Many writers at once, writers killed at any moment, readers meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from certflow.domain import facts
from certflow.domain.refusal import Refused
from certflow.storage import check, dossiers, entries, people, rebuild, records, throttle, tree
from certflow.storage.database import connect, journal_mode, reading, sqlite, writing
from tests.storage.facts import SALT, START, opened, ready, write
from tests.storage.test_read_models import picture

KILLS = 6


def start_writer(url: str, dossier: str, how_many: int | None = None) -> subprocess.Popen[str]:
    more = [] if how_many is None else [str(how_many)]
    command = [sys.executable, "-m", "tests.storage.writer", url, dossier, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_threads_leave_neither_gap_nor_fork(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d0", opened())
        write(conn, "d1", opened())

    def act(worker: int) -> None:
        for each in range(10):
            with writing(engine) as conn:
                write(conn, f"d{worker % 2}", facts.AnswerGiven("mass", f"{worker}-{each}"), salt=SALT, at=START)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(6)))

    with reading(engine) as conn:
        assert check.check(conn) is None
        assert tree.size(conn) == 62
        assert [each.revision for each in entries.of_dossier(conn, "d1")] == list(range(1, 32))


def test_processes_leave_neither_gap_nor_fork(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d0", opened())
        write(conn, "d1", opened())
    writers = [start_writer(database, f"d{each % 2}", 15) for each in range(3)]
    ended = [writer.communicate(timeout=60) for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0, 0], ended
    acknowledged = [int(seq) for out, _ in ended for seq in out.split()]
    with reading(engine) as conn:
        assert check.check(conn) is None
        assert tree.size(conn) == 2 + 3 * 15 * 2
    assert len(set(acknowledged)) == 45


def test_a_kill_at_any_moment_loses_nothing_acknowledged_and_halves_no_turn(database: str):
    """Each turn writes two facts; the writer says the second's seq only after the turn ended."""
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d1", opened())
    for round_ in range(KILLS):
        writer = start_writer(database, "d1")
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(3 + round_)]
        time.sleep(0.0007 * round_)  # another point within a turn each time
        writer.kill()
        acknowledged += [int(line) for line in writer.communicate(timeout=30)[0].split()]

        with writing(engine) as conn:
            assert tree.size(conn) >= acknowledged[-1]
            assert (tree.size(conn) - 1) % 2 == 0
            assert check.check(conn) is None
            live = picture(conn)
            rebuild.rebuild(conn)
            assert picture(conn) == live


def test_a_turn_sees_what_the_turn_before_it_wrote(database: str):
    """Whoever waited for the lock must not decide on what was true before the wait."""
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d1", opened())
    waits = threading.Event()
    seen: list[int] = []

    def second() -> None:
        waits.set()
        with writing(engine) as conn:
            seen.append(entries.revision(conn, "d1"))

    other = threading.Thread(target=second)
    with writing(engine) as conn:
        other.start()
        waits.wait()
        time.sleep(0.2)
        write(conn, "d1", facts.AnswerGiven("mass", "1"))
    other.join()

    assert seen == [2]


def test_a_reader_sees_one_state_however_often_it_looks(database: str):
    if database.startswith("sqlite") and journal_mode(sqlite().sqlite_version_info) != "wal":
        pytest.skip("without the write-ahead log the writer waits for the reader instead")
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d1", opened())
    with reading(engine) as conn:
        before = dossiers.visible_to(conn, "dnipro")
        with writing(engine) as other:
            write(other, "d1", facts.DossierClosed("complete"))

        assert dossiers.visible_to(conn, "dnipro") == before
        assert entries.revision(conn, "d1") == 1


def test_a_turn_that_waits_too_long_is_refused_and_says_so(database: str):
    engine = ready(database)
    impatient = connect(database, wait_s=1)

    with writing(engine), pytest.raises(Refused) as refused, writing(impatient):
        raise AssertionError("two turns at once")

    assert refused.value.code == "storage.busy"
    with writing(impatient) as conn:
        write(conn, "d1", opened())


def test_a_reader_cannot_write(postgresql: str):
    engine = ready(postgresql)
    with pytest.raises(Exception, match="read-only"), reading(engine) as conn:
        rebuild.rebuild(conn)


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all.sqlite", "postgresql://nobody@127.0.0.1:1/x", "postgresql://nobody@/x?host=/nowhere"],
)
def test_a_database_that_is_not_there_is_said_to_be_away(url: str):
    with pytest.raises(Refused) as refused, reading(connect(url)):
        raise AssertionError("there is no database there")

    assert refused.value.code == "storage.away"


def test_a_server_that_ends_our_connection_is_away_and_then_back(postgresql: str):
    engine = ready(postgresql)

    with pytest.raises(Refused) as refused, writing(engine) as conn:
        conn.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    assert refused.value.code == "storage.away"
    with writing(engine) as conn:
        write(conn, "d1", opened())


def test_a_file_that_is_no_database_is_not_explained_away(tmp_path: Path):
    (tmp_path / "letter").write_text("Dear reader, " * 1000)

    with pytest.raises(DatabaseError, match="not a database"), reading(connect(f"sqlite:///{tmp_path / 'letter'}")):
        raise AssertionError("that was a letter")


@pytest.mark.parametrize("words", ["a\0b", "half \ud800"])
def test_looking_for_text_that_no_database_can_hold_ends_well(database: str, words: str):
    """Whoever puts such text into an address or a sign-in form gets an answer, not an accident."""
    engine = ready(database)
    for look in (people.person_by_email, people.person_by_id, records.by_id, records.by_sha256, dossiers.parties):
        with suppress(Refused), reading(engine) as conn:
            assert not look(conn, words)
    with suppress(Refused), writing(engine) as conn:
        throttle.hit(conn, words, START, timedelta(minutes=1))
    with reading(engine) as conn:
        assert tree.size(conn) == 0
