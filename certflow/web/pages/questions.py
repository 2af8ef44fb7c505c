"""Questions and evidence as they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from certflow.web.pages.parts import Option, Passage


@dataclass(frozen=True)
class Column:
    """The head of one column of rows."""

    title: Passage
    unit: str = ""
    optional: bool = False


@dataclass(frozen=True)
class FieldRow:
    """One row: its number and a field for each cell, which posts under `answer.<id>.<number>.<column>`."""

    number: int
    cells: tuple[Field, ...]


@dataclass(frozen=True)
class Ending:
    """Until when something holds; `past` when that day is over."""

    text: str
    past: bool = False


@dataclass(frozen=True)
class PutIn:
    """One thing that a formula reads."""

    symbol: str
    title: str
    value: str


@dataclass(frozen=True)
class Calculation:
    """How a value came about. `because` says it where there is no formula, or adds why this formula was chosen."""

    value: str
    formula: str
    because: str = ""
    inputs: tuple[PutIn, ...] = ()
    why_href: str = ""


@dataclass(frozen=True)
class Field:
    """One question as it is drawn; made by `web/fields.py`, drawn by `parts/fields.html` under the same kind.

    Every question posts under `answer.<id>` and tells which revision of the answer the reader saw in `seen.<id>`;
    `seen.<id>` also says "this question was on the form", since an empty checkbox posts nothing.

        number, choice, yes_no, text   answer.<id>
        multi_choice                   answer.<id>, repeated
        yes_no_na                      answer.<id> = yes, no or na; answer.<id>.reason
        date                           answer.<id>.day, .month, .year
        reference                      answer.<id>.document, .page
        declaration                    answer.<id> = yes
        evidence                       answer.<id>, repeated
        party                          answer.<id>
        decision                       answer.<id>.by, .outcome, .reference, .conditions, .on.day, .on.month, .on.year
        expiry                         answer.<id>.event, .months, .on.day …, .happened.day …
        duration                       answer.<id>.amount, .unit
        place                          answer.<id>.latitude, .longitude, .designator
        rows                           answer.<id>.<number>.<column>; answer.<id>.none = yes
        counter                        the same, and answer.<id>.configuration
        calculation                    nothing

    The buttons of rows and counters post `row` = `add:<id>` or `remove:<id>:<number>`: the page comes again with all
    that was typed and one row more or less.

    value       the answer as it stands in the input: yes/no as `yes`, `no`, `na`; a date as ISO
    parts       the further inputs of a kind (`reason`; `document`, `page`; `day`, `month`, `year`) and their values
    long        a text of several lines
    undecided   whether the question will count is not known yet; it is asked, and says so
    answered    "Bohdan Kovalenko, 21 Nov 2026", or empty
    held        who answers it, where the reader may not; with the ledger's `commitment` to an answer they may not read
    seen_by     who will read the answer, where that is not every party
    before      what was answered on an earlier edition, or why to look at the answer again
    """

    id: str
    kind: str
    title: Passage
    help: Passage | None = None
    value: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    options: tuple[Option, ...] = ()
    unit: str = ""
    limits: str = ""
    seen: str = "0"
    optional: bool = False
    long: bool = False
    undecided: str = ""
    answered: str = ""
    error: str = ""
    shown: str = ""
    held: str = ""
    commitment: str = ""
    seen_by: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[FieldRow, ...] = ()
    none_offered: bool = False
    total: str = ""
    import_href: str = ""
    ending: Ending | None = None
    calculation: Calculation | None = None
    precision: str = "day"
    before: str = ""

    @property
    def name(self) -> str:
        """Name of the input that carries the answer."""
        return f"answer.{self.id}"

    def part(self, name: str) -> str:
        """Value of one further input, empty when there is none."""
        return dict(self.parts).get(name, "")


@dataclass(frozen=True)
class Wording:
    """One line to type: name of the input, label, what stands in it, hint."""

    name: str
    label: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True)
class MarkingForm:
    """How evidence may be passed on. Posts `mark.sharing`, `.audience`, `.ground`, `.classification`, and `words`."""

    sharing: tuple[Option, ...]
    audience: tuple[Option, ...]
    ground: tuple[Option, ...]
    classification: tuple[Option, ...]
    words: tuple[Wording, ...]


@dataclass(frozen=True)
class Evidence:
    """One attached file; `href` only ever downloads it. `shared` says when the file itself stays with its owner."""

    name: str
    href: str
    size: str
    sha256: str
    by: str
    when: str
    kind: str = ""
    marking: str = ""
    shared: str = ""
    remove_action: str = ""
    mark_action: str = ""


@dataclass(frozen=True)
class EvidenceShelf:
    """Evidence of a step. Posts multipart to `add_action`: `file`, `csrf_token`, the marking; without a file
    `kept.name`, `kept.size` and `kept.sha256` name one that stays with its owner."""

    items: tuple[Evidence, ...] = ()
    expected: tuple[Passage, ...] = ()
    add_action: str = ""
    accept: str = ""
    rules: str = ""
    error: str = ""
    marking: MarkingForm | None = None
