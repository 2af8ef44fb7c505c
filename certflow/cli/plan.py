"""`certflow plan CHECKLIST@EDITION ANSWERS.yaml`: what applies to a set of answers, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from certflow.domain.checklist import Checklist, Problem, Problems, Value
from certflow.domain.checklist.problems import nearest
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.checklist.values import to_json
from certflow.domain.plan import Plan, make_plan
from certflow.domain.refusal import Refused
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
    parser.add_argument("--checklists", metavar="FOLDER", type=Path, default=SHIPPED, help="default: those of certflow")
    asked = parser.parse_args(argv)
    try:
        checklist = _checklist(asked.checklists, asked.checklist)
        plan = make_plan(checklist, _answers(asked.answers, checklist))
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    print(json.dumps(as_json(plan), ensure_ascii=False, indent=2) if asked.json else as_text(plan))
    return 0


def _checklist(folder: Path, name: str) -> Checklist:
    id_, _, edition = name.partition("@")
    known = sorted(f"{path.parent.name}@{path.stem}" for path in folder.glob("*/*.yaml"))
    if name not in known:
        listed = ", ".join(known) or f"none in {folder}"
        raise Unusable(f"There is no checklist '{name}'.{nearest(name, known)} Known: {listed}.")
    try:
        return read_checklist_file(folder / id_ / f"{edition}.yaml")
    except Problems as problems:
        raise Unusable("\n".join(map(str, problems.found))) from problems


def _answers(path: Path, checklist: Checklist) -> Mapping[str, Value]:
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
    answers: dict[str, Value] = {}
    wrong: list[Problem] = []
    for question, written in data.items():
        at = document.place((question,), key=question not in checklist.questions)
        if question not in checklist.questions:
            message = f"{checklist.id}@{checklist.edition} has no question '{question}'.{_meant(question, checklist)}"
            wrong.append(Problem(at.line, at.column, "answer.unknown", message, name))
        elif written is not None:
            try:
                answers[question] = checklist.questions[question].from_data(written)
            except Refused as refused:
                message = f"{question}: {_said(refused)}"
                wrong.append(Problem(at.line, at.column, refused.code, message, name))
    if wrong:
        raise Unusable("\n".join(map(str, wrong)))
    return answers


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
        "derived": {
            name: {
                "value": None if one.value is None else _number(one.value),
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


def _number(value: Value) -> object:
    """Numbers as JSON numbers here; with at most 15 digits a double gives back what was written."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return to_json(value)


def as_text(plan: Plan) -> str:
    """The plan as people read it."""
    checklist = plan.checklist
    lines = [f"{checklist.title} ({checklist.id}@{checklist.edition})", "", "What follows from the answers"]
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
