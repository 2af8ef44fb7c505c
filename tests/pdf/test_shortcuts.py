"""The shorter ways through the renderer end in the same bytes, and stand for functions that are there."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from weasyprint.formatting_structure.boxes import Box  # type: ignore[import-untyped]
from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]

from certflow.pdf import shortcuts
from certflow.pdf.parts import Part, body, naming_pages
from certflow.pdf.typefaces import prepare_fonts
from tests.pdf.sample import answered, full, sample
from tests.pdf.test_hostile import PRINTED

ROOT = Path(__file__).parents[2]

#: draws each part with and without, in one process; tells which differ, and how many lines went the long way
BOTH = """
import contextlib, json, sys
from pathlib import Path
from certflow.pdf import render, shortcuts
from certflow.pdf.lettering import lettering
from certflow.pdf.paper import page, set_paper, stylesheet
from certflow.pdf.parts import read_part
from certflow.pdf.typefaces import covered
printable, renderer = lettering(covered(Path(sys.argv[1]))), render.Renderer(stylesheet())
short, long, counted = render.shortcuts, shortcuts._draw_text, []
shortcuts._draw_text = lambda *given: (counted.append(1), long(*given))
differing, lines = [], 0
for file in sys.argv[2:]:
    part = read_part(Path(file).read_bytes())
    html, made = page(set_paper(part, printable)), []
    for way in (short, contextlib.nullcontext):
        render.shortcuts = way
        made.append(renderer.draw(html, part.name, leads=part.chapter == "front"))
    if made[0] != made[1]:
        differing.append(part.name)
    lines += html.count("<p")
print(json.dumps([differing, len(counted), lines]))
"""


def pages(language: str) -> list[Part]:
    """Every chapter of a short record and all of a whole one's, and what people type who mean harm."""
    hostile = answered("\n".join(words[:1_500] for words in PRINTED.values())[:9_000])
    return [
        *(part for each in (full(), sample()) for part in naming_pages(each, language, each.digest(), {})),
        *(part for each in (full(), sample()) for part in body(each, language)),
        *(part for part in body(hostile, language) if part.chapter == "steps"),
    ]


@pytest.mark.parametrize("language", ["en", "it+uk"])
def test_a_part_comes_out_the_same_with_and_without_them(language: str, fonts: Path, tmp_path: Path) -> None:
    files = []
    for number, part in enumerate(pages(language)):
        files.append(tmp_path / str(number))
        files[-1].write_bytes(part.as_bytes())
    faces, configuration = prepare_fonts(fonts)
    told = subprocess.run(
        [sys.executable, "-c", BOTH, str(faces), *map(str, files)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(configuration)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout

    differing, long_ways, paragraphs = json.loads(told)
    assert differing == []
    assert long_ways < paragraphs / 2, "lines are not drawn as they were measured"


def named(function: Callable[..., object]) -> list[object]:
    """What a function is given: by name where it may be left out."""
    given = inspect.signature(function).parameters.values()
    return [each.default if each.default is each.empty else (each.name, each.default) for each in given]


def test_what_they_stand_for_is_there_and_is_called_the_same_way() -> None:
    renderers = {
        shortcuts.line_size: shortcuts._line_size,
        shortcuts.strut: shortcuts._strut,
        shortcuts.resolve_percentages: shortcuts._resolve_percentages,
        shortcuts.layout_box_backgrounds: shortcuts._backgrounds,
        shortcuts.avoid_collisions: shortcuts._avoid_collisions,
        shortcuts.to_bytes: shortcuts._to_bytes,
        shortcuts.is_in_normal_flow: Box.is_in_normal_flow,
        shortcuts.establishes_formatting_context: Box.establishes_formatting_context,
        shortcuts._leave_whole: Font.clean,
    }
    for short, long in renderers.items():
        assert named(short) == named(long), long
    drawn = list(inspect.signature(shortcuts.draw_text).parameters)
    assert len(drawn) == 1 + len(inspect.signature(shortcuts._draw_text).parameters)
    for name in ("setup", "set_text", "deactivate"):
        short, long = (inspect.signature(getattr(each, name)) for each in (shortcuts.Line, shortcuts._Layout))
        assert list(short.parameters) == list(long.parameters)


def test_they_are_gone_when_a_part_is_drawn() -> None:
    before = [(place, name, vars(place)[name]) for place, name, _ in shortcuts._ways({})]
    with shortcuts.shortcuts():
        assert all(vars(place)[name] is not long for place, name, long in before)
    assert all(vars(place)[name] is long for place, name, long in before)
    assert {name for _, name, _ in before} >= {"strut", "Layout", "draw_text", "_to_bytes", "avoid_collisions"}
