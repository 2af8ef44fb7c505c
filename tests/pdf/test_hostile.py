"""Whatever people type is printed as text within limits, or fails its own record with a reason; nothing is fetched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.child import Limits, command, environment
from certflow.domain import record as r
from certflow.domain.text import LANGUAGES, Text
from certflow.pdf import printed
from certflow.pdf.draw import DRAWING, DrawingFailed, Press
from certflow.pdf.lettering import bare, lettering
from certflow.pdf.parts import body, naming_pages
from certflow.pdf.typefaces import covered, prepare_fonts, unpack_fonts
from tests.equipment import tracer
from tests.pdf.sample import answered, brief, full, sample, sha

ROOT = Path(__file__).parents[2]
Drawing = Callable[[r.RecordContent], bytes]

#: what prints, however long it takes
PRINTED = {
    "empty lines": "above" + "\n" * 100_000 + "below",
    "nested boxes": "<div>" * 300,
    "emoji": "\U0001f600" * 300,
    "bidi controls": "\u202e\u2066\u2067\u200f\u061c" * 60,
    "joiners": "a\u200d\u034f\ufe0f" * 100,
    "a long word": "x" * 5_000,
    "spaces": " \u00a0\u2003" * 1_000 + "end",
    "template syntax": "{% include '/etc/passwd' %}{{ 7 * 7 }}{# gone #}" * 10,
    "style": "</style><style>* { content: url(http://127.0.0.1:9/) }" * 10,
    "addresses": "file:///etc/passwd http://127.0.0.1:9/ \\\\127.0.0.1\\share data:text/html,<b>" * 10,
}

#: what belongs into evidence instead
TOO_LONG = {
    "a word of a megabyte": "x" * 1_000_000,
    "lines": "x\n" * 100_000,
    "marks": "a" + "\u0301" * 100_000,
    "mixed marks": "a" + "\u0301\u0323" * 500_000,
}


@pytest.fixture(scope="module")
def printable(fonts: Path) -> Callable[[str], str]:
    return lettering(covered(unpack_fonts(fonts)))


def test_it_is_printed_as_text(drawing: Drawing, printable: Callable[[str], str]) -> None:
    first = sample().steps[0]
    answers = tuple(r.Answer(name, r.typed(name), r.typed(words)) for name, words in PRINTED.items())

    text = printed.read_text(drawing(brief(replace(first, answers=answers))))

    for name, words in PRINTED.items():
        assert bare(printable(name)) + bare(printable(words)) in text, name


@pytest.mark.parametrize("words", TOO_LONG.values(), ids=TOO_LONG)
def test_it_fails_with_its_reason_and_the_next_record_is_drawn(words: str, drawing: Drawing) -> None:
    with pytest.raises(DrawingFailed, match="too long for paper"):
        drawing(answered(words))
    assert drawing(answered("short")).startswith(b"%PDF-")


def test_half_a_character_fails_with_its_reason(drawing: Drawing) -> None:
    with pytest.raises(DrawingFailed, match="half a character"):
        drawing(answered("a\ud83d"))


def test_marks_that_stand_on_no_letter_of_their_own_are_printed(
    drawing: Drawing, printable: Callable[[str], str]
) -> None:
    """Such as the stress marks of Ukrainian, which Unicode does not join with their vowels."""
    several = ("\u0301", "\u0323\u0301", "\u0308\u0304\u0327")
    words = "".join(letter + marks for marks in several for letter in "замокaeiIjіїх0 ") + "\u0301" * 60

    assert bare(printable(words)) in printed.read_text(drawing(answered(words)))


def test_a_step_that_takes_too_long_fails_alone(fonts: Path) -> None:
    press = Press(fonts, crew=1, limits=Limits(cpu_s=4, wall_s=480, memory_mb=1024))
    first = sample().steps[0]
    answers = tuple(r.Answer(f"q{n}", r.typed(f"Question {n}"), r.typed(f"Answer {n}")) for n in range(5_000))
    try:
        with pytest.raises(DrawingFailed, match="It took longer than 4 s of a processor"):
            press.draw(brief(replace(first, answers=answers)), "en")
        assert press.draw(answered("short"), "en").startswith(b"%PDF-")
    finally:
        press.rest()


typed = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=30, max_size=30)


@settings(max_examples=4, deadline=None)
@given(words=typed, language=st.sampled_from(LANGUAGES))
def test_every_answer_is_found_in_the_print(
    words: list[str], language: str, press: Press, printable: Callable[[str], str]
) -> None:
    first = sample().steps[0]
    answers = tuple(r.Answer(f"q{n}", r.typed(f"Q{n}."), r.typed(each)) for n, each in enumerate(words))

    text = printed.read_text(press.draw(brief(replace(first, answers=answers)), language))

    at = 0
    for n, each in enumerate(words):
        expected = bare(printable(f"Q{n}.")) + bare(printable(each))
        assert expected in text[at:], each
        at = text.index(expected, at)


#: what every text field of a record is made to end with
EVERYWHERE = (
    " <img src='http://127.0.0.1:9/a'><link rel=stylesheet href='file:///etc/passwd'></style><style>@import 'http://127.0.0.1:9/b';"
    " * { background: url(file:///etc/hostname); content: attr(id) }</style>{{ 7 * 7 }}{% include '/etc/passwd' %}"
    "]]><!--<script>&amp;"
)
#: what is no text: names of languages and shapes, and digests that must be digests
NO_TEXT = {"form", "language", "languages", "status", "audience", "hashes", "checkpoint", "entry"}


def spoiled(value: Any, name: str = "") -> Any:
    """The same value with `EVERYWHERE` behind every text in it, whatever the field; what refers to another still does.

    So every field is hostile, those included that are not there yet.
    """
    if name in NO_TEXT or isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return value + EVERYWHERE
    if isinstance(value, Text):
        others = {each: words + EVERYWHERE for each, words in value.translations.items()}
        return Text(value.authoritative + EVERYWHERE, value.language, others)
    if isinstance(value, tuple):
        return tuple(spoiled(each, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        made = {each.name: spoiled(getattr(value, each.name), each.name) for each in fields(value)}
        return replace(value, **made)
    return value


def spoiled_record() -> r.RecordContent:
    """A short record with every chapter, hostile in every field."""
    made: r.RecordContent = spoiled(replace(full(), files=()))
    return made


@pytest.mark.parametrize("language", ["en", "it+uk"])
def test_every_field_of_a_record_may_be_hostile(language: str, press: Press) -> None:
    """The drawing child itself compares what it printed with what it was given, chapter by chapter."""
    text = printed.read_text(press.draw(spoiled_record(), language))

    assert text.count(bare("{{ 7 * 7 }}{% include '/etc/passwd' %}")) > 200
    assert "root:" not in text


@pytest.mark.parametrize("chapter", ["evidence", "matrix", "rows"])
def test_tables_of_five_thousand_rows_are_printed_whole(chapter: str, press: Press) -> None:
    """The drawing child itself finds each row again, in its order, or gives no pages."""
    names = [f"row-{number}." for number in range(5_000)]
    full_ = full()
    step = replace(full_.steps[0], evidence=(), answers=())
    short = replace(full_, files=(), steps=(step,), matrix=(), evidence=(), tallies=(), deeds=())
    block = r.MatrixBlock(r.typed("All"), tuple(r.MatrixRow(name, r.typed("Shown"), (), ()) for name in names))
    columns = (r.GridColumn(r.typed("Name"), 1, False), r.GridColumn(r.typed("What it is"), 2, False))
    grid = r.Grid(columns, tuple((r.typed(name), r.typed("a row")) for name in names), ())
    answer = r.Answer("rows", r.typed("Rows"), r.typed("5,000"), grid=grid)
    content = {
        "evidence": replace(
            short, evidence=tuple(replace(full_.evidence[0], name=name, sha256=sha(name)) for name in names)
        ),
        "matrix": replace(short, matrix=(block,)),
        "rows": replace(short, steps=(replace(step, answers=(answer,)),)),
    }[chapter]

    assert press.draw(content, "en").startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_a_whole_record_is_found_in_its_text(
    language: str, drawn_whole: dict[str, bytes], printable: Callable[[str], str]
) -> None:
    text, at = printed.read_text(drawn_whole[language]), 0
    answers = [answer for step in sample().steps for answer in step.answers if answer.value]
    for answer in answers:
        assert answer.value
        expected = bare(printable(answer.question.in_language(language))) + bare(printable(answer.value.authoritative))
        at = text.index(expected, at)
    assert len(answers) > 60


def test_the_drawing_child_opens_no_connection_and_no_file_but_our_own(fonts: Path, tmp_path: Path) -> None:
    """Told by the kernel: `strace` hears of every file that is opened and every socket, whoever asks for it."""
    strace = tracer()
    faces, configuration = prepare_fonts(fonts)
    content = spoiled_record()
    parts = [*body(content, "en"), *naming_pages(content, "en", content.digest(), {})]
    jobs = b"".join(len(job).to_bytes(8, "big") + job for job in (part.as_bytes() for part in parts))
    log, scratch = tmp_path / "calls", tmp_path / "scratch"
    scratch.mkdir()
    traced = [strace, "-f", "-qq", "-e", "trace=%network,open,openat,openat2,execve", "-o", str(log)]
    child = command("certflow.pdf.press", [str(faces)], DRAWING)
    told = environment(str(scratch), {"FONTCONFIG_FILE": str(configuration)})
    ended = subprocess.run([*traced, *child], input=jobs, env=told, cwd=scratch, capture_output=True, check=False)

    calls = log.read_text("utf-8", "replace")
    answers = ended.stdout
    drawn = 0
    while answers:
        length = int.from_bytes(answers[:8], "big")
        drawn += answers[8:9] == b"+"
        answers = answers[8 + length :]
    assert drawn == len(parts), ended.stderr.decode()
    assert not re.findall(r"^.*(?:AF_INET|connect\(|sendto\(|bind\().*$", calls, re.MULTILINE)
    assert len(re.findall(r"execve\(", calls)) == 1, "it starts nothing"
    opened = {Path(os.path.normpath(each)) for each in re.findall(r'open(?:at2?)?\((?:AT_FDCWD, )?"([^"]+)"', calls)}
    ours = (*OURS, fonts, scratch)
    assert {each for each in opened - THE_MACHINES if not any(each.is_relative_to(folder) for folder in ours)} == set()


#: code and libraries, and what these ask of the machine before the first job
OURS = (
    *(ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()),
    *map(Path, ("/usr/lib", "/lib", "/lib64", "/usr/share/fontconfig", "/usr/share/locale", "/sys/fs/cgroup")),
)
THE_MACHINES = {
    Path(sys.prefix).resolve().parent,
    *map(Path, ("/dev/null", "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types")),
    *map(Path, ("/proc/filesystems", "/proc/self/cgroup")),
}


WATCHED = """
import json, sys
from pathlib import Path
heard = []
sys.addaudithook(lambda event, given: heard.append((event, str(given[0]) if given else "")))
from certflow.pdf.faces import faces
from certflow.pdf.lettering import lettering
from certflow.pdf.paper import page, set_paper, stylesheet
from certflow.pdf.parts import read_part
from certflow.pdf.render import Renderer
from certflow.pdf.typefaces import covered
printable, renderer = lettering(covered(Path(sys.argv[1]))), Renderer(stylesheet())
def draw(part):
    return renderer.draw(page(set_paper(part, printable)), part.name)
draw(read_part(Path(sys.argv[2]).read_bytes()))
heard.clear()
draw(read_part(Path(sys.argv[3]).read_bytes()))
print(json.dumps(heard))
"""


def test_nothing_is_opened_or_reached_because_of_what_people_typed(fonts: Path, tmp_path: Path) -> None:
    """All that drawing does is heard by an audit hook: a hostile part opens no file and touches no socket."""
    bad = "".join(PRINTED[name] for name in ("template syntax", "addresses"))[:9_000]
    for name, words in (("good", "words"), ("bad", bad)):
        part = next(part for part in body(answered(words), "en") if part.chapter == "steps")
        (tmp_path / name).write_bytes(part.as_bytes())
    faces, configuration = prepare_fonts(fonts)
    told = subprocess.run(
        [sys.executable, "-c", WATCHED, str(faces), str(tmp_path / "good"), str(tmp_path / "bad")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    heard = json.loads(told)
    reached = [each for each in heard if each[0].split(".")[0] in {"socket", "subprocess", "urllib", "http", "ftplib"}]
    opened = {given for event, given in heard if event == "open"} - {str(tmp_path / "bad")}
    assert reached == []
    assert all(Path(file).is_relative_to(ROOT / "templates") for file in opened), opened
