"""One part as it comes from the drawing child."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

#: where a link leads until the parts are joined: this and the anchor's name
ELSEWHERE = "part:"


@dataclass(frozen=True)
class Bookmark:
    """level as the stylesheet gives it; page counted from 0, y in points from the bottom."""

    level: int
    label: str
    page: int
    y: float


@dataclass(frozen=True)
class Drawn:
    """anchors: name → page, counted from 0, and y in points from the bottom."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, tuple[int, float]]
    bookmarks: tuple[Bookmark, ...]

    def as_bytes(self) -> bytes:
        bookmarks = [asdict(each) for each in self.bookmarks]
        about = {"pages": self.pages, "anchors": dict(self.anchors), "bookmarks": bookmarks}
        return json.dumps(about).encode() + b"\n" + self.pdf


def read_drawn(data: bytes) -> Drawn:
    head, pdf = data.split(b"\n", 1)
    about = json.loads(head)
    anchors = {name: (page, y) for name, (page, y) in about["anchors"].items()}
    return Drawn(pdf, about["pages"], anchors, tuple(Bookmark(**each) for each in about["bookmarks"]))
