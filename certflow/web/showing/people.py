"""People, invitations and joining, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from certflow.actions.people import Invitation
from certflow.domain.people import Actor, Directory, Person, Role
from certflow.web import names
from certflow.web.pages import Error, InvitePage, JoinPage, Option, Passage, PeoplePage, PersonRow
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
    shortest, longest = limits
    return JoinPage(
        action=action,
        email=person.email,
        organisation=organisation,
        roles=role_names(person, words),
        name=person.name,
        rules=words.gettext(
            "%(shortest)s to %(longest)s characters. A few words in a row work well.",
            shortest=shortest,
            longest=longest,
        ),
        errors=errors,
    )
