"""Groups: steps that are chosen together. An option of a question brings groups in; a step says to which it belongs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Group
from certflow.domain.checklist.parse_questions import asked_questions
from certflow.domain.checklist.strict_yaml import Path


class Groups:
    """The groups of one file, and the condition under which each is chosen."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.groups: Mapping[str, Group] = MappingProxyType(
            {
                name: Group(
                    name,
                    draft.text(shape.title, ("groups", name, "title")),
                    draft.optional_text(shape.text, ("groups", name, "text")),
                )
                for name, shape in draft.shape.groups.items()
            }
        )
        self._chosen = self._conditions()

    def condition(self, names: list[str], path: Path) -> str | None:
        """When a step of these groups applies, as CEL; None where it belongs to none that could be chosen."""
        found = []
        for at, name in enumerate(names):
            if not self._draft.known((*path, at), "group.unknown", "group", name, self.groups):
                continue
            if name in self._chosen:
                found.append(self._chosen[name])
            else:
                message = f"Nothing chooses the group '{name}': name it under 'groups' of an option of a question."
                self._draft.problem((*path, at), "group.unchosen", message)
        return " || ".join(dict.fromkeys(found)) or None

    def _conditions(self) -> dict[str, str]:
        """Group → the answers that bring it in."""
        options: dict[str, dict[tuple[str, str], list[str]]] = {}
        for asked in asked_questions(self._draft):
            for value, option in (asked.shape.options or {}).items():
                for at, name in enumerate(option.groups):
                    path: Path = (*asked.path, "options", value, "groups", at)
                    if self._draft.known(path, "group.unknown", "group", name, self.groups):
                        options.setdefault(name, {}).setdefault((asked.id, asked.shape.kind), []).append(value)
        return {
            name: " || ".join(_chosen(question, kind, values) for (question, kind), values in found.items())
            for name, found in options.items()
        }


def _chosen(question: str, kind: str, values: list[str]) -> str:
    words = [json.dumps(value, ensure_ascii=False) for value in values]
    if kind == "multi_choice":
        return " || ".join(f"{word} in {question}" for word in words)
    return f"{question} == {words[0]}" if len(words) == 1 else f"{question} in [{', '.join(words)}]"
