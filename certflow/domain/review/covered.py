"""What an approval covers: everything the reviewer is shown, as one value with one digest.

Typed answers stand in it as their salted commitments, so a digest shown to a partner leaks no answer; so does a derived
value that would give a protected answer away. It is the same for every reader, whatever they may see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import cast

from certflow.domain.checklist import Checklist, Departing, Step
from certflow.domain.dossier import Dossier, Evidence
from certflow.domain.facts import Json
from certflow.domain.ledger import canonical
from certflow.domain.plan import Plan
from certflow.domain.visibility import protected_in

Covered = Mapping[str, Json]


def covered(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> Covered:
    """Everything an approval of `step` covers now.

    wording     digest of the requirement as the edition words it
    applies, level, criteria    what the plan asks
    answers     question → commitment, for the questions asked now: the step's own, and those it shows
    evidence    id → SHA-256 of the content; with the commitment to its marking where it has one
    derived     the derived values the step shows; `{"committed": …}` for one that gives protected answers away
    means       the commitment of another means of compliance, where one was granted
    item        commitment of the name of the aircraft, or whatever it is about; left out where that has no name
    """
    questions = questions_covered(checklist, plan, step)
    asked = [name for name in questions if plan.questions[name].asked == "yes" and name in dossier.answers]
    other = dossier.granted(step.id, Departing.ALTERNATIVE)
    return {
        **asked_for(checklist, plan, dossier, step),
        "answers": {name: dossier.answers[name].commitment for name in asked},
        "evidence": {each.id: _evidence(each) for each in dossier.evidence_of(step.id)},
        # there only where it says something, so that what was covered before there were other means is the same value
        **({"means": other.content["instead"]} if other else {}),
    }


def asked_for(checklist: Checklist, plan: Plan, dossier: Dossier, step: Step) -> Covered:
    """What a step asks for now, whatever was answered in it."""
    planned = plan.steps[step.id]
    name = dossier.item(step.item.list, step.item.id).commitment if step.item else None
    return {
        **({} if name is None else {"item": name}),
        "step": step.id,
        "wording": step.wording_digest,
        "applies": str(planned.applies),
        "level": planned.level,
        "criteria": list(planned.criteria),
        "derived": {
            name: _derived(checklist, plan, dossier, name) for name in step.shown(planned.level) if name in plan.derived
        },
    }


def _evidence(piece: Evidence) -> Json:
    return piece.sha256 if piece.marked is None else {"sha256": piece.sha256, "marking": piece.marked}


def questions_covered(checklist: Checklist, plan: Plan, step: Step) -> tuple[str, ...]:
    """The questions whose answers an approval covers: the step's own, and those it shows."""
    shown = step.shown(plan.steps[step.id].level)
    return (*step.questions, *(name for name in shown if name in checklist.questions))


def _derived(checklist: Checklist, plan: Plan, dossier: Dossier, name: str) -> Json:
    answers = {
        each: dossier.answers[each].commitment for each in protected_in(checklist, name) if each in dossier.answers
    }
    if answers:
        return {"committed": hashlib.sha256(canonical(answers)).hexdigest()}
    return _as_json(plan.derived[name].value)


def digest_of(content: Covered) -> str:
    """SHA-256 (hex) over the canonical bytes; the `shown` of a decision."""
    return hashlib.sha256(canonical(content)).hexdigest()


def differences(before: Covered, after: Covered) -> tuple[Mapping[str, Json], ...]:
    """What differs, one line each: {"what", "name", "from", "to"}.

    Answers and evidence differ by commitment and digest, which say nothing to a reader, so these carry no from and to.
    """
    told: list[Mapping[str, Json]] = []
    for what in ("applies", "level", "wording", "criteria"):
        if before[what] != after[what]:
            old, new = (before[what], after[what]) if what in ("applies", "level") else (None, None)
            told.append(_line(what, str(after["step"]), old, new))
    if before.get("means") != after.get("means"):
        told.append(_line("means", str(after["step"]), None, None))
    if before.get("item") != after.get("item"):
        told.append(_line("item", str(after["step"]), None, None))
    for what in ("answers", "evidence", "derived"):
        then, now = cast(Covered, before.get(what, {})), cast(Covered, after.get(what, {}))
        for name in sorted(then.keys() | now.keys()):
            if then.get(name) != now.get(name):
                old, new = (then.get(name), now.get(name)) if what == "derived" else (None, None)
                told.append(_line(what, name, old, new))
    return tuple(told)


def _line(what: str, name: str, before: Json, after: Json) -> Mapping[str, Json]:
    return {"what": what, "name": name, "from": before, "to": after}


def _as_json(value: object) -> Json:
    """A derived value in the canonical form: decimals as strings."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
