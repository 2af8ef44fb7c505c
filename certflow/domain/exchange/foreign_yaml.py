"""Read and write YAML as most programs do (1.1, with days), but bounded: no aliases, no tags, no key twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from certflow.domain.exchange.imported import NotImported

MAX_NODES = 2_000_000
MAX_DEPTH = 64


def read_foreign_yaml(text: str) -> Any:
    """The data of one document. Raises NotImported: yaml.*"""
    try:
        _look(yaml.parse(text, Loader=yaml.CSafeLoader))
        return yaml.load(text, Loader=yaml.CSafeLoader)  # the safe one, in C
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise NotImported("import.yaml", line=line, column=column, said=str(error.problem or error.context)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise NotImported("import.yaml", line=1, column=1, said=str(error).splitlines()[0]) from error


def write_foreign_yaml(data: Any) -> str:
    """The text of one document; whoever reads it gets the data back."""
    return yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120)


def _look(events: Iterator[yaml.Event]) -> None:
    """Refuse what could grow, hide or run, before anything is built of it."""
    nodes, open_ = 0, [_Level()]
    for event in events:
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_.pop()
            continue
        if not isinstance(event, (yaml.AliasEvent, yaml.ScalarEvent, yaml.CollectionStartEvent)):
            continue
        nodes += 1
        mark = event.start_mark
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {"line": 1, "column": 1}
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise NotImported("import.yaml", **place, said="anchors and aliases are not taken")
        if event.tag and event.tag != "!":
            raise NotImported("import.yaml", **place, said="tags are not taken")
        if nodes > MAX_NODES or len(open_) > MAX_DEPTH:
            raise NotImported("import.yaml", **place, said="the file is too large or nested too deep")
        if open_[-1].twice(event):
            name = getattr(event, "value", "")
            raise NotImported("import.yaml", **place, said=f"'{name}' is there a second time")
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append(_Level(isinstance(event, yaml.MappingStartEvent)))


class _Level:
    """A map or list that is being read: which names it has so far."""

    def __init__(self, names: bool = False) -> None:
        self.seen: set[tuple[str, bool]] = set()
        self.names = names
        self.at_name = True

    def twice(self, event: yaml.Event) -> bool:
        if not self.names:
            return False
        here, self.at_name = self.at_name, not self.at_name
        if not here or not isinstance(event, yaml.ScalarEvent):
            return False
        name = (event.value, bool(event.style))
        found = name in self.seen
        self.seen.add(name)
        return found
