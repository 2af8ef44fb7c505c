"""What a verification says: four answers, each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    #: what would decide it is not at hand; never a guess
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    PASSED = "passed"
    #: at least one answer is no
    FAILED = "failed"
    #: no answer is no, but authentic or complete could not be settled
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True)
class Point:
    """One answer. `indication` is the sub-indication of EN 319 102-1 where one fits."""

    answer: Answer
    reason: str
    indication: str | None = None


@dataclass(frozen=True)
class Named:
    """What the file says about itself; None in a verdict where it could not be read."""

    record_id: str
    dossier_id: str
    title: str
    revision: int
    made_at: str


NOT_READ = Point(Answer.UNKNOWN, "The data inside were not looked at, because the file is not authentic.")


@dataclass(frozen=True)
class Found:
    """The two answers that the file itself can give, and what it calls itself."""

    authentic: Point
    complete: Point = NOT_READ
    named: Named | None = None


@dataclass(frozen=True)
class Known:
    """What the ledger knows of a file with a given SHA-256.

    replaced_by    the record that took its place, if one did
    withdrawn      the reason for which it was withdrawn, if it was
    """

    record_id: str
    sealed_at: datetime
    replaced_by: str | None = None
    withdrawn: str | None = None


#: SHA-256 in hex → what the ledger knows; None when it has never sealed such a file
LedgerView = Callable[[str], Known | None]


@dataclass(frozen=True)
class Verdict:
    """authentic: sealed by the system of the anchor and unchanged since. identical: the ledger knows exactly this file.
    complete: the data inside and the ledger's proof add up. current: neither replaced nor withdrawn."""

    sha256: str
    authentic: Point
    identical: Point
    complete: Point
    current: Point
    named: Named | None = None

    @property
    def outcome(self) -> Outcome:
        points = (self.authentic, self.identical, self.complete, self.current)
        if any(point.answer is Answer.NO for point in points):
            return Outcome.FAILED
        # `identical` and `current` stay unknown without the ledger at hand; offline, that is no fault of the file
        settled = self.authentic.answer is Answer.YES and self.complete.answer is Answer.YES
        return Outcome.PASSED if settled else Outcome.INDETERMINATE

    def as_json(self) -> dict[str, Any]:
        return {"outcome": self.outcome.value, **asdict(self)}
