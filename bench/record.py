"""What a record costs: drawn cold, after one changed answer, and unchanged; beside two other printers in the same run.

python3 bench/record.py [STEPS …]     (10 and 100 unless told; the budgets are about 200 and 1,000)

- plain   the same content as one document by one straightforward template (bench/plain/record.html), PDF/A and tags too
- whole   our own templates, drawn as one document by one process
- Typst   another printer, by a straightforward template (bench/plain/record.typ), tagged

Each measurement is a process of its own at the lowest priority, so that ratios within one run say more than seconds.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pikepdf

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measure import table
from certflow.domain.record import Evidence, MatrixBlock, RecordContent, Step, typed
from certflow.domain.text import Text
from certflow.pdf import typefaces
from certflow.pdf.anchor import read_anchor
from certflow.pdf.draw import Press
from certflow.pdf.keys import Keyring, make_keys
from certflow.pdf.shelf import Shelf
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer
from certflow.pdf.verify import verify
from tests.pdf.sample import MADE_AT, sample

Made = TypeVar("Made")
ROOT = Path(__file__).parents[1]
#: steps in one section
SECTION = 25


def content_of(steps: int) -> RecordContent:
    """The sample's steps again and again, each under a name of its own, with its own files and its own matrix row."""
    whole = sample()
    rows = {row.step: row for block in whole.matrix for row in block.rows}
    files = {file.sha256: file for file in whole.evidence}
    made: list[Step] = []
    kept: list[Evidence] = []
    blocks: list[MatrixBlock] = []
    for number in range(steps):
        step = whole.steps[number % len(whole.steps)]
        if number % SECTION == 0:
            blocks.append(MatrixBlock(Text(f"{step.section} {number // SECTION + 1}"), ()))
        block = blocks[-1]
        own = tuple(
            replace(files[each], sha256=sha256(f"{each}{number}".encode()).hexdigest()) for each in step.evidence
        )
        kept.extend(own)
        name = f"{step.id}-{number}"
        made.append(replace(step, id=name, section=block.title, evidence=tuple(file.sha256 for file in own)))
        if step.id in rows:
            blocks[-1] = replace(block, rows=(*block.rows, replace(rows[step.id], step=name)))
    return replace(whole, steps=tuple(made), evidence=tuple(kept), matrix=tuple(blocks))


def edited(content: RecordContent) -> RecordContent:
    """The next record of the dossier, after one answer in its middle has changed."""
    middle = next(n for n, step in enumerate(content.steps) if n >= len(content.steps) // 2 and step.answers)
    step = content.steps[middle]
    answers = (replace(step.answers[0], value=typed("Another answer than before.")), *step.answers[1:])
    steps = (*content.steps[:middle], replace(step, answers=answers), *content.steps[middle + 1 :])
    identity = replace(content.identity, record_id="R-NEXT", revision=content.identity.revision + 1)
    return replace(content, steps=steps, identity=identity)


def timed(work: Callable[[], Made], others: Sequence[int] = ()) -> tuple[Made, float, float]:
    """What came out, the seconds, and the seconds of CPU: of this process, its ended children, and living `others`."""
    start, used = time.perf_counter(), _cpu(others)
    made = work()
    return made, time.perf_counter() - start, _cpu(others) - used


def _cpu(others: Sequence[int]) -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = (Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for pid in others)
    living = sum(int(one) + int(other) for one, other in ticks) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + ended.ru_utime + ended.ru_stime + living


def parts(steps: int) -> dict[str, float | str]:
    """Our own way: cold, after one edit, unchanged."""
    content = content_of(steps)
    with tempfile.TemporaryDirectory() as folder:
        press = Press(Path(folder) / "fonts", Shelf(Path(folder) / "shelf"))
        press.draw(content_of(1), "en")  # typefaces are unpacked and children warm, as in a running worker
        crew = press.children
        pdf, cold, cold_cpu = timed(lambda: press.draw(content, "en"), crew)
        _, edit, edit_cpu = timed(lambda: press.draw(edited(content), "en"), crew)
        again, unchanged, unchanged_cpu = timed(lambda: press.draw(content, "en"), crew)
        workers = max(_peak_mb(pid) for pid in press.children)
        joiner = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of those that have ended
        press.rest()
    if again != pdf:
        raise SystemExit("the same content gave other bytes")
    return {
        "pages": _pages(pdf),
        "cold": cold,
        "edit": edit,
        "unchanged": unchanged,
        "kB": len(pdf) / 1000,
        "worker MB": workers,
        "joiner MB": joiner,
        "cpu": cold_cpu,
        "edit cpu": edit_cpu,
        "unchanged cpu": unchanged_cpu,
        **_sealed(content, pdf),
    }


def _sealed(content: RecordContent, pdf: bytes) -> dict[str, float | str]:
    """CPU of sealing without a time-stamp service, and of verifying."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Keyring(Path(folder) / "keys", "bench.example")
        make_keys(keys, MADE_AT)
        sealed, _, took = timed(lambda: seal(pdf, keys, MADE_AT))
        verdict, _, verified = timed(lambda: verify(sealed, read_anchor(keys.anchor), MADE_AT + timedelta(days=1)))
    if verdict.authentic.answer is not Answer.YES:
        raise SystemExit(f"the record does not verify: {verdict}")
    return {"seal": took, "verify": verified}


def plain(steps: int) -> dict[str, float | str]:
    from jinja2 import Environment
    from weasyprint import HTML  # type: ignore[import-untyped]

    content = content_of(steps)
    template = Environment(autoescape=True).from_string((ROOT / "bench/plain/record.html").read_text("utf-8"))
    named = {
        "names": {file.sha256: file.name for file in content.evidence},
        "places": {file.sha256: place for place, file in enumerate(content.evidence, start=1)},
        "fonts": typefaces.PACKED.as_uri(),
    }

    def draw(given: RecordContent) -> bytes:
        made: bytes = HTML(string=template.render(c=given, **named)).write_pdf(pdf_variant="pdf/a-3a")
        return made

    draw(replace(content_of(1), evidence=content.evidence))
    pdf, cold, cpu = timed(lambda: draw(content))
    return {
        "pages": _pages(pdf),
        "cold": cold,
        "cpu": cpu,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def whole(steps: int) -> dict[str, float | str]:
    """Our own templates as one document, without reading it again."""
    from bench.whole import draw_whole

    with tempfile.TemporaryDirectory() as folder:
        draw = draw_whole(Path(folder))
        draw(content_of(1))
        pdf, cold, cpu = timed(lambda: draw(content_of(steps)))
    return {
        "pages": _pages(pdf),
        "cold": cold,
        "cpu": cpu,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def typst(steps: int) -> dict[str, float | str]:
    import typst as printer

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        faces = typefaces.unpack_fonts(folder / "fonts")
        (folder / "record.typ").write_bytes((ROOT / "bench/plain/record.typ").read_bytes())

        def draw(content: RecordContent) -> bytes:
            (folder / "record.json").write_bytes(content.as_json())
            made: bytes = printer.compile(folder / "record.typ", font_paths=[faces], ignore_system_fonts=True)
            return made

        draw(content_of(1))
        content = content_of(steps)
        pdf, cold, cpu = timed(lambda: draw(content))
    return {
        "pages": _pages(pdf),
        "cold": cold,
        "cpu": cpu,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


WAYS = {way.__name__: way for way in (parts, plain, whole, typst)}


def apart(way: str, steps: int) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = ["nice", "-n", "19", sys.executable, __file__, "--only", way, str(steps)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main(sizes: list[int]) -> None:
    rows, wall, cpu, first = [], [], [], None
    for steps in sizes:
        ours, other, one, scale = (apart(way, steps) for way in WAYS)
        first = first or (steps, ours)
        rows.append(
            (
                *(
                    steps,
                    ours["pages"],
                    ours["cold"],
                    ours["edit"],
                    ours["unchanged"],
                    1000 * ours["cpu"] / ours["pages"],
                ),
                *(ours["worker MB"], ours["joiner MB"], ours["joiner MB"] / steps, ours["kB"] / ours["pages"]),
                *(other["cold"], other["MB"], one["cold"], one["MB"], scale["cold"], scale["pages"]),
            )
        )
        wall.append((steps, *_ratios(ours, ("cold", "edit", "unchanged"), "cold", other, one, scale, first)))
        cpu.append((steps, *_ratios(ours, ("cpu", "edit cpu", "unchanged cpu"), "cpu", other, one, scale, first)))
        cpu[-1] += (1000 * ours["seal"], 1000 * ours["verify"])
    heads = (
        "steps",
        "pages",
        "cold s",
        "edit s",
        "same s",
        "CPU ms/page",
        "worker MB",
        "joiner MB",
        "MB/step",
        "kB/page",
    )
    table("A record, drawn (wall)", (*heads, "plain s", "MB", "whole s", "MB", "Typst s", "pages"), rows)
    heads = ("steps", "cold:plain", "edit:plain", "same:plain", "cold:whole", "cold:Typst", "cold:first")
    table(f"Ratios of seconds, two of {os.cpu_count()} processors for us and one for the others", heads, wall)
    table("Ratios of CPU; sealing and verifying", (*heads, "seal CPU ms", "verify CPU ms"), cpu)
    print(
        "budgets at 200: cold ≤ 0.28, edit ≤ 0.08, same ≤ 0.03, Typst ≤ 5; at 1,000: cold ≤ 5.2 × 200; worker ≤ 150 MB"
    )


def _ratios(
    ours: dict[str, Any], ways: Sequence[str], by: str, other: dict[str, Any], one: dict[str, Any],
    scale: dict[str, Any], first: tuple[int, dict[str, Any]],
) -> tuple[float, ...]:  # fmt: skip
    cold = ours[ways[0]]
    beside = (cold / one[by], cold / scale[by], cold / first[1][by])
    return (*(ours[way] / other[by] for way in ways), *beside)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        print(json.dumps(WAYS[sys.argv[2]](int(sys.argv[3]))))
    else:
        main([int(given) for given in sys.argv[1:]] or [10, 100])
