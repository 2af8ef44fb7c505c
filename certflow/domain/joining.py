"""Organisations and people coming, changing and going."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from certflow.domain.facts import Fact, OrganisationAdded, PersonDisabled, PersonEnabled, PersonInvited
from certflow.domain.people import Directory, Role
from certflow.domain.refusal import Refused

#: the shortest password accepted; length beats composition rules (NIST SP 800-63B)
SHORTEST_PASSWORD = 12

#: the longest password hashed, so that hashing stays bounded
LONGEST_PASSWORD = 200

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


def add_organisation(directory: Directory, organisation: str, name: str, country: str) -> tuple[Fact, ...]:
    """Raises Refused: organisation.exists, organisation.id, organisation.name, organisation.country."""
    if organisation in directory.organisations:
        raise Refused("organisation.exists", organisation=organisation)
    if not _SLUG.fullmatch(organisation) or len(organisation) > 60:
        raise Refused("organisation.id", organisation=organisation)
    if not name.strip() or len(name) > 200:
        raise Refused("organisation.name")
    if not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        raise Refused("organisation.country", country=country)
    return (OrganisationAdded(organisation=organisation, name=name.strip(), country=country),)


def invite(
    directory: Directory, person: str, name: str, email: str, organisation: str, roles: Iterable[str]
) -> tuple[Fact, ...]:
    """Invite a person into an organisation.

    Raises Refused: person.name, person.email, person.exists, person.organisation, person.roles.
    """
    wanted = tuple(sorted(set(roles)))
    if not name.strip() or len(name) > 200:
        raise Refused("person.name")
    if not _EMAIL.fullmatch(email.strip()):
        raise Refused("person.email", email=email)
    if directory.by_email(email):
        raise Refused("person.exists", email=email)
    if organisation not in directory.organisations:
        raise Refused("person.organisation", organisation=organisation, known=tuple(directory.organisations))
    if not wanted or not set(wanted) <= {role.value for role in Role}:
        raise Refused("person.roles", roles=wanted, known=tuple(role.value for role in Role))
    return (
        PersonInvited(
            person=person, name=name.strip(), email=email.strip(), organisation=organisation, roles=list(wanted)
        ),
    )


def accept_password(password: str) -> str:
    """A password worth hashing.

    Raises Refused: person.password.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused("person.password", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    return password


def disable(directory: Directory, person: str, reason: str, by: str) -> tuple[Fact, ...]:
    """Raises Refused: person.unknown, person.self, person.reason."""
    known = directory.people.get(person)
    if known is None:
        raise Refused("person.unknown", person=person)
    if person == by:
        raise Refused("person.self")
    if not reason.strip():
        raise Refused("person.reason")
    return () if known.disabled else (PersonDisabled(person=person, reason=reason.strip()),)


def enable(directory: Directory, person: str) -> tuple[Fact, ...]:
    """Raises Refused: person.unknown."""
    known = directory.people.get(person)
    if known is None:
        raise Refused("person.unknown", person=person)
    return (PersonEnabled(person=person),) if known.disabled else ()


def slug(name: str) -> str:
    """A short name made of a long one: `Aeronautica Ligure S.r.l.` gives `aeronautica-ligure-s-r-l`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:60].strip("-")
