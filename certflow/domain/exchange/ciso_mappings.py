"""Mapping sets of CISO Assistant: a row that leads to or from a requirement of the same library is a mapping here.

A set says how two requirements stand to one another and not what may be carried between them, so nothing is. It names
another framework without its edition. All of a set stays with its heading as well; what is written back are those
rows, with what was edited here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certflow.domain.exchange.imported import Telling
from certflow.domain.exchange.naming import cleaned, slug
from certflow.domain.exchange.residue import Node

SETS = ("requirement_mapping_sets", "requirement_mapping_set")
RELATIONS = {"equal": "equal", "subset": "subset", "superset": "superset", "intersect": "intersects",
             "not_related": "none"}  # fmt: skip
#: the same, said the other way round
TURNED = {"subset": "superset", "superset": "subset"}
RATIONALES = ("syntactic", "semantic", "functional")
#: the edition of the other checklist, which no set says: that of a first import
EDITION = "1"
#: part of a row here → what it is called there
PARTS = {"rationale": "rationale", "strength": "strength_of_relationship", "note": "annotation"}


@dataclass(frozen=True, slots=True)
class Own:
    """The checklist that mappings lead to: its name with its edition, and its steps by their urn."""

    name: str
    steps: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Led:
    """A row as it is said here. other: the other edition; turned: the file says it the other way round."""

    other: str
    row: dict[str, Any]
    turned: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.other, self.row["from"], self.row["to"]


def mappings_of(sets: Sequence[Node], own: Own, telling: Telling) -> dict[str, Any]:
    """The `mappings` of a checklist."""
    found: dict[str, Any] = {}
    for _, at, row, led in _each(sets, own):
        if led is not None:
            found.setdefault(led.other, {"rows": []})["rows"].append(led.row)
            telling.read["mapping rows that lead here"] += 1
        elif isinstance(row, dict):
            telling.doubt("mapping row that leads to no single requirement of this file; kept aside", f"row {at + 1}")
    for name in found:
        telling.doubt(f"other checklist of which a mapping does not say the edition; written as '{EDITION}'", name)
    return found


def written_back(sets: list[Node], mappings: Mapping[str, Any], own: Own) -> list[Node]:
    """The sets with the rows as they are said now: edited, taken away, or new."""
    now = {(other, row["from"], row["to"]): row for other, shape in mappings.items() for row in shape["rows"]}
    rows: list[list[Any]] = [[] for _ in sets]
    home: dict[str, tuple[int, bool]] = {}
    for at, _, row, led in _each(sets, own):
        if led is None:
            rows[at].append(row)
            continue
        home.setdefault(led.other, (at, led.turned))
        said = now.pop(led.key, None)
        if said is not None:
            rows[at].append(row if _alike(said, led.row) else row | _written(said, led.turned, row))
    urns = _urns(own)
    for (other, _, target), said in now.items():
        if other in home and target in urns:
            at, turned = home[other]
            rows[at].append(_new(other, said, urns, turned))
    return [
        {**one, "requirement_mappings": rows[at]} if isinstance(one.get("requirement_mappings"), list) else one
        for at, one in enumerate(sets)
    ]


def sets_of(mappings: Mapping[str, Any], own: Own, framework: str) -> list[Node]:
    """Sets for mappings that never were any."""
    return [_set(other, shape["rows"], own, framework) for other, shape in mappings.items()]


def _set(other: str, rows: Sequence[Mapping[str, Any]], own: Own, framework: str) -> Node:
    there, urns = other.partition("@")[0], _urns(own)
    ref = f"{there}-to-{own.name.partition('@')[0]}"
    return {
        "urn": f"urn:certflow:risk:mapping:{ref}",
        "ref_id": ref,
        "name": f"{other} → {own.name}",
        "source_framework_urn": f"urn:certflow:risk:framework:{there}",
        "target_framework_urn": framework,
        "requirement_mappings": [_new(other, row, urns, turned=False) for row in rows if row["to"] in urns],
    }


def _new(other: str, said: Mapping[str, Any], urns: Mapping[str, str], turned: bool) -> Node:
    """A row that no set had."""
    there, here = f"urn:certflow:risk:req_node:{other.partition('@')[0]}:{said['from']}", urns[said["to"]]
    source, target = (here, there) if turned else (there, here)
    return {"source_requirement_urn": source, "target_requirement_urn": target} | _written(said, turned, {})


def _urns(own: Own) -> dict[str, str]:
    """Step → its urn."""
    return {step: urn for urn, step in own.steps.items()}


def _each(sets: Sequence[Node], own: Own) -> Iterator[tuple[int, int, Any, Led | None]]:
    """Every row of every set, with its places; led the first time that it says something of one requirement here."""
    seen: set[tuple[str, str, str]] = set()
    for at, entry in enumerate(sets):
        said = entry.get("requirement_mappings")
        for number, row in enumerate(said if isinstance(said, list) else []):
            led = _led(entry, row, own) if isinstance(row, dict) else None
            if led is not None and led.key in seen:
                led = None
            if led is not None:
                seen.add(led.key)
            yield at, number, row, led


def _led(entry: Node, row: Node, own: Own) -> Led | None:
    ends = (str(row.get("source_requirement_urn") or ""), str(row.get("target_requirement_urn") or ""))
    relation = RELATIONS.get(str(row.get("relationship")))
    if relation is None or not all(ends) or (ends[0] in own.steps) == (ends[1] in own.steps):
        return None
    turned = ends[0] in own.steps
    here, there = ends if turned else (ends[1], ends[0])
    framework = entry.get("target_framework_urn" if turned else "source_framework_urn")
    other = f"{slug(_tail(framework or entry.get('ref_id') or entry.get('urn')), 'checklist')}@{EDITION}"
    if other == own.name:
        return None
    said: dict[str, Any] = {
        "from": slug(_tail(there), "requirement"),
        "to": own.steps[here],
        "relationship": TURNED.get(relation, relation) if turned else relation,
    }
    if (rationale := row.get("rationale")) in RATIONALES:
        said["rationale"] = rationale
    strength = row.get("strength_of_relationship")
    if isinstance(strength, int) and not isinstance(strength, bool) and 0 <= strength <= 10:
        said["strength"] = strength
    if isinstance(row.get("annotation"), str) and (note := cleaned(row["annotation"])):
        said["note"] = {"": note}
    return Led(other, said, turned)


def _alike(said: Mapping[str, Any], led: Mapping[str, Any]) -> bool:
    """Whether a row says what the file does; what may be carried is no matter of the file."""
    return all(said.get(part) == led.get(part) for part in ("relationship", *PARTS))


def _written(said: Mapping[str, Any], turned: bool, before: Node) -> Node:
    """What is said of a row here, as the file says it; what is not said here stays as it was."""
    relation = said["relationship"]
    there = {ours: theirs for theirs, ours in RELATIONS.items()}[TURNED.get(relation, relation) if turned else relation]
    note = said.get("note") or {}
    found = {
        "rationale": said.get("rationale", before.get("rationale")),
        "strength_of_relationship": said.get("strength", before.get("strength_of_relationship")),
        "annotation": note.get("", before.get("annotation")),
    }
    return {"relationship": there} | {name: one for name, one in found.items() if one is not None or name in before}


def _tail(urn: object) -> str:
    return str(urn or "").rpartition(":")[2]
