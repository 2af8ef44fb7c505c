"""Read an OSCAL catalog: groups become sections, controls become steps, enhancements stand under their control.

The checklist is made first; then `oscal_out` is asked what it would write for each part, and the difference is kept
with that part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from certflow.domain.checklist.parameters import INSERTED
from certflow.domain.checklist.spelling import TOKEN
from certflow.domain.exchange.imported import Imported, NotImported, Telling, normal
from certflow.domain.exchange.naming import cited, cleaned, edition, is_language, line, slug, token, unlike
from certflow.domain.exchange.oscal_out import (
    GUIDANCE,
    KIND,
    NAMESPACE,
    OURS,
    PARAMS,
    STATEMENT,
    catalog_of,
    namespace_of,
)
from certflow.domain.exchange.residue import Node, kept

FORMAT = "OSCAL catalog"
MAX_DEPTH = 24

_INSERT = re.compile(r"\{\{ *insert: *param, *([^ }]+) *\}\}")


def read_json(text: str) -> Any:
    """The data of a JSON text. Raises NotImported: import.json"""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
            raise ValueError(f"'{twice}' is there a second time")
        return found

    def constant(said: str) -> Any:
        raise ValueError(f"{said} is no number of JSON")

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=constant)
    except RecursionError as error:
        raise NotImported("import.json", line=1, column=1, said="nested too deep") from error
    except json.JSONDecodeError as error:
        raise NotImported("import.json", line=error.lineno, column=error.colno, said=error.msg) from error
    except ValueError as error:
        raise NotImported("import.json", line=1, column=1, said=str(error)) from error


def is_catalog(data: object) -> bool:
    """Whether this is such a file."""
    return isinstance(data, dict) and isinstance(data.get("catalog"), dict)


def read_catalog(data: dict[str, Any]) -> Imported:
    """The checklist of a catalog. Raises NotImported: import.empty, import.deep"""
    if set(data) != {"catalog"}:
        raise NotImported("import.beside", names=", ".join(sorted(set(data) - {"catalog"})))
    return _Reader(data["catalog"]).whole()


class _Reader:
    def __init__(self, catalog: Node) -> None:
        self.catalog = catalog
        self.telling = Telling()
        self.originals: dict[tuple[str, ...], Node] = {}
        self.ids: set[str] = set()
        self.parameters: dict[str, dict[str, Any]] = {}
        self.names: dict[str, str] = {}
        self.sections: list[dict[str, Any]] = []
        self.name_parameters(catalog, 0)

    def whole(self) -> Imported:
        catalog, metadata = self.catalog, _dict(self.catalog.get("metadata"))
        extra: dict[str, Any] = {}
        extra |= self.params(catalog)
        loose: list[dict[str, Any]] = []
        for group in _dicts(catalog.get("groups")):
            steps = list(self.children(group, None, 1))
            if not steps:
                loose.extend(self.group(group, None, 1))
                continue
            self.section(group, steps)
        for control in _dicts(catalog.get("controls")):
            loose.extend(self.control(control, None, 1))
        if loose:
            id_ = unlike("controls", {one["id"] for one in self.sections})
            ours = {"id": id_, "title": {"": "Controls"}, "steps": loose, "extra": {NAMESPACE: OURS}}
            self.sections.append(ours)
        if not self.sections:
            raise NotImported("import.empty", format=FORMAT, holds=", ".join(catalog))
        title = line(metadata.get("title")) or "Catalog"
        language = metadata.get("language")
        data: dict[str, Any] = {
            "checklist": slug(title, "catalog"),
            "edition": edition(metadata.get("version")),
            "status": "draft",
            "title": {"": title},
            "publisher": _party(metadata),
            "authority": _party(metadata),
            "licence": "unknown",
            "language": language if is_language(language) else "en",
            "languages": [language if is_language(language) else "en"],
            "documents": {"source": {"title": title}},
            "reviews": {"reviewer": {"roles": ["technical_reviewer"]}},
            "review": "reviewer",
            "parameters": self.parameters,
            "sections": self.sections,
        }
        data = {part: said for part, said in data.items() if said != {}}
        resources = _dicts(_dict(catalog.get("back-matter")).get("resources"))
        self.telling.kept["resources of the back matter"] += len(resources)
        return Imported(FORMAT, self.keeping(data, extra), self.telling)

    def keeping(self, data: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
        """The data with what the exporter would not know, each at its part."""
        whole = normal(data) | ({"extra": extra} if extra else {})
        self.originals["file",] = self.catalog

        def finish(key: tuple[str, ...], shape: dict[str, Any], produced: Node) -> Node:
            original = self.originals.get(key)
            if original is None:
                return produced
            if (left := kept(original, produced)) is not None:
                shape.setdefault("extra", {})[namespace_of(key)] = left
            return original

        catalog_of(whole, finish)
        return whole

    # the tree

    def section(self, group: Node, steps: list[dict[str, Any]]) -> None:
        id_ = unlike(slug(group.get("id"), "group"), {one["id"] for one in self.sections})
        self.originals["section", id_] = group
        self.telling.read["groups"] += 1
        section: dict[str, Any] = {"id": id_, "title": {"": line(group.get("title")) or id_}, "steps": steps}
        if extra := self.params(group):
            section["extra"] = extra
        self.sections.append(section)
        self.kept_of(group)

    def children(self, node: Node, under: str | None, depth: int) -> Iterator[dict[str, Any]]:
        if depth > MAX_DEPTH:
            raise NotImported("import.deep", most=MAX_DEPTH)
        for group in _dicts(node.get("groups")):
            yield from self.group(group, under, depth + 1)
        for control in _dicts(node.get("controls")):
            yield from self.control(control, under, depth + 1)

    def group(self, group: Node, under: str | None, depth: int) -> Iterator[dict[str, Any]]:
        """A group inside a group: a heading."""
        id_ = self.id_of(group, "group")
        title = {"": line(group.get("title")) or id_}
        step: dict[str, Any] = {"id": id_, "title": title, "source": cited(None), "text": title, "assessable": False}
        if under:
            step["under"] = under
        step["extra"] = {KIND: "group", **self.params(group)}
        self.originals["step", id_] = group
        self.telling.read["groups"] += 1
        self.kept_of(group)
        yield step
        yield from self.children(group, id_, depth)

    def control(self, control: Node, under: str | None, depth: int) -> Iterator[dict[str, Any]]:
        id_ = self.id_of(control, "control")
        self.originals["step", id_] = control
        title = {"": line(control.get("title")) or id_}
        step: dict[str, Any] = {
            "id": id_,
            "title": title,
            "source": cited(_label(control) or control.get("id")),
            "text": title,
        }
        if under:
            step["under"] = under
        self.text_of(step, control)
        if _is_withdrawn(control):
            step["assessable"] = False
            step.pop("guidance", None)
            self.telling.read["withdrawn controls"] += 1
        else:
            self.telling.read["controls under controls" if under and depth > 2 else "controls"] += 1
        # the mark of a control, so that a heading is not taken for a group
        step["extra"] = {NAMESPACE: "{}", **self.params(control)}
        self.kept_of(control)
        yield step
        yield from self.children({"controls": control.get("controls")}, id_, depth)

    def text_of(self, step: dict[str, Any], control: Node) -> None:
        """The statement is the text and its items are parts; the guidance is guidance; other parts are parts."""
        id_, parts = step["id"], _dicts(control.get("parts"))
        shapes: dict[str, Any] = {}
        key = ("step", id_)
        taken: set[str] = set()
        for part in parts:
            name = part.get("name")
            if name == STATEMENT and STATEMENT not in taken:
                taken.add(STATEMENT)
                self.originals[(*key, STATEMENT)] = part
                if said := self.said(part.get("prose")):
                    step["text"] = {"": said}
                stem = f"{part.get('id')}."
                self.parts(_dicts(part.get("parts")), stem, key, shapes)
            elif name == GUIDANCE and GUIDANCE not in taken and self.said(part.get("prose")):
                taken.add(GUIDANCE)
                self.originals[(*key, GUIDANCE)] = part
                step["guidance"] = {"": self.said(part["prose"])}
        others = [part for part in parts if all(part is not one for one in self._placed(key))]
        self.parts(others, f"{control.get('id')}_", key, shapes)
        if shapes:
            step["parts"] = shapes

    def _placed(self, key: tuple[str, ...]) -> list[Node]:
        return [self.originals[(*key, name)] for name in (STATEMENT, GUIDANCE) if (*key, name) in self.originals]

    def parts(self, parts: list[Node], stem: str, key: tuple[str, ...], shapes: dict[str, Any]) -> None:
        for part in parts:
            name = unlike(_part_name(part, stem), shapes, ".")
            here = (*key, "part", name)
            self.originals[here] = part
            shape: dict[str, Any] = {"kind": line(part.get("name")) or "part"}
            if label := line(_label(part)):
                shape["label"] = label
            if title := line(self.said(part.get("title"))):
                shape["title"] = {"": title}
            if said := self.said(part.get("prose")):
                shape["text"] = {"": said}
            inner: dict[str, Any] = {}
            if len(here) // 2 > MAX_DEPTH:
                raise NotImported("import.deep", most=MAX_DEPTH)
            self.parts(_dicts(part.get("parts")), f"{part.get('id')}.", here, inner)
            if inner:
                shape["parts"] = inner
            self.telling.read["parts"] += 1
            shapes[name] = shape

    def kept_of(self, node: Node) -> None:
        for part, said in (("links", node.get("links")), ("properties", node.get("props"))):
            if isinstance(said, list):
                self.telling.kept[part] += len(said)

    def id_of(self, node: Node, otherwise: str) -> str:
        id_ = unlike(slug(node.get("id"), otherwise), self.ids)
        self.ids.add(id_)
        return id_

    # parameters

    def name_parameters(self, node: Node, depth: int) -> None:
        """Every parameter of the file gets its name before any text is read: texts speak of later ones."""
        if depth > MAX_DEPTH:
            raise NotImported("import.deep", most=MAX_DEPTH)
        for param in _dicts(node.get("params")):
            said = str(param.get("id"))
            self.names[said] = unlike(token(said, "parameter"), set(self.names.values()))
        for inner in (*_dicts(node.get("groups")), *_dicts(node.get("controls"))):
            self.name_parameters(inner, depth + 1)

    def params(self, node: Node) -> dict[str, Any]:
        """Reads the parameters that stand here; gives the mark that says so."""
        named = []
        for param in _dicts(node.get("params")):
            name = self.names[str(param.get("id"))]
            if name in self.parameters:
                self.telling.doubt("parameter that is defined a second time; kept aside", name)
                continue
            self.parameters[name] = self.parameter(param, name)
            named.append(name)
        return {PARAMS: " ".join(named)} if named else {}

    def parameter(self, param: Node, name: str) -> dict[str, Any]:
        self.originals["parameter", name] = param
        self.telling.read["parameters"] += 1
        self.telling.kept["properties"] += len(_dicts(param.get("props")))
        shape: dict[str, Any] = {"title": {"": self.said(param.get("label")) or name}}
        select = _dict(param.get("select"))
        choices = [said for one in _list(select.get("choice")) if (said := self.said(one))]
        several = select.get("how-many") == "one-or-more"
        if choices:
            shape["select"] = {
                "how_many": "one_or_more" if several else "one",
                "choices": [{"": said} for said in choices],
            }
        values = [said for one in _list(param.get("values")) if (said := self.said(one))]
        fits = not choices or (all(one in choices for one in values) and (several or len(values) < 2))
        if values and fits:
            shape["values"] = [{"": said} for said in values]
        elif values:
            self.telling.doubt("value of a parameter that is none of its choices; kept aside", name)
        for part, inner in (("constraints", "description"), ("guidelines", "prose")):
            texts = [said for one in _dicts(param.get(part)) if (said := self.said(one.get(inner)))]
            if texts:
                shape[part] = [{"": said} for said in texts]
        return shape

    def said(self, prose: object) -> str:
        """A text with its parameters as this language inserts them."""
        text = cleaned(prose if isinstance(prose, str) else "")
        if "{{" not in text:
            return text
        marked = _INSERT.sub(lambda found: "\x00" + self.names.get(found[1], "\x01" + found[0]) + "\x02", text)
        escaped = INSERTED.sub(lambda found: "\\" + found[0], marked)
        return re.sub(r"\x00(\x01)?([^\x02]*)\x02", _marked, escaped)


def read_parts(parts: list[Node], stem: str, taken: set[str]) -> dict[str, Any]:
    """Parts that stand alone, as a profile adds them; their names are none of those taken."""
    found: dict[str, Any] = {}
    _Reader({}).parts(_dicts(parts), stem, (), found)
    return {unlike(name, taken, "."): said for name, said in found.items()}


def _marked(found: re.Match[str]) -> str:
    # an insertion of something that no parameter is stays as it stands
    return found[2] if found[1] else "{{" + found[2] + "}}"


def _label(node: Node) -> str:
    labels = [one for one in _dicts(node.get("props")) if one.get("name") == "label"]
    plain = [one for one in labels if "class" not in one]
    return next((str(one.get("value") or "") for one in (plain or labels)), "")


def _part_name(part: Node, stem: str) -> str:
    said = str(part.get("id") or "")
    short = said.removeprefix(stem) if said.startswith(stem) else said or str(part.get("name") or "part")
    return short if re.fullmatch(TOKEN, short) else slug(short, "part")


def _is_withdrawn(control: Node) -> bool:
    return any(
        one.get("name") == "status" and str(one.get("value")).lower() == "withdrawn"
        for one in _dicts(control.get("props"))
    )


def _party(metadata: Node) -> str:
    names = [line(one.get("name")) for one in _dicts(metadata.get("parties"))]
    return next((one for one in names if one), "unknown")


def _dict(said: object) -> Node:
    return said if isinstance(said, dict) else {}


def _list(said: object) -> list[Any]:
    return said if isinstance(said, list) else []


def _dicts(said: object) -> list[Node]:
    return [one for one in _list(said) if isinstance(one, dict)]
