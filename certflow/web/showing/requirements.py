"""Steps as the checklist writes them: all levels, all questions, all rules in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from flask import url_for

from certflow.domain.checklist import (
    Checklist,
    Criterion,
    Departing,
    Independence,
    Kind,
    Question,
    ReviewPolicy,
    Section,
    Step,
    Validity,
)
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.mappings import Credit, Relationship
from certflow.domain.checklist.model import Heading, LevelRow, Part
from certflow.domain.composed_words import unit_words
from certflow.domain.naming import rule_in_words, title_of, value_of
from certflow.web import names
from certflow.web.pages import (
    ChoiceShown,
    CriterionShown,
    HeadingShown,
    LevelAsked,
    Link,
    PieceShown,
    QuestionShown,
    ReviewShown,
    StepShown,
)
from certflow.web.showing.heads import aspect
from certflow.web.showing.links import cited, short, source_href
from certflow.web.showing.states import codes, title
from certflow.web.showing.values import limits
from certflow.web.words import Words


def node_href(checklist: Checklist, kind: str, name: str) -> str:
    """To the page on what one thing is found from and what it moves."""
    return url_for("checklists.influence", id=checklist.id, edition=checklist.edition, kind=kind, name=name)


def section_href(checklist: Checklist, section: str, step: str = "", page: int = 1) -> str:
    """To a section, at one of its steps."""
    return url_for(
        "checklists.section",
        id=checklist.id,
        edition=checklist.edition,
        section=section,
        page=page if page > 1 else None,
        _anchor=f"step-{step}" if step else None,
    )


def values_href(checklist: Checklist, name: str = "") -> str:
    """To the derived values, at one of them."""
    at = _pages(checklist)[name] if name else 1
    return url_for(
        "checklists.values",
        id=checklist.id,
        edition=checklist.edition,
        page=at if at > 1 else None,
        _anchor=f"value-{name}" if name else None,
    )


def tables_href(checklist: Checklist, table: str = "") -> str:
    """To the tables, at one of them."""
    where: dict[str, Any] = {"id": checklist.id, "edition": checklist.edition}
    return url_for("checklists.tables", **where, _anchor=f"table-{table}" if table else None)


#: rows on one page of a long section, or of many values
STEPS_A_PAGE = 50
VALUES_A_PAGE = 100


def step_href(checklist: Checklist, step: str) -> str:
    """To a step within its section, on the page of the section that holds it."""
    return section_href(checklist, checklist.steps[step].section, step, _pages(checklist)[step])


@lru_cache(maxsize=256)
def _pages(checklist: Checklist) -> Mapping[str, int]:
    """Step → the page of its section; derived value → its page."""
    steps = {id: at // STEPS_A_PAGE + 1 for one in checklist.sections for at, id in enumerate(one.steps)}
    return steps | {name: at // VALUES_A_PAGE + 1 for at, name in enumerate(checklist.derived)}


def step_shown(checklist: Checklist, step: Step, columns: tuple[str, ...], by: str | None, words: Words) -> StepShown:
    """One step in full. columns, by: those of the table of levels that the page draws in letters."""
    row = step.level if isinstance(step.level, LevelRow) and step.level.by == by else None
    return StepShown(
        id=step.id,
        code=codes(checklist)[step.id],
        title=title(step, words),
        text=words.passage(step.text),
        source=cited(step.source, words),
        source_href=source_href(step.source),
        applies=tuple(_applies(checklist, step, words)),
        guidance=words.passage(step.guidance) if step.guidance else None,
        levels=tuple(level_cell(checklist, step, row.levels[column], words) for column in columns) if row else (),
        criteria=tuple(_criterion(step, each, checklist, words) for each in step.criteria),
        evidence=tuple(words.passage(text) for text in step.expected_evidence),
        provided_by=parties(checklist, step.provided_by, words),
        shows=tuple(_shown(checklist, name, words) for name in step.shows),
        questions=tuple(question_shown(checklist, checklist.questions[name], words) for name in step.questions),
        reviews=tuple(_reviews(checklist, step, words)),
        departures=tuple(_departures(checklist, step, words)),
        headings=headings_above(checklist, step.id, words),
        pieces=_pieces(step.parts, words),
        acceptance=tuple(words.passage(text) for text in step.acceptance),
        changes_href=node_href(checklist, "step", step.id),
    )


def headings_above(checklist: Checklist, step: str, words: Words) -> tuple[HeadingShown, ...]:
    """What stands in the section right above a step; above its first one also what comes before all."""
    section = next(one for one in checklist.sections if one.id == checklist.steps[step].section)
    at = section.steps.index(step) if section.headings else 0
    return tuple(_heading(one, words) for one in section.headings if one.at == at)


def headings_below(section: Section, words: Words) -> tuple[HeadingShown, ...]:
    """What stands in a section after its last step."""
    return tuple(_heading(one, words) for one in section.headings if one.at >= len(section.steps))


def _heading(one: Heading, words: Words) -> HeadingShown:
    text = words.passage(one.text) if one.text else None
    source, href = cited(one.source, words), source_href(one.source)
    return HeadingShown(one.id, words.passage(one.title), text, source, href, _pieces(one.parts, words))


def _pieces(parts: tuple[Part, ...], words: Words) -> tuple[PieceShown, ...]:
    return tuple(
        PieceShown(
            one.label or one.name,
            one.kind,
            words.passage(one.title) if one.title else None,
            words.passage(one.text) if one.text else None,
            min(one.depth, 4),
        )
        for one in parts
    )


def _shown(checklist: Checklist, name: str, words: Words) -> Link:
    """To a derived value, or to a question of another step, that an approval covers."""
    if name in checklist.derived:
        return Link(short(checklist.derived[name].title, words), values_href(checklist, name))
    return Link(title_of(checklist, name, words.language), question_href(checklist, name))


def question_href(checklist: Checklist, name: str) -> str:
    """To a question within its section."""
    page = step_href(checklist, checklist.steps_of_questions[name]).partition("#")[0]
    return f"{page}#question-{name}"


def level_cell(checklist: Checklist, step: Step, level: str, words: Words) -> tuple[str, str, str]:
    """Code, letter and title of a level."""
    named = words.plain(step.levels[level])
    return level, _letters(checklist).get(level, named), named


def _letters(checklist: Checklist) -> Mapping[str, str]:
    return {
        value: letter for one in checklist.enumerations.values() if one.ordered for letter, value in one.shorts.items()
    }


def parties(checklist: Checklist, ids: tuple[str, ...], words: Words) -> tuple[str, ...]:
    return tuple(words.plain(checklist.parties[id]) if id in checklist.parties else id for id in ids)


def told(checklist: Checklist, expression: Expression, words: Words) -> str:
    return rule_in_words(checklist, expression, words.language)


def _applies(checklist: Checklist, step: Step, words: Words) -> Iterator[str]:
    """When the step is asked, and how its level is found."""
    _ = words.gettext
    if step.each is not None:
        yield once_for_each(checklist, step.each, words)
    if step.when is not None:
        yield _("Applies where %(condition)s.", condition=told(checklist, step.when, words))
    if isinstance(step.level, LevelRow):
        by, table = checklist.derived.get(step.level.by), words.plain(step.level.table)
        name = short(by.title if by else checklist.questions[step.level.by].title, words)
        yield _("Its level stands in the table “%(table)s”, by %(name)s.", table=table, name=name)
    elif step.level is not None:
        yield _("Its level is %(rule)s.", rule=told(checklist, step.level, words))
    if step.applies_from is not None:
        yield _("Applies from the level “%(level)s” on.", level=words.plain(step.levels[step.applies_from]))
    if step.groups:
        groups = words.one_of([words.plain(checklist.groups[name].title) for name in step.groups])
        yield _("Applies where this is chosen: %(groups)s.", groups=groups)
    if step.when is None and step.level is None and not step.groups:
        yield _("Asked in every dossier.")
    if step.under is not None:
        yield _("Stands under: %(title)s.", title=_under(checklist, step.under, words))
    yield from _gates(checklist, step, words)
    yield from _mapped(checklist, step, words)
    if step.evidence_visibility in names.READ_BY:
        yield _("Files attached: %(rule)s", rule=_(names.READ_BY[step.evidence_visibility]))
    if step.weight != 1:
        yield _("Its scores count %(weight)s times.", weight=words.number(step.weight))


def _mapped(checklist: Checklist, step: Step, words: Words) -> Iterator[str]:
    """What other checklists have to do with the step, and what may be carried from there."""
    _ = words.gettext
    own = {step.id, *(one.key for one in step.criteria)}
    for mapping in checklist.mappings:
        for row in mapping.rows:
            if row.target not in own or row.relationship is Relationship.NONE:
                continue
            facts = {"there": f"{mapping.name} {row.source}", "how": _(names.RELATIONSHIPS[row.relationship])}
            if row.credit:
                carried = words.listed([_(names.CREDITS[each]) for each in Credit if each in row.credit])
                yield _("Beside %(there)s: %(how)s. May be carried from there: %(what)s.", **facts, what=carried)
            else:
                yield _("Beside %(there)s: %(how)s. Nothing may be carried from there.", **facts)


def _gates(checklist: Checklist, step: Step, words: Words) -> Iterator[str]:
    """The gates in front of the step, and the one that it is."""
    _ = words.gettext
    for gate in checklist.gates:
        if step.id in gate.before:
            named = words.plain(checklist.steps[gate.step].title)
            yield _("Goes to review only after “%(step)s” is approved.", step=named)
        if gate.step == step.id:
            yield _("Gate: %(gate)s.", gate=words.plain(gate.title))
            if gate.after:
                first = words.listed([words.plain(checklist.steps[each].title) for each in gate.after])
                yield _("Goes to review only after these are approved: %(steps)s.", steps=first)


def _under(checklist: Checklist, id: str, words: Words) -> str:
    """The title of the step or heading that another stands under."""
    if id in checklist.steps:
        return f"{codes(checklist)[id]} {title(checklist.steps[id], words).text}"
    headings = (one for section in checklist.sections for one in section.headings)
    return next((words.plain(one.title) for one in headings if one.id == id), id)


def once_for_each(checklist: Checklist, of: str, words: Words) -> str:
    """That there is one of it for each item of a list."""
    return words.gettext("Once for each: %(list)s.", list=words.plain(checklist.lists[of].item))


def _criterion(step: Step, criterion: Criterion, checklist: Checklist, words: Words) -> CriterionShown:
    found = []
    for level in dict.fromkeys(text.level for text in criterion.texts):
        texts = tuple(
            (aspect(each.aspect, words), words.passage(each.text)) for each in criterion.texts if each.level == level
        )
        found.append(LevelAsked(level, words.plain(step.levels[level]) if level in step.levels else level, texts))
    return CriterionShown(
        key=criterion.key,
        title=words.passage(criterion.title),
        text=words.passage(criterion.text) if criterion.text else None,
        levels=tuple(found),
        source=cited(criterion.source, words),
        source_href=source_href(criterion.source),
        provided_by=parties(checklist, criterion.provided_by, words),
        adds=criterion.cumulative and len(found) > 1,
        acceptance=tuple(words.passage(text) for text in criterion.acceptance),
    )


def question_shown(checklist: Checklist, question: Question, words: Words) -> QuestionShown:
    """One question with everything that limits its answers."""
    return QuestionShown(
        id=question.id,
        title=words.passage(question.title),
        kind=words.gettext(names.QUESTION_KINDS[question.kind]),
        help=words.passage(question.help) if question.help else None,
        choices=tuple(
            ChoiceShown(words.passage(each.title), told(checklist, each.when, words) if each.when else "")
            for each in question.choices
        ),
        rules=tuple(_rules(checklist, question, words)),
        changes_href=node_href(checklist, "question", question.id),
    )


def _rules(checklist: Checklist, question: Question, words: Words) -> Iterator[str]:
    _ = words.gettext
    if question.unit and not question.units:
        yield _("In %(unit)s.", unit=words.unit(question.unit))
    yield from _of_parts(question, words)
    if bounds := limits(question, words).strip("()"):
        yield _("Takes %(limits)s.", limits=bounds)
    if question.kind is Kind.TEXT:
        yield _("Up to %(num)s characters.", num=words.number(question.max_length))
    if question.pattern:
        yield _("Has to match the pattern %(pattern)s.", pattern=question.pattern)
    if question.optional:
        yield _("May be left open.")
    if question.when is not None:
        yield _("Asked where %(condition)s.", condition=told(checklist, question.when, words))
    if question.otherwise is not None:
        said = value_of(checklist, question.id, question.otherwise, words.language)
        yield _("Counts as %(value)s where it is not asked.", value=said)
    if question.visibility in names.READ_BY:
        yield _(names.READ_BY[question.visibility])
    if question.held_by:
        yield _("Answered by: %(party)s", party=words.plain(checklist.parties[question.held_by]))
    if question.criterion:
        yield _("For criterion %(key)s.", key=question.criterion)
    if question.lever:
        offers = [
            f"{value_of(checklist, question.id, each.value, words.language)} ({words.number(each.effort)})"
            for each in question.lever
        ]
        yield _("Something else could be decided here (effort in brackets): %(offers)s.", offers="; ".join(offers))


def _of_parts(question: Question, words: Words) -> Iterator[str]:
    """What only the kinds of several parts have."""
    _ = words.gettext
    if question.symbol:
        yield _("Stands in formulas as %(symbol)s.", symbol=question.symbol)
    if question.precision == "month":
        yield _("Month and year.")
    if question.precision == "year":
        yield _("Year alone.")
    if question.units:
        yield _("In %(unit)s.", unit=words.one_of([unit_words(unit, words.language) for unit in question.units]))
    if question.columns:
        columns = [words.plain(column.title) for column in question.columns]
        yield _("In each row: %(columns)s.", columns="; ".join(columns))
    if question.kind is Kind.ROWS:
        yield _("From %(least)s to %(most)s rows.", least=question.least, most=question.most)
    if question.types:
        yield _("Files: %(types)s.", types=words.one_of(question.types))


def _reviews(checklist: Checklist, step: Step, words: Words) -> Iterator[ReviewShown]:
    for level, policy in step.reviews.items():
        named = words.plain(step.levels[level]) if level in step.levels else level
        yield ReviewShown(named, tuple(review_told(checklist, policy, words)))


def _departures(checklist: Checklist, step: Step, words: Words) -> Iterator[ReviewShown]:
    """How the step may depart from what it asks, and who may grant that."""
    _ = words.gettext
    titles = {Departing.WAIVER: _("Waiver"), Departing.ALTERNATIVE: _("Another means of compliance")}
    for sort, rule in step.departures.items():
        told = [*review_told(checklist, rule.policy, words)]
        if rule.months is not None:
            told.append(words.ngettext("for %(num)s month at most", "for %(num)s months at most", rule.months))
        if sort is Departing.WAIVER and rule.instead:
            told.append(_("only with a compensating measure"))
        yield ReviewShown(titles[sort], tuple(told))


def review_told(checklist: Checklist, policy: ReviewPolicy, words: Words) -> Iterator[str]:
    """A review policy, condition by condition."""
    _ = words.gettext
    roles = words.one_of([_(names.ROLES.get(role, role)) for role in policy.roles])
    yield words.ngettext(
        "%(num)s approval by: %(roles)s", "%(num)s approvals by: %(roles)s", policy.quorum, roles=roles
    )
    if policy.organisations > 1:
        yield _("from at least %(num)s organisations", num=policy.organisations)
    for party in policy.parties:
        yield _("one of them from: %(party)s", party=words.plain(checklist.parties[party]))
    if policy.step_up:
        yield _("each signs in again to approve")
    yield from (_(names.INDEPENDENCE[each]) for each in Independence if each in policy.independence)
    if policy.validity is not None:
        yield from _validity_told(checklist, policy.validity, words)
    if policy.shows:
        covered = words.listed([title_of(checklist, name, words.language) for name in policy.shows])
        yield _("An approval covers: %(what)s", what=covered)


def _validity_told(checklist: Checklist, rule: Validity, words: Words) -> Iterator[str]:
    """For how long an approval holds."""
    if rule.months is not None and rule.after is None:
        yield words.ngettext("valid for %(num)s month", "valid for %(num)s months", rule.months)
    elif rule.months is not None and rule.after is not None:
        date = title_of(checklist, rule.after, words.language)
        yield words.ngettext(
            "valid for %(num)s month after: %(date)s",
            "valid for %(num)s months after: %(date)s",
            rule.months,
            date=date,
        )
    if rule.until is not None:
        yield words.gettext("valid until: %(date)s", date=title_of(checklist, rule.until, words.language))
