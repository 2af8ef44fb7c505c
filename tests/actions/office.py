"""An office for tests of acts: a desk on a real database, a small checklist, and people who can sign.

Only the clock and chance are ours. The passwords' hashes cost as little as argon2 allows, so that tests do not wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from certflow.actions import answers, dossiers, moving, people, reviews
from certflow.actions.desk import Desk, Memory, people_turn
from certflow.config import read_config
from certflow.domain.checklist.questions import Raw
from certflow.domain.dossier import Case, Dossier
from certflow.domain.facts import Fact, PersonJoined
from certflow.domain.impact import Impact
from certflow.domain.people import Actor, Role
from certflow.pdf.keys import make_keys
from certflow.storage import credentials, database, entries, schema
from certflow.storage.checklists import read_checklists
from certflow.storage.files import open_store
from certflow.storage.tables import READ_MODELS
from tests.domain.building import CHECKLIST
from tests.domain.checklists import fleet_text

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "poplar wind river"
CONSOLE = Actor("cli", "operator at the console", "", frozenset({Role.ADMINISTRATOR}), signed_in="cli")


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


class Chance:
    """Other bytes each time, the same in every run."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(b"%d" % self.count).digest(size)


@dataclass
class Office:
    """Ligure designs, Krylo operates; Anna prepares, Bruno and Evhen review, Iryna closes, Zoe belongs elsewhere."""

    desk: Desk
    clock: Clock
    anna: Actor
    bruno: Actor
    evhen: Actor
    iryna: Actor
    zoe: Actor
    dossier_id: str

    @property
    def dossier(self) -> Dossier:
        return dossiers.see(self.desk, self.anna, self.dossier_id).dossier

    def case(self, step: str) -> Case:
        return self.dossier.case(step)

    def save(self, actor: Actor, **typed: Raw) -> answers.Saved:
        """Save what one person typed who saw what stands now."""
        standing = self.dossier.answers
        seen = {name: standing[name].seq for name in typed if name in standing}
        return answers.save_answers(self.desk, actor, self.dossier_id, typed, seen)

    def submit(self, *steps: str) -> None:
        for step in steps:
            reviews.submit_step(self.desk, self.anna, self.dossier_id, step)

    def approve(self, step: str, *actors: Actor) -> bool:
        done = False
        for actor in actors:
            shown = reviews.look_at(self.desk, actor, self.dossier_id, step).shown
            done = reviews.approve_step(self.desk, actor, self.dossier_id, step, shown, "approval", PASSWORD)
        return done

    def finish(self) -> None:
        """Everything answered and approved: a mass of 5 kg asks for no link and no tow."""
        self.save(self.anna, mass_kg="5", towed="no")
        self.submit("mass")
        self.approve("mass", self.bruno)

    def later_edition(self, *changes: tuple[str, str], said: str = "") -> Office:
        """Edition 2 appears, which follows edition 1. changes: what it says otherwise; said: what became of steps."""
        first = self.desk.config.checklists / "glider" / "1.yaml"
        follows = f'edition: "2"\nsupersedes: {{"1": {{steps: {{{said}}}}}}}'
        text = first.read_text("utf-8").replace('edition: "1"', follows)
        for old, new in changes:
            assert old in text, f"the checklist says nothing like {old!r}"
            text = text.replace(old, new, 1)
        first.with_name("2.yaml").write_text(text, "utf-8")
        self.desk = self.with_new_desk()
        return self

    def go_over(self, reason: str = "It applies from May.") -> Impact:
        """Iryna agrees to what edition 2 does to the dossier."""
        shown = moving.look_ahead(self.desk, self.iryna, self.dossier_id, "2").impact.shown
        return moving.go_over(self.desk, self.iryna, self.dossier_id, "2", shown, reason)

    def on_another_edition(self, *changes: tuple[str, str]) -> Office:
        """Go over to a fresh dossier on a second edition; changes: what it says otherwise."""
        first = self.desk.config.checklists / "glider" / "1.yaml"
        text = first.read_text("utf-8").replace('edition: "1"', 'edition: "2"')
        for old, new in changes:
            assert old in text, f"the checklist says nothing like {old!r}"
            text = text.replace(old, new, 1)
        first.with_name("2.yaml").write_text(text, "utf-8")
        self.desk = self.with_new_desk()
        parties = {"ligure": "designer", "krylo": "operator"}
        self.dossier_id = dossiers.open_dossier(self.desk, self.anna, "glider", "2", "A glider", parties)
        return self

    def close(self) -> str:
        """Closed; the id of the record that was asked for."""
        return dossiers.close(self.desk, self.iryna, self.dossier_id, "It is safe.", "en")

    def with_new_desk(self) -> Desk:
        """The desk of another process, which remembers nothing."""
        return replace(self.desk, library=read_checklists(self.desk.config.checklists), memory=Memory())

    def facts(self) -> tuple[Fact, ...]:
        return tuple(entry.fact for entry in dossiers.history(self.desk, self.anna, self.dossier_id))


def open_fleet(url: str, folder: Path) -> Office:
    """An office whose dossier is about several aircraft: the checklist of the language reference."""
    office = open_office(url, folder)
    checklist = folder / "checklists" / "fleet" / "1.0.yaml"
    checklist.parent.mkdir()
    checklist.write_text(fleet_text(), "utf-8")
    desk = office.with_new_desk()
    parties = {"ligure": "designer", "krylo": "operator"}
    dossier = dossiers.open_dossier(desk, office.anna, "fleet", "1.0", "A fleet", parties)
    return replace(office, desk=desk, dossier_id=dossier)


def open_office(url: str, folder: Path, text: str = CHECKLIST, **settings: str) -> Office:
    """An office with one fresh dossier. text: the checklist it is on."""
    clock = Clock()
    checklist = folder / "checklists" / "glider" / "1.yaml"
    checklist.parent.mkdir(parents=True)
    checklist.write_text(text, "utf-8")
    desk = open_desk(url, folder, clock, folder / "checklists", **settings)
    for name, country in (("ligure", "IT"), ("krylo", "UA"), ("elsewhere", "PL")):
        people.add_organisation(desk, CONSOLE, name, name.title(), country)
    anna = hire(desk, "Anna", "ligure", Role.COMPLIANCE, Role.TECHNICAL_REVIEWER)
    bruno = hire(desk, "Bruno", "ligure", Role.TECHNICAL_REVIEWER)
    evhen = hire(desk, "Evhen", "krylo", Role.TECHNICAL_REVIEWER, Role.COMPLIANCE)
    iryna = hire(desk, "Iryna", "krylo", Role.ACCOUNTABLE_MANAGER)
    zoe = hire(desk, "Zoe", "elsewhere", *Role)
    parties = {"ligure": "designer", "krylo": "operator"}
    dossier = dossiers.open_dossier(desk, anna, "glider", "1", "A glider", parties)
    return Office(desk, clock, anna, bruno, evhen, iryna, zoe, dossier)


def open_desk(url: str, folder: Path, clock: Callable[[], datetime], checklists: Path, **settings: str) -> Desk:
    """A desk on an empty database; its data goes below `folder`. settings: as the environment would give them."""
    given = {"CERTFLOW_CHECKLISTS": str(checklists), "CERTFLOW_DATA": str(folder / "data"), **settings}
    config = read_config({**given, "CERTFLOW_DATABASE_URL": url})
    engine = database.connect(config.database_url)
    schema.upgrade(engine)
    store = open_store(config.data_folder() / "files")
    desk = Desk(config, engine, read_checklists(config.checklists), store, clock, Chance())
    make_keys(desk.keyring, clock())
    return desk


def hire(desk: Desk, name: str, organisation: str, *roles: Role) -> Actor:
    """A person who has joined, with PASSWORD."""
    invitation = people.invite(desk, CONSOLE, name, email_of(name), organisation, roles)
    with people_turn(desk, CONSOLE) as t:
        credentials.put(t.conn, invitation.person, _cheap_hash(), desk.now())
        t.record(PersonJoined(person=invitation.person))
    return Actor(invitation.person, name, organisation, frozenset(roles))


def email_of(name: str) -> str:
    return f"{name.lower()}@certflow.example"


def size(desk: Desk) -> int:
    """How many entries the ledger has."""
    with database.reading(desk.engine) as conn:
        last = entries.last(conn)
    return last.seq if last else 0


def picture(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that can be rebuilt."""
    with database.reading(desk.engine) as conn:
        return {
            table.name: [tuple(row) for row in conn.execute(select(table).order_by(*table.primary_key.columns))]
            for table in READ_MODELS
        }


@cache
def _cheap_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
