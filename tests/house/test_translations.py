"""Every text of the pages, every refusal and every reason is said in every language, whole, with the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from certflow.config import ROOT
from certflow.domain.refusal import Refused
from certflow.domain.text import LANGUAGES
from certflow.languages import FOLDER, catalogue
from certflow.wording import FINDINGS, SENTENCES, finding, sentence

TRANSLATED = [language for language in LANGUAGES if language != "en"]
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "paper")

#: names, and the letters by which the printed matrix calls its levels
NAMES = {"certflow", "SHA", "NR", "L", "M", "H"}


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make translate` finds."""
    found = tmp_path_factory.mktemp("texts") / "texts.pot"
    extract = ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml"), "-o", str(found)]
    CommandLineInterface().run(  # type: ignore[no-untyped-call]
        [*extract, str(ROOT / "certflow"), str(ROOT / "templates")]
    )
    with found.open("rb") as source:
        return read_po(source)


@cache
def translations(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(catalog: Catalog) -> dict[str, Message]:
    """Every message but the head of the file, by its English text."""
    return {one_of(message.id)[0]: message for message in catalog if message.id}


def one_of(said: object) -> tuple[str, ...]:
    """A text, or the forms of a text that counts, or nothing."""
    return tuple(said) if isinstance(said, tuple | list) else (str(said or ""),)


def facts(text: str) -> set[str]:
    """What a text is filled in with: %(name)s on pages, {name} in refusals."""
    return set(re.findall(r"%\((\w+)\)s", text)) | {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_extraction_finds_pages_python_refusals_and_findings(texts: Catalog) -> None:
    found = messages(texts)

    assert {"Sign out", "Compliance officer", "Saved.", *SENTENCES.values(), *FINDINGS.values()} <= found.keys()
    assert found["%(num)s step waits for you"].pluralizable


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(texts: Catalog, language: str) -> None:
    said = messages(translations(language))
    # A text that nobody translated is shown in English: run `make translate`, then fill it in.
    missing = [text for text in messages(texts) if text not in said or not all(one_of(said[text].string))]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess_or_left_over(texts: Catalog, language: str) -> None:
    said = messages(translations(language))

    assert [text for text, message in said.items() if message.fuzzy] == []
    assert sorted(said.keys() - messages(texts).keys()) == []
    assert not translations(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_tells_the_same_facts(language: str) -> None:
    differing = [
        (text, form)
        for text, message in messages(translations(language)).items()
        for form in one_of(message.string)
        if form and (facts(form) != facts(text) or form != form.strip())
    ]

    assert differing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_text_that_counts_has_every_plural_form(language: str) -> None:
    said = translations(language)
    counting = [message for message in said if message.pluralizable]

    assert counting
    assert {len(one_of(message.string)) for message in counting} == {said.num_plurals}


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 крок ще"), (2, "2 кроки ще"), (5, "5 кроків ще"), (11, "11 кроків ще"), (21, "21 крок ще")],
)
def test_ukrainian_counts_as_ukrainians_do(number: int, told: str) -> None:
    one, many = "%(num)s step is not approved yet", "%(num)s steps are not approved yet"

    assert (catalogue("uk").ngettext(one, many, number) % {"num": number}).startswith(told)


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_is_told_in_the_readers_language(language: str, code: str) -> None:
    told = {name: f"<{name}>" for name in facts(SENTENCES[code])}
    said = sentence(Refused(code, **told), language)

    assert said != sentence(Refused(code, **told))
    assert all(fact in said for fact in told.values())


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("code", FINDINGS)
def test_the_reason_of_a_verdict_is_told_in_the_readers_language(language: str, code: str) -> None:
    told = {name: f"<{name}>" for name in facts(FINDINGS[code])}
    said = finding(code, told, language)

    assert said is not None
    assert said != finding(code, told)
    assert all(fact in said for fact in told.values())


def written(template: str) -> Iterator[str]:
    """The words that a template writes by itself: between tags, and in attributes that people hear or see."""
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"', plain)
    shown = re.sub(r'<[^>]*>|[\w-]+="[^"]*"', " ", plain)
    yield from re.findall(r"[^\W\d_]+", " ".join([shown, *spoken]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(Path(page).relative_to(ROOT / "templates")))
def test_no_page_says_a_word_that_cannot_be_translated(page: Path) -> None:
    assert sorted(set(written(page.read_text("utf-8"))) - NAMES) == []


def test_an_edition_has_one_word_in_ukrainian() -> None:
    """The regulation says «редакція»; «видання» is what a publisher prints."""
    said = [form for message in translations("uk") for form in one_of(message.string)]

    assert [form for form in said if re.search(r"\bвидання\w*\b", form, re.IGNORECASE)] == []
