"""Where two texts differ, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from certflow.web.pages import Piece

#: beyond so many words comparing takes longer than anybody waits for a page
MOST_WORDS = 2000

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Pieces = tuple[Piece, ...]


def differing(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, the differing ones marked; nothing where they have no word in common."""
    first, second = _WORD.findall(one), _WORD.findall(other)
    if max(len(first), len(second)) > MOST_WORDS:
        return (), ()
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    alike = "".join("".join(first[start:end]) for what, start, end, _, _ in steps if what == "equal")
    if not any(each.isalnum() for each in alike):
        return (), ()
    return (
        tuple(Piece("".join(first[a:b]), what != "equal") for what, a, b, _, _ in steps if a < b),
        tuple(Piece("".join(second[c:d]), what != "equal") for what, _, _, c, d in steps if c < d),
    )
