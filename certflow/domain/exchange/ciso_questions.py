"""The questions, groups and scales of a CISO Assistant framework, as parts of a checklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from certflow.domain.exchange.ciso_out import NAMESPACE, OURS, SCALE, SCORED, when_of
from certflow.domain.exchange.imported import Telling
from certflow.domain.exchange.naming import is_language, line, name, slug, token, unlike, words
from certflow.domain.exchange.residue import Node

KINDS = {
    "unique_choice": "choice",
    "single_choice": "choice",
    "multiple_choice": "multi_choice",
    "text": "text",
    "date": "date",
    "number": "number",
    "boolean": "yes_no",
}
Originals = dict[tuple[str, ...], Node]


class Groups:
    """Implementation groups: `shapes` by name, and which are used by requirements."""

    def __init__(self) -> None:
        self.shapes: dict[str, dict[str, Any]] = {}
        self.used: set[str] = set()
        self._names: dict[object, str] = {}

    def add(self, ref: object, shape: dict[str, Any]) -> str:
        found = unlike(token(ref, "group"), self.shapes)
        self.shapes[found] = shape
        self._names.setdefault(ref, found)
        return found

    def called(self, refs: object) -> list[str]:
        """The groups of this file by the names they have there; unknown ones are left to be kept aside."""
        known = refs if isinstance(refs, list) else []
        return list(dict.fromkeys(self._names[ref] for ref in known if isinstance(ref, str) and ref in self._names))

    def of(self, node: Node) -> list[str]:
        found = self.called(node.get("implementation_groups"))
        self.used.update(found)
        return found


def groups_of(framework: Node, nodes: list[Node], originals: Originals, telling: Telling) -> Groups:
    """The groups a framework defines, and those that its requirements name without that."""
    groups = Groups()
    defined = framework.get("implementation_groups_definition")
    for entry in defined if isinstance(defined, list) else []:
        if isinstance(entry, dict):
            ref = entry.get("ref_id")
            title = words(entry.get("name"), _translations(entry), "name", whole=False) or {"": line(ref) or "Group"}
            text = words(entry.get("description"), _translations(entry), "description")
            found = groups.add(ref, {"title": title, **({"text": text} if text else {})})
            originals["group", found] = entry
            originals["group-name", found] = {"ref_id": ref}
            telling.read["implementation groups"] += 1
    named = (ref for node in nodes for ref in _listed(node.get("implementation_groups")) if isinstance(ref, str))
    for ref in dict.fromkeys(named):
        if not groups.called([ref]):
            found = groups.add(ref, {"title": {"": line(ref) or "Group"}, "extra": {NAMESPACE: OURS}})
            originals["group-name", found] = {"ref_id": ref}
            telling.doubt("group that requirements name and nothing defines", ref)
    return groups


def scale_of(framework: Node) -> dict[str, Any]:
    """The scale that requirements are scored on, the question that is stamped on each, and the mean of all."""
    low, high = framework.get("min_score"), framework.get("max_score")
    entries = [one for one in _listed(framework.get("scores_definition")) if isinstance(one, dict)]
    scores = [one.get("score") for one in entries]
    question: dict[str, Any] = {"title": {"": "Score"}, "optional": True}
    found: dict[str, Any] = {}
    if entries and all(isinstance(score, int) for score in scores) and len(set(scores)) == len(scores) > 1:
        values = {
            str(one["score"]): {
                "title": words(one.get("name"), _translations(one), "name", whole=False) or {"": str(one["score"])},
                "score": one["score"],
            }
            for one in sorted(entries, key=lambda one: one["score"])
        }
        found["orders"] = {SCALE: values}
        question |= {"kind": "choice", "of": SCALE}
    elif isinstance(low, int) and isinstance(high, int) and low < high:
        question |= {"kind": "number", "min": low, "max": high, "whole": True}
    else:
        return {}
    return found | {"patterns": {SCORED: {"per_step": {SCALE: question}}}}


class Questions:
    """Reads the questions of one node after the other."""

    def __init__(self, groups: Groups, originals: Originals, telling: Telling) -> None:
        self.groups = groups
        self.originals = originals
        self.telling = telling
        self.names: set[str] = set()
        self.derived: dict[str, Any] = {}
        self._results: dict[str, str] = {}
        #: urn → name, kind, and its choices by urn
        self._known: dict[str, tuple[str, str, dict[str, str]]] = {}

    def read(self, node: Node, step: str) -> dict[str, Any]:
        said = node.get("questions")
        found: dict[str, Any] = {}
        decisive: list[str] = []
        for at, (urn, entry) in enumerate(said.items() if isinstance(said, dict) else [], 1):
            if not isinstance(entry, dict):
                continue
            called = unlike(name(f"{step}-q{at}", "q"), self.names, "_")
            self.names.add(called)
            found[called] = self._question(str(urn), called, entry)
            decisive.extend(self._result(called, entry))
            self.telling.read["questions"] += 1
        if decisive:
            result = f"{name(step, 'step')}_result"
            title = {"": f"{step}: met by the answers"}
            self.derived[result] = {"title": title, "gives": "yes_no", "value": " && ".join(decisive)}
            self._results[step] = result
        return found

    def result_of(self, step: str) -> str | None:
        """The derived value that says what the answers of a step come to."""
        return self._results.get(step)

    def _question(self, urn: str, called: str, entry: Node) -> dict[str, Any]:
        self.originals["question", called] = {"urn": urn, **entry}
        choices = [one for one in _listed(entry.get("choices")) if isinstance(one, dict)]
        kind = KINDS.get(str(entry.get("type")), "")
        if not kind or (kind in ("choice", "multi_choice") and not choices):
            self.telling.doubt("question of a kind that is asked as text here", f"{urn} ({entry.get('type')})")
            kind = "text"
        title = words(entry.get("text"), _translations(entry), "text") or {"": "Answer"}
        question: dict[str, Any] = {"kind": kind, "title": title}
        if kind == "text":
            question["long"] = True
        known: dict[str, str] = {}
        if kind in ("choice", "multi_choice"):
            options: dict[str, Any] = {}
            question["options"] = options
            for at, choice in enumerate(choices, 1):
                value = unlike(slug(choice.get("value"), f"c{at}")[:40].strip("-"), options)
                options[value] = self._option(called, value, choice)
                known[str(choice.get("urn"))] = value
        if (when := self._when(urn, entry.get("depends_on"))) is not None:
            question["when"] = when
        self._known[urn] = (called, kind, known)
        return question

    def _option(self, question: str, value: str, choice: Node) -> dict[str, Any]:
        self.originals["option", question, value] = choice
        title = words(choice.get("value"), _translations(choice), "value", whole=False) or {"": value}
        option: dict[str, Any] = {"title": title}
        score = choice.get("add_score")
        if isinstance(score, int) and not isinstance(score, bool):
            option["score"] = score
        if groups := self.groups.called(choice.get("select_implementation_groups")):
            option["groups"] = groups
        self.telling.read["choices"] += 1
        return option

    def _when(self, urn: str, depends_on: object) -> str | None:
        """The condition of a question that depends on an earlier one."""
        if not isinstance(depends_on, dict):
            return None
        known = self._known.get(str(depends_on.get("question")))
        answers = _listed(depends_on.get("answers"))
        condition = depends_on.get("condition", "any")
        if known is None or not answers or condition not in ("any", "all"):
            self.telling.doubt("condition on a question that does not come before it; kept aside", urn)
            return None
        question, kind, choices = known
        if kind not in ("choice", "multi_choice") or not all(answer in choices for answer in answers):
            self.telling.doubt("condition on an answer that is no choice; kept aside", urn)
            return None
        return when_of(question, kind, [choices[answer] for answer in answers], str(condition))

    def _result(self, called: str, entry: Node) -> Iterator[str]:
        """When the answer to a question counts as met, where its choices say so."""
        choices = [one for one in _listed(entry.get("choices")) if isinstance(one, dict)]
        known = {urn: value for _, _, said in self._known.values() for urn, value in said.items()} if choices else {}
        met = [one for one in choices if str(one.get("compute_result")).lower() == "true"]
        if KINDS.get(str(entry.get("type"))) == "choice" and met:
            values = ", ".join(f'"{known[str(one.get("urn"))]}"' for one in met)
            yield f"{called} in [{values}]"
        elif any("compute_result" in one for one in choices):
            self.telling.doubt("result by answers that is not told as a derived value; kept aside", called)


def _listed(said: object) -> list[Any]:
    return said if isinstance(said, list) else []


def _translations(node: Mapping[str, Any]) -> dict[str, Any]:
    said = node.get("translations")
    return {one: text for one, text in said.items() if is_language(one)} if isinstance(said, dict) else {}
