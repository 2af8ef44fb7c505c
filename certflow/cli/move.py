"""`certflow move DOSSIER --to EDITION`: what a later edition does to a dossier, and having it go over to it."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterator, Mapping

from certflow.actions import moving, sessions
from certflow.actions.desk import Desk
from certflow.cli.telling.what_if import value_json
from certflow.config import read_config
from certflow.domain.facts import Json
from certflow.domain.impact import Impact, StepImpact
from certflow.domain.kept_answers import Fate
from certflow.domain.refusal import Refused
from certflow.opening import open_desk

EPILOG = """\
--dry-run shows it and writes nothing. Without it the dossier goes over, in the name of whoever signs in with --by: an
accountable manager of one of its parties. The password is asked for, or read from a pipe."""


def run(arguments: list[str]) -> int:
    """0 with what it does, or did; 1 where that is refused."""
    parser = argparse.ArgumentParser(
        prog="certflow move", description="Have a dossier go over to a later edition of its checklist.", epilog=EPILOG
    )
    parser.add_argument("dossier", metavar="DOSSIER", help="its id: the last part of its address")
    parser.add_argument("--to", required=True, metavar="EDITION", help="for example 2.5-easa")
    parser.add_argument("--dry-run", action="store_true", help="only show what the edition does to the dossier")
    parser.add_argument("--by", metavar="EMAIL", help="who has it go over")
    parser.add_argument("--reason", default="", help="stays in the history")
    parser.add_argument("--json", action="store_true", help="write JSON")
    asked = parser.parse_args(arguments)
    if not asked.dry_run and not asked.by:
        parser.error("say with --by in whose name, or look first with --dry-run")
    desk = open_desk(read_config())
    sight, impact = moving.fetch(desk, asked.dossier, asked.to)
    if not asked.dry_run:
        _go_over(desk, asked.dossier, asked.to, asked.by, impact.shown, asked.reason)
    if asked.json:
        told = {"dossier": sight.dossier.id, "moved": not asked.dry_run, **as_json(impact)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(impact, moved=not asked.dry_run)))
    return 0


def _go_over(desk: Desk, dossier: str, edition: str, email: str, shown: str, reason: str) -> None:
    token = sessions.sign_in(desk, email, _password(email), "console")
    try:
        actor = sessions.actor_of(desk, token)
        if actor is None:
            raise Refused("session.ended")
        moving.go_over(desk, actor, dossier, edition, shown, reason)
    finally:
        sessions.sign_out(desk, token)


def _password(email: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {email}: ")
    return sys.stdin.readline().rstrip("\n")


def as_json(impact: Impact) -> dict[str, object]:
    """What the edition does, as other programs read it. Answers are named, never told."""
    moved, before, after = impact.moved, impact.before, impact.stands.plan
    names = dict.fromkeys((*before.derived, *after.derived))
    return {
        "checklist": impact.following.after.id,
        "before": {"edition": moved.before, "digest": moved.before_digest},
        "after": {"edition": moved.edition, "digest": moved.checklist_digest},
        "shown": impact.shown,
        "steps": [_step_json(each) for each in impact.steps],
        "answers": [
            {"question": each.question, "now": each.now, "fate": each.fate.value, "why": each.why or None}
            for each in impact.answers
        ],
        "asked": list(impact.asked),
        "derived": {
            name: {
                side: value_json(plan.derived[name].value) if name in plan.derived else None
                for side, plan in (("before", before), ("after", after))
            }
            for name in names
        },
    }


def _step_json(impact: StepImpact) -> dict[str, object]:
    return {
        "id": impact.step,
        "earlier": list(impact.descent.earlier),
        "change": "withdrawn" if impact.gone else impact.descent.change.value,
        "state": impact.case.state.value if impact.case else None,
        "outcome": outcome(impact),
        "because": [dict(each) for each in impact.because],
    }


def outcome(impact: StepImpact) -> str:
    """What becomes of its review, in one word."""
    if impact.gone:
        return "gone"
    if not impact.decided:
        return "undecided"
    if impact.because:
        return "reopened"
    return "reworded" if impact.in_other_words else "carried"


def _lines(impact: Impact, moved: bool) -> Iterator[str]:
    following = impact.following
    did = "stands now on" if moved else "would go over to"
    yield f"It {did} {following.after.id}@{following.after.edition}, from {following.before.edition}."
    counted = {
        word: sum(outcome(each) == word for each in impact.steps) for word in ("carried", "reworded", "reopened")
    }
    again = sum(each.fate is Fate.AGAIN for each in impact.answers)
    yield (
        f"Reviews: {counted['carried']} carried, {counted['reworded']} carried in other words, "
        f"{counted['reopened']} reopened. Answers: {again} asked anew. Questions to answer: {len(impact.asked)}."
    )
    for each in impact.steps:
        word = outcome(each)
        if word != "undecided":
            step = impact.stands.checklist.steps.get(each.step)
            who = ", ".join(vote.by.name for vote in each.case.votes) if each.case else ""
            yield f"{word:<10} {each.step}{f'  {step.title}' if step else ''}{f'  ({who})' if who else ''}"
            yield from (f"    {_reason(line)}" for line in each.because)
    for kept in impact.answers:
        if kept.fate is not Fate.CARRIED:
            yield f"{kept.fate:<10} {kept.question}  {kept.why}"
    yield from (f"{'asked':<10} {name}" for name in impact.asked)


def _reason(line: Mapping[str, Json]) -> str:
    sides = f": {line['from'] or '-'} → {line['to'] or '-'}" if line["from"] or line["to"] else ""
    return f"{line['what']} {line['name']}{sides}"
