"""Write a checklist as an OSCAL catalog: sections become groups, steps become controls, parts and parameters stay such.

What the importer kept aside comes back through `finish`; a checklist that never came from there is written as well.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from certflow.domain.checklist.parameters import INSERTED
from certflow.domain.exchange.ciso_out import named, own, without_nothing
from certflow.domain.exchange.residue import Finish, Node, restored

NAMESPACE = "oscal"
#: which parameters stand at a part of the file, in their order
PARAMS = "oscal-params"
#: what a heading is there
KIND = "oscal-kind"
#: what an importer adds and the format has not
OURS = "null"
VERSION = "1.1.3"
#: kinds of parts that have a place of their own in a step
STATEMENT, GUIDANCE, ACCEPTANCE, EVIDENCE = "statement", "guidance", "assessment-objective", "expected-evidence"


def from_extra(key: tuple[str, ...], shape: Mapping[str, Any], produced: Node) -> Node:
    """What the file says beyond the language, as it was kept."""
    return restored(produced, shape.get("extra", {}).get(namespace_of(key)))


def namespace_of(key: tuple[str, ...]) -> str:
    """Where what was kept of a part stands: statement and guidance have no place but their step."""
    return f"{NAMESPACE}-{key[-1]}" if key[-1] in (STATEMENT, GUIDANCE) and len(key) == 3 else NAMESPACE


def catalog_of(data: dict[str, Any], finish: Finish = from_extra) -> Node:
    """The catalog of a checklist, given in the long form of the language."""
    return {"catalog": _Catalog(data, finish).whole()}


def uuid_of(*names: str) -> str:
    """The same name gives the same one, so that a file is written alike each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:certflow:" + ":".join(names)))


class _Catalog:
    def __init__(self, data: dict[str, Any], finish: Finish) -> None:
        self.data = data
        self.finish = finish

    def whole(self) -> Node:
        data = self.data
        groups: list[Node] = []
        controls: list[Node] = []
        for section in data["sections"]:
            below = _below(section["steps"])
            if _ours(section):
                for step in below.get("", []):
                    (groups if self.is_group(step) else controls).append(self.step(step, below))
            else:
                groups.append(self.group(("section", section["id"]), section, below, below.get("", [])))
        metadata = {
            "title": own(data["title"]),
            "last-modified": f"{data.get('effective') or '1970-01-01'}T00:00:00Z",
            "version": data["edition"],
            "oscal-version": VERSION,
        }
        produced = {
            "uuid": uuid_of(data["checklist"], data["edition"]),
            "metadata": metadata,
            "params": self.params(data),
            "controls": controls,
            "groups": groups,
        }
        return self.finish(("file",), data, without_nothing(produced))

    def group(
        self,
        key: tuple[str, ...],
        shape: dict[str, Any],
        below: Mapping[str, list[dict[str, Any]]],
        children: list[dict[str, Any]],
    ) -> Node:
        intro = shape.get("intro") or (shape.get("text") if shape.get("text") != shape["title"] else None)
        overview = [] if not intro else [{"name": "overview", "prose": prose(own(intro))}]
        produced = {
            "id": shape["id"],
            "title": own(shape["title"]),
            "params": self.params(shape),
            "parts": overview + self.parts(shape.get("parts", {}), f"{shape['id']}_", key),
            "groups": [self.step(step, below) for step in children if self.is_group(step)],
            "controls": [self.step(step, below) for step in children if not self.is_group(step)],
        }
        return self.finish(key, shape, without_nothing(produced))

    def is_group(self, step: dict[str, Any]) -> bool:
        extra = step.get("extra", {})
        return step.get("assessable") is False and (KIND in extra or NAMESPACE not in extra)

    def step(self, step: dict[str, Any], below: Mapping[str, list[dict[str, Any]]]) -> Node:
        children, key = below.get(step["id"], []), ("step", step["id"])
        if self.is_group(step):
            return self.group(key, step, below, children)
        produced = {
            "id": step["id"],
            "title": own(step["title"]),
            "params": self.params(step),
            "props": [{"name": "label", "value": named(step["source"].get("point")) or step["id"]}],
            "parts": list(self.parts_of_step(step, key)),
            "controls": [self.step(child, below) for child in children],
        }
        return self.finish(key, step, without_nothing(produced))

    def parts_of_step(self, step: dict[str, Any], key: tuple[str, ...]) -> Iterator[Node]:
        """The statement with its items, the guidance, and every other part."""
        stem, parts = f"{step['id']}_", step.get("parts", {})
        items = {name: part for name, part in parts.items() if part.get("kind", "part") in ("item", "part")}
        text = own(step["text"]) if step["text"] != step["title"] else ""
        statement = {
            "id": f"{stem}smt",
            "name": STATEMENT,
            "prose": prose(text) or None,
            "parts": [*self.parts(items, f"{stem}smt.", key), *self.criteria(step)],
        }
        if len(without_nothing(statement)) > 2:
            yield self.finish((*key, STATEMENT), step, without_nothing(statement))
        if step.get("guidance"):
            guidance = {"id": f"{stem}gdn", "name": GUIDANCE, "prose": prose(own(step["guidance"]))}
            yield self.finish((*key, GUIDANCE), step, guidance)
        yield from self.parts({name: part for name, part in parts.items() if name not in items}, stem, key)
        yield from ({"name": ACCEPTANCE, "prose": prose(own(said))} for said in step.get("acceptance", []))
        yield from ({"name": EVIDENCE, "prose": prose(own(said))} for said in step.get("evidence", []))

    def criteria(self, step: dict[str, Any]) -> Iterator[Node]:
        for name, criterion in step.get("criteria", {}).items():
            texts = [own(criterion["text"])] if criterion.get("text") else []
            for level, aspects in criterion.get("levels", {}).items():
                texts += [f"{level}, {aspect}: {own(said)}" for aspect, said in aspects.items() if said]
            said = {"prose": prose("\n\n".join(texts))} if texts else {}
            yield {"id": f"{step['id']}_smt.{name}", "name": "item", "title": own(criterion["title"]), **said}

    def parts(self, shapes: dict[str, Any], stem: str, key: tuple[str, ...]) -> list[Node]:
        found = []
        for name, shape in shapes.items():
            here = (*key, "part", name)
            id_ = f"{stem}{name}"
            produced = {
                "id": id_,
                "name": shape.get("kind", "part"),
                "title": own(shape["title"]) if shape.get("title") else None,
                "props": [{"name": "label", "value": shape["label"]}] if shape.get("label") else [],
                "prose": prose(own(shape["text"])) if shape.get("text") else None,
                "parts": self.parts(shape.get("parts", {}), f"{id_}.", here),
            }
            found.append(self.finish(here, shape, without_nothing(produced)))
        return found

    def params(self, shape: dict[str, Any]) -> list[Node]:
        """The parameters that stand here; at the file itself, those that stand nowhere else as well."""
        named = str(shape.get("extra", {}).get(PARAMS, "")).split()
        if shape is self.data:
            elsewhere = {name for holder in _holders(self.data) for name in _named(holder)}
            named += [name for name in self.data.get("parameters", {}) if name not in elsewhere and name not in named]
        return [self.param(name) for name in named if name in self.data.get("parameters", {})]

    def param(self, name: str) -> Node:
        shape = self.data["parameters"][name]
        select = shape.get("select") or {}
        how = {"one": "one", "one_or_more": "one-or-more"}[select.get("how_many", "one")]
        choices = [prose(own(one)) for one in select.get("choices", [])]
        produced = {
            "id": name,
            "label": prose(own(shape["title"])),
            "values": [prose(own(one)) for one in shape.get("values", [])],
            "select": {"how-many": how, "choice": choices} if choices else None,
            "constraints": [{"description": prose(own(one))} for one in shape.get("constraints", [])],
            "guidelines": [{"prose": prose(own(one))} for one in shape.get("guidelines", [])],
        }
        return self.finish(("parameter", name), shape, without_nothing(produced))


def prose(text: str) -> str:
    """A text with its parameters as OSCAL inserts them."""

    def put(found: re.Match[str]) -> str:
        return found[0][1:] if found[1] else "{{ insert: param, " + found[2] + " }}"

    return INSERTED.sub(put, text)


def _below(steps: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """What stands under each step; under '' what stands under none."""
    found: dict[str, list[dict[str, Any]]] = {}
    for step in steps:
        found.setdefault(step.get("under") or "", []).append(step)
    return found


def _holders(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in data["sections"]:
        yield section
        yield from section["steps"]


def _named(shape: dict[str, Any]) -> list[str]:
    return str(shape.get("extra", {}).get(PARAMS, "")).split()


def _ours(shape: dict[str, Any]) -> bool:
    return bool(shape.get("extra", {}).get(NAMESPACE) == OURS)
