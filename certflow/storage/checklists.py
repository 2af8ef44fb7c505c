"""The folder of checklists: `<id>/<edition>.yaml`, each read and compiled once.

A file that cannot be used never stops the server: it is listed with its problems, and the others work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from certflow.domain.checklist import Checklist, Problem, Problems, read_checklist
from certflow.domain.refusal import Refused

#: compiled checklists by the SHA-256 of their file; a checklist never changes, so processes may keep it for good
_COMPILED: dict[str, Checklist] = {}
_LOCK = Lock()


@dataclass(frozen=True)
class Library:
    """The checklists of a folder.

    checklists  (id, edition) → checklist, in the order of their names
    problems    file → what is wrong with it
    """

    checklists: Mapping[tuple[str, str], Checklist] = field(default_factory=dict)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    def get(self, id: str, edition: str) -> Checklist:
        """One edition. Raises Refused: checklist.unknown, checklist.unusable."""
        if (found := self.checklists.get((id, edition))) is not None:
            return found
        name = f"{id}@{edition}"
        for file, problems in self.problems.items():
            if Path(file).parts[-2:] == (id, f"{edition}.yaml"):
                raise Refused("checklist.unusable", checklist=name, file=file, problems=len(problems))
        raise Refused("checklist.unknown", checklist=name, known=[f"{one}@{two}" for one, two in self.checklists])

    def all(self) -> tuple[Checklist, ...]:
        """Every checklist that can be used."""
        return tuple(self.checklists.values())


def read_checklists(folder: Path) -> Library:
    """The checklists below `folder`."""
    checklists: dict[tuple[str, str], Checklist] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        try:
            found = read_checklist_file(path)
        except Problems as error:
            problems[str(path)] = error.found
            continue
        checklists[found.id, found.edition] = found
    return Library(MappingProxyType(checklists), MappingProxyType(problems))


def read_checklist_file(path: Path) -> Checklist:
    """The checklist in a file whose folder and name must say the same as it does. Raises Problems."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        raise Problems([Problem(1, 1, "file.unreadable", message, str(path))]) from error
    digest = hashlib.sha256(raw).hexdigest()
    with _LOCK:
        checklist = _COMPILED.get(digest)
    if checklist is None:
        checklist = read_checklist(raw, file=str(path))
        with _LOCK:
            _COMPILED[digest] = checklist
    if (path.parent.name, path.stem) != (checklist.id, checklist.edition):
        message = f"This is {checklist.id}@{checklist.edition}: keep it as {checklist.id}/{checklist.edition}.yaml."
        raise Problems([Problem(1, 1, "file.name", message, str(path))])
    return checklist
