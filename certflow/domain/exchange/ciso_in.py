"""Read a library of CISO Assistant: its framework becomes sections and steps, other objects become headings to read.

The checklist is made first; then `ciso_out` is asked what it would write for each part, and the difference is kept with
that part. So nothing can be lost, and nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certflow.domain.exchange.ciso_doubts import doubts_of_file, doubts_of_nodes
from certflow.domain.exchange.ciso_mappings import SETS, Own, mappings_of
from certflow.domain.exchange.ciso_out import NAMED, NAMESPACE, OURS, library_of
from certflow.domain.exchange.ciso_questions import Questions, groups_of, scale_of
from certflow.domain.exchange.imported import Imported, NotImported, Telling, normal
from certflow.domain.exchange.naming import cited, edition, is_language, line, slug, unlike, words
from certflow.domain.exchange.residue import Node, kept

FORMAT = "CISO Assistant library"


def is_library(data: object) -> bool:
    """Whether this is such a file."""
    return isinstance(data, dict) and isinstance(data.get("objects"), dict) and "urn" in data


def read_library(data: dict[str, Any]) -> Imported:
    """The checklist of a library. Raises NotImported: import.empty"""
    return _Reader(data).whole()


class _Reader:
    def __init__(self, library: dict[str, Any]) -> None:
        self.library = library
        self.telling = Telling()
        framework = library["objects"].get("framework")
        self.framework: dict[str, Any] = framework if isinstance(framework, dict) else {}
        self.nodes = [one for one in _entries(self.framework.get("requirement_nodes")) if isinstance(one, dict)]
        #: part of the checklist → what it was
        self.originals: dict[tuple[str, ...], Node] = {}
        self.ids: set[str] = set()
        self.sections: list[dict[str, Any]] = []
        self.groups = groups_of(self.framework, self.nodes, self.originals, self.telling)
        self.questions = Questions(self.groups, self.originals, self.telling)

    def whole(self) -> Imported:
        library, framework = self.library, self.framework
        scale = scale_of(framework)
        self.requirements(scored=bool(scale))
        self.others()
        if not self.sections:
            raise NotImported("import.empty", format=FORMAT, holds=", ".join(map(str, library["objects"])))
        self.untangle()
        self.scope()
        language = library.get("locale") if is_language(library.get("locale")) else "en"
        name = line(library.get("name")) or "Library"
        source = str(library.get("ref_id") or str(library["urn"]).rpartition(":")[2])
        data: dict[str, Any] = {
            "checklist": slug(source, "library"),
            "edition": edition(library.get("version")),
            "status": "draft",
            "title": words(name, _translations(library), "name", whole=False),
            "publisher": line(library.get("packager")) or "unknown",
            "authority": line(library.get("provider")) or "unknown",
            "licence": line(library.get("copyright")) or "unknown",
            "language": language,
            "languages": self.languages(language),
            "documents": {"source": {"title": name}},
            "reviews": {"reviewer": {"roles": ["technical_reviewer"]}},
            "review": "reviewer",
            **scale,
            "groups": self.groups.shapes,
            "sections": self.sections,
            "derived": self.questions.derived,
        }
        data["mappings"] = self.mappings(f"{data['checklist']}@{data['edition']}")
        data = {part: said for part, said in data.items() if said != {}}
        doubts_of_file(library, self.telling)
        doubts_of_nodes(self.nodes, self.telling)
        return Imported(FORMAT, self.keeping(data), self.telling)

    def keeping(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data with what the exporter would not know, each at its part."""
        whole = normal(data)
        extra: dict[str, str] = {}
        self.originals |= {
            ("file",): self.library,
            ("objects",): self.library["objects"],
            ("framework",): self.framework,
        }

        def finish(key: tuple[str, ...], shape: dict[str, Any], produced: Node) -> Node:
            original = self.originals.get(key)
            if original is None:
                return produced
            left = kept(original, produced)
            if key[0] == "group-name" and left is not None:
                shape.setdefault("extra", {})[NAMED] = left
            elif left is not None:
                self.telling.kept[f"{key[0]} properties"] += 1
                if key[0] in ("file", "objects", "framework"):
                    extra[NAMESPACE if key[0] == "file" else f"{NAMESPACE}-{key[0]}"] = left
                else:
                    shape.setdefault("extra", {})[NAMESPACE] = left
            # the exporter takes what it gets apart
            return dict(original)

        library_of(whole, finish)
        tail = {part: whole.pop(part) for part in ("derived", "mappings") if part in whole}
        return whole | ({"extra": extra} if extra else {}) | tail

    def languages(self, language: object) -> list[object]:
        found: dict[object, None] = {language: None}
        stack: list[Any] = [self.sections, self.groups.shapes, [words("x", _translations(self.library), "name")]]
        while stack:
            match stack.pop():
                case dict() as one:
                    if "" in one:
                        found |= dict.fromkeys(name for name in one if name)
                    else:
                        stack.extend(one.values())
                case list() as many:
                    stack.extend(many)
        return list(found)

    # requirements

    def requirements(self, *, scored: bool) -> None:
        """A root that is not assessed is a section; roots that are stand together in one."""
        urns = self.urns()
        known = set(urns.values())
        below: dict[str, list[Node]] = {}
        for node in self.nodes:
            parent = node.get("parent_urn")
            stands_under = isinstance(parent, str) and parent in known and parent != urns[id(node)]
            below.setdefault(str(parent) if stands_under else "", []).append(node)
        seen: set[str] = set()
        loose: dict[str, Any] | None = None
        for root in below.get("", []):
            if root.get("assessable") or urns[id(root)] not in below:
                if loose is None:
                    loose = self.section("requirements", {"": line(self.framework.get("name")) or "Requirements"})
                    loose["extra"] = {NAMESPACE: OURS}
                target, tree = loose, [(root, None)]
            else:
                loose = None
                title, _ = self.title(root)
                target = self.section(_source(root), title, root)
                if intro := words(root.get("description"), _translations(root), "description"):
                    target["intro"] = intro
                seen.add(urns[id(root)])
                self.originals["section", target["id"]] = root
                tree = [(node, None) for node in reversed(below.get(urns[id(root)], []))]
            stack: list[tuple[Node, str | None]] = list(tree)
            while stack:
                node, under = stack.pop()
                seen.add(urns[id(node)])
                step = self.step(node, under, scored=scored)
                target["steps"].append(step)
                stack.extend((one, step["id"]) for one in reversed(below.get(urns[id(node)], [])))
        for node in self.nodes:
            if urns[id(node)] not in seen:
                self.telling.doubt("requirement that stands under itself; kept aside", str(node.get("urn")))

    def urns(self) -> dict[int, str]:
        """What each node is called; one without a name of its own gets one, so that none can be lost."""
        found: dict[int, str] = {}
        taken: set[str] = set()
        for at, node in enumerate(self.nodes):
            urn = node.get("urn")
            called = urn if isinstance(urn, str) and urn and urn not in taken else f"?{at}"
            taken.add(called)
            found[id(node)] = called
        return found

    def section(self, source: object, title: dict[str, str], node: Node | None = None) -> dict[str, Any]:
        id_ = unlike(slug(source, "section"), {one["id"] for one in self.sections})
        found: dict[str, Any] = {"id": id_, "title": title, "steps": []}
        self.sections.append(found)
        if node is not None:
            self.telling.read["sections"] += 1
        return found

    def title(self, node: Node) -> tuple[dict[str, str], bool]:
        """The name of a node, or what could stand for it; and whether it is its name."""
        if name := words(node.get("name"), _translations(node), "name", whole=False):
            return name, True
        if ref := line(node.get("ref_id")):
            return {"": ref}, False
        text = words(node.get("description"), _translations(node), "description", whole=False)
        return {name: line(said, 100) for name, said in text.items()} or {"": _source(node) or "Requirement"}, False

    def step(self, node: Node, under: str | None, *, scored: bool) -> dict[str, Any]:
        id_ = unlike(slug(_source(node), "requirement"), self.ids)
        self.ids.add(id_)
        self.originals["step", id_] = node
        title, _ = self.title(node)
        assessable = bool(node.get("assessable"))
        translations = _translations(node)
        self.telling.read["requirements" if assessable else "headings"] += 1
        step: dict[str, Any] = {
            "id": id_,
            "title": title,
            "source": cited(node.get("ref_id")),
            "text": words(node.get("description"), translations, "description") or title,
        }
        if under is not None:
            step["under"] = under
        if not assessable:
            return step | {"assessable": False}
        if groups := self.groups.of(node):
            step["groups"] = groups
        if guidance := words(node.get("annotation"), translations, "annotation"):
            step["guidance"] = guidance
        if evidence := words(node.get("typical_evidence"), translations, "typical_evidence"):
            step["evidence"] = [evidence]
        weight = node.get("weight")
        if isinstance(weight, (int, float)) and not isinstance(weight, bool) and 0 <= weight <= 1_000_000:
            step["weight"] = weight if isinstance(weight, int) else str(weight)
        if scored:
            step["pattern"] = "scored"
        if questions := self.questions.read(node, id_):
            step["questions"] = questions
            if result := self.questions.result_of(id_):
                step["shows"] = [result]
        return step

    def untangle(self) -> None:
        """No answer may choose the group that decides whether it is asked, by whatever way round."""
        chosen_by: dict[str, set[str]] = {}
        for step in (step for section in self.sections for step in section["steps"]):
            for name, question in step.get("questions", {}).items():
                for option in question.get("options", {}).values():
                    for group in list(option.get("groups", [])):
                        if any(_leads(chosen_by, own, group) for own in step.get("groups", [])):
                            option["groups"].remove(group)
                            self.telling.doubt("answer that would choose its own question's group; kept aside", name)
                        else:
                            chosen_by.setdefault(group, set()).update(step.get("groups", []))
                    if option.get("groups") == []:
                        del option["groups"]

    def scope(self) -> None:
        """The question that chooses groups, first of all."""
        if not self.groups.used:
            return
        id_ = unlike("scope", self.ids | {one["id"] for one in self.sections})
        options = {
            name: {"title": shape["title"], "groups": [name], "extra": {NAMESPACE: OURS}}
            for name, shape in self.groups.shapes.items()
        }
        question = {"kind": "multi_choice", "title": {"": "Which groups of requirements apply?"}, "options": options}
        step = {
            "id": id_,
            "title": {"": "Scope"},
            "source": cited(None),
            "text": {"": "Choose the groups of requirements to be met."},
            "questions": {unlike("groups_in_scope", self.questions.names, "_"): question},
            "extra": {NAMESPACE: OURS},
        }
        section = {"id": id_, "title": {"": "Scope"}, "steps": [step], "extra": {NAMESPACE: OURS}}
        self.sections.insert(0, section)

    # other objects

    def others(self) -> None:
        """Reference controls, threats, risk matrices, mapping sets …: headings that can be read, and exported again."""
        for kind, said in self.library["objects"].items():
            entries = [one for one in _entries(said) if isinstance(one, dict)]
            if kind == "framework" or not entries or len(entries) != len(_entries(said)):
                continue
            section = self.section(kind, {"": str(kind).replace("_", " ").capitalize()})
            section["extra"] = {NAMESPACE: f"object {kind}{'[]' if isinstance(said, list) else ''}"}
            self.telling.read[str(kind).replace("_", " ")] += len(entries)
            section["steps"] = [self.entry(entry) for entry in entries]

    def mappings(self, name: str) -> dict[str, Any]:
        """The rows of mapping sets that lead to or from a requirement of this library."""
        sets = [one for kind in SETS for one in _entries(self.library["objects"].get(kind)) if isinstance(one, dict)]
        steps = {
            str(node["urn"]): key[1]
            for key, node in self.originals.items()
            if key[0] == "step" and node.get("assessable") and isinstance(node.get("urn"), str)
        }
        return mappings_of(sets, Own(name, steps), self.telling)

    def entry(self, entry: Node) -> dict[str, Any]:
        id_ = unlike(slug(_source(entry), "entry"), self.ids)
        self.ids.add(id_)
        self.originals["step", id_] = entry
        title, _ = self.title(entry)
        text = words(entry.get("description"), _translations(entry), "description")
        source = cited(entry.get("ref_id"))
        return {"id": id_, "title": title, "source": source, "text": text or title, "assessable": False}


def _entries(said: object) -> list[Any]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _translations(node: Mapping[str, Any]) -> dict[str, Any]:
    said = node.get("translations")
    return {name: one for name, one in said.items() if is_language(name)} if isinstance(said, dict) else {}


def _source(node: Node) -> str:
    return str(node.get("ref_id") or str(node.get("urn") or "").rpartition(":")[2])


def _leads(chosen_by: Mapping[str, set[str]], start: str, goal: str) -> bool:
    """Whether a group is chosen by questions that stand, however far back, in the other one."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        group = waiting.pop()
        if group == goal:
            return True
        if group not in seen:
            seen.add(group)
            waiting.extend(chosen_by.get(group, ()))
    return False
