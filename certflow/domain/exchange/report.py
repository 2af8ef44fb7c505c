"""What became of a file that was brought in: told by the child that read it, shown on a page or in a terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

#: of a file that is brought in
MAX_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file.

    text      the checklist file; empty where it cannot be used
    name      `<id>/<edition>.yaml`: where it belongs
    read, kept   what was read, and what was kept aside, counted
    doubts    what could not be mapped, or is odd in the file itself
    problems  what has to be mended first, each with its place
    """

    format: str
    text: str = ""
    name: str = ""
    read: tuple[tuple[str, int], ...] = ()
    kept: tuple[tuple[str, int], ...] = ()
    doubts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def from_json(cls, said: str) -> Report:
        parts: dict[str, Any] = json.loads(said)
        read, kept = (tuple((str(what), int(count)) for what, count in parts[name]) for name in ("read", "kept"))
        doubts, problems = (tuple(map(str, parts[name])) for name in ("doubts", "problems"))
        return cls(str(parts["format"]), str(parts["text"]), str(parts["name"]), read, kept, doubts, problems)
