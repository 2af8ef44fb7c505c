"""Signing in and out, and proving once more who one is.

- A session lives in our own table under the hash of its token; the browser holds the token, the server decides.
- A wrong address, a wrong password and a disabled account look alike in words and in time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from certflow.actions.desk import Desk, people_turn
from certflow.domain.facts import PasswordChanged
from certflow.domain.joining import LONGEST_PASSWORD, accept_password
from certflow.domain.people import Actor, Person, email_key
from certflow.domain.refusal import Refused
from certflow.storage import credentials, database, people, throttle
from certflow.storage import sessions as kept
from certflow.storage.credentials import Credential

#: argon2id after RFC 9106, second recommended option: 64 MiB
_HASHER = PasswordHasher()

#: hashing takes 64 MiB and a core each: more at once would let sign-in attempts starve everybody else
_HASHING = BoundedSemaphore(2)

#: what a stranger's password is compared with, so that it takes as long as anybody's
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$u3nLtt6+IL3p8jdNVBZPxA$xk/vWZdEDXft2GosbJ2Qq/Fm3539/Y8YG2yW0T2HmV8"

#: attempts within the window before the next one has to wait
ATTEMPTS_PER_PERSON = 10
ATTEMPTS_PER_ADDRESS = 50
WINDOW = timedelta(minutes=15)

#: a session's last use is written down at most this often
USE_NOTED_EVERY = timedelta(minutes=1)


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _HASHING:
        return _HASHER.hash(password)


def sign_in(desk: Desk, email: str, password: str, address: str) -> str:
    """A new session's token for whoever proves to be the person with this address.

    address: where the request came from, for throttling only.
    Raises Refused: session.wrong, session.throttled.
    """
    with database.reading(desk.engine) as conn:
        person = people.person_by_email(conn, email)
        credential = credentials.of_person(conn, person.id) if person else None
    account = f"email:{digest(email_key(email))}"
    _throttle(desk, {account: ATTEMPTS_PER_PERSON, f"address:{digest(address)}": ATTEMPTS_PER_ADDRESS})
    right = _matches(credential, password)
    if not right or person is None or person.disabled or not person.joined:
        raise Refused("session.wrong")
    token = desk.chance(32).hex()
    with database.writing(desk.engine) as conn:
        throttle.clear(conn, account)
        kept.begin(conn, digest(token), person.id, desk.now())
    return token


def actor_of(desk: Desk, token: str) -> Actor | None:
    """Whoever holds this session's token; None when it was never given, has ended or was idle for too long."""
    now = desk.now()
    with database.reading(desk.engine) as conn:
        session = kept.find(conn, digest(token))
        person = people.person_by_id(conn, session.person) if session else None
    if session is None or person is None or person.disabled or session.ended is not None:
        return None
    if now - session.last_seen > desk.config.session_idle or now - session.created > desk.config.session_absolute:
        return None
    if now - session.last_seen >= USE_NOTED_EVERY:
        with database.writing(desk.engine) as conn:
            kept.touch(conn, digest(token), now)
    return as_actor(person)


def sign_out(desk: Desk, token: str) -> None:
    """End one session at the server."""
    with database.writing(desk.engine) as conn:
        kept.end(conn, digest(token), desk.now())


def step_up(desk: Desk, actor: Actor, password: str) -> Actor:
    """The same person, having given the password again for this very act.

    Raises Refused: review.password, session.throttled.
    """
    key = f"step-up:{actor.id}"
    _throttle(desk, {key: ATTEMPTS_PER_PERSON})
    with database.reading(desk.engine) as conn:
        credential = credentials.of_person(conn, actor.id)
    if not _matches(credential, password):
        raise Refused("review.password")
    with database.writing(desk.engine) as conn:
        throttle.clear(conn, key)
    return stepped_up(actor)


def stepped_up(actor: Actor) -> Actor:
    return replace(actor, stepped_up=True)


def as_actor(person: Person) -> Actor:
    return Actor(person.id, person.name, person.organisation, person.roles)


def change_password(desk: Desk, actor: Actor, old: str, new: str) -> None:
    """Change one's own password; every session of this person ends, this one included.

    Raises Refused: review.password, session.throttled, person.password.
    """
    step_up(desk, actor, old)
    credential = hash_password(accept_password(new))
    with people_turn(desk, actor, role="self") as t:
        credentials.put(t.conn, actor.id, credential, desk.now())
        kept.end_all_of(t.conn, actor.id, desk.now())
        t.record(PasswordChanged(person=actor.id))


def _throttle(desk: Desk, limits: Mapping[str, int]) -> None:
    """Count one try under each key. Counting comes before checking, so that many at once gain nothing."""
    now = desk.now()
    with database.writing(desk.engine) as conn:
        over = [key for key, most in limits.items() if throttle.hit(conn, key, now, WINDOW) > most]
    if over:
        raise Refused("session.throttled", minutes=int(WINDOW.total_seconds() // 60))


def _matches(credential: Credential | None, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    with _HASHING:
        try:
            return _HASHER.verify(credential.hash if credential else _NOBODY, password) and credential is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def digest(text: str) -> str:
    """How a token or an address is kept: only ever by its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()
