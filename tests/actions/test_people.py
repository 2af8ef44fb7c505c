"""People: invited once, joined by their own password, barred at once."""

from __future__ import annotations

import pytest

from certflow.actions import people, sessions
from certflow.actions.people import Invitation
from certflow.domain.people import Role
from certflow.domain.refusal import Refused
from tests.actions.office import CONSOLE, PASSWORD, Office, email_of, size

OWN = "amber meadow bridge"


def invite(office: Office, name: str = "Daria") -> Invitation:
    return people.invite(office.desk, CONSOLE, name, email_of(name), "krylo", [Role.COMPLIANCE])


def join_code(office: Office, token: str, password: str = OWN) -> str:
    before = size(office.desk)
    with pytest.raises(Refused) as refused:
        people.join(office.desk, token, password)
    assert size(office.desk) == before
    return refused.value.code


def test_an_invitation_works_once(office: Office) -> None:
    invitation = invite(office)
    assert people.invited(office.desk, invitation.token)[1] == "Krylo"

    people.join(office.desk, invitation.token, OWN)

    actor = sessions.actor_of(office.desk, sessions.sign_in(office.desk, email_of("Daria"), OWN, "::1"))
    assert actor is not None
    assert (actor.name, actor.organisation, actor.roles) == ("Daria", "krylo", frozenset({Role.COMPLIANCE}))
    assert join_code(office, invitation.token, "another password") == "invite.unusable"


def test_an_invitation_expires(office: Office) -> None:
    invitation = invite(office)

    office.clock.pass_by(days=3)

    assert join_code(office, invitation.token) == "invite.unusable"
    with pytest.raises(Refused):
        people.invited(office.desk, invitation.token)


def test_a_new_invitation_ends_the_first_one(office: Office) -> None:
    first = invite(office)

    second = people.invite_again(office.desk, CONSOLE, first.person)

    assert join_code(office, first.token) == "invite.unusable"
    people.join(office.desk, second.token, OWN)


def test_a_password_that_is_too_short_uses_no_invitation_up(office: Office) -> None:
    invitation = invite(office)

    assert join_code(office, invitation.token, "short") == "person.password"

    people.join(office.desk, invitation.token, OWN)


def test_who_has_not_joined_cannot_sign_in(office: Office) -> None:
    invite(office)

    with pytest.raises(Refused) as refused:
        sessions.sign_in(office.desk, email_of("Daria"), OWN, "::1")

    assert refused.value.code == "session.wrong"


def test_disabling_ends_every_session_and_bars_signing_in(office: Office) -> None:
    tokens = [sessions.sign_in(office.desk, email_of("Anna"), PASSWORD, "::1") for _ in range(2)]

    people.disable(office.desk, CONSOLE, office.anna.id, "She left.")

    assert [sessions.actor_of(office.desk, token) for token in tokens] == [None, None]
    with pytest.raises(Refused) as refused:
        sessions.sign_in(office.desk, email_of("Anna"), PASSWORD, "::1")
    assert refused.value.code == "session.wrong"


def test_enabling_brings_no_old_session_back(office: Office) -> None:
    token = sessions.sign_in(office.desk, email_of("Anna"), PASSWORD, "::1")
    people.disable(office.desk, CONSOLE, office.anna.id, "She left.")

    people.enable(office.desk, CONSOLE, office.anna.id)

    assert sessions.actor_of(office.desk, token) is None
    assert sessions.sign_in(office.desk, email_of("Anna"), PASSWORD, "::1")


def test_nobody_is_invited_twice(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        people.invite(office.desk, CONSOLE, "Another Anna", email_of("ANNA"), "krylo", [Role.COMPLIANCE])

    assert refused.value.code == "person.exists"


def test_only_administrators_manage_people(office: Office) -> None:
    for act in (
        lambda: people.invite(office.desk, office.anna, "Daria", email_of("Daria"), "krylo", [Role.COMPLIANCE]),
        lambda: people.disable(office.desk, office.anna, office.bruno.id, "Why not."),
        lambda: people.add_organisation(office.desk, office.anna, "new", "New", "IT"),
        lambda: people.everybody(office.desk, office.anna),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "people.not-allowed"
