"""Sessions: the browser holds a token, the server decides what it is worth."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

import pytest

from certflow.actions import sessions
from certflow.domain.facts import PasswordChanged
from certflow.domain.refusal import Refused
from certflow.storage import database, entries
from tests.actions.office import PASSWORD, Office, email_of


def sign_in(office: Office, name: str = "Anna", password: str = PASSWORD, address: str = "192.0.2.1") -> str:
    return sessions.sign_in(office.desk, email_of(name), password, address)


def refused_code(
    office: Office, name: str = "Anna", password: str = "a wrong guess", address: str = "192.0.2.1"
) -> str:
    with pytest.raises(Refused) as refused:
        sign_in(office, name, password, address)
    return refused.value.code


def test_a_session_says_who_acts(office: Office) -> None:
    assert sessions.actor_of(office.desk, sign_in(office)) == office.anna
    assert sessions.actor_of(office.desk, "0" * 64) is None


def test_signing_in_makes_a_new_session_each_time(office: Office) -> None:
    first, second = sign_in(office), sign_in(office)

    sessions.sign_out(office.desk, first)

    assert sessions.actor_of(office.desk, first) is None
    assert sessions.actor_of(office.desk, second) == office.anna


def test_an_idle_session_ends(office: Office) -> None:
    token = sign_in(office)

    office.clock.pass_by(minutes=30)
    assert sessions.actor_of(office.desk, token) == office.anna
    office.clock.pass_by(minutes=30)
    assert sessions.actor_of(office.desk, token) == office.anna
    office.clock.pass_by(minutes=30, seconds=1)
    assert sessions.actor_of(office.desk, token) is None


def test_a_busy_session_ends_too(office: Office) -> None:
    token = sign_in(office)

    for _ in range(24):
        office.clock.pass_by(minutes=29, seconds=59)
        assert sessions.actor_of(office.desk, token) == office.anna

    office.clock.pass_by(minutes=1)
    assert sessions.actor_of(office.desk, token) is None


def test_a_wrong_password_and_an_unknown_address_look_alike(office: Office) -> None:
    assert refused_code(office, "Anna") == refused_code(office, "Nobody") == "session.wrong"
    assert refused_code(office, "Nobody", "x" * 201) == refused_code(office, "Anna", "x" * 201) == "session.wrong"


def test_an_unknown_address_takes_as_long_as_a_real_password_does(office: Office) -> None:
    """A stranger's password is compared with a hash that costs what everybody's costs."""
    hashed = sessions.hash_password("some other password")

    def cost(act: Callable[[], object]) -> float:
        start = process_time()
        act()
        return process_time() - start

    unknown = median(cost(lambda: refused_code(office, "Nobody")) for _ in range(3))
    known = median(cost(lambda: sessions._HASHER.verify(hashed, "some other password")) for _ in range(3))

    assert unknown > known / 2


def test_guessing_one_persons_password_has_to_wait(office: Office) -> None:
    for _ in range(10):
        assert refused_code(office) == "session.wrong"

    assert refused_code(office, password=PASSWORD) == "session.throttled"
    assert sign_in(office, "Bruno")
    office.clock.pass_by(minutes=15)
    assert sign_in(office)


def test_guessing_in_capitals_is_the_same_guessing(office: Office) -> None:
    for each in range(10):
        refused_code(office, "Anna" if each % 2 else "ANNA")

    assert refused_code(office, password=PASSWORD) == "session.throttled"


def test_guessing_many_peoples_passwords_from_one_address_has_to_wait(office: Office) -> None:
    for each in range(50):
        with pytest.raises(Refused):
            sessions.sign_in(office.desk, f"person{each}@certflow.example", "x" * 201, "192.0.2.9")

    assert refused_code(office, password=PASSWORD, address="192.0.2.9") == "session.throttled"
    assert sign_in(office, address="192.0.2.1")


def test_a_throttled_guess_is_throttled_in_every_process(office: Office) -> None:
    for _ in range(10):
        refused_code(office)

    with pytest.raises(Refused) as refused:
        sessions.sign_in(office.with_new_desk(), email_of("Anna"), PASSWORD, "192.0.2.1")

    assert refused.value.code == "session.throttled"


def test_signing_in_forgives_earlier_slips(office: Office) -> None:
    for _ in range(3):
        for _ in range(5):
            refused_code(office)
        assert sign_in(office)


def test_a_changed_password_ends_every_session(office: Office) -> None:
    tokens = [sign_in(office), sign_in(office)]

    sessions.change_password(office.desk, office.anna, PASSWORD, "walnut island rope")

    assert [sessions.actor_of(office.desk, token) for token in tokens] == [None, None]
    assert refused_code(office, password=PASSWORD) == "session.wrong"
    assert sign_in(office, password="walnut island rope")
    with database.reading(office.desk.engine) as conn:
        last = entries.last(conn)
    assert last is not None
    assert (last.fact, last.by.person) == (PasswordChanged(person=office.anna.id), office.anna.id)


def test_a_password_is_changed_only_by_whoever_knows_it(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        sessions.change_password(office.desk, office.anna, "a wrong guess", "walnut island rope")

    assert refused.value.code == "review.password"
    assert sign_in(office)
