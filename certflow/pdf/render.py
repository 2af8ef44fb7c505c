"""One part of the paper from HTML to tagged PDF, with nothing fetched and no warning tolerated.

The first part carries what the whole file says of itself (PDF/A-3a and PDF/UA-1). What refers to another part is left
open here and closed when the parts are joined: a link goes to `ELSEWHERE` and the anchor's name.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

import pydyf  # type: ignore[import-untyped]
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.logger import LOGGER  # type: ignore[import-untyped]
from weasyprint.text.ffi import harfbuzz, pango  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

from certflow.pdf.drawn import ELSEWHERE, Bookmark, Drawn
from certflow.pdf.shortcuts import shortcuts
from certflow.pdf.tongues import languages_told

ELEMENTS = Path(__file__).parents[2] / "templates" / "paper" / "elements.css"

#: PDF/A and PDF/UA are claimed in one rdf:RDF: validators pass over a second one
_UA_CLAIM = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>'
    # PDF/A wants every property it does not know described: these lines describe pdfuaid:part.
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that this file follows</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


class Faulty(Exception):
    """The renderer warned or asked for something outside; the text says what."""


class _NothingOutside(URLFetcher):  # type: ignore[misc]
    """Refuses every address. The paper needs none: fonts come from fontconfig, the stylesheet from memory."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        raise FatalURLFetchingError(f"The paper asked for {url[:80]}, but nothing is ever fetched.")


class _Page(HTML):  # type: ignore[misc]
    """A document whose elements begin as `elements.css` says, instead of the renderer's sheet for the whole of HTML.

    It is well-formed, so that it is read as XML at once, and not letter by letter as what strangers write.
    """

    def __init__(self, html: str, elements: CSS, fetcher: URLFetcher) -> None:
        root = ElementTree.fromstring(html)
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = root
        self.elements = elements

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [self.elements]


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


class Renderer:
    """Draws one part after another by one stylesheet."""

    def __init__(self, css: str) -> None:
        self._fetcher, self._fonts = _NothingOutside(), FontConfiguration()
        with _listening():
            self._css = CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)
            self._elements = CSS(string=ELEMENTS.read_text("utf-8"), font_config=self._fonts, url_fetcher=self._fetcher)
        self.draw(
            '<html lang="en"><head><title>x</title></head><body><p>x</p></body></html>', "x"
        )  # so that everything is loaded that is loaded late
        gc.freeze()  # what is there now stays: collecting looks only at what a part leaves behind

    def draw(self, html: str, name: str, *, leads: bool = False) -> Drawn:
        """One part. `name` keeps its ids apart from those of the others; the first one leads. Raises Faulty."""
        gc.disable()  # the document is one large web of boxes: collecting it while it grows finds nothing
        try:
            with _listening(), shortcuts():
                return self._draw(html, name, PDF_A if leads else None)
        except FatalURLFetchingError as asked:  # a BaseException
            raise Faulty(str(asked)) from asked
        except ElementTree.ParseError as broken:
            raise Faulty(f"The page is not well-formed: {broken}") from broken
        finally:
            gc.enable()
            gc.collect()

    def _draw(self, html: str, name: str, variant: str | None) -> Drawn:
        document = _Page(html, self._elements, self._fetcher).render(
            font_config=self._fonts, stylesheets=[self._css], pdf_variant=variant
        )
        found = _places(document.pages)
        for page in document.pages:
            page.links = [_left_open(link) for link in page.links]
        if variant:
            _claim_ua(document.metadata)
        with languages_told():
            pdf = document.write_pdf(pdf_variant=variant, pdf_tags=True, finisher=lambda _, made: _finish(made, name))
        return Drawn(pdf, len(document.pages), *found)


PDF_A = "pdf/a-3a"


@contextmanager
def _listening() -> Iterator[None]:
    """Raises Faulty for the first thing that the renderer complains about."""
    complaints = _Complaints()
    LOGGER.addHandler(complaints)
    try:
        yield
    finally:
        LOGGER.removeHandler(complaints)
    if complaints.heard:
        raise Faulty(f"The renderer warned: {complaints.heard[0]}")


def _places(pages: Sequence[Any]) -> tuple[dict[str, tuple[int, float]], tuple[Bookmark, ...]]:
    """Where the anchors and the bookmarks are."""
    anchors: dict[str, tuple[int, float]] = {}
    bookmarks = []
    for number, page in enumerate(pages):
        for name, box in page.anchors.items():
            anchors.setdefault(name, (number, _from_bottom(page, box[1])))
        page.anchors = {}  # the joined file has them as page and place
        for level, label, (_, y), _ in page.bookmarks:
            bookmarks.append(Bookmark(level, label, number, _from_bottom(page, y)))
    return anchors, tuple(bookmarks)


def _from_bottom(page: Any, y: float) -> float:
    """In points; the renderer counts CSS pixels from the top."""
    return round((float(page.height) - y) * 0.75, 2)


def _left_open(link: tuple[str, str, Any, Any]) -> tuple[str, str, Any, Any]:
    kind, target, *where = link
    if kind == "internal":
        return ("external", ELSEWHERE + target, *where)
    raise Faulty(f"The paper links to {target[:80]}, which is no place in it.")


def _claim_ua(metadata: Any) -> None:
    write = metadata.generate_rdf_metadata

    def with_claim(*given: object) -> bytes:
        head, end = write(*given).rsplit(b"</rdf:RDF>", 1)
        return bytes(head + _UA_CLAIM + b"</rdf:RDF>" + end)

    metadata.generate_rdf_metadata = with_claim


def _finish(pdf: Any, name: str) -> None:
    """Say of every header cell whether it heads a column or a row (PDF/UA-1, 7.5), name cells apart from those of other
    parts, and leave the typefaces out: the joined file has each of them once. A line is a part of its paragraph, and no
    element of its own."""
    _take_lines_in(pdf.objects)
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            if "Length1" in each.extra:
                each.stream, each.extra["Length1"] = [], 0
        elif isinstance(each, dict) and each.get("S") in ("/TH", "/TD") and "A" in each:
            if each["S"] == "/TH":
                each["A"]["Scope"] = "/Row" if _stands_before_cells(each, pdf) else "/Column"
            if "ID" in each:
                each["ID"] = _own(each["ID"], name)
            if "Headers" in each["A"]:
                each["A"]["Headers"] = pydyf.Array(_own(head, name) for head in each["A"]["Headers"])


def _take_lines_in(objects: list[Any]) -> None:
    """The renderer makes an element of every line and every change of letters. Such a one says nothing that the one
    around it does not say; so what it marks belongs to that one, and the tree has less than half of the elements."""
    marks: dict[bytes, list[int]] = {}
    around: dict[bytes, bytes] = {}
    for number, each in reversed([*enumerate(objects)]):  # an element comes before those within it
        if isinstance(each, pydyf.Dictionary) and each.get("Type") == "/StructElem":
            each["K"][:] = [mark for kid in each["K"] for mark in _marks_of(kid, marks)]
            if each.keys() == _SPAN and each["S"] == "/Span" and all(isinstance(kid, int) for kid in each["K"]):
                marks[each.reference], around[each.reference] = each["K"], each["P"]
                objects[number] = pydyf.Array()  # what keeps its number, and nobody refers to
                objects[number].number = number
    for each in objects:
        if isinstance(each, pydyf.Dictionary) and "Nums" in each:
            for elements in each["Nums"][1::2]:
                if isinstance(elements, list):
                    elements[:] = [_around(element, around) for element in elements]


#: what an element has of which nothing is said
_SPAN = {"Type", "S", "K", "Pg", "P"}


def _marks_of(kid: Any, marks: Mapping[bytes, list[int]]) -> list[Any]:
    return marks.get(kid, [kid]) if isinstance(kid, bytes) else [kid]


def _around(element: bytes, around: Mapping[bytes, bytes]) -> bytes:
    while element in around:
        element = around[element]
    return element


def _own(cell: Any, name: str) -> Any:
    return pydyf.String(f"{name}/{cell.string}")


def _stands_before_cells(head: Any, pdf: Any) -> bool:
    row = pdf.objects[int(head["P"].split()[0])]
    return any(pdf.objects[int(cell.split()[0])]["S"] == "/TD" for cell in row["K"])


def made_with() -> bytes:
    """The versions of everything that decides how a part comes out: other versions, other pages."""
    shaping = {"pango": pango.pango_version(), "harfbuzz": _harfbuzz()}
    named = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pikepdf", "segno", "jinja2")
    versions = {name: version(name) for name in named}
    return json.dumps(shaping | versions | {"python": sys.version}, sort_keys=True).encode()


def _harfbuzz() -> list[int]:
    """Its version. It answers only whether it is at least a given one."""
    found = [0, 0, 0]
    for place in range(3):
        while harfbuzz.hb_version_atleast(*found[:place], found[place] + 1, *[0] * (2 - place)):
            found[place] += 1
    return found
