"""The catalogues of translated page texts, read once from `certflow/translations/<language>.po`."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "translations"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into `language`; English texts are their own."""
    file = FOLDER / f"{language}.po"
    if not file.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
