"""Names and texts of other formats, brought into the shape that the language wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from typing import Any

from certflow.domain.checklist.spelling import EDITION, LANGUAGE, TOKEN

#: as much as one text of a checklist takes
MAX_TEXT = 20_000
MAX_WORD = 200
MAX_ID = 56
#: the one document of an imported checklist
SOURCE = "source"

#: letters that pages and paper cannot show
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def cleaned(value: object, most: int = MAX_TEXT) -> str:
    """A text that can be shown: nothing unseen in it, and no longer than texts are; empty where there is nothing."""
    text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text)
    if not text.strip():
        return ""
    return text if len(text) <= most else text[: most - 1] + "…"


def line(value: object, most: int = MAX_WORD) -> str:
    """A text on one line."""
    return cleaned(" ".join(cleaned(value).split()), most)


def words(value: object, translations: Mapping[str, Any], part: str, *, whole: bool = True) -> dict[str, str]:
    """A text with its translations, of which each language has `part`; empty where there is no text."""
    shape = cleaned if whole else line
    text = shape(value)
    if not text:
        return {}
    others = {language: shape(said.get(part)) for language, said in translations.items() if isinstance(said, Mapping)}
    return {"": text} | {language: said for language, said in others.items() if said and language != ""}


def is_language(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(LANGUAGE, value) is not None


def slug(value: object, otherwise: str) -> str:
    """`GV.OC-01` as `gv-oc-01`: an id for a step, a section or a checklist."""
    plain = unicodedata.normalize("NFKD", str(value or "")).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].strip("-")
    if not found:
        return otherwise
    return found if found[0].isalpha() else f"{otherwise[0]}{found}"


def name(value: object, otherwise: str) -> str:
    """The same with `_`: an id for a question or a derived value."""
    return slug(value, otherwise).replace("-", "_")


def token(value: object, otherwise: str) -> str:
    """A name as another format has it, where the language can take it."""
    said = str(value or "")
    return said if re.fullmatch(TOKEN, said) else slug(said, otherwise)


def edition(value: object) -> str:
    said = re.sub(r"[^A-Za-z0-9.-]+", "-", str(value if value is not None else "")).strip("-.")[:40]
    return said if re.fullmatch(EDITION, said) else "1"


def unlike(wanted: str, taken: Container[str], joint: str = "-") -> str:
    """The name, or with a number behind it where it is taken."""
    found, at = wanted, 2
    while found in taken:
        found, at = f"{wanted}{joint}{at}", at + 1
    return found


def cited(point: object) -> dict[str, str]:
    """The source of a step: its point, or the document alone where it has none."""
    said = line(point)
    return {"point": said} if said else {"document": SOURCE}
