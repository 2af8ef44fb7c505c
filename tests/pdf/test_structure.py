"""What a screen reader and an archive find in a record: our own look at it, beside the independent checkers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from certflow.domain.record import RecordContent
from certflow.pdf import printed
from tests.pdf.conftest import PAIRS


class Read:
    """A file with the text of its marks, each page read once."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        letters = printed.by_its_own_map()
        self.marked = {page.obj.objgen: printed.marked_text(page, letters) for page in self.pdf.pages}

    @property
    def tree(self) -> Any:
        return self.pdf.Root.StructTreeRoot.K

    def text(self, element: Any) -> str:
        return "".join(printed.text_of(element, self.marked))


def elements(node: Any, around: str = "") -> Iterator[tuple[Any, str]]:
    """Every element of the structure tree in reading order, with the language it is read in."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid, around)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        around = str(node.get("/Lang", around))
        yield node, around
        yield from elements(node.get("/K", pikepdf.Array()), around)


def kind(element: Any) -> str:
    return str(element.S).removeprefix("/")


@pytest.fixture(scope="module", params=("en", *PAIRS))
def read(request: pytest.FixtureRequest, drawn: bytes, drawn_pairs: dict[str, bytes]) -> Read:
    return Read({"en": drawn, **drawn_pairs}[request.param])


@pytest.fixture
def paper(read: Read) -> pikepdf.Pdf:
    return read.pdf


def test_it_has_a_title_that_viewers_show_a_language_and_tags(paper: pikepdf.Pdf, content: RecordContent) -> None:
    assert content.identity.title in str(paper.docinfo.Title)
    assert paper.Root.ViewerPreferences.DisplayDocTitle
    assert str(paper.Root.Lang) in {"en", "it"}
    assert paper.Root.MarkInfo.Marked


def test_headings_nest_without_a_gap(paper: pikepdf.Pdf) -> None:
    depths = [
        int(kind(each)[1]) for each, _ in elements(paper.Root.StructTreeRoot.K) if re.fullmatch("H[1-6]", kind(each))
    ]

    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths)), depths


def test_every_table_has_heads_and_each_says_what_it_heads(paper: pikepdf.Pdf) -> None:
    tables = [each for each, _ in elements(paper.Root.StructTreeRoot.K) if kind(each) == "Table"]
    assert len(tables) >= 8

    for table in tables:
        heads = [each for each, _ in elements(table.K) if kind(each) == "TH"]
        assert heads
        assert {str(head.A.Scope) for head in heads} <= {"/Row", "/Column"}


def test_every_figure_is_told_in_words(paper: pikepdf.Pdf) -> None:
    figures = [each for each, _ in elements(paper.Root.StructTreeRoot.K) if kind(each) == "Figure"]

    assert len(figures) == 3, "the code to scan, the counts, the derivation"
    assert all(len(str(each.Alt)) > 20 for each in figures)


def test_every_link_is_tagged_as_one_and_told_in_words(paper: pikepdf.Pdf) -> None:
    numbered = list(paper.Root.StructTreeRoot.ParentTree.Nums)  # type: ignore[call-overload]
    tags = dict(zip(map(int, numbered[::2]), numbered[1::2], strict=True))
    notes: list[Any] = [note for page in paper.pages for note in page.obj.get("/Annots", ())]

    assert len(notes) > 10
    assert {kind(tags[int(note.StructParent)]) for note in notes} == {"Link"}
    assert all(str(note.Contents) for note in notes)


def test_bookmarks_come_in_groups_of_at_most_25(paper: pikepdf.Pdf) -> None:
    def groups(level: Any) -> Iterator[int]:
        yield len(level)
        for each in level:
            yield from groups(each.children)

    with paper.open_outline() as outline:
        assert max(groups(outline.root)) <= 25
        assert len(outline.root) >= 10


def test_all_text_on_every_page_is_tagged_or_an_artifact(paper: pikepdf.Pdf) -> None:
    """What is neither is lost to a screen reader."""
    for page in paper.pages:
        inside: list[str] = []
        for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC Tj TJ"):  # type: ignore[arg-type]
            match str(operator):
                case "BDC" | "BMC":
                    inside.append(str(operands[0]))
                case "EMC":
                    inside.pop()
                case _:
                    assert inside, "text without a tag"


def test_every_tagged_text_is_reached_through_the_tree(read: Read) -> None:
    reached = set(_marks(read.tree, (0, 0)))

    for page, marked in read.marked.items():
        assert not [text for mark, text in marked.items() if (page, mark) not in reached]


def _marks(node: Any, page: tuple[int, int]) -> Iterator[tuple[tuple[int, int], int]]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _marks(kid, page)
    elif isinstance(node, int):
        yield page, node
    elif isinstance(node, pikepdf.Dictionary) and "/K" in node:
        yield from _marks(node.K, node.Pg.objgen if "/Pg" in node else page)


def test_every_font_is_embedded_and_knows_its_letters(paper: pikepdf.Pdf) -> None:
    for page in paper.pages:
        for font in page.obj.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
            assert "/ToUnicode" in font


@pytest.mark.parametrize("pair", PAIRS)
def test_a_passage_in_the_second_language_says_so(
    pair: str, drawn_pairs: dict[str, bytes], content: RecordContent
) -> None:
    _, second = pair.split("+")
    read = Read(drawn_pairs[pair])
    said = {
        (language, read.text(each).replace(" ", ""))
        for each, language in elements(read.tree)
        if kind(each) in {"P", "Span"} and "/Lang" in each
    }

    assert (second, content.derived[0].title.in_language(second).replace(" ", "")) in said
    assert {language for language, _ in said} <= {"it", "uk", "en"}


def test_what_was_typed_in_cyrillic_is_read_with_a_ukrainian_voice(drawn: bytes) -> None:
    read = Read(drawn)

    told = [read.text(each) for each, language in elements(read.tree) if language == "uk" and kind(each) == "Span"]

    assert any("Перевірку" in each for each in told)


def test_a_line_is_no_element_of_its_own(read: Read) -> None:
    """What is marked belongs to its paragraph, cell or heading; within these only another language stands apart."""
    found = [each for each, _ in elements(read.tree) if kind(each) == "Span"]
    apart = [each for each in found if "/Lang" not in each and all(isinstance(kid, int) for kid in each.K)]
    assert apart == []
