"""What one change did: the values, levels and approvals that moved between two looks at a dossier."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.actions.desk import Sight
from certflow.domain.checklist.items import FIRST
from certflow.domain.dossier import DossierItem, State
from certflow.domain.plan import Move, Verdict, compare_plans
from certflow.domain.plan import Moved as Kind
from certflow.web.pages import Moved, StepMove, ValueMove, Voided
from certflow.web.showing.derivation import rung
from certflow.web.showing.earlier import derived_title, question_title
from certflow.web.showing.items import called
from certflow.web.showing.links import short, step_href, why_value_href
from certflow.web.showing.reasons import step_reason, value_reason
from certflow.web.showing.states import level_code, level_title
from certflow.web.showing.values import answer_told
from certflow.web.words import Words


def moved(before: Sight, after: Sight, words: Words) -> Moved | None:
    """What moved; None when no answer changed, or the dossier went over to another edition in between."""
    if before.checklist.file is not after.checklist.file:
        return None
    cause = _cause(before, after, words)
    if not cause:
        return None
    moves = compare_plans(before.plan, after.plan)
    return Moved(
        cause=cause,
        values=tuple(_value(before, after, move, words) for move in moves if move.kind is Kind.VALUE),
        steps=_steps(before, after, words),
        voided=tuple(_voided(before, after, words)),
    )


def anything(moved: Moved | None) -> bool:
    """Whether there is more to tell than that the answer was saved."""
    return moved is not None and bool(moved.values or moved.steps or moved.voided)


def _cause(before: Sight, after: Sight, words: Words) -> str:
    then, now = before.dossier.answers, after.dossier.answers
    changed = [
        name
        for name in after.checklist.questions
        if (then[name].seq if name in then else 0) != (now[name].seq if name in now else 0)
    ]
    if not changed:
        return _change_of_items(before, after, words)
    questions = after.checklist.questions
    if len(changed) > 1:
        titles = "; ".join(f"“{words.plain(questions[name].title)}”" for name in changed[:5])
        return words.ngettext(
            "%(num)s answer changed: %(titles)s.", "%(num)s answers changed: %(titles)s.", len(changed), titles=titles
        )
    name = changed[0]
    title = words.plain(questions[name].title)
    if name in before.hidden or name in after.hidden:
        return words.gettext("The answer to “%(title)s” changed; it is held by another organisation.", title=title)
    was = answer_told(questions[name], then.get(name), words)
    given = answer_told(questions[name], now.get(name), words)
    if not given:
        return words.gettext("The answer to “%(title)s” was withdrawn; it was %(was)s.", title=title, was=was)
    if not was:
        return words.gettext("“%(title)s” was answered with %(given)s.", title=title, given=given)
    return words.gettext("“%(title)s” changed from %(was)s to %(given)s.", title=title, was=was, given=given)


def _change_of_items(before: Sight, after: Sight, words: Words) -> str:
    """What became of the things of a list; empty where nothing did."""
    changed = [one for key, one in after.dossier.items.items() if before.dossier.items.get(key) != one]
    return " ".join(_change_of(before, after, one, words) for one in changed)


def _change_of(before: Sight, after: Sight, now: DossierItem, words: Words) -> str:
    _ = words.gettext
    was, name = before.dossier.item(now.list, now.id), called(after, now, words)
    if now.removed and not was.removed:
        return _("“%(name)s” was removed.", name=name)
    if was.removed and not now.removed:
        return _("“%(name)s” was put back.", name=name)
    if now.id != FIRST and (now.list, now.id) not in before.dossier.items:
        return _("“%(name)s” was added.", name=name)
    return _("“%(was)s” is called “%(name)s” now.", was=called(before, was, words), name=name)


def _value(before: Sight, after: Sight, move: Move, words: Words) -> ValueMove:
    return ValueMove(
        title=short(after.checklist.derived[move.id].title, words),
        before=rung(before, move.id, words).value if move.id in before.plan.derived else "",
        after=rung(after, move.id, words).value,
        why=value_reason(after, move.id, words),
        href=why_value_href(after.dossier.id, move.id),
    )


def _steps(before: Sight, after: Sight, words: Words) -> tuple[StepMove, ...]:
    found = []
    for id, now in after.plan.steps.items():
        if id not in before.plan.steps:
            continue  # of an item that was added: it has not moved, it is new
        was = level_code(before.plan.steps[id])
        if was != level_code(now):
            found.append(
                StepMove(
                    title=words.passage(after.checklist.steps[id].title),
                    before=was,
                    after=level_code(now),
                    why=step_reason(after, id, words),
                    href=step_href(after.dossier.id, id),
                )
            )
    return tuple(found)


def _voided(before: Sight, after: Sight, words: Words) -> list[Voided]:
    """The submissions and approvals that no longer hold, with whose they were and what differs."""
    found = []
    for id, case in before.dossier.cases.items():
        remarks = after.dossier.case(id).remarks
        if case.state is State.DRAFT or len(remarks) == len(case.remarks) or remarks[-1].kind != "reopened":
            continue
        step = after.checklist.steps[id]
        who = words.listed([vote.by.name for vote in case.votes])
        found.append(
            Voided(
                title=words.passage(step.title),
                who=words.gettext("approved by %(who)s", who=who) if who else words.gettext("was in review"),
                why=" ".join(difference(after, dict(each), words) for each in remarks[-1].because),
                href=step_href(after.dossier.id, id),
            )
        )
    return found


def difference(sight: Sight, told: dict[str, object], words: Words) -> str:
    """One difference of what an approval covered, as a sentence."""
    _ = words.gettext
    name = str(told["name"])
    match told["what"]:
        case "level":
            was, now = (_level(sight, name, told[side], words) for side in ("from", "to"))
            return _("The level moved from %(was)s to %(now)s.", was=was, now=now)
        case "answers" if name in sight.dossier.aside:
            return _(
                "The answer to “%(title)s” does not count on this edition.", title=question_title(sight, name, words)
            )
        case "answers":
            return _("The answer to “%(title)s” changed.", title=question_title(sight, name, words))
        case "means":
            return _("The means of compliance changed.")
        case "item":
            return _("It is called something else now.")
        case "evidence":
            return _("The evidence changed.")
        case "derived":
            title = derived_title(sight, name, words)
            if any(isinstance(told[side], Mapping) for side in ("from", "to")):
                return _("%(title)s may have moved: it follows from a protected answer that changed.", title=title)
            if told["to"] is None:
                return _("%(title)s was %(was)s and is undecided now.", title=title, was=told["from"])
            if told["from"] is None:
                return _("%(title)s was undecided and is %(now)s now.", title=title, now=told["to"])
            return _("%(title)s moved from %(was)s to %(now)s.", title=title, was=told["from"], now=told["to"])
        case "applies":
            return (
                _("Whether the step applies has changed.")
                if told["to"] != Verdict.UNDECIDED
                else _("Whether the step applies is open again.")
            )
        case "wording":
            return _("Its words changed.")
        case "edition":
            return _("The dossier went over from edition %(was)s to %(now)s.", was=told["from"], now=told["to"])
        case "merged":
            return _("Several steps became this one: %(steps)s.", steps=told["from"])
        case "split":
            return _("It is a part of what was %(step)s.", step=told["from"])
        case "step":
            return _("It was %(step)s before.", step=told["from"])
        case "declared":
            return _("Its words are the same, but the edition declares that it asks for something else.")
        case "review":
            return _("The edition asks for another review, which these approvals do not meet.")
        case "validity":
            return _("By the edition its approval would have ended on %(day)s.", day=told["to"])
        case _:
            return _("What the step asks for changed.")


def _level(sight: Sight, step: str, level: object, words: Words) -> str:
    """A level by its title; by its name where the step as it is now has no such level."""
    of = sight.checklist.steps.get(step)
    if level is None or of is None or str(level) not in of.levels:
        return "?" if level is None else str(level)
    return level_title(of, str(level), words)
