"""Disclosing a protected answer: its value and salt, for whoever holds a copy of the record that only commits to it."""

from __future__ import annotations

from sqlalchemy import Connection

from certflow.actions.desk import Desk, Sight, look, look_then
from certflow.actions.records import find, see_record
from certflow.domain.disclosure import Disclosure
from certflow.domain.people import Actor
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, may_read
from certflow.storage import database, openings
from certflow.storage.records import RecordRow


def disclosable(desk: Desk, actor: Actor, record_id: str) -> tuple[str, ...]:
    """The questions whose answers the actor's organisation holds in a record: they alone may give them away."""
    row = see_record(desk, actor, record_id).row
    with database.reading(desk.engine) as conn:
        then = _then(desk, conn, row)
    return tuple(name for name in then.checklist.questions if _may_disclose(then, name, actor))


def disclose(desk: Desk, actor: Actor, record_id: str, question: str) -> Disclosure:
    """One answer of a record, for the organisation that gave it.

    Raises Refused: record.unknown, answer.protected, disclosure.unknown, disclosure.erased.
    """
    row = see_record(desk, actor, record_id).row
    with database.reading(desk.engine) as conn:
        then = _then(desk, conn, row)
        found = _disclosure(conn, then, question)
    if not _may_disclose(then, question, actor):
        raise Refused("answer.protected", question=question)
    return found


def fetch(desk: Desk, record_id: str, question: str) -> Disclosure:
    """The same for the operator's command line."""
    row = find(desk, record_id)
    with database.reading(desk.engine) as conn:
        return _disclosure(conn, _then(desk, conn, row), question)


def _then(desk: Desk, conn: Connection, row: RecordRow) -> Sight:
    return look_then(desk, conn, look(desk, conn, row.dossier), row.revision)


def _may_disclose(then: Sight, question: str, actor: Actor) -> bool:
    given, asked = then.dossier.answers.get(question), then.checklist.questions.get(question)
    if given is None or asked is None or not asked.visibility.is_narrow:
        return False
    owner = given.by.organisation
    return actor.organisation == owner and may_read(Reader.of(actor, then.dossier.parties), asked.visibility, owner)


def _disclosure(conn: Connection, then: Sight, question: str) -> Disclosure:
    given, asked = then.dossier.answers.get(question), then.checklist.questions.get(question)
    if given is None or asked is None or not asked.visibility.is_narrow:
        raise Refused("disclosure.unknown", question=question[:80])
    for opened in openings.of_dossier(conn, then.dossier.id):
        if (opened.seq, opened.field) == (given.seq, "value"):
            return Disclosure(then.dossier.id, question, given.seq, opened.salt, opened.value)
    raise Refused("disclosure.erased", question=question)
