"""Parameters: named gaps in texts, filled by an edition, and otherwise shown as what is still to be chosen.

- `{{name}}` in any text stands for a parameter of the file; `\\{{name}}` is shown as it is written.
- An edition that extends another fills a gap by saying `values`; the wording moves with it, and approvals know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from certflow.domain.checklist.contract import ParameterShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.text import Text

INSERTED = re.compile(r"(\\?)\{\{ *([A-Za-z0-9_][A-Za-z0-9_.:/-]{0,119}) *\}\}")

#: how a choice of several is announced; a language that is not here reads English
_ONE_OR_MORE = {"en": "one or more of", "it": "uno o più tra", "uk": "одне або кілька з"}
_ONE = {"en": "one of", "it": "uno tra", "uk": "одне з"}
#: no text grows longer by what is put into it
MAX_FILLED = 20_000
#: so many parameters may stand in one another
MAX_DEPTH = 16


class Parameters:
    """The parameters of one file, ready to be put into its texts."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._shapes: Mapping[str, ParameterShape] = draft.shape.parameters
        self._said: dict[tuple[str, str], str] = {}
        self._open: list[str] = []
        self._parts = {name: self._read(name, shape) for name, shape in self._shapes.items()}
        self._find_circles()

    def fill(self, text: Text, path: Path) -> Text:
        """The text with what each parameter stands for."""
        if not self._shapes or not any("{{" in one for one in (text.authoritative, *text.translations.values())):
            return text
        return Text(
            self._filled(text.authoritative, text.language, path),
            text.language,
            {language: self._filled(said, language, path) for language, said in text.translations.items()},
        )

    def _filled(self, said: str, language: str, path: Path) -> str:
        length = len(said)

        def put(found: re.Match[str]) -> str:
            nonlocal length
            escaped, name = found.groups()
            if escaped:
                return found[0][1:]
            if not self._draft.known(path, "parameter.unknown", "parameter", name, self._shapes):
                return found[0]
            words = self._words(name, language)
            length += len(words)
            if length > MAX_FILLED:
                message = f"With its parameters this text has more than {MAX_FILLED} characters."
                self._draft.problem(path, "parameter.too-long", message)
                return ""
            return words

        return INSERTED.sub(put, said)

    def _find_circles(self) -> None:
        """Refuse parameters that stand in one another, whether or not a value hides it now."""
        within = {
            name: [inner for text in (title, *values, *choices) for inner in _inserted(text)]
            for name, (title, values, choices) in self._parts.items()
        }
        try:
            TopologicalSorter(within).prepare()
        except CycleError as error:
            circle = [str(name) for name in error.args[1]]
            message = f"Parameters stand in one another: {' → '.join(reversed(circle))}."
            self._draft.problem(("parameters", circle[0]), "parameter.circle", message, key=True)
        for name in self._shapes:
            self._words(name, self._draft.shape.language)

    def _words(self, name: str, language: str) -> str:
        """What stands in the text: its values, or in brackets what is still to be chosen."""
        if (name, language) in self._said:
            return self._said[name, language]
        path: Path = ("parameters", name)
        if name in self._open:
            return name  # a circle: it has been told
        if len(self._open) >= MAX_DEPTH:
            message = f"Parameters stand in one another more than {MAX_DEPTH} deep."
            self._draft.problem(path, "parameter.deep", message, key=True)
            return name
        self._open.append(name)
        title, values, choices = self._parts[name]
        select = self._shapes[name].select

        def say(text: Text) -> str:
            return self._filled(text.in_language(language), language, path)

        if values:
            said = ", ".join(map(say, values))
        elif select is not None:
            how = _ONE if select.how_many == "one" else _ONE_OR_MORE
            said = f"[{how.get(language, how['en'])}: {'; '.join(map(say, choices))}]"
        else:
            said = f"[{say(title)}]"
        self._open.pop()
        self._said[name, language] = said
        return said

    def _read(self, name: str, shape: ParameterShape) -> tuple[Text, list[Text], list[Text]]:
        path: Path = ("parameters", name)
        draft = self._draft
        values = [draft.text(one, (*path, "values", at)) for at, one in enumerate(shape.values)]
        for part, texts in (("constraints", shape.constraints), ("guidelines", shape.guidelines)):
            for at, words in enumerate(texts):
                draft.text(words, (*path, part, at))
        choices: list[Text] = []
        if shape.select is not None:
            choices = [draft.text(one, (*path, "select", "choices", at)) for at, one in enumerate(shape.select.choices)]
            if shape.select.how_many == "one" and len(values) > 1:
                message = f"{len(values)} values for a parameter that takes one: keep one, or 'how_many: one_or_more'."
                draft.problem((*path, "values"), "parameter.many", message, key=True)
            for at, value in enumerate(values):
                offered = [str(one) for one in choices]
                draft.known((*path, "values", at), "parameter.choice", "choice of this parameter", str(value), offered)
        return draft.text(shape.title, (*path, "title")), values, choices


def _inserted(text: Text) -> list[str]:
    """The parameters that stand in a text, in any of its languages."""
    said = (text.authoritative, *text.translations.values())
    return [name for one in said for escaped, name in INSERTED.findall(one) if not escaped]
