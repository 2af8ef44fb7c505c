"""Text as it can be printed: whatever people typed, nothing invisible, nothing lost without a trace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

#: longest single text that is drawn; a longer one belongs into evidence
MAX_TEXT = 20_000
#: more line breaks than any answer needs; a page holds about 50
MAX_LINES = 1_000


class TooLong(ValueError):
    """A text is too long for paper."""


class _Visible(dict[int, str]):
    """Maps a character without a letter in our fonts to its code point in angle marks, ‹U+1F600›."""

    def __init__(self, letters: frozenset[int]) -> None:
        super().__init__({code: chr(code) for code in letters} | {ord("\n"): "\n", ord("\t"): " "})

    def __missing__(self, code: int) -> str:
        return f"‹U+{code:04X}›"


def lettering(letters: frozenset[int]) -> Callable[[str], str]:
    """A function that makes any text printable with `letters`.

    Composed form, line feeds only, at most one empty line in a row, at most `MAX_TEXT` characters and `MAX_LINES`
    lines. The embedded JSON keeps the text exactly as typed. The function raises TooLong.
    """
    visible = _Visible(letters)

    def printable(words: str) -> str:
        lines = re.sub(r"\n\s*\n", "\n\n", words.replace("\r\n", "\n").replace("\r", "\n"))
        # before it is composed: that takes the square of the length where marks follow marks
        if len(lines) > MAX_TEXT or lines.count("\n") > MAX_LINES:
            raise TooLong(
                f"A text of {len(words)} characters that begins “{words[:40].strip()}” is too long for paper."
            )
        return unicodedata.normalize("NFC", lines).translate(visible)

    return printable


#: ﬁ and its like, which a typeface also draws for the letters one by one
JOINED = str.maketrans({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)})


def bare(words: str) -> str:
    """A text for comparing what was meant with what was printed: without spaces, line breaks, and the hyphens
    (U+2010) at which the typesetter divides words.

    A typeface takes the dot away where a mark takes its place, and so prints several letters alike.
    """
    letters = "".join(unicodedata.normalize("NFC", words).translate(JOINED).replace("\u2010", "").split())
    return re.sub("[jȷј](?=[\u0300-\u036f])", "j", re.sub("[iıі](?=[\u0300-\u036f])", "i", letters))
