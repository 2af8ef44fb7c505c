"""The first thing in a bundle that is not as it should be."""

from __future__ import annotations


class Trouble(Exception):
    """item: the file in the bundle, with the line where there is one; what: a sentence about it."""

    def __init__(self, item: str, what: str) -> None:
        super().__init__(f"{item}: {what}")
        self.item = item
        self.what = what
