"""Draw a record: content in, an unsealed PDF out. Same content and language, same bytes, whoever draws which part.

The record is cut into parts (`parts.py`); warm children draw them side by side (`press.py`), or they are still on the
shelf (`shelf.py`); one more child joins them (`joining.py`). A record that was drawn before is found there whole. None
of that shows in the bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from certflow.child import ChildFailed, Limits
from certflow.domain.carried import SNAPSHOT, all_listed, check_carried, ledger_files
from certflow.domain.record import RecordContent, read_content
from certflow.domain.record_form import Unreadable
from certflow.pdf import parts
from certflow.pdf.crew import Child, Crew
from certflow.pdf.drawn import read_drawn
from certflow.pdf.joining import packed
from certflow.pdf.paper import TEMPLATES
from certflow.pdf.parts import Part
from certflow.pdf.shelf import Shelf
from certflow.pdf.typefaces import prepare_fonts

#: for one part: room for the longest steps that fit on paper. The processor's time is the limit; children give way to
#: people's pages, so on a busy machine the clock may run much longer
DRAWING = Limits(cpu_s=60, wall_s=480, memory_mb=1024)
#: for joining all of them: room for some thousands of steps
JOINING = Limits(cpu_s=120, wall_s=480, memory_mb=4096)

#: so many children draw at a time, where the machine has the processors
CREW = 2

#: how often the parts that name pages are drawn until they say what is true
ROUNDS = 4


class DrawingFailed(Exception):
    """No paper came out. `reason` is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


#: told how many parts are drawn, and of how many
Tell = Callable[[int, int], None]


class Press:
    """Draws records, one at a time; keeps its children warm between them until told to `rest`."""

    def __init__(self, fonts: Path, shelf: Shelf | None = None, crew: int = CREW, limits: Limits = DRAWING) -> None:
        """fonts   a folder of ours where the typefaces are unpacked at first use"""
        self._folder = fonts.absolute()
        self._shelf = shelf
        self._crew = Crew(min(crew, os.cpu_count() or 1), lambda: self._hire("press", limits))
        self._joiner = Crew(1, lambda: self._hire("joining", JOINING))

    def draw(
        self,
        content: RecordContent,
        language: str,
        tell: Tell = lambda done, of: None,
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> bytes:
        """The PDF of one record (PDF/A-3a and PDF/UA-1), not yet sealed.

        language   en, it or uk, or two of them (`en+it`): the fixed words of the paper and the checklist's texts
        files      what the record carries beside its data and the ledger's proof, by the names that the data list
        tell       called from time to time; what it raises ends the work
        Raises DrawingFailed: text too long, out of time or memory, a warning of the renderer, text lost on the way.
        """
        try:
            carried = {SNAPSHOT: content.as_json(), **files, **ledger_files(content)}
        except UnicodeEncodeError as half:
            raise DrawingFailed("The record could not be drawn. A text in it holds half a character.") from half
        check_carried(content, carried)
        try:
            name = self._name(b"whole\n" + language.encode() + b"\n" + carried[SNAPSHOT])
            if self._shelf and (whole := self._shelf.find(name)):
                tell(1, 1)
                return whole
            drawn = self._parts(content, language, tell)
            whole = self._join(content, language, carried, drawn)
        except ChildFailed as failed:
            raise DrawingFailed(f"The record could not be drawn. {failed.reason}") from failed
        if self._shelf:
            self._shelf.put(name, whole)
            self._shelf.tidy()
        return whole

    @property
    def children(self) -> tuple[int, ...]:
        """The processes that wait for work."""
        return self._crew.waiting + self._joiner.waiting

    def rest(self) -> None:
        """Let the children go; the next record starts others."""
        self._crew.rest()
        self._joiner.rest()

    def _parts(self, content: RecordContent, language: str, tell: Tell) -> list[bytes]:
        """Every part drawn, in the order of the paper."""
        digest = content.digest()
        rest = parts.body(content, language)
        blank = named = parts.naming_pages(content, language, digest, {})
        work = _Work(tell, len(rest) + len(named))
        made_rest = self._draw_all(rest, work)
        made_named = [self._as_long_as_before(part) or parts.guessed(part).as_bytes() for part in blank]
        for _ in range(ROUNDS):
            pages = _pages(parts.in_order(named, made_named, rest, made_rest))
            named = parts.naming_pages(content, language, digest, pages)
            made_named = self._draw_all(named, work)
            bound = parts.in_order(named, made_named, rest, made_rest)
            if _pages(bound) == pages:
                self._remember_length(blank, made_named)
                return bound
        raise DrawingFailed("The record could not be drawn. Its page numbers do not settle.")

    def _as_long_as_before(self, blank: Part) -> bytes | None:
        """What a part came to that named other pages; its numbers change nothing about its length."""
        return self._shelf.find(self._name(b"length\n" + blank.as_bytes())) if self._shelf else None

    def _remember_length(self, blank: Sequence[Part], made: Sequence[bytes]) -> None:
        for part, drawn in zip(blank, made, strict=True):
            if self._shelf:
                self._shelf.put(
                    self._name(b"length\n" + part.as_bytes()), replace(read_drawn(drawn), pdf=b"").as_bytes()
                )

    def _name(self, job: bytes) -> str:
        return hashlib.sha256(self._look + job).hexdigest()

    def _draw_all(self, wanted: Sequence[Part], work: _Work) -> list[bytes]:
        """These parts, drawn now or before."""
        jobs = [part.as_bytes() for part in wanted]
        names = [self._name(job) for job in jobs]
        missing = {name: job for name, job in zip(names, jobs, strict=True) if not self._found(name, work)}
        with ThreadPoolExecutor(self._crew.size) as pool:
            drawing = {pool.submit(self._crew.do, job): name for name, job in missing.items()}
            try:
                for made in as_completed(drawing):
                    work.drawn[drawing[made]] = made.result()
                    if self._shelf:
                        self._shelf.put(drawing[made], made.result())
                    work.tell()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return [work.drawn[name] for name in names]

    def _found(self, name: str, work: _Work) -> bool:
        kept = work.drawn.get(name) or (self._shelf.find(name) if self._shelf else None)
        if kept:
            work.drawn[name] = kept
            work.tell()
        return bool(kept)

    def _join(
        self, content: RecordContent, language: str, carried: Mapping[str, bytes], drawn: Sequence[bytes]
    ) -> bytes:
        files = [(each, carried[each.name]) for each in all_listed(content)]
        return self._joiner.do(packed(content, language, files, drawn))

    def _hire(self, module: str, limits: Limits) -> Child:
        faces, configuration = self._fonts
        return Child(f"certflow.pdf.{module}", [str(faces)], limits, {"FONTCONFIG_FILE": str(configuration)})

    @cached_property
    def _fonts(self) -> tuple[Path, Path]:
        return prepare_fonts(self._folder)

    @cached_property
    def _look(self) -> bytes:
        """All that decides how a part comes out, beside the part: our code, templates, typefaces, and the libraries."""
        files = (*Path(__file__).parent.glob("*.py"), *TEMPLATES.iterdir(), *self._fonts[0].glob("*.ttf"))
        digests = [hashlib.sha256(file.read_bytes()).digest() for file in sorted(files, key=lambda file: file.name)]
        return b"".join(digests) + self._crew.about


class _Work:
    """What is drawn of one record, by the name of each part, and whom to tell."""

    def __init__(self, tell: Tell, of: int) -> None:
        self.drawn: dict[str, bytes] = {}
        self._tell = tell
        self._of = of

    def tell(self) -> None:
        self._tell(min(len(self.drawn), self._of), self._of)


def _pages(bound: Sequence[bytes]) -> dict[str, int]:
    """The page, counted from 1, that each anchor stands on."""
    pages: dict[str, int] = {}
    before = 0
    for part in map(read_drawn, bound):
        pages |= {name: before + page + 1 for name, (page, _) in part.anchors.items()}
        before += part.pages
    return pages


def draw(
    content: bytes,
    language: str,
    fonts: Path,
    limits: Limits = DRAWING,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """One record, drawn once by a press of its own. `content` is the canonical JSON of a RecordContent."""
    press = Press(fonts, limits=limits)
    try:
        return press.draw(_read(content), language, files=files)
    finally:
        press.rest()


def _read(content: bytes) -> RecordContent:
    try:
        return read_content(content)
    except Unreadable as broken:
        raise DrawingFailed(f"The record could not be drawn. {broken}") from broken
