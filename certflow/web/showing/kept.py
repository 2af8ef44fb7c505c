"""Answers of earlier editions: those that do not count on this one, and those that somebody should look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import url_for

from certflow.actions.desk import Sight
from certflow.domain.checklist import Question
from certflow.domain.checklist.items import parted
from certflow.domain.dossier import AnswerAside, Evidence
from certflow.domain.facts import Withheld
from certflow.web.pages import Field, KeptAnswer, Passage
from certflow.web.showing.earlier import question_of, step_title
from certflow.web.showing.links import question_link
from certflow.web.showing.values import answer_told
from certflow.web.words import Words


def kept(sight: Sight, words: Words) -> Iterator[KeptAnswer]:
    """The answers that do not count on the edition of now, and the files that belong to no step of it."""
    for name, each in sight.dossier.aside.items():
        asked = question_of(sight, name)
        yield KeptAnswer(
            words.passage(asked.title) if asked else Passage(name),
            _value(sight, name, each, words),
            why_told(each.aside.why, words),
            question_link(sight, name, words).href if name in sight.checklist.questions else "",
        )
    yield from kept_files(sight, (each for each in sight.dossier.evidence.values() if each.aside), words)


def kept_files(sight: Sight, pieces: Iterable[Evidence], words: Words) -> Iterator[KeptAnswer]:
    """Files that belong to no step of the edition of now. pieces: with why, as they are put aside."""
    for piece in pieces:
        named = isinstance(piece.name, str) and piece.kept
        yield KeptAnswer(
            Passage(words.typed(piece.name)),
            step_title(sight, piece.step, words),
            file_told(piece.aside.why if piece.aside else "", words),
            url_for("evidence.download", dossier=sight.dossier.id, piece=piece.id) if named else "",
        )


def file_told(why: str, words: Words) -> str:
    """What becomes of a piece of evidence, and why."""
    if why == "visibility":
        return words.gettext("The edition would show it to more readers: it is kept as it was; attach it anew.")
    return words.gettext("Nothing follows the step that it was attached to. It is kept.")


def with_before(sight: Sight, drawn: Field, words: Words) -> Field:
    """A question with what was answered to it on an earlier edition, or why to look at its answer again."""
    if (aside := sight.dossier.aside.get(drawn.id)) is not None:
        was = words.gettext(
            "On edition %(edition)s it was: %(answer)s.",
            edition=aside.aside.edition,
            answer=_value(sight, drawn.id, aside, words),
        )
        return replace(drawn, before=f"{was} {why_told(aside.aside.why, words)}")
    if (why := sight.dossier.confirm.get(drawn.id)) is not None:
        return replace(drawn, before=why_told(why, words))
    return drawn


def _value(sight: Sight, name: str, each: AnswerAside, words: Words) -> str:
    given = each.answer
    if isinstance(given.value, Withheld):
        return words.typed(given.value)
    then = _asked_then(sight, name, each.aside.edition)
    return answer_told(then, given, words) if then else ""


def _asked_then(sight: Sight, name: str, edition: str) -> Question | None:
    """A question as the edition asked it on which it was answered."""
    checklist = next((each for _, each in sight.earlier if each.edition == edition), None)
    return checklist.questions.get(parted(name)[0]) if checklist else None


def why_told(why: str, words: Words) -> str:
    """What becomes of an answer, and why."""
    _ = words.gettext
    return {
        "gone": _("The edition does not ask this any more. The answer is kept and counts for nothing."),
        "kind": _("Another kind of answer is asked for: it is kept, and asked anew."),
        "unit": _("It is asked for in another unit: it is kept, and asked anew."),
        "visibility": _("The edition would show it to more readers: it is kept as it was, and asked anew."),
        "held_by": _("Another party gives this answer now: it is kept, and asked anew."),
        "fit": _("It does not fit what may be answered now: it is kept, and asked anew."),
        "words": _("The question has other words: the answer counts, look whether it still says the right thing."),
        "options": _(
            "There are other values to choose from: the answer counts, look whether it is still the right one."
        ),
    }[why]
