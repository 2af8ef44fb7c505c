"""What is drawn is what the data say: the same every time, with nothing fetched and nothing lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from certflow.child import Limits
from certflow.domain import record as r
from certflow.domain.text import LANGUAGES
from certflow.pdf import figures, paper, parts, proofread
from certflow.pdf.draw import DrawingFailed, draw
from certflow.pdf.lettering import MAX_TEXT, bare, lettering
from certflow.pdf.printed import Foreign, read_text
from certflow.pdf.render import Faulty, Renderer
from certflow.pdf.typefaces import covered, unpack_fonts
from certflow.pdf.words import WORDS
from tests.pdf.conftest import PAIRS
from tests.pdf.sample import CARRIED, answered, brief, full, sample

Drawing = Callable[[r.RecordContent], bytes]


def test_the_same_content_gives_the_same_bytes_wherever_the_fonts_lie(
    content: r.RecordContent, drawn: bytes, tmp_path: Path
) -> None:
    assert draw(content.as_json(), "en", tmp_path / "elsewhere", files=CARRIED) == drawn


def test_another_answer_gives_other_bytes(drawing: Drawing) -> None:
    assert drawing(answered("3.5 kg")) != drawing(answered("3.6 kg"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_sample_is_drawn_in_every_language(language: str, drawn_whole: dict[str, bytes]) -> None:
    whole = sample()

    text = read_text(drawn_whole[language])

    assert bare(WORDS["not_an_authorisation"].in_language(language)) in text
    for step in whole.steps:
        assert bare(step.title.in_language(language)) in text
        assert bare(step.because.in_language(language)) in text


def test_the_paper_has_language_title_bookmarks_and_only_our_fonts(drawn: bytes, content: r.RecordContent) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert content.identity.title in str(pdf.docinfo.Title)
        with pdf.open_outline() as outline:
            assert [each.title for each in outline.root][-1].endswith(WORDS["chapter_verify"].in_language("en"))
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.obj.Resources.Font.values()}
    assert all(re.fullmatch(r"/[A-Z]{6}\+IBM-Plex-(Sans|Mono)[A-Za-z-]*", font) for font in fonts), fonts


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=y>",
    '</p></div><link rel="stylesheet" href="http://127.0.0.1:9/x.css"/>',
    "<style>@import url(file:///etc/passwd); body { display: none }</style>",
    "{{ content.identity.title }}{% for x in range(9999999) %}x{% endfor %}{{ ''.__class__.__mro__ }}",
    '"; } @page { @top-left { content: url(http://127.0.0.1:9/) } } /*',
    "file:///etc/passwd http://127.0.0.1:9/ ftp://127.0.0.1/ data:text/html,x javascript:alert(1)",
    '<iframe src="file:///etc/passwd"></iframe><object data="http://127.0.0.1:9/"></object><svg onload=x>',
    "<link rel=attachment href='file:///etc/passwd'>",
    "&lt;b&gt; &amp;amp; &#x3c; &nbsp; \\n %s %(x)s {0} ${x} `id`",
    "\u202egnp.exe \u200b\u00ad\x00\x07\x1b[31m \ufeff",
    "漢字 العربية 😀 \U000e0041 e\u0301 и\u0306 \u0130",
    "a\u0301" * 40,
)


def test_hostile_text_is_printed_as_text(drawing: Drawing, fonts: Path) -> None:
    printable = lettering(covered(unpack_fonts(fonts)))
    first = sample().steps[0]
    answers = tuple(r.Answer(f"q{n}", r.typed(words), r.typed(words)) for n, words in enumerate(HOSTILE))

    text = read_text(drawing(brief(replace(first, answers=answers))))

    for words in HOSTILE:
        assert text.count(bare(printable(words))) >= 2, words


def test_a_formula_keeps_its_greek_letters_also_where_identifiers_are_set(drawing: Drawing) -> None:
    first = sample().steps[0]
    answer = r.Answer("pitch", r.typed("Θ"), r.typed("S = V² ÷ (2 × tan(Θ°)); Φ ≤ 30°"))

    text = read_text(drawing(brief(replace(first, id="step-Θ", answers=(answer,)))))

    assert "S=V²÷(2×tan(Θ°));Φ≤30°" in text
    assert "step-Θ" in text
    assert "U+0398" not in text


def test_hostile_text_is_harmless_in_every_other_place_too(drawing: Drawing) -> None:
    """Names, titles and addresses come from people as well."""
    bad = "<b>{{ 1/0 }}</b>\"'</td>; } @import url(http://127.0.0.1:9/)"
    whole = brief()
    step = whole.steps[0]
    approval = replace(
        step.approvals[0], name=bad, organisation=bad, digest=bad, role=r.typed(bad), meaning=r.typed(bad)
    )
    file = replace(whole.evidence[0], name=bad, media_type=bad, attached_by=bad)
    identity = replace(whole.identity, title=bad, dossier_id=bad, record_id=bad, verify_url=f"http://127.0.0.1:9/{bad}")

    text = read_text(
        drawing(
            replace(
                whole,
                identity=identity,
                parties=(r.Party(bad, r.typed(bad), bad),),
                steps=(replace(step, id=bad, title=r.typed(bad), approvals=(approval,)),),
                evidence=(file, *whole.evidence[1:]),
            )
        )
    )

    assert text.count(bare(bad)) >= 12


def test_ten_thousand_line_breaks_become_one_empty_line(drawing: Drawing) -> None:
    pdf = drawing(answered("above" + "\n" * 10_000 + "below"))

    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert len(file.pages) < 15


def test_a_long_word_is_broken_and_all_of_it_printed(drawing: Drawing) -> None:
    word = "x" * (MAX_TEXT - 1)

    assert word in read_text(drawing(answered(word)))


def test_a_hundred_kilobyte_word_fails_with_its_reason(drawing: Drawing) -> None:
    with pytest.raises(DrawingFailed, match="too long for paper"):
        drawing(answered("x" * 100_000))


def test_time_and_memory_are_limited(content: r.RecordContent, fonts: Path) -> None:
    def within(limits: Limits) -> bytes:
        return draw(content.as_json(), "en", fonts, limits, files=CARRIED)

    with pytest.raises(DrawingFailed, match=r"longer than 0.2 s"):
        within(Limits(cpu_s=60, wall_s=0.2, memory_mb=2048))
    with pytest.raises(DrawingFailed, match=r"memory|ended"):
        within(Limits(cpu_s=60, wall_s=60, memory_mb=90))


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:9/x.png"/>',
        '<img src="file:///etc/passwd"/>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"/>',
        '<link rel="attachment" href="file:///etc/passwd"/>',
        '<p style="background: url(http://127.0.0.1:9/x.png)">x</p>',
    ],
)
def test_the_renderer_itself_fetches_nothing(html: str) -> None:
    """Should a template of ours ever ask for something, the drawing fails instead."""
    with pytest.raises(Faulty, match="nothing is ever fetched"):
        Renderer("").draw(f'<html lang="en"><head><title>x</title></head><body>{html}</body></html>', "x")


def test_a_page_that_is_not_well_formed_fails_the_drawing() -> None:
    with pytest.raises(Faulty, match="not well-formed"):
        Renderer("").draw('<html lang="en"><body><p>x<br></p></body></html>', "x")


def test_a_warning_of_the_renderer_fails_the_drawing() -> None:
    with pytest.raises(Faulty, match="warned"):
        Renderer("p { colour: red }")


def test_a_page_that_shows_text_in_another_form_than_ours_is_not_read(drawn: bytes) -> None:
    """The text check knows how our pages are written; one written otherwise must not pass for an empty one."""
    with pikepdf.open(io.BytesIO(drawn)) as file:
        page = file.pages[1]
        page.contents_add(file.make_stream(b"/Span <</MCID 0>> BDC BT (Not approved) Tj ET EMC"))
        out = io.BytesIO()
        file.save(out)
    with pytest.raises(Foreign):
        read_text(out.getvalue())


def test_text_that_is_not_printed_is_noticed(drawn: bytes, content: r.RecordContent) -> None:
    step = content.steps[0]
    answer = replace(step.answers[0], value=r.typed("something else"))
    other = replace(content, steps=(replace(step, answers=(answer, *step.answers[1:])), *content.steps[1:]))

    printed = read_text(drawn)
    assert all(proofread.missing(printed, part, str) is None for part in parts.body(content, "en"))
    (found,) = (told for part in parts.body(other, "en") if (told := proofread.missing(printed, part, str)))

    assert answer.id in found


@pytest.mark.parametrize("place", ["matrix", "step", "list"])
def test_a_cell_that_is_not_printed_is_noticed(place: str, drawn: bytes, content: r.RecordContent) -> None:
    """In the last row, at the end of the second run of columns."""

    def changed(grid: r.Grid | None) -> r.Grid | None:
        return grid and replace(grid, rows=(*grid.rows[:-1], (*grid.rows[-1][:-1], r.typed("not printed"))))

    first, own = content.steps[0], content.matrix[-2]
    beside, elsewhere = first.answers[-2:]
    answers = {
        "matrix": (beside, elsewhere),
        "step": (replace(beside, grid=changed(beside.grid)), elsewhere),
        "list": (beside, replace(elsewhere, grid=changed(elsewhere.grid))),
    }[place]
    matrix = replace(own, grid=changed(own.grid)) if place == "matrix" else own
    other = replace(
        content,
        steps=(replace(first, answers=(*first.answers[:-2], *answers)), *content.steps[1:]),
        matrix=(*content.matrix[:-2], matrix, content.matrix[-1]),
    )

    printed = read_text(drawn)
    (found,) = (told for part in parts.body(other, "en") if (told := proofread.missing(printed, part, str)))

    assert place in found
    assert "not printed" in found


def test_what_is_no_record_is_not_drawn(fonts: Path) -> None:
    with pytest.raises(DrawingFailed):
        draw(b'{"form": "certflow-record/1"}', "en", fonts)


def test_a_text_in_code_marks_keeps_its_place() -> None:
    printable = lettering(frozenset(map(ord, "ab ")))

    assert printable("a\u202eb\r\n\r\n\r\n b") == "a‹U+202E›b\n\n b"


def test_every_word_of_the_paper_is_used_and_translated() -> None:
    templates = "".join(file.read_text(encoding="utf-8") for file in paper.TEMPLATES.glob("*.html"))
    code = "".join(Path(each.__file__).read_text(encoding="utf-8") for each in (paper, figures))
    built = {f"applies_{each}" for each in r.Applies} | {f"state_{each}" for each in r.StepState}
    built |= set(r.Outcome) | {f"{each}_long" for each in r.Outcome} | set(LANGUAGES)
    built |= {f"chapter_{each}" for each in parts.headings_of(full())} | {"for_partner", "for_public"}
    for name, words in WORDS.items():
        printed = re.search(rf"words\.{name}\b", templates) or re.search(rf"[\"']{name}[\"']", code + templates)
        assert set(words.translations) == {"it", "uk"}, name
        assert printed or name in built, f"{name} is printed nowhere"
    assert built <= set(WORDS)


@pytest.mark.parametrize("pair", PAIRS)
def test_in_two_languages_every_text_of_the_checklist_stands_in_both_and_typed_text_once(
    pair: str, drawn_pairs: dict[str, bytes]
) -> None:
    content, text = full(), read_text(drawn_pairs[pair])

    for language in pair.split("+"):
        for step in content.steps:
            assert bare(step.requirement.in_language(language)) in text
            assert bare(step.because.in_language(language)) in text
        assert bare(WORDS["not_an_authorisation"].in_language(language)) in text
        assert bare(content.tables[0].title.in_language(language)) in text
    assert text.count(bare(str(content.steps[0].answers[0].value))) == 1


def test_a_lost_translation_is_noticed(drawn: bytes, content: r.RecordContent) -> None:
    steps = next(part for part in parts.body(content, "en+uk") if part.chapter == "steps")

    found = proofread.missing(read_text(drawn), steps, str)

    assert found is not None
    assert "step aircraft" in found


def test_the_authoritative_language_comes_first() -> None:
    in_italian = replace(full(), checklist=replace(full().checklist, language="it"))

    assert parts.languages_of(full(), "it+uk") == ("it", "uk")
    assert parts.languages_of(full(), "en+it") == ("en", "it")
    assert parts.languages_of(in_italian, "en+it") == ("it", "en")


def test_words_are_divided_by_our_hyphen_and_read_back_whole(drawing: Drawing) -> None:
    word = "Hochgeschwindigkeitsfallschirmauslösevorrichtungsprüfung"
    step = sample().steps[0]
    printed = read_text(drawing(brief(replace(step, requirement=r.typed(f"{word} " * 30)))))

    assert bare(word * 30) in printed


def test_the_deciding_cell_is_marked_in_words_too(drawn: bytes, content: r.RecordContent) -> None:
    table = content.tables[0]
    mark = table.marks[0]

    assert bare(f"→ {table.rows[mark.row].cells[mark.column]}") in read_text(drawn)


def test_a_wide_table_is_cut_into_parts_that_repeat_their_labels(drawing: Drawing) -> None:
    wide = replace(
        full().tables[0],
        columns=tuple(r.typed(f"column {n}") for n in range(19)),
        rows=(r.TableRow(r.typed("the one row"), tuple(r.typed(f"cell {n}") for n in range(19))),),
        marks=(r.Mark(0, 18, "sail"),),
    )

    text = read_text(drawing(replace(full(), tables=(wide,))))

    assert text.count("theonerow") == 3
    assert "→cell18" in text


def test_an_undecided_step_is_nowhere_said_to_be_not_required(drawing: Drawing) -> None:
    """An open point that reads “not required” would contradict itself."""
    whole = brief()
    step = replace(
        whole.steps[0],
        applies=r.Applies.UNDECIDED,
        state=r.StepState.NOT_REQUIRED,
        level=None,
        answers=(),
        approvals=(),
    )
    result = replace(whole.result, outcome=r.Outcome.OPEN_POINTS, open_points=(r.OpenPoint(step.id, step.title),))

    text = read_text(drawing(replace(whole, result=result, steps=(step,), matrix=(), tables=())))

    assert "Notrequired" not in text
    assert text.count("Undecided") >= 4, "open points, bars, the list of steps, and the step itself"
