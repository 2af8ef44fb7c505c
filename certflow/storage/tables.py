"""Every table. `python3 -m certflow rebuild` can make all but the first and the last group again from `entry`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from certflow.domain.entry import moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def utc(at: datetime) -> datetime:
    """The same moment in UTC. One without a zone is nobody's: Python would take it for the machine's local time."""
    if at.tzinfo is None:
        raise RuntimeError("a moment without a time zone reached storage")
    return at.astimezone(UTC)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, written as in the ledger: the same text, order and precision on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else moment(utc(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


#: SQLite gives an integer key its row id only under this very name
Seq: Final = BigInteger().with_variant(Integer(), "sqlite")


def _of_dossier() -> Column[str]:
    return Column("dossier", Text, ForeignKey("dossier.dossier"), primary_key=True)


# The ledger: only ever added to (triggers.py)

entry = Table(
    "entry",
    metadata,
    Column("seq", Seq, primary_key=True, autoincrement=False),
    Column("dossier", Text),
    Column("revision", Integer),
    Column("kind", Text, nullable=False),
    #: the canonical bytes; the columns above only repeat them for the sake of indexes
    Column("body", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("dossier", "revision"),
    CheckConstraint("(dossier IS NULL) = (revision IS NULL)", name="revision_of_dossier"),
    Index("ix_entry_dossier_seq", "dossier", "seq"),
)

#: the subtree of level `level` that entry `seq` completed: its place is (seq >> level) - 1
node = Table(
    "node",
    metadata,
    Column("seq", Seq, ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", Seq, ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

#: what `entry` only commits to: never changed, but erasable; value in canonical form
opening = Table(
    "opening",
    metadata,
    Column("seq", Seq, ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
)

# Read models: what the facts come to. Only project.py writes them.

organisation = Table(
    "organisation",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
)

#: name, email: absent once erased; email_key: the address as compared at sign-in
person = Table(
    "person",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text),
    Column("email", Text),
    Column("email_key", Text),
    Column("organisation", Text, nullable=False),
    Column("joined", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Index("ix_person_email_key", "email_key"),
)

person_role = Table(
    "person_role",
    metadata,
    Column("person", Text, ForeignKey("person.person"), primary_key=True),
    Column("role", Text, primary_key=True),
)

dossier = Table(
    "dossier",
    metadata,
    Column("dossier", Text, primary_key=True),
    Column("title", Text),
    Column("checklist", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_seq", Seq, nullable=False),
    Column("revision", Integer, nullable=False),
    CheckConstraint("stage IN ('open', 'closed')", name="stage"),
    UniqueConstraint("changed_seq"),
)

dossier_party = Table(
    "dossier_party",
    metadata,
    _of_dossier(),
    Column("organisation", Text, primary_key=True),
    Column("party", Text, nullable=False),
    Index("ix_dossier_party_organisation", "organisation"),
)

case_state = Table(
    "case_state",
    metadata,
    _of_dossier(),
    Column("step", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("since_seq", Seq, nullable=False),
    Column("person", Text, nullable=False),
    CheckConstraint("state IN ('draft', 'submitted', 'approved')", name="state"),
    Index("ix_case_state_state_since_seq", "state", "since_seq"),
)

#: what waits for a decision beside the steps: waivers, other means, issues
matter = Table(
    "matter",
    metadata,
    Column("matter", Text, primary_key=True),
    Column("dossier", Text, ForeignKey("dossier.dossier"), nullable=False),
    Column("sort", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    Column("since_seq", Seq, nullable=False),
    Index("ix_matter_waiting_since_seq", "waiting", "since_seq"),
)

record = Table(
    "record",
    metadata,
    Column("record", Text, primary_key=True),
    Column("dossier", Text, ForeignKey("dossier.dossier"), nullable=False),
    Column("requested_seq", Seq, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("ended_at", Moment),
    Column("sha256", Text),
    Column("size", BigInteger),
    Column("level", Text),
    Column("reason", Text),
    CheckConstraint("state IN ('pending', 'sealed', 'failed', 'withdrawn', 'superseded')", name="state"),
    Index("ix_record_dossier_requested_seq", "dossier", "requested_seq"),
    Index("ix_record_state_requested_seq", "state", "requested_seq"),
    Index("ix_record_sha256", "sha256"),
)

# Kept beside the ledger: secrets and passing things, which no entry may hold

credential = Table(
    "credential",
    metadata,
    Column("person", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("id_hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("ended", Moment),
    Index("ix_web_session_person", "person"),
    Index("ix_web_session_last_seen", "last_seen"),
)

invite = Table(
    "invite",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
    Index("ix_invite_person", "person"),
)

throttle = Table(
    "throttle",
    metadata,
    Column("key", Text, primary_key=True),
    Column("ends", Moment, nullable=False),
    Column("count", Integer, nullable=False),
    Index("ix_throttle_ends", "ends"),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
    Column("done", Integer),
    Column("parts", Integer),
)

#: made again from `entry` by project.rebuild; children stand before those they point to
READ_MODELS: Final = (person_role, person, organisation, record, matter, case_state, dossier_party, dossier)

#: never changed, never deleted from
APPEND_ONLY: Final = (entry, node, checkpoint)
