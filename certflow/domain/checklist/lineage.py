"""Which edition a file extends, and which that one, down to one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from certflow.domain.checklist.problems import Problem, Problems
from certflow.domain.checklist.spelling import EDITION
from certflow.domain.checklist.strict_yaml import Place
from certflow.domain.edition import File

MAX_LINE = 4


#: finds another edition of the same checklist; None where there is none
Editions = Callable[[str], File | None]


def no_editions(edition: str) -> File | None:
    """For a file that stands alone."""
    return None


def line_of(file: File, editions: Editions) -> tuple[File, ...]:
    """The file, the one it extends, and so on to one that stands alone. Raises Problems: extends.*"""
    line, seen = [file], [""]
    while (base := base_of(line[-1].raw)) is not None:
        edition, place = base
        if edition in seen or len(line) >= MAX_LINE:
            message = (
                f"Editions extend one another {'in a circle' if edition in seen else f'more than {MAX_LINE} deep'}."
            )
            raise Problems([Problem(place.line, place.column, "extends.line", message, line[-1].name)])
        found = editions(edition) if re.fullmatch(EDITION, edition) else None
        if found is None:
            message = f"There is no edition '{edition}' beside this one to extend."
            raise Problems([Problem(place.line, place.column, "extends.unknown", message, line[-1].name)])
        seen.append(edition)
        line.append(found)
    return tuple(line)


def base_of(raw: bytes) -> tuple[str, Place] | None:
    """The edition that a file says it extends, and where it says so.

    Only the first lines are read, up to the first part that has parts of its own; so the digest of a long file is
    known without reading it. What is not YAML is told by whoever reads the whole.
    """
    try:
        events = yaml.parse(raw.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
        for event in events:
            if isinstance(event, (yaml.MappingStartEvent, yaml.ScalarEvent, yaml.SequenceStartEvent)):
                break
        else:
            return None
        while isinstance(key := next(events, None), yaml.ScalarEvent):
            if not isinstance(value := next(events, None), yaml.ScalarEvent):
                return None
            if key.value == "extends" and isinstance(event, yaml.MappingStartEvent):
                mark = value.start_mark
                return value.value, Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    except (UnicodeDecodeError, yaml.YAMLError):
        return None
    return None


def superseded_in(raw: bytes) -> frozenset[str]:
    """The editions that a file says it follows, without reading the rest of it; none where it is not YAML there.

    What it takes over from the edition it extends does not count: an edition follows only what it names itself.
    """
    found = re.search(rb"^supersedes[ \t]*:", raw, re.MULTILINE)
    if found is None:
        return frozenset()
    names, depth = set(), 0
    try:
        events = yaml.parse(raw[found.start() :].decode("utf-8"), Loader=yaml.CSafeLoader)
        key = True
        for event in events:
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth, key = depth + 1, True
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth, key = depth - 1, True
                if depth == 1:
                    break
            elif isinstance(event, yaml.ScalarEvent):
                if depth == 2 and key:
                    names.add(event.value)
                key = not key
    except (UnicodeDecodeError, yaml.YAMLError):
        return frozenset()
    return frozenset(names)
