"""The place in the regulation that something comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certflow.domain.text import Text

#: a source whose document is meant as a whole
NO_POINT = Text("")


@dataclass(frozen=True, slots=True)
class Source:
    """A point of a document.

    document  the title of the document, as people cite it
    point     section, paragraph or table (`S.4.2`); empty where the whole document is meant
    url       where it can be read
    read_on   the day somebody last read it there (ISO)
    """

    document: Text
    point: Text = NO_POINT
    url: str | None = None
    read_on: str | None = None

    def __str__(self) -> str:
        return self._said(str)

    def in_language(self, language: str) -> str:
        return self._said(lambda text: text.in_language(language))

    @property
    def translated(self) -> Text | None:
        """As people cite it in each language; None where every language cites it alike."""
        languages = {*self.document.translations, *self.point.translations}
        others = {language: self.in_language(language) for language in sorted(languages)}
        return Text(str(self), self.document.language, others) if others else None

    def _said(self, say: Callable[[Text], str]) -> str:
        document, point = say(self.document), say(self.point)
        return f"{document}, {point}" if point else document
