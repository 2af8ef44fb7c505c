"""Read YAML the strict way: plain data, and where each piece stands.

- YAML 1.2 scalars only: `NO`, `on`, `12:30` and dates stay text; numbers are exact.
- No anchors, aliases, tags, second documents or repeated keys; size, depth and number of nodes are limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

import yaml

from certflow.domain.checklist.problems import Problem, Problems

MAX_BYTES = 8 << 20
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_DIGITS = 30

_NUMBER = re.compile(r"[-+]?(\d+|\d*\.\d+|\d+\.\d*)")  # ours, over one short scalar: it cannot run away
_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}

#: the way to a node: keys and positions from the top
Path = tuple[str | int, ...]
Data = None | bool | int | Decimal | str | list["Data"] | dict[str, "Data"]


class Place(NamedTuple):
    """Where a node starts: line and column counted from 1; `style` is the quote or block sign of a text."""

    line: int
    column: int
    style: str = ""
    file: str = ""


@dataclass(slots=True)
class Document:
    """The data of a file and the place of each node and key.

    lines  file → its lines; an edition that extends another holds parts of several files
    """

    file: str
    lines: dict[str, list[str]]
    data: Data = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def at(self, path: Path) -> Data:
        """What stands at `path`; None where there is no such path."""
        data = self.data
        for step in path:
            if isinstance(data, dict) and isinstance(step, str):
                data = data.get(step)
            elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
                data = data[step]
            else:
                return None
        return data

    def find(self, path: Path) -> Path:
        """The longest part of `path` that is really in the file; steps that are not are left out."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.places:
                known = (*known, step)
        return known

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where `path` (or what is nearest to it) stands; `key` asks for its name instead of its content."""
        known = self.find(path)
        return (self.keys.get(known) if key else None) or self.places.get(known) or Place(1, 1, "", self.file)

    def within(self, path: Path, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset` of the text at `path`."""
        start = self.place(path)
        lines = self.lines[start.file]
        line, column = start.line - 1, start.column - 1
        if start.style in ("|", ">"):
            line, column = line + 1, 0
        elif start.style:
            column += 1
        while line < len(lines):
            content = lines[line][column:]
            indent = len(content) - len(content.lstrip()) if column == 0 else 0
            length = len(content.strip() if column == 0 else content.rstrip())
            if offset <= length:
                return line + 1, column + indent + offset + 1
            offset -= length + 1
            line, column = line + 1, 0
        return start.line, start.column


def read_yaml(raw: bytes, *, file: str = "", max_bytes: int = MAX_BYTES) -> Document:
    """The data of one strict YAML file; `file` names it in messages. Raises Problems: yaml.*"""
    if len(raw) > max_bytes:
        message = f"The file has {len(raw)} bytes; {max_bytes} are allowed."
        raise Problems([Problem(1, 1, "yaml.too-large", message, file)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Problems([Problem(line, 1, "yaml.not-utf8", "Save the file as UTF-8.", file)]) from error
    return _Composer(text, file).compose()


class _Composer:
    """Puts the parser's events together, refusing what strict YAML leaves out."""

    def __init__(self, text: str, file: str) -> None:
        self.document = Document(file, {file: text.splitlines()})
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.nodes = 0

    def compose(self) -> Document:
        try:
            self._document(_events(self.text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.problems.append(Problem(line, column, "yaml.syntax", _in_words(error), self.file))
        except yaml.reader.ReaderError as error:
            place = (self.text[: error.position].count("\n") + 1, 1) if isinstance(error.position, int) else (1, 1)
            message = "A character here is not allowed in a text file."
            self.problems.append(Problem(*place, "yaml.character", message, self.file))
        if self.problems:
            raise Problems(self.problems)
        return self.document

    def _document(self, events: Iterator[yaml.Event]) -> None:
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    self._problem(event, "yaml.documents", "One file holds one document: remove this '---'.")
                    return
                self.document.data = self._node(next(events), events, ())
        if not seen:
            self.problems.append(Problem(1, 1, "yaml.empty", "The file is empty.", self.file))

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Data:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(path) > MAX_DEPTH:
            what = f"more than {MAX_NODES} parts" if self.nodes > MAX_NODES else f"nested deeper than {MAX_DEPTH}"
            self._problem(event, "yaml.too-big", f"This file is {what}: split it.")
            raise Problems(self.problems)
        if isinstance(event, yaml.AliasEvent):
            self._problem(event, "yaml.alias", "No '*' aliases here: write the text again, or quote it.")
            return None
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor:
            self._problem(event, "yaml.anchor", f"No '&{event.anchor}' anchors here: remove it, or quote the text.")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._problem(event, "yaml.tag", f"'{tag}' reads as a YAML tag: put the whole text in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            self.document.places[path] = self._place(event, event.style or "")
            return self._scalar(event)
        self.document.places[path] = self._place(event, "")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _scalar(self, event: yaml.ScalarEvent) -> Data:
        if event.style == ">" and not event.value.strip():
            self._problem(event, "yaml.folded", "A cell that starts with '>' needs quotes (\"> 5\"), or '≥'.")
        return event.value if event.style else resolve(event.value)

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> Data:
        items: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> Data:
        data: dict[str, Data] = {}
        keys = self.document.keys
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._problem(event, "yaml.key", "A name before ':' must be a plain word.")
                raise Problems(self.problems)
            key = event.value
            here = (*path, key)
            if key in data:
                self._problem(event, "yaml.twice", f"'{key}' is here a second time (first on line {keys[here].line}).")
            keys[here] = self._place(event, event.style or "")
            data[key] = self._node(next(events), events, here)
        return data

    def _problem(self, event: yaml.Event, code: str, message: str) -> None:
        place = self._place(event, "")
        self.problems.append(Problem(place.line, place.column, code, message, self.file))

    def _place(self, event: yaml.Event, style: str) -> Place:
        mark = event.start_mark
        return Place(mark.line + 1, mark.column + 1, style, self.file) if mark else Place(1, 1, style, self.file)


def _events(text: str) -> Iterator[yaml.Event]:
    """What the parser finds, one thing after the other."""
    return iter(yaml.CSafeLoader(text).get_event, None)


def resolve(text: str) -> Data:
    """A plain scalar as YAML 1.2 sees it, numbers being decimal only and exact."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if len(text) <= MAX_DIGITS and _NUMBER.fullmatch(text) and text.isascii():
        return Decimal(text) if "." in text else int(text)
    return text


def _in_words(error: yaml.MarkedYAMLError) -> str:
    said = (error.problem or error.context or "cannot be read").rstrip(".")
    hint = ""
    if "mapping values" in said or "did not find expected" in said or "cannot start any token" in said:
        hint = " Put texts that hold ': ' or ' #', or start with a sign, in quotes."
    return f"Not YAML: {said}.{hint}"
