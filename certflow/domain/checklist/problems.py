"""What is wrong with a checklist file, where, and what would make it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a file, at a line and column counted from 1."""

    line: int
    column: int
    code: str
    message: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.message} [{self.code}]"


class Problems(Exception):
    """A file has mistakes; `found` has all of them, file by file, in the order of each."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(sorted(set(found), key=lambda one: (one.file, one)))
        super().__init__("\n".join(map(str, self.found)))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as the end of a message; empty where none is near."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    # one wrong name may stand in a thousand places, and looking among thousands of names is slow
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" Nearest: '{close[0]}'" if close else ""
