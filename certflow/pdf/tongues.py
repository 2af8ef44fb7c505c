"""Says in the structure tree in which language each passage is, so that a screen reader changes its voice.

PDF/UA-1, 7.2. The renderer knows it of each box but does not write it down, and has no hook where box and element are
both at hand. So its maker of elements is wrapped while one document is written; `tests/pdf/test_structure.py` fails if
that stops working.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.pdf import tags  # type: ignore[import-untyped]


@contextmanager
def languages_told() -> Iterator[None]:
    """While this lasts, a passage in another language than what is around it names its own."""
    build = tags._build_box_tree
    around: list[str | None] = []

    def told(box: Any, *given: Any) -> Iterator[Any]:
        inner = getattr(box, "_box", box)  # an absolutely placed box stands behind its place
        language = inner.style["lang"]
        outer = around[-1] if around else language
        around.append(language)
        try:
            elements = list(build(box, *given))
        finally:
            around.pop()
        for element in elements:
            if language != outer and language:
                element["Lang"] = pydyf.String(language)
            yield element

    tags._build_box_tree = told
    try:
        yield
    finally:
        tags._build_box_tree = build
