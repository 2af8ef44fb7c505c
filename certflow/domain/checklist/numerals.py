"""The numbers of an expression, all made one kind before CEL sees them: it keeps `5` and `5.0` apart, people do not."""

from __future__ import annotations

import re

from certflow.domain.checklist.blame import ConditionError

MAX_DIGITS = 15

_TOKENS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*|(\d+\.\d+)|(\d+)|.", re.DOTALL | re.ASCII)


def widen(text: str) -> tuple[str, list[int]]:
    """The text with every `5` as `5.0`, and where that was put in."""
    parts: list[str] = []
    shifts: list[int] = []
    length, before = 0, ""
    for token in _TOKENS.finditer(text):
        word = token[0]
        if word[0] in "\"'" and before in ("r", "R", "b", "B", "rb", "br", '""', "''"):
            raise ConditionError("condition.syntax", "Write words in plain double quotes.", token.start())
        if (token[1] or token[2]) and len(word.replace(".", "").strip("0")) > MAX_DIGITS:
            raise ConditionError("condition.digits", f"Numbers have at most {MAX_DIGITS} digits.", token.start())
        if token[2]:
            shifts.append(length + len(word))
            word += ".0"
        parts.append(word)
        length += len(word)
        before = token[0]
    return "".join(parts), shifts


def narrow(offset: int, shifts: list[int]) -> int:
    """An offset in a widened text as one in the text that was written."""
    return offset - 2 * sum(1 for at in shifts if at < offset)
