"""A record cut into parts that are drawn one by one, each on pages of its own, and joined again (`join.py`).

A part holds everything that its pages show and nothing else, for two reasons: pages drawn before are found again by
what the part holds (`shelf.py`), and what is drawn is compared with exactly this (`proofread.py`). So an answer that
changes draws its own steps again and nothing else; and what differs from one record to the next (its name, its moment,
its proof) stands on the first and the last pages only. Running heads and page numbers come when parts are joined.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from certflow.domain.record import (
    Answer,
    Evidence,
    Identity,
    MatrixBlock,
    MatrixRow,
    RecordContent,
    Result,
    Step,
    read_content,
)
from certflow.domain.text import Text
from certflow.pdf.drawn import Drawn

#: the order of the paper
CHAPTERS = (
    "front",
    "matrix",
    "glance",
    "derived",
    "tables",
    "waivers",
    "steps",
    "lists",
    "evidence",
    "history",
    "back",
)

#: so many steps are drawn together at most: few enough that one edit is cheap, many enough that few pages end early
MOST_STEPS = 25
#: the same for rows of a list
MOST_ROWS = 150
#: the same for tables that decided something
MOST_TABLES = 8
#: an answer of more rows than these stands in a chapter behind the steps, where it is cut as any list
MOST_BESIDE = 40
#: about so many rows fit on a page
LINES = 32
#: about so many lines of the contents
ENTRIES = 29

Row = TypeVar("Row")


@dataclass(frozen=True)
class Part:
    """One stretch of the paper.

    chapter    names the function of `paper.py` that draws it
    content    its share of the record; what it does not show is empty there
    language   en, it or uk, or two of them (`en+it`): the fixed words of the paper and the checklist's texts
    nth        0 for the part that opens the chapter and carries its heading
    first      number of its first step or file
    continues  whether its first section began in the part before
    places     number in the evidence list by SHA-256, for the files named here; number of the list by the id of each
               answer whose rows stand elsewhere
    pages      page number by anchor, for the anchors that are referred to here
    digest     SHA-256 of the whole content, where it is printed
    headings   ids of the headings that the whole record has, in order: a heading's place is its number
    """

    chapter: str
    content: RecordContent
    language: str
    nth: int = 0
    first: int = 1
    continues: bool = False
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    pages: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    digest: str = ""
    headings: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """In which it is drawn, the authoritative one first."""
        return languages_of(self.content, self.language)

    @property
    def name(self) -> str:
        return f"{self.chapter}-{self.nth}"

    def as_bytes(self) -> bytes:
        """One form for one part: a line about it, then its content."""
        about = {
            "chapter": self.chapter,
            "language": self.language,
            "nth": self.nth,
            "first": self.first,
            "continues": self.continues,
            "places": dict(self.places),
            "pages": dict(self.pages),
            "digest": self.digest,
            "headings": self.headings,
        }
        return json.dumps(about, sort_keys=True).encode() + b"\n" + self.content.as_json()


def read_part(data: bytes) -> Part:
    about, content = data.split(b"\n", 1)
    said = json.loads(about)
    return Part(content=read_content(content), **said | {"headings": tuple(said["headings"])})


def languages_of(content: RecordContent, language: str) -> tuple[str, ...]:
    """The languages of a record, the authoritative one first."""
    return tuple(sorted(language.split("+"), key=lambda each: each != content.checklist.language))


def headings_of(content: RecordContent) -> tuple[str, ...]:
    """The ids of the headings of the first rank that a record has, in the order of the paper."""
    there = {
        "outcome": True,
        "matrix": bool(content.matrix),
        "glance": True,
        "derived": bool(content.derived),
        "tables": bool(content.tables),
        "waivers": bool(content.waivers),
        "steps": True,
        "lists": any(_is_long(answer) for step in content.steps for answer in step.answers),
        "evidence": True,
        "history": bool(content.tallies or content.deeds),
        "ledger": True,
        "verify": True,
    }
    return tuple(name for name, present in there.items() if present)


def body(content: RecordContent, language: str) -> tuple[Part, ...]:
    """The parts that name no page of another."""
    share, headings = _empty(content), headings_of(content)
    made = (
        *_matrix(content.matrix, share, language),
        *_derived(content, share, language),
        *_tables(content, share, language),
        *_waivers(content, share, language),
        *_steps(content, share, language),
        *_lists(content.steps, share, language),
        *_evidence(content.evidence, share, language),
        *_history(content, share, language),
        Part("back", replace(share, identity=content.identity, ledger=content.ledger), language),
    )
    return tuple(replace(part, headings=headings) for part in made)


def naming_pages(content: RecordContent, language: str, digest: str, pages: Mapping[str, int]) -> tuple[Part, ...]:
    """The parts that name pages: the front, and every step on one line."""
    share = _empty(content)
    front = replace(
        share,
        identity=content.identity,
        parties=content.parties,
        result=content.result,
        ledger=content.ledger,
        steps=tuple(_line(step) for step in content.steps),
        waivers=tuple(replace(each, words=Text(""), conditions=()) for each in content.waivers),
        view=content.view,
    )
    headings = headings_of(content)
    named = (*headings, *(f"step-{first}" for _, first in sections_of(front)))
    rows = [
        Part(
            "glance",
            replace(share, steps=tuple(_line(step) for step in steps)),
            language,
            nth,
            first,
            pages={name: pages.get(name, 0) for name in (f"step-{first + n}" for n in range(len(steps)))},
            headings=headings,
        )
        for nth, (first, steps) in enumerate(_numbered(_in_pieces(content.steps, MOST_ROWS)))
    ]
    listed = {name: pages.get(name, 0) for name in named}
    return Part("front", front, language, pages=listed, digest=digest, headings=headings), *rows


def sections_of(content: RecordContent) -> list[tuple[Text, int]]:
    """The sections of the steps, each with the number of its first step."""
    numbered = enumerate(content.steps, start=1)
    found = itertools.groupby(numbered, key=lambda pair: pair[1].section)
    return [(title, next(iter(steps))[0]) for title, steps in found]


def guessed(part: Part) -> Drawn:
    """How long a part that names pages may be, before it is drawn: only to begin with."""
    if part.chapter == "front":
        contents = -(-(len(part.headings) + len(sections_of(part.content))) // ENTRIES)
        return Drawn(b"", 2 + contents, {"contents": (1, 0.0), "outcome": (1 + contents, 0.0)}, ())
    return Drawn(b"", -(-len(part.content.steps) // LINES), {"glance": (0, 0.0)} if part.nth == 0 else {}, ())


def in_order(named: Sequence[Part], made: Sequence[Row], rest: Sequence[Part], others: Sequence[Row]) -> list[Row]:
    """What was made of the parts, as it is bound: front, matrix, steps at a glance, and what follows."""
    both = [*zip(named, made, strict=True), *zip(rest, others, strict=True)]
    return [each for _, each in sorted(both, key=lambda pair: CHAPTERS.index(pair[0].chapter))]


def _empty(content: RecordContent) -> RecordContent:
    """Nothing but the checklist that was followed."""
    nothing = Identity("", "", "", 0, datetime(2000, 1, 1, tzinfo=UTC), content.identity.languages, "", "")
    return RecordContent(
        identity=nothing,
        checklist=content.checklist,
        parties=(),
        result=Result(content.result.outcome, (), ()),
        matrix=(),
        derived=(),
        steps=(),
        evidence=(),
        ledger=None,
        form=content.form,
    )


def _line(step: Step) -> Step:
    """What one line says of a step."""
    return replace(
        step,
        because=Text(""),
        source="",
        cited=None,
        requirement=Text(""),
        criteria=(),
        answers=(),
        evidence=(),
        approvals=(),
        conditions=(),
    )


def _matrix(blocks: Sequence[MatrixBlock], share: RecordContent, language: str) -> Iterator[Part]:
    """A block that does not fit is cut between rows and carries its title again."""
    if not blocks:
        return
    rows: list[list[tuple[int, MatrixRow | tuple[Text, ...] | None]]] = [
        [(place, row) for row in (block.grid.rows if block.grid else block.rows)] or [(place, None)]
        for place, block in enumerate(blocks)
    ]
    for nth, piece in enumerate(_together(rows, MOST_ROWS) or [()]):
        found = itertools.groupby(piece, key=lambda pair: pair[0])
        cut = (_with_rows(blocks[at], [row for _, row in those if row]) for at, those in found)
        yield Part("matrix", replace(share, matrix=tuple(cut)), language, nth)


def _with_rows(block: MatrixBlock, rows: list[Any]) -> MatrixBlock:
    """The block with these of its rows."""
    if block.grid:
        return replace(block, grid=replace(block.grid, rows=tuple(rows)))
    return replace(block, rows=tuple(rows))


def _derived(content: RecordContent, share: RecordContent, language: str) -> Iterator[Part]:
    """One part, for the picture needs all of it; and the tables, to name them."""
    if content.derived:
        yield Part("derived", replace(share, derived=content.derived, tables=content.tables), language)


def _tables(content: RecordContent, share: RecordContent, language: str) -> Iterator[Part]:
    """Each with the titles of the values that it decided."""
    for nth, (first, piece) in enumerate(_numbered(_in_pieces(content.tables, MOST_TABLES))):
        decided = {mark.what for table in piece for mark in table.marks}
        titled = (replace(each, because=Text(""), reads=()) for each in content.derived if each.name in decided)
        yield Part("tables", replace(share, tables=piece, derived=tuple(titled)), language, nth, first)


def _waivers(content: RecordContent, share: RecordContent, language: str) -> Iterator[Part]:
    for nth, piece in enumerate(_in_pieces(content.waivers, MOST_STEPS)):
        yield Part("waivers", replace(share, waivers=piece), language, nth)


def _history(content: RecordContent, share: RecordContent, language: str) -> Iterator[Part]:
    """First what was counted, then the decisions, on the same pages where there are few.

    A list that began in the part before has no heading here.
    """
    counted = [replace(share, tallies=piece) for piece in _in_pieces(content.tallies, MOST_ROWS)]
    told = [replace(share, deeds=piece) for piece in _in_pieces(content.deeds, MOST_ROWS)]
    begins = len(counted)
    if counted and told and len(counted[-1].tallies) + len(told[0].deeds) <= MOST_ROWS:
        counted[-1] = replace(counted[-1], deeds=told.pop(0).deeds)
        begins = 0
    for nth, each in enumerate((*counted, *told)):
        yield Part("history", each, language, nth, continues=nth not in (0, begins))


def _steps(content: RecordContent, share: RecordContent, language: str) -> Iterator[Part]:
    """Cut between sections where that gives pieces of a good size, and within one that is longer."""
    sections = [tuple(steps) for _, steps in itertools.groupby(content.steps, key=lambda step: step.section)]
    files = {file.sha256: (place, file) for place, file in enumerate(content.evidence, start=1)}
    numbers = {(step.id, answer.id): at for at, (step, answer) in enumerate(_long(content.steps), 1)}
    before: Text | None = None
    for nth, (first, steps) in enumerate(_numbered(_together(sections, MOST_STEPS) or [()])):
        named = sorted(dict(files[sha256] for step in steps for sha256 in step.evidence).items())
        listed = {each.id: numbers[step.id, each.id] for step in steps for each in step.answers if _is_long(each)}
        yield Part(
            "steps",
            replace(
                share, steps=tuple(_without_long(step) for step in steps), evidence=tuple(file for _, file in named)
            ),
            language,
            nth,
            first,
            continues=bool(steps) and steps[0].section == before,
            places={file.sha256: place for place, file in named} | listed,
        )
        before = steps[-1].section if steps else None


def _is_long(answer: Answer) -> bool:
    return answer.grid is not None and len(answer.grid.rows) > MOST_BESIDE


def _long(steps: Sequence[Step]) -> Iterator[tuple[Step, Answer]]:
    return ((step, answer) for step in steps for answer in step.answers if _is_long(answer))


def _without_long(step: Step) -> Step:
    """The step without the rows that stand in the chapter of long lists."""
    if not any(map(_is_long, step.answers)):
        return step
    return replace(step, answers=tuple(replace(each, grid=None) if _is_long(each) else each for each in step.answers))


def _lists(steps: Sequence[Step], share: RecordContent, language: str) -> Iterator[Part]:
    """Every long answer on pages of its own; what was added up stands below its last row."""
    nth = 0
    for number, (step, answer) in enumerate(_long(steps), 1):
        if answer.grid is None:
            continue
        pieces = _in_pieces(answer.grid.rows, MOST_ROWS)
        for at, rows in enumerate(pieces):
            total = answer.grid.total if at == len(pieces) - 1 else ()
            piece = replace(answer, value=None, grid=replace(answer.grid, rows=rows, total=total))
            line = replace(_line(step), answers=(piece,))
            yield Part("lists", replace(share, steps=(line,)), language, nth, number, continues=at > 0)
            nth += 1


def _evidence(files: Sequence[Evidence], share: RecordContent, language: str) -> Iterator[Part]:
    for nth, (first, rows) in enumerate(_numbered(_in_pieces(files, MOST_ROWS) or [()])):
        yield Part("evidence", replace(share, evidence=rows), language, nth, first)


def _together(groups: Sequence[Sequence[Row]], most: int) -> list[tuple[Row, ...]]:
    """Neighbouring groups put together up to `most`; a larger group is cut into equal pieces."""
    made: list[tuple[Row, ...]] = []
    for piece in (piece for group in groups for piece in _in_pieces(group, most)):
        if made and len(made[-1]) + len(piece) <= most:
            made[-1] += piece
        else:
            made.append(piece)
    return made


def _in_pieces(rows: Sequence[Row], most: int) -> list[tuple[Row, ...]]:
    """Cut into as few pieces as `most` allows, all of one size but for one row."""
    count = -(-len(rows) // most)
    return [tuple(rows[n * len(rows) // count : (n + 1) * len(rows) // count]) for n in range(count)]


def _numbered(pieces: Sequence[tuple[Row, ...]]) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """Each piece with the number of its first row, counted from 1."""
    first = 1
    for piece in pieces:
        yield first, piece
        first += len(piece)
