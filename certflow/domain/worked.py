"""A calculation as people check it by hand: the formula, what was put into it, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from certflow.domain.checklist import Checklist, Question
from certflow.domain.checklist.trees import trees_of
from certflow.domain.naming import title_of
from certflow.domain.plan import Plan
from certflow.domain.planned import Because, Ground
from certflow.domain.saying import in_plain_words
from certflow.domain.why import tell_derived, value_in_words


@dataclass(frozen=True, slots=True)
class PutIn:
    """One thing that a formula reads; `symbol` stands for it there."""

    name: str
    symbol: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Worked:
    """How a derived value came about.

    value    with its unit; empty where it cannot be given
    formula  “S = 2 × V”; empty where the value comes from a table, or cannot be given yet
    because  why it cannot be given, or which table or case gave it
    """

    name: str
    value: str
    formula: str
    because: str
    inputs: tuple[PutIn, ...]


def work_shown(plan: Plan, question: Question, language: str = "en") -> Worked:
    """What a calculation shows."""
    name = question.shows or ""
    given = plan.derived[name]
    formula = _formula(plan, name, given.because, language)
    return Worked(
        name=name,
        value="" if given.value is None else value_in_words(plan, name, given.value, language),
        formula=formula,
        because="" if formula and not given.because.case else tell_derived(plan, name, language),
        inputs=tuple(
            PutIn(
                one.name,
                _symbols(plan.checklist).get(one.name, ""),
                title_of(plan.checklist, one.name, language),
                value_in_words(plan, one.name, one.value, language),
            )
            for one in given.because.inputs
        )
        if formula
        else (),
    )


def tell_calculation(plan: Plan, question: Question, language: str = "en") -> str:
    """The same in lines, for paper and lists."""
    worked = work_shown(plan, question, language)
    inputs = (f"{f'{one.symbol}: ' if one.symbol else ''}{one.title}: {one.value}" for one in worked.inputs)
    lines = (worked.value, worked.formula, *inputs, "" if worked.formula else worked.because)
    return "\n".join(line for line in lines if line)


def _formula(plan: Plan, name: str, because: Because, language: str) -> str:
    tree = trees_of(plan.checklist).get(because.rule)
    if because.ground is not Ground.EXPRESSION or tree is None:
        return ""
    symbols = _symbols(plan.checklist)
    told = in_plain_words(
        tree,
        language,
        lambda each: title_of(plan.checklist, each, language),
        lambda each, value: value_in_words(plan, each, value, language),
        condition=False,
        symbols=symbols,
    )
    return "" if told is None else f"{symbols.get(name) or title_of(plan.checklist, name, language)} = {told}"


def _symbols(checklist: Checklist) -> Mapping[str, str]:
    symbols = {name: one.symbol for name, one in checklist.questions.items()}
    symbols |= {name: one.symbol for name, one in checklist.derived.items()}
    return {name: symbol for name, symbol in symbols.items() if symbol}
