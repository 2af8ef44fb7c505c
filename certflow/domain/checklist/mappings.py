"""What another checklist has to do with this one, row by row, and what may be carried from there to here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certflow.domain.text import Text


class Relationship(StrEnum):
    """What was asked there, beside what is asked here."""

    #: both ask the same
    EQUAL = "equal"
    #: there, only a part of what is asked here
    SUBSET = "subset"
    #: there, all that is asked here and more
    SUPERSET = "superset"
    #: they have something in common
    INTERSECTS = "intersects"
    #: looked at, and nothing in common found
    NONE = "none"


class Rationale(StrEnum):
    """How the relationship was found."""

    #: the words are the same
    SYNTACTIC = "syntactic"
    #: the meaning is the same
    SEMANTIC = "semantic"
    #: the outcome is the same
    FUNCTIONAL = "functional"


class Credit(StrEnum):
    """What may be carried. Approvals never are: who approves has seen what stands here."""

    ANSWERS = "answers"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row. source: a step or criterion there; target: one here; strength: how sure it is, from 0 to 10."""

    source: str
    target: str
    relationship: Relationship
    rationale: Rationale | None
    strength: int | None
    credit: frozenset[Credit]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Mapping:
    """One edition of another checklist, and what its steps have to do with those here."""

    checklist: str
    edition: str
    note: Text | None
    rows: tuple[Mapped, ...]

    @property
    def name(self) -> str:
        """The other edition as people write it: `sora@2.0-easa`."""
        return f"{self.checklist}@{self.edition}"
