"""What is kept beside the ledger: password hashes, sessions, invitations, throttle, leases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Connection

from certflow.storage import credentials, invites, leases, sessions, throttle
from certflow.storage.database import writing
from tests.storage.facts import START, ready

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_a_new_password_replaces_the_old_one(database: str):
    with writing(ready(database)) as conn:
        credentials.put(conn, "anna", "$argon2id$old", START)
        credentials.put(conn, "anna", "$argon2id$new", START + SECOND)

        assert credentials.of_person(conn, "anna") == credentials.Credential("anna", "$argon2id$new", START + SECOND)
        assert credentials.of_person(conn, "bohdan") is None
        credentials.remove(conn, "anna")
        assert credentials.of_person(conn, "anna") is None


def test_a_session_is_found_until_swept_and_stays_ended(database: str):
    with writing(ready(database)) as conn:
        begun = sessions.begin(conn, "h1", "anna", START)
        assert sessions.find(conn, "h1") == begun
        assert sessions.find(conn, "h2") is None

        sessions.touch(conn, "h1", START + MINUTE)
        sessions.end(conn, "h1", START + 2 * MINUTE)
        sessions.touch(conn, "h1", START + 3 * MINUTE)
        sessions.end(conn, "h1", START + 4 * MINUTE)

        found = sessions.find(conn, "h1")
        assert found is not None
        assert (found.last_seen, found.ended) == (START + MINUTE, START + 2 * MINUTE)
        assert sessions.sweep(conn, START + MINUTE) == 0
        assert sessions.sweep(conn, START + 2 * MINUTE) == 1
        assert sessions.find(conn, "h1") is None


def test_all_sessions_of_a_person_end_but_the_one_told(database: str):
    with writing(ready(database)) as conn:
        for name, person in (("h1", "anna"), ("h2", "anna"), ("h3", "bohdan")):
            sessions.begin(conn, name, person, START)

        sessions.end_all_of(conn, "anna", START + SECOND, but="h2")
        assert [_ended(conn, name) for name in ("h1", "h2", "h3")] == [True, False, False]
        sessions.end_all_of(conn, "anna", START + SECOND)
        assert [_ended(conn, name) for name in ("h1", "h2", "h3")] == [True, True, False]


def _ended(conn: Connection, name: str) -> bool:
    found = sessions.find(conn, name)
    assert found is not None
    return found.ended is not None


def test_an_invitation_works_once_and_not_too_late(database: str):
    with writing(ready(database)) as conn:
        invites.put(conn, "t1", "anna", START + MINUTE)
        invites.put(conn, "t2", "bohdan", START + MINUTE)

        assert invites.person_of(conn, "t1", START) == "anna"
        assert invites.use(conn, "t1", START) == "anna"
        assert invites.use(conn, "t1", START) is None
        assert invites.person_of(conn, "t1", START) is None
        assert invites.use(conn, "t2", START + MINUTE) is None
        assert invites.use(conn, "t3", START) is None


def test_a_second_invitation_replaces_the_first(database: str):
    with writing(ready(database)) as conn:
        invites.put(conn, "t1", "anna", START + MINUTE)
        invites.put(conn, "t2", "anna", START + MINUTE)

        assert invites.use(conn, "t1", START) is None
        assert invites.use(conn, "t2", START) == "anna"


def test_many_at_once_use_an_invitation_only_once(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        invites.put(conn, "t1", "anna", START + MINUTE)

    def use(_: int) -> str | None:
        with writing(engine) as conn:
            return invites.use(conn, "t1", START)

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(use, range(5)), key=str) == [None, None, None, None, "anna"]


def test_tries_are_counted_within_their_window(database: str):
    with writing(ready(database)) as conn:
        assert [throttle.hit(conn, "k", START + each * SECOND, MINUTE) for each in range(3)] == [1, 2, 3]
        assert throttle.tries(conn, "k", START + 59 * SECOND) == 3
        assert throttle.tries(conn, "k", START + MINUTE) == 0
        assert throttle.tries(conn, "other", START) == 0
        assert throttle.hit(conn, "k", START + MINUTE, MINUTE) == 1
        throttle.clear(conn, "k")
        assert throttle.tries(conn, "k", START + MINUTE) == 0


def test_windows_that_are_over_are_swept(database: str):
    with writing(ready(database)) as conn:
        throttle.hit(conn, "old", START, MINUTE)
        throttle.hit(conn, "new", START + MINUTE, MINUTE)

        assert throttle.sweep(conn, START + MINUTE) == 1
        assert throttle.tries(conn, "new", START + MINUTE) == 1


def test_no_try_is_lost_when_many_come_at_once(database: str):
    engine = ready(database)

    def hit(_: int) -> int:
        with writing(engine) as conn:
            return throttle.hit(conn, "k", START, MINUTE)

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(hit, range(12))) == list(range(1, 13))


def test_a_lease_has_one_holder_until_it_runs_out(database: str):
    with writing(ready(database)) as conn:
        assert leases.take(conn, "printer", "one", START, START + MINUTE)
        assert not leases.take(conn, "printer", "two", START + 59 * SECOND, START + 2 * MINUTE)
        assert leases.take(conn, "printer", "one", START + 30 * SECOND, START + MINUTE)
        assert leases.take(conn, "printer", "two", START + MINUTE, START + 2 * MINUTE)
        assert not leases.renew(conn, "printer", "one", START + 9 * MINUTE)
        assert leases.renew(conn, "printer", "two", START + 3 * MINUTE)
        leases.release(conn, "printer", "one")
        assert not leases.take(conn, "printer", "three", START + 2 * MINUTE, START + 4 * MINUTE)
        leases.release(conn, "printer", "two")
        assert leases.take(conn, "printer", "three", START + 2 * MINUTE, START + 4 * MINUTE)


def test_who_holds_a_lease_says_how_far_the_work_is_and_the_next_begins_anew(database: str):
    with writing(ready(database)) as conn:
        leases.take(conn, "printer", "one", START, START + MINUTE)
        assert leases.progress(conn, "printer") is None
        assert leases.renew(conn, "printer", "one", START + MINUTE, leases.Progress(3, 12))
        assert not leases.renew(conn, "printer", "two", START + MINUTE, leases.Progress(12, 12))
        assert leases.renew(conn, "printer", "one", START + MINUTE)
        assert leases.progress(conn, "printer") == leases.Progress(3, 12)
        leases.take(conn, "printer", "two", START + MINUTE, START + 2 * MINUTE)
        assert leases.progress(conn, "printer") is None
        assert leases.progress(conn, "nothing") is None


def test_many_at_once_take_a_lease_only_once(database: str):
    engine = ready(database)

    def take(worker: int) -> bool:
        with writing(engine) as conn:
            return leases.take(conn, "printer", str(worker), START, START + MINUTE)

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(take, range(5))) == 1
