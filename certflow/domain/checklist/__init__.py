"""Checklists: a regulation as data.

- A file is read once, strictly, and all its problems are told together, each with its place.
- What comes out is compiled, proven and frozen: tables have an answer for every input, nothing depends on itself.
- Conditions are CEL; only `conditions` knows that library. They are exact and three-valued: unknown is not no.
- An edition may say only what differs from another one; every part keeps its own place, and the digest covers both.
- `checklists/README.md` teaches the language to its authors.
"""

from certflow.domain.checklist.lineage import Editions, line_of, no_editions
from certflow.domain.checklist.model import Checklist, Criterion, Derived, MatrixBlock, Section, Step
from certflow.domain.checklist.policies import Departing, DepartureRule, Independence, ReviewPolicy, Validity
from certflow.domain.checklist.problems import Problem, Problems
from certflow.domain.checklist.questions import Choice, Kind, Limits, Question, Visibility
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.values import Reference, Value, YesNoNa

__all__ = [
    "Checklist",
    "Choice",
    "Criterion",
    "Departing",
    "DepartureRule",
    "Derived",
    "Editions",
    "Independence",
    "Kind",
    "Limits",
    "MatrixBlock",
    "Problem",
    "Problems",
    "Question",
    "Reference",
    "ReviewPolicy",
    "Section",
    "Source",
    "Step",
    "Validity",
    "Value",
    "Visibility",
    "YesNoNa",
    "line_of",
    "read_checklist",
]


def read_checklist(raw: bytes, *, file: str = "", editions: Editions = no_editions) -> Checklist:
    """The checklist in a file's bytes. Raises Problems: all of them, each with its place.

    file      names it in messages
    editions  finds the edition that it extends
    """
    # Here, because making the contract of the language takes a fifth of a start, and a page may need no checklist.
    from certflow.domain.checklist import parse

    return parse.read_checklist(raw, file=file, editions=editions)
