"""The parts of the record as HTML, one function a chapter (`parts.py` cuts the record).

Every text passes `printable` and Jinja's escaping on its way out (`said`), so a template cannot forget either. A record
in two languages has every text of a checklist and every word of ours in both; what people typed stands there once.
"""

from __future__ import annotations

import io
import itertools
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from certflow.domain.carried import SNAPSHOT
from certflow.domain.record import Answer, DecisionTable, RecordContent, Step
from certflow.domain.text import Text
from certflow.pdf import figures
from certflow.pdf.grids import runs
from certflow.pdf.heads import Heads
from certflow.pdf.parts import Part, sections_of
from certflow.pdf.words import WORDS, standing

TEMPLATES = Path(__file__).parents[2] / "templates" / "paper"
#: a passage up to so many characters stands beside its translation; a longer one above it
BESIDE = 700
#: a question and its answer of so many characters stand on one line
ON_ONE_LINE = 64
#: so many columns of a decision table fit a page beside its labels
WIDEST = 8


@dataclass(frozen=True)
class Heading:
    """A heading of the first rank: its number, the id it is linked by, and its title."""

    number: int
    id: str
    title: Text


@dataclass(frozen=True)
class Paper:
    """What every chapter is given: its part of the record, and how text becomes printable."""

    part: Part
    environment: Environment

    @property
    def language(self) -> str:
        """The first one."""
        return self.part.languages[0]

    @property
    def content(self) -> RecordContent:
        return self.part.content

    def fragment(self, name: str, **more: object) -> Markup:
        template = self.environment.get_template(f"_{name}.html")
        headings = {id: Heading(at, id, WORDS[f"chapter_{id}"]) for at, id in enumerate(self.part.headings, 1)}
        given = {"content": self.content, "part": self.part, "words": WORDS, "attachment": SNAPSHOT}
        return Markup(template.render(**given, headings=headings, **more))


def set_paper(part: Part, printable: Callable[[str], str]) -> Paper:
    """The paper of one part."""
    return Paper(part, _templates(part.languages, printable))


@cache
def _templates(languages: tuple[str, ...], printable: Callable[[str], str]) -> Environment:
    """The templates, read once for all parts in the same languages."""
    voices = _Voices(languages, printable)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=voices.said,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=moment,
        grouped=grouped,
        fill=fill,
        lower_first=lower_first,
        listed=listed,
        runs=runs,
        standing=standing,
        prose=voices.prose,
        plain=voices.plain,
    )
    environment.tests["brief"] = voices.brief
    return environment


@dataclass(frozen=True)
class _Voices:
    """How a text is set: one language plainly, a second one after it, each passage marked with its language."""

    languages: tuple[str, ...]
    printable: Callable[[str], str]

    def said(self, value: object) -> object:
        if isinstance(value, Text):
            return Markup("").join(
                self._span(language, words, "also" if at else "")
                for at, (language, words) in enumerate(value.in_each(self.languages))
            )
        return self.printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    def prose(self, value: Text) -> Markup:
        """A passage as paragraphs: two languages side by side, or one above the other where they are long."""
        passages = value.in_each(self.languages)
        if len(passages) == 1:
            language, words = passages[0]
            return Markup("<p{}>{}</p>").format(self._lang(language, words), self.printable(words))
        beside = max(len(words) for _, words in passages) <= BESIDE
        halves = Markup("").join(
            Markup('<p class="{}{}"{}>{}</p>').format(
                "half" if beside else "whole", " also" if at else "", self._lang(language, words), self.printable(words)
            )
            for at, (language, words) in enumerate(passages)
        )
        return Markup('<div class="pair">{}</div>').format(halves)

    def brief(self, answer: Answer) -> bool:
        """Whether an answer fits beside its question: one line in one language, with nothing below it."""
        if answer.held or answer.grid or len(self.languages) > 1:
            return False
        words = answer.value.in_language(self.languages[0]) if answer.value else ""
        return "\n" not in words and len(self.plain(answer.question)) + len(words) <= ON_ONE_LINE

    def plain(self, value: Text) -> str:
        """Without any mark-up, for attributes and bookmarks."""
        return self.printable(" / ".join(words for _, words in value.in_each(self.languages)))

    def _span(self, language: str, words: str, look: str) -> Markup:
        lang, set_as = self._lang(language, words), Markup(' class="{}"').format(look) if look else ""
        if not (lang or set_as):
            return escape(self.printable(words))
        return Markup("<span{}{}>{}</span>").format(set_as, lang, self.printable(words))

    def _lang(self, language: str, words: str) -> Markup:
        """The language of a passage, where it is another than the paper's own."""
        if language == "und":
            # Nobody said in which language it was typed, but Cyrillic read out with an English voice is noise.
            language = "uk" if _cyrillic(words) else self.languages[0]
        return Markup("") if language == self.languages[0] else Markup(' lang="{}"').format(language)


def _cyrillic(words: str) -> bool:
    letters = [each for each in words[:200] if each.isalpha()]
    return 2 * sum(unicodedata.name(each, "").startswith("CYRILLIC") for each in letters) > len(letters)


def page(paper: Paper) -> str:
    """One part as a document of its own. The first one's title, language and dates become those of the whole record."""
    content = paper.content
    return paper.environment.get_template("record.html").render(
        language=paper.language,
        title=f"{content.identity.title} – {content.identity.dossier_id}",
        subject=WORDS["kind"].in_language(paper.language),
        made_at=content.identity.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        body=DRAWN_BY[paper.part.chapter](paper),
        two=len(paper.part.languages) > 1,
    )


def front(paper: Paper) -> Markup:
    """Cover, contents and outcome."""
    cover = paper.fragment("cover", qr=qr(paper), digest=paper.part.digest)
    levels = figures.levels(paper.content, paper.language)
    states = {step.id: standing(step) for step in paper.content.steps}
    return cover + paper.fragment("outcome", sections=sections_of(paper.content), levels=levels, states=states)


def matrix(paper: Paper) -> Markup:
    """The regulator's own table."""
    return paper.fragment("matrix")


def glance(paper: Paper) -> Markup:
    """Every step on one line, those that do not apply included (P8)."""
    return paper.fragment("glance")


def derived(paper: Paper) -> Markup:
    """Derived values with their reasons, and the picture of what led to what."""
    numbers = {table.id: number for number, table in enumerate(paper.content.tables, 1)}
    picture = figures.derivation(paper.content, paper.language)
    return paper.fragment("derived", numbers=numbers, picture=picture)


def tables(paper: Paper) -> Markup:
    """The tables that decided something, each once, its deciding cells marked."""
    titles = {value.name: value.title for value in paper.content.derived}
    drawn = [
        DrawnTable(number, _headed(number, table.title), table, _parts(table), _decided(table, titles))
        for number, table in enumerate(paper.content.tables, paper.part.first)
    ]
    return paper.fragment("tables", tables=drawn)


@dataclass(frozen=True)
class DrawnTable:
    """One deciding table as it is set: its number and heading, the runs of columns that fit a page, what it decided."""

    number: int
    heading: Text
    table: DecisionTable
    parts: list[tuple[int, int]]
    decided: list[Text]


def _headed(number: int, title: Text) -> Text:
    """“Table 3. Its title”, in every language."""
    word = WORDS["table"]
    others = {each: f"{word.in_language(each)} {number}. {title.in_language(each)}" for each in title.translations}
    own = f"{word.in_language(title.language)} {number}. {title.authoritative}"
    return Text(own, title.language, others)


def _parts(table: DecisionTable) -> list[tuple[int, int]]:
    """The columns of a table, in runs that fit a page: (first, behind the last)."""
    width = len(table.columns)
    runs = -(-width // WIDEST)
    size = -(-width // runs)
    return [(first, min(first + size, width)) for first in range(0, width, size)]


def _decided(table: DecisionTable, titles: Mapping[str, Text]) -> list[Text]:
    """What a table decided, by title; a table of levels decides for each of its rows, which needs no telling."""
    return [titles[mark.what] for mark in table.marks if mark.what in titles]


def waivers(paper: Paper) -> Markup:
    """What was set aside or agreed with the authority, and until when."""
    return paper.fragment("waivers")


def steps(paper: Paper) -> Markup:
    """The chapter of steps, section by section; a section that began in the part before has no heading here."""
    part = paper.part
    numbered = list(enumerate(part.content.steps, start=part.first))
    files = {file.sha256: (part.places[file.sha256], file) for file in part.content.evidence}
    sections = [
        (title, Markup("\n").join(step(paper, number, each, files) for number, each in found))
        for title, found in itertools.groupby(numbered, key=lambda pair: pair[1].section)
    ]
    return paper.fragment("steps", sections=sections)


def step(paper: Paper, number: int, each: Step, files: Mapping[str, object]) -> Markup:
    """One step with everything that was said about it."""
    return paper.fragment("step", step=each, number=number, files=[files[sha256] for sha256 in each.evidence])


def lists(paper: Paper) -> Markup:
    """An answer of many rows, or a piece of it."""
    return paper.fragment("lists")


def evidence(paper: Paper) -> Markup:
    """The list of evidence."""
    return paper.fragment("evidence")


def history(paper: Paper) -> Markup:
    """What was done to each step, and every decision."""
    return paper.fragment("history")


def back(paper: Paper) -> Markup:
    """The ledger's proof, how to verify."""
    return paper.fragment("proof") + paper.fragment("verify")


#: chapter → what draws it
DRAWN_BY: Mapping[str, Callable[[Paper], Markup]] = {
    each.__name__: each
    for each in (front, matrix, glance, derived, tables, waivers, steps, lists, evidence, history, back)
}


def running_heads(dossier: str, revision: int, record: str, language: str, printable: Callable[[str], str]) -> Heads:
    """What stands at the edges of every page."""
    word, page_, of = (WORDS[name].in_language(language) for name in ("revision", "page", "of"))
    return Heads(printable(f"{dossier}, {word.lower()} {revision}"), printable(record), page_, of)


def stylesheet() -> str:
    """The look. Nothing that people typed ever reaches it."""
    return (TEMPLATES / "record.css").read_text(encoding="utf-8")


def qr(paper: Paper) -> Markup:
    """The address of the verification page as a QR code, drawn as lines; its title is what a screen reader says."""
    url = paper.content.identity.verify_url
    out = io.BytesIO()
    title = " / ".join(words for _, words in fill(WORDS["qr"], url=url).in_each(paper.part.languages))
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=0, title=title
    )
    return Markup(out.getvalue().decode())


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def grouped(number: int) -> str:
    """12 345 678 with narrow spaces that do not break."""
    return f"{number:,}".replace(",", "\u202f")


def fill(words: Text, **values: object) -> Text:
    """The words with their gaps filled, in every language."""
    return _each(words, lambda said: said.format(**values))


def listed(question: Text, number: int) -> Text:
    """“List 3. The question”, in every language."""
    languages = {question.language, *question.translations}
    said = {each: f"{WORDS['list'].in_language(each)} {number}. {question.in_language(each)}" for each in languages}
    return Text(said.pop(question.language), question.language, said)


def lower_first(words: Text) -> Text:
    return _each(words, lambda said: said[:1].lower() + said[1:])


def _each(words: Text, change: Callable[[str], str]) -> Text:
    others = {language: change(said) for language, said in words.translations.items()}
    return Text(change(words.authoritative), words.language, others)
