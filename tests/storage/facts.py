"""Facts and the people behind them, for the tests of storage."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from certflow.domain import facts
from certflow.domain.entry import By, Entry
from certflow.domain.facts import Fact
from certflow.storage import database, entries, schema

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANNA = By("anna", "Anna Ferri", "liguria", "compliance", "password")


def counted_salt() -> Callable[[], bytes]:
    """Salts that repeat from run to run, each another one."""
    counter = itertools.count()
    return lambda: hashlib.sha256(b"%d" % next(counter)).digest()


SALT = counted_salt()


def ready(url: str) -> Engine:
    """An engine on a database with the newest schema."""
    engine = database.connect(url)
    schema.upgrade(engine)
    return engine


def write(conn: Connection, dossier: str | None, fact: Fact, **more: Any) -> Entry:
    """One fact written by Anna, a second after the last."""
    before = entries.last(conn)
    at = before.at + timedelta(seconds=1) if before else START
    given = {"by": ANNA, "at": at, "salt": SALT, "software": "test", **more}
    return entries.append(conn, dossier=dossier, fact=fact, **given)


def opened(title: str = "A survey drone", parties: dict[str, str] | None = None) -> facts.DossierOpened:
    return facts.DossierOpened(
        title=title,
        checklist="sora",
        edition="2.5-easa",
        checklist_digest="ab" * 32,
        parties={"liguria": "designer", "dnipro": "operator"} if parties is None else parties,
    )


def story() -> list[tuple[str | None, Fact]]:
    """A short life with every kind of fact in it."""
    return [
        (None, facts.OrganisationAdded("liguria", "Aeronautica Ligure", "IT")),
        (None, facts.PersonInvited("anna", "Anna Ferri", "Anna@liguria.example", "liguria", ["compliance"])),
        (None, facts.PersonJoined("anna")),
        (None, facts.PasswordChanged("anna")),
        ("d1", opened()),
        ("d1", facts.AnswerGiven("mass", "12.5")),
        ("d1", facts.AnswerGiven("parts", ["a", "b"])),
        ("d1", facts.AnswerWithdrawn("parts")),
        ("d1", facts.ItemAdded("aircraft", "2", "Falcon")),
        ("d1", facts.ItemRenamed("aircraft", "2", "Heron")),
        ("d1", facts.ItemRemoved("aircraft", "2")),
        ("d1", facts.ItemPutBack("aircraft", "2")),
        ("d1", facts.EvidenceAttached("e1", "oso-01", "cd" * 32, 7, "application/pdf", "відліт.pdf")),
        ("d1", facts.EvidenceWithdrawn("e1", "the wrong file")),
        ("d2", opened("Another", {"dnipro": "operator"})),
        ("d1", facts.StepSubmitted("oso-01", {"mass": "ef" * 32})),
        ("d1", facts.StepTakenBack("oso-01")),
        ("d1", facts.StepSubmitted("oso-01", {"mass": "ef" * 32})),
        ("d1", facts.StepReturned("oso-01", "say more")),
        ("d1", facts.StepSubmitted("oso-01", {"mass": "ef" * 32})),
        ("d1", facts.StepApproved("oso-01", "safety_manager", "reviewed", False)),
        ("d1", facts.StepApproved("oso-01", "technical_reviewer", "reviewed", True)),
        ("d1", facts.StepReopened("oso-01", [{"question": "mass"}])),
        ("d1", facts.StepExpired("oso-01", "2026-02-28", {"from": "approval", "months": 24})),
        ("d1", facts.ConditionSet("c1", "oso-01", "fly below 60 m")),
        ("d1", facts.ConditionMet("c1", "oso-01", "the limit is set")),
        ("d1", facts.TakenOver("oso-01", {"dossier": "d0", "from": "oso-01"}, {"mass": "anna"}, {})),
        ("d1", facts.IssueOpened("i1", "deviation", "oso-02", "No lights", "none are fitted")),
        ("d1", facts.PositionTaken("i1", "oso-02", "designer", "not needed by day")),
        ("d1", facts.IssueDecided("i1", "oso-02", "safety_manager", "accepted", "by day only", "no night flight")),
        ("d1", facts.IssueOpened("i2", "administrative", "oso-02", "Dates", "which")),
        ("d1", facts.IssueWithdrawn("i2", "oso-02", "settled by mail")),
        ("d1", facts.DepartureAsked("w1", "waiver", "oso-02", "2027-03-01", "no time", "a guard", {"level": "low"})),
        ("d1", facts.DepartureGranted("w1", "oso-02", "safety_manager", False)),
        ("d1", facts.DepartureGranted("w1", "oso-02", "technical_reviewer", True)),
        ("d1", facts.DepartureEnded("w1", "oso-02", [{"what": "until"}])),
        ("d1", facts.DepartureAsked("w2", "alternative", "oso-03", None, "ours is better", "a drill", {})),
        ("d1", facts.DepartureRefused("w2", "oso-03", "say how")),
        ("d1", facts.DepartureAsked("w3", "waiver", "oso-03", None, "no time", "", {})),
        ("d1", facts.DepartureWithdrawn("w3", "oso-03", "found time")),
        ("d1", facts.DepartureAsked("w4", "waiver", "oso-04", None, "no time", "", {})),
        ("d1", facts.DossierClosed("complete")),
        ("d1", facts.RecordRequested("r1", "en")),
        ("d1", facts.RecordFailed("r1", "no font")),
        ("d1", facts.RecordRequested("r2", "en")),
        ("d1", facts.RecordDelayed("r2", "no time-stamp")),
        ("d1", facts.RecordSealed("r2", "12" * 32, 4711, "34" * 32, "B-B")),
        ("d1", facts.RecordRequested("r3", "uk")),
        ("d1", facts.RecordSealed("r3", "56" * 32, 4712, "34" * 32, "B-B")),
        ("d1", facts.RecordRenewed("r3", "78" * 32, 4713)),
        ("d1", facts.RecordWithdrawn("r3", "a name was misspelt")),
        ("d1", facts.DossierReopened("a new motor")),
        (None, facts.PersonDisabled("anna", "left")),
        (None, facts.PersonEnabled("anna")),
        (None, facts.ClockStepped("2026-03-01T09:00:05.000000Z", "2026-03-01T09:00:00.000000Z")),
    ]


def tell(engine: Engine) -> None:
    """The story, in one turn."""
    with database.writing(engine) as conn:
        for dossier, fact in story():
            write(conn, dossier, fact)
