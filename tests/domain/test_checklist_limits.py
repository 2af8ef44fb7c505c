"""A file that was made to be slow is refused, or read with bounded work; none runs on and on."""

from __future__ import annotations

import pytest

from certflow.domain.checklist import Problems, draft, read_checklist
from certflow.domain.checklist.problems import MOST_PROBLEMS, nearest
from tests.domain.checklists import HEAD

STEP = """\
sections:
- id: one
  title: One
  steps:
  - id: base
    title: Base
    source: S.1
    text: Do.
    questions:
"""


def codes(text: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        read_checklist(text.encode())
    return [one.code for one in caught.value.found]


def test_thousands_of_wrong_names_beside_thousands_of_right_ones_are_told_up_to_a_limit():
    questions = "".join(
        f"      question_number_{at}: {{kind: yes_no, title: Q, when: qestion_numbr_{at * 7}}}\n" for at in range(3000)
    )

    found = codes(HEAD + STEP + questions)

    assert len(found) == MOST_PROBLEMS + 1
    assert found.count("file.problems") == 1


def test_among_many_names_a_slip_of_one_character_is_still_known():
    names = [f"question_number_{at}" for at in range(5000)]

    assert nearest("qestion_number_4711", names) == " Nearest: 'question_number_4711'"
    assert nearest("something_else", names) == ""


def _tangled(name: str) -> str:
    """A table of seven numbers whose bands cross in every direction."""
    reads = ", ".join(f"n{at}" for at in range(7))
    bands = "".join(
        f"      - {{when: [{', '.join(f'< {(row * 13 + column * 7) % 97}' for column in range(7))}], gives: {row}}}\n"
        for row in range(14)
    )
    head = f"  {name}:\n    title: T\n    gives: number\n    rows:\n      read: [{reads}]\n      hit: first\n"
    return f"{head}      bands:\n{bands}"


def _tables(many: int) -> str:
    numbers = "".join(f"      n{at}: {{kind: number, title: N}}\n" for at in range(7))
    tables = "".join(_tangled(f"t{at}") for at in range(many))
    values = "".join(f"  d{at}: {{title: D, table: t{at}}}\n" for at in range(many))
    return f"{HEAD}{STEP}{numbers}tables:\n{tables}derived:\n{values}"


def test_the_tables_of_one_file_share_the_effort_of_their_proofs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(draft, "MAX_STEPS", 100_000)

    assert "table.too-large" not in codes(_tables(1))
    assert "table.too-large" in codes(_tables(20))


def test_a_pattern_that_repeats_without_end_is_refused_and_nothing_is_logged(capfd: pytest.CaptureFixture[str]):
    question = "      r: {kind: text, title: R, pattern: '((a{0,100}){0,100}){0,100}'}\n"

    assert codes(HEAD + STEP + question) == ["question.pattern"]
    assert capfd.readouterr().err == ""
