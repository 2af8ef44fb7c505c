"""The texts of a step in two editions, beside each other where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from certflow.domain.checklist import Checklist, Criterion, Question, Step
from certflow.domain.text import LANGUAGES, Text
from certflow.web.pages import TextMoved
from certflow.web.showing.differing import differing
from certflow.web.words import Words

Texts = tuple[Text, ...]


def rewording(before: Checklist, old: Step, after: Checklist, new: Step, words: Words) -> tuple[TextMoved, ...]:
    """Every text of a step that says something else; one that does only in another language is shown in that one."""
    return tuple(
        moved for what, was, now in _pairs(before, old, after, new, words) if (moved := _moved(what, was, now, words))
    )


def _pairs(
    before: Checklist, old: Step, after: Checklist, new: Step, words: Words
) -> Iterator[tuple[str, Texts, Texts]]:
    _ = words.gettext
    yield _("Title"), (old.title,), (new.title,)
    yield _("Requirement"), (old.text, *_parts(old)), (new.text, *_parts(new))
    yield _("Guidance"), _some(old.guidance), _some(new.guidance)
    yield _("Expected evidence"), old.expected_evidence, new.expected_evidence
    yield _("Met when"), old.acceptance, new.acceptance
    was, now = ({_tail(each.key): each for each in step.criteria} for step in (old, new))
    for key in dict.fromkeys((*was, *now)):
        yield _("Criterion %(key)s", key=key), _criterion(was.get(key)), _criterion(now.get(key))
    asked, asks = (
        {name: checklist.questions[name] for name in step.questions}
        for checklist, step in ((before, old), (after, new))
    )
    for name in dict.fromkeys((*asked, *asks)):
        first, second = (_asked(each[name]) if name in each else () for each in (asked, asks))
        yield _("Question"), first, second
    yield _("Source"), (_cited(old),), (_cited(new),)


def _cited(step: Step) -> Text:
    return step.source.translated or Text(str(step.source), "und")


def _moved(what: str, was: Texts, now: Texts, words: Words) -> TextMoved | None:
    if _whole(was) == _whole(now):
        return None
    others = [each for each in LANGUAGES if each != words.language]
    language = next((each for each in (words.language, *others) if _in(was, each) != _in(now, each)), words.language)
    before, after = _in(was, language), _in(now, language)
    if before == after:
        return None
    first, second = differing(before, after) if before and after else ((), ())
    return TextMoved(what, before, after, first, second, "" if language == words.language else language)


def _whole(texts: Texts) -> list[object]:
    return [(each.authoritative, each.language, dict(each.translations)) for each in texts]


def _in(texts: Texts, language: str) -> str:
    return "\n".join(each.in_language(language) for each in texts)


def _some(text: Text | None) -> Texts:
    return () if text is None else (text,)


def _parts(step: Step) -> Texts:
    return tuple(text for part in step.parts for text in (part.title, part.text) if text is not None)


def _criterion(criterion: Criterion | None) -> Texts:
    if criterion is None:
        return ()
    texts = (each.text for each in criterion.texts)
    return (criterion.title, *_some(criterion.text), *texts, *criterion.acceptance)


def _tail(key: str) -> str:
    return key.partition(".")[2] or key


def _asked(question: Question) -> Texts:
    unit = (Text(question.unit, "und"),) if question.unit else ()
    return (question.title, *_some(question.help), *unit, *(choice.title for choice in question.choices))
