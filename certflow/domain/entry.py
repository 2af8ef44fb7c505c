"""An entry: one fact sealed into the ledger, with who, when and in what order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from certflow.domain.facts import Fact, Json, committed_fields, fact_fields
from certflow.domain.people import Actor


@dataclass(frozen=True)
class By:
    """Who acted, as they were then: a later change of name or role changes no entry."""

    person: str
    name: str
    organisation: str
    role: str
    signed_in: str
    on_behalf_of: str | None = None

    @classmethod
    def of(cls, actor: Actor, role: str) -> By:
        return cls(actor.id, actor.name, actor.organisation, role, actor.signed_in)


@dataclass(frozen=True)
class Entry:
    """One line of the ledger.

    seq          its place in the whole log, without gaps, from 1
    dossier      the dossier it belongs to; None for facts about people and the machine
    revision     its place in that dossier's chain, without gaps, from 1
    previous     leaf hash (hex) of that chain's previous entry; None for the first
    at           UTC; order is by seq, never by this
    commitments  field → SHA-256(salt ‖ value) in hex, for each committed field of the fact
    shown        digest of everything the deciding person was shown; decisions only
    rule         for automatic consequences: the rule that drew them; None for a person's act
    """

    seq: int
    dossier: str | None
    revision: int | None
    previous: str | None
    at: datetime
    by: By
    fact: Fact
    commitments: Mapping[str, str]
    shown: str | None
    rule: str | None
    software: str

    def as_json(self) -> dict[str, Json]:
        """What is hashed: committed fields as their commitments, the moment as RFC 3339 with a Z."""
        body: dict[str, Json] = {
            name: {"committed": self.commitments[name]} if name in committed_fields(type(self.fact)) else value
            for name, value in fact_fields(self.fact).items()
        }
        by: dict[str, Json] = {
            "person": self.by.person,
            "name": self.by.name,
            "organisation": self.by.organisation,
            "role": self.by.role,
            "signed_in": self.by.signed_in,
            "on_behalf_of": self.by.on_behalf_of,
        }
        return {
            "seq": self.seq,
            "dossier": self.dossier,
            "revision": self.revision,
            "previous": self.previous,
            "at": moment(self.at),
            "by": by,
            "kind": self.fact.kind,
            "v": self.fact.v,
            "object": body,
            "shown": self.shown,
            "rule": self.rule,
            "software": self.software,
        }


def moment(at: datetime) -> str:
    """A moment as written everywhere: RFC 3339, UTC, microseconds, Z."""
    if at.utcoffset() is None:
        raise RuntimeError("a moment without a time zone reached the ledger")
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
