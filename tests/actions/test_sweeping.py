"""What comes to its end is a fact, whoever acts and whether anybody looks."""

from __future__ import annotations

import pytest

from certflow.actions import dossiers
from certflow.actions.sweeping import Sweeper
from certflow.domain.dossier import State
from certflow.domain.facts import DossierClosed, StepExpired
from certflow.domain.refusal import Refused
from certflow.storage import database
from certflow.storage.rebuild import rebuild
from tests.actions.office import Office, picture, size

ONE = "one: {roles: [technical_reviewer]}"


@pytest.fixture
def office(office: Office) -> Office:
    """With an approval of `mass` that holds for a month, on an edition of its own."""
    office.on_another_edition((ONE, "one: {roles: [technical_reviewer], validity: {months: 1}}"))
    office.finish()
    return office


def test_a_sweep_writes_down_what_ended_once_and_rebuild_agrees(office: Office) -> None:
    sweeper = Sweeper(office.desk)
    assert sweeper.sweep() == 0

    office.clock.pass_by(days=31)

    assert (sweeper.sweep(), sweeper.sweep(), Sweeper(office.with_new_desk()).sweep()) == (1, 0, 0)
    assert office.case("mass").state is State.DRAFT
    told = dossiers.history(office.desk, office.anna, office.dossier_id)[-1]
    assert (told.by.person, told.rule) == ("certflow", "review.validity")
    assert told.fact == StepExpired("mass", "2026-12-22", {"from": "approval", "months": 1})
    before = picture(office.desk)
    with database.writing(office.desk.engine) as conn:
        rebuild(conn)
    assert picture(office.desk) == before


def test_on_the_last_day_nothing_has_ended(office: Office) -> None:
    office.clock.pass_by(days=30)

    assert Sweeper(office.desk).sweep() == 0


def test_a_sweeper_notices_a_dossier_that_changed_after_it_looked(office: Office) -> None:
    sweeper = Sweeper(office.desk)
    sweeper.sweep()
    office.clock.pass_by(days=10)
    office.save(office.anna, mass_kg="6")
    office.submit("mass")
    office.approve("mass", office.bruno)

    office.clock.pass_by(days=25)
    assert sweeper.sweep() == 0
    office.clock.pass_by(days=10)
    assert sweeper.sweep() == 1


def test_whoever_acts_after_the_end_meets_the_dossier_as_it_is_then(office: Office) -> None:
    office.clock.pass_by(days=31)
    before = size(office.desk)

    with pytest.raises(Refused) as refused:
        office.close()

    assert (refused.value.code, refused.value.facts["steps"]) == ("dossier.incomplete", ("mass",))
    assert size(office.desk) == before


def test_an_approval_in_a_closed_dossier_ends_too_and_its_next_record_says_so(office: Office) -> None:
    office.close()
    office.clock.pass_by(days=31)

    assert Sweeper(office.desk).sweep() == 1

    facts = office.facts()
    assert isinstance(facts[-1], StepExpired)
    assert any(isinstance(fact, DossierClosed) for fact in facts)
    assert office.case("mass").state is State.DRAFT
