"""A disclosure: one protected value with its salt, given away later, to be held against a partner's copy of a record.

The copy names the commitment, SHA-256(salt ‖ value); nobody can make another value fit it, and nobody could have
guessed the value from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from certflow.domain.facts import Json
from certflow.domain.ledger import SALT_BYTES, canonical, commitment

#: names the shape of the file
FORM = "certflow-disclosure/1"

#: longer than any answer
MOST_BYTES = 200_000


class NotOpened(ValueError):
    """The file is no disclosure, or what it says is not what was committed to; the message says which."""


@dataclass(frozen=True)
class Disclosure:
    """value: the answer in its stored form; entry: the place in the ledger where it was given."""

    dossier: str
    question: str
    entry: int
    salt: bytes
    value: Json

    @property
    def commitment(self) -> str:
        return commitment(self.salt, self.value)

    def as_json(self) -> bytes:
        """The file."""
        said: dict[str, Json] = {
            "form": FORM,
            "dossier": self.dossier,
            "question": self.question,
            "entry": self.entry,
            "salt": self.salt.hex(),
            "value": self.value,
        }
        return canonical(said)


def read_disclosure(data: bytes) -> Disclosure:
    """The disclosure in a file. Raises NotOpened for anything that is not written as `as_json` writes it."""
    if len(data) > MOST_BYTES:
        raise NotOpened("it is too long for a disclosure")
    try:
        said = json.loads(data)
        found = Disclosure(
            str(said["dossier"]), str(said["question"]), int(said["entry"]), bytes.fromhex(said["salt"]), said["value"]
        )
        whole = said["form"] == FORM and len(found.salt) == SALT_BYTES and found.as_json() == data.strip()
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise NotOpened("it is no disclosure") from broken
    if not whole:
        raise NotOpened("it is not written as a disclosure is")
    return found
