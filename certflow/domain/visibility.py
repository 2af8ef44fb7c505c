"""Who may read which answer, and what its reader is shown of everything that was worked out from it (P12).

- `MAY_READ` is the one table. Pages, files, records and bundles get a dossier through it and never ask themselves.
- What a reader may not see is `Protected`: whose it is and the ledger's salted commitment, never the value, its length
  or a digest that could be guessed.
- The requirement is shared: a step, a level and a derived class stay visible to every party, whatever they were found
  from. A value that is calculated from a protected answer could be turned round, so it is protected with it; so is
  what a reason says beyond its result (the cell, the case that held, what was read).

Source: docs/decisions, the page on visibility.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from certflow.domain.checklist import Checklist, Question, Visibility
from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.items import parted
from certflow.domain.checklist.questions import AUTHORITY
from certflow.domain.checklist.values import Unknown, YesNoType
from certflow.domain.dossier import AnswerAside, Dossier, Evidence
from certflow.domain.entry import Entry
from certflow.domain.facts import AnswerGiven, Erased, EvidenceAttached, EvidenceMarked, Protected
from certflow.domain.marking import CLOSED, Marking, Sharing
from certflow.domain.people import Actor
from certflow.domain.plan import Plan
from certflow.domain.planned import Because, DerivedValue, Ground, Input

#: organisation → its name
Names = Mapping[str, str]


@dataclass(frozen=True)
class Reader:
    """Whose eyes. party: the part the organisation plays in the dossier; None for anybody outside it."""

    organisation: str
    party: str | None

    @classmethod
    def of(cls, actor: Actor, parties: Mapping[str, str]) -> Reader:
        return cls(actor.organisation, parties.get(actor.organisation))


#: whoever picks up a public summary
ANYBODY = Reader("", None)

#: the one table: class → whether a reader may read what an organisation gave
MAY_READ: Mapping[Visibility, Callable[[Reader, str], bool]] = {
    Visibility.PUBLIC: lambda reader, owner: True,
    Visibility.CONSORTIUM: lambda reader, owner: reader.party is not None,
    Visibility.OWNER: lambda reader, owner: reader.party is not None and reader.organisation == owner,
    Visibility.AUTHORITY: lambda reader, owner: (
        reader.party is not None and (reader.organisation == owner or reader.party == AUTHORITY)
    ),
}


def may_read(reader: Reader, visibility: Visibility, owner: str) -> bool:
    """Whether `reader` may read something of this class that the organisation `owner` gave."""
    return MAY_READ[visibility](reader, owner)


def hidden_answers(checklist: Checklist, dossier: Dossier, reader: Reader) -> dict[str, str]:
    """Question → the organisation that holds the answer, for each answer that `reader` may not read."""
    return {
        name: given.by.organisation
        for name, given in dossier.answers.items()
        if name in checklist.questions
        and not may_read(reader, checklist.questions[name].visibility, given.by.organisation)
    }


def holds_back(checklist: Checklist, piece: Evidence, reader: Reader) -> bool:
    """Whether `reader` may not read a piece of evidence, nor the name it was given."""
    return not may_read(reader, audience_of(checklist, piece), piece.by.organisation)


def audience_of(checklist: Checklist, piece: Evidence) -> Visibility:
    """Who reads a piece of evidence: as its marking says, else as its step does; put aside, as its step did."""
    if piece.aside is not None:
        return piece.marking.audience or Visibility(piece.aside.visibility)
    step = checklist.steps.get(piece.step)
    return piece.marking.audience or (step.evidence_visibility if step else Visibility.CONSORTIUM)


def may_fetch(checklist: Checklist, piece: Evidence, reader: Reader) -> bool:
    """Whether `reader` is handed the file itself. What is only attested stays with its owner."""
    owns = reader.organisation == piece.by.organisation
    handed_over = piece.marking.sharing is not Sharing.ATTEST_ONLY or owns
    return piece.kept and handed_over and not holds_back(checklist, piece, reader)


def stays_with_owner(checklist: Checklist, piece: Evidence) -> bool:
    """Whether some party of the dossier cannot look into a piece of evidence, so that its owner has to vouch for it."""
    attested = not piece.kept or piece.marking.sharing is Sharing.ATTEST_ONLY
    return attested or audience_of(checklist, piece).is_narrow


def may_answer(dossier: Dossier, question: Question, reader: Reader) -> bool:
    """Whether `reader` may give or change the answer: nobody writes over what they may not read, and where the
    checklist names the party that holds it, only that party answers."""
    if question.held_by is not None and reader.party != question.held_by:
        return False
    standing = dossier.answers.get(question.id)
    return standing is None or may_read(reader, question.visibility, standing.by.organisation)


# what a protected answer takes with it


@lru_cache(maxsize=256)
def carried(checklist: Checklist) -> Mapping[str, frozenset[str]]:
    """Derived value → the questions whose answers its value could be turned back into.

    That is what a calculation reads; a class found in a table or by a condition gives away no more than the requirement
    itself. Values from which nothing can be turned back are left out.
    """
    found: dict[str, frozenset[str]] = {}
    for node in checklist.order:
        kind, name = node.split(":", 1)
        if kind == "derived":
            given_away = frozenset(_given_away(checklist, name, found))
            if given_away:
                found[name] = given_away
    return MappingProxyType(found)


def _given_away(checklist: Checklist, name: str, before: Mapping[str, frozenset[str]]) -> Iterator[str]:
    derived = checklist.derived[name]
    if isinstance(derived.type, YesNoType):
        return
    for case in derived.cases:
        for read in case.rule.reads if isinstance(case.rule, Expression) else ():
            if read in checklist.questions:
                yield read
            else:
                yield from before.get(read, ())


def protected_in(checklist: Checklist, derived: str) -> tuple[str, ...]:
    """The questions of a narrow class that a derived value would give away, whoever reads it."""
    given_away = carried(checklist).get(derived, frozenset())
    return tuple(name for name in sorted(given_away) if checklist.questions[name].visibility.is_narrow)


# a dossier, its plan and its entries, as one reader sees them


def seen_dossier(checklist: Checklist, dossier: Dossier, reader: Reader, names: Names) -> Dossier:
    """The dossier with every answer and file name that `reader` may not read replaced by a stand-in."""
    hidden = hidden_answers(checklist, dossier, reader)
    back = [each for each in dossier.evidence.values() if holds_back(checklist, each, reader)]
    aside = [each for each in dossier.aside.values() if hides(each, reader)]
    if not hidden and not back and not aside:
        return dossier
    answers = {
        name: replace(given, value=Protected(_named(hidden[name], names))) if name in hidden else given
        for name, given in dossier.answers.items()
    }
    evidence = {
        each.id: replace(each, name=Protected(_named(each.by.organisation, names)), marking=CLOSED) for each in back
    }
    kept = {
        each.answer.question: replace(
            each, answer=replace(each.answer, value=Protected(_named(each.answer.by.organisation, names)))
        )
        for each in aside
    }
    return replace(dossier, answers=answers, evidence={**dossier.evidence, **evidence}, aside={**dossier.aside, **kept})


def hides(kept: AnswerAside, reader: Reader) -> bool:
    """Whether `reader` may not read an answer that was put aside: as on the edition on which it was given."""
    return not may_read(reader, Visibility(kept.aside.visibility), kept.answer.by.organisation)


def seen_plan(plan: Plan, hidden: Mapping[str, str]) -> Plan:
    """The plan with nothing in it that would give a hidden answer away. hidden: question → who holds it, by name."""
    if not hidden:
        return plan
    held = dict(hidden)
    for name, questions in carried(plan.checklist).items():
        holders = sorted({hidden[each] for each in questions if each in hidden})
        if holders:
            held[name] = ", ".join(holders)
    return replace(
        plan,
        answers=MappingProxyType({name: value for name, value in plan.answers.items() if name not in hidden}),
        derived=MappingProxyType({name: _derived(value, held) for name, value in plan.derived.items()}),
        steps=MappingProxyType(
            {name: replace(step, because=_because(step.because, held)) for name, step in plan.steps.items()}
        ),
        questions=MappingProxyType(
            {
                name: replace(question, because=_because(question.because, held))
                for name, question in plan.questions.items()
            }
        ),
        known=MappingProxyType({name: Unknown() if name in held else value for name, value in plan.known.items()}),
        troubles=MappingProxyType({node: one for node, one in plan.troubles.items() if one.where not in hidden}),
        problems=tuple(one for one in plan.problems if one.where not in hidden),
    )


def _derived(value: DerivedValue, held: Mapping[str, str]) -> DerivedValue:
    if value.name in held and value.value is not None:
        return DerivedValue(
            value.name, None, Because(Ground.HELD, source=value.because.source, held_by=held[value.name])
        )
    return replace(value, because=_because(value.because, held))


def _because(because: Because, held: Mapping[str, str]) -> Because:
    """The reason without what it read, and without the cell, the case or the deciding item that tell what was read."""
    if not any(one.name in held for one in because.inputs):
        return because
    inputs = tuple(Input(one.name, None, held[one.name]) if one.name in held else one for one in because.inputs)
    return replace(because, inputs=inputs, case="", cells=(), decided=())


def seen_entry(
    entry: Entry, checklist: Checklist, reader: Reader, names: Names, markings: Mapping[str, Marking]
) -> Entry:
    """An entry of the dossier as `reader` may read it; its commitments stay, so it is still the same entry.

    markings   evidence → how it is marked now, or was when it was withdrawn
    """
    fact, owner = entry.fact, entry.by.organisation
    match fact:
        case AnswerGiven() if not isinstance(fact.value, Erased):
            asked = checklist.file.questions.get(parted(fact.question)[0])
            if asked is not None and not may_read(reader, asked.visibility, owner):
                return _with_stand_in(entry, "value", owner, names)
        case EvidenceAttached() if not may_read(reader, _audience(checklist, fact, markings), owner):
            return _with_stand_in(entry, "name", owner, names)
        case EvidenceMarked() if not may_read(reader, _audience(checklist, fact, markings), owner):
            return _with_stand_in(entry, "marking", owner, names)
    return entry


def _with_stand_in(entry: Entry, part: str, owner: str, names: Names) -> Entry:
    """The entry on its way to a reader. No fact is ever recorded like that, so its type does not know the stand-in."""
    told: Any = {part: Protected(_named(owner, names))}
    return replace(entry, fact=replace(entry.fact, **told))


def _audience(
    checklist: Checklist, fact: EvidenceAttached | EvidenceMarked, markings: Mapping[str, Marking]
) -> Visibility:
    step, marking = checklist.file.steps.get(parted(fact.step)[0]), markings.get(fact.evidence)
    said = marking.audience if marking else None
    return said or (step.evidence_visibility if step else Visibility.CONSORTIUM)


def _named(organisation: str, names: Names) -> str:
    return names.get(organisation, organisation)


# what a reviewer looks at without seeing it


#: how evidence is named among what an approval covers unread
EVIDENCE = "evidence:"


def unseen(
    checklist: Checklist, dossier: Dossier, questions: Iterable[str], step: str, reader: Reader
) -> tuple[str, ...]:
    """Of what an approval of `step` covers, the questions and the evidence that `reader` could only approve unread."""
    hidden = hidden_answers(checklist, dossier, reader)
    others = (each for each in dossier.evidence_of(step) if each.by.organisation != reader.organisation)
    files = (each.id for each in others if not may_fetch(checklist, each, reader))
    return (*(name for name in questions if name in hidden), *(EVIDENCE + id for id in files))


def owners_of(checklist: Checklist, dossier: Dossier, questions: Iterable[str], step: str) -> tuple[str, ...]:
    """The organisations that alone can vouch for what an approval covers: each must be among the approvers."""
    answers = (
        dossier.answers[name].by.organisation
        for name in questions
        if name in dossier.answers and checklist.questions[name].visibility.is_narrow
    )
    files = (each.by.organisation for each in dossier.evidence_of(step) if stays_with_owner(checklist, each))
    return tuple(dict.fromkeys((*answers, *files)))
