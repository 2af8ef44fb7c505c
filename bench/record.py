"""What a record costs: drawn cold, after one changed answer, and unchanged; beside two other printers in the same run.

python3 bench/record.py [STEPS …]     (10, 100, 200, 500 and 1,000 unless told)

- plain   the same content as one document by one straightforward template (bench/plain/record.html), PDF/A and tags
          too; that it says all that ours must say is read from its pages. It draws no figures
- whole   our own templates, drawn as one document by one process, without reading it again
- Typst   another printer, by a straightforward template (bench/plain/record.typ), tagged

Each measurement is a process of its own, and ratios are by CPU, so that others on the machine blur them little. Another
way that takes more CPU than BOUND_S is left out. At the end: sealing for the long term, and the verdict on a known
record of 100 pages.
"""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pikepdf

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measure import table
from certflow.domain.record import Evidence, MatrixBlock, RecordContent, Step, read_content, typed
from certflow.domain.text import Text
from certflow.pdf import typefaces
from certflow.pdf.anchor import read_anchor
from certflow.pdf.draw import Press
from certflow.pdf.keys import Keyring, ledger_signer, make_keys
from certflow.pdf.parts import body, naming_pages
from certflow.pdf.printed import read_text
from certflow.pdf.proofread import missing
from certflow.pdf.readers import Readers
from certflow.pdf.shelf import Shelf
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer, Known
from certflow.pdf.verify import verify
from certflow.pdf.words import WORDS
from tests.pdf.sample import DEEDS, MADE_AT, SAIL_TABLE, TALLIES, WAIVER, proven, sample

Made = TypeVar("Made")
ROOT = Path(__file__).parents[1]
#: steps in one section
SECTION = 25
SIZES = (10, 100, 200, 500, 1_000)
#: more seconds of CPU than this, and another way is left out
BOUND_S = 240
#: up to so many steps the plain record is read again
CHECKED = 100
#: so many steps of these make a little more than 100 pages
HUNDRED_PAGES = 130


def content_of(steps: int) -> RecordContent:
    """The sample's steps again and again, each under a name of its own, with its own files, matrix row and history."""
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
    return replace(
        whole,
        steps=tuple(made),
        evidence=tuple(kept),
        matrix=tuple(blocks),
        derived=tuple(replace(each, table="sail") if each.name == "sail" else each for each in whole.derived),
        tables=(SAIL_TABLE,),
        waivers=(WAIVER,),
        tallies=tuple(replace(TALLIES[n % len(TALLIES)], step=step.id) for n, step in enumerate(made)),
        deeds=(DEEDS[0], *(replace(DEEDS[1], step=step.id, revision=97 + n) for n, step in enumerate(made[::5]))),
    )


def edited(content: RecordContent) -> RecordContent:
    """The next record of the dossier, after one answer in its middle has changed."""
    middle = next(n for n, step in enumerate(content.steps) if n >= len(content.steps) // 2 and step.answers)
    step = content.steps[middle]
    answers = (replace(step.answers[0], value=typed("Another answer than before.")), *step.answers[1:])
    steps = (*content.steps[:middle], replace(step, answers=answers), *content.steps[middle + 1 :])
    identity = replace(content.identity, record_id="R-NEXT", revision=content.identity.revision + 1)
    return replace(content, steps=steps, identity=identity)


def timed(work: Callable[[], Made]) -> tuple[Made, float, float]:
    """What came out, the seconds, and the seconds of CPU: of this process and its ended children."""
    start, used = time.perf_counter(), _cpu()
    made = work()
    return made, time.perf_counter() - start, _cpu() - used


def _cpu() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


@dataclass(frozen=True)
class Printing:
    """What one print took.

    free   the seconds it takes where nobody else wants the processors: ours, those of the drawing children who share
           the work, and those of the joining child, one after another
    """

    seconds: float
    cpu: float
    free: float


def printing(press: Press, content: RecordContent) -> tuple[bytes, Printing]:
    crew = press.children
    start, own, before = time.perf_counter(), time.process_time(), [_of(pid) for pid in crew]
    pdf = press.draw(content, "en")
    seconds, own = time.perf_counter() - start, time.process_time() - own
    *drawing, joining = (_of(pid) - then for pid, then in zip(crew, before, strict=True))
    return pdf, Printing(seconds, own + sum(drawing) + joining, own + sum(drawing) / len(drawing) + joining)


def _of(pid: int, *, forks: bool = False) -> float:
    """Seconds of CPU of a living process, and of its ended forks."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11 : 15 if forks else 13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def parts(steps: int) -> dict[str, float | str]:
    """Our own way: cold, after one edit, unchanged."""
    content = content_of(steps)
    again_, next_ = read_content(content.as_json()), edited(content)
    content = content_of(steps)  # a value of its own, since one remembers how it is written
    with tempfile.TemporaryDirectory() as folder:
        press = Press(Path(folder) / "fonts", Shelf(Path(folder) / "shelf"))
        press.draw(content_of(1), "en")  # typefaces are unpacked and children warm, as in a running worker
        pdf, cold = printing(press, content)
        _, edit = printing(press, next_)
        again, same = printing(press, again_)
        *workers, joiner = (_peak_mb(pid) for pid in press.children)
        press.rest()
    if again != pdf:
        raise SystemExit("the same content gave other bytes")
    took = {"cold": cold, "edit": edit, "same": same}
    by = {f"{name} {what}": figure for name, each in took.items() for what, figure in asdict(each).items()}
    return {"pages": _pages(pdf), "kB": len(pdf) / 1000, "worker MB": max(workers), "joiner MB": joiner, **by}


def sealing(steps: int) -> dict[str, float | str]:
    """CPU of sealing to B-LTA, without that of the time-stamp service, and of the verdict on a record that is known: by
    a warm reader, as in a web process, and by one started for it."""
    from tests.pdf.authority import Authority

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = Keyring(folder / "keys", "bench.example")
        make_keys(keys, MADE_AT)
        content = proven(content_of(steps), *ledger_signer(keys))
        press = Press(folder / "fonts")
        pdf = press.draw(content, "en")
        press.rest()
        (folder / "stamps").mkdir()
        authority = Authority(folder / "stamps", MADE_AT)
        anchor = replace(read_anchor(keys.anchor), time_stamping=(authority.root,))
        took, read, alone = [], [], []
        for _ in range(5):
            start = time.thread_time()  # the service answers in threads of its own
            sealed = seal(pdf, keys, MADE_AT, authority.service())
            took.append(time.thread_time() - start)
        known = Known(content.identity.record_id, MADE_AT)
        readers, now = Readers(1), MADE_AT + timedelta(days=1)
        for number in range(6):
            before = sum(_of(pid, forks=True) for pid in readers.waiting)
            verdict, _, cpu = timed(lambda: verify(sealed, anchor, now, lambda _: known, readers.read))
            if number:  # the first one starts the reader
                read.append(cpu + sum(_of(pid, forks=True) for pid in readers.waiting) - before)
        readers.rest()
        for _ in range(3):
            alone.append(timed(lambda: verify(sealed, anchor, now, lambda _: known))[2])
        authority.close()
    if (verdict.authentic.answer, verdict.identical.answer) != (Answer.YES, Answer.YES):
        raise SystemExit(f"the record does not verify: {verdict}")
    return {"pages": _pages(pdf), "seal": min(took), "verify": min(read), "alone": min(alone)}


def plain(steps: int) -> dict[str, float | str]:
    from jinja2 import Environment
    from weasyprint import HTML  # type: ignore[import-untyped]

    content = content_of(steps)
    folder = Path(tempfile.mkdtemp())
    faces = typefaces.unpack_fonts(folder)
    template = Environment(autoescape=True).from_string((ROOT / "bench/plain/record.html").read_text("utf-8"))
    named = {
        "names": {file.sha256: file.name for file in content.evidence},
        "places": {file.sha256: place for place, file in enumerate(content.evidence, start=1)},
        "fonts": faces.as_uri(),
        "words": WORDS,
        "digest": content.digest(),
    }

    def draw(given: RecordContent) -> bytes:
        made: bytes = HTML(string=template.render(c=given, **named)).write_pdf(pdf_variant="pdf/a-3a")
        return made

    draw(replace(content_of(1), evidence=content.evidence))
    pdf, cold, cpu = timed(lambda: draw(content))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shutil.rmtree(folder)
    if steps <= CHECKED:
        _says_all(pdf, content)
    return {"pages": _pages(pdf), "cold": cold, "cpu": cpu, "MB": peak}


def _says_all(pdf: bytes, content: RecordContent) -> None:
    """That it prints all that our own pages must."""
    text = read_text(pdf)
    for part in (*body(content, "en"), *naming_pages(content, "en", content.digest(), {})):
        if lost := missing(text, part, str):
            raise SystemExit(f"the plain record does not say {lost}")


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


OTHERS = ("plain", "whole", "typst")
WAYS = {way.__name__: way for way in (parts, plain, whole, typst, sealing)}


def apart(way: str, steps: int) -> dict[str, Any] | None:
    """One measurement in a process of its own; None where it takes too long."""
    command = [sys.executable, __file__, "--only", way, str(steps)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode == -signal.SIGXCPU:
        return None
    done.check_returncode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(sizes: list[int]) -> None:
    rows = []
    for steps in sizes:
        ours, *others = (apart(way, steps) for way in ("parts", *OTHERS))
        assert ours
        rows.append(
            (
                *(steps, ours["pages"], ours["kB"] / ours["pages"], 1000 * ours["cold cpu"] / ours["pages"]),
                *(ours[f"{way} {by}"] for way in WAYS_OF_OURS for by in ("seconds", "cpu", "free")),
                *(ours["worker MB"], ours["joiner MB"], ours["joiner MB"] / steps),
                *(each[by] if each else "–" for each in others for by in ("pages", "cold", "cpu", "MB")),
                *_ratios(ours, others),
            )
        )
    own = ("steps", "pages", "kB a page", "CPU ms a page")
    took = (f"{way}, {by}" for way in WAYS_OF_OURS for by in ("s", "s of CPU", "s on free processors"))
    memory = ("worker MB", "joiner MB", "joiner MB a step")
    beside = (f"{way}, {by}" for way in OTHERS for by in ("pages", "s", "s of CPU", "MB"))
    against = (f"{way} : {other}" for way, other in COMPARED)
    heads = (*own, *took, *memory, *beside, *against)
    table(f"A record, drawn by two children on {os.cpu_count()} processors", *_upright(heads, rows))
    times = {row[0]: (row[4], row[5]) for row in rows}
    if {200, 1_000} <= set(times):
        wall, cpu = (large / small for large, small in zip(times[1_000], times[200], strict=True))
        print(f"1,000 steps : 200 steps = {wall:.2f} by seconds, {cpu:.2f} by CPU (budget 5.2)")
    if known := apart("sealing", HUNDRED_PAGES):
        seal_, verify_ = known["seal"], known["verify"]
        print(f"a record of {known['pages']} pages, s of CPU: sealed to B-LTA {seal_:.2f} (budget 0.3),", end=" ")
        print(f"verified {verify_:.2f} (0.5), by a process of its own {known['alone']:.2f}")
    print(
        "budgets at 200: cold ≤ 0.28 × plain, edit ≤ 0.08, same ≤ 0.03, cold ≤ 5 × Typst; worker ≤ 150 MB,"
        " joiner ≤ 0.8 MB a step"
    )


def _ratios(ours: dict[str, Any], others: Sequence[dict[str, Any] | None]) -> list[float | str]:
    """Our seconds on free processors against the CPU of one process, which others' work cannot blur."""
    known = dict(zip(OTHERS, others, strict=True))
    return [ours[f"{way} free"] / other["cpu"] if (other := known[name]) else "–" for way, name in COMPARED]


#: cold, after one answer has changed, and unchanged
WAYS_OF_OURS = ("cold", "edit", "same")
COMPARED = (("cold", "plain"), ("edit", "plain"), ("same", "plain"), ("cold", "whole"), ("cold", "typst"))


def _upright(
    names: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """A line for each figure and a column for each size, since there are more figures than a line has room for."""
    heads, *figures = zip(*rows, strict=True)
    first, *others = names
    return (first, *map(str, heads)), [(name, *found) for name, found in zip(others, figures, strict=True)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        if sys.argv[2] in OTHERS:
            resource.setrlimit(resource.RLIMIT_CPU, (BOUND_S, BOUND_S + 5))
        print(json.dumps(WAYS[sys.argv[2]](int(sys.argv[3]))))
    else:
        main([int(given) for given in sys.argv[1:]] or list(SIZES))
