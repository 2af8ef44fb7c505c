"""Whatever people type is printed as text within limits, or fails its own record with a reason; nothing is fetched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certflow.child import Limits
from certflow.domain import record as r
from certflow.domain.text import LANGUAGES
from certflow.pdf import proofread
from certflow.pdf.draw import DrawingFailed, Press
from certflow.pdf.lettering import bare, lettering
from certflow.pdf.typefaces import covered, prepare_fonts, unpack_fonts
from tests.pdf.sample import answered, brief, sample

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

    text = proofread.read_text(drawing(brief(replace(first, answers=answers))))

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

    assert bare(printable(words)) in proofread.read_text(drawing(answered(words)))


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

    text = proofread.read_text(press.draw(brief(replace(first, answers=answers)), language))

    at = 0
    for n, each in enumerate(words):
        expected = bare(printable(f"Q{n}.")) + bare(printable(each))
        assert expected in text[at:], each
        at = text.index(expected, at)


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
    from certflow.pdf.parts import body

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
