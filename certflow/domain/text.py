"""One passage of text in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_DECIMAL_SIGN = re.compile(r"(?<=[0-9]),(?=[0-9])")

#: the languages certflow speaks, in the order menus show them
LANGUAGES = ("en", "it", "uk")


@dataclass(frozen=True)
class Text:
    """A passage with its translations; the authoritative language is always there."""

    authoritative: str
    language: str = "en"
    translations: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "translations", MappingProxyType(dict(self.translations)))

    def in_language(self, language: str) -> str:
        """The passage in `language`, or in the authoritative language where no translation exists."""
        return self.authoritative if language == self.language else self.translations.get(language, self.authoritative)

    def language_shown(self, language: str) -> str:
        """The language `in_language` really answers in, for the `lang` attribute of the passage."""
        return language if language == self.language or language in self.translations else self.language

    def in_each(self, languages: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The passage in several languages, as (language, words); once where two of them have the same words.

        2.5 and 2,5 are the same: a number is not said twice for its decimal sign.
        """
        found: dict[str, str] = {}
        for language in languages:
            words = self.in_language(language)
            if not any(_same(words, other) for other in found):
                found[words] = self.language_shown(language)
        return tuple((language, words) for words, language in found.items())

    def __str__(self) -> str:
        return self.authoritative


def _same(one: str, other: str) -> bool:
    return one == other or (len(one) == len(other) and _DECIMAL_SIGN.sub(".", one) == _DECIMAL_SIGN.sub(".", other))
