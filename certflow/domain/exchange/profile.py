"""Read and write an OSCAL profile: an edition that takes controls away from another one and fills its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.edition import File
from certflow.domain.exchange.ciso_out import own, without_nothing
from certflow.domain.exchange.imported import Imported, NotImported, Telling, normal
from certflow.domain.exchange.naming import cleaned, edition, line, slug
from certflow.domain.exchange.oscal_in import read_parts
from certflow.domain.exchange.oscal_out import VERSION, catalog_of, from_extra, prose, uuid_of
from certflow.domain.exchange.residue import Node, kept, restored

FORMAT = "OSCAL profile"
PROFILE, MODIFY = "oscal-profile", "oscal-modify"


def is_profile(data: object) -> bool:
    """Whether this is such a file."""
    return isinstance(data, dict) and isinstance(data.get("profile"), dict)


def read_profile(data: dict[str, Any], over: File) -> Imported:
    """The edition that a profile makes of the checklist that was imported from its catalog. Raises NotImported."""
    profile = data["profile"]
    base = read_yaml(over.raw, file=over.name).data
    if not isinstance(base, dict):
        raise NotImported("import.unknown", file=over.name)
    return _Reader(profile, normal(base)).whole()


class _Reader:
    def __init__(self, profile: Node, base: dict[str, Any]) -> None:
        self.profile = profile
        self.base = base
        self.telling = Telling()
        #: control → its step
        self.steps: dict[str, str] = {}
        self.parameters: dict[str, str] = {}
        catalog_of(base, self.note)

    def note(self, key: tuple[str, ...], shape: Mapping[str, Any], produced: Node) -> Node:
        node = from_extra(key, shape, produced)
        if key[0] == "step" and len(key) == 2 and shape.get("assessable", True):
            self.steps[str(node.get("id"))] = key[1]
        elif key[0] == "parameter":
            self.parameters[str(node.get("id"))] = key[1]
        return node

    def whole(self) -> Imported:
        metadata = _dict(self.profile.get("metadata"))
        chosen = self.chosen()
        self.telling.read["controls chosen"] += len(chosen)
        self.telling.read["controls left out"] += len(self.steps) - len(chosen)
        wanted = edition(metadata.get("version"))
        title = line(metadata.get("title")) or "Profile"
        sections, steps = self.left_out(set(chosen))
        for part in _list(_dict(self.profile.get("modify")).get("alters")):
            self.alter(_dict(part), steps)
        data: dict[str, Any] = {
            "checklist": self.base["checklist"],
            "edition": wanted if wanted != self.base["edition"] else self.edition_of(title),
            "extends": self.base["edition"],
            "status": "draft",
            "title": {self.base.get("language", "en"): title},
            "parameters": self.set_parameters(),
            "sections": sections,
            "steps": steps,
        }
        data = {part: said for part, said in data.items() if said != {}}
        produced = profile_of(data, self.base)["profile"]
        modify = kept(_dict(self.profile.get("modify")), _dict(produced.get("modify")))
        whole = kept(_without_modify(self.profile), _without_modify(produced))
        extra = {name: left for name, left in ((PROFILE, whole), (MODIFY, modify)) if left is not None}
        self.telling.kept["profile properties"] += len(extra)
        return Imported(FORMAT, data | {"extra": extra}, self.telling)

    def edition_of(self, title: str) -> str:
        """What the title says beyond that of the catalog: `HIGH IMPACT BASELINE`."""
        known = set(own(self.base["title"]).lower().split())
        return slug(" ".join(word for word in title.lower().split() if word not in known), "profile")[:40].strip("-")

    def alter(self, said: Node, steps: dict[str, Any]) -> None:
        """Parts that are added at the end of a control are added to its step; everything else is kept aside."""
        control = str(said.get("control-id"))
        id_ = self.steps.get(control)
        for add in map(_dict, _list(said.get("adds"))):
            parts = _list(add.get("parts"))
            plain = add.get("by-id") in (None, control) and add.get("position", "ending") in ("after", "ending")
            if id_ is None or not parts or not plain or (id_ in steps and steps[id_] is None):
                self.telling.doubt("alteration of a control; kept aside", control)
                continue
            found = read_parts(parts, f"{control}_", set(self.parts_of(id_)))
            if id_ not in steps:
                steps[id_] = {}
            steps[id_].setdefault("parts", {}).update(found)
            self.telling.read["parts added"] += len(found)
        if said.get("removes"):
            self.telling.doubt("removal from a control; kept aside", control)

    def parts_of(self, id_: str) -> Mapping[str, Any]:
        steps = (step for section in self.base["sections"] for step in section["steps"] if step["id"] == id_)
        found: Mapping[str, Any] = next(steps).get("parts", {})
        return found

    def chosen(self) -> list[str]:
        """The controls that the imports choose, in the order of the catalog."""
        found: set[str] = set()
        for one in map(_dict, _list(self.profile.get("imports"))):
            here: set[str] = set(self.steps) if "include-all" in one else set()
            for said in map(_dict, _list(one.get("include-controls"))):
                here |= set(self.meant(said))
            for said in map(_dict, _list(one.get("exclude-controls"))):
                here -= set(self.meant(said))
            found |= here
        return [control for control in self.steps if control in found]

    def meant(self, said: Node) -> Iterator[str]:
        names = {str(name) for name in _list(said.get("with-ids"))}
        for name in sorted(names - set(self.steps)):
            self.telling.doubt("control that the checklist does not have, or that is withdrawn", name)
        patterns = [_pattern(str(_dict(one).get("pattern"))) for one in _list(said.get("matching"))]
        found = [
            control for control in self.steps if control in names or any(one.fullmatch(control) for one in patterns)
        ]
        yield from found
        if said.get("with-child-controls") == "yes":
            below = {self.steps[control] for control in found}
            above = {step["id"]: step.get("under") for section in self.base["sections"] for step in section["steps"]}
            for control, step in self.steps.items():
                over = above.get(step)
                while over is not None and over not in below:
                    over = above.get(over)
                if over is not None:
                    yield control

    def left_out(self, chosen: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the edition takes away: whole sections, single steps; and where a step loses what it stood under."""
        keep = {self.steps[control] for control in chosen}
        sections: dict[str, Any] = {}
        steps: dict[str, Any] = {}
        for section in self.base["sections"]:
            assessed = {step["id"] for step in section["steps"] if step["id"] in self.steps.values()}
            if assessed and not assessed & keep:
                sections[section["id"]] = None
                continue
            under = {step["id"]: step.get("under") for step in section["steps"]}
            gone = assessed - keep
            for step in section["steps"]:
                id_, above = step["id"], step.get("under")
                if id_ in gone:
                    steps[id_] = None
                elif above in gone:
                    while above in gone:
                        above = under.get(above)
                    steps[id_] = {"under": above}
        return sections, steps

    def set_parameters(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in map(_dict, _list(_dict(self.profile.get("modify")).get("set-parameters"))):
            said = str(one.get("param-id"))
            values = [{"": text} for value in _list(one.get("values")) if (text := cleaned(value))]
            if said not in self.parameters:
                self.telling.doubt("parameter that the checklist does not have; kept aside", said)
            elif not values:
                self.telling.doubt("setting of a parameter other than its values; kept aside", said)
            else:
                found[self.parameters[said]] = {"values": values, "select": None}
                self.telling.read["parameters set"] += 1
        base = self.base.get("parameters", {})
        return {name: one if "select" in base[name] else {"values": one["values"]} for name, one in found.items()}


def profile_of(data: Mapping[str, Any], base: dict[str, Any]) -> Node:
    """The profile of an edition that extends another; both as they stand in their files."""
    controls: dict[str, str] = {}
    parameters: dict[str, str] = {}

    def note(key: tuple[str, ...], shape: Mapping[str, Any], produced: Node) -> Node:
        node = from_extra(key, shape, produced)
        if key[0] == "step" and len(key) == 2 and shape.get("assessable", True):
            controls[key[1]] = str(node.get("id"))
        elif key[0] == "parameter":
            parameters[key[1]] = str(node.get("id"))
        return node

    catalog_of(base, note)
    steps, sections = data.get("steps", {}), data.get("sections", {})
    gone = {id_ for id_, said in steps.items() if said is None}
    gone |= {
        step["id"]
        for section in base["sections"]
        if sections.get(section["id"], "") is None
        for step in section["steps"]
    }
    ids = [control for step, control in controls.items() if step not in gone]
    include: Node = {"include-controls": [{"with-ids": ids}]} if gone & controls.keys() else {"include-all": {}}
    set_ = [
        {"param-id": parameters.get(name, name), "values": [prose(_own(one)) for one in said.get("values", [])]}
        for name, said in data.get("parameters", {}).items()
    ]
    produced: Node = {
        "uuid": uuid_of(str(data["checklist"]), str(data["edition"]), "profile"),
        "metadata": {
            "title": _own(data["title"]),
            "last-modified": "1970-01-01T00:00:00Z",
            "version": data["edition"],
            "oscal-version": VERSION,
        },
        "imports": [{"href": f"{base['checklist']}@{base['edition']}", **include}],
        "modify": {"set-parameters": set_} if set_ else {},
    }
    extra = data.get("extra", {})
    modify = restored(produced.pop("modify"), extra.get(MODIFY))
    whole = restored(without_nothing(produced), extra.get(PROFILE))
    return {"profile": whole | ({"modify": modify} if modify else {})}


def _pattern(said: str) -> re.Pattern[str]:
    """`ac-*`: a star is anything, a question mark one letter. Nothing in it can run away."""
    found = re.sub(r"\*+", "*", said)[:100]
    parts = (".*" if one == "*" else "." if one == "?" else re.escape(one) for one in found)
    return re.compile("".join(parts)) if found.count("*") <= 3 else re.compile(re.escape(said))


def _without_modify(profile: Node) -> Node:
    return {name: said for name, said in profile.items() if name != "modify"}


def _own(said: Any) -> str:
    return said if isinstance(said, str) else own(said)


def _dict(said: object) -> Node:
    return said if isinstance(said, dict) else {}


def _list(said: object) -> list[Any]:
    return said if isinstance(said, list) else []
