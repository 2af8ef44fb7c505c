"""Reads our own paper again: is everything that was said really printed?

The text is taken from the structure tree, as a screen reader would, so running heads are no part of it and a lost tag
is found too. Spaces and line breaks are left out of the comparison; their places are the typesetter's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from certflow.domain.record import RecordContent
from certflow.pdf.lettering import bare

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")


def missing(pdf: bytes, content: RecordContent, language: str, printable: Callable[[str], str]) -> str | None:
    """Where the print first differs from the content, in words; None when all is there."""
    printed = read_text(pdf)
    at = 0
    for place, words in _in_order(content, language):
        expected = bare(printable(words))
        found = printed.find(expected, at)
        if found < 0:
            return f"{place} (“{words[:40]}”)"
        at = found + len(expected)
    return next((place for place, words in _anywhere(content) if bare(printable(words)) not in printed), None)


def _in_order(content: RecordContent, language: str) -> Iterator[tuple[str, str]]:
    """What the chapter of steps prints, in its order."""
    for step in content.steps:
        # requirement before answers, so that an answer is looked for below its own step
        yield f"step {step.id}, requirement", step.requirement.in_language(language)
        for answer in step.answers:
            yield f"step {step.id}, question {answer.id}", answer.question.in_language(language)
            if answer.value is not None:
                yield f"step {step.id}, answer {answer.id}", answer.value.in_language(language)
        for approval in step.approvals:
            yield f"step {step.id}, approval by {approval.name}", approval.name
            yield f"step {step.id}, digest shown to {approval.name}", approval.digest


def _anywhere(content: RecordContent) -> Iterator[tuple[str, str]]:
    yield "the title", content.identity.title
    yield "the digest of the data", content.digest()
    for file in content.evidence:
        yield f"evidence {file.name}", file.name
        yield f"evidence {file.name}, SHA-256", file.sha256
    for value in content.derived:
        yield f"derived value {value.name}", value.name


def read_text(pdf: bytes) -> str:
    """All tagged text in reading order, without spaces."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts: dict[tuple[int, int], dict[bytes, str]] = {}
        marked = {page.obj.objgen: _marked_text(page, fonts) for page in file.pages}
        return bare("".join(_walk(file.Root.StructTreeRoot.K, marked, (0, 0))))


def _walk(node: Any, marked: dict[tuple[int, int], dict[int, str]], page: tuple[int, int]) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _walk(kid, marked, page)
    elif isinstance(node, int):
        yield marked[page].get(node, "")
    elif isinstance(node, pikepdf.Dictionary) and "/K" in node:
        yield from _walk(node.K, marked, node.Pg.objgen if "/Pg" in node else page)


def _marked_text(page: pikepdf.Page, fonts: dict[tuple[int, int], dict[bytes, str]]) -> dict[int, str]:
    """Marked-content id → its text, on one page."""
    letters: dict[bytes, str] = {}
    found: dict[int, list[str]] = {}
    here: list[int | None] = []
    shown: Any = pikepdf.parse_content_stream(page, "BDC BMC EMC Tf Tj TJ")
    for operands, operator in shown:
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) == 2 else {}
                here.append(int(properties["/MCID"]) if "/MCID" in properties else None)
            case "EMC":
                here.pop()
            case "Tf":
                letters = _letters(page.obj.Resources.Font[str(operands[0])], fonts)
            case _ if here and here[-1] is not None:
                found.setdefault(here[-1], []).append(_decode(operands[0], letters))
    return {mcid: "".join(parts) for mcid, parts in found.items()}


def _decode(shown: Any, letters: dict[bytes, str]) -> str:
    strings = (
        [bytes(part) for part in shown if isinstance(part, pikepdf.String)]
        if isinstance(shown, pikepdf.Array)
        else [bytes(shown)]
    )
    # U+FFFD for a glyph without meaning: it can equal nothing that was meant
    return "".join(letters.get(raw[i : i + 2], "\ufffd") for raw in strings for i in range(0, len(raw), 2))


def _letters(font: Any, fonts: dict[tuple[int, int], dict[bytes, str]]) -> dict[bytes, str]:
    """Glyph code → text, by the font's own ToUnicode map."""
    if font.objgen not in fonts:
        pairs = _BFCHAR.findall(font.ToUnicode.read_bytes())
        fonts[font.objgen] = {
            bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
        }
    return fonts[font.objgen]
