"""What is wrong with a checklist file, where, and what would make it right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


#: more problems than these are not told: whoever mends them will have mended most of the rest too
MOST_PROBLEMS = 500

#: among more names than these, only slips of one character are looked for
MANY_NAMES = 200


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as the end of a message; empty where none is near."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    # a hostile file may hold thousands of wrong names beside thousands of right ones
    near = {one for key in _shortened(word) for one in _slips(known).get(key, ())} if len(known) > MANY_NAMES else known
    close = get_close_matches(word, sorted(near), n=1, cutoff=0.6)
    return f" Nearest: '{close[0]}'" if close else ""


@lru_cache(maxsize=4)
def _slips(known: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Each name under itself and under itself less any one character; two names one slip apart share one of these."""
    found: dict[str, list[str]] = {}
    for name in known:
        for key in _shortened(name):
            if len(found.setdefault(key, [])) < MANY_NAMES:
                found[key].append(name)
    return {key: tuple(names) for key, names in found.items()}


def _shortened(word: str) -> set[str]:
    word = word[:80]
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
