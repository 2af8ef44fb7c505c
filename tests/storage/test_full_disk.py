"""A full disk ends in a clean refusal: nothing half written, nothing lost, and work goes on once there is room."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from certflow.domain import facts
from certflow.domain.refusal import Refused
from certflow.storage import check, entries, tree
from certflow.storage.database import reading, writing
from certflow.storage.files import open_store
from tests.storage.facts import opened, ready, tell, write


def fill(engine: Engine) -> tuple[int, Refused]:
    """Write until there is no room; the last acknowledged seq and what was said."""
    acknowledged = 0
    for each in range(4000):
        try:
            with writing(engine) as conn:
                acknowledged_next = write(conn, "d1", facts.AnswerGiven("mass", f"{each}" * 500)).seq
        except Refused as refused:
            return acknowledged, refused
        acknowledged = acknowledged_next
    raise AssertionError("the disk never filled up")


def limit_pages(engine: Engine, more: int) -> None:
    with engine.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar() or 0
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def test_a_database_without_room_refuses_and_keeps_what_it_acknowledged(sqlite: str):
    engine = ready(sqlite)
    with writing(engine) as conn:
        write(conn, "d1", opened())
    limit_pages(engine, 30)

    acknowledged, refused = fill(engine)

    assert refused.code == "storage.full"
    with reading(engine) as conn:
        assert tree.size(conn) == acknowledged
        assert check.check(conn) is None
    limit_pages(engine, 300)
    with writing(engine) as conn:
        assert write(conn, "d1", facts.AnswerGiven("mass", "1")).seq == acknowledged + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "certflow-test", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_really_full_disk_refuses_a_turn(small_disk: Path):
    engine = ready(f"sqlite:///{small_disk / 'certflow.sqlite'}")
    with writing(engine) as conn:
        write(conn, "d1", opened())

    acknowledged, refused = fill(engine)

    assert refused.code == "storage.full"
    with reading(engine) as conn:
        assert tree.size(conn) == acknowledged
        assert check.check(conn) is None
        assert entries.last(conn) is not None
    engine.dispose()


def test_a_really_full_disk_refuses_a_file_and_leaves_no_rest(small_disk: Path):
    files = open_store(small_disk)
    kept = files.put(io.BytesIO(b"small"), 100)

    with pytest.raises(Refused) as refused:
        files.put(io.BytesIO(os.urandom(2_000_000)), 10_000_000)

    assert refused.value.code == "storage.full"
    assert [each.name for each in small_disk.rglob("*") if each.is_file()] == [kept.sha256]
    assert b"".join(files.get(kept.sha256)) == b"small"
    assert files.put(io.BytesIO(b"room again"), 100).size == 10


def test_a_disk_too_full_to_begin_with_is_refused_too(small_disk: Path):
    (small_disk / "other").write_bytes(b"x" * 1_000_000)

    with pytest.raises(Refused) as refused:
        tell(ready(f"sqlite:///{small_disk / 'certflow.sqlite'}"))

    assert refused.value.code == "storage.full"
