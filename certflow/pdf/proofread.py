"""Compares our own paper, read again (`printed.py`), with what it must say: is everything really printed?

Spaces and line breaks are left out of the comparison; their places are the typesetter's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from certflow.domain.record import Grid
from certflow.domain.text import Text
from certflow.pdf.grids import runs
from certflow.pdf.lettering import bare
from certflow.pdf.parts import Part


def missing(printed: str, part: Part, printable: Callable[[str], str]) -> str | None:
    """Where the print first differs from what the part holds, in words; None when all is there.

    In a record in two languages a text must be there in both.
    """
    at = 0
    for place, text in _EXPECTED[part.chapter](part):
        for words in [text] if isinstance(text, str) else [words for _, words in text.in_each(part.languages)]:
            expected = bare(printable(words))
            found = printed.find(expected, at)
            if found < 0:
                return f"{place} (“{words[:40]}”)"
            at = found + len(expected)
    return None


#: where something is, and what it says: words that stand as they are, or a text in the languages of the paper
Expected = Iterator[tuple[str, str | Text]]


def _front(part: Part) -> Expected:
    yield "the title", part.content.identity.title
    if part.content.view.name:
        yield "whom it is for", part.content.view.name
    yield "the digest of the data", part.digest
    for point in part.content.result.open_points:
        yield f"open point {point.step}", point.words
    for condition in part.content.result.conditions:
        yield "a condition", condition
    for waiver in part.content.waivers:
        yield f"waiver {waiver.id}, its end", waiver.expires or waiver.id
    for act in part.content.result.accountable:
        yield f"who answers for it: {act.name}", act.name


def _matrix(part: Part) -> Expected:
    for block in part.content.matrix:
        for row in block.rows:
            yield f"matrix, {row.step}", row.step
            yield f"matrix, requirement of {row.step}", row.requirement
            for tick in row.levels:
                yield f"matrix, box of {row.step}", tick.label
            for reference in row.references:
                yield f"matrix, reference of {row.step}", reference.document
                yield f"matrix, page of {row.step}", reference.page
            if row.why:
                yield f"matrix, reason of {row.step}", row.why
        if block.held:
            yield "matrix, who holds it", block.held.by
            yield "matrix, commitment to it", block.held.commitment
        elif block.grid:
            yield from _grid("matrix", block.grid)


def _grid(what: str, grid: Grid) -> Expected:
    """Every cell, run by run as they are set."""
    for run in runs(grid):
        for column in run.columns:
            yield f"{what}, column", column.title
        for at, row in enumerate(grid.rows, 1):
            yield from ((f"{what}, row {at}", cell) for cell in run.of(row))
        yield from ((f"{what}, total", cell) for cell in run.added_up(grid))


def _lists(part: Part) -> Expected:
    for step in part.content.steps:
        for answer in step.answers:
            if answer.grid:
                yield from _grid(f"list {part.first} of step {step.id}", answer.grid)


def _glance(part: Part) -> Expected:
    for step in part.content.steps:
        yield f"step {step.id} at a glance", step.id
        yield f"title of step {step.id} at a glance", step.title


def _derived(part: Part) -> Expected:
    for value in part.content.derived:
        yield f"derived value {value.name}, its title", value.title
        yield f"derived value {value.name}", value.name
        if value.value is not None:
            yield f"derived value {value.name}, what it is", value.value
        yield f"derived value {value.name}, why", value.because


def _tables(part: Part) -> Expected:
    for table in part.content.tables:
        yield f"table {table.id}", table.title if len(part.languages) == 1 else table.cited or table.source
        for row in table.rows:
            yield f"table {table.id}, a row", row.label


def _waivers(part: Part) -> Expected:
    for waiver in part.content.waivers:
        yield f"waiver {waiver.id}", waiver.title
        yield f"waiver {waiver.id}, why", waiver.words
        for said in waiver.conditions:
            yield f"waiver {waiver.id}, in detail", said


def _steps(part: Part) -> Expected:
    for step in part.content.steps:
        yield f"title of step {step.id}", step.title
        yield f"step {step.id}, why", step.because
        # requirement before answers, so that an answer is looked for below its own step
        yield f"step {step.id}, requirement", step.requirement
        for criterion in step.criteria:
            yield f"step {step.id}, criterion {criterion.key}", criterion.words
        for answer in step.answers:
            yield f"step {step.id}, question {answer.id}", answer.question
            if answer.value is not None:
                yield f"step {step.id}, answer {answer.id}", answer.value
            if answer.grid is not None:
                yield from _grid(f"step {step.id}, answer {answer.id}", answer.grid)
            if answer.held is not None:
                yield f"step {step.id}, who holds answer {answer.id}", answer.held.by
                yield f"step {step.id}, commitment to answer {answer.id}", answer.held.commitment
        for approval in step.approvals:
            yield f"step {step.id}, approval by {approval.name}", approval.name
            if approval.comment is not None:
                yield f"step {step.id}, what {approval.name} said", approval.comment
            yield f"step {step.id}, digest shown to {approval.name}", approval.digest
        for condition in step.conditions:
            yield f"step {step.id}, a condition of its approval", condition


def _evidence(part: Part) -> Expected:
    for file in part.content.evidence:
        yield f"evidence {file.name}", file.held_by or file.name
        yield f"evidence {file.name}, SHA-256", file.sha256


def _history(part: Part) -> Expected:
    for tally in part.content.tallies:
        yield f"history of {tally.step}", tally.step
    for deed in part.content.deeds:
        yield f"history, entry {deed.revision}", deed.what
        if deed.words is not None:
            yield f"history, entry {deed.revision}, what was said", deed.words


def _back(part: Part) -> Expected:
    if part.content.ledger:
        yield "the ledger's checkpoint", part.content.ledger.checkpoint
        yield "the ledger's entry", part.content.ledger.entry


#: what each chapter must say, in its order
_EXPECTED: Mapping[str, Callable[[Part], Expected]] = {
    "front": _front,
    "matrix": _matrix,
    "glance": _glance,
    "derived": _derived,
    "tables": _tables,
    "waivers": _waivers,
    "steps": _steps,
    "lists": _lists,
    "evidence": _evidence,
    "history": _history,
    "back": _back,
}
