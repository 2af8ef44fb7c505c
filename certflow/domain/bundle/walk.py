"""Reading the ledger's lines downwards: each entry against its place, its chain and the tree above it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from certflow.domain.bundle.folded import Edge, read_fold
from certflow.domain.bundle.form import ENTRIES
from certflow.domain.bundle.openings import lines
from certflow.domain.bundle.trouble import Trouble
from certflow.domain.ledger import canonical, leaf_hash

#: no entry is longer: typed text is not in it
_LONGEST = 4 << 20


@dataclass(frozen=True)
class Ledger:
    """What the lines come to.

    size    how many entries the whole ledger has, folded ones included
    lines   the canonical bytes of the dossier's entries, by seq
    bodies  the same, read
    roots   the root at each size that was asked for and where a line ends
    """

    size: int
    lines: Mapping[int, bytes]
    bodies: Mapping[int, Mapping[str, Any]]
    roots: Mapping[int, bytes]


def walk(data: bytes, sizes: Collection[int]) -> Ledger:
    """The ledger in `ledger/entries`, with its roots at `sizes`. Raises Trouble at the first line that does not fit."""
    edge, shown = Edge(), dict[int, bytes]()
    bodies: dict[int, Mapping[str, Any]] = {}
    roots: dict[int, bytes] = {}
    before: tuple[str, bytes] | None = None
    last = max(sizes, default=0)
    for number, line in enumerate(lines(data, ENTRIES), 1):
        at = f"{ENTRIES}, line {number}"
        try:
            if line.startswith(b"{"):
                seq = edge.size + 1
                bodies[seq] = _entry(line, seq, len(bodies) + 1, before)
                shown[seq], leaf = line, leaf_hash(line)
                before = bodies[seq]["dossier"], leaf
                edge.add(1, leaf)
            else:
                edge.add(*read_fold(line))
        except _Unfit as unfit:
            raise Trouble(f"{at} (entry {edge.size + 1})", str(unfit)) from unfit
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as broken:
            raise Trouble(at, "It is neither an entry nor the hash of a subtree that belongs here.") from broken
        if edge.size > last:  # and so no file is read for longer than what was signed is long
            raise Trouble(at, f"No checkpoint vouches for what comes after entry {last}.")
        if edge.size in sizes:
            roots[edge.size] = edge.root()
    return Ledger(edge.size, shown, bodies, roots)


class _Unfit(Exception):
    """An entry that is readable but not the one that belongs here."""


def _entry(line: bytes, seq: int, revision: int, before: tuple[str, bytes] | None) -> Mapping[str, Any]:
    if len(line) > _LONGEST:
        raise _Unfit("It is longer than any entry.")
    body: dict[str, Any] = json.loads(line)
    if canonical(body) != line:
        raise _Unfit("It is not in the canonical form.")
    if (body["seq"], body["revision"]) != (seq, revision):
        raise _Unfit(f"It says entry {body['seq']}, revision {body['revision']}; {seq} and {revision} belong here.")
    dossier, previous = (before[0], before[1].hex()) if before else (body["dossier"], None)
    if not isinstance(body["dossier"], str) or body["dossier"] != dossier:
        raise _Unfit("It belongs to another dossier.")
    if body["previous"] != previous:
        raise _Unfit("It does not follow the entry before: one of the two was changed.")
    if type(body["kind"]) is not str or type(body["object"]) is not dict:
        raise _Unfit("It does not say what happened.")
    return body
