"""Other answers side by side, and the form that adds to them. The cheapest ways stand in `ways`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from certflow.actions.desk import Sight
from certflow.domain.cheapest import Ways
from certflow.domain.checklist import Kind
from certflow.domain.goal import goals_on_offer, read_goal, values_on_offer
from certflow.domain.in_words import NO, YES
from certflow.domain.outcomes import levers_of
from certflow.domain.people import Directory
from certflow.domain.what_if import Required, WhatIf, proofs_of, required, write_changes
from certflow.web.pages import (
    ComparedCell,
    ComparedPart,
    ComparedRow,
    Error,
    GoalGroup,
    LeverField,
    Option,
    Passage,
    Tried,
    WhatIfPage,
)
from certflow.web.showing.derivation import joint_of, ladder, outcomes_of, rung
from certflow.web.showing.heads import dossier_head
from certflow.web.showing.links import short, step_href, what_if_href, why_value_href
from certflow.web.showing.states import codes, level_code, title
from certflow.web.showing.ways import MOST, answer_told, changes_told, goal_told, ways_there
from certflow.web.words import Words


@dataclass(frozen=True)
class Asked:
    """What the address asks for. options: as they were written, with what each would do; typed: what the form held."""

    options: tuple[tuple[str, WhatIf], ...] = ()
    goal: str = ""
    found: Ways | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[Error, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        return tuple(option for option, _ in self.options)

    @property
    def tried(self) -> tuple[WhatIf, ...]:
        return tuple(tried for _, tried in self.options)


def levers(sight: Sight) -> tuple[str, ...]:
    """The questions where something else could be decided, by somebody who may see what stands."""
    return tuple(
        name
        for name, question in sight.checklist.questions.items()
        if question.lever and name not in sight.hidden and not (question.item and question.item.removed)
    )


def what_if_page(sight: Sight, asked: Asked, directory: Directory, words: Words) -> WhatIfPage:
    """Everything that is compared, the form that adds to it, and the ways to the outcome that was asked for."""
    return WhatIfPage(
        dossier=dossier_head(sight, directory, words),
        action=what_if_href(sight.dossier.id),
        tried=(Tried(), *_columns(sight, asked, words)) if asked.options else (),
        parts=_parts(sight, asked.tried, words) if asked.options else (),
        levers=tuple(_lever(sight, name, asked, words) for name in levers(sight)),
        goals=_goals(sight, asked.goal, words),
        keep=tuple(("option", option) for option in asked.written),
        keep_goal=(("reach", asked.goal),) if asked.goal else (),
        full=len(asked.options) == MOST,
        found=ways_there(sight, asked.found, asked.goal, words) if asked.found else None,
        errors=asked.errors,
        held=_held(sight, words),
    )


def _held(sight: Sight, words: Words) -> str:
    """What is left out of the comparison; empty where nothing is."""
    if not sight.hidden:
        return ""
    titles = [words.plain(sight.checklist.questions[name].title) for name in sight.hidden]
    told = "; ".join(f"“{each}”" for each in titles[:MOST]) + ("; …" if len(titles) > MOST else "")
    return words.gettext(
        "This page works without the answers that other organisations hold: %(questions)s. What depends on them is not"
        " known here.",
        questions=told,
    )


def _columns(sight: Sight, asked: Asked, words: Words) -> Iterator[Tried]:
    for option, tried in asked.options:
        others = [each for each in asked.written if each != option]
        yield Tried(changes_told(sight, tried.changed, words), what_if_href(sight.dossier.id, others, asked.goal))


# side by side


def _parts(sight: Sight, tried: Sequence[WhatIf], words: Words) -> tuple[ComparedPart, ...]:
    _ = words.gettext
    sights = [sight, *(replace(sight, plan=each.plan) for each in tried)]
    parts = (
        ComparedPart(_("Requirements derived"), tuple(_values(sights, words))),
        ComparedPart(_("What would be asked for"), tuple(_counts(sights, words))),
        ComparedPart(_("Levels that would move"), tuple(_levels(sights, words))),
        ComparedPart(_("Places of proof to name"), tuple(_proofs(sights, words))),
        ComparedPart(_("Approvals that would fall"), tuple(_falling(sight, tried, words))),
    )
    return tuple(part for part in parts if part.rows)


def _row(head: Passage, told: Sequence[str], *, levels: bool = False, code: str = "", href: str = "") -> ComparedRow:
    cells = tuple(
        ComparedCell(level=each, differs=each != told[0]) if levels else ComparedCell(each, differs=each != told[0])
        for each in told
    )
    return ComparedRow(head, cells, code, href)


def _values(sights: Sequence[Sight], words: Words) -> Iterator[ComparedRow]:
    """The values that differ, and always the one that decides the levels and what follows from it."""
    checklist, dossier = sights[0].checklist, sights[0].dossier
    joint = joint_of(checklist)
    always = {joint, *outcomes_of(checklist, joint)} if joint else set()
    for name, derived in checklist.derived.items():
        told = [_value(each, name, words) for each in sights]
        if name in always or any(each != told[0] for each in told):
            yield _row(Passage(short(derived.title, words)), told, href=why_value_href(dossier.id, name))


def _value(sight: Sight, name: str, words: Words) -> str:
    shown = rung(sight, name, words)
    return shown.value or (words.gettext("outside the method") if shown.outside else words.gettext("not known yet"))


def _counts(sights: Sequence[Sight], words: Words) -> Iterator[ComparedRow]:
    _ = words.gettext
    asked = [required(each.plan) for each in sights]
    counted: tuple[tuple[str, Callable[[Required], int]], ...] = (
        (_("Steps that apply"), lambda each: each.steps),
        (_("Steps not decided yet"), lambda each: each.undecided),
        (_("Approvals to collect"), lambda each: each.approvals),
        (_("Places of proof to name"), lambda each: each.proofs),
    )
    for head, count in counted:
        numbers = [count(each) for each in asked]
        if any(numbers):
            yield _row(Passage(head), [words.number(each) for each in numbers])
    told = [" ".join(words.plain(problem.message) for problem in each.plan.problems) for each in sights]
    if any(told):
        yield _row(Passage(_("What stands against it")), [each or "–" for each in told])


def _levels(sights: Sequence[Sight], words: Words) -> Iterator[ComparedRow]:
    checklist, dossier = sights[0].checklist, sights[0].dossier
    for id, step in checklist.steps.items():
        told = [level_code(each.plan.steps[id]) for each in sights]
        if any(each != told[0] for each in told):
            yield _row(title(step, words), told, levels=True, code=codes(checklist)[id], href=step_href(dossier.id, id))


def _proofs(sights: Sequence[Sight], words: Words) -> Iterator[ComparedRow]:
    """Steps that would ask for more or fewer places of proof."""
    checklist, dossier = sights[0].checklist, sights[0].dossier
    asked = [proofs_of(each.plan) for each in sights]
    for id, step in checklist.steps.items():
        told = [words.number(sum(name in each for name in step.questions)) for each in asked]
        if any(each != told[0] for each in told):
            yield _row(title(step, words), told, code=codes(checklist)[id], href=step_href(dossier.id, id))


def _falling(sight: Sight, tried: Sequence[WhatIf], words: Words) -> Iterator[ComparedRow]:
    _ = words.gettext
    for id, step in sight.checklist.steps.items():
        falls = [any(fall.step == id for fall in each.falls) for each in tried]
        if any(falls):
            told = [_who(sight, id, words), *(_("would fall") if each else _("would hold") for each in falls)]
            cells = tuple(ComparedCell(each, differs=at > 0 and falls[at - 1]) for at, each in enumerate(told))
            yield ComparedRow(title(step, words), cells, codes(sight.checklist)[id], step_href(sight.dossier.id, id))


def _who(sight: Sight, step: str, words: Words) -> str:
    who = words.listed([vote.by.name for vote in sight.dossier.case(step).votes])
    return words.gettext("approved by %(who)s", who=who) if who else words.gettext("in review")


# the form


def _lever(sight: Sight, name: str, asked: Asked, words: Words) -> LeverField:
    question = sight.checklist.questions[name]
    standing, typed = sight.plan.answers.get(name), asked.typed.get(name, "")
    every = [write_changes({name: one.value}) for one in question.lever if one.value != standing]
    return LeverField(
        id=name,
        title=words.passage(question.title),
        standing=answer_told(sight, name, standing, words),
        options=tuple(replace(each, chosen=each.value == typed) for each in _choices(sight, name, words)),
        value=typed,
        unit=words.unit(question.unit),
        all_href=what_if_href(sight.dossier.id, every[:MOST], asked.goal) if len(every) > 1 else "",
    )


def _choices(sight: Sight, name: str, words: Words) -> Iterator[Option]:
    """What else can be chosen; nothing for a number."""
    question, standing = sight.checklist.questions[name], sight.plan.answers.get(name)
    if question.kind is Kind.YES_NO:
        for value, text in ((True, YES), (False, NO)):
            if value is not standing:
                yield Option("yes" if value else "no", words.passage(text))
    for choice in question.choices:
        if choice.value != standing:
            yield Option(choice.value, words.passage(choice.title))


def _goals(sight: Sight, chosen: str, words: Words) -> tuple[GoalGroup, ...]:
    """Outcomes that levers can move: what the picture of the derivation shows, what decides the levels first."""
    checklist = sight.checklist
    known = goals_on_offer(checklist)
    names = [name for name in _pictured(sight, words) if name in known and levers_of(sight.plan, [name])]
    chosen = chosen or (_next_better(sight, names[0]) if names else "")
    return tuple(
        GoalGroup(
            short(checklist.derived[name].title, words),
            tuple(_goal_option(sight, name, value, chosen, words) for value in values_on_offer(checklist, name)),
        )
        for name in names
    )


def _goal_option(sight: Sight, name: str, value: str, chosen: str, words: Words) -> Option:
    goal = f"{name}={value}"
    return Option(
        goal, Passage(goal_told(sight, read_goal(sight.checklist, name, value), words)), chosen=goal == chosen
    )


def _pictured(sight: Sight, words: Words) -> Iterator[str]:
    picture = ladder(sight, words)
    if picture is not None:
        rungs = [picture.joint] if picture.joint else []
        rungs += [*picture.outcomes, *(rung for lane in picture.lanes for rung in lane.rungs)]
        yield from (each.name for each in rungs)


def _next_better(sight: Sight, name: str) -> str:
    """The goal one below what stands; the least where that is not known."""
    values, standing = values_on_offer(sight.checklist, name), sight.plan.derived[name].value
    at = values.index(str(standing)) if str(standing) in values else 0
    return f"{name}={values[max(at - 1, 0)]}"
