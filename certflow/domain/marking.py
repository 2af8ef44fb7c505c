"""How a piece of evidence may be passed on: whose it is, what controls it, who reads it, and whether the file itself is
handed over, in a redacted copy, or only attested by its owner.

Source: docs/decisions/0014; the fields are those of an export control file and of a consortium's data plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from certflow.domain.checklist import Visibility
from certflow.domain.facts import Json
from certflow.domain.refusal import Refused

#: the longest word of a marking
LONGEST = 200


class Sharing(StrEnum):
    #: whoever may read it gets the file
    FULL = "full"
    #: the file is a copy from which something was taken out
    REDACTED = "redacted"
    #: the file stays with its owner, whose reviewers vouch for it; others get its SHA-256
    ATTEST_ONLY = "attest_only"


class Ground(StrEnum):
    """Whose knowledge it is, in the words of consortium agreements."""

    UNSAID = ""
    BACKGROUND = "background"
    FOREGROUND = "foreground"
    THIRD_PARTY = "third_party"


class Classification(StrEnum):
    """From least to most; national markings count as the level they stand for."""

    NONE = ""
    UNCLASSIFIED = "unclassified"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top_secret"

    @property
    def rank(self) -> int:
        return list(Classification).index(self)


@dataclass(frozen=True)
class Marking:
    """What is marked on one piece of evidence; empty where nothing is said.

    owner           whose it is, in words
    export          control list and number, such as `EU 2021/821 9A012`
    not_controlled  who found that it is not controlled, and when
    licence, until  number of the licence, and the last day of it
    audience        who reads it, where that is not what its step says
    """

    sharing: Sharing = Sharing.FULL
    owner: str = ""
    ground: Ground = Ground.UNSAID
    export: str = ""
    not_controlled: str = ""
    licence: str = ""
    until: str = ""
    classification: Classification = Classification.NONE
    audience: Visibility | None = None

    def as_json(self) -> dict[str, Json]:
        """What is said, by the names of the fields."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: str(value) for name, value in told.items() if value and value != Sharing.FULL}


NO_MARKING = Marking()

#: where a marking was erased: nobody but the owner gets the file, or reads anything of it
CLOSED = Marking(sharing=Sharing.ATTEST_ONLY, audience=Visibility.OWNER)


def marking_of(stored: object) -> Marking:
    """A marking from its stored form."""
    return read_marking({str(k): str(v) for k, v in stored.items()}) if isinstance(stored, Mapping) else CLOSED


def read_marking(said: Mapping[str, str]) -> Marking:
    """The marking in the fields of a form or a fact; unknown ones are left alone.

    Raises Refused: marking.value, marking.day, marking.long, marking.export.
    """
    words = {name: said.get(name, "").strip() for name in ("owner", "export", "not_controlled", "licence", "until")}
    for name, text in words.items():
        if len(text) > LONGEST:
            raise Refused("marking.long", field=name, most=LONGEST)
    if words["until"] and not _is_day(words["until"]):
        raise Refused("marking.day", given=words["until"][:40])
    if words["export"] and words["not_controlled"]:
        raise Refused("marking.export")
    try:
        return Marking(
            sharing=Sharing(said.get("sharing") or Sharing.FULL),
            ground=Ground(said.get("ground", "")),
            classification=Classification(said.get("classification", "")),
            audience=Visibility(said["audience"]) if said.get("audience") else None,
            **words,
        )
    except ValueError as unknown:
        raise Refused("marking.value", given=str(unknown)[:80]) from unknown


def must_be_accredited(marking: Marking, accredited: Classification) -> None:
    """Classified content stays out of an installation that is not accredited for it.

    Raises Refused: evidence.classified.
    """
    if marking.classification.rank > accredited.rank:
        raise Refused(
            "evidence.classified", level=marking.classification.value.replace("_", " ").upper(),
            accredited=accredited.value.replace("_", " ").upper(),
        )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
