"""What becomes of answers and evidence on a later edition: they count there, count but want a look, or are put aside.

An answer counts only where the later question takes the very same thing: a length in metres is none in feet. What is
put aside is kept and shown; its question is asked anew. A question that some may not read is judged without looking at
its answer, so that the outcome tells nobody what that is; and nothing comes into sight that was given for fewer eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from certflow.domain.checklist import Checklist, Kind, Question, Visibility
from certflow.domain.checklist.fingerprint import in_its_own_language
from certflow.domain.checklist.following import Following
from certflow.domain.checklist.items import called, parted
from certflow.domain.dossier import Answer, Dossier, Evidence
from certflow.domain.facts import Json, Withheld
from certflow.domain.refusal import Refused


class Fate(StrEnum):
    """What becomes of an answer."""

    #: it counts as before
    CARRIED = "carried"
    #: it counts, and somebody should look whether it still says the right thing
    CONFIRM = "confirm"
    #: it is kept and does not count; the question is asked anew
    AGAIN = "again"
    #: it is kept and nothing asks for it any more
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Kept:
    """What becomes of one answer.

    question  as the earlier edition calls it
    now       as the later one does; None where it does not ask it
    why       "gone", "kind", "unit", "visibility", "held_by", "fit"; to be looked at: "words", "options"
    """

    question: str
    now: str | None
    fate: Fate
    why: str = ""


#: from the widest to the narrowest
_EYES = (Visibility.PUBLIC, Visibility.CONSORTIUM, Visibility.AUTHORITY, Visibility.OWNER)


def answer_kept(
    following: Following, earlier: Checklist, later: Checklist, dossier: Dossier, given: Answer, lost: frozenset[str]
) -> Kept:
    """What becomes of an answer. earlier, later: with the items of the dossier; lost: evidence that is put aside."""
    name = given.question
    old = earlier.questions.get(name)
    now = None if old is None else _named(following, earlier, later, name)
    if old is None or now is None:
        return Kept(name, None, Fate.GONE, "gone")
    new = later.questions[now]
    if now != name and (old.visibility.is_narrow or new.visibility.is_narrow):
        # whoever holds only a commitment to it knows it by its name
        return Kept(name, now, Fate.AGAIN, "visibility")
    if why := _why_not(old, new, dossier, given, lost):
        return Kept(name, now, Fate.AGAIN, why)
    if _takes(old)[2] != _takes(new)[2]:
        return Kept(name, now, Fate.CONFIRM, "options")
    descent = following.descents.get(parted(new.step)[0])
    if not (descent and descent.same) and _says(old) != _says(new):
        return Kept(name, now, Fate.CONFIRM, "words")
    return Kept(name, now, Fate.CARRIED)


def evidence_kept(following: Following, piece: Evidence) -> str:
    """Why a piece of evidence belongs to no step of the later edition; empty where it does."""
    step = parted(piece.step)[0]
    now = following.became(step)
    if now is None:
        return "gone"
    was, will = following.before.steps[step], following.after.steps[now]
    wider = _EYES.index(will.evidence_visibility) < _EYES.index(was.evidence_visibility)
    return "visibility" if wider and piece.marking.audience is None else ""


def _named(following: Following, earlier: Checklist, later: Checklist, name: str) -> str | None:
    """What the later edition calls a question: the same, or the same behind another id of its step."""
    base, item = parted(name)
    step = following.before.steps_of_questions[base]
    now = following.became(step)
    alone = now is not None and following.descents[now].earlier == (step,)
    if now is not None and now != step and alone:
        tail = base.removeprefix(f"{step.replace('-', '_')}_")
        stamped = called(f"{now.replace('-', '_')}_{tail}", item)
        if tail != base and stamped in later.questions:
            return stamped
    return name if name in later.questions else None


def _why_not(old: Question, new: Question, dossier: Dossier, given: Answer, lost: frozenset[str]) -> str:
    """Why an answer cannot count where it is asked now; empty where it can."""
    if new.kind is not old.kind:
        return "kind"
    if _takes(old)[1] != _takes(new)[1]:
        return "unit"
    if _EYES.index(new.visibility) < _EYES.index(old.visibility):
        return "visibility"
    if new.held_by not in (None, old.held_by) and dossier.party_of(given.by.organisation) != new.held_by:
        return "held_by"
    if new.kind is Kind.EVIDENCE and lost & set(cast(list[str], given.value)):
        return "fit"
    if _takes(old) == _takes(new):
        return ""
    if old.visibility.is_narrow or new.visibility.is_narrow or isinstance(given.value, Withheld):
        return "fit"
    return "" if _fits(old, new, given) else "fit"


def _takes(question: Question) -> tuple[object, ...]:
    """What a question takes, whatever words it uses: kind, units, values on offer, limits."""
    columns = tuple((one.id, *_takes(one)) for one in question.columns)
    units = question.unit, question.units, tuple((one.id, one.unit, one.units) for one in question.columns)
    limits = (
        question.limits, question.max_length, question.pattern, question.precision, question.least, question.most,
        question.types, columns,
    )  # fmt: skip
    return question.kind, units, tuple(choice.value for choice in question.choices), limits


def _says(question: Question) -> tuple[object, ...]:
    words = in_its_own_language
    return words(question.title), words(question.help), tuple(words(one.title) for one in question.choices)


def _fits(old: Question, new: Question, given: Answer) -> bool:
    """Whether the later question would take the answer, and understand the same by it."""
    stored = old.to_json(old.from_json(cast(Json, given.value)))
    try:
        return new.to_json(new.from_data(stored)) == stored
    except Refused:
        return False


def told_aside(why: str, visibility: Visibility) -> Mapping[str, Json]:
    """How the ledger names what is put aside."""
    return {"why": why, "visibility": visibility.value}
