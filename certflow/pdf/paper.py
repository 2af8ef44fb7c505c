"""The record as HTML: one function a fragment, so that each can be drawn, cached and joined on its own later.

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
    """What every fragment is given: the content, its language, and how text becomes printable."""

    content: RecordContent
    language: str
    environment: Environment

    def fragment(self, name: str, **more: object) -> Markup:
        template = self.environment.get_template(f"_{name}.html")
        return Markup(template.render(content=self.content, words=WORDS, attachment=ATTACHMENT, **more))


def set_paper(content: RecordContent, language: str, printable: Callable[[str], str]) -> Paper:
    """The paper of one record in one language."""

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
    return Paper(content, language, environment)


def page(paper: Paper) -> str:
    """The whole document."""
    content = paper.content
    body = Markup("\n").join((*front(paper), matrix(paper), glance(paper), derived(paper), steps(paper), *back(paper)))
    return paper.environment.get_template("record.html").render(
        language=paper.language,
        title=f"{content.identity.title} – {content.identity.dossier_id}",
        subject=WORDS["kind"],
        made_at=content.identity.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        body=body,
    )


def front(paper: Paper) -> tuple[Markup, Markup]:
    """Cover, contents and outcome."""
    chapters = [(name, WORDS[word]) for name, word in CHAPTERS.items()]
    cover = paper.fragment("cover", qr=qr(paper), digest=paper.content.digest())
    return cover, paper.fragment("outcome", chapters=chapters)


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
    """The chapter of steps, section by section."""
    numbered = list(enumerate(paper.content.steps, start=1))
    places = {file.sha256: (place, file) for place, file in enumerate(paper.content.evidence, start=1)}
    sections = [
        (title, Markup("\n").join(step(paper, number, each, places) for number, each in found))
        for title, found in itertools.groupby(numbered, key=lambda pair: pair[1].section)
    ]
    return paper.fragment("steps", sections=sections)


def step(paper: Paper, number: int, each: Step, places: Mapping[str, object]) -> Markup:
    """One step with everything that was said about it."""
    return paper.fragment("step", step=each, number=number, files=[places[sha256] for sha256 in each.evidence])


def back(paper: Paper) -> tuple[Markup, Markup, Markup]:
    """Evidence, the ledger's proof, how to verify."""
    return paper.fragment("evidence"), paper.fragment("proof"), paper.fragment("verify")


def stylesheet(language: str) -> str:
    """The look. The words it prints are fixed ones of ours: nothing that people typed ever reaches a stylesheet."""
    page_, of = (WORDS[name].in_language(language) for name in ("page", "of"))
    return (TEMPLATES / "record.css").read_text(encoding="utf-8") + (
        f'@page {{ @bottom-right {{ content: "{page_} " counter(page) " {of} " counter(pages) }} }}'
    )


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
