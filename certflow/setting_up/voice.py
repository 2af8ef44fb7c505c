"""How set-up speaks: to the error stream, so that a command's own output stays clean."""

from __future__ import annotations

import sys


class Stuck(Exception):
    """Set-up cannot go on; the text says what is wrong and what would make it right."""


def say(words: str) -> None:
    """One line for the person who waits."""
    print(words, file=sys.stderr, flush=True)


class Progress:
    """One line that is rewritten on a terminal; on anything else a line now and then."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._rewrites = sys.stderr.isatty()

    def step(self, name: str) -> None:
        """One more package is on its way."""
        self._done = min(self._done + 1, self._total)
        line = f"  fetching {self._done} of {self._total}: {name}"
        if self._rewrites:
            self._rewrite(line)
        elif self._done % 10 == 0 or self._done == self._total:
            say(line)

    def phase(self, words: str) -> None:
        """Something that takes a while begins."""
        if self._rewrites:
            self._rewrite("")
        say(f"  {words}")

    def _rewrite(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line[:78]}")
        sys.stderr.flush()
