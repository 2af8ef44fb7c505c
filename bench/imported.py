"""What an imported checklist costs: a catalog of 1,000 controls, and a framework of 5,880 requirements."""

from __future__ import annotations

from typing import Any

from bench.measure import cpu_ms, table
from bench.opening import open_ms
from certflow.domain.checklist import read_checklist
from certflow.domain.exchange.ciso_in import read_library
from certflow.domain.exchange.imported import Imported
from certflow.domain.exchange.oscal_in import read_catalog
from certflow.domain.exchange.writing import write_yaml
from certflow.domain.plan import make_plan


def measure() -> None:
    heads = ("file", "steps", "kB", "import ms", "read ms", "known ms", "plan ms", "budget ms, read and plan")
    rows = [
        _row("OSCAL, 1,000 controls", lambda: read_catalog(catalog(20, 25))),
        _row("CISO Assistant, 5,880 nodes", lambda: read_library(library(98, 59))),
    ]
    table("An imported checklist read, checked and compiled, and its first plan (CPU)", heads, rows)


def _row(name: str, work: Any) -> tuple[object, ...]:
    imported: Imported = work()
    raw = write_yaml(imported.data).encode()
    checklist = read_checklist(raw)
    plan = cpu_ms(lambda: make_plan(checklist, {}), times=3)
    return (name, len(checklist.steps), len(raw) / 1000, cpu_ms(work, times=1), *open_ms(raw), plan, 1000)


def catalog(groups: int, controls: int) -> dict[str, Any]:
    """So many groups of so many controls, each with an enhancement, a parameter and the usual parts."""
    return {
        "catalog": {
            "metadata": {"title": "Many controls", "version": "1"},
            "groups": [
                {"id": f"g{at}", "title": f"Group {at}", "controls": [_control(f"g{at}-{n}") for n in range(controls)]}
                for at in range(groups)
            ],
        }
    }


def _control(id_: str, enhancement: bool = False) -> dict[str, Any]:
    more = {} if enhancement else {"controls": [_control(f"{id_}.1", enhancement=True)]}
    items = [
        {"id": f"{id_}_smt.{letter}", "name": "item", "props": [{"name": "label", "value": f"{letter}."}],
         "prose": f"The {letter} of it is kept every {{{{ insert: param, {id_}_prm }}}}."}
        for letter in "abc"
    ]  # fmt: skip
    return {
        "id": id_,
        "title": f"Control {id_}",
        "params": [{"id": f"{id_}_prm", "label": "period", "props": [{"name": "alt", "value": "x"}]}],
        "props": [{"name": "label", "value": id_.upper()}, {"name": "sort-id", "value": id_}],
        "links": [{"href": "#g0-0", "rel": "related"}],
        "parts": [
            {"id": f"{id_}_smt", "name": "statement", "prose": "It is kept:", "parts": items},
            {"id": f"{id_}_gdn", "name": "guidance", "prose": "What is kept lasts."},
            {"id": f"{id_}_obj", "name": "assessment-objective", "prose": "It was kept."},
        ],
        **more,
    }


def library(roots: int, below: int) -> dict[str, Any]:
    """So many roots with so many requirements each, every other one in a group."""
    nodes: list[dict[str, Any]] = []
    for at in range(roots):
        root = f"urn:bench:{at}"
        nodes.append({"urn": root, "assessable": False, "depth": 1, "ref_id": str(at), "name": f"Part {at}"})
        nodes += [
            {
                "urn": f"{root}.{n}",
                "assessable": True,
                "depth": 2,
                "parent_urn": root,
                "ref_id": f"{at}.{n}",
                "description": f"Requirement {at}.{n} is met in every place where it is asked for.",
                "implementation_groups": ["all", "some"] if n % 2 else ["all"],
            }
            for n in range(below)
        ]
    groups = [{"ref_id": name, "name": name} for name in ("all", "some")]
    framework = {"urn": "urn:bench", "implementation_groups_definition": groups, "requirement_nodes": nodes}
    return {"urn": "urn:bench:library", "name": "Many requirements", "version": 1, "objects": {"framework": framework}}
