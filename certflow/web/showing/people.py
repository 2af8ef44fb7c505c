"""People, invitations and joining, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from certflow.actions.people import Invitation
from certflow.domain.people import Actor, Directory, Person, Role
from certflow.web import names
from certflow.web.pages import (
    Error,
    InvitePage,
    JoinPage,
    Link,
    Option,
    OrganisationPage,
    Passage,
    PeoplePage,
    PersonRow,
)
from certflow.web.words import Words


@dataclass(frozen=True)
class Invited:
    """What an administrator typed."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    roles: tuple[str, ...] = ()


def people_page(
    directory: Directory, reader: Actor, words: Words, made: Invitation | None = None, link: str = ""
) -> PeoplePage:
    """Everybody, by name; `made` and `link` are an invitation to show this once."""
    found = sorted(directory.people.values(), key=lambda each: (each.organisation, each.name.casefold(), each.id))
    invited = directory.people.get(made.person) if made else None
    return PeoplePage(
        people=tuple(_row(each, directory, reader, words) for each in found),
        invite_href=url_for("people.invitation"),
        organisation_href=url_for("people.organisation"),
        link=link,
        link_for=invited.name if invited else "",
        link_until=words.moment(made.until) if made else "",
    )


def _row(person: Person, directory: Directory, reader: Actor, words: Words) -> PersonRow:
    state = "disabled" if person.disabled else "active" if person.joined else "invited"
    organisation = directory.organisations.get(person.organisation)
    mine = person.id == reader.id
    return PersonRow(
        name=person.name,
        email=person.email,
        organisation=organisation.name if organisation else person.organisation,
        roles=role_names(person, words),
        state=state,
        disable_action=url_for("people.disable", person=person.id) if state != "disabled" and not mine else "",
        enable_action=url_for("people.enable", person=person.id) if state == "disabled" else "",
        invite_action=url_for("people.invite_again", person=person.id) if state != "disabled" and not mine else "",
    )


def role_names(person: Person, words: Words) -> tuple[str, ...]:
    return tuple(words.gettext(names.ROLES[role]) for role in names.in_order(person.roles))


def invite_page(
    directory: Directory, words: Words, typed: Invited | None = None, errors: tuple[Error, ...] = ()
) -> InvitePage:
    typed = typed or Invited()
    return InvitePage(
        action=url_for("people.invite"),
        organisations=tuple(
            Option(each.id, Passage(each.name), chosen=each.id == typed.organisation)
            for each in sorted(directory.organisations.values(), key=lambda each: each.name.casefold())
        ),
        roles=tuple(
            Option(
                role,
                Passage(words.gettext(names.ROLES[role])),
                hint=words.gettext(names.ROLE_HINTS[role]),
                chosen=role in typed.roles,
            )
            for role in Role
        ),
        name=typed.name,
        email=typed.email,
        organisation_href=url_for("people.organisation"),
        errors=errors,
    )


@dataclass(frozen=True)
class Founded:
    """The organisation that an administrator typed."""

    name: str = ""
    country: str = ""
    id: str = ""


def organisation_page(words: Words, typed: Founded | None = None, errors: tuple[Error, ...] = ()) -> OrganisationPage:
    typed = typed or Founded()
    return OrganisationPage(
        action=url_for("people.add_organisation"),
        back=Link(words.gettext("Back to the people"), url_for("people.everybody")),
        name=typed.name,
        country=typed.country,
        id=typed.id,
        errors=errors,
    )


def join_page(
    person: Person,
    organisation: str,
    action: str,
    limits: tuple[int, int],
    words: Words,
    errors: tuple[Error, ...] = (),
) -> JoinPage:
    """limits: the shortest and the longest password."""
    return JoinPage(
        action=action,
        email=person.email,
        organisation=organisation,
        roles=role_names(person, words),
        name=person.name,
        rules=password_rules(limits, words),
        errors=errors,
    )


def password_rules(limits: tuple[int, int], words: Words) -> str:
    """What a new password has to be. limits: the shortest and the longest."""
    shortest, longest = limits
    return words.gettext(
        "%(shortest)s to %(longest)s characters. A few words in a row work well.", shortest=shortest, longest=longest
    )
