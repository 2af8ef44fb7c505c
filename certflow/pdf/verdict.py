"""What a verification says: four answers, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    #: what would decide it is not at hand; never a guess
    UNKNOWN = "unknown"


@dataclass(frozen=True, init=False)
class Reason:
    """Why an answer is what it is: a code, the English sentence for it, and the facts that the sentence is filled with.

    certflow/wording.py says the same in the reader's language; a house test keeps the two alike.
    """

    code: str
    english: str
    facts: Mapping[str, str] = field(hash=False)

    def __init__(self, code: str, english: str, **facts: str) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "english", english)
        object.__setattr__(self, "facts", facts)

    def __str__(self) -> str:
        return self.english.format_map(self.facts)


class NotAuthentic(Exception):
    """A condition does not hold. `settled` is False where only time or a missing proof stands in the way."""

    def __init__(self, reason: Reason, indication: str, *, settled: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.indication = indication
        self.settled = settled


def need(holds: bool, reason: Reason, indication: str) -> None:
    """Raise NotAuthentic where a condition does not hold."""
    if not holds:
        raise NotAuthentic(reason, indication)


class Outcome(StrEnum):
    PASSED = "passed"
    #: at least one answer is no
    FAILED = "failed"
    #: no answer is no, but authentic or complete could not be settled
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True)
class Point:
    """One answer.

    reason       an English sentence; `code` and `facts` are what it is made of, where it can be said in any language
    indication   the sub-indication of EN 319 102-1 where one fits
    """

    answer: Answer
    reason: str
    indication: str | None = None
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


def answered(answer: Answer, reason: Reason, indication: str | None = None) -> Point:
    """One answer, with a reason that can be said in any language."""
    return Point(answer, str(reason), indication, reason.code, reason.facts)


@dataclass(frozen=True)
class Named:
    """What the file says about itself; None in a verdict where it could not be read.

    data_sha256   of the data attached to it
    audience      whom it was made for: `full`, `public`, `partner:krylo`
    held          question → commitment, for each answer that this view does not say
    """

    record_id: str
    dossier_id: str
    title: str
    revision: int
    made_at: str
    data_sha256: str = ""
    audience: str = "full"
    held: Mapping[str, str] = field(default_factory=dict, hash=False)


NOT_READ = answered(
    Answer.UNKNOWN, Reason("data.not-read", "The data inside were not looked at, because the file is not authentic.")
)
NOT_JUDGED = answered(Answer.UNKNOWN, Reason("seal.not-judged", "Not judged, because the file is not authentic."))


@dataclass(frozen=True)
class Found:
    """What the file itself can tell, and what it calls itself; the members are those of `Verdict`."""

    authentic: Point
    complete: Point = NOT_READ
    named: Named | None = None
    at_sealing: Point = NOT_JUDGED
    today: Point = NOT_JUDGED
    level: str | None = None


@dataclass(frozen=True)
class Known:
    """What the ledger knows of a file with a given SHA-256.

    replaced_by        the record that took its place, if one did
    replaced_because   the reason that was given for that; earlier ones had none
    withdrawn          the reason for which it was withdrawn, if it was
    """

    record_id: str
    sealed_at: datetime
    replaced_by: str | None = None
    replaced_because: str | None = None
    withdrawn: str | None = None


#: SHA-256 in hex → what the ledger knows; None when it has never sealed such a file
LedgerView = Callable[[str], Known | None]


@dataclass(frozen=True)
class Verdict:
    """authentic: sealed by the system of the anchor and unchanged since. identical: the ledger knows exactly this file.
    complete: the data inside and the ledger's proof add up. current: neither replaced nor withdrawn.

    at_sealing   whether the seal was good at the moment that its time-stamps, or the ledger, prove; needs no network
    today        whether the file alone still proves that now; a record whose time-stamps were not renewed cannot
    level        the level of PAdES that the seal has now; None where it could not be told
    disclosed    whether a value that was disclosed later is the one this copy commits to; None where none was brought
    """

    sha256: str
    authentic: Point
    identical: Point
    complete: Point
    current: Point
    named: Named | None = None
    at_sealing: Point = NOT_JUDGED
    today: Point = NOT_JUDGED
    level: str | None = None
    disclosed: Point | None = None

    @property
    def outcome(self) -> Outcome:
        points = (self.authentic, self.identical, self.complete, self.current, *filter(None, [self.disclosed]))
        if any(point.answer is Answer.NO for point in points):
            return Outcome.FAILED
        # `identical` and `current` stay unknown without the ledger at hand; offline, that is no fault of the file
        settled = self.authentic.answer is Answer.YES and self.complete.answer is Answer.YES
        return Outcome.PASSED if settled else Outcome.INDETERMINATE

    def as_json(self) -> dict[str, Any]:
        told = {"outcome": self.outcome.value, **asdict(self)}
        return {name: value for name, value in told.items() if name != "disclosed" or value is not None}
