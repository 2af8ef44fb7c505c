"""What an import gives: a checklist as data, and everything worth telling about how it came to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

#: how many places of one kind are named one by one
MOST_TOLD = 3


class NotImported(Exception):
    """The file cannot be imported at all: `code` and what a person has to know."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(slots=True)
class Telling:
    """What was read, kept aside and not understood, counted as it happens."""

    read: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    doubts: dict[str, list[str]] = field(default_factory=dict)

    def doubt(self, what: str, where: str) -> None:
        """Something that could not be mapped, or that is wrong in the file itself."""
        self.doubts.setdefault(what, []).append(where)

    def sentences(self) -> tuple[str, ...]:
        """Each kind of doubt once, with its count and the first places."""
        return tuple(
            f"{len(places)} × {what}: {'; '.join(places[:MOST_TOLD])}{' …' if len(places) > MOST_TOLD else ''}"
            for what, places in self.doubts.items()
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """A checklist as data (in the long form of the language), and what to tell about it."""

    format: str
    data: dict[str, Any]
    telling: Telling


def normal(data: dict[str, Any]) -> dict[str, Any]:
    """The data of a checklist file in the long form: every short form written out, nothing added."""
    from certflow.domain.checklist.contract import FileShape  # here, as for `read_checklist`

    return FileShape.model_validate(data).model_dump(by_alias=True, exclude_unset=True)
