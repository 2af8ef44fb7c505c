"""Waivers and other means as acts: signed, listed for those who decide, ended by themselves, told by the record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certflow.actions import departures, printing, records
from certflow.actions.inbox import inbox
from certflow.actions.snapshot import record_content
from certflow.actions.sweeping import Sweeper
from certflow.domain.dossier import DepartureState
from certflow.domain.people import Actor
from certflow.domain.record import Outcome, StepState
from certflow.domain.refusal import Refused
from certflow.storage import database
from certflow.storage.rebuild import rebuild
from certflow.storage.records import RecordRow, every
from tests.actions.office import PASSWORD, Office, picture
from tests.actions.refusing import refused

RULES = (
    "review: one\nsections",
    """review: one
waivers: {theirs: {roles: [technical_reviewer], parties: [operator], step_up: yes, months: 6}}
waiver: theirs
alternatives: {theirs: {roles: [technical_reviewer], parties: [operator]}}
alternative: theirs
sections""",
)


@pytest.fixture
def office(office: Office) -> Office:
    """On an edition with waivers; a mass of 5 kg asks for no link and no tow."""
    office.on_another_edition(RULES)
    office.save(office.anna, mass_kg="5", towed="no")
    return office


def ask(office: Office, sort: str = "waiver", days: int = 30, actor: Actor | None = None) -> str:
    until = (office.clock() + timedelta(days=days)).date().isoformat() if days else ""
    return departures.ask(
        office.desk, actor or office.anna, office.dossier_id, "mass", sort, until, "No scale yet.", "A spring balance."
    )


def grant(office: Office, name: str, actor: Actor | None = None, **given: str) -> bool:
    found = departures.look_at(office.desk, office.evhen, office.dossier_id, "mass")
    shown = given.get("shown") or next(each.shown for each in found.told if each.departure.id == name)
    return departures.grant(
        office.desk, actor or office.evhen, office.dossier_id, name, shown, given.get("password", PASSWORD)
    )


def test_a_waived_step_lets_the_dossier_close_and_the_record_says_so(office: Office) -> None:
    assert grant(office, ask(office)) is True
    office.close()

    content = record_content(office.desk, every_record(office))

    assert content.result.outcome is Outcome.MET_WITH_WAIVERS
    assert content.steps[0].state is StepState.WAIVED
    [waiver] = content.waivers
    assert (waiver.id, waiver.steps, waiver.name, waiver.organisation) == ("W-1", ("mass",), "Evhen", "Krylo")
    assert (waiver.words.authoritative, str(waiver.expires)) == ("No scale yet.", "2026-12-22")
    assert [str(each) for each in waiver.conditions] == [
        "Instead: A spring balance.",
        "asked for by Anna, Ligure, 2026-11-22",
        "granted by Evhen, Krylo, 2026-11-22",
    ]


def every_record(office: Office) -> RecordRow:
    with database.reading(office.desk.engine) as conn:
        return every(conn)[-1]


def test_whoever_asked_does_not_grant_and_a_wrong_password_grants_nothing(office: Office) -> None:
    name = ask(office, actor=office.evhen)

    assert refused(office, grant, name) == "departure.same-person"
    assert refused(office, grant, name, office.bruno) == "review.seat-taken"
    other = refused(office, grant, name, password="poplar")
    assert other == "review.password"


def test_what_is_granted_is_what_was_shown(office: Office) -> None:
    assert refused(office, grant, ask(office), shown="0" * 64) == "departure.changed"


def test_a_day_that_is_none_is_named(office: Office) -> None:
    with pytest.raises(Refused, match=r"departure\.day"):
        departures.ask(office.desk, office.anna, office.dossier_id, "mass", "waiver", "tomorrow", "a", "b")
    with pytest.raises(Refused, match=r"departure\.until"):
        ask(office, days=0)


def test_it_waits_in_the_inbox_of_those_who_may_grant_it_until_it_is_decided(office: Office) -> None:
    name = ask(office)

    mine, theirs = inbox(office.desk, office.bruno), inbox(office.desk, office.evhen)
    assert [each.cannot.code if each.cannot else None for each in mine.requests] == ["review.seat-taken"]
    assert [(each.about.id, each.cannot) for each in theirs.requests] == [(name, None)]
    assert (mine.mine, theirs.mine, inbox(office.desk, office.zoe).requests) == (0, 1, ())
    departures.refuse(office.desk, office.evhen, office.dossier_id, name, "Weigh it.")
    assert inbox(office.desk, office.evhen).requests == ()
    assert office.dossier.departures[name].state is DepartureState.REFUSED


def test_a_waiver_that_ends_in_a_closed_dossier_opens_a_point_in_its_next_record(office: Office) -> None:
    grant(office, ask(office))
    office.close()
    office.clock.pass_by(days=31)

    assert Sweeper(office.desk).sweep() == 1

    printing.work_once(office.desk)
    records.request_again(office.desk, office.iryna, office.dossier_id, "en", reason="The waiver has ended.")
    content = record_content(office.desk, every_record(office))
    assert content.result.outcome is Outcome.OPEN_POINTS
    assert [point.step for point in content.result.open_points] == ["mass"]
    assert (content.waivers, [str(deed.what) for deed in content.deeds][-1]) == ((), "Waiver or other means ended")


def test_what_waits_can_be_rebuilt_from_the_facts(office: Office) -> None:
    ask(office)
    departures.withdraw(office.desk, office.anna, office.dossier_id, ask(office, "alternative", 0), "Not needed.")
    before = picture(office.desk)

    with database.writing(office.desk.engine) as conn:
        rebuild(conn)

    assert picture(office.desk) == before
    assert sorted(row[2:5] for row in before["matter"]) == [("alternative", "mass", False), ("waiver", "mass", True)]


def test_another_means_is_told_by_the_record_beside_its_approved_step(office: Office) -> None:
    grant(office, ask(office, "alternative", 0))
    office.submit("mass")
    office.approve("mass", office.bruno)
    office.close()

    content = record_content(office.desk, every_record(office))

    assert content.result.outcome is Outcome.MET_AS_CLAIMED
    assert [(each.id, str(each.kind), each.expires) for each in content.waivers] == [
        ("M-1", "Another means of compliance", None)
    ]
