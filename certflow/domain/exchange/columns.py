"""The columns of a checklist in a spreadsheet, what each is for, and what may stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from certflow.domain.checklist.questions import Kind
from certflow.domain.people import Role

#: the sheets of a workbook: facts about the checklist, its rows, an example, how to fill it in
ABOUT, STEPS, EXAMPLE, HELP = "About", "Steps", "Example", "How to"

#: the levels a step can have without any calculation
LEVELS = ("low", "medium", "high")
YES_NO = ("yes", "no")
#: kinds that a row of a spreadsheet has room for
KINDS = tuple(kind.value for kind in Kind if kind.value in {
    "number", "choice", "multi_choice", "yes_no", "yes_no_na", "text", "date", "reference", "declaration",
})  # fmt: skip
#: who reviews, where a spreadsheet says nothing
REVIEWER = Role.TECHNICAL_REVIEWER.value


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `of` is section, step or question; `offered` are the words of its drop-down; `text` is translated."""

    name: str
    of: str
    help: str
    offered: tuple[str, ...] = ()
    text: bool = False
    width: int = 16


COLUMNS = (
    Column("Section", "section", "Title of the section; once, then empty until the next section.", width=22),
    Column("Step", "step", "Short name of the step, such as 3.1; once for each step.", width=10),
    Column("Title", "step", "Title of the step.", text=True, width=26),
    Column("Requirement", "step", "What has to be so.", text=True, width=44),
    Column("Document", "step", "Where it comes from. Empty: the document named on the sheet About.", width=18),
    Column("Point", "step", "Paragraph, table or clause of the document.", width=12),
    Column("Guidance", "step", "What helps to answer.", text=True, width=30),
    Column("Evidence", "step", "What is usually attached; one a line.", text=True, width=26),
    Column("Met when", "step", "What must be seen for the step to be met; one a line.", text=True, width=26),
    Column("Provided by", "step", "Who provides the proof: Operator, Designer, … ; several with commas."),
    Column(
        "Review", "step", "Who approves: roles with commas; any of them may.", offered=tuple(sorted(Role)), width=20
    ),
    Column("Approvals", "step", "How many people approve.", width=10),
    Column("Level", "step", "low, medium or high; or the name of a calculated value.", offered=LEVELS, width=10),
    Column("Under", "step", "The step that this one stands under.", width=10),
    Column("Assessed", "step", "no: only to be read; nothing is asked.", offered=YES_NO, width=10),
    Column("Applies when", "step", 'Only then the step applies, such as mass_kg > 25 or sight == "bvlos".', width=26),
    Column("Question", "question", "Name of the question, such as mass_kg; one row for each question.", width=16),
    Column("Asked", "question", "The question in words.", text=True, width=34),
    Column("Kind", "question", "What kind of answer it takes.", offered=KINDS, width=14),
    Column(
        "Options", "question", "For choice and multi_choice: one a line, as name or name = title.", text=True, width=26
    ),
    Column("Unit", "question", "Unit of a number, such as kg.", width=8),
    Column("Min", "question", "Least number allowed.", width=8),
    Column("Max", "question", "Largest number allowed.", width=8),
    Column("Optional", "question", "yes: may stay unanswered.", offered=YES_NO, width=10),
    Column("Asked when", "question", "Only then the question is asked.", width=26),
    Column("Help", "question", "A hint below the question.", text=True, width=26),
)

#: the rows of the sheet About, each with what it is for
FACTS = {
    "Checklist": "Short name, such as site-survey: small letters, digits and hyphens.",
    "Edition": "Such as 2026 or 1.0.",
    "Title": "What people call it.",
    "Publisher": "Who publishes this checklist.",
    "Authority": "Who decides in the end.",
    "Licence": "Such as CC-BY-4.0.",
    "Language": "The language of its texts, such as en, it, uk.",
    "Effective": "From when it holds, such as 2026-03-01.",
    "Document": "The document that its points come from.",
    "Address": "Where that document can be read (https://…).",
}


def plainly(words: str) -> str:
    """A heading as it is compared: `Met_When ` is `met when`."""
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


BY_NAME = {plainly(column.name): column for column in COLUMNS}
