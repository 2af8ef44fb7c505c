"""Our version, as CHANGELOG.md says it: the one place where it stands."""

from __future__ import annotations

import re
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def read_version(changelog: str) -> str:
    """The newest version in the text of a changelog: its first heading that starts with a number."""
    found = re.search(r"^## (\d+\.\d+\.\d+\S*)", changelog, re.MULTILINE)
    if found is None:
        raise RuntimeError("CHANGELOG.md names no version; its newest entry starts with a heading such as '## 1.2.3'")
    return found[1]


VERSION = read_version(CHANGELOG.read_text(encoding="utf-8"))
