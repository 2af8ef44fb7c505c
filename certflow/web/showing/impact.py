"""What a later edition does to a dossier, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from flask import url_for

from certflow.actions.moving import Preview
from certflow.domain.checklist.changes import Change
from certflow.domain.dossier import Stage
from certflow.domain.facts import Withheld
from certflow.domain.impact import StepImpact
from certflow.domain.kept_answers import Fate, Kept
from certflow.domain.people import Actor, Directory, Permission, may
from certflow.domain.refusal import Refused
from certflow.domain.text import Text
from certflow.web.pages import AnswerTold, Counts, Error, ImpactPage, Link, Passage, StepTold, ValueMove
from certflow.web.showing import requirements
from certflow.web.showing.comparing import change_title
from certflow.web.showing.derivation import rung
from certflow.web.showing.heads import checklist_name, dossier_head
from certflow.web.showing.kept import kept_files, why_told
from certflow.web.showing.links import short, step_href
from certflow.web.showing.moved import difference
from certflow.web.showing.newer import days_of
from certflow.web.showing.reasons import value_reason
from certflow.web.showing.rewording import rewording
from certflow.web.showing.states import codes, title
from certflow.web.showing.values import answer_told
from certflow.web.words import Words

#: so many new questions are named; the rest is counted
MOST_ASKED = 30

Steps = tuple[StepTold, ...]


def impact_page(
    preview: Preview,
    directory: Directory,
    reader: Actor,
    today: date,
    words: Words,
    reason: str = "",
    errors: tuple[Error, ...] = (),
) -> ImpactPage:
    """All of it: what stands, what falls and why, what is asked; and the form, for whoever may agree."""
    impact, now = preview.impact, preview.now
    before, after = impact.following.before, impact.following.after
    told = {id(each): _step(preview, each, words) for each in impact.steps}

    def those(wanted: Sequence[StepImpact]) -> Steps:
        return tuple(told[id(each)] for each in wanted)

    decided = [each for each in impact.steps if each.decided]
    undecided = [each for each in impact.steps if not each.decided and not each.gone]
    new = [each for each in undecided if each.descent.change is Change.NEW]
    changed = [each for each in undecided if each.descent.change not in (Change.NEW, Change.UNCHANGED)]
    reopened = [each for each in decided if each.because]
    reworded = [each for each in decided if each.in_other_words]
    carried = [each for each in decided if each.carried and not each.in_other_words]
    ended = [each for each in impact.steps if each.gone]
    said = after.supersedes.get(before.edition)
    return ImpactPage(
        dossier=dossier_head(now, directory, words),
        edition=Link(checklist_name(after), url_for("checklists.one", id=after.id, edition=after.edition)),
        present=Link(checklist_name(before), url_for("checklists.one", id=before.id, edition=before.edition)),
        compare=Link(
            words.gettext("What became of each requirement"),
            url_for("checklists.compare", id=after.id, edition=after.edition, earlier=before.edition),
        ),
        days=days_of(before, after, today, words),
        counts=Counts(
            carried=len(carried),
            reworded=len(reworded),
            reopened=len(reopened),
            ended=sum(each.decided for each in ended),
            answers=sum(each.fate in (Fate.CARRIED, Fate.CONFIRM) for each in impact.answers),
            again=sum(each.fate is Fate.AGAIN for each in impact.answers),
            asked=len(impact.asked),
        ),
        values=tuple(_values(preview, words)),
        reopened=those(reopened),
        reworded=those(reworded),
        carried=those(carried),
        ended=those(ended),
        changed=those(changed),
        new=those(new),
        answers=(
            *(_answer(preview, each, words) for each in impact.answers if each.fate is not Fate.CARRIED),
            *_files(preview, words),
        ),
        asked=tuple(_asked(preview, name, words) for name in impact.asked[:MOST_ASKED]),
        asked_more=max(0, len(impact.asked) - MOST_ASKED),
        untouched=len(undecided) - len(new) - len(changed),
        note=words.passage(said.note) if said and said.note else None,
        action=url_for("moving.go_over", dossier=now.dossier.id, edition=after.edition),
        shown=impact.shown,
        reason=reason,
        cannot=_cannot(preview, reader, words),
        draft=after.status == "draft",
        errors=errors,
    )


def _cannot(preview: Preview, reader: Actor, words: Words) -> str:
    if preview.now.dossier.stage is Stage.CLOSED:
        return words.refusal(Refused("dossier.closed", dossier=preview.now.dossier.id))
    if not may(reader, Permission.DOSSIER_MOVE):
        return words.gettext(
            "The accountable manager of a party decides whether the dossier goes over to this edition."
        )
    return ""


def _step(preview: Preview, impact: StepImpact, words: Words) -> StepTold:
    now, then = preview.now, preview.then
    if impact.gone:
        there, id_ = now.checklist, impact.step
        note = next((link.note for link in impact.descent.links if link.note), None)
        note = note or _withdrawn(preview, impact.step)
        step = there.steps.get(id_) or there.file.steps[id_.partition("~")[0]]
        code, change = codes(there).get(step.id, step.id), Change.WITHDRAWN
        return StepTold(
            code,
            title(step, words),
            requirements.step_href(there, step.id),
            change.value,
            change_title(change, words),
            _decided(impact, words),
            (words.gettext("Nothing follows this step; what was said in it is kept."),) if impact.decided else (),
            note=words.passage(note) if note else None,
        )
    step = then.checklist.steps[impact.step]
    earlier = impact.case.step if impact.case and impact.case.step in now.checklist.steps else impact.step
    old = now.checklist.steps.get(earlier)
    notes = [link.note for link in impact.descent.links if link.note]
    change = impact.descent.change
    because = tuple(dict.fromkeys(difference(then, dict(each), words) for each in impact.because))
    if impact.carried and change not in (Change.UNCHANGED, Change.EDITORIAL):
        because = (words.gettext("A rule, a table or its review changed, and comes to the same in this dossier."),)
    return StepTold(
        code=codes(then.checklist)[step.id],
        title=title(step, words),
        href=step_href(now.dossier.id, old.id) if old else requirements.step_href(then.checklist, step.id),
        change=change.value,
        change_title=change_title(change, words),
        decided=_decided(impact, words),
        because=because,
        texts=rewording(now.checklist, old, then.checklist, step, words) if old and impact.decided else (),
        note=words.passage(notes[-1]) if notes else None,
    )


def _withdrawn(preview: Preview, step: str) -> Text | None:
    """Why nothing follows a step, as the author says it."""
    line = preview.impact.following.line
    said = [after.supersedes.get(before.edition) for before, after in pairwise(line)]
    return next((each.withdrawn[step] for each in said if each and step in each.withdrawn), None)


def _decided(impact: StepImpact, words: Words) -> str:
    if impact.case is None or not impact.decided:
        return ""
    who = words.listed([vote.by.name for vote in impact.case.votes])
    return words.gettext("approved by %(who)s", who=who) if who else words.gettext("was in review")


def _values(preview: Preview, words: Words) -> Iterator[ValueMove]:
    """The derived values that would be others; one that neither edition can tell is none."""
    now, then = preview.now, preview.then
    for name in dict.fromkeys((*now.plan.derived, *then.plan.derived)):
        was = rung(now, name, words).value if name in now.plan.derived else ""
        will = rung(then, name, words).value if name in then.plan.derived else ""
        if was != will:
            there = then if name in then.checklist.derived else now
            why = value_reason(then, name, words) if name in then.checklist.derived else ""
            yield ValueMove(short(there.checklist.derived[name].title, words), was, will, why)


def _answer(preview: Preview, kept: Kept, words: Words) -> AnswerTold:
    given = preview.now.dossier.answers[kept.question]
    asked = preview.now.checklist.questions.get(kept.question)
    if isinstance(given.value, Withheld) or asked is None:
        value = words.typed(given.value) if isinstance(given.value, Withheld) else ""
    else:
        value = answer_told(asked, given, words)
    return AnswerTold(words.passage(asked.title) if asked else Passage(kept.question), value, why_told(kept.why, words))


def _files(preview: Preview, words: Words) -> Iterator[AnswerTold]:
    """The pieces of evidence that would belong to no step."""
    lost = (preview.then.dossier.evidence[id] for id in preview.impact.moved.evidence)
    for each in kept_files(preview.then, lost, words):
        yield AnswerTold(each.question, each.value, each.because, each.href)


def _asked(preview: Preview, name: str, words: Words) -> Link:
    checklist = preview.then.checklist
    step = checklist.steps_of_questions[name]
    return Link(words.plain(checklist.questions[name].title), requirements.step_href(checklist, step))
