"""What changed in a step between an earlier submission and now, with the words of then and of now."""

from __future__ import annotations

from collections.abc import Mapping

from certflow.actions.desk import Sight
from certflow.actions.reviews import Review
from certflow.domain.facts import AnswerGiven, EvidenceAttached, StepApproved, Withheld
from certflow.domain.plan import Verdict
from certflow.domain.review.covered import differences
from certflow.domain.why import value_in_words
from certflow.web.pages import Change
from certflow.web.showing.earlier import derived_title, question_then, question_title
from certflow.web.showing.links import short
from certflow.web.showing.states import level_title
from certflow.web.showing.values import answer_told, told
from certflow.web.words import Words


def changes(review: Review, words: Words) -> tuple[Change, ...]:
    """Every difference since `review.earlier`; none at the first review."""
    if review.earlier is None:
        return ()
    return tuple(_change(review, dict(each), words) for each in differences(review.earlier.covered, review.covered))


def since(review: Review, words: Words) -> str:
    """Whose decision it was, and when."""
    if review.earlier is None:
        return ""
    decision = review.earlier.decision
    entry = decision or review.earlier.sent
    facts = {"who": entry.by.name, "when": words.moment(entry.at)}
    if decision is None:
        return words.gettext("sent by %(who)s, %(when)s", **facts)
    if isinstance(decision.fact, StepApproved):
        return words.gettext("approved by %(who)s, %(when)s", **facts)
    return words.gettext("returned by %(who)s, %(when)s", **facts)


def changed_answers(review: Review) -> tuple[str, ...]:
    """The questions whose answer is another one than at the last decision, or is new."""
    if review.earlier is None:
        return ()
    told_changes = differences(review.earlier.covered, review.covered)
    return tuple(str(each["name"]) for each in told_changes if each["what"] == "answers")


def answer_before(review: Review, question: str, words: Words) -> str:
    """What was answered at the last decision; empty where nothing was."""
    entry = review.earlier.answers.get(question) if review.earlier else None
    if entry is None or not isinstance(entry.fact, AnswerGiven):
        return ""
    if isinstance(entry.fact.value, Withheld):
        return words.typed(entry.fact.value)
    asked = question_then(review.sight, question, entry.revision or 0)
    return told(asked, asked.from_json(entry.fact.value), words) if asked else ""


def _change(review: Review, difference: Mapping[str, object], words: Words) -> Change:
    _ = words.gettext
    sight, name = review.sight, str(difference["name"])
    was, now = difference["from"], difference["to"]
    match difference["what"]:
        case "answers":
            return (
                _answer(review, name, words)
                if name in sight.checklist.questions
                else _gone(review, "answer", name, words)
            )
        case "evidence":
            return _evidence(review, name, words)
        case "means":
            return Change("requirement", _("The means of compliance"), _("another"), _("as it stands on this page"))
        case "derived" if name not in sight.checklist.derived:
            return _gone(review, "derived", name, words)
        case "derived":
            label = short(sight.checklist.derived[name].title, words)
            return Change("derived", label, _value(sight, name, was, words), _value(sight, name, now, words))
        case "level":
            return Change("level", _("Level"), _level(sight, name, was, words), _level(sight, name, now, words))
        case "applies":
            return Change("requirement", _("Whether the step applies"), _verdict(was, words), _verdict(now, words))
        case _:
            return Change("requirement", _("What the step asks for"), _("other words"), _("as it stands on this page"))


def _gone(review: Review, what: str, name: str, words: Words) -> Change:
    """Something that the edition of then had, and this one has not."""
    if what == "answer":
        return Change(what, question_title(review.sight, name, words), answer_before(review, name, words), "")
    return Change(what, derived_title(review.sight, name, words), words.gettext("as on the earlier edition"), "")


def _answer(review: Review, name: str, words: Words) -> Change:
    question, answer = review.sight.checklist.questions[name], review.sight.dossier.answers.get(name)
    asked = review.sight.plan.questions[name].asked is Verdict.YES
    return Change(
        "answer",
        words.plain(question.title),
        answer_before(review, name, words),
        answer_told(question, answer, words) if asked else "",
        answer.by.name if answer else "",
        words.moment(answer.at) if answer else "",
    )


def _evidence(review: Review, id: str, words: Words) -> Change:
    there = review.sight.dossier.evidence.get(id)
    if there is not None:
        return Change("evidence", "", "", words.typed(there.name), there.by.name, words.moment(there.at))
    entry = review.earlier.evidence.get(id) if review.earlier else None
    fact = entry.fact if entry else None
    return Change("evidence", "", words.typed(fact.name) if isinstance(fact, EvidenceAttached) else id, "")


def _value(sight: Sight, name: str, value: object, words: Words) -> str:
    """A derived value as it was covered: an id, yes or no, or a number as text."""
    if isinstance(value, Mapping):
        return words.gettext("follows from a protected answer")
    return "" if value is None else value_in_words(sight.plan, name, value, words.language)  # type: ignore[arg-type]


def _verdict(value: object, words: Words) -> str:
    _ = words.gettext
    return {Verdict.YES: _("applies"), Verdict.NO: _("does not apply")}.get(Verdict(str(value)), _("undecided"))


def _level(sight: Sight, step: str, level: object, words: Words) -> str:
    levels = sight.checklist.steps[step].levels
    if level is None or str(level) not in levels:
        return "" if level is None else str(level)
    return level_title(sight.checklist.steps[step], str(level), words)
