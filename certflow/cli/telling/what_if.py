"""What if, and the cheapest way, as `certflow plan` tells them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from certflow.domain.cheapest import End, Way, Ways
from certflow.domain.checklist import Value
from certflow.domain.checklist.values import plain, to_json
from certflow.domain.plan import Move, Moved, Plan, Verdict
from certflow.domain.what_if import Required, WhatIf, required
from certflow.domain.why import explain_derived, explain_question, explain_step, value_in_words


def value_json(value: Value | None) -> object:
    """Numbers as JSON numbers here; with at most 15 digits a double gives back what was written."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return None if value is None else to_json(value)


def what_if_json(tried: WhatIf) -> dict[str, object]:
    """What other answers would do, as other programs read it."""
    return {
        "changed": {name: value_json(value) for name, value in tried.changed.items()},
        "derived": {name: value_json(one.value) for name, one in tried.plan.derived.items()},
        "moves": [
            {
                "kind": move.kind.value,
                "id": move.id,
                "before": value_json(move.before),
                "after": value_json(move.after),
                "because": _why(tried.plan, move),
            }
            for move in tried.moves
        ],
        "required": {"before": _required_json(tried.before), "after": _required_json(tried.plan)},
        "problems": [
            {"code": one.code, "where": one.where, "message": str(one.message)} for one in tried.plan.problems
        ],
    }


def _required_json(plan: Plan) -> dict[str, int]:
    told = required(plan)
    return {name: getattr(told, name) for name in ("steps", "undecided", "approvals", "proofs")}


def what_if_text(tried: WhatIf) -> str:
    """What other answers would do, as people read it."""
    lines = [f"What if {_answers(tried.before, tried.changed)}"]
    lines += _moves(tried) or ["    Nothing would move."]
    return "\n".join(lines)


def _moves(tried: WhatIf) -> list[str]:
    """One line for each value and each step that would move, and under it why."""
    plan, lines = tried.plan, []
    for move in tried.moves:
        if move.kind is Moved.VALUE:
            lines += [f"    {_value_moved(tried, move)}", f"        {explain_derived(plan, move.id)}"]
    for step in _steps_moved(tried):
        was, now = _stands(tried.before, step), _stands(plan, step)
        lines += [f"    {step}: {was} → {now}", f"        {explain_step(plan, step)}"]
    return lines + _asked_for(tried, "    ")


def _value_moved(tried: WhatIf, move: Move) -> str:
    was, now = (value_in_words(tried.plan, move.id, value) for value in (move.before, move.after))
    return f"{move.id}: {was} → {now}"


def _steps_moved(tried: WhatIf) -> tuple[str, ...]:
    return tuple(dict.fromkeys(move.id for move in tried.moves if move.kind in (Moved.STEP, Moved.LEVEL)))


def _stands(plan: Plan, step: str) -> str:
    """The level of a step, or whether it applies."""
    planned = plan.steps[step]
    if planned.applies is Verdict.YES and planned.level:
        return str(plan.checklist.steps[step].levels[planned.level])
    return {Verdict.YES: "applies", Verdict.NO: "does not apply"}.get(planned.applies, "undecided")


def _asked_for(tried: WhatIf, indent: str) -> list[str]:
    before, after = required(tried.before), required(tried.plan)
    lines = [] if before == after else [f"{indent}required: {_counted(before)} → {_counted(after)}"]
    return lines + [f"{indent}problem: {one.where}: {one.message} [{one.code}]" for one in tried.plan.problems]


def _counted(one: Required) -> str:
    open_ = f", {one.undecided} undecided" if one.undecided else ""
    return f"{one.steps} steps{open_}, {one.approvals} approvals, {one.proofs} places of proof"


def _why(plan: Plan, move: Move) -> str:
    explain = {Moved.VALUE: explain_derived, Moved.QUESTION: explain_question}.get(move.kind, explain_step)
    return explain(plan, move.id)


def _answers(plan: Plan, changed: Mapping[str, Value | None]) -> str:
    return ", ".join(
        f"{name} = {'no answer' if value is None else value_in_words(plan, name, value)}"
        for name, value in changed.items()
    )


def ways_json(ways: Ways) -> dict[str, object]:
    """The cheapest ways, as other programs read them."""
    return {
        "goal": {goal.name: value_json(goal.value) for goal in ways.goals},
        "ways": [{"effort": value_json(way.effort), **what_if_json(way.what_if)} for way in ways.ways],
        "levers": list(ways.levers),
        "combinations": ways.combinations,
        "tried": ways.tried,
        "end": ways.end.value,
        "answer_first": list(ways.answer_first),
        "ends": list(ways.ends),
    }


def ways_text(plan: Plan, ways: Ways) -> str:
    """The cheapest ways, as people read them."""
    goal = ", ".join(
        f"{plan.checklist.derived[one.name].title}: {value_in_words(plan, one.name, one.value)}"
        f"{' or less' if one.or_less else ''}"
        for one in ways.goals
    )
    lines = [f"Cheapest way to {goal}"]
    for at, way in enumerate(ways.ways, 1):
        lines += _way(plan, at, way)
    if not ways.ways:
        lines.append("  No way found.")
    if ways.answer_first:
        lines.append(f"  Some combinations cannot be judged yet. Answer first: {', '.join(ways.answer_first)}.")
    lines += [f"  Elsewhere the method ends: {plan.checklist.routes[name].message}" for name in ways.ends]
    lines.append(f"  {_looked_at(ways)}")
    return "\n".join(lines)


def _way(plan: Plan, at: int, way: Way) -> list[str]:
    if not way.changed:
        return [f"  {at}. Reached already; nothing has to change."]
    tried = way.what_if
    values = [f"       {_value_moved(tried, move)}" for move in tried.moves if move.kind is Moved.VALUE]
    levels: dict[str, list[str]] = {}
    for step in _steps_moved(tried):
        levels.setdefault(_stands(tried.plan, step), []).append(step)
    steps = [f"       {now}: {', '.join(names)}" for now, names in levels.items()]
    head = f"  {at}. {_answers(plan, way.changed)} (effort {plain(way.effort)})"
    return [head, *values, *steps, *_asked_for(tried, "       ")]


def _looked_at(ways: Ways) -> str:
    said = f"{ways.tried} of {ways.combinations} combinations looked at"
    match ways.end:
        case End.ALL:
            return f"{said}; every other one does what a way above does, and more." if ways.ways else f"{said}."
        case End.ENOUGH:
            return f"{said}; any further way takes at least as much effort."
        case End.LIMIT:
            return f"{said}, then stopped: what is listed is the cheapest, dearer ways may exist."
