"""Write a checklist as a library of CISO Assistant.

Sections and steps become requirement nodes, groups become implementation groups, an order of scores becomes the scale.
What the importer kept aside comes back through `finish`; a checklist that never came from there is written as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from certflow.domain.exchange.ciso_mappings import SETS, Own, sets_of, written_back
from certflow.domain.exchange.residue import Finish, Node, restored, same

NAMESPACE = "ciso"
#: what a group is called there
NAMED = "ciso-name"
#: kind of question → what it is there
KINDS = {
    "choice": "unique_choice",
    "multi_choice": "multiple_choice",
    "text": "text",
    "date": "date",
    "number": "number",
    "yes_no": "boolean",
}
#: where the scale and its question stand in an imported checklist
SCALE, SCORED = "score", "scored"
#: what an importer adds and the format has not
OURS = "null"


def from_extra(key: tuple[str, ...], shape: Mapping[str, Any], produced: Node) -> Node:
    """What the file says beyond the language, as it was kept."""
    return restored(produced, shape.get("extra", {}).get(NAMED if key[0] == "group-name" else NAMESPACE))


def library_of(data: dict[str, Any], finish: Finish = from_extra) -> Node:
    """The library of a checklist, given in the long form of the language."""
    return _Library(data, finish).whole()


class _Library:
    def __init__(self, data: dict[str, Any], finish: Finish) -> None:
        self.data = data
        self.finish = finish
        self.base = f"urn:certflow:risk:req_node:{data['checklist']}"
        self.urns: dict[str, str] = {}
        self.depths: dict[str, int] = {}
        self.questions: dict[str, tuple[str, dict[str, str]]] = {}

    def whole(self) -> Node:
        data = self.data
        title = data["title"]
        produced = {
            "urn": f"urn:certflow:risk:library:{data['checklist']}",
            "locale": data.get("language", "en"),
            "ref_id": data["checklist"],
            "name": own(title),
            "description": own(title),
            "copyright": data["licence"],
            "version": data["edition"],
            "provider": data["authority"],
            "packager": data["publisher"],
            "translations": translations({"name": title}),
            "objects": self.objects(),
        }
        return self.finish(("file",), data, without_nothing(produced))

    def objects(self) -> Node:
        found: Node = {}
        nodes = list(self.nodes())
        if nodes or any(_object(section) is None for section in self.data["sections"]):
            found["framework"] = self.framework(nodes)
        for section in self.data["sections"]:
            kind = _object(section)
            if kind is not None:
                entries = [self.entry(step) for step in section["steps"] if not ours(step)]
                if kind in SETS:
                    entries = written_back(entries, self.data.get("mappings", {}), self.own())
                found[kind] = entries if section["extra"][NAMESPACE].endswith("[]") else entries[0]
        if self.data.get("mappings") and not any(kind in SETS for kind in found):
            found[SETS[0]] = sets_of(self.data["mappings"], self.own(), str(found["framework"].get("urn")))
        return self.finish(("objects",), _part(self.data, "objects"), found)

    def own(self) -> Own:
        """The steps that mappings can lead to."""
        steps = {
            self.urns[step["id"]]: step["id"]
            for section in self.data["sections"]
            for step in section["steps"]
            if step["id"] in self.urns and step.get("assessable", True)
        }
        return Own(f"{self.data['checklist']}@{self.data['edition']}", steps)

    def framework(self, nodes: list[Node]) -> Node:
        data = self.data
        scale = _scale(data)
        groups = [self.group(name, group) for name, group in data.get("groups", {}).items() if not ours(group)]
        produced = {
            "urn": f"urn:certflow:risk:framework:{data['checklist']}",
            "ref_id": data["checklist"],
            "name": own(data["title"]),
            "description": own(data["title"]),
            "translations": translations({"name": data["title"]}),
            "implementation_groups_definition": groups,
            **scale,
            "requirement_nodes": nodes,
        }
        return self.finish(("framework",), _part(data, "framework"), without_nothing(produced))

    def group(self, name: str, shape: dict[str, Any]) -> Node:
        said = {"name": shape["title"], "description": shape.get("text", {})}
        produced = {"ref_id": name, **texts(said), "translations": translations(said)}
        return self.finish(("group", name), shape, without_nothing(produced))

    # nodes

    def nodes(self) -> Iterator[Node]:
        for section in self.data["sections"]:
            if _object(section) is not None:
                continue
            root = None
            if not ours(section):
                root = section["id"]
                said = {"name": section["title"], "description": section.get("intro", {})}
                yield self.node(("section", root), section, said, None)
            for step in section["steps"]:
                if not ours(step):
                    yield self.step(step, root)

    def node(self, key: tuple[str, ...], shape: dict[str, Any], said: dict[str, Any], above: str | None) -> Node:
        depth = self.depths[above] + 1 if above else 1
        produced = {
            "urn": f"{self.base}:{shape['id']}",
            "assessable": key[0] == "step" and shape.get("assessable", True),
            "depth": depth,
            "parent_urn": self.urns[above] if above else None,
            "ref_id": named(shape.get("source", {}).get("point")) or None,
            **texts(said),
            **self.more(shape),
            "translations": translations(said),
        }
        node = self.finish(key, shape, without_nothing(produced))
        own_depth = node.get("depth")
        self.urns[shape["id"]] = str(node.get("urn"))
        self.depths[shape["id"]] = own_depth if isinstance(own_depth, int) else depth
        return node

    def step(self, step: dict[str, Any], root: str | None) -> Node:
        said = {
            "name": step["title"],
            "description": step["text"],
            "annotation": step.get("guidance", {}),
            "typical_evidence": together(step.get("evidence", [])),
        }
        return self.node(("step", step["id"]), step, said, step.get("under") or root)

    def more(self, shape: dict[str, Any]) -> Node:
        weight = shape.get("weight")
        questions = {
            urn: question
            for name, one in shape.get("questions", {}).items()
            for urn, question in self.question(name, one)
        }
        return {
            "implementation_groups": [str(self.ref(name)) for name in shape.get("groups", [])],
            "weight": None if weight is None else number(weight),
            "questions": questions,
        }

    def ref(self, group: str) -> object:
        """What a group is called there."""
        shape = self.data.get("groups", {}).get(group, {})
        return self.finish(("group-name", group), shape, {"ref_id": group}).get("ref_id", group)

    # questions

    def question(self, name: str, shape: dict[str, Any]) -> Iterator[tuple[str, Node]]:
        if shape["kind"] not in KINDS:
            return
        options = shape.get("options") or {}
        choices = [self.choice(name, value, option) for value, option in options.items()]
        produced = {
            "urn": f"{self.base}:question:{name}",
            "type": KINDS[shape["kind"]],
            "text": own(shape["title"]),
            "choices": choices,
            "depends_on": self.depends_on(shape.get("when")),
            "translations": translations({"text": shape["title"]}),
        }
        node = self.finish(("question", name), shape, without_nothing(produced))
        urn = str(node.pop("urn"))
        said = {value: str(choice.get("urn")) for value, choice in zip(options, choices, strict=True)}
        self.questions[name] = (urn, said)
        yield urn, node

    def choice(self, question: str, value: str, shape: dict[str, Any]) -> Node:
        score = shape.get("score")
        produced = {
            "urn": f"{self.base}:question:{question}:choice:{value}",
            "value": own(shape["title"]),
            "add_score": None if score is None else number(score),
            "select_implementation_groups": [str(self.ref(name)) for name in shape.get("groups", [])],
            "translations": translations({"value": shape["title"]}),
        }
        return self.finish(("option", question, value), shape, without_nothing(produced))

    def depends_on(self, when: str | None) -> Node | None:
        """A condition of the form that `when_of` writes; None where it is another one."""
        found = read_when(when or "")
        if found is None or found[0] not in self.questions:
            return None
        question, values, condition = found
        urn, choices = self.questions[question]
        if not all(value in choices for value in values):
            return None
        return {"question": urn, "answers": [choices[value] for value in values], "condition": condition}

    # other objects

    def entry(self, step: dict[str, Any]) -> Node:
        said = {"name": step["title"], "description": step["text"]}
        produced = {
            "ref_id": named(step["source"].get("point")) or None,
            **texts(said),
            "translations": translations(said),
        }
        return self.finish(("step", step["id"]), step, without_nothing(produced))


def when_of(question: str, kind: str, values: list[str], condition: str) -> str:
    """Asked only where any (or all) of these options are chosen."""
    if kind == "multi_choice":
        return {"any": " || ", "all": " && "}[condition].join(f'"{value}" in {question}' for value in values)
    return f"{question} in [{', '.join(f'{chr(34)}{value}{chr(34)}' for value in values)}]"


def read_when(when: str) -> tuple[str, list[str], str] | None:
    """The question, its options and any or all, of a condition that `when_of` could have written."""
    if found := re.fullmatch(r'([a-z0-9_]+) in \[("[^"]*"(?:, "[^"]*")*)\]', when):
        return found[1], re.findall(r'"([^"]*)"', found[2]), "any"
    parts = [re.fullmatch(r'"([^"]*)" in ([a-z0-9_]+)', part) for part in re.split(r" \|\| | && ", when)]
    if not all(parts) or len({part[2] for part in parts if part}) != 1:
        return None
    known = [part for part in parts if part]
    return known[0][2], [part[1] for part in known], "all" if " && " in when else "any"


def _scale(data: dict[str, Any]) -> Node:
    """The scale that steps are scored on."""
    question = data.get("patterns", {}).get(SCORED, {}).get("per_step", {}).get(SCALE)
    if question is None:
        return {}
    if question["kind"] == "number":
        bounds = {"min_score": question.get("min"), "max_score": question.get("max")}
        return {name: number(one) for name, one in bounds.items() if one is not None}
    values = data.get("orders", {}).get(SCALE, {})
    scores = [one["score"] for one in values.values() if one.get("score") is not None]
    return {
        "min_score": number(min(scores)),
        "max_score": number(max(scores)),
        "scores_definition": [
            without_nothing(
                {
                    "score": number(one["score"]),
                    "name": own(one["title"]),
                    "translations": translations({"name": one["title"]}),
                }
            )
            for one in values.values()
        ],
    }


def ours(shape: dict[str, Any]) -> bool:
    """Whether an importer added this for certflow's sake."""
    return bool(shape.get("extra", {}).get(NAMESPACE) == OURS)


def _object(section: dict[str, Any]) -> str | None:
    """The kind of object whose entries a section holds; None for requirements."""
    said = section.get("extra", {}).get(NAMESPACE)
    found = re.fullmatch(r"object ([a-z_]+)(\[\])?", said) if isinstance(said, str) else None
    return found[1] if found else None


def _part(data: dict[str, Any], name: str) -> Node:
    """What was kept of a part of the file that has no place of its own in a checklist."""
    return {"extra": {NAMESPACE: data.get("extra", {}).get(f"{NAMESPACE}-{name}")}}


def own(said: Mapping[str, str]) -> str:
    """A text in the file's own language."""
    return said.get("") or next(iter(said.values()), "")


def named(said: str | Mapping[str, str] | None) -> str:
    """A name that may have translations, in the file's own language."""
    return said if isinstance(said, str) else own(said or {})


def texts(said: Mapping[str, Mapping[str, str]]) -> Node:
    return {name: own(text) for name, text in said.items() if text}


def translations(said: Mapping[str, Mapping[str, str]]) -> Node:
    """language → part → text."""
    found: dict[str, dict[str, str]] = {}
    for name, text in said.items():
        for language, one in text.items():
            if language:
                found.setdefault(language, {})[name] = one
    return found


def together(many: list[Mapping[str, str]]) -> dict[str, str]:
    """Several texts as one, a line each."""
    languages = dict.fromkeys(language for one in many for language in one)
    return {language: "\n".join(one.get(language) or own(one) for one in many) for language in languages}


def number(value: object) -> int | float:
    found = Decimal(str(value))
    return int(found) if found == found.to_integral_value() else float(found)


def without_nothing(node: Node) -> Node:
    """A node without the parts that are not there."""
    return {name: value for name, value in node.items() if value is not None and not same(value, {}) and value != []}
