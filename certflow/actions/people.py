"""People and organisations: invite, join, disable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from certflow.actions.desk import Desk, PeopleTurn, people_turn
from certflow.actions.sessions import digest, hash_password
from certflow.domain import joining
from certflow.domain.facts import PersonInvited, PersonJoined
from certflow.domain.people import Actor, Directory, Permission, Person, role_for
from certflow.domain.refusal import Refused
from certflow.storage import credentials, database, invites, people, sessions

#: how long an invitation can be used
INVITATION_LASTS = timedelta(days=3)


@dataclass(frozen=True)
class Invitation:
    """What is handed over once: `token` is not kept here, only its hash."""

    person: str
    token: str
    until: datetime


def everybody(desk: Desk, actor: Actor) -> Directory:
    """All people and organisations. Raises Refused: people.not-allowed."""
    role_for(actor, Permission.PEOPLE_MANAGE)
    with database.reading(desk.engine) as conn:
        return people.directory(conn)


def add_organisation(desk: Desk, actor: Actor, organisation: str, name: str, country: str) -> None:
    """Add an organisation that people and dossiers can belong to.

    organisation: its id; where it is empty, one is made of the name.
    """
    organisation = organisation or joining.slug(name)
    with people_turn(desk, actor) as t:
        t.record(*joining.add_organisation(t.directory, organisation, name, country))


def invite(desk: Desk, actor: Actor, name: str, email: str, organisation: str, roles: Iterable[str]) -> Invitation:
    """Invite a person; whoever holds the token sets the password."""
    with people_turn(desk, actor) as t:
        facts = joining.invite(t.directory, desk.new_id(), name, email, organisation, roles)
        t.record(*facts)
        person = next(fact.person for fact in facts if isinstance(fact, PersonInvited))
        return _hand_out(t, person)


def invite_again(desk: Desk, actor: Actor, person: str) -> Invitation:
    """A new invitation for somebody whose first one expired, or who lost the password; older ones stop working."""
    with people_turn(desk, actor) as t:
        if person not in t.directory.people:
            raise Refused("person.unknown", person=person)
        return _hand_out(t, person)


def _hand_out(t: PeopleTurn, person: str) -> Invitation:
    """A token for whoever it is given to; any earlier one that is unused stops working."""
    token, until = t.desk.chance(32).hex(), t.desk.now() + INVITATION_LASTS
    invites.put(t.conn, digest(token), person, until)
    return Invitation(person, token, until)


def invited(desk: Desk, token: str) -> tuple[Person, str]:
    """Who an invitation is for, and the name of their organisation.

    Raises Refused: invite.unusable.
    """
    with database.reading(desk.engine) as conn:
        found = invites.person_of(conn, digest(token), desk.now())
        person = people.person_by_id(conn, found) if found else None
        if person is None or person.disabled:
            raise Refused("invite.unusable")
        return person, people.directory(conn).organisations[person.organisation].name


def join(desk: Desk, token: str, password: str) -> None:
    """Accept an invitation by setting a password; it works once.

    Raises Refused: person.password, invite.unusable.
    """
    credential = hash_password(joining.accept_password(password))
    person, _ = invited(desk, token)
    with people_turn(desk, Actor(person.id, person.name, person.organisation, person.roles), role="self") as t:
        if invites.use(t.conn, digest(token), desk.now()) is None:
            raise Refused("invite.unusable")
        credentials.put(t.conn, person.id, credential, desk.now())
        sessions.end_all_of(t.conn, person.id, desk.now())
        t.record(PersonJoined(person=person.id))


def disable(desk: Desk, actor: Actor, person: str, reason: str) -> None:
    """Bar a person from signing in; all their sessions end now."""
    with people_turn(desk, actor) as t:
        t.record(*joining.disable(t.directory, person, reason, actor.id))
        sessions.end_all_of(t.conn, person, desk.now())


def enable(desk: Desk, actor: Actor, person: str) -> None:
    """Let a disabled person sign in again."""
    with people_turn(desk, actor) as t:
        t.record(*joining.enable(t.directory, person))
