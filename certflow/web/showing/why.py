"""Why a value or a step is what it is: a tree of reasons down to the answers people gave."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from certflow.actions.desk import Sight
from certflow.domain.dossier import Answer
from certflow.domain.people import Directory
from certflow.domain.plan import Because as Reason
from certflow.domain.plan import Input
from certflow.domain.why import read_in_words, tell_derived, tell_step, value_in_words
from certflow.web.pages import Because, Grid, Link, RuleTable, WhyPage
from certflow.web.showing.chain import chain_pictures
from certflow.web.showing.derivation import rung, value_grid, value_rules
from certflow.web.showing.heads import dossier_head
from certflow.web.showing.links import cited, dossier_href, question_link, source_href, step_href, why_value_href
from certflow.web.showing.states import codes, level_code, level_title, title
from certflow.web.showing.values import by_and_when
from certflow.web.words import Words

Shown = TypeVar("Shown", Grid | None, RuleTable | None)


def value_page(sight: Sight, name: str, directory: Directory, words: Words) -> WhyPage:
    """Why a derived value is what it is."""
    named = words.plain(sight.checklist.derived[name].title)
    because = _derived(sight, name, words, set())
    return WhyPage(
        dossier=dossier_head(sight, directory, words),
        title=words.gettext("Why: %(title)s", title=named),
        because=because,
        pictures=chain_pictures(because),
        back=Link(words.gettext("Back to the dossier"), dossier_href(sight.dossier.id)),
    )


def step_page(sight: Sight, step_id: str, directory: Directory, words: Words) -> WhyPage:
    """Why a step applies, and at which level."""
    step, planned = sight.checklist.steps[step_id], sight.plan.steps[step_id]
    named = f"{codes(sight.checklist)[step_id]} {title(step, words).text}"
    level = level_title(step, planned.level, words)
    because = Because(
        title=named,
        value=level or _verdict(planned.applies.value, words),
        sentence=tell_step(sight.plan, step_id, words.language),
        kind="level",
        source=cited(planned.because.source, words),
        source_href=source_href(planned.because.source),
        href=step_href(sight.dossier.id, step_id),
        rule=planned.because.rule,
        inputs=_inputs(sight, planned.because, words, set()),
    )
    return WhyPage(
        dossier=dossier_head(sight, directory, words),
        title=words.gettext("Why: %(title)s", title=named),
        because=because,
        pictures=chain_pictures(because),
        back=Link(words.gettext("Back to the step"), step_href(sight.dossier.id, step_id)),
        level=level_code(planned),
    )


def _verdict(verdict: str, words: Words) -> str:
    _ = words.gettext
    return {"yes": _("applies"), "no": _("does not apply")}.get(verdict, "")


def _derived(sight: Sight, name: str, words: Words, told: set[str]) -> Because:
    """One derived value; what was told before is not told again, but led to."""
    derived, given = sight.checklist.derived[name], sight.plan.derived[name]
    first = name not in told
    told.add(name)
    return Because(
        title=words.plain(derived.title),
        value=rung(sight, name, words).value,
        sentence=tell_derived(sight.plan, name, words.language) if first else words.gettext("Told above."),
        kind="derived" if given.value is not None else "unknown",
        source=cited(given.because.source, words) if first else "",
        source_href=source_href(given.because.source) if first else "",
        href=why_value_href(sight.dossier.id, name),
        grid=_cited_beside(value_grid(sight, name, words), given.because, words) if first else None,
        table=_cited_beside(value_rules(sight, name, words), given.because, words) if first else None,
        rule=given.because.rule if first else "",
        inputs=_inputs(sight, given.because, words, told) if first else (),
    )


def _cited_beside(table: Shown, because: Reason, words: Words) -> Shown:
    """A table without its source where that is the source of the whole reason."""
    point = words.plain(because.source.point) if because.source else ""
    repeated = table is not None and point == table.source
    return replace(table, source="") if table is not None and repeated else table


def _inputs(sight: Sight, because: Reason, words: Words, told: set[str]) -> tuple[Because, ...]:
    found = []
    for each in because.inputs:
        known = each.name in sight.checklist.derived
        shown = _derived(sight, each.name, words, told) if known else _answer(sight, each, words)
        if each.name in because.decided:
            decided = words.gettext("This one decided.")
            shown = replace(shown, sentence=f"{decided} {shown.sentence}")
        found.append(shown)
    return tuple(found)


def _answer(sight: Sight, read: Input, words: Words) -> Because:
    link = question_link(sight, read.name, words)
    answer = sight.dossier.answers.get(read.name)
    counts = sight.plan.questions[read.name].asked == "yes"
    if read.held_by:
        told = read_in_words(sight.plan, read, words.language)
        return Because(link.text, told, _sealed(answer, words), "held", href=link.href)
    if answer is not None and counts:
        sentence = words.gettext("Answered by %(who)s.", who=by_and_when(answer, words))
    elif read.value is not None:
        sentence = words.gettext("Not asked in this dossier; the checklist says what it counts as.")
    else:
        sentence = words.gettext("Not answered yet.")
    value = "" if read.value is None else value_in_words(sight.plan, read.name, read.value, words.language)
    return Because(link.text, value, sentence, "answer" if read.value is not None else "unknown", href=link.href)


def _sealed(answer: Answer | None, words: Words) -> str:
    return words.gettext("In the ledger as %(digest)s…", digest=answer.commitment[:16]) if answer else ""
