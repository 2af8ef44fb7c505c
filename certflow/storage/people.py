"""People and organisations, as the facts about them come to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from certflow.domain.people import Directory, Organisation, Person, Role, email_key
from certflow.storage.tables import entry, organisation, person, person_role

# Asked on every page, so they are put together once: that takes longer than the database does.
_ORGANISATIONS = select(organisation).order_by(organisation.c.organisation)
_EVERYBODY = (
    select(person, person_role.c.role)
    .outerjoin(person_role, person_role.c.person == person.c.person)
    .order_by(person.c.person, person_role.c.role)
)
_BY_ID = _EVERYBODY.where(person.c.person == bindparam("sought"))
_BY_EMAIL = _EVERYBODY.where(person.c.email_key == bindparam("sought"))
_MARK = select(
    select(entry.c.seq).where(entry.c.dossier.is_(None)).order_by(entry.c.seq.desc()).limit(1).scalar_subquery(),
    select(func.count(person.c.name)).scalar_subquery(),
    select(func.count(person.c.email)).scalar_subquery(),
)


def mark(conn: Connection) -> tuple[int | None, ...]:
    """Changes with the directory: with each fact about people, and where a name or an address was erased."""
    return tuple(conn.execute(_MARK).one())


def directory(conn: Connection) -> Directory:
    """Everybody, by id."""
    rows = conn.execute(_ORGANISATIONS)
    organisations = {row.organisation: Organisation(row.organisation, row.name, row.country) for row in rows}
    return Directory(organisations, {each.id: each for each in _people(conn, _EVERYBODY)})


def organisation_names(conn: Connection) -> dict[str, str]:
    """The name of every organisation, by id."""
    return {row.organisation: row.name for row in conn.execute(_ORGANISATIONS)}


def person_by_id(conn: Connection, name: str) -> Person | None:
    return next(iter(_people(conn, _BY_ID, name)), None)


def person_by_email(conn: Connection, email: str) -> Person | None:
    """The person with this address, whatever the case of its letters."""
    return next(iter(_people(conn, _BY_EMAIL, email_key(email))), None)


def _people(conn: Connection, wanted: Select[Any], sought: str | None = None) -> list[Person]:
    """A name or address that was erased reads as empty text."""
    found: dict[str, Person] = {}
    roles: dict[str, set[Role]] = {}
    for row in conn.execute(wanted, {} if sought is None else {"sought": sought}):
        held = roles.setdefault(row.person, set())
        if row.role is not None:
            held.add(Role(row.role))
        found[row.person] = Person(
            row.person, row.name or "", row.email or "", row.organisation, frozenset(held), row.joined, row.disabled
        )
    return list(found.values())
