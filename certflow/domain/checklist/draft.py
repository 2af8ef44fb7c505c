"""A checklist file while it is being read: its data, its places, and the problems found so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from certflow.domain.checklist.blame import ConditionError
from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import FileShape, SourceShape
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.model import Enumeration
from certflow.domain.checklist.problems import MOST_PROBLEMS, Problem, Problems, nearest
from certflow.domain.checklist.proof import MAX_STEPS
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.strict_yaml import Document, Path
from certflow.domain.checklist.values import ChoiceType
from certflow.domain.text import Text

#: signs such as `ARC-a` or `1 084 kJ` are the same in every language
_WORD = re.compile(r"[^\W\d_A-Z]{3}")

#: in a text, beside its languages: which translations are older than the text itself
STALE = "stale"


def _as_written(text: Text, _: Path) -> Text:
    return text


class Draft:
    """Collects what is found in one file. A part with a problem is left out; reading goes on to find the rest."""

    def __init__(self, shape: FileShape, document: Document) -> None:
        self.shape = shape
        self.document = document
        self.problems: list[Problem] = []
        self.unfinished: list[Problem] = []
        self.enumerations: dict[str, Enumeration] = {}
        self.conditions: list[tuple[Path, Expression]] = []
        self.expressions: list[tuple[Path, Expression]] = []
        self.steps_left = MAX_STEPS
        #: puts parameters into texts, as soon as they are known
        self.fill: Callable[[Text, Path], Text] = _as_written

    def problem(self, path: Path, code: str, message: str, *, key: bool = False) -> None:
        """Note a problem with what stands at `path`; `key` points to its name."""
        place = self.document.place(path, key=key)
        self._note(Problem(place.line, place.column, code, message, place.file))

    def text(self, words: Mapping[str, str], path: Path) -> Text:
        """A text with its translations."""
        language = self.shape.language
        own = words.get("") or words.get(language)
        for name in words:
            if name and name not in (*self.shape.languages, STALE):
                known = ", ".join(self.shape.languages)
                self.problem((*path, name), "text.language", f"'{name}' is not a language here: {known}.", key=True)
        if own is None:
            self.problem(path, "text.missing", f"The text is missing in the file's own language, '{language}'.")
        stale = self._stale(words, path)
        self._look_for_translations(words, path)
        others = {name: said for name, said in words.items() if name not in ("", STALE, language, *stale)}
        return self.fill(Text(own or next(iter(words.values()), ""), language, others), path)

    def _stale(self, words: Mapping[str, str], path: Path) -> list[str]:
        """The translations marked as older than the text itself. They are not shown: the text itself is."""
        if STALE not in words:
            return []
        stale = [name for name in re.split(r"[,\s]+", words.get(STALE, "")) if name]
        for name in stale:
            if name not in words or name == self.shape.language:
                message = f"'{name}' is no translation here that could be stale."
                self.problem((*path, STALE), "text.stale", message)
            else:
                message = f"The text in '{name}' is marked as stale: bring it up to date and take the mark away."
                self._lacking((*path, name), "text.stale", message)
        return stale

    def _lacking(self, path: Path, code: str, message: str) -> None:
        """What a published edition may not have, and a draft only has noted."""
        place = self.document.place(path)
        problem = Problem(place.line, place.column, code, message, place.file)
        (self.problems if self.shape.status == "published" else self.unfinished).append(problem)

    def _look_for_translations(self, words: Mapping[str, str], path: Path) -> None:
        """A published edition speaks all its languages; what a draft still lacks is only noted."""
        missing = [name for name in self.shape.languages if name != self.shape.language and name not in words]
        said = words.get("") or words.get(self.shape.language) or ""
        if not missing or ("" in words and not _WORD.search(said)):
            return
        message = f"The text is missing in {', '.join(missing)}: a published edition speaks all its languages."
        self._lacking(path, "text.untranslated", message)

    def optional_text(self, words: Mapping[str, str] | None, path: Path) -> Text | None:
        return self.text(words, path) if words else None

    def source(self, shape: SourceShape | None, path: Path) -> Source | None:
        """The place in the regulation; the first document where none is named."""
        if shape is None:
            return None
        documents = self.shape.documents
        name = shape.document or next(iter(documents))
        if name not in documents:
            self.known((*path, "document"), "source.document", "document", name, documents)
            return None
        document = documents[name]
        return Source(
            self.document_title(name),
            self._named(shape.point, (*path, "point")),
            shape.url or document.url,
            shape.read_on or document.read_on,
        )

    def document_title(self, name: str) -> Text:
        return self._named(self.shape.documents[name].title, ("documents", name, "title"))

    def _named(self, said: str | Mapping[str, str], path: Path) -> Text:
        """A name as it is written; one that has translations is held to all of them, as any text."""
        return Text(said, self.shape.language) if isinstance(said, str) else self.text(said, path)

    def known(self, path: Path, code: str, what: str, name: str, among: Iterable[str], *, key: bool = False) -> bool:
        """Whether `name` is one of `among`; a problem with the nearest match where it is not."""
        if name in (among if isinstance(among, (Mapping, Set)) else (among := list(among))):
            return True
        names = list(among)
        self.problem(path, code, f"No {what} is called '{name}'.{nearest(name, names)}", key=key)
        return False

    def expression(
        self, path: Path, text: str | None, language: Language, gives: ChoiceType | None = None
    ) -> Expression | None:
        """A calculated value; None (and a problem) where it cannot be used."""
        return self._compiled(path, text, lambda said: language.compile(said, gives))

    def condition(self, path: Path, text: str | None, language: Language) -> Expression | None:
        """A condition; None (and a problem) where it cannot be used."""
        found = self._compiled(path, text, language.condition)
        if found is not None:
            self.conditions.append((path, found))
        return found

    def _compiled(self, path: Path, text: str | None, work: Callable[[str], Expression]) -> Expression | None:
        if text is None:
            return None
        try:
            found = work(text)
        except ConditionError as error:
            self.problem_within(path, error.offset, error.code, error.message)
            return None
        self.expressions.append((path, found))
        return found

    def problem_within(self, path: Path, offset: int, code: str, message: str) -> None:
        """Note a problem with the character at `offset` of the text at `path`."""
        line, column = self.document.within(path, offset)
        self._note(Problem(line, column, code, message, self.document.place(path).file))

    def _note(self, problem: Problem) -> None:
        """Keep a problem; with too many of them the file is not looked at further. Raises Problems then."""
        if len(self.problems) >= MOST_PROBLEMS:
            message = f"More than {MOST_PROBLEMS} problems. Mend those told here first."
            raise Problems(
                [*self.problems, Problem(problem.line, problem.column, "file.problems", message, problem.file)]
            )
        self.problems.append(problem)

    def enumeration(self, path: Path, name: str) -> Enumeration | None:
        """The order or the choices called `name`."""
        if self.known(path, "enumeration.unknown", "order or choices", name, self.enumerations):
            return self.enumerations[name]
        return None

    def list_called(self, path: Path, name: str | None) -> str | None:
        """The list that `each` names; None (and a problem) where there is none."""
        if name is None or not self.known(path, "each.unknown", "list", name, self.shape.lists):
            return None
        return name

    def choice_type(self, name: str) -> ChoiceType:
        """The type of a value of the order or the choices called `name`."""
        enumeration = self.enumerations[name]
        return ChoiceType(enumeration.values, enumeration.ordered, name)

    def titles(self, values: Mapping[str, Any], path: Path) -> dict[str, Text]:
        """The titles of named values. A list of bare values has each as its own title."""
        return {value: self.text(shape.title, (*path, value, "title")) for value, shape in values.items()}
