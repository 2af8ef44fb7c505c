"""`certflow plan CHECKLIST@EDITION ANSWERS.yaml`: what applies to a set of answers, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from certflow.cli.telling.what_if import value_json, ways_json, ways_text, what_if_json, what_if_text
from certflow.domain.cheapest import cheapest_ways
from certflow.domain.checklist import Checklist, Problem, Problems, Value
from certflow.domain.checklist.items import label
from certflow.domain.checklist.laying_out import lay_out
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.strict_yaml import Document, read_yaml
from certflow.domain.checklist.strict_yaml import Path as Place
from certflow.domain.goal import Goal, read_goal
from certflow.domain.plan import Plan, make_plan
from certflow.domain.refusal import Refused
from certflow.domain.what_if import read_changes, try_answers
from certflow.domain.why import explain_derived, explain_step, value_in_words, why_tree
from certflow.storage.checklists import read_checklist_file
from certflow.wording import sentence

#: the checklists that come with certflow
SHIPPED = Path(__file__).resolve().parents[2] / "checklists"


class Unusable(Exception):
    """What was given cannot be used; the message names place and remedy."""


def run(argv: list[str]) -> int:
    """0 with a plan, decided or not; 2 where the input cannot be used."""
    parser = argparse.ArgumentParser(
        prog="certflow plan", description="Show what applies to a set of answers, and why."
    )
    parser.add_argument("checklist", metavar="CHECKLIST@EDITION", help="for example sora@2.5-easa")
    parser.add_argument("answers", metavar="ANSWERS.yaml", type=Path, help="question: answer, one a line; - for stdin")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument(
        *("--what-if", "-w"),
        metavar="QUESTION=ANSWER,…",
        action="append",
        default=[],
        help="show only what these answers would move; give it again to compare",
    )
    parser.add_argument(
        *("--reach", "-r"),
        metavar="VALUE=GOAL,…",
        help="list the ways with the least effort to a derived value, such as sail=II (or less)",
    )
    parser.add_argument("--checklists", metavar="FOLDER", type=Path, default=SHIPPED, help="default: those of certflow")
    asked = parser.parse_args(argv)
    try:
        checklist, answers = _answers(asked.answers, open_checklist(asked.checklists, asked.checklist))
        plan = make_plan(checklist, answers)
        tried = [try_answers(plan, _changes(checklist, written)) for written in asked.what_if]
        ways = cheapest_ways(plan, _goals(checklist, asked.reach)) if asked.reach else None
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    if asked.json:
        told = as_json(plan)
        if tried:
            told["what_if"] = [what_if_json(one) for one in tried]
        if ways:
            told["reach"] = ways_json(ways)
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        parts = [*(what_if_text(one) for one in tried), *([ways_text(plan, ways)] if ways else [])]
        print("\n\n".join(parts) if parts else as_text(plan))
    return 0


def _changes(checklist: Checklist, written: str) -> dict[str, Value | None]:
    try:
        return read_changes(checklist, written)
    except Refused as refused:
        question = str(refused.facts["question"])
        near = "" if question in checklist.questions else _meant(question, checklist)
        raise Unusable(f"--what-if {written}: {question}: {_said(refused)}{near}") from refused


def _goals(checklist: Checklist, written: str) -> list[Goal]:
    goals = []
    for part in written.split(","):
        name, _, value = (word.strip() for word in part.partition("="))
        try:
            goals.append(read_goal(checklist, name, value))
        except Refused as refused:
            near = "" if name in checklist.derived else nearest(name, checklist.derived)
            raise Unusable(f"--reach {written}: {_said(refused)}{near}") from refused
    return goals


def open_checklist(folder: Path, name: str) -> Checklist:
    id_, _, edition = name.partition("@")
    known = sorted(f"{path.parent.name}@{path.stem}" for path in folder.glob("*/*.yaml"))
    if name not in known:
        listed = ", ".join(known) or f"none in {folder}"
        raise Unusable(f"There is no checklist '{name}'.{nearest(name, known)} Known: {listed}.")
    try:
        return read_checklist_file(folder / id_ / f"{edition}.yaml")
    except Problems as problems:
        raise Unusable("\n".join(map(str, problems.found))) from problems


def _answers(path: Path, checklist: Checklist) -> tuple[Checklist, Mapping[str, Value]]:
    """The answers in a file, and the checklist with the items that they are about."""
    name = "standard input" if str(path) == "-" else str(path)
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise Unusable(f"{name}: cannot be read: {reason}. Give a file with one 'question: answer' a line.") from error
    try:
        document = read_yaml(raw if raw.strip() else b"{}")
    except Problems as problems:
        raise Unusable("\n".join(str(_in_file(one, name)) for one in problems.found)) from problems
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        raise Unusable(f"{name}:1:1 Answers are written as 'question: answer', one a line.")
    laid = lay_out(checklist, data)
    wrong = [_placed(document, each.path, each.code, each.message, name, key=each.key) for each in laid.wrong]
    checklist = with_items(checklist, laid.items)
    answers: dict[str, Value] = {}
    for question, (written, place) in laid.written.items():
        if question not in checklist.questions:
            message = f"{checklist.id}@{checklist.edition} has no question '{question}'.{_meant(question, checklist)}"
            wrong.append(_placed(document, place, "answer.unknown", message, name, key=True))
        elif written is not None:
            try:
                answers[question] = checklist.questions[question].from_data(written)
            except Refused as refused:
                wrong.append(_placed(document, place, refused.code, f"{place[-1]}: {_said(refused)}", name))
    if wrong:
        raise Unusable("\n".join(map(str, sorted(wrong))))
    return checklist, answers


def _placed(document: Document, path: Place, code: str, message: str, file: str, *, key: bool = False) -> Problem:
    at = document.place(path, key=key)
    return Problem(at.line, at.column, code, message, file)


def _meant(question: str, checklist: Checklist) -> str:
    if question in checklist.derived:
        return " It is a derived value: leave it out, the answers decide it."
    return nearest(question, checklist.questions)


def _said(refused: Refused) -> str:
    offered = refused.facts.get("offered")
    options = f" They are: {', '.join(map(str, offered))}." if isinstance(offered, tuple) else ""
    return sentence(refused) + options


def _in_file(problem: Problem, name: str) -> Problem:
    return Problem(problem.line, problem.column, problem.code, problem.message, name)


def as_json(plan: Plan) -> dict[str, object]:
    """The plan as other programs read it."""
    checklist = plan.checklist
    return {
        "checklist": checklist.id,
        "edition": checklist.edition,
        "digest": checklist.digest,
        **({"items": _items_json(checklist)} if checklist.lists else {}),
        "derived": {
            name: {
                "value": value_json(one.value),
                "because": explain_derived(plan, name),
                "why": why_tree(plan, one.because),
            }
            for name, one in plan.derived.items()
        },
        "steps": [
            {
                "id": name,
                "applies": step.applies.value,
                "level": step.level,
                "because": explain_step(plan, name),
                "waits_for": list(step.waits_for),
                "why": why_tree(plan, step.because),
            }
            for name, step in plan.steps.items()
        ],
        "problems": [{"code": one.code, "where": one.where, "message": str(one.message)} for one in plan.problems],
    }


def _items_json(checklist: Checklist) -> list[dict[str, str]]:
    """The items of every list; what belongs to one has `~` and its id behind its name, save for the first."""
    return [{"list": one.list, "id": one.id, "name": one.name} for one in checklist.items]


def _items_text(checklist: Checklist) -> list[str]:
    told = []
    for name, one in checklist.lists.items():
        items = [f"{label(one, item)}" for item in checklist.items if item.list == name]
        told += [f"{one.title}: {', '.join(items)}"] if len(items) > 1 else []
    return ["", *told] if told else []


def as_text(plan: Plan) -> str:
    """The plan as people read it."""
    checklist = plan.checklist
    head = [f"{checklist.title} ({checklist.id}@{checklist.edition})", *_items_text(checklist)]
    lines = [*head, "", "What follows from the answers"]
    for name, one in plan.derived.items():
        lines += [f"  {name} = {value_in_words(plan, name, one.value)}", f"      {explain_derived(plan, name)}"]
    for section in checklist.sections:
        lines += ["", str(section.title)]
        for step in section.steps:
            planned = plan.steps[step]
            level = f", {checklist.steps[step].levels[planned.level]}" if planned.level else ""
            lines += [f"  {step}: {planned.applies.value}{level}", f"      {explain_step(plan, step)}"]
    lines += ["", "Problems"] if plan.problems else []
    lines += [f"  {one.where}: {one.message} [{one.code}]" for one in plan.problems]
    return "\n".join(lines)
