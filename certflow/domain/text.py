"""One passage of text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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

    def __str__(self) -> str:
        return self.authoritative
