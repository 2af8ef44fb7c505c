"""Where Babel finds the texts that no `_()` marks: the sentences of certflow/wording.py. Developers only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import IO

#: line, name of the function (none here), text, comments for translators
Found = tuple[int, None, str, list[str]]

TABLES = {"SENTENCES", "FINDINGS"}


def sentences(source: IO[bytes], keywords: object, comment_tags: object, options: object) -> Iterator[Found]:
    """Every sentence of the tables, with its code as a comment; the other arguments are Babel's."""
    for node in ast.parse(source.read()).body:
        if isinstance(node, ast.AnnAssign) and node.value and getattr(node.target, "id", "") in TABLES:
            yield from ((node.lineno, None, text, [code]) for code, text in ast.literal_eval(node.value).items())
