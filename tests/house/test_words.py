"""Every refusal has a sentence, every sentence has a refusal, and the facts it names are told."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

from certflow.wording import SENTENCES
from tests.house.code import Module, calls, modules


def refusals() -> Iterator[tuple[Module, ast.Call]]:
    for module in modules():
        yield from ((module, call) for call in calls(module, "Refused"))


def code_of(call: ast.Call) -> str | None:
    """The code where it is written out; None where it is put together or handed on."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def test_every_refusal_has_its_sentence() -> None:
    missing = [
        f"{module.at(call)} {code}" for module, call in refusals() if (code := code_of(call)) and code not in SENTENCES
    ]

    assert missing == []


def test_every_sentence_is_said_by_some_rule() -> None:
    written = {
        node.value
        for module in modules()
        if module.room != "wording"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # `Refused(f"answer.{why}")` says every sentence that begins so.
    stems = tuple(text for text in written if text.endswith(".") and text.count(".") == 1 and text[:-1].isidentifier())

    assert [code for code in SENTENCES if code not in written and not code.startswith(stems)] == []


def test_a_refusal_tells_every_fact_that_its_sentence_names() -> None:
    silent = []
    for module, call in refusals():
        told = {keyword.arg for keyword in call.keywords}
        sentence = SENTENCES.get(code_of(call) or "", "")
        if None in told or len(call.args) > 1:
            continue  # facts handed on by name cannot be read off the code
        named = {field for _, field, _, _ in Formatter().parse(sentence) if field}
        silent += [f"{module.at(call)} {code_of(call)} says nothing of '{fact}'" for fact in sorted(named - told)]

    assert silent == []
