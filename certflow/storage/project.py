"""What the facts come to: one small piece of SQL for each kind of fact that a list or a search needs.

A read model holds nothing that `rebuild` could not make again, and nobody else writes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, insert, select, update

from certflow.domain import facts
from certflow.domain.entry import Entry
from certflow.domain.facts import Fact
from certflow.domain.people import email_key
from certflow.storage import openings, records
from certflow.storage.tables import (
    READ_MODELS,
    case_state,
    dossier,
    dossier_party,
    matter,
    organisation,
    person,
    person_role,
    record,
)


def project(conn: Connection, entry: Entry) -> None:
    """Bring the read models along with one entry, in the turn that wrote it."""
    if isinstance(entry.fact, facts.DossierOpened):
        _opened(conn, entry, entry.fact)
    elif entry.dossier is not None:
        _change_dossier(conn, entry)
    if (follow := _FOLLOW.get(type(entry.fact))) is not None:
        follow(conn, entry, entry.fact)


def clear(conn: Connection) -> None:
    """Empty every read model."""
    for table in READ_MODELS:
        conn.execute(delete(table))


# Dossiers


def _opened(conn: Connection, entry: Entry, fact: facts.DossierOpened) -> None:
    conn.execute(
        insert(dossier).values(
            dossier=entry.dossier,
            title=_text(fact.title),
            checklist=fact.checklist,
            edition=fact.edition,
            stage="open",
            opened_at=entry.at,
            changed_at=entry.at,
            changed_seq=entry.seq,
            revision=entry.revision,
        )
    )
    parties = [
        {"dossier": entry.dossier, "organisation": each, "party": party} for each, party in sorted(fact.parties.items())
    ]
    if parties:
        conn.execute(insert(dossier_party), parties)


def _change_dossier(conn: Connection, entry: Entry) -> None:
    values: dict[str, Any] = {"changed_at": entry.at, "changed_seq": entry.seq, "revision": entry.revision}
    if isinstance(entry.fact, facts.EditionMoved):
        values["edition"] = entry.fact.edition
    if (stage := _STAGE.get(type(entry.fact))) is not None:
        values["stage"] = stage
    if not conn.execute(update(dossier).where(dossier.c.dossier == entry.dossier).values(values)).rowcount:
        raise RuntimeError(f"{entry.fact.kind} in dossier {entry.dossier!r}, which was never opened")


_STAGE: Final[Mapping[type[Fact], str]] = {facts.DossierClosed: "closed", facts.DossierReopened: "open"}


# Cases


def _moved(conn: Connection, entry: Entry, fact: facts.EditionMoved) -> None:
    """Steps that have another id on the later edition take it; of those that nothing follows nothing waits."""
    cases = case_state.c.dossier == entry.dossier
    rows = [row for row in conn.execute(select(case_state).where(cases)) if row.step in fact.names]
    conn.execute(delete(case_state).where(cases, case_state.c.step.in_([row.step for row in rows])))
    for row in sorted(rows, key=lambda row: row.step):
        if (now := fact.names[row.step]) is not None:
            values = {"state": row.state, "since": row.since, "since_seq": row.since_seq, "person": row.person}
            _put(conn, case_state, {"dossier": entry.dossier, "step": now}, {}, only_new=values)
    for row in conn.execute(select(matter).where(matter.c.dossier == entry.dossier)).all():
        if row.step in fact.names:
            now = fact.names[row.step]
            values = {"waiting": False} if now is None else {"step": now}
            conn.execute(update(matter).where(matter.c.matter == row.matter).values(values))


def _submitted(conn: Connection, entry: Entry, fact: facts.StepSubmitted) -> None:
    _move(conn, entry, fact.step, "submitted")


def _back_to_draft(
    conn: Connection,
    entry: Entry,
    fact: facts.StepTakenBack | facts.StepReturned | facts.StepReopened | facts.StepExpired,
) -> None:
    _move(conn, entry, fact.step, "draft")


def _approved(conn: Connection, entry: Entry, fact: facts.StepApproved) -> None:
    if fact.final:
        _move(conn, entry, fact.step, "approved")


def _move(conn: Connection, entry: Entry, step: str, state: str) -> None:
    values = {"state": state, "since": entry.at, "since_seq": entry.seq, "person": entry.by.person}
    _put(conn, case_state, {"dossier": entry.dossier, "step": step}, values)


# Matters


def _departure_asked(conn: Connection, entry: Entry, fact: facts.DepartureAsked) -> None:
    values = {
        "dossier": entry.dossier,
        "sort": fact.sort,
        "step": fact.step,
        "waiting": True,
        "since": entry.at,
        "since_seq": entry.seq,
    }
    _put(conn, matter, {"matter": fact.departure}, values)


def _departure_granted(conn: Connection, entry: Entry, fact: facts.DepartureGranted) -> None:
    if fact.final:
        _settle(conn, fact.departure)


def _departure_settled(
    conn: Connection,
    entry: Entry,
    fact: facts.DepartureRefused | facts.DepartureWithdrawn | facts.DepartureEnded,
) -> None:
    _settle(conn, fact.departure)


def _issue_opened(conn: Connection, entry: Entry, fact: facts.IssueOpened) -> None:
    values = {
        "dossier": entry.dossier,
        "sort": "issue",
        "step": fact.step,
        "waiting": True,
        "since": entry.at,
        "since_seq": entry.seq,
    }
    _put(conn, matter, {"matter": fact.issue}, values)


def _issue_settled(conn: Connection, entry: Entry, fact: facts.IssueDecided | facts.IssueWithdrawn) -> None:
    _settle(conn, fact.issue)


def _settle(conn: Connection, name: str) -> None:
    conn.execute(update(matter).where(matter.c.matter == name).values(waiting=False))


# Records


def _requested(conn: Connection, entry: Entry, fact: facts.RecordRequested) -> None:
    values = {
        "dossier": entry.dossier,
        "requested_seq": entry.seq,
        "revision": entry.revision,
        "language": fact.language,
        "requested_at": entry.at,
        "state": "pending",
        "ended_at": None,
        "reason": None,
    }
    _put(conn, record, {"record": fact.record}, values)


def _sealed(conn: Connection, entry: Entry, fact: facts.RecordSealed) -> None:
    made = {each.id: each for each in records.of_dossier(conn, entry.dossier or "")}
    if own := made.pop(fact.record, None):
        earlier = record.c.record.in_([each.id for each in made.values() if each.audience == own.audience])
        why = openings.value(conn, own.requested_seq, "reason")
        replaced = update(record).where(earlier, record.c.state == "sealed")
        conn.execute(replaced.values(state="superseded", reason=why))
    _end(conn, entry, fact.record, state="sealed", sha256=fact.sha256, size=fact.size, level=fact.level, reason=None)


def _delayed(conn: Connection, entry: Entry, fact: facts.RecordDelayed) -> None:
    conn.execute(update(record).where(record.c.record == fact.record).values(reason=fact.reason))


def _failed(conn: Connection, entry: Entry, fact: facts.RecordFailed) -> None:
    _end(conn, entry, fact.record, state="failed", reason=fact.reason)


def _withdrawn(conn: Connection, entry: Entry, fact: facts.RecordWithdrawn) -> None:
    # It stays known when it was sealed: a verifier judges the certificate at that moment.
    conn.execute(
        update(record).where(record.c.record == fact.record).values(state="withdrawn", reason=_text(fact.reason))
    )


def _end(conn: Connection, entry: Entry, name: str, **values: Any) -> None:
    conn.execute(update(record).where(record.c.record == name).values(ended_at=entry.at, **values))


# People


def _organisation_added(conn: Connection, entry: Entry, fact: facts.OrganisationAdded) -> None:
    _put(conn, organisation, {"organisation": fact.organisation}, {"name": fact.name, "country": fact.country})


def _invited(conn: Connection, entry: Entry, fact: facts.PersonInvited) -> None:
    """Invited again, a person keeps what they are and gets the name, organisation and roles of the new invitation."""
    email = _text(fact.email)
    values = {
        "name": _text(fact.name),
        "email": email,
        "email_key": None if email is None else email_key(email),
        "organisation": fact.organisation,
    }
    _put(conn, person, {"person": fact.person}, values, only_new={"joined": False, "disabled": False})
    conn.execute(delete(person_role).where(person_role.c.person == fact.person))
    roles = [{"person": fact.person, "role": str(role)} for role in sorted(set(fact.roles))]
    if roles:
        conn.execute(insert(person_role), roles)


def _joined(conn: Connection, entry: Entry, fact: facts.PersonJoined) -> None:
    _change_person(conn, fact.person, joined=True)


def _disabled(conn: Connection, entry: Entry, fact: facts.PersonDisabled) -> None:
    _change_person(conn, fact.person, disabled=True)


def _enabled(conn: Connection, entry: Entry, fact: facts.PersonEnabled) -> None:
    _change_person(conn, fact.person, disabled=False)


def _change_person(conn: Connection, name: str, **values: bool) -> None:
    conn.execute(update(person).where(person.c.person == name).values(**values))


_FOLLOW: Final[Mapping[type[Fact], Callable[[Connection, Entry, Any], None]]] = {
    facts.StepSubmitted: _submitted,
    facts.StepTakenBack: _back_to_draft,
    facts.StepReturned: _back_to_draft,
    facts.StepReopened: _back_to_draft,
    facts.StepExpired: _back_to_draft,
    facts.StepApproved: _approved,
    facts.EditionMoved: _moved,
    facts.IssueOpened: _issue_opened,
    facts.IssueDecided: _issue_settled,
    facts.IssueWithdrawn: _issue_settled,
    facts.DepartureAsked: _departure_asked,
    facts.DepartureGranted: _departure_granted,
    facts.DepartureRefused: _departure_settled,
    facts.DepartureWithdrawn: _departure_settled,
    facts.DepartureEnded: _departure_settled,
    facts.RecordRequested: _requested,
    facts.RecordDelayed: _delayed,
    facts.RecordSealed: _sealed,
    facts.RecordFailed: _failed,
    facts.RecordWithdrawn: _withdrawn,
    facts.OrganisationAdded: _organisation_added,
    facts.PersonInvited: _invited,
    facts.PersonJoined: _joined,
    facts.PersonDisabled: _disabled,
    facts.PersonEnabled: _enabled,
}


def _text(value: str | facts.Withheld) -> str | None:
    return None if isinstance(value, facts.Withheld) else value


def _put(
    conn: Connection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    only_new: Mapping[str, Any] | None = None,
) -> None:
    """Change the row of that key, or add it. Turns stand alone, so no other hand comes between the two."""
    this = [table.c[name] == value for name, value in key.items()]
    if not conn.execute(update(table).where(*this).values(values or key)).rowcount:
        conn.execute(insert(table).values({**key, **values, **(only_new or {})}))
