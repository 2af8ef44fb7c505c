"""The reason beside a step or a value in a list, in a few words; the whole of it is one link away."""

from __future__ import annotations

from collections.abc import Iterable

from certflow.actions.desk import Sight
from certflow.domain.plan import Ground, Input, Verdict
from certflow.domain.why import explain_derived, explain_step, read_in_words
from certflow.web.showing.links import short
from certflow.web.showing.states import level_title
from certflow.web.words import Words

#: so many inputs are named; more is what the page of reasons is for
MOST = 3


def step_reason(sight: Sight, step_id: str, words: Words) -> str:
    """Why a step is asked at this level, is not asked, or cannot be decided."""
    _ = words.gettext
    planned = sight.plan.steps[step_id]
    because, level = planned.because, level_title(sight.checklist.steps[step_id], planned.level, words)
    read = _told(sight, because.inputs, words)
    if planned.applies is Verdict.UNDECIDED:
        return _("Cannot be decided yet.") if because.waits_for else explain_step(sight.plan, step_id, words.language)
    match because.ground:
        case Ground.ALWAYS:
            return _("Asked in every dossier.")
        case Ground.LEVEL if planned.applies is Verdict.YES:
            return _("%(level)s, for %(read)s.", level=level, read=read)
        case Ground.LEVEL:
            return _("Not asked for with %(read)s.", read=read)
        case Ground.EXPRESSION if read and planned.applies is Verdict.YES:
            return _("Asked for with %(read)s.", read=read)
        case Ground.EXPRESSION if read:
            return _("Not asked for with %(read)s.", read=read)
    return explain_step(sight.plan, step_id, words.language)


def value_reason(sight: Sight, name: str, words: Words) -> str:
    """Why a derived value is what it is: the cell it was read from, or what it was worked out from."""
    because = sight.plan.derived[name].because
    if len(because.cells) == 1:
        cell = because.cells[0]
        return " · ".join(words.plain(label) for label in (cell.row, cell.column) if label is not None)
    if because.ground is Ground.EXPRESSION and because.inputs:
        return _told(sight, because.inputs, words)
    return explain_derived(sight.plan, name, words.language)


def _told(sight: Sight, inputs: Iterable[Input], words: Words) -> str:
    """“SAIL III”, “Airspace class: Class G”."""
    told = []
    for each in inputs:
        known = sight.checklist.derived.get(each.name) or sight.checklist.questions[each.name]
        title, whole = short(known.title, words), words.plain(known.title)
        value = read_in_words(sight.plan, each, words.language)
        told.append(f"{title} {value}" if title != whole else f"“{title}”: {value}")
    return "; ".join(told[:MOST]) + ("; …" if len(told) > MOST else "")
