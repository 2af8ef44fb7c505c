"""The cheapest ways to an outcome, each with what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from certflow.actions.desk import Sight
from certflow.domain.cheapest import End, Way, Ways
from certflow.domain.checklist import Value
from certflow.domain.facts import StepReopened
from certflow.domain.goal import Goal
from certflow.domain.in_words import derived_in_words
from certflow.domain.what_if import Required, required, write_changes
from certflow.web.pages import Link, WaysThere, WayThere
from certflow.web.showing.links import question_links, short, step_href, what_if_href
from certflow.web.showing.states import codes, level_code, title
from certflow.web.showing.values import told
from certflow.web.words import Words

#: columns that fit beside what stands
MOST = 4

#: levels by how much they ask; what has none at all asks for something too
RANK = {"not_required": 0, "undecided": 1, "required": 2, "low": 2, "medium": 3, "high": 4}


def ways_there(sight: Sight, found: Ways, goal: str, words: Words) -> WaysThere:
    _ = words.gettext
    several = [write_changes(way.changed) for way in found.ways if way.changed][:MOST]
    return WaysThere(
        title=_("Cheapest way to %(goal)s", goal=words.listed([goal_told(sight, each, words) for each in found.goals])),
        ways=tuple(_way(sight, way, goal, words) for way in found.ways),
        looked_at=_looked_at(found, words),
        answer_first=question_links(sight, found.answer_first, words, most=5),
        ends=tuple(words.plain(sight.checklist.routes[name].message) for name in found.ends),
        compare_href=what_if_href(sight.dossier.id, several, goal) if len(several) > 1 else "",
    )


def _way(sight: Sight, way: Way, goal: str, words: Words) -> WayThere:
    if not way.changed:
        return WayThere(words.number(Decimal(0)), ())
    then = replace(sight, plan=way.what_if.plan)
    more = tuple(_raised(sight, then, words))
    moved = sum(level_code(each) != level_code(then.plan.steps[id]) for id, each in sight.plan.steps.items())
    return WayThere(
        effort=words.number(way.effort),
        changes=changes_told(sight, way.changed, words),
        asks=tuple(_fewer(required(sight.plan), required(then.plan), words)),
        more=more,
        less=moved - len(more),
        falls=tuple(_fall(sight, each, words) for each in way.what_if.falls),
        compare_href=what_if_href(sight.dossier.id, [write_changes(way.changed)], goal),
    )


def _raised(before: Sight, then: Sight, words: Words) -> Iterator[tuple[Link, str]]:
    """Steps that would apply anew or ask for more, each with its level then."""
    for id, step in before.checklist.steps.items():
        was, now = level_code(before.plan.steps[id]), level_code(then.plan.steps[id])
        if RANK[now] > RANK[was]:
            yield (
                Link(f"{codes(before.checklist)[id]} {title(step, words).text}", step_href(before.dossier.id, id)),
                now,
            )


def _fewer(before: Required, then: Required, words: Words) -> Iterator[str]:
    _ = words.gettext
    if before.steps != then.steps:
        yield _("Steps: %(now)s instead of %(was)s", now=then.steps, was=before.steps)
    if before.approvals != then.approvals:
        yield _("Approvals: %(now)s instead of %(was)s", now=then.approvals, was=before.approvals)
    if before.proofs != then.proofs:
        yield _("Places of proof: %(now)s instead of %(was)s", now=then.proofs, was=before.proofs)


def _fall(sight: Sight, fall: StepReopened, words: Words) -> Link:
    step = sight.checklist.steps[fall.step]
    return Link(f"{codes(sight.checklist)[step.id]} {title(step, words).text}", step_href(sight.dossier.id, step.id))


def _looked_at(found: Ways, words: Words) -> str:
    _ = words.gettext
    # reached already: there was nothing to look for
    if found.ways and not found.ways[0].changed:
        return ""
    counts = {"tried": words.number(found.tried), "all": words.number(found.combinations)}
    match found.end:
        case End.LIMIT:
            return _(
                "The search stopped after %(tried)s of %(all)s combinations. What is listed is the cheapest; "
                "further ways may exist.",
                **counts,
            )
        case End.ENOUGH:
            return _(
                "%(tried)s of %(all)s combinations were looked at. Any further way takes at least as much effort.",
                **counts,
            )
        case End.ALL if found.ways:
            return _(
                "%(tried)s of %(all)s combinations were looked at. Every other one does what one of these does, "
                "and more.",
                **counts,
            )
        case End.ALL:
            return _("All %(all)s combinations were looked at.", **counts)


def goal_told(sight: Sight, goal: Goal, words: Words) -> str:
    """“SAIL II or less”."""
    whole = sight.checklist.derived[goal.name].title
    label = short(whole, words)
    value = words.plain(derived_in_words(sight.checklist, goal.name, goal.value))
    told = f"{label}: {value}" if label == words.plain(whole) else f"{label} {value}"
    return words.gettext("%(goal)s or less", goal=told) if goal.or_less else told


def changes_told(sight: Sight, changed: Mapping[str, Value | None], words: Words) -> tuple[str, ...]:
    """“M2 the impact is softened: Medium (1 class)”."""
    titles = {name: words.plain(sight.checklist.questions[name].title) for name in changed}
    return tuple(
        f"{titles[name]}{' ' if titles[name].endswith('?') else ': '}{answer_told(sight, name, value, words)}"
        for name, value in changed.items()
    ) or (words.gettext("as it stands"),)


def answer_told(sight: Sight, name: str, value: Value | None, words: Words) -> str:
    return told(sight.checklist.questions[name], value, words) or words.gettext("no answer")
