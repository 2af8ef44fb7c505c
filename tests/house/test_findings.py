"""What a verdict gives as its reason in English, the pages can say in every language: same codes, sentences, facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

from certflow.pdf.verdict import Answer, Reason, answered
from certflow.wording import FINDINGS, finding
from tests.house.code import Module, modules

#: makes points out of reasons, or reads them back from the child
MAKES_POINTS = {
    "certflow/pdf/verdict.py",
    "certflow/pdf/verify.py",
    # bundles are verified at the console, in English
    "certflow/pdf/bundle.py",
}


def calls(name: str) -> Iterator[tuple[Module, ast.Call]]:
    """Every call of this function under certflow/pdf."""
    for module in modules():
        for node in ast.walk(module.tree) if module.room == "pdf" else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield module, node


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_reason_has_the_sentence_and_the_facts_that_the_pages_know() -> None:
    used = set()
    for module, call in calls("Reason"):
        code, english = (ast.literal_eval(argument) for argument in call.args)
        assert FINDINGS.get(code) == english, module.at(call)
        assert {word.arg for word in call.keywords} == fields(english), module.at(call)
        used.add(code)

    assert used == FINDINGS.keys()


def test_no_verdict_gives_a_reason_without_a_code() -> None:
    assert [module.at(call) for module, call in calls("Point") if module.path not in MAKES_POINTS] == []


def test_a_sentence_filled_with_its_facts_is_the_reason_in_english() -> None:
    for code, english in FINDINGS.items():
        point = answered(Answer.NO, Reason(code, english, **{name: f"<{name}> {{}}" for name in fields(english)}))

        assert finding(point.code, point.facts) == point.reason
