"""Several aircraft in one dossier: added, named, taken out and put back; each act voids only what it moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from certflow.actions import dossiers, items
from certflow.actions.desk import Sight
from certflow.actions.snapshot import record_content
from certflow.domain import facts
from certflow.domain.dossier import State
from certflow.domain.people import Actor
from certflow.domain.plan import make_plan
from certflow.domain.refusal import Refused
from certflow.storage import database, rebuild, records
from tests.actions.office import Office, open_fleet, picture, size

FALCON = {"speed_m_s": "12", "mass_kg": "2", "tethered": "no", "role": "lead", "insured_until": "2030-01-01"}
HERON = {"speed_m_s": "34", "mass_kg": "4", "tethered": "no", "role": "relay", "insured_until": "2030-01-01"}
SWIFT = {"speed_m_s": "5", "mass_kg": "1", "tethered": "yes", "role": "spare", "insured_until": "2030-01-01"}


@pytest.fixture
def fleet(sqlite: str, tmp_path: Path) -> Iterator[Office]:
    office = open_fleet(sqlite, tmp_path)
    yield office
    office.desk.engine.dispose()


def sight(office: Office) -> Sight:
    return dossiers.see(office.desk, office.anna, office.dossier_id)


def add(office: Office, name: str = "", by: Actor | None = None, to: str = "aircraft") -> items.Changed:
    return items.add_item(office.desk, by or office.anna, office.dossier_id, to, name)


def rename(office: Office, item: str, name: str, seen: int) -> items.Changed:
    return items.rename_item(office.desk, office.anna, office.dossier_id, "aircraft", item, name, seen)


def remove(office: Office, item: str) -> items.Changed:
    return items.remove_item(office.desk, office.anna, office.dossier_id, "aircraft", item)


def put_back(office: Office, item: str) -> items.Changed:
    return items.put_item_back(office.desk, office.anna, office.dossier_id, "aircraft", item)


def answer(office: Office, item: str, answers: dict[str, str]) -> None:
    end = "" if item == "1" else f"~{item}"
    office.save(office.anna, **{name + end: value for name, value in answers.items()})


def approved(office: Office, *steps: str) -> None:
    office.submit(*steps)
    for step in steps:
        office.approve(step, office.bruno)


def test_a_second_aircraft_is_asked_for_its_own_data_and_the_worst_of_both_counts(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    add(fleet, "Heron")

    assert sight(fleet).plan.derived["fleet_risk"].value is None
    answer(fleet, "2", HERON)

    now = sight(fleet)
    assert now.plan.derived["fleet_risk"].value == "high"
    assert now.plan.derived["fleet_risk"].because.decided == ("own_risk~2",)
    assert now.checklist.steps["aircraft-data~2"].title.in_language("en") == "The aircraft · Heron"


def test_an_act_that_changes_nothing_leaves_no_fact(fleet: Office) -> None:
    add(fleet, "Heron")
    before = size(fleet.desk)

    rename(fleet, "2", " Heron ", seen=0)
    put_back(fleet, "2")

    assert size(fleet.desk) == before


def test_a_name_is_only_committed_to(fleet: Office) -> None:
    add(fleet, "Heron")

    [entry] = [
        one
        for one in dossiers.history(fleet.desk, fleet.anna, fleet.dossier_id)
        if isinstance(one.fact, facts.ItemAdded)
    ]
    assert "Heron" not in str(entry.as_json())
    assert "name" in entry.commitments


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda office: add(office, "x" * 101), "item.name"),
        (lambda office: add(office, "  heron "), "item.twice"),
        (lambda office: rename(office, "1", "HERON", 0), "item.twice"),
        (lambda office: rename(office, "2", "Egret", 0), "item.conflict"),
        (lambda office: rename(office, "7", "Egret", 0), "item.unknown"),
        (lambda office: [remove(office, "2"), remove(office, "1")], "item.last"),
        (lambda office: [add(office) for _ in range(12)], "list.most"),
        (lambda office: add(office, to="sites"), "list.unknown"),
        (lambda office: add(office, by=office.bruno), "people.not-allowed"),
        (lambda office: add(office, by=office.zoe), "dossier.unknown"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_fact(fleet: Office, act, code: str) -> None:
    add(fleet, "Heron")

    with pytest.raises(Refused) as refused:
        act(fleet)

    assert refused.value.code == code


def test_a_new_aircraft_voids_exactly_what_it_moved(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    approved(fleet, "aircraft-data", "rescue")

    changed = add(fleet, "Heron")

    reopened = [one for one in fleet.facts() if isinstance(one, facts.StepReopened)]
    assert [one.step for one in reopened] == ["rescue"]
    assert fleet.case("aircraft-data").state is State.APPROVED
    assert changed.before.plan.steps["rescue"].level == "medium"


def test_a_new_aircraft_that_moves_nothing_voids_nothing(fleet: Office) -> None:
    answer(fleet, "1", HERON)
    approved(fleet, "aircraft-data", "rescue")

    add(fleet)

    assert fleet.case("rescue").state is State.APPROVED, "nothing is worse than high, whatever the second one is"
    assert fleet.case("aircraft-data").state is State.APPROVED


def test_a_name_is_part_of_what_is_approved(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    add(fleet, "Heron")
    answer(fleet, "2", HERON)
    approved(fleet, "aircraft-data", "aircraft-data~2")

    rename(fleet, "2", "Egret", seen=fleet.dossier.item("aircraft", "2").seq)

    assert fleet.case("aircraft-data").state is State.APPROVED
    assert fleet.case("aircraft-data~2").state is State.DRAFT
    assert fleet.case("aircraft-data~2").remarks[-1].because[0]["what"] == "item"


def test_whoever_named_an_aircraft_does_not_approve_it(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    changed = add(fleet, "Heron", by=fleet.evhen)
    assert changed.after.dossier.item("aircraft", "2").name == "Heron"
    answer(fleet, "2", HERON)
    fleet.submit("aircraft-data~2")

    with pytest.raises(Refused) as refused:
        fleet.approve("aircraft-data~2", fleet.evhen)

    assert refused.value.code == "review.same-person"
    fleet.approve("aircraft-data~2", fleet.bruno)


def test_taking_an_aircraft_out_keeps_its_answers_and_voids_what_covered_them(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    add(fleet, "Heron")
    answer(fleet, "2", HERON)
    approved(fleet, "aircraft-data", "aircraft-data~2")

    remove(fleet, "2")

    now = sight(fleet)
    assert now.plan.derived["fleet_risk"].value == "medium"
    assert now.dossier.values()["speed_m_s~2"] == "34"
    assert fleet.case("aircraft-data").state is State.APPROVED
    assert fleet.case("aircraft-data~2").state is State.DRAFT
    assert now.plan.steps["aircraft-data~2"].applies == "no"

    put_back(fleet, "2")

    assert sight(fleet).plan.derived["fleet_risk"].value == "high"


def test_an_aircraft_of_which_nothing_was_said_leaves_nothing_behind(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    before = sight(fleet).plan
    add(fleet, "Heron")
    remove(fleet, "2")

    assert sight(fleet).plan.same_as(before)
    assert fleet.dossier.item("aircraft", "2").removed


def test_a_number_is_never_given_twice(fleet: Office) -> None:
    add(fleet)
    remove(fleet, "2")
    add(fleet)

    assert set(sight(fleet).checklist.steps) >= {"aircraft-data", "aircraft-data~3"}
    assert "aircraft-data~2" not in sight(fleet).checklist.steps


def test_the_first_aircraft_can_go(fleet: Office) -> None:
    answer(fleet, "1", HERON)
    add(fleet, "Falcon")
    answer(fleet, "2", FALCON)

    remove(fleet, "1")

    assert sight(fleet).plan.derived["fleet_risk"].value == "medium"


def test_whatever_was_done_another_process_sees_the_same(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    for name, answers in (("Heron", HERON), ("Swift", SWIFT)):
        add(fleet, name)
        answer(fleet, "2" if name == "Heron" else "3", answers)
    approved(fleet, "aircraft-data~3", "rescue")
    remove(fleet, "2")
    put_back(fleet, "2")
    rename(fleet, "1", "Falcon", seen=0)

    here = sight(fleet)
    there = dossiers.see(fleet.with_new_desk(), fleet.anna, fleet.dossier_id)

    assert there.dossier == here.dossier
    assert there.plan.same_as(here.plan)
    assert here.plan.same_as(make_plan(here.checklist, here.plan.answers))
    before = picture(fleet.desk)
    with database.writing(fleet.desk.engine) as conn:
        rebuild.rebuild(conn)
    assert picture(fleet.desk) == before


def test_the_record_names_each_aircraft_and_the_one_that_decided(fleet: Office) -> None:
    answer(fleet, "1", FALCON)
    add(fleet, "Heron")
    answer(fleet, "2", HERON)
    approved(fleet, "aircraft-data", "aircraft-data~2", "crew", "rescue")
    fleet.close()

    with database.reading(fleet.desk.engine) as conn:
        row = records.every(conn)[-1]
    content = record_content(fleet.desk, row)

    titles = {step.id: str(step.title) for step in content.steps}
    assert titles["aircraft-data~2"] == "The aircraft · Heron"
    told = {one.name: str(one.because) for one in content.derived}
    assert "Decided by Highest speed · Heron." in told["distance_m"]
    [step] = [one for one in content.steps if one.id == "aircraft-data~2"]
    assert [str(one.question) for one in step.answers][:2] == ["Highest speed", "Mass"]
    assert "Heron" in {str(deed.words) for deed in content.deeds}
