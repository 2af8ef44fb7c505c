"""Facts written down and read back."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, func, select, text

from certflow.domain import facts, ledger
from certflow.domain.entry import By
from certflow.domain.facts import ERASED
from certflow.domain.refusal import Refused
from certflow.storage import check, entries, openings, people, tables, tree
from certflow.storage.database import reading as look
from certflow.storage.database import writing as turn
from tests.storage.facts import START, opened, ready, story, tell, write


def test_facts_come_back_as_they_were_written(database: str):
    engine = ready(database)
    written = []
    for dossier, fact in story():
        with turn(engine) as conn:
            written.append(write(conn, dossier, fact))

    with look(engine) as conn:
        assert list(entries.every(conn)) == written
        assert entries.of_dossier(conn, "d1") == [each for each in written if each.dossier == "d1"]
        assert entries.about_people(conn) == [each for each in written if each.dossier is None]
        assert entries.last(conn) == written[-1]
        assert entries.one(conn, 7) == written[6]
        assert entries.one(conn, 700) is None


def test_only_what_came_later_is_read_when_asked_so(database: str):
    engine = ready(database)
    tell(engine)

    with look(engine) as conn:
        last = len(entries.of_dossier(conn, "d1"))
        people = [each.seq for each in entries.about_people(conn)]
        assert [each.revision for each in entries.of_dossier(conn, "d1", after_revision=last - 2)] == [last - 1, last]
        assert (
            [each.seq for each in entries.about_people(conn, after_seq=4)] == [seq for seq in people if seq > 4] != []
        )
        assert entries.revision(conn, "d1") == last
        assert entries.revision(conn, "nobody's") == 0
        several = entries.of_dossiers(conn, {"d2": 0, "d1": last - 2, "nobody's": 0})
        assert {name: [each.revision for each in found] for name, found in several.items()} == {
            "d2": [1],
            "d1": [last - 1, last],
            "nobody's": [],
        }


def test_seq_revision_and_chain_have_no_gap(database: str):
    engine = ready(database)
    tell(engine)

    with look(engine) as conn:
        every = list(entries.every(conn))
        leaves = {row.seq: row.leaf.hex() for row in conn.execute(select(tables.entry))}
    assert [each.seq for each in every] == list(range(1, len(every) + 1))
    for chain in ("d1", "d2", None):
        linked = [each for each in every if each.dossier == chain]
        assert [each.previous for each in linked] == [None, *(leaves[each.seq] for each in linked[:-1])]
        assert [each.revision for each in linked] == [
            None if chain is None else place for place, _ in enumerate(linked, start=1)
        ]


def test_what_people_typed_is_not_in_the_ledger_but_its_commitment_is(database: str):
    engine = ready(database)
    with turn(engine) as conn:
        write(conn, "d1", opened())
        entry = write(conn, "d1", facts.AnswerGiven("mass", "a very secret mass"))

    with look(engine) as conn:
        body = conn.scalar(select(tables.entry.c.body).where(tables.entry.c.seq == 2))
        row = conn.execute(select(tables.opening).where(tables.opening.c.seq == 2)).one()
    assert b"secret" not in body
    assert json.loads(body)["object"]["value"] == {"committed": entry.commitments["value"]}
    assert ledger.commitment(row.salt, "a very secret mass") == entry.commitments["value"]


def test_the_same_answer_twice_is_committed_to_differently(database: str):
    engine = ready(database)
    with turn(engine) as conn:
        write(conn, "d1", opened())
        first = write(conn, "d1", facts.AnswerGiven("mass", "1"))
        second = write(conn, "d1", facts.AnswerGiven("mass", "1"))

    assert first.commitments != second.commitments


def test_an_erased_dossier_still_verifies_and_says_erased(database: str):
    engine = ready(database)
    tell(engine)

    with turn(engine) as conn:
        assert openings.erase_dossier(conn, "d1") > 0

    with look(engine) as conn:
        assert check.check(conn) is None
        answers = [each.fact for each in entries.of_dossier(conn, "d1") if isinstance(each.fact, facts.AnswerGiven)]
        assert {each.value for each in answers} == {ERASED}
        assert entries.of_dossier(conn, "d2")[0].fact == opened("Another", {"dnipro": "operator"})


def test_an_erased_person_is_nobody_any_more(database: str):
    engine = ready(database)
    tell(engine)

    with turn(engine) as conn:
        assert openings.erase_person(conn, "anna") == 3

    with look(engine) as conn:
        person = people.person_by_id(conn, "anna")
        assert person is not None
        assert (person.name, person.email) == ("", "")
        assert people.person_by_email(conn, "anna@liguria.example") is None
        assert check.check(conn) is None


def test_erased_words_are_gone_from_the_sqlite_file(sqlite: str):
    engine = ready(sqlite)
    with turn(engine) as conn:
        write(conn, "d1", opened(title="unforgettable title"))
    with turn(engine) as conn:
        openings.erase_dossier(conn, "d1")
    with engine.connect() as conn:
        conn.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()

    with open(sqlite.removeprefix("sqlite:///"), "rb") as file:
        assert b"unforgettable" not in file.read()


@pytest.mark.parametrize("value", ["a\0b", "half a character \ud800", ["fine", "\udfff"], {"key\0": "x"}])
def test_text_that_no_database_can_hold_is_refused(database: str, value: facts.Json):
    engine = ready(database)
    with turn(engine) as conn:
        write(conn, "d1", opened())
        with pytest.raises(Refused) as refused:
            write(conn, "d1", facts.AnswerGiven("name", value))

    assert refused.value.code == "text.unreadable"


def test_a_fact_outside_a_turn_is_a_mistake_of_ours(database: str):
    engine = ready(database)
    with look(engine) as conn, pytest.raises(RuntimeError):
        write(conn, "d1", opened())


def test_a_turn_that_fails_leaves_nothing_behind(database: str):
    engine = ready(database)
    tell(engine)
    with suppress(ZeroDivisionError), turn(engine) as conn:
        write(conn, "d1", facts.AnswerGiven("mass", "1"))
        raise ZeroDivisionError

    with look(engine) as conn:
        assert tree.size(conn) == len(story())
        assert check.check(conn) is None
        assert conn.scalar(select(func.max(tables.opening.c.seq))) <= len(story())


def test_moments_are_kept_in_utc_whatever_zone_they_were_told_in(database: str):
    engine = ready(database)
    kyiv = datetime(2026, 3, 1, 11, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    with turn(engine) as conn:
        write(conn, "d1", opened(), at=kyiv)

    with look(engine) as conn:
        found = entries.of_dossier(conn, "d1")[0].at
    assert found == kyiv
    assert found.tzinfo is UTC
    assert found.hour == 9


def test_a_moment_without_a_zone_never_gets_in(database: str):
    engine = ready(database)
    with turn(engine) as conn, pytest.raises(RuntimeError):
        write(conn, "d1", opened(), at=START.replace(tzinfo=None))


def test_all_that_an_entry_says_comes_back(database: str):
    engine = ready(database)
    by = By("olena", "Олена", "dnipro", "safety_manager", "password", on_behalf_of="dnipro")
    with turn(engine) as conn:
        written = write(conn, "d1", opened(), by=by, shown="ab" * 32, rule="a rule", software="certflow 9")

    with look(engine) as conn:
        assert entries.of_dossier(conn, "d1") == [written]


def test_a_fact_of_a_newer_certflow_is_said_to_be_one(database: str):
    body = {"kind": "ThingHappened", "v": 1, "object": {}, "seq": 1, "dossier": None, "revision": None}
    body |= {"previous": None, "at": "2026-03-01T09:00:00.000000Z", "shown": None, "rule": None, "software": "x"}
    by = {"person": "a", "name": "a", "organisation": "a", "role": "a", "signed_in": "a", "on_behalf_of": None}

    with pytest.raises(RuntimeError, match="update"):
        entries.read_body({**body, "by": by}, {})


def test_an_answer_costs_the_same_however_long_the_ledger_is(sqlite: str):
    engine = ready(sqlite)
    with turn(engine) as conn:
        write(conn, "d1", opened())
        for each in range(300):
            write(conn, "d1", facts.AnswerGiven("mass", str(each)))
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    with turn(engine) as conn:
        write(conn, "d1", facts.AnswerGiven("mass", "x"))

    assert len(statements) <= 12, statements
