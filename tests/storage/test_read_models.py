"""What the facts come to: the same live and rebuilt, in whatever order things happened."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, select

from certflow.domain import facts
from certflow.domain.facts import Fact
from certflow.domain.people import Role
from certflow.storage import cases, check, dossiers, openings, people, rebuild, records
from certflow.storage.database import reading, writing
from certflow.storage.tables import READ_MODELS
from tests.storage.facts import opened, ready, story, tell, write

# Random lives

STEPS = st.sampled_from(["oso-01", "oso-02"])
RECORDS = st.sampled_from(["r1", "r2", "r3"])
PEOPLE = st.sampled_from(["anna", "bohdan"])
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
ROLES = st.lists(st.sampled_from([each.value for each in Role]), max_size=3)
of_dossiers = st.one_of(
    st.builds(facts.AnswerGiven, st.just("mass"), WORDS),
    st.builds(facts.StepSubmitted, STEPS, st.just({})),
    st.builds(facts.StepTakenBack, STEPS),
    st.builds(facts.StepReturned, STEPS, WORDS),
    st.builds(facts.StepReopened, STEPS, st.just([])),
    st.builds(facts.StepApproved, STEPS, st.just("safety_manager"), st.just("reviewed"), st.booleans()),
    st.builds(facts.DossierClosed, WORDS),
    st.builds(facts.DossierReopened, WORDS),
    st.builds(facts.RecordRequested, RECORDS, st.just("en")),
    st.builds(
        facts.RecordSealed, RECORDS, st.just("ab" * 32), st.integers(0, 2**40), st.just("cd" * 32), st.just("B-B")
    ),
    st.builds(facts.RecordFailed, RECORDS, WORDS),
    st.builds(facts.RecordDelayed, RECORDS, WORDS),
    st.builds(facts.RecordWithdrawn, RECORDS, WORDS),
)
about_people = st.one_of(
    st.builds(facts.OrganisationAdded, st.sampled_from(["liguria", "dnipro"]), WORDS, st.just("IT")),
    st.builds(facts.PersonInvited, PEOPLE, WORDS, WORDS, st.just("liguria"), ROLES),
    st.builds(facts.PersonJoined, PEOPLE),
    st.builds(facts.PersonDisabled, PEOPLE, WORDS),
    st.builds(facts.PersonEnabled, PEOPLE),
)
ERASE_DOSSIER, ERASE_PERSON = "erase dossier", "erase person"
happenings = st.lists(
    st.tuples(st.sampled_from(["d1", "d2"]), of_dossiers)
    | st.tuples(st.none(), about_people)
    | st.tuples(st.sampled_from(["d1", "d2"]), st.just(ERASE_DOSSIER))
    | st.tuples(PEOPLE, st.just(ERASE_PERSON)),
    max_size=25,
)


class Undo(Exception):
    """Ends a turn that shall leave nothing behind."""


@given(happenings)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rebuilt_is_live_whatever_happened(database: str, life: list[tuple[str | None, Fact | str]]):
    engine = _engine(database)
    with pytest.raises(Undo), writing(engine) as conn:  # noqa: PT012 - everything happens in the turn that is undone
        for dossier in ("d1", "d2"):
            write(conn, dossier, opened())
        for where, what in life:
            _happen(conn, where, what)
        live = picture(conn)

        rebuild.rebuild(conn)

        assert picture(conn) == live
        assert check.check(conn) is None
        raise Undo


def _happen(conn: Connection, where: str | None, what: Fact | str) -> None:
    if isinstance(what, Fact):
        write(conn, where, what)
    elif what == ERASE_DOSSIER:
        openings.erase_dossier(conn, where or "")
    else:
        openings.erase_person(conn, where or "")


_engines: dict[str, Any] = {}


def _engine(url: str) -> Any:
    """One engine for all examples of a test: each leaves its database empty."""
    if url not in _engines:
        _engines[url] = ready(url)
    return _engines[url]


def picture(conn: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: [tuple(row) for row in conn.execute(select(table).order_by(*table.primary_key.columns))]
        for table in READ_MODELS
    }


# One life in detail


def test_the_story_rebuilds_to_itself(database: str):
    engine = ready(database)
    tell(engine)
    with writing(engine) as conn:
        live = picture(conn)

        assert rebuild.rebuild(conn) == len(story())
        assert picture(conn) == live


def test_what_was_erased_stays_erased_when_rebuilt(database: str):
    engine = ready(database)
    tell(engine)
    with writing(engine) as conn:
        openings.erase_dossier(conn, "d1")
        openings.erase_person(conn, "anna")
        live = picture(conn)

        rebuild.rebuild(conn)

        assert picture(conn) == live
        withdrawn = records.by_id(conn, "r3")
        assert withdrawn is not None
        assert withdrawn.reason is None
        assert [each.title for each in dossiers.visible_to(conn, "dnipro")] == [None, "Another"]


def test_an_organisation_sees_its_dossiers_newest_change_first(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        for each in range(5):
            write(conn, f"d{each}", opened(f"Number {each}"))
        write(conn, "hidden", opened("Not theirs", {"liguria": "designer"}))
        write(conn, "d1", facts.StepSubmitted("oso-01", {}))
        write(conn, "d1", facts.StepSubmitted("oso-02", {}))
        write(conn, "d1", facts.StepReturned("oso-02", "say more"))

    with reading(engine) as conn:
        first = dossiers.visible_to(conn, "dnipro", limit=2)
        rest = dossiers.visible_to(conn, "dnipro", limit=20, before=first[-1].changed_seq)
        many = dossiers.count_visible_to(conn, "dnipro")
        parties = dossiers.parties(conn, "hidden")
        assert dossiers.parties(conn, "nowhere") == {}
        assert dossiers.visible_to(conn, "nobody") == ()
    assert [each.id for each in first] == ["d1", "d4"]
    assert [each.id for each in rest] == ["d3", "d2", "d0"]
    assert many == 5
    assert first[0].revision == 4
    assert parties == {"liguria": "designer"}


def test_a_list_of_dossiers_asks_once_however_many_there_are(sqlite: str):
    engine = ready(sqlite)
    with writing(engine) as conn:
        for each in range(30):
            write(conn, f"d{each}", opened())
    with reading(engine) as conn:
        asked: list[str] = []

        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert len(dossiers.visible_to(conn, "dnipro")) == 30
    assert len(asked) == 1


def test_a_closed_dossier_is_open_again_once_reopened(database: str):
    engine = ready(database)
    stages = []
    with writing(engine) as conn:
        for fact in (opened(), facts.DossierClosed("complete"), facts.DossierReopened("a new motor")):
            write(conn, "d1", fact)
            stages.append(dossiers.visible_to(conn, "dnipro")[0].stage)

    assert stages == ["open", "closed", "open"]


def test_steps_wait_for_review_until_decided_longest_waiting_first(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d1", opened())
        write(conn, "d2", opened(parties={"liguria": "designer"}))
        for dossier, step in (("d1", "b"), ("d1", "a"), ("d2", "c"), ("d1", "d"), ("d1", "e")):
            write(conn, dossier, facts.StepSubmitted(step, {}))
        write(conn, "d1", facts.StepApproved("a", "safety_manager", "reviewed", False))
        write(conn, "d1", facts.StepApproved("d", "safety_manager", "reviewed", True))
        write(conn, "d1", facts.StepReopened("e", []))

    with reading(engine) as conn:
        assert [each.step for each in cases.submitted_for(conn, "dnipro")] == ["b", "a"]
        assert [each.step for each in cases.submitted_for(conn, "liguria")] == ["b", "a", "c"]
        assert {each.step: each.state for each in cases.of_dossier(conn, "d1")} == {
            "a": "submitted",
            "b": "submitted",
            "d": "approved",
            "e": "draft",
        }


def test_a_new_seal_supersedes_the_old_one_and_no_other_state(database: str):
    engine = ready(database)
    tell(engine)
    with writing(engine) as conn:
        write(conn, "d1", facts.RecordRequested("r4", "en"))
        write(conn, "d1", facts.RecordSealed("r4", "78" * 32, 9, "34" * 32, "B-B"))
        write(conn, "d1", facts.RecordRequested("r5", "en"))
        write(conn, "d1", facts.RecordSealed("r5", "9a" * 32, 9, "34" * 32, "B-B"))
        write(conn, "d1", facts.RecordRequested("r6", "it"))
        write(conn, "d2", facts.RecordRequested("s1", "en"))

    with reading(engine) as conn:
        states = [(each.id, each.state) for each in records.of_dossier(conn, "d1")]
        assert states == [
            ("r1", "failed"),
            ("r2", "superseded"),
            ("r3", "withdrawn"),
            ("r4", "superseded"),
            ("r5", "sealed"),
            ("r6", "pending"),
        ]
        assert [each.id for each in records.pending(conn)] == ["r6", "s1"]
        assert [each.id for each in records.every(conn)] == ["r1", "r2", "r3", "r4", "r5", "r6", "s1"]
        found = records.by_sha256(conn, "9a" * 32)
        assert found == records.by_id(conn, "r5")
        assert records.by_sha256(conn, "ff" * 32) is None


def test_a_failed_record_that_is_asked_for_again_is_pending_again(database: str):
    engine = ready(database)
    with writing(engine) as conn:
        write(conn, "d1", opened())
        for fact in (
            facts.RecordRequested("r1", "en"),
            facts.RecordFailed("r1", "x"),
            facts.RecordRequested("r1", "en"),
        ):
            write(conn, "d1", fact)

        assert [(each.state, each.reason, each.ended_at) for each in records.pending(conn)] == [("pending", None, None)]


def test_a_person_is_found_by_address_in_any_case_of_letters(database: str):
    engine = ready(database)
    tell(engine)
    with reading(engine) as conn:
        person = people.person_by_email(conn, "  anna@LIGURIA.example ")
        assert person is not None
        assert person == people.person_by_id(conn, "anna") == people.directory(conn).people["anna"]
        assert person.roles == {Role.COMPLIANCE}
        assert person.joined
        assert not person.disabled


def test_the_mark_of_the_directory_moves_with_whatever_is_said_or_erased_about_people(database: str):
    engine = ready(database)
    tell(engine)
    with writing(engine) as conn:
        marks = [people.mark(conn)]
        write(conn, "another", opened())
        assert people.mark(conn) == marks[0]
        write(conn, None, facts.PersonInvited("anna", "Anna F.", "a@b.example", "dnipro", ["safety_manager"]))
        marks.append(people.mark(conn))
        openings.erase_person(conn, "anna")
        marks.append(people.mark(conn))

    assert len(set(marks)) == 3


def test_a_second_invitation_changes_the_roles_and_keeps_the_rest(database: str):
    engine = ready(database)
    tell(engine)
    with writing(engine) as conn:
        write(conn, None, facts.PersonInvited("anna", "Anna F.", "a@b.example", "dnipro", ["safety_manager"]))
        person = people.person_by_id(conn, "anna")

    assert person is not None
    assert (person.name, person.organisation, person.roles) == ("Anna F.", "dnipro", {Role.SAFETY_MANAGER})
    assert person.joined


def test_a_fact_in_a_dossier_that_was_never_opened_is_a_mistake_of_ours(database: str):
    with pytest.raises(RuntimeError, match="never opened"), writing(ready(database)) as conn:
        write(conn, "d1", facts.AnswerGiven("mass", "1"))
