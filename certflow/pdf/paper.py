"""The parts of the record as HTML, one function a chapter (`parts.py` cuts the record).

Every text passes `printable` and Jinja's escaping on its way out (`finalize`), so a template cannot forget either.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from certflow.domain.record import RecordContent, Step
from certflow.domain.text import Text
from certflow.pdf.heads import Heads
from certflow.pdf.parts import Part
from certflow.pdf.words import WORDS

TEMPLATES = Path(__file__).parents[2] / "templates" / "paper"
#: name of the embedded JSON
ATTACHMENT = "record.json"
CHAPTERS = {
    "outcome": "outcome",
    "matrix": "matrix",
    "glance": "at_a_glance",
    "derived": "derived",
    "steps": "steps",
    "evidence": "evidence_list",
    "ledger": "ledger",
    "verify": "verify",
}


@dataclass(frozen=True)
class Paper:
    """What every chapter is given: its part of the record, and how text becomes printable."""

    part: Part
    environment: Environment

    @property
    def language(self) -> str:
        return self.part.language

    @property
    def content(self) -> RecordContent:
        return self.part.content

    def fragment(self, name: str, **more: object) -> Markup:
        template = self.environment.get_template(f"_{name}.html")
        return Markup(template.render(content=self.content, part=self.part, words=WORDS, attachment=ATTACHMENT, **more))


def set_paper(part: Part, printable: Callable[[str], str]) -> Paper:
    """The paper of one part."""
    language = part.language

    def shown(value: object) -> object:
        if isinstance(value, Text):
            return printable(value.in_language(language))
        return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=moment,
        grouped=grouped,
        fill=lambda words, **values: words.in_language(language).format(**values),
        lower_first=lambda words: words.in_language(language)[:1].lower() + words.in_language(language)[1:],
    )
    return Paper(part, environment)


def page(paper: Paper) -> str:
    """One part as a document of its own. The first one's title, language and dates become those of the whole record."""
    content = paper.content
    return paper.environment.get_template("record.html").render(
        language=paper.language,
        title=f"{content.identity.title} – {content.identity.dossier_id}",
        subject=WORDS["kind"],
        made_at=content.identity.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        body=DRAWN_BY[paper.part.chapter](paper),
    )


def front(paper: Paper) -> Markup:
    """Cover, contents and outcome."""
    chapters = [(name, WORDS[word]) for name, word in CHAPTERS.items()]
    cover = paper.fragment("cover", qr=qr(paper), digest=paper.part.digest)
    return cover + paper.fragment("outcome", chapters=chapters)


def matrix(paper: Paper) -> Markup:
    """The regulator's own table: requirement, level, reference."""
    return paper.fragment("matrix")


def glance(paper: Paper) -> Markup:
    """Every step on one line, those that do not apply included (P8)."""
    return paper.fragment("glance")


def derived(paper: Paper) -> Markup:
    """Derived values with their reasons."""
    return paper.fragment("derived")


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


def evidence(paper: Paper) -> Markup:
    """The list of evidence."""
    return paper.fragment("evidence")


def back(paper: Paper) -> Markup:
    """The ledger's proof, how to verify."""
    return paper.fragment("proof") + paper.fragment("verify")


#: chapter → what draws it
DRAWN_BY: Mapping[str, Callable[[Paper], Markup]] = {
    each.__name__: each for each in (front, matrix, glance, derived, steps, evidence, back)
}


def running_heads(dossier: str, record: str, language: str, printable: Callable[[str], str]) -> Heads:
    """What stands at the edges of every page."""
    kind, page_, of = (WORDS[name].in_language(language) for name in ("kind", "page", "of"))
    return Heads(printable(f"{kind}  ·  {dossier}"), printable(record), page_, of)


def stylesheet() -> str:
    """The look. Nothing that people typed ever reaches it."""
    return (TEMPLATES / "record.css").read_text(encoding="utf-8")


def qr(paper: Paper) -> Markup:
    """The address of the verification page as a QR code, drawn as lines; its title is what a screen reader says."""
    url = paper.content.identity.verify_url
    out = io.BytesIO()
    title = WORDS["qr"].in_language(paper.language).format(url=url)
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=0, title=title
    )
    return Markup(out.getvalue().decode())


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def grouped(number: int) -> str:
    """12 345 678 with narrow spaces that do not break."""
    return f"{number:,}".replace(",", "\u202f")
