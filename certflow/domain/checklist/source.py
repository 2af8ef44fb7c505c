"""The place in the regulation that something comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A point of a document.

    document  the title of the document, as people cite it
    point     section, paragraph or table (`S.4.2`); empty where the whole document is meant
    url       where it can be read
    read_on   the day somebody last read it there (ISO)
    """

    document: str
    point: str = ""
    url: str | None = None
    read_on: str | None = None

    def __str__(self) -> str:
        return f"{self.document}, {self.point}" if self.point else self.document
