"""The one way a rule says no."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """A rule forbids what was asked.

    code     names the rule (`review.same-person`); `certflow/wording.py` holds its sentence
    facts    what the sentence needs to name place and remedy; plain values only
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


def allows(decide: Callable[[], object]) -> bool:
    """Whether the rules would let it be done; what `decide` gives is dropped."""
    try:
        decide()
    except Refused:
        return False
    return True
