"""Read a checklist that a team wrote in a spreadsheet: rows in, a checklist and all problems out, each with its cell.

- One row for each question. What stands in the columns of the section and the step holds until the next one begins.
- The checklist that comes out is read like any other file; what is wrong in it is told at the cell it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from certflow.domain.checklist.problems import nearest
from certflow.domain.exchange.columns import (
    ABOUT,
    BY_NAME,
    COLUMNS,
    FACTS,
    KINDS,
    LEVELS,
    REVIEWER,
    STEPS,
    Column,
    plainly,
)
from certflow.domain.exchange.imported import Telling
from certflow.domain.exchange.naming import MAX_WORD, edition, is_language, line, name, slug, unlike
from certflow.domain.people import Role

MAX_ROWS = 20_000
MAX_COLUMNS = 200
#: so many problems are told; whoever has more mends these first
MAX_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as texts, row by row."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, order=True)
class CellProblem:
    """What is wrong in one cell; rows and columns are counted as people see them (row 2, column C)."""

    sheet: str
    row: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}, column {letters(self.column)}: {self.message} [{self.code}]"


@dataclass(slots=True)
class FromRows:
    """What was read: the data where there is any, and what is wrong. `cells` leads from a part of it to its cell."""

    data: dict[str, Any] | None
    problems: list[CellProblem]
    telling: Telling
    cells: dict[tuple[str | int, ...], tuple[str, int, int]] = field(default_factory=dict)

    def cell_of(self, path: tuple[str | int, ...]) -> tuple[str, int, int]:
        """The cell that a part of the checklist came from, or the one its whole came from."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.cells:
                return self.cells[path[:length]]
        return (STEPS, 1, 1)


def letters(column: int) -> str:
    """3 is C, 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_rows(sheets: Iterable[Sheet], file: str) -> FromRows:
    """The checklist in a workbook, or in the one table of a text file; `file` names it where it says no name."""
    reader = _Reader(list(sheets), file)
    return reader.whole()


@dataclass(slots=True)
class _Head:
    """Where the columns are: (column, language) → index."""

    row: int
    at: dict[tuple[str, str], int]

    def languages(self) -> list[str]:
        return list(dict.fromkeys(language for _, language in self.at if language))


class _Reader:
    def __init__(self, sheets: list[Sheet], file: str) -> None:
        self.sheets = sheets
        self.file = file
        self.result = FromRows(None, [], Telling())
        self.sheet = STEPS
        self.head = _Head(0, {})
        self.row: tuple[str, ...] = ()
        self.number = 0
        self.sections: list[dict[str, Any]] = []
        self.steps: dict[str, str] = {}
        self.questions: set[str] = set()
        self.parties: dict[str, str] = {}
        self.reviews: dict[str, dict[str, Any]] = {}
        self.levels: set[str] = set()
        self.documents: dict[str, str] = {}
        #: what the first row of the step says
        self.said: dict[str, str] = {}

    def problem(self, code: str, message: str, column: int = 1) -> None:
        if len(self.result.problems) < MAX_PROBLEMS:
            self.result.problems.append(CellProblem(self.sheet, self.number or 1, column, code, message))

    # the whole

    def whole(self) -> FromRows:
        table = self.table()
        if table is None:
            self.problem("sheet.none", f"No sheet called '{STEPS}' is here, and no row with column names.")
            return self.result
        facts = self.facts()
        self.sheet = table.name
        if not self.find_head(table):
            return self.result
        for at, row in enumerate(table.rows[self.head.row :], self.head.row + 1):
            if any(row):
                self.number, self.row = at, row
                self.read_row()
        self.number = 0
        if not self.sections:
            self.problem("sheet.empty", "No step is here: write one below the row with the column names.")
        if not self.result.problems:
            self.result.data = self.assembled(facts)
        self.result.problems.sort()
        return self.result

    def table(self) -> Sheet | None:
        """The sheet with the steps: the one that is called so, or the first that has their columns."""
        named = [sheet for sheet in self.sheets if plainly(sheet.name) == plainly(STEPS)]
        with_head = [sheet for sheet in self.sheets if any(known_columns(row) >= 2 for row in sheet.rows[:20])]
        return next(iter([*named, *with_head]), None)

    def facts(self) -> dict[str, str]:
        """What the sheet About says."""
        found: dict[str, str] = {}
        known = {plainly(fact): fact for fact in FACTS}
        for sheet in self.sheets:
            if plainly(sheet.name) != plainly(ABOUT):
                continue
            self.sheet = sheet.name
            for self.number, row in enumerate(sheet.rows, 1):
                key, value = plainly(row[0]) if row else "", row[1] if len(row) > 1 else ""
                if key in known and value:
                    found[known[key]] = value
                    self.result.cells[("about", known[key])] = (sheet.name, self.number, 2)
                elif key and value and key not in known:
                    message = f"'{row[0]}' is not known here.{nearest(row[0], FACTS)}"
                    self.problem("sheet.fact", message)
        self.number = 0
        return found

    def find_head(self, table: Sheet) -> bool:
        """The row with the names of the columns: the first that knows two of them."""
        place = next((at for at, row in enumerate(table.rows[:20], 1) if known_columns(row) >= 2), 0)
        if not place:
            self.problem("sheet.head", f"No row names the columns. They are: {', '.join(one.name for one in COLUMNS)}.")
            return False
        self.number, self.head.row = place, place
        for at, words in enumerate(table.rows[place - 1]):
            column, language = _column(words)
            if column is None:
                if words:
                    known = [one.name for one in COLUMNS]
                    self.problem("sheet.column", f"No column is called '{words[:80]}'.{nearest(words, known)}", at + 1)
            elif language and (not column.text or not is_language(language)):
                self.problem(
                    "sheet.language", f"'{words[:80]}': translations are for texts, as in 'Title (it)'.", at + 1
                )
            elif (column.name, language) in self.head.at:
                self.problem("sheet.column-twice", f"The column '{words[:80]}' is here a second time.", at + 1)
            else:
                self.head.at[column.name, language] = at
        for wanted in ("Section", "Title"):
            if (wanted, "") not in self.head.at:
                self.problem("sheet.column-missing", f"A column '{wanted}' is needed.")
        return True

    # cells

    def cell(self, column: str, language: str = "") -> str:
        at = self.head.at.get((column, language))
        return self.row[at] if at is not None and at < len(self.row) else ""

    def place(self, column: str, language: str = "") -> tuple[str, int, int]:
        return (self.sheet, self.number, self.head.at.get((column, language), 0) + 1)

    def wrong(self, column: str, code: str, message: str) -> None:
        self.problem(code, message, self.place(column)[2])

    def came_from(self, path: tuple[str | int, ...], column: str) -> None:
        self.result.cells[path] = self.place(column)

    def text(self, column: str, path: tuple[str | int, ...]) -> dict[str, str]:
        """A text with its translations."""
        self.came_from(path, column)
        found = {"": self.cell(column)} if self.cell(column) else {}
        others = {language: self.cell(column, language) for language in self.head.languages()}
        return found | {language: said for language, said in others.items() if said and found}

    def lines(self, column: str, path: tuple[str | int, ...]) -> list[dict[str, str]]:
        """Several texts, one a line; translations have as many lines."""
        self.came_from(path, column)
        whole = self.text(column, path)
        parts = {language: [one.strip() for one in said.split("\n") if one.strip()] for language, said in whole.items()}
        own = parts.get("", [])
        found = []
        for at, said in enumerate(own):
            more = {language: many[at] for language, many in parts.items() if language and len(many) == len(own)}
            found.append({"": said, **more})
        return found

    def yes_no(self, column: str) -> bool | None:
        said = self.cell(column).lower()
        if said in ("yes", "y", "true", "x", "1", "sì", "si", "так"):
            return True
        if said in ("no", "n", "false", "0", "ні"):
            return False
        if said:
            self.wrong(column, "sheet.yes-no", f"'{said[:40]}' is neither yes nor no.")
        return None

    def number_in(self, column: str) -> Decimal | None:
        said = self.cell(column).replace(",", ".").replace(" ", "")
        if not said:
            return None
        if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", said):
            self.wrong(column, "sheet.number", f"'{self.cell(column)[:40]}' is no number.")
            return None
        return Decimal(said)

    # rows

    def read_row(self) -> None:
        for at, said in enumerate(self.row):
            if re.fullmatch(r"#(REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL|GETTING_DATA)!?", said):
                self.problem("sheet.error", f"The formula here gives {said}: mend it, or write the value.", at + 1)
        if (section := self.cell("Section")) and (not self.sections or self.sections[-1]["title"] != {"": section}):
            self.begin_section(section)
        if self.begins_step():
            self.begin_step()
        elif any(self.cell(column.name) for column in COLUMNS if column.of == "question"):
            if not self.sections or not self.sections[-1]["steps"]:
                self.wrong("Question", "sheet.step", "This question has no step: give the row a step and a title.")
                return
            self.check_same()
        if self.sections and self.sections[-1]["steps"]:
            self.read_question()

    def begins_step(self) -> bool:
        said, title = self.cell("Step"), self.cell("Title")
        if not said and not title:
            return False
        current = self.sections[-1]["steps"][-1] if self.sections and self.sections[-1]["steps"] else None
        same_step = current is not None and said and self.steps.get(said) == current["id"]
        # a cell that is merged over several rows says the same in each
        return not (same_step or (current is not None and not said and current["title"].get("") == title))

    def check_same(self) -> None:
        """In a row that goes on with a step, what is said of the step is what was said before."""
        for column in COLUMNS:
            if column.of == "step" and self.cell(column.name) not in ("", self.said.get(column.name)):
                message = "This differs from what the first row of the step says: leave it empty, or begin a new step."
                self.wrong(column.name, "sheet.differs", message)

    def begin_section(self, title: str) -> None:
        id_ = unlike(slug(title, "section"), {one["id"] for one in self.sections})
        self.came_from(("sections", len(self.sections)), "Section")
        self.sections.append({"id": id_, "title": {"": line(title)}, "steps": []})
        self.result.telling.read["sections"] += 1

    def begin_step(self) -> None:
        if not self.sections:
            self.begin_section("Steps")
        section = self.sections[-1]
        path: tuple[str | int, ...] = ("sections", len(self.sections) - 1, "steps", len(section["steps"]))
        self.came_from(path, "Title")
        said, title = self.cell("Step"), self.cell("Title")
        if not title:
            self.wrong("Title", "sheet.title", f"The step '{said[:40]}' has no title.")
        if said and said in self.steps:
            self.wrong("Step", "sheet.step-twice", f"A step '{said[:40]}' is here already, further up.")
        id_ = unlike(slug(said or title, "step"), set(self.steps.values()))
        self.steps[said or title] = id_
        self.said = {column.name: self.cell(column.name) for column in COLUMNS if column.of == "step"}
        titles = self.text("Title", (*path, "title"))
        step: dict[str, Any] = {
            "id": id_,
            "title": titles or {"": said or "Step"},
            "source": self.source(path, said),
            "text": self.text("Requirement", (*path, "text")) or titles or {"": said or "Step"},
        }
        section["steps"].append(step)
        assessed = self.yes_no("Assessed")
        self.result.telling.read["headings" if assessed is False else "steps"] += 1
        if under := self.cell("Under"):
            self.came_from((*path, "under"), "Under")
            step["under"] = self.steps.get(under) or self.unknown_step(under)
        if assessed is False:
            step["assessable"] = False
            return
        if guidance := self.text("Guidance", (*path, "guidance")):
            step["guidance"] = guidance
        if evidence := self.lines("Evidence", (*path, "evidence")):
            step["evidence"] = evidence
        if acceptance := self.lines("Met when", (*path, "acceptance")):
            step["acceptance"] = acceptance
        if provided := self.party_names():
            self.came_from((*path, "provided_by"), "Provided by")
            step["provided_by"] = provided
        if review := self.review():
            step["review"] = review
        if level := self.level(path):
            step["level"] = level
        if when := self.cell("Applies when"):
            self.came_from((*path, "when"), "Applies when")
            step["when"] = when

    def unknown_step(self, said: str) -> str:
        self.wrong(
            "Under", "sheet.under", f"No step before this one is called '{said[:40]}'.{nearest(said, self.steps)}"
        )
        return slug(said, "step")

    def source(self, path: tuple[str | int, ...], said: str) -> dict[str, str]:
        self.came_from((*path, "source"), "Point")
        point, document = line(self.cell("Point") or said), line(self.cell("Document"))
        found = {"point": point} if point else {}
        if document:
            known = self.documents.setdefault(
                document, unlike(slug(document, "document"), set(self.documents.values()))
            )
            found["document"] = known
        return found or {"document": SOURCE_DOCUMENT}

    def party_names(self) -> list[str]:
        found = []
        for said in re.split(r"[,;\n]", self.cell("Provided by")):
            if words := line(said):
                party = name(words, "party")
                self.parties.setdefault(party, words)
                found.append(party)
        return list(dict.fromkeys(found))

    def review(self) -> str | None:
        roles = []
        known = {plainly(role.value): role.value for role in Role}
        for said in re.split(r"[,;\n]", self.cell("Review")):
            if not said.strip():
                continue
            if plainly(said) not in known:
                near = nearest(plainly(said).replace(" ", "_"), list(known.values()))
                self.wrong("Review", "sheet.review", f"No role is called '{said.strip()[:40]}'.{near}")
                return None
            roles.append(known[plainly(said)])
        quorum = self.number_in("Approvals")
        if quorum is not None and not (quorum == int(quorum) and 1 <= quorum <= 20):
            self.wrong("Approvals", "sheet.approvals", "From 1 to 20 people approve.")
            return None
        if not roles and quorum is None:
            return None
        roles = list(dict.fromkeys(roles)) or [REVIEWER]
        called = "_".join(["by", *roles, *([str(int(quorum))] if quorum not in (None, 1) else [])])[:78].strip("_")
        self.reviews[called] = {"roles": roles, "quorum": int(quorum or 1)}
        return called

    def level(self, path: tuple[str | int, ...]) -> str | None:
        said = self.cell("Level")
        self.came_from((*path, "level"), "Level")
        if said.lower() in LEVELS:
            self.levels.add(said.lower())
            return f"level_{said.lower()}"
        return said or None

    def read_question(self) -> None:
        asked, called, kind = self.cell("Asked"), self.cell("Question"), self.cell("Kind").lower()
        if not (asked or called or kind):
            return
        section = self.sections[-1]
        step = section["steps"][-1]
        if step.get("assessable") is False:
            self.wrong("Question", "sheet.not-assessed", "Nothing is asked where 'Assessed' says no.")
            return
        id_ = name(called, "question") if called else name(f"{step['id']}-q{len(step.get('questions', {})) + 1}", "q")
        if called and id_ != called:
            self.wrong("Question", "sheet.name", f"'{called[:40]}' is no name for a question. Nearest: '{id_}'.")
            return
        if id_ in self.questions:
            self.wrong("Question", "sheet.question-twice", f"The question '{id_}' is asked already, further up.")
            return
        kind = kind.replace(" ", "_").replace("-", "_") or ("choice" if self.cell("Options") else "text")
        if kind not in KINDS:
            self.wrong(
                "Kind", "sheet.kind", f"No kind is called '{kind[:40]}': {', '.join(KINDS)}.{nearest(kind, KINDS)}"
            )
            return
        self.questions.add(id_)
        path = ("sections", len(self.sections) - 1, "steps", len(section["steps"]) - 1, "questions", id_)
        self.came_from(path, "Question" if called else "Asked")
        question: dict[str, Any] = {"kind": kind, "title": self.text("Asked", (*path, "title")) or {"": called}}
        step.setdefault("questions", {})[id_] = question
        self.result.telling.read["questions"] += 1
        for part, column in (("help", "Help"),):
            if said := self.text(column, (*path, part)):
                question[part] = said
        if options := self.options(path):
            question["options"] = options
        for part, column in (("min", "Min"), ("max", "Max")):
            self.came_from((*path, part), column)
            if (number := self.number_in(column)) is not None:
                question[part] = number
        for part, column in (("unit", "Unit"), ("when", "Asked when")):
            self.came_from((*path, part), column)
            if said_there := self.cell(column):
                question[part] = said_there
        if self.yes_no("Optional"):
            question["optional"] = True
        if kind == "text" and "\n" in asked:
            question["long"] = True

    def options(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        """`name = title` a line; a title alone names itself."""
        self.came_from((*path, "options"), "Options")
        found: dict[str, Any] = {}
        for one in self.lines("Options", (*path, "options")):
            split = {language: _option(said) for language, said in one.items()}
            value = split[""][0] or name(split[""][1], f"option_{len(found) + 1}")
            if value in found:
                self.wrong("Options", "sheet.option-twice", f"The option '{value[:40]}' is here twice.")
            found[value[:MAX_WORD]] = {"title": {language: said[1] for language, said in split.items()}}
        return found

    # the file

    def assembled(self, facts: Mapping[str, str]) -> dict[str, Any]:
        for fact, part in (
            ("Checklist", "checklist"),
            ("Edition", "edition"),
            ("Title", "title"),
            ("Effective", "effective"),
        ):
            if ("about", fact) in self.result.cells:
                self.result.cells[part,] = self.result.cells["about", fact]
        for fact in ("Checklist", "Edition", "Title", "Publisher", "Authority", "Licence"):
            if fact not in facts:
                self.result.telling.doubt("fact that the sheet About does not say; a stand-in was written", fact)
        stem = re.sub(r"\.[A-Za-z]{2,5}$", "", self.file)
        language = facts.get("Language", "en")
        if not is_language(language):
            language = "en"
        documents = {SOURCE_DOCUMENT: {"title": line(facts.get("Document")) or line(facts.get("Title")) or "Source"}}
        if re.match(r"https?://", facts.get("Address", "")):
            documents[SOURCE_DOCUMENT]["url"] = facts["Address"]
        documents |= {id_: {"title": title} for title, id_ in self.documents.items()}
        data: dict[str, Any] = {
            "checklist": slug(facts.get("Checklist") or stem, "checklist"),
            "edition": edition(facts.get("Edition") or "1"),
            "status": "draft",
            "title": {"": line(facts.get("Title")) or line(stem) or "Checklist"},
            "publisher": line(facts.get("Publisher")) or "unknown",
            "authority": line(facts.get("Authority")) or "unknown",
            "licence": line(facts.get("Licence")) or "unknown",
            "effective": facts.get("Effective"),
            "language": language,
            "languages": [language, *(one for one in self.head.languages() if one != language)],
            "documents": documents,
            "parties": {party: {"": said} for party, said in self.parties.items()},
            "orders": self.orders(),
            "reviews": {"reviewer": {"roles": [REVIEWER]}, **self.reviews},
            "review": "reviewer",
            "sections": [section for section in self.sections if section["steps"]],
            "derived": {
                f"level_{level}": {"title": {"": level.capitalize()}, "gives": "level", "cases": [{"is": level}]}
                for level in LEVELS
                if level in self.levels
            },
        }
        return {part: said for part, said in data.items() if said not in (None, {}, [])}

    def orders(self) -> dict[str, Any]:
        if not self.levels:
            return {}
        shorts = {"low": "L", "medium": "M", "high": "H"}
        return {"level": {level: {"title": {"": level.capitalize()}, "short": shorts[level]} for level in LEVELS}}


#: the document meant where a row names none
SOURCE_DOCUMENT = "source"


def _column(words: str) -> tuple[Column | None, str]:
    """The column that a heading means, and the language of a translation: `Title (it)`."""
    found = re.fullmatch(r"(.*?)\s*[(\[]\s*([A-Za-z-]{2,20})\s*[)\]]\s*", words)
    if found and plainly(found[1]) in BY_NAME:
        return BY_NAME[plainly(found[1])], found[2].lower() if len(found[2]) == 2 else found[2]
    return BY_NAME.get(plainly(words)), ""


def known_columns(row: tuple[str, ...]) -> int:
    return sum(1 for words in row if words and _column(words)[0] is not None)


def _option(said: str) -> tuple[str, str]:
    value, joint, title = said.partition("=")
    return (value.strip(), title.strip() or value.strip()) if joint and value.strip() else ("", said.strip())
