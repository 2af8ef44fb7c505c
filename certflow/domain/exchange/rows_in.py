"""Read a checklist that a team wrote in a spreadsheet: rows in, a checklist and all problems out, each with its cell.

- One row for each question. What stands in the columns of the section and the step holds until the next one begins.
- The checklist that comes out is read like any other file; what is wrong in it is told at the cell it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from certflow.domain.checklist.problems import nearest
from certflow.domain.exchange.columns import ABOUT, COLUMNS, FACTS, KINDS, LEVELS, REVIEWER, STEPS, plainly
from certflow.domain.exchange.imported import Telling
from certflow.domain.exchange.naming import MAX_WORD, edition, is_language, line, name, slug, unlike
from certflow.domain.exchange.sheet import CellProblem, Rows, Sheet, known_columns
from certflow.domain.people import Role


@dataclass(slots=True)
class FromRows:
    """What was read: the data where there is any, and what is wrong. `cells` leads from a part of it to its cell."""

    data: dict[str, Any] | None
    problems: list[CellProblem]
    telling: Telling
    cells: dict[tuple[str | int, ...], tuple[str, int, int]]

    def cell_of(self, path: tuple[str | int, ...]) -> tuple[str, int, int]:
        """The cell that a part of the checklist came from, or the one its whole came from."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.cells:
                return self.cells[path[:length]]
        return (STEPS, 1, 1)


def read_rows(sheets: Iterable[Sheet], file: str) -> FromRows:
    """The checklist in a workbook, or in the one table of a text file; `file` names it where it says no name."""
    reader = _Reader(list(sheets), file)
    return reader.whole()


class _Reader:
    def __init__(self, sheets: list[Sheet], file: str) -> None:
        self.sheets = sheets
        self.file = file
        self.rows = Rows()
        self.telling = Telling()
        self.sections: list[dict[str, Any]] = []
        self.steps: dict[str, str] = {}
        self.questions: set[str] = set()
        self.parties: dict[str, str] = {}
        self.reviews: dict[str, dict[str, Any]] = {}
        self.levels: set[str] = set()
        self.documents: dict[str, str] = {}
        #: what the first row of the step says
        self.said: dict[str, str] = {}

    # the whole

    def whole(self) -> FromRows:
        table = self.table()
        if table is None:
            self.rows.problem("sheet.none", f"No sheet called '{STEPS}' is here, and no row with column names.")
            return self.found(None)
        facts = self.facts()
        if not self.rows.begin(table):
            return self.found(None)
        for _ in self.rows.each():
            self.read_row()
        if not self.sections:
            self.rows.problem("sheet.empty", "No step is here: write one below the row with the column names.")
        return self.found(None if self.rows.problems else self.assembled(facts))

    def found(self, data: dict[str, Any] | None) -> FromRows:
        return FromRows(data, sorted(self.rows.problems), self.telling, self.rows.cells)

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
            self.rows.sheet = sheet.name
            for self.rows.number, row in enumerate(sheet.rows, 1):
                key, value = plainly(row[0]) if row else "", row[1] if len(row) > 1 else ""
                if key in known and value:
                    found[known[key]] = value
                    self.rows.cells[("about", known[key])] = (sheet.name, self.rows.number, 2)
                elif key and value and key not in known:
                    message = f"'{row[0]}' is not known here.{nearest(row[0], FACTS)}"
                    self.rows.problem("sheet.fact", message)
        self.rows.number = 0
        return found

    # rows

    def read_row(self) -> None:
        if (section := self.rows.cell("Section")) and (
            not self.sections or self.sections[-1]["title"] != {"": section}
        ):
            self.begin_section(section)
        if self.begins_step():
            self.begin_step()
        elif any(self.rows.cell(column.name) for column in COLUMNS if column.of == "question"):
            if not self.sections or not self.sections[-1]["steps"]:
                self.rows.wrong("Question", "sheet.step", "This question has no step: give the row a step and a title.")
                return
            self.check_same()
        if self.sections and self.sections[-1]["steps"]:
            self.read_question()

    def begins_step(self) -> bool:
        said, title = self.rows.cell("Step"), self.rows.cell("Title")
        if not said and not title:
            return False
        current = self.sections[-1]["steps"][-1] if self.sections and self.sections[-1]["steps"] else None
        same_step = current is not None and said and self.steps.get(said) == current["id"]
        # a cell that is merged over several rows says the same in each
        return not (same_step or (current is not None and not said and current["title"].get("") == title))

    def check_same(self) -> None:
        """In a row that goes on with a step, what is said of the step is what was said before."""
        for column in COLUMNS:
            if column.of == "step" and self.rows.cell(column.name) not in ("", self.said.get(column.name)):
                message = "This differs from what the first row of the step says: leave it empty, or begin a new step."
                self.rows.wrong(column.name, "sheet.differs", message)

    def begin_section(self, title: str) -> None:
        id_ = unlike(slug(title, "section"), {one["id"] for one in self.sections})
        self.rows.came_from(("sections", len(self.sections)), "Section")
        self.sections.append({"id": id_, "title": {"": line(title)}, "steps": []})
        self.telling.read["sections"] += 1

    def begin_step(self) -> None:
        if not self.sections:
            self.begin_section("Steps")
        section = self.sections[-1]
        path: tuple[str | int, ...] = ("sections", len(self.sections) - 1, "steps", len(section["steps"]))
        self.rows.came_from(path, "Title")
        said, title = self.rows.cell("Step"), self.rows.cell("Title")
        if not title:
            self.rows.wrong("Title", "sheet.title", f"The step '{said[:40]}' has no title.")
        if said and said in self.steps:
            self.rows.wrong("Step", "sheet.step-twice", f"A step '{said[:40]}' is here already, further up.")
        id_ = unlike(slug(said or title, "step"), set(self.steps.values()))
        self.steps[said or title] = id_
        self.said = {column.name: self.rows.cell(column.name) for column in COLUMNS if column.of == "step"}
        titles = self.rows.text("Title", (*path, "title"))
        step: dict[str, Any] = {
            "id": id_,
            "title": titles or {"": said or "Step"},
            "source": self.source(path, said),
            "text": self.rows.text("Requirement", (*path, "text")) or titles or {"": said or "Step"},
        }
        section["steps"].append(step)
        assessed = self.rows.yes_no("Assessed")
        self.telling.read["headings" if assessed is False else "steps"] += 1
        if under := self.rows.cell("Under"):
            self.rows.came_from((*path, "under"), "Under")
            step["under"] = self.steps.get(under) or self.unknown_step(under)
        if assessed is False:
            step["assessable"] = False
            return
        if guidance := self.rows.text("Guidance", (*path, "guidance")):
            step["guidance"] = guidance
        if evidence := self.rows.lines("Evidence", (*path, "evidence")):
            step["evidence"] = evidence
        if acceptance := self.rows.lines("Met when", (*path, "acceptance")):
            step["acceptance"] = acceptance
        if provided := self.party_names():
            self.rows.came_from((*path, "provided_by"), "Provided by")
            step["provided_by"] = provided
        if review := self.review():
            step["review"] = review
        if level := self.level(path):
            step["level"] = level
        if when := self.rows.cell("Applies when"):
            self.rows.came_from((*path, "when"), "Applies when")
            step["when"] = when

    def unknown_step(self, said: str) -> str:
        self.rows.wrong(
            "Under", "sheet.under", f"No step before this one is called '{said[:40]}'.{nearest(said, self.steps)}"
        )
        return slug(said, "step")

    def source(self, path: tuple[str | int, ...], said: str) -> dict[str, str]:
        self.rows.came_from((*path, "source"), "Point")
        point, document = line(self.rows.cell("Point") or said), line(self.rows.cell("Document"))
        found = {"point": point} if point else {}
        if document:
            known = self.documents.setdefault(
                document, unlike(slug(document, "document"), set(self.documents.values()))
            )
            found["document"] = known
        return found or {"document": SOURCE_DOCUMENT}

    def party_names(self) -> list[str]:
        found = []
        for said in re.split(r"[,;\n]", self.rows.cell("Provided by")):
            if words := line(said):
                party = name(words, "party")
                self.parties.setdefault(party, words)
                found.append(party)
        return list(dict.fromkeys(found))

    def review(self) -> str | None:
        roles = []
        known = {plainly(role.value): role.value for role in Role}
        for said in re.split(r"[,;\n]", self.rows.cell("Review")):
            if not said.strip():
                continue
            if plainly(said) not in known:
                near = nearest(plainly(said).replace(" ", "_"), list(known.values()))
                self.rows.wrong("Review", "sheet.review", f"No role is called '{said.strip()[:40]}'.{near}")
                return None
            roles.append(known[plainly(said)])
        quorum = self.rows.number_in("Approvals")
        if quorum is not None and not (quorum == int(quorum) and 1 <= quorum <= 20):
            self.rows.wrong("Approvals", "sheet.approvals", "From 1 to 20 people approve.")
            return None
        if not roles and quorum is None:
            return None
        roles = list(dict.fromkeys(roles)) or [REVIEWER]
        called = "_".join(["by", *roles, *([str(int(quorum))] if quorum not in (None, 1) else [])])[:78].strip("_")
        self.reviews[called] = {"roles": roles, "quorum": int(quorum or 1)}
        return called

    def level(self, path: tuple[str | int, ...]) -> str | None:
        said = self.rows.cell("Level")
        self.rows.came_from((*path, "level"), "Level")
        if said.lower() in LEVELS:
            self.levels.add(said.lower())
            return f"level_{said.lower()}"
        return said or None

    def read_question(self) -> None:
        asked, called, kind = self.rows.cell("Asked"), self.rows.cell("Question"), self.rows.cell("Kind").lower()
        if not (asked or called or kind):
            return
        section = self.sections[-1]
        step = section["steps"][-1]
        if step.get("assessable") is False:
            self.rows.wrong("Question", "sheet.not-assessed", "Nothing is asked where 'Assessed' says no.")
            return
        id_ = name(called, "question") if called else name(f"{step['id']}-q{len(step.get('questions', {})) + 1}", "q")
        if called and id_ != called:
            self.rows.wrong("Question", "sheet.name", f"'{called[:40]}' is no name for a question. Nearest: '{id_}'.")
            return
        if id_ in self.questions:
            self.rows.wrong("Question", "sheet.question-twice", f"The question '{id_}' is asked already, further up.")
            return
        kind = kind.replace(" ", "_").replace("-", "_") or ("choice" if self.rows.cell("Options") else "text")
        if kind not in KINDS:
            self.rows.wrong(
                "Kind", "sheet.kind", f"No kind is called '{kind[:40]}': {', '.join(KINDS)}.{nearest(kind, KINDS)}"
            )
            return
        self.questions.add(id_)
        path = ("sections", len(self.sections) - 1, "steps", len(section["steps"]) - 1, "questions", id_)
        self.rows.came_from(path, "Question" if called else "Asked")
        question: dict[str, Any] = {"kind": kind, "title": self.rows.text("Asked", (*path, "title")) or {"": called}}
        step.setdefault("questions", {})[id_] = question
        self.telling.read["questions"] += 1
        for part, column in (("help", "Help"),):
            if said := self.rows.text(column, (*path, part)):
                question[part] = said
        if options := self.options(path):
            question["options"] = options
        for part, column in (("min", "Min"), ("max", "Max")):
            self.rows.came_from((*path, part), column)
            if (number := self.rows.number_in(column)) is not None:
                question[part] = number
        for part, column in (("unit", "Unit"), ("when", "Asked when")):
            self.rows.came_from((*path, part), column)
            if said_there := self.rows.cell(column):
                question[part] = said_there
        if self.rows.yes_no("Optional"):
            question["optional"] = True
        if kind == "text" and "\n" in asked:
            question["long"] = True

    def options(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        """`name = title` a line; a title alone names itself."""
        self.rows.came_from((*path, "options"), "Options")
        found: dict[str, Any] = {}
        for one in self.rows.lines("Options", (*path, "options")):
            split = {language: _option(said) for language, said in one.items()}
            value = split[""][0] or name(split[""][1], f"option_{len(found) + 1}")
            if value in found:
                self.rows.wrong("Options", "sheet.option-twice", f"The option '{value[:40]}' is here twice.")
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
            if ("about", fact) in self.rows.cells:
                self.rows.cells[part,] = self.rows.cells["about", fact]
        for fact in ("Checklist", "Edition", "Title", "Publisher", "Authority", "Licence"):
            if fact not in facts:
                self.telling.doubt("fact that the sheet About does not say; a stand-in was written", fact)
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
            "languages": [language, *(one for one in self.rows.languages if one != language)],
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


def _option(said: str) -> tuple[str, str]:
    value, joint, title = said.partition("=")
    return (value.strip(), title.strip() or value.strip()) if joint and value.strip() else ("", said.strip())
