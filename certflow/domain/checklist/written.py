"""How the words of a checklist file are written: names, texts, days and expressions, each with its limits.

Short forms (a plain sentence, a list of values) are brought to the long form here, before they are checked.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from certflow.domain.checklist.spelling import EDITION, LANGUAGE, NAME, STEP_ID, TOKEN


def written(value: object) -> object:
    """A number where a word is meant: as it was written."""
    return str(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value


def translated(value: object) -> object:
    """A plain sentence is a text in the file's own language, kept under ''."""
    value = written(value)
    return {"": value} if isinstance(value, str) else value


def listed(value: object) -> object:
    """One thing where several are allowed."""
    return value if isinstance(value, list) else [value]


def keyed(value: object) -> object:
    """A list of values as a map from value to title."""
    if isinstance(value, list) and all(isinstance(written(one), str) for one in value):
        return {str(written(one)): str(written(one)) for one in value}
    return value


def titled(value: object) -> object:
    """A title alone, or with more about a value."""
    value = written(value)
    return value if isinstance(value, dict) and "title" in value else {"title": value}


def pointed(value: object) -> object:
    """The point of a document alone, or with more about it."""
    value = written(value)
    return {"point": value} if isinstance(value, str) else value


def as_column(value: object) -> object:
    """What a column of a matrix shows, or with a title of its own."""
    return {"shows": value} if isinstance(value, str) else value


def _day(value: str) -> str:
    if not (len(value) == 10 and value.isascii()):
        raise ValueError(f"'{value}' is not a day: write 2026-11-22")
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"'{value}' is not a day of the calendar") from error
    return value


Word = Annotated[str, BeforeValidator(written), Field(min_length=1, max_length=200)]
Name = Annotated[Word, Field(pattern=NAME, max_length=80)]
StepId = Annotated[Word, Field(pattern=STEP_ID, max_length=80)]
Words = Annotated[dict[str, Annotated[str, Field(min_length=1, max_length=20_000)]], BeforeValidator(translated)]
#: one edition of any checklist, such as sora@2.0-easa
OtherEdition = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*@[A-Za-z0-9][A-Za-z0-9.-]{0,39}$", max_length=121)
]
Edition = Annotated[str, Field(pattern=EDITION)]
Language = Annotated[Word, Field(pattern=LANGUAGE)]
Token = Annotated[str, BeforeValidator(written), Field(pattern=TOKEN)]
#: what another format says and this language does not, under a name of its own; kept word for word, never looked into
Extra = dict[StepId, Any]
#: stands for a value in a formula, as the regulation writes it
Symbol = Annotated[Word, Field(max_length=12)]
Day = Annotated[Word, AfterValidator(_day)]
Cel = Annotated[str, BeforeValidator(written), Field(min_length=1)]
#: a cell as it was written: word, number, yes or no, or a list of these
Cell = Any
Cells = Annotated[list[Cell], BeforeValidator(listed)]
#: a name that reads alike in every language, or one with its translations
Named = Word | Words
