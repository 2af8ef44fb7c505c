"""Write a checklist as the rows of a spreadsheet, in the columns that the importer reads; say what has no column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from certflow.domain.exchange.ciso_out import named, own
from certflow.domain.exchange.columns import COLUMNS, FACTS, KINDS, LEVELS, Column

Row = dict[tuple[str, str], str]
#: parts of a file that a spreadsheet has no room for
_ELSEWHERE = (
    "tables",
    "derived",
    "levels",
    "matrix",
    "tests",
    "parameters",
    "groups",
    "lists",
    "outside",
    "supersedes",
)
_OF_STEPS = ("criteria", "pattern", "parts", "groups", "shows", "each", "weight", "extra")
_OF_QUESTIONS = ("otherwise", "lever", "above", "below", "whole", "pattern", "max_length", "of", "extra")


@dataclass(frozen=True, slots=True)
class Table:
    """A checklist as a table: the heads, its rows, the facts about it, and what could not be said in it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    facts: Mapping[str, str]
    left_out: tuple[str, ...]


def table_of(data: Mapping[str, Any]) -> Table:
    """The table of a checklist, given in the long form of the language."""
    rows = list(_rows(data))
    used = {language for row in rows for _, language in row if language}
    languages = [one for one in data.get("languages", []) if one in used]
    heads = [
        (column, language)
        for column in COLUMNS
        for language in ("", *(languages if column.text else ()))
        if not language or any((column.name, language) in row for row in rows)
    ]
    return Table(
        tuple(f"{column.name} ({language})" if language else column.name for column, language in heads),
        tuple(tuple(row.get((column.name, language), "") for column, language in heads) for row in rows),
        _facts(data),
        tuple(_left_out(data)),
    )


def as_csv(table: Table) -> str:
    """The table as text. A cell that would be taken for a formula gets an apostrophe, which import takes off."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([safe(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _facts(data: Mapping[str, Any]) -> dict[str, str]:
    document = next(iter(data["documents"].values()))
    found = {
        "Checklist": data["checklist"],
        "Edition": data["edition"],
        "Title": own(data["title"]),
        "Publisher": data["publisher"],
        "Authority": data["authority"],
        "Licence": data["licence"],
        "Language": data.get("language", "en"),
        "Effective": data.get("effective") or "",
        "Document": named(document["title"]),
        "Address": document.get("url") or "",
    }
    return {fact: found[fact] for fact in FACTS}


def _rows(data: Mapping[str, Any]) -> Iterator[Row]:
    for section in data["sections"]:
        row = {("Section", ""): own(section["title"])}
        for step in section["steps"]:
            row |= _step(data, step)
            questions = [one for one in step.get("questions", {}).items() if one[1]["kind"] in KINDS]
            for name, question in questions:
                yield row | _question(name, question)
                row = {}
            if not questions:
                yield row
            row = {}


def _text(column: str, said: Mapping[str, str] | None) -> Row:
    return {(column, language): text for language, text in (said or {}).items()}


def _lines(column: str, many: Iterable[Mapping[str, str]]) -> Row:
    """Several texts, one a line; a text over several lines is put on one."""
    texts = [{language: " ".join(text.split()) for language, text in one.items()} for one in many]
    languages = {language for one in texts for language in one}
    return {
        (column, language): "\n".join(one[language] for one in texts)
        for language in languages
        if all(language in one for one in texts)
    }


def _step(data: Mapping[str, Any], step: Mapping[str, Any]) -> Row:
    documents, source = data["documents"], step["source"]
    review = step.get("review") or data.get("review")
    policy = data["reviews"].get(review, {}) if isinstance(review, str) else {}
    level = step.get("level") or ""
    fixed = level.removeprefix("level_")
    assessed = step.get("assessable", True)
    return {
        ("Step", ""): step["id"],
        **_text("Title", step["title"]),
        **(_text("Requirement", step["text"]) if step["text"] != step["title"] else {}),
        ("Document", ""): named(documents[source["document"]]["title"])
        if source.get("document") in list(documents)[1:]
        else "",
        ("Point", ""): named(source.get("point")),
        **_text("Guidance", step.get("guidance")),
        **_lines("Evidence", step.get("evidence", [])),
        **_lines("Met when", step.get("acceptance", [])),
        ("Provided by", ""): ", ".join(own(data["parties"][party]) for party in step.get("provided_by", [])),
        ("Review", ""): ", ".join(str(role) for role in policy.get("roles", [])) if assessed else "",
        ("Approvals", ""): str(policy["quorum"]) if assessed and policy.get("quorum", 1) != 1 else "",
        ("Level", ""): fixed if fixed in LEVELS else level,
        ("Under", ""): step.get("under") or "",
        ("Assessed", ""): "" if assessed else "no",
        ("Applies when", ""): step.get("when") or "",
    }


def _question(name: str, question: Mapping[str, Any]) -> Row:
    options = question.get("options") or {}
    titles = [one["title"] for one in options.values()]
    languages = [one for one in dict.fromkeys(language for title in titles for language in title) if one]
    told = {("Options", ""): "\n".join(f"{value} = {own(one['title'])}" for value, one in options.items())}
    for language in languages:
        if all(language in title for title in titles):
            told["Options", language] = "\n".join(title[language] for title in titles)
    return {
        ("Question", ""): name,
        **_text("Asked", question["title"]),
        ("Kind", ""): question["kind"],
        **told,
        ("Unit", ""): question.get("unit") or "",
        ("Min", ""): _number(question.get("min")),
        ("Max", ""): _number(question.get("max")),
        ("Optional", ""): "yes" if question.get("optional") else "",
        ("Asked when", ""): question.get("when") or "",
        **_text("Help", question.get("help")),
    }


def _number(value: object) -> str:
    return "" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _left_out(data: Mapping[str, Any]) -> Iterator[str]:
    """What the columns have no room for, with its count."""
    for part in _ELSEWHERE:
        if data.get(part):
            yield f"{len(data[part])} {part}"
    steps = [step for section in data["sections"] for step in section["steps"]]
    for part in _OF_STEPS:
        if count := sum(1 for step in steps if step.get(part)):
            yield f"'{part}' of {count} steps"
    questions = [question for step in steps for question in step.get("questions", {}).values()]
    for part in _OF_QUESTIONS:
        if count := sum(1 for one in questions if one.get(part) is not None):
            yield f"'{part}' of {count} questions"
    if others := sum(1 for one in questions if one["kind"] not in KINDS):
        yield f"{others} questions of other kinds"


def columns_of(heads: Iterable[str]) -> list[Column | None]:
    """The column behind each head."""
    known = {column.name: column for column in COLUMNS}
    return [known.get(head.split(" (")[0]) for head in heads]
