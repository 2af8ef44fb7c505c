"""HTML to PDF/A-3a that is PDF/UA-1 too, with nothing fetched and no warning tolerated."""

from __future__ import annotations

import gc
import io
import logging
from datetime import UTC, datetime
from typing import Any, NoReturn

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]
from weasyprint.logger import LOGGER  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

from certflow.pdf.paper import ATTACHMENT

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


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def render(html: str, css: str, data: bytes, made_at: datetime) -> bytes:
    """The PDF, with `data` attached as the source it was drawn from. Raises Faulty."""
    complaints = _Complaints()
    LOGGER.addHandler(complaints)
    gc.disable()  # the document is one large web of boxes: collecting it while it grows finds nothing
    try:
        pdf = _render(html, css, data, made_at)
    except FatalURLFetchingError as asked:  # a BaseException
        raise Faulty(str(asked)) from asked
    finally:
        gc.enable()
        LOGGER.removeHandler(complaints)
    if complaints.heard:
        raise Faulty(f"The renderer warned: {complaints.heard[0]}")
    return pdf


def _render(html: str, css: str, data: bytes, made_at: datetime) -> bytes:
    fetcher, fonts = _NothingOutside(), FontConfiguration()
    document = HTML(string=html, url_fetcher=fetcher).render(
        font_config=fonts,
        stylesheets=[CSS(string=css, font_config=fonts, url_fetcher=fetcher)],
        pdf_variant="pdf/a-3a",
    )
    _claim_ua(document.metadata)
    at = made_at.astimezone(UTC)
    attached = Attachment(
        file_obj=io.BytesIO(data),
        url_fetcher=fetcher,
        name=ATTACHMENT,
        description="The content of this record as JSON",
        created=at,
        modified=at,
        relationship="Source",
    )
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, attachments=[attached], finisher=_finish)
    return pdf


def _claim_ua(metadata: Any) -> None:
    write = metadata.generate_rdf_metadata

    def with_claim(*given: object) -> bytes:
        head, end = write(*given).rsplit(b"</rdf:RDF>", 1)
        return bytes(head + _UA_CLAIM + b"</rdf:RDF>" + end)

    metadata.generate_rdf_metadata = with_claim


def _finish(_: object, pdf: Any) -> None:
    """Say of every header cell whether it heads a column or a row (PDF/UA-1, 7.5), and name the attachment once."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/TH" and "A" in each:
            each["A"]["Scope"] = "/Row" if _stands_before_cells(each, pdf) else "/Column"
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _stands_before_cells(head: Any, pdf: Any) -> bool:
    row = pdf.objects[int(head["P"].split()[0])]
    return any(pdf.objects[int(cell.split()[0])]["S"] == "/TD" for cell in row["K"])
