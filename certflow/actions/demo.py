"""The demonstration: invented people with public passwords, and dossiers that they worked on by the real acts.

It is loaded into an empty database only, once. A file in the data folder says so, and says that the passwords of this
data are known to everybody.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from certflow.actions import people, sessions
from certflow.actions.desk import Desk
from certflow.actions.story import play, read_story, read_told
from certflow.domain.people import Actor, Directory, Person, Role
from certflow.domain.refusal import Refused
from certflow.storage import database
from certflow.storage import people as known_people

TOLD = Path(__file__).parent.parent / "demo"
CHECKLIST = ("sora", "2.5-easa")

#: whoever may run commands on this machine brings the first people in
_CONSOLE = Actor("cli", "operator at the console", "", frozenset({Role.ADMINISTRATOR}), signed_in="cli")


@dataclass(frozen=True)
class Marker:
    """What the file in the data folder says.

    database    the one that was loaded; the same folder may be used with another one later
    checklist   digest of the checklist that the dossiers were opened on
    loaded      False from the first fact to the last: a loading that was interrupted goes on
    """

    database: str
    checklist: str
    loaded: bool


def load(desk: Desk) -> str:
    """Load the example dossiers where they are not; what to tell whoever asked. Safe to repeat and to interrupt.

    Raises Refused: demo.other-data, demo.other-checklist.
    """
    with _alone(desk):
        marker = _marker(desk)
        if marker is None or not marker.loaded:
            _must_hold_nothing_else(desk, marker is not None)
            _mark(desk, loaded=False)
            _play_everything(desk)
            _mark(desk, loaded=True)
        elif marker.checklist != desk.library.get(*CHECKLIST).digest:
            raise Refused("demo.other-checklist", checklist="@".join(CHECKLIST), folder=desk.config.data)
    return "\n".join(
        (
            f"Example dossiers are in {desk.config.data}. Everybody knows these passwords, so keep nothing real there.",
            *(f"  {email:32} {password:24} {who}" for email, password, who in sign_in_details(desk)),
        )
    )


def is_demo(desk: Desk) -> bool:
    """Whether this data has passwords that everybody knows."""
    return _marker(desk) is not None


@dataclass(frozen=True)
class SignIn:
    """With what one person of the demonstration signs in, and who it is."""

    email: str
    password: str
    name: str
    roles: tuple[str, ...]
    organisation: str


def sign_ins(desk: Desk) -> tuple[SignIn, ...]:
    """Everybody in the demonstration; nobody where the data is somebody's own."""
    if not is_demo(desk):
        return ()
    told = _people()
    return tuple(
        SignIn(
            each["email"],
            each["password"],
            each["name"],
            tuple(each["roles"]),
            told["organisations"][each["organisation"]]["name"],
        )
        for each in told["people"].values()
    )


def sign_in_details(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    """(e-mail, password, who) of everybody in the demonstration, for the console."""
    return tuple(
        (each.email, each.password, f"{each.name}, {', '.join(each.roles).replace('_', ' ')}, {each.organisation}")
        for each in sign_ins(desk)
    )


@cache
def _people() -> Mapping[str, Any]:
    return read_told(TOLD / "people.yaml")


class Signed:
    """The people of the demonstration; each signs in once, when first needed."""

    def __init__(self, desk: Desk, told: Mapping[str, Any]) -> None:
        self._desk = desk
        self._told = told
        self._tokens: dict[str, str] = {}

    def password(self, who: str) -> str:
        password: str = self._told[who]["password"]
        return password

    def actor(self, who: str) -> Actor:
        if who not in self._tokens:
            self._tokens[who] = sessions.sign_in(self._desk, self._told[who]["email"], self.password(who), "console")
        actor = sessions.actor_of(self._desk, self._tokens[who])
        if actor is None:
            raise RuntimeError(f"the session of {who} ended while the demonstration was loading")
        return actor

    def sign_out(self) -> None:
        for token in self._tokens.values():
            sessions.sign_out(self._desk, token)


def _play_everything(desk: Desk) -> None:
    from certflow.actions import printing  # what seals takes a second to load, and only the first start seals

    told = _people()
    bring_in(desk, told)
    cast = Signed(desk, told["people"])
    for path in sorted((TOLD / "dossiers").glob("*.yaml")):
        play(desk, cast, CHECKLIST, read_story(path, TOLD / "evidence"))
    cast.sign_out()
    with printing.at_the_press(desk) as press:
        while printing.work_once(desk, press):
            pass


def bring_in(desk: Desk, told: Any) -> None:
    """Everybody who is not there yet; whoever was invited but did not join is invited again."""
    known = _directory(desk)
    for organisation, each in told["organisations"].items():
        if organisation not in known.organisations:
            people.add_organisation(desk, _CONSOLE, organisation, each["name"], each["country"])
    for each in told["people"].values():
        person = known.by_email(each["email"])
        if person is None or not person.joined:
            people.join(desk, _invited(desk, person, each).token, each["password"])


def _invited(desk: Desk, person: Person | None, told: Any) -> people.Invitation:
    if person is not None:
        return people.invite_again(desk, _CONSOLE, person.id)
    return people.invite(desk, _CONSOLE, told["name"], told["email"], told["organisation"], told["roles"])


def _must_hold_nothing_else(desk: Desk, begun: bool) -> None:
    """Only an empty database is loaded, or one that an interrupted loading left."""
    known = _directory(desk)
    ours = {each["email"] for each in _people()["people"].values()} if begun else set()
    strangers = [person.email for person in known.people.values() if person.email not in ours]
    if strangers or (known.organisations and not begun):
        raise Refused("demo.other-data", folder=desk.config.data)


def _directory(desk: Desk) -> Directory:
    with database.reading(desk.engine) as conn:
        return known_people.directory(conn)


# the marker


def _marker(desk: Desk) -> Marker | None:
    try:
        marker = Marker(**json.loads((desk.config.data / "demo.json").read_text("utf-8")))
    except FileNotFoundError:
        return None
    return marker if marker.database == _database(desk) else None


def _mark(desk: Desk, loaded: bool) -> None:
    marker = Marker(_database(desk), desk.library.get(*CHECKLIST).digest, loaded)
    path = desk.config.data_folder() / "demo.json"
    new = path.with_suffix(".new")
    new.write_text(json.dumps(vars(marker), indent=1), "utf-8")
    os.replace(new, path)


def _database(desk: Desk) -> str:
    return desk.engine.url.render_as_string(hide_password=True)


@contextmanager
def _alone(desk: Desk) -> Iterator[None]:
    """One loading at a time on this machine; the lock ends with the process, however that ends."""
    with (desk.config.data_folder() / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
