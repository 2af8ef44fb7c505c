"""Files by their content, in a folder and in an object store."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certflow.domain.refusal import Refused
from certflow.storage.files import CHUNK, Files, open_store
from tests.equipment import tracer

CONTENT = bytes(range(256)) * (CHUNK // 100)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
LIMIT = 10_000_000


@pytest.fixture(params=["folder", "objects"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return open_store(tmp_path / "files" if request.param == "folder" else "memory:///")


def test_content_comes_back_under_its_digest(files: Files):
    stored = files.put(io.BytesIO(CONTENT), LIMIT)

    assert stored == (DIGEST, len(CONTENT))
    assert files.has(DIGEST)
    assert b"".join(files.get(DIGEST)) == CONTENT


def test_a_file_is_given_out_in_pieces(tmp_path: Path):
    files = open_store(tmp_path)
    files.put(io.BytesIO(CONTENT), LIMIT)

    assert max(len(piece) for piece in files.get(DIGEST)) <= CHUNK < len(CONTENT)


def test_an_empty_file_is_a_file(files: Files):
    stored = files.put(io.BytesIO(b""), LIMIT)

    assert stored.size == 0
    assert b"".join(files.get(stored.sha256)) == b""


def test_the_same_content_again_is_the_same_file(files: Files):
    assert files.put(io.BytesIO(CONTENT), LIMIT) == files.put(io.BytesIO(CONTENT), LIMIT)
    assert b"".join(files.get(DIGEST)) == CONTENT


def test_a_file_over_the_limit_is_refused_and_not_kept(files: Files):
    assert files.put(io.BytesIO(CONTENT), len(CONTENT)).size == len(CONTENT)
    bigger = CONTENT + b"!"

    with pytest.raises(Refused) as refused:
        files.put(io.BytesIO(bigger), len(CONTENT))

    assert refused.value.code == "evidence.too-large"
    assert not files.has(hashlib.sha256(bigger).hexdigest())


def test_a_source_that_never_ends_is_given_up_at_the_limit(files: Files):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(Refused):
        files.put(endless, LIMIT)  # type: ignore[arg-type]

    assert endless.given <= LIMIT + CHUNK


def test_a_file_that_is_not_there_is_said_at_once(files: Files):
    with pytest.raises(Refused) as refused:
        files.get(DIGEST)

    assert refused.value.code == "file.missing"
    assert not files.has(DIGEST)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", DIGEST.upper(), DIGEST[:-1], f"{DIGEST}\n", "/" * 64])
def test_nothing_but_a_digest_names_a_file(files: Files, name: str):
    with pytest.raises(RuntimeError):
        files.get(name)
    with pytest.raises(RuntimeError):
        files.has(name)


@pytest.mark.parametrize("change", ["flip", "cut", "append"])
def test_a_damaged_file_never_comes_whole(tmp_path: Path, change: str):
    files = open_store(tmp_path)
    files.put(io.BytesIO(CONTENT), LIMIT)
    place = tmp_path / "sha256" / DIGEST[:2] / DIGEST
    place.write_bytes({"flip": b"?" + CONTENT[1:], "cut": CONTENT[:-1], "append": CONTENT + b"!"}[change])
    got: list[bytes] = []

    with pytest.raises(Refused) as refused:
        got.extend(files.get(DIGEST))

    assert refused.value.code == "file.damaged"
    assert len(b"".join(got)) < len(CONTENT)


def test_putting_a_damaged_file_again_heals_it(tmp_path: Path):
    files = open_store(tmp_path)
    files.put(io.BytesIO(CONTENT), LIMIT)
    (tmp_path / "sha256" / DIGEST[:2] / DIGEST).write_bytes(b"")

    files.put(io.BytesIO(CONTENT), LIMIT)

    assert b"".join(files.get(DIGEST)) == CONTENT


def test_nobody_else_on_the_machine_can_look(tmp_path: Path):
    files = open_store(tmp_path / "files")
    files.put(io.BytesIO(CONTENT), LIMIT)

    modes = {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "files").rglob("*")}
    assert all(mode & 0o077 == 0 for mode in modes)


def test_a_source_that_fails_leaves_no_rest(tmp_path: Path):
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionError("the browser went away")

    files = open_store(tmp_path)
    with pytest.raises(ConnectionError):
        files.put(Broken(), LIMIT)  # type: ignore[arg-type]

    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_kill_in_the_middle_leaves_a_rest_that_is_swept_and_no_file(tmp_path: Path):
    slow = (
        "import io, sys, time\n"
        "from certflow.storage.files import open_store\n"
        "class Slow(io.RawIOBase):\n"
        "    def read(self, size=-1):\n"
        "        print('reading', flush=True); time.sleep(0.05); return b'x' * 1000\n"
        f"open_store({str(tmp_path)!r}).put(Slow(), 10**9)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", slow], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(3):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    writer.communicate(timeout=30)
    files = open_store(tmp_path)

    assert not list(tmp_path.glob("sha256/*/*"))
    assert files.sweep(datetime.now(UTC) - timedelta(hours=1)) == 0
    time.sleep(0.01)
    assert files.sweep(datetime.now(UTC)) == 1
    assert not list((tmp_path / "incoming").iterdir())


def test_a_file_is_synced_before_it_has_its_name(tmp_path: Path):
    """Otherwise a power cut could leave the name with half its content."""
    traced = tmp_path / "trace"
    code = (
        "import io\n"
        "from certflow.storage.files import open_store\n"
        f"open_store({str(tmp_path / 'files')!r}).put(io.BytesIO(b'x'), 9)\n"
    )
    command = [tracer(), "-f", "-y", "-o", str(traced), "-e", "trace=fsync,rename,renameat,renameat2", sys.executable]
    subprocess.run([*command, "-c", code], capture_output=True, check=True)
    digest = hashlib.sha256(b"x").hexdigest()
    steps = [line for line in traced.read_text().splitlines() if os.fspath(tmp_path) in line]
    named = next(place for place, line in enumerate(steps) if "rename" in line)

    assert any("fsync" in line and "/incoming/" in line for line in steps[:named])
    assert any("fsync" in line and f"/sha256/{digest[:2]}>" in line for line in steps[named:])
