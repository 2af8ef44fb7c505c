"""Parts: drawn side by side or found on the shelf, nothing of that shows in what they are joined to."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import OutlineItem

from certflow.domain.record import RecordContent, Step, typed
from certflow.pdf import parts
from certflow.pdf.draw import Press
from certflow.pdf.drawn import read_drawn
from certflow.pdf.join import MOST_BOOKMARKS
from certflow.pdf.shelf import Shelf
from tests.equipment import program
from tests.pdf.sample import OWN_COLUMNS, brief, grid, in_rows, sample

ROOT = Path(__file__).parents[2]


def with_another_answer(content: RecordContent, at: int) -> RecordContent:
    """The next record of the same dossier, with one other answer."""
    step = content.steps[at]
    answers = (replace(step.answers[0], value=typed("Another answer.")), *step.answers[1:])
    steps = (*content.steps[:at], replace(step, answers=answers), *content.steps[at + 1 :])
    return replace(content, steps=steps, identity=replace(content.identity, record_id="R-NEXT", revision=215))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def keeping(fonts: Path, shelf: Path) -> Iterator[Press]:
    """A press with a shelf."""
    press = Press(fonts, Shelf(shelf))
    yield press
    press.rest()


def test_parts_together_hold_the_whole_record() -> None:
    content = replace(sample(), steps=tuple(replace(s, id=f"{s.id}-{n}") for n in range(9) for s in sample().steps))
    body = parts.body(content, "en")

    assert tuple(step for part in body for step in part.content.steps) == content.steps
    assert (
        tuple(file for part in body if part.chapter == "evidence" for file in part.content.evidence) == content.evidence
    )
    assert sum((part.content.derived for part in body), ()) == content.derived
    rows = [row for part in body for block in part.content.matrix for row in block.rows]
    assert rows == [row for block in content.matrix for row in block.rows]
    drawn = [part for part in body if part.chapter == "steps"]
    assert [content.steps[part.first - 1] for part in drawn] == [part.content.steps[0] for part in drawn]
    assert all(len(part.content.steps) <= parts.MOST_STEPS for part in body)


def test_a_long_answer_is_cut_into_parts_that_hold_every_row_once_and_its_total_last() -> None:
    answer = in_rows(2 * parts.MOST_ROWS + 1)
    content = brief(replace(sample().steps[0], answers=(in_rows(parts.MOST_BESIDE), answer)))
    body = parts.body(content, "en")

    [beside, elsewhere] = [each for part in body if part.chapter == "steps" for each in part.content.steps[0].answers]
    lists = [part for part in body if part.chapter == "lists"]
    pieces = [part.content.steps[0].answers[0].grid for part in lists]

    assert beside == in_rows(parts.MOST_BESIDE)
    assert elsewhere == replace(answer, grid=None)
    assert answer.grid
    assert sum((piece.rows for piece in pieces if piece), ()) == answer.grid.rows
    assert [bool(piece.total) for piece in pieces if piece] == [False, False, True]
    assert [(part.first, part.continues) for part in lists] == [(1, False), (1, True), (1, True)]
    assert "lists" in parts.headings_of(content)


def test_a_matrix_with_columns_of_its_own_is_cut_between_its_rows() -> None:
    whole = replace(OWN_COLUMNS, grid=grid(parts.MOST_ROWS + 1))
    blocks = [block for part in parts.body(replace(sample(), matrix=(whole,)), "en") for block in part.content.matrix]

    assert whole.grid
    assert len(blocks) == 2
    assert sum((block.grid.rows for block in blocks if block.grid), ()) == whole.grid.rows


def test_what_differs_from_record_to_record_is_in_the_first_and_the_last_part_alone() -> None:
    one, other = (parts.body(each, "en") for each in (sample(), with_another_answer(sample(), 0)))

    changed = [a.name for a, b in zip(one, other, strict=True) if a.as_bytes() != b.as_bytes()]

    assert changed == ["steps-0", "back-0"]


def test_a_part_is_read_back_as_it_was_sent() -> None:
    for part in (*parts.body(sample(), "uk"), *parts.naming_pages(sample(), "uk", "d", {"step-1": 7, "steps": 6})):
        assert parts.read_part(part.as_bytes()) == part


def test_after_one_answer_only_its_part_is_drawn_and_the_bytes_are_those_of_a_cold_print(
    keeping: Press, press: Press, shelf: Path
) -> None:
    content = sample()
    keeping.draw(content, "it")
    before = set(shelf.iterdir())

    edited = keeping.draw(with_another_answer(content, 20), "it")

    kept = [file.read_bytes()[32:] for file in set(shelf.iterdir()) - before]
    drawn = [read_drawn(each) for each in kept if not each.startswith(b"%PDF-")]
    assert len(drawn) == len(kept) - 1, "the record itself is kept beside its parts"
    assert sum(bool(part.pdf) for part in drawn) <= 4, (
        "its steps, the first part and the last, at most the page numbers"
    )
    assert edited == press.draw(with_another_answer(content, 20), "it")


def test_nothing_is_drawn_twice(keeping: Press, shelf: Path) -> None:
    told: list[tuple[int, int]] = []
    first = keeping.draw(brief(), "en")
    before = set(shelf.iterdir())

    assert keeping.draw(brief(), "en", lambda done, of: told.append((done, of))) == first
    assert set(shelf.iterdir()) == before
    assert told == [(1, 1)], "it is found whole"


def test_a_damaged_shelf_is_not_believed_and_no_shelf_is_missed(keeping: Press, shelf: Path) -> None:
    whole = keeping.draw(brief(), "en")
    names = sorted(shelf.iterdir())
    for n, file in enumerate(names):
        data = file.read_bytes()
        match n % 3:
            case 0:
                file.write_bytes(data[:-1])
            case 1:
                file.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
            case _:
                file.write_bytes(names[n - 1].read_bytes())

    assert keeping.draw(brief(), "en") == whole
    for file in shelf.iterdir():
        if file.read_bytes()[32:37] == b"%PDF-":
            file.unlink()
    assert keeping.draw(brief(), "en") == whole, "from its parts"
    for file in shelf.iterdir():
        file.unlink()
    shelf.rmdir()
    assert keeping.draw(brief(), "en") == whole


def test_a_shelf_keeps_what_was_used_last_and_no_more_than_it_may(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "s", most_bytes=300)
    for n, name in enumerate("abcd"):
        shelf.put(name, bytes(60))
        os.utime(tmp_path / "s" / name, (time.time() - 100 + n,) * 2)
    assert shelf.find("a") == bytes(60)
    os.utime(tmp_path / "s" / "d", (0, 0))

    shelf.tidy()

    assert {file.name for file in (tmp_path / "s").iterdir()} == {"a", "b", "c"}
    shelf.put("e", bytes(60))
    shelf.tidy()
    assert shelf.find("b") is None
    assert shelf.find("a") == bytes(60)


ELSEWHERE = """
import datetime
import sys
import time_machine
from pathlib import Path

time_machine.travel(datetime.datetime(2031, 2, 3)).start()
from certflow.pdf.draw import Press
from tests.pdf.sample import sample
press = Press(Path(sys.argv[1]), crew=int(sys.argv[2]))
sys.stdout.buffer.write(press.draw(sample(), "uk"))
press.rest()
"""


def test_another_day_zone_locale_seed_folder_and_crew_give_the_same_bytes(press: Press, tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "42",
        "LC_ALL": "uk_UA.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1",
        "FONTCONFIG_FILE": "/none",
    }
    command = [sys.executable, "-c", ELSEWHERE, str(tmp_path / "other fonts"), "1"]
    late = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=False)

    assert late.returncode == 0, late.stderr.decode()
    assert late.stdout == press.draw(sample(), "uk")


def test_a_child_that_somebody_kills_is_replaced_and_its_part_drawn_again(fonts: Path, press: Press) -> None:
    drawn = press.draw(sample(), "en")
    press.rest()
    press = Press(fonts)
    ended = threading.Event()

    def kill() -> None:
        while not (pids := _drawing()) and not ended.is_set():
            pass
        for pid in pids[:1]:
            os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        assert press.draw(sample(), "en") == drawn
    finally:
        ended.set()
        killer.join()
        press.rest()


def _drawing() -> list[int]:
    """Children of this process that draw and have begun to."""
    columns = ["ps", "--ppid", str(os.getpid()), "-o", "pid=,cputimes=,args="]
    told = subprocess.run(columns, capture_output=True, text=True, check=False).stdout
    found = [line.split(maxsplit=2) for line in told.splitlines() if "certflow.pdf.press" in line]
    return [int(pid) for pid, seconds, _ in found if int(seconds) >= 2]


def test_every_typeface_is_there_once(drawn_whole: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(drawn_whole["uk"])) as pdf:
        descriptors = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
        names = Counter(str(each.FontName).split("+")[1] for each in descriptors)

    assert set(names.values()) == {1}
    assert len(names) >= 4


def many(steps: int) -> RecordContent:
    few = sample().steps
    made: list[Step] = [replace(few[3], id=f"{few[3].id}-{n}", section=few[3].section) for n in range(steps)]
    return replace(sample(), steps=tuple(made), matrix=sample().matrix[:1])


def test_links_lead_to_their_steps_and_bookmarks_come_in_groups(press: Press, tmp_path: Path) -> None:
    program("pdftotext", "poppler-utils")
    content = many(60)
    file = tmp_path / "record.pdf"
    file.write_bytes(press.draw(content, "en"))
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    texts = told.split("\f")[:-1]

    with pikepdf.open(file) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        assert len(texts) == len(pages)
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        numbers = [pages.index(note.Dest[0].objgen) + 1 for note in notes]
        assert [str(note.Contents) for note in notes] == [f"Page {number}" for number in numbers]
        with pdf.open_outline() as outline:
            assert all(len(group) <= MOST_BOOKMARKS for group in groups(outline.root))
            named = [item.title for group in groups(outline.root) for item in group]

    assert all(texts[number - 1].rstrip().endswith(f"Page {number} of {len(pages)}") for number in numbers)
    for step, number in zip(content.steps, numbers[-60:], strict=True):
        assert step.id in texts[number - 1]
    assert named.count(content.steps[0].title.in_language("en")) == 60


def groups(items: list[OutlineItem]) -> Iterator[list[OutlineItem]]:
    yield items
    for item in items:
        yield from groups(item.children)
