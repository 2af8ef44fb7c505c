"""A checklist opened from its file: what the first reader after a start waits for."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import cpu_ms
from certflow.domain.checklist import read_checklist
from certflow.storage.checklists import read_checklist_file

_ANEW = count()


def open_ms(raw: bytes, times: int = 3) -> tuple[float, float]:
    """Milliseconds to read, check and compile the file, and to have it from what the process keeps."""
    known = read_checklist(raw)
    with TemporaryDirectory() as folder:
        path = Path(folder) / known.id / f"{known.edition}.yaml"
        path.parent.mkdir()

        def anew() -> None:
            # another digest each time, or it would be known already
            path.write_bytes(raw + f"# {next(_ANEW)}\n".encode())
            read_checklist_file(path)

        return cpu_ms(anew, times), cpu_ms(lambda: read_checklist_file(path), times)
