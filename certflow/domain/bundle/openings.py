"""Openings: what was typed, with the salt, for those who may read it. Without them the entries still verify."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from certflow.domain.bundle.form import OPENINGS
from certflow.domain.bundle.trouble import Trouble
from certflow.domain.facts import Json
from certflow.domain.ledger import canonical, commitment

_MEMBERS = {"field", "salt", "seq", "value"}


@dataclass(frozen=True)
class Opening:
    """The value behind one commitment of entry `seq`."""

    seq: int
    field: str
    salt: bytes
    value: Json


def write_openings(openings: Iterable[Opening]) -> bytes:
    """One canonical line each, in the order of entries and fields."""
    lines = (
        canonical({"seq": each.seq, "field": each.field, "salt": each.salt.hex(), "value": each.value})
        for each in sorted(openings, key=lambda each: (each.seq, each.field))
    )
    return b"".join(line + b"\n" for line in lines)


def check_openings(data: bytes, entries: Mapping[int, Mapping[str, Any]]) -> dict[tuple[int, str], Json]:
    """The values by entry and field, each held against its commitment. Raises Trouble.

    entries  the bodies of the dossier's entries by seq
    """
    found: dict[tuple[int, str], Json] = {}
    last = (0, "")
    for number, line in enumerate(lines(data, OPENINGS), 1):
        at = f"{OPENINGS}, line {number}"
        try:
            opening = _read(line)
            committed = entries[opening.seq]["object"][opening.field]["committed"]
            fits = commitment(opening.salt, opening.value) == committed
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as broken:
            raise Trouble(at, "It opens nothing that an entry of this dossier commits to.") from broken
        if not fits:
            raise Trouble(at, f"What it says was typed is not what entry {opening.seq} commits to.")
        if (opening.seq, opening.field) <= last:
            raise Trouble(at, "It stands twice, or in the wrong place.")
        last = (opening.seq, opening.field)
        found[last] = opening.value
    return found


def lines(data: bytes, name: str) -> list[bytes]:
    """The lines of a file that ends its last one. Raises Trouble."""
    if data and not data.endswith(b"\n"):
        raise Trouble(name, "Its last line was cut off.")
    return data.split(b"\n")[:-1]


def _read(line: bytes) -> Opening:
    said = json.loads(line)
    if set(said) != _MEMBERS or canonical(said) != line or type(said["seq"]) is not int:
        raise ValueError("not an opening in the canonical form")
    salt = bytes.fromhex(said["salt"])
    if salt.hex() != said["salt"]:  # one value, one spelling
        raise ValueError("a salt in another spelling")
    return Opening(said["seq"], said["field"], salt, said["value"])
