"""The folder of checklists: `<id>/<edition>.yaml`, each read and compiled once, when it is first needed.

- A file that cannot be used never stops the server: it is listed with its problems, and the others work.
- Compiled checklists stay in memory and never go to disk. Their conditions belong to a library that cannot store them,
  and a stored form of the rest could say something else than the file whose digest it bears.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from certflow.domain.checklist import Checklist, Editions, Problem, Problems, line_of, read_checklist
from certflow.domain.checklist.lineage import superseded_in
from certflow.domain.edition import File, digest_of
from certflow.domain.refusal import Refused

#: compiled checklists by digest, which covers all their files; one never changes, so processes may keep it for good
_COMPILED: dict[str, Checklist] = {}
_LOCK = Lock()


class Library:
    """The checklists of a folder. Listing them reads no file; each is compiled at first use."""

    def __init__(self, paths: Mapping[tuple[str, str], Path]) -> None:
        self._paths = dict(paths)
        self._read: dict[tuple[str, str], Checklist | Problems] = {}
        self._follows: dict[str, Mapping[str, frozenset[str]]] = {}

    @property
    def editions(self) -> tuple[tuple[str, str], ...]:
        """(id, edition) of every file, usable or not, in the order of their names."""
        return tuple(self._paths)

    def get(self, id: str, edition: str) -> Checklist:
        """One edition. Raises Refused: checklist.unknown, checklist.unusable."""
        path = self._path(id, edition)
        found = self._found(id, edition)
        if isinstance(found, Problems):
            name = f"{id}@{edition}"
            raise Refused("checklist.unusable", checklist=name, file=str(path), problems=len(found.found))
        return found

    def digest(self, id: str, edition: str) -> str:
        """The digest of one edition, without compiling it. Raises Refused: checklist.unknown, checklist.unusable."""
        path = self._path(id, edition)
        found = self._read.get((id, edition))
        if isinstance(found, Checklist):
            return found.digest
        try:
            return digest_of(_line_of(path))
        except Problems as error:
            name = f"{id}@{edition}"
            raise Refused("checklist.unusable", checklist=name, file=str(path), problems=len(error.found)) from error

    def files(self, id: str, edition: str) -> tuple[File, ...]:
        """The file of one edition, and those it extends. Raises Refused: checklist.unknown; Problems."""
        return _line_of(self._path(id, edition))

    def follows(self, id: str) -> Mapping[str, frozenset[str]]:
        """Edition → those that its own file says it follows, for every edition of a checklist.

        Reads the files' heads and compiles nothing. Whether an edition can be used is found out when it is asked for.
        """
        if id not in self._follows:
            self._follows[id] = {name: followed_by(path) for (of, name), path in self._paths.items() if of == id}
        return self._follows[id]

    def followers(self, id: str, edition: str) -> tuple[str, ...]:
        """The editions that follow one, also over others: those that nothing follows in turn come first."""
        own = self.follows(id)
        found: list[str] = []
        ring = [edition]
        while ring := [each for each, said in own.items() if said & set(ring) and each not in (edition, *found)]:
            found += ring
        ahead = {name for each in found for name in own[each]}
        return tuple(sorted(found, key=lambda each: (each in ahead, found.index(each))))

    def all(self) -> tuple[Checklist, ...]:
        """Every checklist that can be used; compiles what is not compiled yet."""
        found = (self._found(*name) for name in self._paths)
        return tuple(one for one in found if isinstance(one, Checklist))

    @property
    def problems(self) -> Mapping[str, tuple[Problem, ...]]:
        """File → what is wrong with it; compiles what is not compiled yet."""
        found = {str(path): self._found(*name) for name, path in self._paths.items()}
        return {file: one.found for file, one in found.items() if isinstance(one, Problems)}

    def _path(self, id: str, edition: str) -> Path:
        if (path := self._paths.get((id, edition))) is None:
            known = [f"{one}@{two}" for one, two in self._paths]
            raise Refused("checklist.unknown", checklist=f"{id}@{edition}", known=known)
        return path

    def _found(self, id: str, edition: str) -> Checklist | Problems:
        """What the file holds, or what is wrong with it. Read once: a file that changes counts at the next start."""
        if (found := self._read.get((id, edition))) is None:
            try:
                found = read_checklist_file(self._paths[id, edition])
            except Problems as error:
                found = error
            self._read[id, edition] = found
        return found


def followed_by(path: Path) -> frozenset[str]:
    """The editions that a file itself says it supersedes."""
    try:
        return superseded_in(path.read_bytes())
    except OSError:
        return frozenset()


def read_checklists(folder: Path) -> Library:
    """The checklists below `folder`."""
    return Library({(path.parent.name, path.stem): path for path in sorted(folder.glob("*/*.yaml"))})


def read_checklist_file(path: Path) -> Checklist:
    """The checklist in a file whose folder and name must say the same as it does. Raises Problems."""
    line = _line_of(path)
    digest = digest_of(line)
    with _LOCK:
        checklist = _COMPILED.get(digest)
    if checklist is None:
        with _for_good():
            checklist = read_checklist(line[0].raw, file=str(path), editions=editions_beside(path))
        with _LOCK:
            # whoever was first is kept, so that one edition is one object
            checklist = _COMPILED.setdefault(checklist.digest, checklist)
    if (path.parent.name, path.stem) != (checklist.id, checklist.edition):
        message = f"This is {checklist.id}@{checklist.edition}: keep it as {checklist.id}/{checklist.edition}.yaml."
        raise Problems([Problem(1, 1, "file.name", message, str(path))])
    return checklist


@contextmanager
def _for_good() -> Iterator[None]:
    """What is read here stays as long as the process: to look for circles in it, now or ever again, finds nothing.

    In a large checklist that would cost a fifth of the reading, and a pause of some requests later on.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_at_work:
            gc.enable()


def editions_beside(path: Path) -> Editions:
    """Finds the editions that a file may extend: they lie in the same folder."""

    def find(edition: str) -> File | None:
        other = path.with_name(f"{edition}.yaml")
        return File(_bytes_of(other), str(other)) if other.is_file() else None

    return find


def _line_of(path: Path) -> tuple[File, ...]:
    return line_of(File(_bytes_of(path), str(path)), editions_beside(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        raise Problems([Problem(1, 1, "file.unreadable", message, str(path))]) from error
