"""What is odd in a library itself, or understood by nobody here: told, and kept as it is."""

from __future__ import annotations

from typing import Any

from certflow.domain.exchange.imported import Telling
from certflow.domain.exchange.residue import Node

RELATIONS = {"intersect", "equal", "subset", "superset", "not_related"}
RATIONALES = {"syntactic", "semantic", "functional"}
#: what a requirement can say there, and nothing here means yet
NOT_UNDERSTOOD = ("visibility_expression", "importance", "target_score", "min_score", "max_score", "scores_definition")
#: what is kept aside as it is, and counted
REFERRED = ("reference_controls", "threats")


def doubts_of_nodes(nodes: list[Node], telling: Telling) -> None:
    for node in nodes:
        for part in NOT_UNDERSTOOD:
            if part in node:
                telling.doubt(f"'{part}' of a requirement, which nothing here means; kept aside", str(node.get("urn")))
        for part in REFERRED:
            if isinstance(node.get(part), list):
                telling.kept[f"references to {part.replace('_', ' ')}"] += len(node[part])


def doubts_of_file(library: Node, telling: Telling) -> None:
    framework = library["objects"].get("framework")
    if isinstance(framework, dict) and "outcomes_definition" in framework:
        telling.doubt("'outcomes_definition', which nothing here means; kept aside", str(framework.get("urn")))
    for kind in ("requirement_mapping_sets", "requirement_mapping_set"):
        said = library["objects"].get(kind)
        for entry in said if isinstance(said, list) else [said]:
            if isinstance(entry, dict):
                _doubts_of_mapping(entry, telling)


def _doubts_of_mapping(entry: Node, telling: Telling) -> None:
    rows: Any = entry.get("requirement_mappings")
    for at, row in enumerate(rows if isinstance(rows, list) else [], 1):
        if not isinstance(row, dict):
            continue
        telling.read["mapping rows"] += 1
        where = f"row {at} of {entry.get('ref_id') or entry.get('urn')}"
        _told(telling, row, "relationship", RELATIONS, where)
        _told(telling, row, "rationale", RATIONALES, where)
        strength = row.get("strength_of_relationship")
        if strength is not None and not (isinstance(strength, int) and 0 <= strength <= 10):
            telling.doubt("strength of a mapping that is no number from 0 to 10", f"{where}: '{str(strength)[:60]}'")


def _told(telling: Telling, row: Node, part: str, known: set[str], where: str) -> None:
    said = row.get(part)
    if said is not None and not (isinstance(said, str) and said in known):
        words = f"{part} of a mapping that is none of {', '.join(sorted(known))} (a shifted column?)"
        telling.doubt(words, f"{where}: '{str(said)[:60]}'")
