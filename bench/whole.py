"""Our own templates as one document in one process: what the parts are measured against."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from certflow.domain.record import RecordContent
from certflow.pdf import parts
from certflow.pdf.lettering import lettering
from certflow.pdf.paper import DRAWN_BY, page, set_paper, stylesheet
from certflow.pdf.typefaces import covered, prepare_fonts

#: page numbers and their places, as the parts get them when they are joined
NUMBERS = """
.toc a::before, .list a::after { content: target-counter(attr(href url), page) }
.toc a::before { display: inline-block; width: 12mm; font-weight: 600 }
@page { @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.5pt "IBM Plex Sans" } }
"""


def draw_whole(folder: Path) -> Callable[[RecordContent], bytes]:
    faces, configuration = prepare_fonts(folder)
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    from certflow.pdf.render import Renderer

    printable = lettering(covered(faces))
    renderer = Renderer(stylesheet() + NUMBERS)
    parts.MOST_STEPS = parts.MOST_ROWS = 1_000_000

    def draw(content: RecordContent) -> bytes:
        # every page is 0, and written by the stylesheet instead
        named, rest = parts.naming_pages(content, "en", "", {}), parts.body(content, "en")
        first, *others = parts.in_order(named, named, rest, rest)
        bodies = "".join(DRAWN_BY[part.chapter](set_paper(part, printable)) for part in others)
        html = page(set_paper(first, printable)).replace("</body>", f"{bodies}</body>")
        html = re.sub(r'<span class="pageof">0</span>|(?<=>)0(?=</a>)', "", html)
        return renderer.draw(html, "whole", leads=True).pdf

    return draw
