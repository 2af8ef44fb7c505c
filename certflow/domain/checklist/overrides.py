"""An edition that extends another: what it says is put over what the other says.

- A map goes over a map name by name; `~` takes a name away. A text goes whole, so that no old translation is left.
- A map over a list changes single entries: by id, by name, by label, by column, or by position counted from 1.
- Anything else replaces what stood there.
- Every part keeps the place it was written at, with its file, so a problem is told where it can be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from certflow.domain.checklist.problems import Problem, Problems, nearest
from certflow.domain.checklist.strict_yaml import Data, Document, Path
from certflow.domain.text import LANGUAGES

#: what each edition says for itself
OWN = ("checklist", "edition", "extends", "status", "title", "effective", "jurisdictions", "changes")


def put_over(base: Document, own: Document) -> Document:
    """The whole edition of which `own` says only what differs from `base`. Raises Problems: extends.*, override.*"""
    if not isinstance(base.data, dict) or not isinstance(own.data, dict):
        return own
    if own.data.get("checklist") != base.data.get("checklist"):
        place = own.place(("checklist",))
        other = base.data.get("checklist")
        message = f"This extends an edition of '{other}': only another edition of the same checklist can be extended."
        raise Problems([Problem(place.line, place.column, "extends.other", message, place.file)])
    merge = _Merge(base, own)
    merge.place_steps(base.data, own.data)
    merge.removed = set(_taken_away(base.data, merge.own.data))
    merge.result.data = merge.top(base.data, merge.own.data)
    if merge.problems:
        raise Problems(merge.problems)
    return merge.result


class _Merge:
    def __init__(self, base: Document, own: Document) -> None:
        self.base, self.own = base, own
        self.result = Document(own.file, {**base.lines, **own.lines})
        self.problems: list[Problem] = []
        #: steps and criteria of the base that this edition has no more
        self.removed: set[str] = set()
        self.languages = {*LANGUAGES, *_languages(base.data), *_languages(own.data)}

    def problem(self, path: Path, code: str, message: str) -> None:
        place = self.own.place(path, key=True)
        self.problems.append(Problem(place.line, place.column, code, message, place.file))

    # steps are named without their section

    def place_steps(self, base: Mapping[str, Data], own: Mapping[str, Data]) -> None:
        """Bring `steps` under their sections, so that everything after this knows one place for them."""
        steps, sections = own.get("steps"), own.get("sections")
        if not isinstance(steps, dict) or not isinstance(sections, (dict, type(None))):
            return
        homes = dict(_homes(base))
        placed = Document(self.own.file, self.own.lines)
        whole = {
            name: _take(self.own, placed, value, (name,), (name,)) for name, value in own.items() if name != "steps"
        }
        placed.places[()] = self.own.place(())
        under: dict[str, Data] = dict(sections or {})
        for id_, step in steps.items():
            home = self.home_of(id_, step, homes)
            if home is not None:
                self.put_under(placed, under.setdefault(home, {}), home, id_, step)
        placed.data = {**whole, "sections": under}
        self.own = placed

    def home_of(self, id_: str, step: Data, homes: Mapping[str, str]) -> str | None:
        """The section of a step: where the base has it, or where a new one says it stands."""
        if id_ in homes:
            return homes[id_]
        home = step.get("section") if isinstance(step, dict) else None
        if home is None:
            message = f"No step is called '{id_}'.{nearest(id_, homes)} A new step says in which 'section' it stands."
            self.problem(("steps", id_), "override.step", message)
        elif home not in homes.values():
            message = f"No section is called '{home}'.{nearest(str(home), homes.values())}"
            self.problem(("steps", id_, "section"), "override.section", message)
        else:
            return str(home)
        return None

    def put_under(self, placed: Document, section: Data, home: str, id_: str, step: Data) -> None:
        inner = section.setdefault("steps", {}) if isinstance(section, dict) else None
        if not isinstance(inner, dict):
            return  # what stands there instead is told when the shape is checked
        to: Path = ("sections", home, "steps", id_)
        for at in range(1, 4):
            placed.places.setdefault(to[:at], self.own.place(("steps", id_)))
            placed.keys.setdefault(to[:at], self.own.place(("steps", id_), key=True))
        said = {name: one for name, one in step.items() if name != "section"} if isinstance(step, dict) else step
        inner[id_] = _take(self.own, placed, said, ("steps", id_), to)

    # putting over

    def top(self, base: Mapping[str, Data], own: Data) -> Data:
        assert isinstance(own, dict)
        below = {name: value for name, value in base.items() if name not in OWN}
        tests = own.get("tests")
        if isinstance(tests, list) and isinstance(below.get("tests"), list):
            above = {name: value for name, value in own.items() if name != "tests"}
            rest = {name: value for name, value in below.items() if name != "tests"}
            merged = self.maps(rest, (), above, (), ())
            return {**merged, "tests": self.tests(below["tests"], tests)}
        return self.maps(below, (), own, (), ())

    def tests(self, base: Data, own: list[Data]) -> Data:
        """The base's tests, then ours. One with a name that the base has stands in its stead; a bare name is none."""
        assert isinstance(base, list)
        self._at((), self.own, ("tests",), ("tests",))
        ours = {str(one["name"]) for one in own if isinstance(one, dict) and "name" in one}
        found: list[Data] = []
        for at, test in enumerate(base):
            if not (isinstance(test, dict) and str(test.get("name")) in ours):
                found.append(self.kept(test, ("tests", at), ("tests", len(found))))
        for at, test in enumerate(own):
            if not (isinstance(test, dict) and set(test) == {"name"}):
                found.append(_take(self.own, self.result, test, ("tests", at), ("tests", len(found))))
        return found

    def over(self, base: Data, below: Path, own: Data, above: Path, to: Path) -> Data:
        if isinstance(own, dict) and isinstance(base, dict) and not self.is_text(own):
            return self.maps(base, below, own, above, to)
        if isinstance(own, dict) and isinstance(base, list):
            return self.entries(base, below, own, above, to)
        return _take(self.own, self.result, own, above, to)

    def is_text(self, own: Mapping[str, Data]) -> bool:
        """A text that is said anew. Translations alone are added to what the base says."""
        language = (self.base.data or {}).get("language", "en") if isinstance(self.base.data, dict) else "en"
        return language in own and set(own) <= self.languages

    def maps(
        self, base: Mapping[str, Data], below: Path, own: Mapping[str, Data], above: Path, to: Path
    ) -> dict[str, Data]:
        self._at(below, self.own, above, to)
        found: dict[str, Data] = {}
        for name, value in base.items():
            if name not in own:
                if not self.gone(below, name):
                    found[name] = self.kept(value, (*below, name), (*to, name))
            elif own[name] is not None:
                found[name] = self.over(value, (*below, name), own[name], (*above, name), (*to, name))
        for name, value in own.items():
            if name in base:
                continue
            if value is None:
                message = f"Nothing here is called '{name}' that could be taken away.{nearest(name, base)}"
                self.problem((*above, name), "override.nothing", message)
                continue
            found[name] = _take(self.own, self.result, value, (*above, name), (*to, name))
        return found

    def entries(self, base: list[Data], below: Path, own: Mapping[str, Data], above: Path, to: Path) -> list[Data]:
        names = self.names(base, below)
        meant: dict[int, str] = {}
        fresh: list[str] = []
        for name, value in own.items():
            at = names.get(name, int(name) - 1 if name.isascii() and name.isdigit() else -1)
            if 0 <= at < len(base):
                meant[at] = name
            elif isinstance(value, dict) and base and all(isinstance(one, dict) and "id" in one for one in base):
                fresh.append(name)
            else:
                message = (
                    f"No entry here is called '{name}'.{nearest(name, names)} Name one, or count from 1 to {len(base)}."
                )
                self.problem((*above, name), "override.entry", message)
        self._at(below, self.own, above, to)
        found: list[Data] = []
        order: list[int | str] = list(range(len(base)))
        for name in fresh:
            self.put_in(order, names, name, own[name], (*above, name))
        for one in order:
            here: Path = (*to, len(found))
            if isinstance(one, str):
                found.append(self.fresh(one, own[one], (*above, one), here))
            elif one not in meant:
                if not self.gone(below, base[one]):
                    found.append(self.kept(base[one], (*below, one), here))
            elif (value := own[meant[one]]) is not None:
                found.append(self.over(base[one], (*below, one), value, (*above, meant[one]), here))
        return found

    def put_in(self, order: list[int | str], names: Mapping[str, int], name: str, value: Data, path: Path) -> None:
        """Where a new entry stands: after the one it names, or last."""
        after = value.get("after") if isinstance(value, dict) else None
        if after is None:
            order.append(name)
        elif after in names or after in order:
            order.insert(order.index(names.get(str(after), str(after))) + 1, name)
        else:
            self.problem(
                (*path, "after"), "override.after", f"No entry here is called '{after}'.{nearest(str(after), names)}"
            )

    def fresh(self, id_: str, value: Data, path: Path, to: Path) -> Data:
        assert isinstance(value, dict)
        said = {name: one for name, one in value.items() if name != "after"}
        taken = _take(self.own, self.result, said, path, to)
        assert isinstance(taken, dict)
        self.result.places[(*to, "id")] = self.own.place(path, key=True)
        return {"id": id_, **taken}

    def names(self, base: list[Data], below: Path) -> dict[str, int]:
        """What the entries of a list are called."""
        match below:
            case ("levels", at, "rows", _):
                columns = self.base.at(("levels", at, "columns"))
                return {str(one): place for place, one in enumerate(columns)} if isinstance(columns, list) else {}
            case ("tables", table, "rows", "bands", _, "gives"):
                bands = self.base.at(("tables", table, "columns", "bands"))
                return self.names(bands, ()) if isinstance(bands, list) else {}
        return {name: at for at, one in enumerate(base) for name in self.called(one)}

    def called(self, entry: Data) -> Iterator[str]:
        if not isinstance(entry, dict):
            yield str(entry)
            return
        for name in ("id", "name", "label", "when"):
            said = entry.get(name)
            if isinstance(said, dict):
                yield from (str(one) for one in said.values())
            elif said is not None and not isinstance(said, list):
                yield str(said)

    # what stays as the base says it

    def kept(self, value: Data, path: Path, to: Path) -> Data:
        return _take(self.base, self.result, value, path, to, self.gone)

    def gone(self, path: Path, child: Data) -> bool:
        """Whether something only speaks of a step or criterion that this edition has taken away."""
        if not self.removed or len(path) < 2:
            return False
        match path[0], path[-1]:
            case (
                ("levels", "rows")
                | ("matrix", "rows" | "ticks" | "levels")
                | ("tests", "expect")
                | ("gates", "before" | "after")
            ):
                return child in self.removed if isinstance(child, str) else False
            case "mappings", "rows":
                return isinstance(child, dict) and child.get("to") in self.removed
            case _:
                return False

    def _at(self, below: Path, source: Document, path: Path, to: Path) -> None:
        self.result.places[to] = source.place(path)
        if path in source.keys:
            self.result.keys[to] = source.keys[path]


def _languages(data: Data) -> set[str]:
    """The languages a file says it has; they tell a text from a map of other things."""
    said = data.get("languages") if isinstance(data, dict) else None
    return {str(one) for one in said} if isinstance(said, list) else set()


def _nothing_gone(path: Path, child: Data) -> bool:
    return False


def _take(
    source: Document,
    into: Document,
    value: Data,
    path: Path,
    to: Path,
    gone: Callable[[Path, Data], bool] = _nothing_gone,
) -> Data:
    """A part of `source` with all its places, at another place of `into`; without the children that are `gone`."""
    into.places[to] = source.places.get(path) or source.place(path)
    if path in source.keys:
        into.keys[to] = source.keys[path]
    if isinstance(value, dict):
        return {
            name: _take(source, into, one, (*path, name), (*to, name), gone)
            for name, one in value.items()
            if not gone(path, name)
        }
    if isinstance(value, list):
        left = [(at, one) for at, one in enumerate(value) if not gone(path, one)]
        return [_take(source, into, one, (*path, at), (*to, new), gone) for new, (at, one) in enumerate(left)]
    return value


def _homes(base: Mapping[str, Data]) -> Iterator[tuple[str, str]]:
    """Each step of a file with the section it stands in."""
    for section in _with_ids(base.get("sections")):
        for step in _with_ids(section.get("steps")):
            yield str(step["id"]), str(section["id"])


def _taken_away(base: Mapping[str, Data], own: Data) -> Iterator[str]:
    """Steps and criteria, as `oso-05.c1`, that are taken away: alone, or with the step or section they stand in."""
    sections = _part(own, "sections")
    for section in _with_ids(base.get("sections")):
        steps = _part(sections, str(section["id"]), "steps")
        for step in _with_ids(section.get("steps")):
            id_ = str(step["id"])
            if _part(steps, id_) is None:
                yield id_
            criteria, said = step.get("criteria"), _part(steps, id_, "criteria")
            for name in criteria if isinstance(criteria, dict) else ():
                if _part(said, name) is None:
                    yield f"{id_}.{name}"


def _part(data: Data, *names: str) -> Data:
    """What is said of a part: None where it, or what it stands in, is taken away; nothing, where nothing is said."""
    for name in names:
        data = data.get(name, {}) if isinstance(data, dict) else data
    return data


def _with_ids(data: Data) -> Iterator[Mapping[str, Data]]:
    """The entries of a list that say what they are called."""
    return (one for one in data if isinstance(one, dict) and "id" in one) if isinstance(data, list) else iter(())
