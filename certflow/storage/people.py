"""People and organisations, as the facts about them come to."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from certflow.domain.people import Directory, Organisation, Person, Role, email_key
from certflow.storage.tables import organisation, person, person_role


def directory(conn: Connection) -> Directory:
    """Everybody, by id."""
    rows = conn.execute(select(organisation).order_by(organisation.c.organisation))
    organisations = {row.organisation: Organisation(row.organisation, row.name, row.country) for row in rows}
    return Directory(organisations, {each.id: each for each in _people(conn)})


def organisation_names(conn: Connection) -> dict[str, str]:
    """The name of every organisation, by id."""
    rows = conn.execute(select(organisation.c.organisation, organisation.c.name).order_by(organisation.c.organisation))
    return {row.organisation: row.name for row in rows}


def person_by_id(conn: Connection, name: str) -> Person | None:
    return next(iter(_people(conn, person.c.person == name)), None)


def person_by_email(conn: Connection, email: str) -> Person | None:
    """The person with this address, whatever the case of its letters."""
    return next(iter(_people(conn, person.c.email_key == email_key(email))), None)


def _people(conn: Connection, *which: ColumnElement[bool]) -> list[Person]:
    """A name or address that was erased reads as empty text."""
    roles: dict[str, set[Role]] = {}
    held = select(person_role).join(person, person.c.person == person_role.c.person).where(*which)
    for row in conn.execute(held):
        roles.setdefault(row.person, set()).add(Role(row.role))
    return [
        Person(
            row.person,
            row.name or "",
            row.email or "",
            row.organisation,
            frozenset(roles.get(row.person, ())),
            row.joined,
            row.disabled,
        )
        for row in conn.execute(select(person).where(*which).order_by(person.c.person))
    ]
