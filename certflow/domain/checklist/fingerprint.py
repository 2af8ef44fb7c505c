"""What a step or criterion says, as plain data that can be digested and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable

from certflow.domain.checklist.model import Criterion, Step
from certflow.domain.checklist.questions import Kind, Question
from certflow.domain.text import Text

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)

#: how much of a text counts
Words = Callable[[Text | None], object]


def in_every_language(text: Text | None) -> object:
    return None if text is None else [text.language, text.authoritative, dict(text.translations)]


def in_its_own_language(text: Text | None) -> object:
    return None if text is None else text.authoritative


def wording_digest(step: Step, questions: Iterable[Question]) -> str:
    """SHA-256 over everything the step says, in every language, with its source."""
    words = in_every_language
    said = {
        "title": words(step.title),
        "source": str(step.source),
        **said_by_step(step, questions, words),
        "criteria": [
            [one.key, words(one.title), words(one.text), str(one.source), list(one.provided_by), one.cumulative,
             [[text.level, text.aspect, words(text.text)] for text in one.texts], *_accepted(one.acceptance, words)]
            for one in step.criteria
        ],
    }  # fmt: skip
    return hashlib.sha256(_JSON.encode(said).encode()).hexdigest()


def said_by_step(step: Step, questions: Iterable[Question], words: Words) -> dict[str, object]:
    """What a step says itself, its criteria left out."""
    return {
        "title": words(step.title),
        "text": words(step.text),
        "guidance": words(step.guidance),
        "evidence": [words(one) for one in step.expected_evidence],
        "provided_by": list(step.provided_by),
        "questions": [
            [one.id, one.kind, words(one.title), words(one.help), one.unit, one.optional,
             [[choice.value, words(choice.title)] for choice in one.choices], *_parts(one, words)]
            for one in questions
        ],
        **_said_if_any(step, words),
    }  # fmt: skip


def asked_by_step(step: Step, questions: Iterable[Question]) -> list[object]:
    """What a step asks for, whatever words it uses: each question, its kind, its unit and the values on offer.

    A question goes by what its name says behind the step's own, so that a step with another id can be known again.
    """
    own = f"{step.id.replace('-', '_')}_"
    return [
        [one.id.removeprefix(own), one.kind, one.unit, one.optional, [choice.value for choice in one.choices],
         *_parts(one, lambda text: None)]
        for one in questions
    ]  # fmt: skip


def _said_if_any(step: Step, words: Words) -> dict[str, object]:
    """What few steps have; left out where there is none, so that digests of others stay what they were."""
    said = {
        "parts": [[one.name, one.kind, one.label, words(one.title), words(one.text)] for one in step.parts],
        "acceptance": [words(one) for one in step.acceptance],
        "under": step.under,
    }
    return {name: one for name, one in said.items() if one}


def _accepted(texts: tuple[Text, ...], words: Words) -> list[object]:
    return [[words(one) for one in texts]] if texts else []


def _parts(question: Question, words: Words) -> list[object]:
    """What only some kinds of questions have; nothing for the others, so that what was approved of them holds."""
    if question.kind not in _OF_PARTS and question.precision == "day":
        return []
    columns = [[one.id, one.kind, words(one.title), one.unit, one.optional,
                [[choice.value, words(choice.title)] for choice in one.choices]]
               for one in question.columns]  # fmt: skip
    return [question.precision, list(question.units), columns, question.least, question.most, list(question.types),
            question.shows]  # fmt: skip


_OF_PARTS = frozenset({Kind.ROWS, Kind.EVIDENCE, Kind.COUNTER, Kind.DURATION, Kind.CALCULATION})


def said_by_criterion(criterion: Criterion, words: Words) -> dict[str, object]:
    """What a criterion says; its key is left out, so that a moved one can be known again."""
    return {
        "title": words(criterion.title),
        "text": words(criterion.text),
        "provided_by": list(criterion.provided_by),
        "cumulative": criterion.cumulative,
        "levels": [[text.level, text.aspect, words(text.text)] for text in criterion.texts],
        **({"acceptance": [words(one) for one in criterion.acceptance]} if criterion.acceptance else {}),
    }
